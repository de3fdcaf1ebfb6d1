"""Files from a chat platform: downloaded only from the platform's own hosts, with limits on time and size.

The platform's data about a file isn't trusted: URLs to other hosts aren't requested, redirects aren't followed, and
bytes are counted during the download.
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import aiohttp
from yarl import URL

from adapters.proxy import proxy_for
from bot.language.files import GivenFile, too_large
from bot.language.refusals import Refusal
from bot.language.text import clean, shortened

_log = logging.getLogger(__name__)

WITHIN = 30.0
"""Timeout in seconds for a whole file."""

_CONNECT_WITHIN = 5.0
_AT_ONCE = 64 * 1024
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class GivenFiles:
    """Downloads files that people gave.

    Args:
        platform: the platform's name, as people know it.
        origins: the origins (scheme, host and port) that files may be downloaded from.
        denied: the sentence for people if the platform refuses to send a file.
        headers: headers that authenticate the bot.
        signs_in: whether the platform answers with a sign-in page instead of an error.
    """

    platform: str
    origins: Collection[URL]
    denied: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    signs_in: bool = False

    def given(self, name: str, size: int, address: str) -> GivenFile:
        """Return a file for the core, which downloads it when needed.

        Args:
            name: the file's name.
            size: its size in bytes, according to the platform.
            address: its URL.
        """
        label = shortened(" ".join(clean(name).split()), _LONGEST_NAME) or "file"
        return GivenFile(label, size, partial(self._read, address))

    async def _read(self, address: str, most: int) -> bytes:
        try:
            url = URL(address, encoded=True)
            is_ours = url.origin() in self.origins
        except (ValueError, TypeError):
            is_ours = False
        if not is_ours:
            _log.warning("a file that isn't on %s's own hosts isn't fetched", self.platform)
            raise Refusal(f"That file isn't on {self.platform} itself; give me the file, not a link.", option="file")
        time_out = aiohttp.ClientTimeout(total=WITHIN, sock_connect=_CONNECT_WITHIN)
        try:
            async with (
                aiohttp.ClientSession(timeout=time_out, cookie_jar=aiohttp.DummyCookieJar()) as session,
                session.get(url, headers=self.headers, allow_redirects=False, proxy=proxy_for(address)) as response,
            ):
                return await self._body(response, most)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            _log.warning("a file didn't come from %s: %s", self.platform, type(error).__name__)
            raise Refusal(f"{self.platform} didn't send me that file in time; give it to me again.") from error

    async def _body(self, response: aiohttp.ClientResponse, most: int) -> bytes:
        if response.status == 429 or response.status >= 500:  # it may hand it out later
            response.raise_for_status()
        if response.status in (404, 410):
            raise gone(self.platform)
        is_sign_in = self.signs_in and response.content_type == "text/html"
        if response.status != 200 or is_sign_in:
            _log.warning("%s doesn't hand out a file: %d %s", self.platform, response.status, response.content_type)
            raise Refusal(self.denied)
        if (response.content_length or 0) > most:
            raise too_large(most)
        raw = bytearray()
        async for part in response.content.iter_chunked(_AT_ONCE):
            raw += part
            if len(raw) > most:
                raise too_large(most)
        return bytes(raw)


def gone(platform: str) -> Refusal:
    """Return the refusal for a file that was deleted from a platform."""
    return Refusal(f"That file isn't on {platform} any more; give it to me again.", option="file")


def refusing(name: str, why: Refusal) -> GivenFile:
    """Return a file that can't be read.

    Args:
        name: its name, or "".
        why: says so when it's read.
    """

    async def read(_most: int) -> bytes:
        raise why

    return GivenFile(name, 0, read)


def to_read(files: Sequence[Mapping[str, object]], field: str, said: str) -> Sequence[Mapping[str, object]]:
    """Return a message's files without pictures, films and recordings, which no pack can be made of.

    If there's nothing else in the message, they're returned too, so that someone says why they can't be read.

    Args:
        files: the files, as the platform describes them.
        field: where the description has the media type.
        said: the words of the message, or "".
    """
    others = [each for each in files if not str(each.get(field)).startswith(("image/", "video/", "audio/"))]
    return others if others or said else files


def origins(api: str, usual: str, hosts: Collection[str]) -> frozenset[URL]:
    """Return the origins of a platform's files: its file hosts, or the API's origin if that isn't the usual one.

    Args:
        api: the configured URL of the platform's API.
        usual: the API's usual host.
        hosts: the platform's usual file hosts.
    """
    there = URL(api)
    return frozenset(URL(f"https://{host}") for host in hosts) if there.host == usual else frozenset({there.origin()})
