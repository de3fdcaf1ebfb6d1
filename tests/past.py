"""A database that an earlier Versed wrote, kept as rows, and a bot that continues it with clocks that tests set."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, create_engine, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from bot.catalogue import CATALOGUE
from bot.content.reading.library import Library
from bot.core import build
from bot.features.delivery.delivery import Delivery
from bot.features.games.journal import Journal
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.language.message import Message
from bot.language.people import Member, Place, Tenant
from bot.language.plain import buttons
from bot.language.requests import Asker, Call, Pressed
from bot.language.slash import read
from bot.pictures.cache import PictureCache
from bot.storage import migrate
from bot.storage.database import Database
from tests.fakes import boards, platform
from tests.packs import PETS

BEFORE_ROOMS = Path(__file__).parent / "fixtures" / "before_rooms.json"

ACME, GUILD = Tenant("slack:acme", "Acme"), Tenant("discord:guild", "Guild")
TENANTS = {each.key: each for each in (ACME, GUILD)}


@dataclass(frozen=True)
class Past:
    """The data that an earlier Versed wrote.

    Args:
        revision: the migration that its tables were at.
        now: when it stopped.
        tables: its rows, by table.
        expected: what it would have done next, by subject.
    """

    revision: str
    now: datetime
    tables: dict[str, list[dict[str, Any]]]
    expected: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> "Past":
        """Read a file that keeps each table as its columns and rows."""
        kept = json.loads(path.read_text(encoding="utf-8"))
        tables = {
            name: [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
            for name, table in kept["tables"].items()
        }
        return cls(kept["revision"], datetime.fromisoformat(kept["now"]), tables, kept["expected"])

    async def write(self, url: str) -> None:
        """Create its tables in an empty database, just as they were, and fill them."""
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
            engine = create_engine(parsed)
            with engine.begin() as connection:
                self._fill(connection)
            engine.dispose()
        else:
            engine_there = create_async_engine(parsed.set(drivername="postgresql+asyncpg"))
            async with engine_there.begin() as connection_there:
                await connection_there.run_sync(self._fill)
            await engine_there.dispose()

    def _fill(self, connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, self.revision)
        there = MetaData()
        there.reflect(connection)
        for name, rows in self.tables.items():
            if rows:
                connection.execute(there.tables[name].insert(), rows)


@dataclass(frozen=True)
class Press:
    """A button as an earlier Versed showed it.

    Args:
        tenant, place, member: where it's pressed, and who presses it.
        press: the encoded action it carries.
        typed: what's typed into its form; "" if it has none.
    """

    tenant: str
    place: str
    member: str
    press: str
    typed: str = ""


class Bot:
    """One replica, with both platforms.

    Args:
        database: its open database.
        now: when it starts.
        seed: for all random choices; the bot that wrote the database used another, or names would clash.
    """

    def __init__(self, database: Database, now: datetime, seed: int = 2) -> None:
        self.database = database
        self.clock = boards.FakeClock()
        self.clock.turn((now - self.clock.now()).total_seconds())
        self.posting = platform.FakeClock(now)
        self.pictures = PictureCache()
        self.services = build(Library([PETS]), database, self.pictures, Random(seed), self.posting)
        self.services.running_games.clock = self.clock
        self.boards = boards.FakeBoards(self.clock)
        self.boards.forgetful = True
        self.services.boards.update({"slack": self.boards, "discord": self.boards})
        self.commands = self.services.application
        self.ports = {
            "slack": platform.FakePort(self.posting),
            "discord": platform.FakePort(self.posting, repeat_within=timedelta(seconds=60)),
        }
        self.planner = Planner(database, self.services.composers, self.posting, Random(f"posts {seed}"))
        self.outbox = Delivery(database, self.ports, self.posting, ScheduleOutcomes(self.services.composers))

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def until(self, moment: datetime) -> None:
        """Let time pass until a moment."""
        self.clock.turn((moment - self.now).total_seconds())

    def go(self, **ahead: float) -> None:
        self.until(self.now + timedelta(**ahead))

    def asker(
        self,
        name: str,
        place: str = "general",
        tenant: Tenant = ACME,
        at: datetime | None = None,
        *,
        admin: bool = True,
    ) -> Asker:
        direct = place == "dm"
        member = Member(name.lower(), name, administrator=admin)
        return Asker(tenant, Place(place, name if direct else f"#{place}", direct=direct), member, at or self.now)

    async def say(self, typed: str, name: str = "Zoe", place: str = "general", tenant: Tenant = ACME) -> Message:
        wanted, options = read(typed, CATALOGUE)
        return await self.commands.serve(Call(self.asker(name, place, tenant), wanted, options))

    async def press(
        self,
        press: str,
        name: str = "Zoe",
        place: str = "general",
        tenant: Tenant = ACME,
        *,
        typed: str = "",
        at: datetime | None = None,
    ) -> Message:
        return await self.commands.press(Pressed(self.asker(name, place, tenant, at), press, typed))

    async def pressed(self, old: Press) -> Message:
        """Press a button that an earlier Versed showed, opening its form first if it has one; return the answer."""
        asker = self.asker(old.member.capitalize(), old.place, TENANTS[old.tenant])
        if old.typed:
            assert (await self.commands.meant_by(Pressed(asker, old.press))).form is not None
        return await self.commands.press(Pressed(asker, old.press, old.typed))

    async def post(self) -> list[platform.Posted]:
        """Plan and send what's due; return what was posted."""
        self.posting.true = self.now
        before = {name: len(port.log) for name, port in self.ports.items()}
        await self.planner.plan_due(self.ports)
        for name in self.ports:
            while claimed := await self.outbox.claim(name, 100):
                for each in claimed:
                    await self.outbox.deliver(each)
        return [each for name, port in self.ports.items() for each in port.log[before[name] :]]

    @asynccontextmanager
    async def hosting(self) -> AsyncIterator[None]:
        """Run games within this block, and release them after it."""
        running = asyncio.create_task(self.services.running_games.run())
        try:
            yield
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
            await self.services.running_games.close()

    async def game(self, place: str = "general") -> Journal:
        """Return the game in progress in a place."""
        return await self.services.running_games.finder.here(self.asker("Zoe", place))

    async def board(self, text: str, place: str = "general") -> Message:
        """Wait until the board of a place contains a text; return the board."""
        await boards.turned_until(self.clock, lambda: text in self.boards.now(place))
        return self.boards.message(place)

    async def opened(self, place: str, position: int) -> datetime:
        """Wait until a game's question is open and shown; return when it opened."""
        journal = await self.game(place)

        def is_open() -> bool:
            return len(journal.state.rounds) > position and self.now > journal.state.rounds[position].opens_at

        await boards.turned_until(self.clock, is_open)
        await boards.turned_until(self.clock, lambda: f"Question {position + 1} of" in self.boards.now(place), 0.01)
        return journal.state.rounds[position].opens_at

    def close(self) -> None:
        self.pictures.close()


def presses(said: Message) -> list[str]:
    """Return the encoded actions of a message's buttons."""
    return [each.press for each in buttons(said)]


async def answer(
    bot: Bot, page: Message, steps: Iterable[Sequence[str]], name: str, *, at: datetime | None = None
) -> Message:
    """Answer a question with the buttons that an earlier Versed would have shown; the page must offer them all."""
    for press, typed in steps:
        assert press in presses(page)
        page = await bot.press(press, name, typed=typed, at=at)
    return page
