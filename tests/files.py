"""The files of a SQLite database, which may hold what its tables don't show any more."""

from bot.storage.database import Database
from bot.storage.sqlite import Sqlite


def files_with(text: str, database: Database) -> list[str]:
    """Return the names of the database's files, its log among them, that contain a text."""
    assert isinstance(database.backend, Sqlite)
    path = database.backend.path
    return [each.name for each in path.parent.glob(f"{path.name}*") if text.encode() in each.read_bytes()]
