"""The types of settings: how each is read from text, and what it may be.

What can't be read raises pydantic's error with a kind that `setting_faults` has a sentence for.
"""

import os
import re
from pathlib import Path
from typing import Annotated, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic_core import PydanticCustomError
from pydantic_settings import NoDecode


def _fault(kind: str) -> PydanticCustomError:
    return PydanticCustomError(kind, kind)


def _address(value: str) -> str:
    try:
        parsed = urlsplit(value)
        is_one = parsed.scheme in ("http", "https") and parsed.hostname and parsed.port != 0
    except ValueError:  # a port that isn't one, or a bracket too many
        is_one = False
    if not is_one or re.search(r"\s", value):
        raise _fault("address")
    return value.rstrip("/")


def _without_user(value: str) -> str:
    if urlsplit(value).username is not None:
        raise _fault("user")
    return value


def _token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[!-~]+", value.get_secret_value()):
        raise _fault("token")
    return value


def _listed(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _members(value: tuple[str, ...]) -> tuple[str, ...]:
    if not all(re.fullmatch(r"[UW][A-Z0-9]+", each) for each in value):
        raise _fault("members")
    return value


def _host_names(value: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(map(_host_name, value))
    if not all(names):
        raise _fault("host_names")
    return names


def _host_name(given: str) -> str:
    """Return the host name in an address or a name; "" if there's none."""
    try:
        name = urlsplit(given if "//" in given else f"//{given}").hostname or ""
    except ValueError:
        return ""
    return name if re.fullmatch(r"[\w.:-]+", name) else ""


def _numbers(value: object) -> object:
    if not isinstance(value, str):
        return value
    found: list[int] = []
    for part in value.split(","):
        span = re.fullmatch(r"\s*([0-9]{1,5})\s*(?:-\s*([0-9]{1,5})\s*)?", part)
        if not span or int(span[2] or span[1]) < int(span[1]):
            raise _fault("numbers")
        found += range(int(span[1]), int(span[2] or span[1]) + 1)
    return tuple(dict.fromkeys(found))


def _folders(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not (folders := tuple(filter(None, value.split(os.pathsep)))):
        raise _fault("folders")
    return folders


def _from_home(path: Path) -> Path:
    """Replace ~ as a shell does, because no shell reads a file of settings."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 - Path.expanduser fails if there's no such user


WebAddress: TypeAlias = Annotated[str, AfterValidator(_address)]
"""An address on the web, without a slash at its end."""

PlatformAddress: TypeAlias = Annotated[WebAddress, AfterValidator(_without_user)]
"""The address of a platform's API: requests carry a token, and can't carry a user and a password as well."""

PlatformToken: TypeAlias = Annotated[SecretStr, AfterValidator(_token)]
"""A token that a platform has issued."""

MemberIds: TypeAlias = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed), AfterValidator(_members)]
"""Ids of members on Slack, separated by commas."""

HostNames: TypeAlias = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed), AfterValidator(_host_names)]
"""Names of hosts, or addresses with them, separated by commas."""

Numbers: TypeAlias = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_numbers)]
"""Numbers and ranges of numbers, separated by commas: 0,2-4."""

Folder: TypeAlias = Annotated[Path, AfterValidator(_from_home)]
"""A folder; ~ stands for the user's own."""

Folders: TypeAlias = Annotated[tuple[Folder, ...], NoDecode, BeforeValidator(_folders)]
"""Folders, separated as in PATH."""
