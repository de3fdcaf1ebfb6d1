"""Backups of PostgreSQL with its own tools: pg_dump makes them, in the custom format; pg_restore and psql read it."""

import asyncio
import os
import re
import subprocess
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from sqlalchemy import URL, Connection, inspect, text

from bot.storage import sessions
from bot.storage.backup_model import Backup, check_contents
from bot.storage.errors import StoreError, in_plain_words, while_connecting
from bot.storage.new_file import new_file
from bot.storage.postgresql import open_engine
from bot.storage.stamp import VERSION_TABLE, Stamp, stamp_in_dump, stamp_of

_COPY = re.compile(rb'COPY (?:[^ ]+\.)?"?(\w+)"? \(')
"""Start of a table's rows in the output of pg_restore."""

_TOO_NEW = b"SET transaction_timeout = 0;\n"
"""What pg_restore begins with since version 17, though older servers reject it; no row of ours looks like this."""

_PLAINLY = "Install PostgreSQL's client programs, pg_dump, pg_restore and psql, of the server's version or newer."


@dataclass(frozen=True, slots=True)
class Contents:
    """Summary of a database's contents.

    Args:
        revision: the revision of Versed's tables; None if there are none.
        tables: the tables' names, as schema.table.
        rows: how many rows all of them hold together.
    """

    revision: str | None
    tables: tuple[str, ...]
    rows: int


async def back_up(url: URL, file: Path) -> Backup:
    """Copy a database, which may be in use, and verify the copy (see backup.back_up).

    Args:
        url: the database's URL.
        file: the file to write.
    """
    found = await _contents(url)
    if found.revision is None:
        raise StoreError("The database holds nothing of Versed's yet, so there's nothing to back up.")
    return await asyncio.to_thread(dump, url, file, found.tables)


def dump(url: URL, file: Path, tables: Sequence[str], *, replace: bool = False) -> Backup:
    """Copy tables into a file and verify it; blocks.

    Args:
        url: the database's URL.
        file: the file to write.
        tables: the tables' names, as schema.table.
        replace: whether the file may exist already.

    Raises:
        StoreError: the copy couldn't be made, or is damaged.
    """
    names = [f"--table={_quoted(table)}" for table in tables]
    with new_file(file, replace=replace) as copy:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={copy}", *names, url=url)
        return _examine(copy, file)


def examine(file: Path) -> Backup:
    """Read a backup file from start to end (see backup.examine).

    Args:
        file: the backup.
    """
    return _examine(file, file)


async def check_empty(url: URL) -> None:
    """Check that a database has no tables, so that a backup can be restored into it.

    Raises:
        StoreError: it has tables.
    """
    if (await _contents(url)).tables:
        raise StoreError(
            "The database already has tables, and a backup only goes into an empty one; make one "
            "(createdb), and set VERSED_DATABASE_URL to it."
        )


async def restore(url: URL, file: Path) -> Backup:
    """Restore a backup in one transaction (see backup.restore).

    Args:
        url: the database's URL.
        file: the backup.
    """
    await check_empty(url)
    backup = await asyncio.to_thread(examine, file)
    await asyncio.to_thread(_replay, url, file)
    found = await _contents(url)
    if (found.revision, found.rows) != (backup.revision, backup.rows):
        raise StoreError(
            f"Of {backup.rows:,} rows in {file}, {found.rows:,} arrived; empty the database and try again."
        )
    return backup


def contents(connection: Connection) -> Contents:
    """Return a summary of the database's default schema."""
    found = inspect(connection)
    tables = [f"{found.default_schema_name}.{name}" for name in found.get_table_names()]
    counts = [
        connection.execute(text(f"SELECT count(*) FROM {_quoted(table)}")).scalar_one()  # noqa: S608 (its own names)
        for table in tables
        if not table.endswith(f".{VERSION_TABLE}")
    ]
    return Contents(stamp_of(connection).revision, tuple(tables), sum(counts))


async def _contents(url: URL) -> Contents:
    engine = open_engine(url)
    try:
        with while_connecting():
            async with engine.connect() as connection:
                # What pg_dump and psql set for their session would stay in one that others get.
                await sessions.check(engine, connection)
                with in_plain_words():
                    return await connection.run_sync(contents)
    finally:
        await engine.dispose()


def _examine(copy: Path, of: Path) -> Backup:
    stamp = Stamp(None)
    tables: set[str] = set()
    rows = 0
    table = ""
    with _printed(copy, of) as lines:
        for line in lines:
            if table == "" and (begins := _COPY.match(line)):
                table = begins[1].decode()
                tables.add(table)
            elif line == b"\\.\n":
                table = ""
            elif table == VERSION_TABLE:
                stamp = stamp_in_dump(line)
            elif table:
                rows += 1
    return Backup(check_contents(str(of), stamp, tables), rows)


def _replay(url: URL, file: Path) -> None:
    """Run a backup's SQL in one transaction; pg_restore can't, if it's newer than the server."""
    with closing(_transaction(file)) as lines:
        _run("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-", url=url, lines=lines)


def _transaction(file: Path) -> Generator[bytes]:
    """Yield a backup's SQL; it only ends with COMMIT if pg_restore has printed everything."""
    yield b"BEGIN;\n"
    with _printed(file, file) as lines:
        yield from (line for line in lines if line != _TOO_NEW)
    yield b"COMMIT;\n"


@contextmanager
def _printed(copy: Path, of: Path) -> Iterator[IO[bytes]]:
    """Give a backup's contents as SQL, line by line; reading them to the end checks the whole backup."""
    with _explained("pg_restore"):
        process = subprocess.Popen(  # noqa: S603
            ["pg_restore", "--no-owner", "--no-privileges", "--file=-", str(copy)],  # noqa: S607 (wherever its PATH says)
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    with process:
        yield cast("IO[bytes]", process.stdout)
        output = cast("IO[bytes]", process.stderr).read().decode("utf-8", "replace")
    if process.returncode:
        raise StoreError(
            f"{of} is damaged, or newer than pg_restore can read ({_last(output)}); choose another file."
        )


def _run(program: str, *arguments: str, url: URL, lines: Iterable[bytes] = ()) -> None:
    """Run one of PostgreSQL's programs on a database, keeping the password out of the process list.

    Args:
        program: the program.
        arguments: its arguments, besides the database.
        url: the database's URL.
        lines: its input.

    Raises:
        StoreError: it failed.
    """
    environment = dict(os.environ)
    password = url.password or url.query.get("password")
    if password:
        environment["PGPASSWORD"] = str(password)
    without = URL.create(url.drivername, url.username, None, url.host, url.port, url.database, url.query)
    address = without.difference_update_query(["password"]).render_as_string()
    with _explained(program):
        process = subprocess.Popen(  # noqa: S603
            [program, f"--dbname={address}", "--no-password", *arguments],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            close_fds=False,  # it inherits the lock on the file that it writes
        )
    with process:
        with suppress(BrokenPipeError):  # it has failed, and says why
            cast("IO[bytes]", process.stdin).writelines(lines)
        _, errors = process.communicate()
    if process.returncode:
        raise StoreError(_why(program, errors.decode("utf-8", "replace")))


@contextmanager
def _explained(program: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{program} can't be run ({error.strerror}). {_PLAINLY}") from error


def _why(program: str, errors: str) -> str:
    """Return one sentence that says why a program failed."""
    versions = re.search(r"server version: (\S+).*?; pg_dump version: (\S+)", errors)
    if versions:
        return f"pg_dump is of version {versions[2]}, too old for the server's {versions[1]}. {_PLAINLY}"
    return f"{program} couldn't do it ({_last(errors)}); fix that and try again."


def _last(errors: str) -> str:
    """Return the first relevant line of a program's error output."""
    lines = [line.strip() for line in errors.splitlines() if "error" in line.lower() or "detail" in line.lower()]
    return " ".join((lines or errors.split("\n"))[:1]).rstrip(".") or "it didn't say why"


def _quoted(table: str) -> str:
    schema, _, name = table.partition(".")
    return ".".join('"{}"'.format(each.replace('"', '""')) for each in (schema, name))
