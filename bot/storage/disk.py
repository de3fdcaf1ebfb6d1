"""The disk of a SQLite file: SQLite and the system only say that a file can't be opened, whatever the reason."""

import os
from pathlib import Path

from bot.storage.errors import StoreError

_LEAST_FREE = 2**20
"""Bytes of free space without which a SQLite database can hardly store anything."""


def trouble(path: Path) -> str | None:
    """Return in one sentence why nothing can be written to a file's disk, and what to do; None if there's room.

    Args:
        path: the file, which needn't exist, nor its folder.
    """
    # Path.exists would raise an error for what this user may not see.
    folder = next(each for each in path.absolute().parents if os.path.exists(each))  # noqa: PTH110
    try:
        disk = os.statvfs(folder)
    except OSError as error:
        return f"The disk of {path} can't be used ({error.strerror}); make sure that it works and is mounted."
    if disk.f_flag & os.ST_RDONLY:
        return f"The disk of {path} is read-only; remount it for writing, or set VERSED_DATABASE_URL to another disk."
    # 0 in total means that nothing is counted. Space comes first, since some file systems need it for new files.
    if disk.f_blocks > 0 and disk.f_bavail * disk.f_frsize < _LEAST_FREE:
        return f"The disk of {path} is full, so nothing can be stored; free some space."
    if disk.f_files > 0 and disk.f_favail == 0:
        return f"The disk of {path} has no room for new files, however small (no inodes); delete some files there."
    return None


def check(path: Path) -> None:
    """Check that files can be written to a file's disk.

    Args:
        path: the file, which needn't exist, nor its folder.

    Raises:
        StoreError: they can't; the sentence says what to do.
    """
    if sentence := trouble(path):
        raise StoreError(sentence)
