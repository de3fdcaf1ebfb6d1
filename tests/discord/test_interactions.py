"""Commands, presses, forms and suggestions, from the gateway to the answer."""

import asyncio
import logging
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.discord.platform import Discord
from adapters.discord.reply import DEFER_AFTER
from adapters.discord.tree import BESIDE, EXPLAIN
from bot import actions
from bot.call import Asker, Call
from bot.catalogue import CATALOGUE
from bot.message import Button, Buttons, Form, Message, Refusal, message, text
from bot.press import Action, decode, encode
from bot.store import notices
from bot.store.database import Database
from tests.discord.conftest import connected
from tests.fakes.commands import FakeCommands, Held
from tests.fakes.discord import FakeDiscord, Shown
from tests.fakes.discord.world import ANA, BEN, MANAGE_GUILD, guild

EVERY_COMMAND: list[tuple[str, dict[str, Any], str, bool]] = [
    ("compare", {}, "Pets compared", False),
    ("compare", {"topic": "care", "aspect": "exercise", "sides": "cat"}, "Plays indoors", False),
    ("compare", {"topic": "care", "show": "picture"}, "Daily care", False),
    ("define", {"term": "aquarium"}, "glass container", False),
    ("ask", {"question": "who needs several walks a day?"}, "", False),
    ("tip", {"topic": "care"}, "", False),
    ("quiz", {"topic": "care", "questions": 1}, "Question 1 of 1", True),
    ("progress", {}, "Your progress", True),
    ("settings", {"questions": 7}, "Settings saved", True),
    ("help", {}, "What I can do", True),
    ("help", {"command": "compare"}, "/compare", True),
]

HERE_IT_IS = "Here it is."


async def test_a_command_is_answered_at_once_and_in_public(discord: FakeDiscord, versed: Discord) -> None:
    used = await discord.use("compare", topic="care")
    shown = await used.shown()
    assert used.type == 4
    assert "Daily care" in shown.text
    assert "**Exercise**" in shown.text
    assert not shown.private
    assert shown.body["allowed_mentions"] == {"parse": []}


@pytest.mark.parametrize(("command", "options", "says", "private"), EVERY_COMMAND)
async def test_every_command(
    discord: FakeDiscord, versed: Discord, command: str, options: dict[str, Any], says: str, private: bool
) -> None:
    shown = await (await discord.use(command, **options)).shown()
    assert says in shown.text
    assert shown.private is private


def test_the_whole_catalogue_is_tried() -> None:
    assert {case[0] for case in EVERY_COMMAND} == {command.name for command in CATALOGUE}


async def test_a_picture_arrives_as_a_file(discord: FakeDiscord, versed: Discord) -> None:
    shown = await (await discord.use("compare", topic="care", show="picture")).shown()
    assert shown.files["picture0.png"].startswith(b"\x89PNG")
    private = await (await discord.press(shown, "All topics" if "All topics" in shown.buttons else "Quiz me")).shown()
    assert private.private


async def test_a_press_on_a_public_message_answers_in_private(discord: FakeDiscord, versed: Discord) -> None:
    public = await (await discord.use("compare", topic="care")).shown()
    before = public.body
    pressed = await discord.press(public, "Next: The home", user=BEN)
    private = await pressed.shown()
    assert pressed.type == 4
    assert private.private
    assert private is not public
    assert public.body is before
    again = await discord.press(private, "All topics", user=BEN)
    assert await again.shown() is private
    assert again.type == 7
    assert "Pets compared" in private.text


async def test_a_line_of_a_menu_is_a_press(discord: FakeDiscord, versed: Discord) -> None:
    public = await (await discord.use("compare", topic="care")).shown()
    shown = await (await discord.press(public, "Hygiene")).shown()
    assert "Washes itself" in shown.text


async def test_a_quiz_from_the_first_question_to_the_summary(discord: FakeDiscord, versed: Discord) -> None:
    page = await (await discord.use("quiz", topic="home", questions=5)).shown()
    kinds = set()
    for _ in range(40):
        if "right" in page.text and "Another quiz" in page.buttons:
            break
        if "Type your answer" in page.buttons:
            kinds.add("typed")
            asked = await (await discord.press(page, "Type your answer")).answered()
            assert asked.modal["title"] == "Your answer"
            done = await discord.submit(asked, "aquarium")
        else:
            label = next(iter(page.buttons))
            kinds.add(label)
            done = await discord.press(page, label)
        page = await done.shown()
        assert done.type == 7
    assert "typed" in kinds
    assert "My progress" in page.buttons
    assert "Your progress" in (await (await discord.press(page, "My progress")).shown()).text


PRESSES = [
    (actions.ShowTopics("pets"), "Pets compared"),
    (actions.ShowTopic("pets", "care"), "Daily care"),
    (actions.ShowTopic("pets", "care", picture=True), "Daily care"),
    (actions.ShowComparison("pets", "hygiene"), "Washes itself"),
    (actions.ShowTerm("pets", "aquarium"), "glass container"),
    (actions.ShowTip("pets", "home"), "Fresh water"),
    (actions.RereadTip("pets", "sand"), "Fresh sand"),
    (actions.ShowExample("pets", "family"), "Two children"),
    (actions.ShowExample("pets", "family", solved=True), "Both, together"),
    (actions.StartQuiz("pets", "care", 2), "Question 1"),
    (actions.ShowProgress("pets"), "Your progress"),
    (actions.ShowHelp("tip"), "/tip"),
]
IN_A_QUIZ = {actions.ShowQuestion, actions.ChooseAnswer, actions.TypeAnswer, actions.PickNext}


@pytest.mark.parametrize(("action", "says"), PRESSES)
async def test_every_press(discord: FakeDiscord, versed: Discord, action: Action, says: str) -> None:
    public = await (await discord.use("tip")).shown()
    pressed = await discord.press_id(public, encode(action))
    shown = await pressed.shown()
    assert pressed.type == 4
    assert shown.private
    assert says in shown.text


async def test_every_press_in_a_quiz(discord: FakeDiscord, versed: Discord) -> None:
    page = await (await discord.use("quiz", questions=20)).shown()
    pressed: set[type[Action]] = set()
    while not page.text.startswith("## ") or "My progress" not in page.buttons:
        press = next(iter(page.buttons.values()))
        pressed.add(type(decode(press)))
        done = await (await discord.press_id(page, press)).answered()
        if done.type == 9:
            done = await discord.submit(done, "aquarium")
        page = await done.shown()
    assert pressed == IN_A_QUIZ


def test_all_actions_are_tried() -> None:
    known = {each for each in vars(actions).values() if isinstance(each, type) and issubclass(each, Action)}
    assert {type(action) for action, _ in PRESSES} | IN_A_QUIZ == known - {Action}


async def test_slow_suggestions_are_not_deferred(discord: FakeDiscord, sqlite_database: Database) -> None:
    desk = FakeCommands()
    desk.held["slow"] = Held()
    async with connected(discord, desk, sqlite_database):
        half = await discord.use("compare", typed="topic", topic="slow")
        await desk.held["slow"].reached.wait()
        await asyncio.sleep(DEFER_AFTER + 0.1)
        assert half.callback is None
        desk.held["slow"].release.set()
        assert (await half.answered()).type == 8


async def test_somebody_elses_quiz_is_not_theirs(discord: FakeDiscord, versed: Discord) -> None:
    page = await (await discord.use("quiz", topic="care", questions=1)).shown()
    press = next(iter(page.buttons.values()))
    refused = await (await discord.press_id(page, press, user=BEN)).shown()
    assert "somebody else's" in refused.text
    assert refused.private
    elsewhere = await (await discord.press_id(page, press, server=await _another(discord))).shown()
    assert "cannot find that quiz here" in elsewhere.text


async def _another(discord: FakeDiscord) -> dict[str, Any]:
    other = guild(2, name="Elsewhere", system_channel=False)
    await discord.join(other)
    return other


@pytest.mark.parametrize(
    ("custom_id", "says"),
    [
        ("menu:0", "no longer known"),
        ("topics.0:pets", "expired; run /compare"),
        ("answer.1:x:٣:1", "not valid"),
        ("x" * 100, "no longer known"),
        ("topic.1:pets:gone:0", "has left the pack"),
    ],
)
async def test_an_unknown_press_is_answered(discord: FakeDiscord, versed: Discord, custom_id: str, says: str) -> None:
    public = await (await discord.use("compare")).shown()
    refused = await (await discord.press_id(public, custom_id)).shown()
    assert says in refused.text
    assert refused.private


async def test_suggestions(discord: FakeDiscord, versed: Discord) -> None:
    half = await discord.use("compare", typed="topic", topic="ca")
    assert "Daily care" in (await half.answered()).choices
    nothing = await discord.use("nonsense", typed="topic", topic="ca")
    assert (await nothing.answered()).choices == []


async def test_terms_in_a_message_are_explained_in_private(discord: FakeDiscord, versed: Discord) -> None:
    shown = await (await discord.use_on_message(EXPLAIN, "Our aquarium is broken")).shown()
    assert "Aquarium" in shown.text
    assert shown.private
    empty = await (await discord.use_on_message(EXPLAIN, "")).shown()
    assert "no text" in empty.text


async def test_progress_beside_somebody(discord: FakeDiscord, versed: Discord) -> None:
    refused = await (await discord.use_on_member(BESIDE, BEN)).shown()
    assert "Ben does not share" in refused.text
    await (await discord.use("settings", share="yes", user=BEN)).shown()
    shown = await (await discord.use_on_member(BESIDE, BEN)).shown()
    assert "You and Ben" in shown.text
    assert shown.private


async def test_a_refusal_is_private(discord: FakeDiscord, versed: Discord) -> None:
    refused = await (await discord.use("define", term="@everyone")).shown()
    assert refused.private
    assert "@everyone" not in refused.text
    assert "not in this glossary" in refused.text


async def test_a_right_is_checked_in_code(discord: FakeDiscord, versed: Discord) -> None:
    refused = await (await discord.use("settings", pack="Pets compared", user=BEN)).shown()
    assert "Only an administrator" in refused.text
    done = await (await discord.use("settings", pack="Pets compared", user=BEN, permissions=MANAGE_GUILD)).shown()
    assert "Settings saved" in done.text


async def test_the_bare_minimum_of_an_event_is_enough(discord: FakeDiscord, versed: Discord) -> None:
    discord.minimal = True
    shown = await (await discord.use("compare", topic="care")).shown()
    assert "Daily care" in shown.text
    assert (await (await discord.press(shown, "Quiz me")).shown()).private
    assert "Daily care" in (await (await discord.use("compare", topic="care", direct=True)).shown()).text
    await discord.gateway.dispatch("INTERACTION_CREATE", {"id": "1", "type": 2})
    await discord.gateway.dispatch("INTERACTION_CREATE", {"id": "1", "type": 99, "token": "a", "application_id": "1"})
    await discord.gateway.dispatch("GUILD_ROLE_UPDATE", {"guild_id": discord.home["id"], "role": {}})
    assert "Daily care" in (await (await discord.use("compare", topic="care")).shown()).text


class Desk(FakeCommands):
    """A core that takes its time, until the gate opens."""

    def __init__(self, said: Message | Refusal, form: Form | None = None) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.said, self.asks = said, form
        self.askers: list[Asker] = []
        self.noticed: list[Asker] = []

    async def serve(self, call: Call) -> Message:
        self.calls.append(call)
        self.askers.append(call.asker)
        return await self._answer()

    async def form(self, pressed: Any) -> Form | None:
        if self.asks is not None:
            await self._answer()
        return self.asks

    async def press(self, pressed: Any) -> Message:
        self.pressed.append(pressed)
        return await self._answer()

    async def notice(self, asker: Asker) -> Message | None:
        self.noticed.append(asker)
        return None

    async def _answer(self) -> Message:
        assert self.gate is not None
        await self.gate.wait()
        if isinstance(self.said, Refusal):
            raise self.said
        return self.said


PUBLIC = message(text("For all"), Buttons((Button("Go on", "topic.1:a:b:0"),)))
PRIVATE = message(text("For you"), private=True)
REPLACING = message(text("Instead"), private=True, replaces=True)


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
        assert (used.type, used.took < 1) == (5, True)
        assert desk.gate is not None
        desk.gate.set()
        await used.shown(len(texts))
        assert [(shown.text, shown.private) for shown in used.messages] == texts


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
        assert (pressed.type, pressed.took < 1) == (6, True)
        assert desk.gate is not None
        desk.gate.set()
        shown = await pressed.shown()
        assert (shown is on) is replaced
        assert shown.private is (private if replaced else True)


async def test_a_form_that_comes_too_late_asks_to_press_again(
    discord: FakeDiscord, sqlite_database: Database
) -> None:
    desk = Desk(PRIVATE, Form("Your answer", "A word"))
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
    assert desk.noticed == [here], "nobody else costs a look into the store"
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


async def test_an_administrator_is_told_once(
    discord: FakeDiscord, versed: Discord, sqlite_database: Database
) -> None:
    tenant, sentence = f"discord:{discord.home['id']}", "The tip of 9:00 was not posted."
    await notices.leave(sqlite_database.writer, tenant, "x", sentence, datetime.now(UTC))
    by_ana = await discord.use("help")
    await by_ana.shown()
    told = await discord.use("help", permissions=MANAGE_GUILD, user=BEN)
    notice = await told.shown(2)
    assert sentence in notice.text.replace("\\", "")
    assert notice.private
    again = await discord.use("help", permissions=MANAGE_GUILD, user=BEN)
    await again.shown()
    await versed.close()
    assert (len(by_ana.messages), len(again.messages)) == (1, 1)


async def test_an_error_inside_is_a_sentence(
    discord: FakeDiscord, sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with connected(discord, FakeCommands(), sqlite_database):
        with caplog.at_level(logging.ERROR):
            used = await discord.use("break")
            shown = await used.shown()
    assert "Something went wrong" in shown.text
    assert shown.private
    assert used.token not in caplog.text
