"""Archives (zip), which aren't trusted: looked at before anything is unpacked, and unpacked within bounds.

What an archive says of its sizes may be a lie, so what comes out is counted as well.
"""

import io
import zipfile
import zlib

from bot.exchange.source import Unreadable

MOST_ENTRIES = 20_000
MOST_UNPACKED = 200 * 1024 * 1024
"""Bytes of all entries together."""

MOST_RATIO = 200
"""How much larger an entry may be than in the archive; sheets of a workbook shrink to a twentieth at most."""

_SMALL = 1024 * 1024
"""Bytes up to which an entry may shrink as much as it likes."""

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_BOMB = "This archive is much larger inside than a file of this sort should be; save or download it again."


def is_archive(raw: bytes) -> bool:
    """Return whether a file is an archive, by its first bytes."""
    return raw.startswith(_MAGIC)


def opened(raw: bytes) -> zipfile.ZipFile:
    """Open an archive.

    Raises:
        Unreadable: it's broken, locked, or larger inside than it should be.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise Unreadable("This file is broken; save or download it again.") from error
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Unreadable(f"There are more than {MOST_ENTRIES:,} files in this archive; split it.")
    if sum(entry.compress_size for entry in entries) > len(raw):  # entries that overlap count the same bytes again
        raise Unreadable(_BOMB)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED or any(map(_is_bomb, entries)):
        raise Unreadable(_BOMB)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("This file is locked with a password; save it without one.")
    return archive


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _SMALL and entry.file_size > MOST_RATIO * max(1, entry.compress_size)


def entry(archive: zipfile.ZipFile, name: str, most: int = MOST_UNPACKED) -> bytes:
    """Return the bytes of an entry.

    Args:
        archive: as it was opened here.
        name: of the entry.
        most: bytes that it may have.

    Raises:
        Unreadable: there's no such entry, it's broken, or it's larger than that.
    """
    try:
        with archive.open(name) as file:
            raw = file.read(most + 1)
    except KeyError as error:
        raise Unreadable(f"There's no {name} in this archive; save or download it again.") from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise Unreadable("This file is broken; save or download it again.") from error
    if len(raw) > most:
        raise Unreadable(_BOMB)
    return raw
