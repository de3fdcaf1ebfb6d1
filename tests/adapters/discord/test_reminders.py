"""Reminders on Discord, from the command to the press in the direct messages."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from adapters.discord.setup.platform import Discord
from bot.core import Core
from bot.features.delivery.delivery import Delivery
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.storage.database import Database
from tests.fakes.discord import FakeDiscord, Shown
from tests.fakes.discord.world import ANA
from tests.fakes.platform import FakeClock


async def post_tomorrow(discord: FakeDiscord, versed: Discord, core: Core, database: Database) -> None:
    """Learn a card, ask to be reminded, and post what's due two days later."""
    front = await (await discord.use("review")).shown()
    back = await (await discord.press(front, "Show the answer")).shown()
    easy = next(label for label in back.buttons if label.startswith("Good"))
    await (await discord.press(back, easy)).shown()
    assert "I'll remind you" in (await (await discord.use("remind", time="9:00")).shown()).text
    clock = FakeClock((datetime.now(UTC) + timedelta(days=2)).replace(hour=9, minute=0, second=1))
    await Planner(database, core.composers, clock, Random(1)).plan_due(["discord"])
    outbox = Delivery(database, {"discord": versed.port}, clock, ScheduleOutcomes(core.composers))
    for post in await outbox.claim("discord", 5):
        await outbox.deliver(post)


@pytest.fixture
async def note(discord: FakeDiscord, versed: Discord, core: Core, sqlite_database: Database) -> Shown:
    await post_tomorrow(discord, versed, core, sqlite_database)
    return await discord.posted(channel=discord.conversation(ANA["id"]))


async def test_a_reminder_comes_as_a_direct_message_and_leads_on(discord: FakeDiscord, note: Shown) -> None:
    assert "1 flashcard is due" in note.text
    assert set(discord.messages) == {discord.conversation(ANA["id"])}  # and nothing was posted in a channel
    page = await (await discord.press(note, "Start", direct=True)).shown()
    assert "you have the same flashcards here as where you get reminders" in page.text
    assert page is not note
    stopped = await (await discord.press(note, "No more reminders", direct=True)).shown()
    assert "I won't remind you any more" in stopped.text
    assert "You have no reminders" in (await (await discord.use("remind", time="off")).shown()).text


async def test_who_takes_no_direct_messages_is_told_at_their_next_command(
    discord: FakeDiscord,
    versed: Discord,
    core: Core,
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.features.learners.notices._LOOK_EVERY", 0.0)
    discord.closed.add(ANA["id"])
    await post_tomorrow(discord, versed, core, sqlite_database)
    assert len(discord.sent("POST", f"/channels/{discord.conversation(ANA['id'])}/messages")) == 1
    told = await (await discord.use("help")).shown(2)
    assert told.private
    assert "allow direct messages" in told.text
    assert "/remind starts it again" in told.text
    again = await discord.use("help")
    await again.shown()
    await versed.close()
    assert len(again.messages) == 1
