"""Opening, locking, migrating and losing a database."""

import asyncio
import errno
import sqlite3
import ssl
import subprocess
import sys
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select, text

from bot.storage import lock, urls
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.sqlite import Sqlite
from bot.storage.tables import place
from bot.storage.transaction import Transaction, Value
from tests.mortal import begun
from tests.patience import FOREVER
from tests.storage import dying

ROOT = Path(__file__).parents[2]


def a_place(number: int = 0) -> dict[str, Value]:
    return {"tenant": "web:a", "id": str(number), "name": "0", "at": 0}


async def rows(database: Database) -> int:
    ((count,),) = await database.read(lambda transaction: transaction.rows(text("SELECT count(*) FROM place"), {}))
    assert isinstance(count, int)
    return count


async def test_concurrent_read_modify_write_loses_nothing(database: Database) -> None:
    await database.writer.insert(place, a_place())

    locked = select(place.c.name).where(place.c.tenant == "web:a").with_for_update()

    def increase(transaction: Transaction) -> None:
        ((count,),) = transaction.rows(locked, {})
        transaction.change(text("UPDATE place SET name = :name"), {"name": str(int(count) + 1)})

    async def increment(times: int) -> None:
        for _ in range(times):
            await database.transact(increase)

    await asyncio.gather(*(increment(50) for _ in range(8)))
    assert await database.read(lambda transaction: transaction.rows(text("SELECT name FROM place"), {})) == [("400",)]


async def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    def fail(transaction: Transaction) -> None:
        transaction.change(place.insert(), a_place())
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await database.transact(fail)
    assert await rows(database) == 0


async def test_what_was_written_is_there_after_reopening(database_url: str) -> None:
    database = await Database.open(database_url)
    await database.writer.insert(place, a_place())
    await database.close()
    database = await Database.open(database_url)
    assert await rows(database) == 1
    await database.close()


async def test_readers_cannot_write_to_sqlite(sqlite_database: Database) -> None:
    with pytest.raises(Exception, match="readonly"):
        await sqlite_database.read(lambda transaction: transaction.change(place.insert(), a_place()))


async def test_sqlite_is_set_up_to_be_durable(sqlite_database: Database) -> None:
    def look(transaction: Transaction) -> list[object]:
        return [transaction.rows(text(f"PRAGMA {name}"), {})[0][0] for name in ("journal_mode", "synchronous")]

    found = await sqlite_database.transact(look)
    assert found == ["wal", 2]


async def test_a_sqlite_transaction_holds_the_write_lock_from_its_beginning(sqlite_path: Path) -> None:
    database = await Database.open(f"sqlite:///{sqlite_path}")
    with closing(sqlite3.connect(sqlite_path, timeout=0, check_same_thread=False)) as other:
        began: list[str] = []

        def try_too(_transaction: Transaction) -> None:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
            began.append("refused")

        await database.transact(try_too)
        assert began == ["refused"]
        other.execute("BEGIN IMMEDIATE")
    await database.close()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://localhost/x", "must be sqlite:///path or postgresql://"),
        ("nonsense", "isn't a database URL"),
        ("sqlite://data/versed.db", "names a host, but SQLite needs a file"),
        ("sqlite:////data/versed.db?mode=ro", "which SQLite doesn't take here; remove them"),
        ("postgresql://versed:se@[cret@host/versed", "has a host that isn't one; correct it, or write special"),
        ("sqlite://", "must be sqlite:///path or postgresql://"),
        ("sqlite:///:memory:", "must be sqlite:///path or postgresql://"),
        ("sqlite:////proc/nowhere/x.db", "The folder /proc/nowhere can't be used"),
        (
            "postgresql://nobody@localhost:1/none",
            "can't be reached .*; check that it's running, and VERSED_DATABASE_URL",
        ),
        ("postgresql://nobody@localhost:port/none", "a port that isn't a number; correct it, or write special"),
        (
            "postgresql://nobody:p,ss@one:5432,two:5432/none",
            "names several servers; put them at its end: .*host=ONE,TWO",
        ),
        ("postgresql://nobody:p,ss@localhost:port/none", "a port that isn't a number"),
        ("postgresql://nobody:p@ss:w/rd@localhost/none", "percent-encoded, such as %40 for @"),
        ("postgresql://nobody:p@ss@localhost/none", "has more than one @; write special characters"),
        ("postgresql://nobody@localhost:99999/none", "the port 99999, but ports go from 1"),
        ("postgresql://nobody@localhost/none?sslmode=no", "URL can't be used .*sslmode.*; correct or remove"),
        ("postgresql://nobody@localhost/none?target_session_attrs=writable", "that doesn't exist; set it to primary"),
        (
            "postgresql://nobody@localhost:1/none?sslmode=verify-full&sslrootcert=/no.pem",
            "No such file.*; check .* the paths in VERSED_DATABASE_URL",
        ),
        (
            "postgresql://nobody@localhost:1/none?sslmode=verify-full",
            r"\(root certificate file .*\); set sslrootcert to the certificate of .*, or to system",
        ),
        (
            "postgresql://nobody@localhost:1/none?sslmode=require&sslrootcert=system",
            "has sslrootcert=system, which needs sslmode=verify-full",
        ),
    ],
)
async def test_unusable_databases_are_refused_with_a_sentence(url: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence):
        await Database.open(url)


async def test_a_server_is_trusted_if_the_system_trusts_its_authority(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(8)  # a request for TLS
        writer.write(b"S")
        with suppress(ssl.SSLError):
            await writer.start_tls(context)
        writer.close()

    certificate, key = signed_by_itself("localhost", tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        url = f"postgresql://nobody@localhost:{port}/none?sslmode=verify-full&sslrootcert=system"
        with pytest.raises(StoreError, match="its certificate isn't accepted: self-signed"):
            await Database.open(url)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with pytest.raises(StoreError, match="can't be reached") as refusal:
            await Database.open(url)
    assert "certificate" not in str(refusal.value)


def signed_by_itself(host: str, folder: Path) -> tuple[Path, Path]:
    """Make a certificate that's its own authority; return its file, and that of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files = folder / "server.pem", folder / "server.key"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files


def test_a_folder_of_someone_else_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(path: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_dir", closed)
    with pytest.raises(StoreError, match=r"^/data/versed.db can't be reached \(Permission denied\); let the user"):
        urls.path_of(urls.parse("sqlite:////data/versed.db"))


async def test_a_second_process_is_refused_until_the_first_is_killed(sqlite_url: str) -> None:
    with begun(dying.hold, sqlite_url) as holder:
        assert holder.out.readline() == "open\n"
        with pytest.raises(StoreError, match=f"Another Versed \\(process {holder.pid}\\) is using"):
            await Database.open(sqlite_url, lock_wait=0)
        holder.kill()
    database = await Database.open(sqlite_url, lock_wait=0)
    await database.close()


async def test_commands_wait_for_a_process_that_is_starting(sqlite_path: Path) -> None:
    assert await lock.listener(sqlite_path, 0) is None
    starting = await lock.FileLock.acquire(sqlite_path, 0)
    with pytest.raises(
        StoreError, match=r"Another Versed \(process \d+\) .* take commands yet; try again in a moment"
    ):
        await lock.listener(sqlite_path, 0)
    waiting = [asyncio.create_task(lock.listener(sqlite_path, FOREVER)) for _ in range(2)]
    await asyncio.sleep(0)
    starting.publish(4711, "key")
    assert [found and found.port for found in await asyncio.gather(*waiting)] == [4711, 4711]
    starting.publish()
    ending = asyncio.create_task(lock.listener(sqlite_path, FOREVER))
    await asyncio.sleep(0)
    starting.release()
    assert await ending is None


async def test_one_file_under_two_names_has_one_lock(sqlite_url: str, sqlite_path: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    sqlite_path.symlink_to(tmp_path / "data" / "versed.db")
    database = await Database.open(sqlite_url)
    with pytest.raises(StoreError, match="is using"):
        await Database.open(f"sqlite:///{sqlite_path}", lock_wait=0)
    await database.close()


async def test_closing_twice_is_fine(database_url: str) -> None:
    database = await Database.open(database_url)
    await database.close()
    await database.close()
    await (await Database.open(database_url, lock_wait=0)).close()


async def test_a_refused_database_is_released(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "versed.db"
    path.write_bytes(b"")
    with pytest.raises(StoreError):
        await Database.open(sqlite_url)
    path.unlink()
    await (await Database.open(sqlite_url, lock_wait=0)).close()


async def test_what_libpq_understands_in_a_url_is_understood(postgresql_url: str) -> None:
    await (await Database.open(f"{postgresql_url}&sslmode=prefer")).close()
    with pytest.raises(StoreError, match="colour"):
        await Database.open(f"{postgresql_url}&colour=red")


def test_opening_an_existing_file_does_not_load_the_migrations(sqlite_url: str) -> None:
    opening = (
        "import asyncio, sys; from bot.storage.database import Database\n"
        "async def main(): await (await Database.open(sys.argv[1])).close()\n"
        "asyncio.run(main()); print('alembic' in sys.modules)"
    )
    said = [
        subprocess.run([sys.executable, "-c", opening, sqlite_url], cwd=ROOT, check=True, capture_output=True).stdout
        for _ in range(2)
    ]
    assert said == [b"True\n", b"False\n"]


async def test_a_pooler_that_switches_sessions_is_named(postgresql_url: str) -> None:
    database = await Database.open(postgresql_url)
    with pytest.raises(StoreError, match=r"prepared statement .*; set the pooler in between to session mode"):
        await database.transact(lambda transaction: transaction.change(text("EXECUTE in_another_session"), {}))
    # The driver's own names are new each time, so a log would never say the same twice.
    with pytest.raises(StoreError, match=r"\(prepared statement does not exist\)"):
        await database.transact(lambda it: it.change(text('EXECUTE "__asyncpg_stmt_a8__"'), {}))
    await database.close()


async def test_one_after_the_other_is_fine(sqlite_url: str) -> None:
    first = await Database.open(sqlite_url)
    second = asyncio.create_task(Database.open(sqlite_url))
    await asyncio.sleep(0.01)
    await first.close()
    await (await second).close()


@pytest.mark.parametrize("damage", ["garbage", "truncated"])
async def test_a_damaged_file_is_refused_and_left_alone(sqlite_url: str, sqlite_path: Path, damage: str) -> None:
    del sqlite_url
    url = f"sqlite:///{sqlite_path}"
    database = await Database.open(url)
    for number in range(500):
        database.writer.put(place, a_place(number))
    await database.close()
    whole = sqlite_path.read_bytes()
    broken = b"not a database at all, just text" * 40 if damage == "garbage" else whole[: len(whole) // 2]
    sqlite_path.write_bytes(broken)
    with pytest.raises(StoreError, match="damaged or isn't a SQLite database; restore a backup"):
        await Database.open(url)
    assert sqlite_path.read_bytes() == broken


async def test_an_emptied_file_is_not_a_fresh_start(sqlite_path: Path) -> None:
    url = f"sqlite:///{sqlite_path}"
    await (await Database.open(url)).close()
    sqlite_path.write_bytes(b"")
    with pytest.raises(StoreError, match="is empty and isn't a database; restore a backup"):
        await Database.open(url)
    assert sqlite_path.read_bytes() == b""


async def test_a_log_without_its_file_is_kept(sqlite_path: Path) -> None:
    log = sqlite_path.with_name("versed.db-wal")
    log.write_bytes(b"rows that a crash left here")
    with pytest.raises(StoreError, match=r"is missing beside its versed\.db-wal"):
        await Database.open(f"sqlite:///{sqlite_path}")
    assert log.read_bytes() == b"rows that a crash left here"


async def test_a_reader_of_another_program_keeps_nobody_from_writing_while_traces_are_wiped(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Litestream reads all the time, and SQLite never empties a log that someone is reading."""
    assert isinstance(sqlite_database.backend, Sqlite)
    path = sqlite_database.backend.path
    log = path.with_name(f"{path.name}-wal")
    await sqlite_database.writer.insert(place, a_place())
    done: list[str] = []

    async def wipe() -> None:
        await sqlite_database.wipe()
        done.append("wiped")

    async def write() -> None:
        await sqlite_database.writer.insert(place, a_place(1))
        done.append("written")

    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM place").fetchall()
        await asyncio.gather(wipe(), write())
        assert done == ["written", "wiped"]
        assert "another program is reading the database" in caplog.text
        assert log.stat().st_size > 0
    caplog.clear()
    await sqlite_database.wipe()
    assert log.stat().st_size == 0
    assert caplog.text == ""


async def test_what_is_written_after_a_wipe_waits_for_its_turn_as_before(sqlite_database: Database) -> None:
    def patience(transaction: Transaction) -> object:
        return transaction.rows(text("PRAGMA busy_timeout"), {})

    before = await sqlite_database.transact(patience)
    await sqlite_database.wipe()
    assert await sqlite_database.transact(patience) == before == [(5000,)]
