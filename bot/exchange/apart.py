"""Read a file in a separate process, which is killed if it hangs or uses too much memory.

The process gets no settings, so that a malicious file that takes it over finds no tokens. Its input is the columns
and the file, its output the result as JSON.
"""

import base64
import json
import logging
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from bot.exchange.formats import read
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.source import LARGEST, Unreadable
from bot.runtime import gc_tuning

_log = logging.getLogger(__name__)

SECONDS = 10
"""CPU time in seconds that any file may take …"""

SECONDS_A_MEGABYTE = 2
"""… plus this many seconds per megabyte."""

_PATIENCE = 10
"""The wall-clock limit as a multiple of the CPU limit, as other processes use the CPU, too."""

_MEMORY = 768 * 1024 * 1024
"""Memory limit in bytes; the largest files need about a quarter of it."""

_TOO_MUCH = "This file takes too long or too much memory to read; split it into several, or save it again."
_OURS = "I can't read this file, and that's my mistake; try another format, and tell the person who runs Versed."
_KEPT = ("PATH", "PYTHONPATH", "PYTHONHOME", "PYTHONPYCACHEPREFIX", "VIRTUAL_ENV", "SYSTEMROOT", "LANG", "LC_ALL")


def read_apart(raw: bytes, columns: Mapping[str, str] | None = None) -> ParsedFile:
    """Read a file of any format. Blocks, so call it from a thread.

    Args:
        raw: the file's bytes, which may be hostile.
        columns: how to read a table's columns, if someone chose: header → field.

    Raises:
        Unreadable: the format is unknown, or the file can't be read or takes too much time or memory.
    """
    if len(raw) > LARGEST:
        raise Unreadable(f"This file has more than {LARGEST // 1024**2} MB; split it into several.")
    seconds = SECONDS + SECONDS_A_MEGABYTE * len(raw) // 1024**2
    header = json.dumps({"columns": dict(columns or {}), "seconds": seconds}).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot.exchange"],
            input=header + b"\n" + raw,
            capture_output=True,
            timeout=seconds * _PATIENCE,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            check=False,
        )
        with gc_tuning.paused():
            answer = json.loads(done.stdout)
            if mistake := answer.get("mistake"):
                _log.error("a file couldn't be read by our own mistake: %s", mistake)
            if "unreadable" in answer:
                raise Unreadable(answer["unreadable"])
            return _found(answer)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise Unreadable(_TOO_MUCH) from error


def serve() -> None:
    """Read the file from standard input and write the result to standard output."""
    header = json.loads(sys.stdin.buffer.readline())
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would import it, doubling its imports
    _hold_back(header["seconds"])
    answer: dict[str, Any]
    try:
        found = read(sys.stdin.buffer.read(), header["columns"])
        answer = _plain(found)
        answer["images"] = {name: base64.b64encode(image).decode() for name, image in found.images.items()}
    except Unreadable as error:
        answer = {"unreadable": str(error)}
    except (MemoryError, RecursionError):
        answer = {"unreadable": _TOO_MUCH}
    except Exception as error:  # noqa: BLE001 (every error is reported)
        answer = {"unreadable": _OURS, "mistake": _where(error)}
    # JSON can contain lone surrogates, which can't be encoded as UTF-8.
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


def _where(error: Exception) -> str:
    """Return the error's type and place, without its message: the file's contents mustn't get into the log."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"


def _plain(parsed: ParsedFile) -> dict[str, Any]:
    """Return the result as data for JSON; `asdict` would needlessly copy every field of every item."""
    parts: dict[str, Sequence[ImportedItem | LeftOut]] = {"taken": parsed.taken, "left": parsed.left}
    lists = {name: [_fields_of(each) for each in items] for name, items in parts.items()}
    return {**_fields_of(parsed), **lists}


def _fields_of(thing: ImportedItem | LeftOut | ParsedFile) -> dict[str, Any]:
    """Return the fields of a dataclass instance by name, without copying them."""
    return {each.name: getattr(thing, each.name) for each in fields(thing)}


def _hold_back(seconds: int) -> None:
    """Set limits of CPU time and memory for this process, if the operating system supports that."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for limit, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_DATA, _MEMORY), (resource.RLIMIT_CORE, 0)):
        with suppress(OSError, ValueError):
            resource.setrlimit(limit, (most, most))


def _found(answer: dict[str, Any]) -> ParsedFile:
    taken = tuple(ImportedItem(**{**each, "changed": tuple(each["changed"])}) for each in answer["taken"])
    images = {name: base64.b64decode(image) for name, image in answer["images"].items()}
    left = tuple(LeftOut(**each) for each in answer["left"])
    return ParsedFile(
        **{**answer, "taken": taken, "left": left, "images": images, "notes": tuple(answer["notes"])},
    )
