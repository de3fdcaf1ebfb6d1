"""Database URLs: the values that VERSED_DATABASE_URL may have."""

from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.storage.errors import StoreError

_ENCODE = "write special characters in the password percent-encoded, such as %40 for @, %3A for : and %2F for /"

_SEVERAL = (
    "VERSED_DATABASE_URL names several servers; put them at its end: "
    "postgresql://USER:PASSWORD@/DATABASE?host=ONE,TWO&port=5432,5432&target_session_attrs=primary"
)


def parse(url: str) -> URL:
    """Parse a database URL.

    Raises:
        StoreError: it isn't a URL, or names an unsupported kind of database.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError("VERSED_DATABASE_URL isn't a database URL; write sqlite:///path or postgresql://…") from None
    except ValueError:  # the port; the message would quote a part of the password
        if "," in url.partition("?")[0].rpartition("@")[2]:
            raise StoreError(_SEVERAL) from None
        raise StoreError(f"VERSED_DATABASE_URL has a port that isn't a number; correct it, or {_ENCODE}.") from None
    try:
        urlsplit(parsed.render_as_string(hide_password=False))  # the driver does the same, but fails with a traceback
    except ValueError:  # the message may quote a part of the password
        raise StoreError(f"VERSED_DATABASE_URL has a host that isn't one; correct it, or {_ENCODE}.") from None
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            _check_file(parsed)
            return parsed
        case "postgresql" | "postgres":
            _check_server(parsed)
            return parsed.set(drivername="postgresql")
        case _:
            raise StoreError("VERSED_DATABASE_URL must be sqlite:///path or postgresql://…; set one of them.")


def _check_file(url: URL) -> None:
    """Raise StoreError if a URL has more than a path; ignoring the rest could open, or make, another file."""
    if url.host is not None:
        raise StoreError(
            "VERSED_DATABASE_URL names a host, but SQLite needs a file; write three slashes: sqlite:///path."
        )
    if url.query:
        raise StoreError("VERSED_DATABASE_URL has options after a ?, which SQLite doesn't take here; remove them.")


def _check_server(url: URL) -> None:
    if url.host and set(url.host) & set("@/"):
        raise StoreError(f"VERSED_DATABASE_URL has more than one @; {_ENCODE}.")
    if url.port is not None and not 1 <= url.port <= 65535:
        raise StoreError(f"VERSED_DATABASE_URL has the port {url.port}, but ports go from 1 to 65535; correct it.")
    if trusts_the_system(url) and url.query.get("sslmode", "verify-full") != "verify-full":
        raise StoreError("VERSED_DATABASE_URL has sslrootcert=system, which needs sslmode=verify-full; set both.")


def trusts_the_system(url: URL) -> bool:
    """Return whether any authority that the system trusts may have signed the server's certificate.

    PostgreSQL's own programs know this value since version 16; the driver would take it for a file's name.
    """
    return url.query.get("sslrootcert") == "system"


def path_of(url: URL) -> Path | None:
    """Return the resolved path of a SQLite database, because its lock is named after it; None for PostgreSQL.

    Raises:
        StoreError: the URL doesn't name a file.
    """
    if url.get_backend_name() != "sqlite":
        return None
    try:
        path = Path(url.database or "").expanduser().resolve()
        folder = path.is_dir()
    except PermissionError as error:
        sentence = f"{error.filename} can't be reached ({error.strerror}); let the user that runs Versed in (chown)."
        raise StoreError(sentence) from error
    except (RuntimeError, OSError) as error:  # unknown user in ~name, or circular links
        raise StoreError(f"VERSED_DATABASE_URL doesn't name a file ({error}); write sqlite:///path.") from error
    if folder:
        raise StoreError(f"VERSED_DATABASE_URL names the folder {path}; name a file in it.")
    return path
