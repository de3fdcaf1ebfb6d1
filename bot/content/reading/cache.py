"""A cache of validated packs as JSON, so that Versed starts quickly even with large packs.

An entry has a digest of its source (names and bytes of the files, modification times of the images, the versions of
the model and of Versed) and a checksum of itself, so that a stale or damaged entry is never used. It's JSON, not
pickle, so it never runs code. A checksum doesn't stop forgery, so an entry is used only if our own user owns it and
nobody else may write it. Anyone who gets past that acts as Versed's user and could change the packs themselves.
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
    """Load a pack from the cache if its files are unchanged; otherwise load it from its files and cache it.

    Args:
        folder: the pack's folder, holding pack.yaml.
        cache: the folder of cache entries, created if it's missing; it isn't an error if it can't be written.

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
    """Return the hexadecimal SHA-256 of everything that a loaded pack depends on."""
    whole = hashlib.sha256(f"{__version__} {SCHEMA_VERSION}".encode())
    for path, raw in files.contents.items():
        name = os.fsencode(path.relative_to(files.folder))
        whole.update(b"%d %d " % (len(name), len(raw)) + name)
        whole.update(raw)
    for path, stamp in files.images.items():
        whole.update(f"{path.relative_to(files.folder)} {stamp}\0".encode("utf-8", "surrogateescape"))
    return whole.hexdigest().encode()


def _recall(entry: Path, key: bytes) -> Pack | None:
    """Return the cached pack; None if it's missing, stale or damaged."""
    try:
        head, _, body = read_own(entry).partition(b"\n")
        if head != _head(key, body):
            return None
        return pack_from(body)
    except (OSError, ValidationError):
        return None


def _keep(entry: Path, key: bytes, pack: Pack) -> None:
    """Write an entry atomically.

    Raises:
        OSError: the entry can't be written.
    """
    body = b"\n".join(lines_of(pack))
    write_whole(entry, _head(key, body), b"\n", body)


def _head(key: bytes, body: bytes) -> bytes:
    """Return the first line of an entry: the digest of its source and the checksum of the body."""
    return b"%b %08x" % (key, zlib.crc32(body))
