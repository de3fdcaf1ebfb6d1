"""Open untrusted zip archives: check them before unpacking, and unpack within limits.

The sizes that an archive declares may be lies, so the unpacked bytes are counted as well.
"""

import io
import lzma
import zipfile
import zlib

from bot.exchange.source import Unreadable

MOST_ENTRIES = 20_000
MOST_UNPACKED = 200 * 1024 * 1024
"""Maximum unpacked size of all entries together, in bytes."""

MOST_RATIO = 200
"""Maximum compression ratio of an entry; sheets of a workbook reach 20 at most."""

_SMALL = 1024 * 1024
"""For entries up to this many bytes, the ratio isn't checked."""

_MOST_WRAPPINGS = 2
_WRAPPED = (".csv", ".tsv", ".txt", ".md", ".json", ".xlsx", ".docx", ".apkg", ".zip")

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_BOMB = "This archive is much larger inside than a file of this sort should be; save or download it again."


def is_archive(raw: bytes) -> bool:
    """Return whether a file is a zip archive, by its first bytes."""
    return raw.startswith(_MAGIC)


def opened(raw: bytes) -> zipfile.ZipFile:
    """Open an archive and check it.

    Raises:
        Unreadable: the archive is broken, encrypted, or suspiciously large when unpacked.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise Unreadable("This file is broken; save or download it again.") from error
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Unreadable(f"There are more than {MOST_ENTRIES:,} files in this archive; split it.")
    if sum(entry.compress_size for entry in entries) > len(raw):  # overlapping entries
        raise Unreadable(_BOMB)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED or any(map(_is_bomb, entries)):
        raise Unreadable(_BOMB)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("This file is locked with a password; save it without one.")
    return archive


def files(raw: bytes) -> list[str]:
    """Return the names of the files in an archive, without those that macOS adds.

    Raises:
        Unreadable: the archive is broken, encrypted, or suspiciously large when unpacked.
    """
    with opened(raw) as archive:
        return [each for each in archive.namelist() if not each.endswith("/") and not each.startswith("__MACOSX")]


def unpacked(raw: bytes) -> bytes:
    """Return the table, text or document in an archive that has nothing else; otherwise, return the archive.

    Notion's exports are archives within archives.
    """
    for _ in range(_MOST_WRAPPINGS):
        try:
            names = files(raw) if is_archive(raw) else []
            if len(names) != 1 or not names[0].lower().endswith(_WRAPPED):
                break
            with opened(raw) as archive:
                raw = entry(archive, names[0])
        except Unreadable:
            break  # its format says best what's wrong
    return raw


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _SMALL and entry.file_size > MOST_RATIO * max(1, entry.compress_size)


def entry(archive: zipfile.ZipFile, name: str, most: int = MOST_UNPACKED) -> bytes:
    """Return the bytes of an entry.

    Args:
        archive: an archive from `opened`.
        name: the entry's name.
        most: the entry's maximum size in bytes.

    Raises:
        Unreadable: the entry is missing, broken or too large.
    """
    try:
        with archive.open(name) as file:
            raw = file.read(most + 1)
    except KeyError as error:
        raise Unreadable(f"There's no {name} in this archive; save or download it again.") from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
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
