"""How answers come: at once, deferred, on several pages, only once; and who the core thinks is asking."""

import logging

import pytest

from adapters.discord.inbound.reply import DEFER_AFTER
from bot.language.forms import text_form
from bot.language.message import Message, message
from bot.language.refusals import Refusal
from bot.language.rich_text import text
from bot.storage.database import Database
from tests.adapters.discord.conftest import connected
from tests.adapters.discord.desk import HERE_IT_IS, PRIVATE, PUBLIC, REPLACING, Desk
from tests.fakes.commands import FakeCommands, Held
from tests.fakes.discord import FakeDiscord, Shown
from tests.fakes.discord.world import ANA, MANAGE_GUILD


def test_deferring_leaves_time_for_it() -> None:
    assert DEFER_AFTER < 1, "Discord gives up after three seconds, and the deferral itself may have to be sent twice"


@pytest.mark.usefixtures("defers")
async def test_slow_suggestions_are_not_deferred(discord: FakeDiscord, sqlite_database: Database) -> None:
    desk = Desk(PRIVATE)
    desk.held["slow"] = Held()
    async with connected(discord, desk, sqlite_database):
        half = await discord.use("compare", typed="topic", topic="slow")
        await desk.held["slow"].reached.wait()
        command = await (await discord.use("compare")).answered()
        assert command.type == 5, "what came later is deferred by now"
        assert half.callback is None
        desk.held["slow"].release.set()
        assert desk.gate is not None
        desk.gate.set()
        assert (await half.answered()).type == 8


@pytest.mark.usefixtures("defers")
@pytest.mark.parametrize(
    ("said", "texts"),
    [
        (PUBLIC, [(HERE_IT_IS, True), ("For all", False)]),
        (PRIVATE, [("For you", True)]),
        (Refusal("No."), [("No.", True)]),
    ],
)
async def test_a_slow_command_is_deferred_in_private(
    discord: FakeDiscord, sqlite_database: Database, said: Message | Refusal, texts: list[tuple[str, bool]]
) -> None:
    desk = Desk(said)
    async with connected(discord, desk, sqlite_database):
        used = await (await discord.use("compare")).answered()
        assert used.type == 5
        assert desk.gate is not None
        desk.gate.set()
        await used.shown(len(texts))
        assert [(shown.text, shown.private) for shown in used.messages] == texts
        # The note is deleted again, so that only the answer is left.
        await used.when(lambda: [shown.gone for shown in used.messages[:-1]] == [True] * (len(texts) - 1))


@pytest.mark.usefixtures("defers")
@pytest.mark.parametrize(
    ("said", "private", "replaced"),
    [(REPLACING, True, True), (REPLACING, False, False), (PRIVATE, True, False), (Refusal("No."), True, False)],
)
async def test_a_slow_press_is_deferred_unseen(
    discord: FakeDiscord, sqlite_database: Database, said: Message | Refusal, private: bool, replaced: bool
) -> None:
    desk = Desk(said)
    async with connected(discord, desk, sqlite_database):
        on = Shown("5", discord.channel, {"components": []}, {}, private=private)
        pressed = await (await discord.press_id(on, "topic.1:a:b:0")).answered()
        assert pressed.type == 6
        assert desk.gate is not None
        desk.gate.set()
        shown = await pressed.shown()
        assert (shown is on) is replaced
        assert shown.private is (private if replaced else True)


@pytest.mark.usefixtures("defers")
async def test_an_answer_comes_although_its_deferral_was_not_confirmed(
    discord: FakeDiscord, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.inbound.reply._ANSWER_WITHIN", 0.0)  # no time to defer once more
    desk = Desk(PRIVATE)
    async with connected(discord, desk, sqlite_database):
        discord.fail("POST .*/callback", drop=True, accept=True)
        used = await (await discord.use("compare")).answered()
        assert used.type == 5
        assert desk.gate is not None
        desk.gate.set()
        assert (await used.shown()).text == "For you"


@pytest.mark.usefixtures("defers")
async def test_a_form_that_comes_too_late_asks_to_press_again(
    discord: FakeDiscord, sqlite_database: Database
) -> None:
    desk = Desk(PRIVATE, text_form("Your answer", "A word"))
    async with connected(discord, desk, sqlite_database):
        on = Shown("5", discord.channel, {"components": []}, {})
        pressed = await (await discord.press_id(on, "words.1:a:0")).answered()
        assert pressed.type == 6
        assert desk.gate is not None
        desk.gate.set()
        assert "press the button again" in (await pressed.shown()).text


async def test_a_long_answer_comes_on_several_pages(discord: FakeDiscord, sqlite_database: Database) -> None:
    desk = Desk(message(*(text(f"{number} " + "word " * 600) for number in range(3)), private=True))
    assert desk.gate is not None
    desk.gate.set()
    async with connected(discord, desk, sqlite_database):
        used = await discord.use("compare")
        await used.shown(3)
        assert [shown.text[:1] for shown in used.messages] == ["0", "1", "2"]
        assert all(shown.private for shown in used.messages)


async def test_who_asks_and_where(discord: FakeDiscord, sqlite_database: Database) -> None:
    desk = Desk(PRIVATE)
    assert desk.gate is not None
    desk.gate.set()
    async with connected(discord, desk, sqlite_database):
        await (await discord.use("schedule list", permissions=MANAGE_GUILD)).answered()
        await (await discord.use("compare", direct=True)).answered()
        carried = await discord.use("compare", send=False)
        carried.payload["authorizing_integration_owners"] = {"1": ANA["id"]}
        await discord.send(carried)
        await carried.answered()
    here, direct, abroad = desk.askers
    assert desk.noticed == [here, direct, abroad]
    assert desk.calls[0].command == "schedule list"
    assert (here.tenant.key, here.tenant.name) == (f"discord:{discord.home['id']}", "Data team")
    assert (here.place.id, here.place.name, here.place.direct) == (discord.channel, "#general", False)
    assert (here.member.id, here.member.name, here.member.administrator) == (ANA["id"], "Ana", True)
    assert here.at.year >= 2026
    assert (direct.tenant.key, direct.place.direct) == (f"discord:user-{ANA['id']}", True)
    assert not direct.member.administrator
    assert (abroad.tenant.key, abroad.place.direct) == (direct.tenant.key, True)


async def test_the_same_event_twice_has_one_effect(discord: FakeDiscord, sqlite_database: Database) -> None:
    desk = Desk(PRIVATE)
    assert desk.gate is not None
    desk.gate.set()
    async with connected(discord, desk, sqlite_database):
        used = await (await discord.use("tip")).answered()
        await discord.send(used)
        await (await discord.use("tip")).answered()
        assert len(desk.calls) == 2


async def test_an_unexpected_error_is_told_in_a_sentence(
    discord: FakeDiscord, sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with connected(discord, FakeCommands(), sqlite_database):
        with caplog.at_level(logging.ERROR):
            used = await discord.use("break")
            shown = await used.shown()
    assert "Something went wrong" in shown.text
    assert shown.private
    assert used.token not in caplog.text
