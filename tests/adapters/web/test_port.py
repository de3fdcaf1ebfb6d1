"""Posts in the playground: everyone there sees each of them once, for as long as the room exists."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import aiohttp
import pytest

from adapters.web.limits import Limits
from adapters.web.pictures import Pictures
from adapters.web.port import BOT, WebPort
from adapters.web.room import Room
from bot.features.delivery import posting as background
from bot.features.delivery.clock import SystemClock
from bot.features.delivery.delivery import Delivery
from bot.features.delivery.posting import Posting
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.features.scheduling.store import schedules
from bot.language.message import message
from bot.language.people import PLAYGROUND, Audience, Reach, local_member
from bot.language.plain import plain
from bot.language.port import Destination, Reason, Rejected
from bot.language.rich_text import text
from bot.storage.database import Database
from tests.adapters.web.conftest import StartSite, Visitors
from tests.features.delivery.conftest import Numbered, draft
from tests.patience import FOREVER

GENERAL = Destination(PLAYGROUND.key, "general")


@pytest.fixture
def room() -> Room:
    return Room(Limits())


@pytest.fixture
def port(room: Room) -> WebPort:
    return WebPort(room, Pictures(1000))


async def test_those_who_would_be_pinged_are_named(port: WebPort, room: Room) -> None:
    await port.post(replace(GENERAL, audience=Audience(Reach.ROLE, "1", "team")), message(text("hello")), "k1")
    (shown,) = json.loads(room.history(local_member("Ana")))
    entry = room.find(shown["id"], local_member("Ana").id)
    assert entry is not None
    assert entry.message is not None
    assert plain(entry.message) == "@team\n\nhello"


async def test_a_key_is_posted_once(port: WebPort, room: Room) -> None:
    one = await port.post(GENERAL, message(text("hello")), "k1")
    assert await port.post(GENERAL, message(text("hello")), "k1") == one
    other = await port.post(GENERAL, message(text("hello")), "k2")
    assert [each["id"] for each in json.loads(room.history(local_member("Ana")))] == [one, other]


async def test_a_post_is_found_in_its_time(port: WebPort) -> None:
    ref = await port.post(GENERAL, message(text("hello")), "k1")
    now, hour = datetime.now(UTC), timedelta(hours=1)
    assert await port.look_up(GENERAL, "k1", now - hour, now + hour) == ref
    assert await port.look_up(GENERAL, "k1", now + hour, now + 2 * hour) is None
    assert await port.look_up(GENERAL, "k2", now - hour, now + hour) is None


async def test_a_channel_that_does_not_exist_takes_nothing(port: WebPort) -> None:
    with pytest.raises(Rejected) as caught:
        await port.post(Destination(PLAYGROUND.key, "nowhere"), message(text("hello")), "k1")
    assert caught.value.reason is Reason.PLACE_LOST


async def test_a_private_post_is_seen_by_one(port: WebPort, room: Room) -> None:
    ana, ben = local_member("Ana"), local_member("Ben")
    to = Destination(PLAYGROUND.key, "", ana.id)
    ref = await port.post(to, message(text("hello")), "k1")
    assert await port.post(to, message(text("hello")), "k1") == ref
    (seen,) = json.loads(room.history(ana))
    assert (seen["id"], seen["private"]) == (ref, True)
    assert json.loads(room.history(ben)) == []
    now, hour = datetime.now(UTC), timedelta(hours=1)
    assert await port.look_up(to, "k1", now - hour, now + hour) == ref
    assert await port.look_up(GENERAL, "k1", now - hour, now + hour) is None


def test_nobody_can_be_taken_for_the_bot() -> None:
    assert local_member("Versed").id != BOT.id
    assert local_member("versed!").id != BOT.id


@pytest.fixture
async def posting_site(
    start_site: StartSite, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Posting, Visitors]]:
    monkeypatch.setattr(background, "_TICK", 0.01)
    site, clock = await start_site(), SystemClock()
    planner = Planner(sqlite_database, {"tip": Numbered()}, clock, Random(1))
    posting = Posting(
        planner, Delivery(sqlite_database, {"web": site.port}, clock, ScheduleOutcomes({})), ["web"], lambda _: True
    )
    async with aiohttp.ClientSession() as http, Visitors(http, site) as visitors:
        posting.start()
        yield posting, visitors
        await posting.close()


async def test_people_see_what_is_scheduled(
    posting_site: tuple[Posting, Visitors], sqlite_database: Database
) -> None:
    _, visitors = posting_site
    ana = await visitors.join("Ana")
    now = datetime.now(UTC)
    made = draft(tenant=PLAYGROUND.key, platform="web", zone="UTC", starts=now.date())
    await sqlite_database.transact(lambda transaction: schedules.add(transaction, made, now.date(), now))
    async with asyncio.timeout(FOREVER):
        seen = await ana.entry()
    assert (seen["channel"], seen["by"]["name"], seen["private"]) == ("general", "Versed", False)
    assert seen["blocks"][0]["spans"][0]["text"] == "1/1"
