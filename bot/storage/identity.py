"""A check that a SQLite database in use is still the file that was opened.

If the file is removed or replaced, the process keeps writing to the old one, and all of that is gone at the next
start. SQLite doesn't check, so Versed does, before it tells anyone that something was stored.
"""

import logging
from pathlib import Path

from bot.storage import sqlite_file
from bot.storage.errors import StoreError

_log = logging.getLogger(__name__)

_LOG, _SHARED = "-wal", "-shm"


class Identity:
    """The device and inode of each file of an open database, to detect when one is replaced.

    Args:
        path: the database file, which must exist.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        # Built once, because each commit checks them.
        self._files = {ending: path.with_name(f"{path.name}{ending}") for ending in ("", _LOG, _SHARED)}
        self._known: dict[str, tuple[int, int]] = {}
        self._ailing = False
        self.adopt("")

    def adopt(self, *endings: str) -> None:
        """Remember which files these are now.

        Args:
            endings: the suffixes of their names; "" for the database itself.
        """
        found = {ending: self._files[ending].stat() for ending in endings}
        # A new dictionary, because another thread may be iterating over the old one.
        self._known = self._known | {ending: (file.st_dev, file.st_ino) for ending, file in found.items()}

    def adopt_log(self) -> None:
        """Remember the log and the shared memory; the caller keeps a connection open, so they aren't removed."""
        if _LOG not in self._known:
            self.adopt(_LOG, _SHARED)

    def check(self, *, quick: bool = False) -> None:
        """Check that all files are still the same.

        Args:
            quick: whether to check only the files that hold rows.

        Raises:
            StoreError: one isn't, so anything written now would be lost.
        """
        try:
            for ending in self._known:
                if not (quick and ending == _SHARED):
                    self._check(ending)
        except StoreError as error:
            if not self._ailing:
                _log.error("nothing can be stored any more: %s", error)
            self._ailing = True
            raise
        if self._ailing:
            _log.info("%s is back as it was, and in use", self._path)
            self._ailing = False

    def _check(self, ending: str) -> None:
        try:
            found = self._files[ending].stat()
        except OSError as error:
            happened = "has been removed" if isinstance(error, FileNotFoundError) else f"is away ({error.strerror})"
        else:
            if (found.st_dev, found.st_ino) == self._known[ending]:
                if found.st_nlink > 1:
                    sqlite_file.check_name(self._files[ending])
                return
            happened = "has been replaced"
        raise StoreError(
            f"{self._files[ending]} {happened} while Versed was using it; stop Versed, bring the file back or "
            "restore a backup, and start again."
        )
