"""What is in a backup."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.storage import revisions
from bot.storage.errors import StoreError
from bot.storage.stamp import Stamp
from bot.storage.tables import metadata


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that has been read from its beginning to its end.

    Args:
        revision: of its tables.
        rows: in all of them.
    """

    revision: str
    rows: int

    def __str__(self) -> str:
        return f"{self.rows:,} row{'' if self.rows == 1 else 's'}, revision {self.revision}"


def check_contents(where: str, found: Stamp, tables: Collection[str]) -> str:
    """Make sure that this version can read what's in a copy; return its revision.

    Args:
        where: the copy is.
        found: what it says of its tables.
        tables: their names.

    Raises:
        StoreError: they aren't Versed's, are newer than this version, or some are missing.
    """
    if found.revision is None:
        raise StoreError(f"{where} holds nothing of Versed's; choose another file.")
    if not revisions.may_use(found):
        raise StoreError(f"{where} was written by a newer Versed; install that version first.")
    missing = sorted(metadata.tables.keys() - set(tables)) if found.revision == revisions.HEAD else []
    if missing:
        raise StoreError(f"{where} lacks the table {missing[0]}, so it isn't a whole copy; choose another file.")
    return found.revision
