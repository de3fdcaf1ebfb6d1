"""A summary of a backup, and the check of its contents."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.storage import revisions
from bot.storage.errors import StoreError
from bot.storage.stamp import Stamp
from bot.storage.tables import metadata


@dataclass(frozen=True, slots=True)
class Backup:
    """Summary of a backup that has been read from start to end.

    Args:
        revision: the revision of its tables.
        rows: how many rows all its tables hold together.
    """

    revision: str
    rows: int

    def __str__(self) -> str:
        return f"{self.rows:,} row{'' if self.rows == 1 else 's'}, revision {self.revision}"


def check_contents(where: str, stamp: Stamp, tables: Collection[str]) -> str:
    """Check that this version can read a backup; return the backup's revision.

    Args:
        where: the backup's path, for error messages.
        stamp: the schema version recorded in it.
        tables: the names of its tables.

    Raises:
        StoreError: the tables aren't Versed's, are newer than this version, or incomplete.
    """
    if stamp.revision is None:
        raise StoreError(f"{where} holds nothing of Versed's; choose another file.")
    if not revisions.may_use(stamp):
        raise StoreError(f"{where} was written by a newer Versed; install that version first.")
    missing = sorted(metadata.tables.keys() - set(tables)) if stamp.revision == revisions.HEAD else []
    if missing:
        raise StoreError(f"{where} lacks the table {missing[0]}, so it isn't a whole copy; choose another file.")
    return stamp.revision
