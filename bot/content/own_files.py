"""Cache files: read only if no other user can have written them, and written atomically."""

import os
import stat
import tempfile
from pathlib import Path


def read_own(file: Path) -> bytes:
    """Read a file that only this process's user can have written.

    Raises:
        OSError: the file can't be read, or another user may have written it.
    """
    with os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as opened:
        found = os.fstat(opened.fileno())
        if found.st_uid != os.geteuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise PermissionError(f"{file} may be someone else's")
        return opened.read()


def write_whole(file: Path, *parts: bytes) -> None:
    """Write a file atomically, creating its folder if it's missing.

    Raises:
        OSError: the file can't be written.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as opened:
            for part in parts:
                opened.write(part)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
