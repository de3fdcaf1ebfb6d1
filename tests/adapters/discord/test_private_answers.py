"""Private answers that change later: the answer to a press changes, never the board that was pressed."""

import asyncio

import pytest

from adapters.discord.setup.platform import Discord
from bot.language.message import Message, message
from bot.language.port import Postponed, Reason, Rejected, Uncertain
from bot.language.refusals import Refusal
from bot.language.rich_text import text
from bot.storage.database import Database
from tests.adapters.discord.conftest import connected
from tests.adapters.discord.desk import PRIVATE, PUBLIC, REPLACING, Desk
from tests.fakes.discord import Exchange, FakeDiscord, Shown

RESULT = message(text("Right! +850"), private=True, replaces=True)


async def pressed(discord: FakeDiscord, desk: Desk, *, private: bool = False) -> tuple[Exchange, Shown, str]:
    """A press, the message it was on, and the handle of its answer, once the core has been asked."""
    on = Shown("5", discord.channel, {"components": []}, {}, private=private)
    before = len(desk.pressed)
    exchange = await discord.press_id(on, "topic.1:a:b:0")
    await discord.until(lambda: len(desk.pressed) > before)
    return exchange, on, desk.pressed[-1].asker.reply


def opened(said: Message | Refusal) -> Desk:
    """A core that answers at once."""
    desk = Desk(said)
    let_go(desk)
    return desk


def let_go(desk: Desk) -> None:
    assert desk.gate is not None
    desk.gate.set()


async def test_the_answer_to_a_press_on_a_board_changes(discord: FakeDiscord, sqlite_database: Database) -> None:
    desk = opened(REPLACING)
    async with connected(discord, desk, sqlite_database) as versed:
        exchange, on, reply = await pressed(discord, desk)
        await versed.boards.tell(reply, RESULT)
        await versed.boards.tell(reply, message(text("And again"), private=True))
        assert [each.text for each in exchange.messages] == ["And again"]
        assert exchange.messages[0].private
        assert exchange.messages[0] is not on


@pytest.mark.usefixtures("defers")
async def test_a_deferred_answer_changes_and_the_board_does_not(
    discord: FakeDiscord, sqlite_database: Database
) -> None:
    desk = Desk(REPLACING)
    async with connected(discord, desk, sqlite_database) as versed:
        exchange, on, reply = await pressed(discord, desk)
        assert (await exchange.answered()).type == 6
        let_go(desk)
        await exchange.shown()
        await versed.boards.tell(reply, RESULT)
        assert [each.text for each in exchange.messages] == ["Right! +850"]
        assert on.body == {"components": []}


async def test_a_card_that_was_pressed_changes_itself(discord: FakeDiscord, sqlite_database: Database) -> None:
    desk = opened(REPLACING)
    async with connected(discord, desk, sqlite_database) as versed:
        _, on, reply = await pressed(discord, desk, private=True)
        await versed.boards.tell(reply, RESULT)
        assert on.text == "Right! +850"


async def test_a_result_waits_for_the_answer_that_it_changes(discord: FakeDiscord, sqlite_database: Database) -> None:
    desk = Desk(REPLACING)
    async with connected(discord, desk, sqlite_database) as versed:
        exchange, _, reply = await pressed(discord, desk)
        telling = asyncio.create_task(versed.boards.tell(reply, RESULT))
        await asyncio.sleep(0)
        assert not telling.done()
        let_go(desk)
        await telling
        assert exchange.messages[0].text == "Right! +850"


@pytest.mark.parametrize("said", [PUBLIC])
async def test_a_public_answer_does_not_change(
    discord: FakeDiscord, sqlite_database: Database, said: Message
) -> None:
    desk = opened(said)
    async with connected(discord, desk, sqlite_database) as versed:
        exchange, _, reply = await pressed(discord, desk)
        with pytest.raises(Rejected):
            await versed.boards.tell(reply, RESULT)
        assert exchange.messages[0].text == "For all"


async def test_an_answer_is_taken_back_once(discord: FakeDiscord, sqlite_database: Database) -> None:
    desk = opened(PRIVATE)
    async with connected(discord, desk, sqlite_database) as versed:
        exchange, _, reply = await pressed(discord, desk)
        await versed.boards.take_back(reply)
        assert exchange.messages == []
        with pytest.raises(Rejected):
            await versed.boards.tell(reply, RESULT)


@pytest.mark.parametrize("reply", ["", "nobody's", "5"])
async def test_an_unknown_handle_leads_nowhere(versed: Discord, reply: str) -> None:
    with pytest.raises(Rejected) as refused:
        await versed.boards.tell(reply, RESULT)
    assert refused.value.reason is Reason.CLOSED


async def test_failures_are_told_apart(discord: FakeDiscord, sqlite_database: Database) -> None:
    desk = opened(PRIVATE)
    async with connected(discord, desk, sqlite_database) as versed:
        _, _, reply = await pressed(discord, desk)
        discord.fail("PATCH /webhooks/.*", status=404, code=10015)
        with pytest.raises(Rejected):
            await versed.boards.tell(reply, RESULT)
        discord.fail("PATCH /webhooks/.*", status=429, retry_after=0.1)
        with pytest.raises(Postponed):
            await versed.boards.tell(reply, RESULT)
        discord.fail("PATCH /webhooks/.*", drop=True, accept=True)
        with pytest.raises(Uncertain):
            await versed.boards.tell(reply, RESULT)


async def test_a_command_has_no_handle(discord: FakeDiscord, sqlite_database: Database) -> None:
    desk = opened(PRIVATE)
    async with connected(discord, desk, sqlite_database):
        await (await discord.use("compare")).answered()
        assert desk.calls[0].asker.reply == ""
