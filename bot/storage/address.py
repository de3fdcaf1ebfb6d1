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
        raise StoreError("VERSED_DATABASE_URL is no database URL; write sqlite:///path or postgresql://…") from None
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return parsed
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql")
        case _:
            raise StoreError("VERSED_DATABASE_URL must be sqlite:///path or postgresql://…; set one of them.")


def path_of(url: URL) -> Path | None:
    """Return the file of a SQLite database by its one true name, as its lock is named after it; else None."""
    return Path(url.database or "").expanduser().resolve() if url.get_backend_name() == "sqlite" else None
