"""Validated packs kept as JSON, so that a program with large packs starts quickly.

An entry says which files it was made of (a digest over their names and bytes, over the model's version and ours; of
images, over when they changed) and has a checksum over itself, so that a stale or a damaged one is never served. It's
JSON, not pickle, so it never runs code. A checksum stops no forger: what does is that an entry counts only if it's
ours and nobody else may write it. Anyone who gets past that acts as the user that Versed runs as, and could change
the packs themselves.
"""

import contextlib
import hashlib
import os
import zlib
from pathlib import Path

from pydantic import ValidationError

from bot import __version__
from bot.content.model import SCHEMA_VERSION, Pack
from bot.content.own_files import read_own, write_whole
from bot.content.reading.files import Files, read
from bot.content.reading.lines import lines_of, pack_from
from bot.content.reading.load import pack_of


def load_cached(folder: Path, cache: Path) -> Pack:
    """Load a pack from the cache if its files are unchanged, else from its files, and cache it.

    Args:
        folder: the pack's folder, holding pack.yaml.
        cache: where entries are kept; made when missing. A folder that can't be written isn't an error.

    Raises:
        PackError: with every problem of every file.
    """
    files = read(folder)
    if files.problems:
        return pack_of(files)
    entry = cache / f"{hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:32]}.json"
    key = digest(files)
    cached = _recall(entry, key)
    if cached is not None:
        return cached
    pack = pack_of(files)
    with contextlib.suppress(OSError):
        _keep(entry, key, pack)
    return pack


def digest(files: Files) -> bytes:
    """Return the SHA-256, in hexadecimal, of everything that a loaded pack depends on."""
    whole = hashlib.sha256(f"{__version__} {SCHEMA_VERSION}".encode())
    for path, raw in files.contents.items():
        name = os.fsencode(path.relative_to(files.folder))
        whole.update(b"%d %d " % (len(name), len(raw)) + name)
        whole.update(raw)
    for path, stamp in files.images.items():
        whole.update(f"{path.relative_to(files.folder)} {stamp}\0".encode("utf-8", "surrogateescape"))
    return whole.hexdigest().encode()


def _recall(entry: Path, key: bytes) -> Pack | None:
    """Return the cached pack; None if there isn't one, or it's stale or damaged."""
    try:
        head, _, body = read_own(entry).partition(b"\n")
        if head != _head(key, body):
            return None
        return pack_from(body)
    except (OSError, ValidationError):
        return None


def _keep(entry: Path, key: bytes, pack: Pack) -> None:
    """Write an entry, whole or not at all.

    Raises:
        OSError: when it can't be written.
    """
    body = b"\n".join(lines_of(pack))
    write_whole(entry, _head(key, body), b"\n", body)


def _head(key: bytes, body: bytes) -> bytes:
    """Return the first line of an entry: what it was made of, and what follows."""
    return b"%b %08x" % (key, zlib.crc32(body))
