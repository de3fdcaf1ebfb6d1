"""A tenant with rows that can't be read keeps no other tenant from its scheduled posts, on both databases."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from bot.catalogue import CATALOGUE
from bot.content.reading.library import Library
from bot.core import build
from bot.features.challenges import posted_challenge as challenge_posts
from bot.features.delivery.delivery import Delivery
from bot.features.games import posted_game
from bot.features.learners import scopes
from bot.features.learners.notices import Notices
from bot.features.reminders import notes as reminder_notes
from bot.features.scheduling.kinds import SlowComposer
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.features.scheduling.store import schedules
from bot.language.people import Member, Place, Tenant
from bot.language.plain import plain
from bot.language.requests import Asker, Call
from bot.language.slash import read
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from bot.storage.tables import challenge, season, setting
from bot.storage.tables import schedule as table
from bot.storage.transaction import Transaction
from tests.fakes.platform import FakeClock, FakePort
from tests.features.delivery.conftest import draft
from tests.features.reviews.desk import Learner
from tests.notices import told
from tests.packs import PETS
from tests.rows import change

TENANTS = ("web:a", "web:b", "web:c")
BAD = "web:b"
GENERAL = Place("general", "#general")


class World:
    """Three tenants, and everything that posts for them."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock, self.pictures = database, FakeClock(), PictureCache()
        self.services = build(Library([PETS]), database, self.pictures, Random(1))
        self.commands = self.services.application
        self.port = FakePort(self.clock)
        self.planner = Planner(database, self.services.composers, self.clock, Random(1))
        self.outbox = Delivery(database, {"web": self.port}, self.clock, ScheduleOutcomes(self.services.composers))

    def asker(self, tenant: str) -> Asker:
        return Asker(Tenant(tenant, tenant), GENERAL, Member("ana", "Ana", administrator=True), self.clock.now)

    async def say(self, typed: str) -> None:
        """Send a command as an administrator of each tenant."""
        command, options = read(typed, CATALOGUE)
        for tenant in TENANTS:
            await self.commands.serve(Call(self.asker(tenant), command, options))

    async def add(self, **changes: Any) -> None:
        """Add a schedule for each tenant, due now."""
        made = draft(platform="web", zone="UTC", time="07:00", starts=self.clock.now.date(), **changes)
        now = self.clock.now

        def keep(transaction: Transaction) -> None:
            for tenant in TENANTS:
                schedules.add(transaction, replace(made, tenant=tenant), now.date(), now)

        await self.database.transact(keep)

    async def poison(self, statement: Any) -> None:
        await change(self.database, statement)
        first = update(table).where(table.c.tenant == BAD).values(next_run_at=table.c.next_run_at - 1)
        await change(self.database, first)

    async def post(self) -> list[tuple[str, str]]:
        """Plan and send what is due; return the tenant and text of each post."""
        known = len(self.port.log)
        await self.planner.plan_due(["web"])
        for each in await self.outbox.claim("web", 100):
            await self.outbox.deliver(each)
        return [(each.to.tenant, each.text) for each in self.port.log[known:]]

    async def told(self, tenant: str = BAD) -> str:
        said = await told(Notices(self.database).tell, self.asker(tenant))
        return "" if said is None else plain(said)


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    made = World(database)
    yield made
    made.pictures.close()


def places(posted: list[tuple[str, str]]) -> list[str]:
    return sorted(tenant for tenant, _ in posted)


@pytest.mark.parametrize("kind", [posted_game.KIND, challenge_posts.KIND])
async def test_options_that_cannot_be_read(world: World, kind: str) -> None:
    await world.add(kind=kind, options=options_of(world, kind))
    await world.poison(update(table).where(table.c.tenant == BAD).values(options="{"))
    assert places(await world.post()) == ["web:a", "web:c"]
    assert "I paused schedule 1 in #general: something went wrong here; " in await world.told()
    assert await world.told("web:a") == ""


@pytest.mark.parametrize("kind", ["tip", "report"])
async def test_a_kind_that_fails_for_one_tenant(world: World, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tips and reports read many kinds of rows; whichever of those is unreadable, only its own tenant is affected."""
    maker = type(world.services.composers[kind])
    makes = "prepare" if isinstance(world.services.composers[kind], SlowComposer) else "compose"
    make: Callable[..., Any] = getattr(maker, makes)

    def fail_for_one(self: Any, *arguments: Any) -> Any:
        *_, due, _at = arguments
        if any(each.tenant == BAD for each in due):
            raise LookupError("a row of theirs")
        return make(self, *arguments)

    monkeypatch.setattr(maker, makes, fail_for_one)
    await world.add(kind=kind)
    assert places(await world.post()) == ["web:a", "web:c"]
    assert "I paused schedule 1" in await world.told()


@pytest.mark.both_databases
async def test_a_setting_that_cannot_be_read_keeps_no_other_learner_from_being_reminded(world: World) -> None:
    for tenant in TENANTS:
        learner = Learner(world.database, world.asker(tenant))
        shown = learner.shown(await learner.start())
        assert shown is not None
        await learner.rate(shown, 1)
    world.clock.go(days=30)
    await world.add(kind=reminder_notes.KIND, member="ana")
    scope = scopes.of_member("ana")
    await world.poison(insert(setting).values(tenant=BAD, scope=scope, name="reviews", value="plenty"))
    assert places(await world.post()) == ["web:a", "web:c"]
    assert "I couldn't message you, so I've stopped: something went wrong here; " in await world.told()


async def test_a_challenge_that_cannot_be_read_keeps_no_other_from_being_closed(world: World) -> None:
    await world.say("/challenge care 1 closes:2h")
    world.clock.go(hours=2)
    await world.poison(update(challenge).where(challenge.c.tenant == BAD).values(questions="{"))
    assert places(await world.post()) == ["web:a", "web:c"]
    assert "I can't post the challenge results in #general, but I'll keep trying: something" in await world.told()
    questions = '["walks"]'
    await change(world.database, update(challenge).where(challenge.c.tenant == BAD).values(questions=questions))
    world.clock.go(hours=1)
    assert places(await world.post()) == [BAD]


@pytest.mark.parametrize("closing", [False, True])
async def test_a_season_that_is_gone_keeps_no_other_from_being_told_of(world: World, closing: bool) -> None:
    await world.say("/season start Spring end:2026-03-09")
    if closing:
        assert places(await world.post()) == list(TENANTS)
        world.clock.go(days=8)
    await world.poison(delete(season).where(season.c.tenant == BAD))
    assert places(await world.post()) == ["web:a", "web:c"]
    what = "season closing" if closing else "season opening"
    assert f"I can't post the {what} in #general, but I'll keep trying: something went wrong" in await world.told()


async def test_a_schedule_that_cannot_be_shown_hides_no_other_from_a_list(world: World) -> None:
    await world.add(kind="tip")
    await world.post()
    await world.add(kind="tip", place="other", place_name="#other")
    first = (table.c.tenant == BAD) & (table.c.number == 1)
    await world.poison(update(table).where(first).values(zone="Mars/Olympus"))
    command, options = read("/schedule list", CATALOGUE)
    said = plain(await world.commands.serve(Call(world.asker(BAD), command, options)))
    assert "#general · active; remove it and make it again (reference " in said
    assert "#other · Next: Mon 2 Mar 2026" in said
    command, options = read("/schedule remove 1", CATALOGUE)
    assert "Remove schedule 1?" in plain(await world.commands.serve(Call(world.asker(BAD), command, options)))


def options_of(world: World, kind: str) -> str:
    """Return the options of a schedule of a kind, all at their defaults."""
    made: Any = world.services.composers[kind]
    return str(made.options(made.command.parse({}))) if made.command else "{}"
