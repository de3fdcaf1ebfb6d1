"""Reading a file in a process of its own: one that hangs or eats memory is ended, and nobody else waits for it.

The process gets no settings, so that a file that takes it over finds no tokens. It's told the columns and the file,
and answers with what it found, as JSON.
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
from bot.exchange.model import LeftOut, ParsedFile, Taken
from bot.exchange.source import LARGEST, Unreadable
from bot.runtime import gc_tuning

_log = logging.getLogger(__name__)

SECONDS = 10
"""Of a processor that any file may take …"""

SECONDS_A_MEGABYTE = 2
"""… and for each megabyte of it."""

_PATIENCE = 10
"""How many times that may pass on the clock, where others use the processor as well."""

_MEMORY = 768 * 1024 * 1024
"""Bytes that may be in use; a file of the largest sort needs about a fourth."""

_TOO_MUCH = "This file takes too long or too much memory to read; split it into several, or save it again."
_OURS = "I can't read this file, and that's my mistake; try another format, and tell the person who runs Versed."
_KEPT = ("PATH", "PYTHONPATH", "PYTHONHOME", "PYTHONPYCACHEPREFIX", "VIRTUAL_ENV", "SYSTEMROOT", "LANG", "LC_ALL")


def read_apart(raw: bytes, columns: Mapping[str, str] | None = None) -> ParsedFile:
    """Read a file of any sort; blocks until it's read, so call it from a thread.

    Args:
        raw: its bytes, which may be hostile.
        columns: how to read a table's columns, where someone said: header → field.

    Raises:
        Unreadable: it's of no sort that's known, it can't be read, or that takes too much.
    """
    if len(raw) > LARGEST:
        raise Unreadable(f"This file has more than {LARGEST // 1024**2} MB; split it into several.")
    seconds = SECONDS + SECONDS_A_MEGABYTE * len(raw) // 1024**2
    told = json.dumps({"columns": dict(columns or {}), "seconds": seconds}).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot.exchange"],
            input=told + b"\n" + raw,
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
    """Read the file on standard input, and answer on standard output."""
    told = json.loads(sys.stdin.buffer.readline())
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it, for half of all it loads
    _hold_back(told["seconds"])
    answer: dict[str, Any]
    try:
        found = read(sys.stdin.buffer.read(), told["columns"])
        answer = _plain(found)
        answer["images"] = {name: base64.b64encode(image).decode() for name, image in found.images.items()}
    except Unreadable as error:
        answer = {"unreadable": str(error)}
    except (MemoryError, RecursionError):
        answer = {"unreadable": _TOO_MUCH}
    except Exception as error:  # noqa: BLE001 (whatever it is, it's told)
        answer = {"unreadable": _OURS, "mistake": _where(error)}
    # Half a character, as JSON can have, would make no text that can be kept or sent.
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


def _where(error: Exception) -> str:
    """Return what went wrong and where, without the file's content, which is none of the log's business."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"


def _plain(found: ParsedFile) -> dict[str, Any]:
    """Return what was found as JSON takes it; `asdict` would copy every field of every item, one by one."""
    parts: dict[str, Sequence[Taken | LeftOut]] = {"taken": found.taken, "left": found.left}
    lists = {name: [_fields_of(each) for each in items] for name, items in parts.items()}
    return {**_fields_of(found), **lists}


def _fields_of(thing: Taken | LeftOut | ParsedFile) -> dict[str, Any]:
    """Return the fields of one thing, by name."""
    return {each.name: getattr(thing, each.name) for each in fields(thing)}


def _hold_back(seconds: int) -> None:
    """Let the system end this process when it takes too much, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for limit, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_DATA, _MEMORY), (resource.RLIMIT_CORE, 0)):
        with suppress(OSError, ValueError):
            resource.setrlimit(limit, (most, most))


def _found(answer: dict[str, Any]) -> ParsedFile:
    taken = tuple(Taken(**{**each, "changed": tuple(each["changed"])}) for each in answer["taken"])
    images = {name: base64.b64decode(image) for name, image in answer["images"].items()}
    left = tuple(LeftOut(**each) for each in answer["left"])
    return ParsedFile(
        **{**answer, "taken": taken, "left": left, "images": images, "notes": tuple(answer["notes"])},
    )
