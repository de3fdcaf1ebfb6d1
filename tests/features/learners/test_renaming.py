"""Stored names of channels and roles follow what the platform calls them now."""

from functools import partial

import pytest
from sqlalchemy import select

from bot.features.learners.renaming import with_name
from bot.features.learners.starting import STARTERS, Starters
from bot.language.people import Audience, Reach
from bot.storage.database import Database
from bot.storage.tables import challenge, schedule, season, setting
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import GENERAL, HERE, Bot
from tests.notices import take
from tests.rows import rows

HOSTS = "role:7:hosts"


class Now:
    """What a platform calls things: #general is now #all, and roles are as given."""

    def __init__(self, roles: dict[str, str]) -> None:
        self._roles = roles

    def channel(self, place: str) -> str | None:
        return "#all" if place == GENERAL.id else None

    def role(self, tenant: str, role: Audience) -> Audience | None:
        return with_name(role, self._roles[role.id]) if role.id in self._roles else None


async def named(database: Database) -> set[str]:
    """Every name of a channel and a role that's stored."""
    statements = [
        select(schedule.c.place_name),
        select(challenge.c.place_name),
        select(season.c.place_name),
        select(schedule.c.notify).where(schedule.c.kind == "tip"),
        select(setting.c.value).where(setting.c.name == STARTERS),
    ]
    return {str(name) for statement in statements for (name,) in await rows(database, statement)}


@pytest.mark.both_databases
async def test_whatever_names_a_channel_or_a_role_follows(database: Database) -> None:
    bot = Bot(database, FakeClock())
    for line in ("challenge care 2", "season start Spring end:90d", f"schedule tip 9:00 notify:{HOSTS}"):
        await bot.say(f"/{line}")
    await bot.say(f"/settings starter_role:{HOSTS}")
    assert await named(database) == {GENERAL.name, HOSTS}
    follow = partial(bot.commands.tenants.renaming.follow, [HERE.key, "web:other"], at=bot.clock.now)
    await follow(Now({"7": "Quizmasters"}))
    assert await named(database) == {"#all", "role:7:Quizmasters"}
    assert await take(database, HERE.key, bot.clock.now) == []
    for _ in range(2):
        await follow(Now({}))
    assert await named(database) == {"#all", "", Starters.ADMINISTRATORS}
    first, second = await take(database, HERE.key, bot.clock.now)
    assert {first[:41], second[:41]} == {
        "The role @Quizmasters is gone, so the sch",
        "The role @Quizmasters is gone, so only ad",
    }
    bot.close()


def test_a_role_without_a_visible_name_keeps_its_old_one() -> None:
    role = Audience(Reach.ROLE, "7", "hosts")
    assert with_name(role, "\u200b") == role
