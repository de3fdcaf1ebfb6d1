"""Addresses of databases: what VERSED_DATABASE_URL may say."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.storage.errors import StoreError


def parse(url: str) -> URL:
    """Take a database URL apart.

    Raises:
        StoreError: it's no URL, or names another kind of database.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError("VERSED_DATABASE_URL isn't a database URL; write sqlite:///path or postgresql://…") from None
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return parsed
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql")
        case _:
            raise StoreError("VERSED_DATABASE_URL must be sqlite:///path or postgresql://…; set one of them.")


def path_of(url: URL) -> Path | None:
    """Return the file of a SQLite database by its one true name, as its lock is named after it; else None.

    Raises:
        StoreError: there's no such path.
    """
    if url.get_backend_name() != "sqlite":
        return None
    try:
        path = Path(url.database or "").expanduser().resolve()
        folder = path.is_dir()
    except (RuntimeError, OSError) as error:  # nobody has that name, or links go round in a circle
        raise StoreError(f"VERSED_DATABASE_URL doesn't name a file ({error}); write sqlite:///path.") from error
    if folder:
        raise StoreError(f"VERSED_DATABASE_URL names the folder {path}; name a file in it.")
    return path
