"""Commands, presses, forms and suggestions, from the gateway to the answer."""

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.discord.platform import Discord
from adapters.discord.tree import BESIDE, EXPLAIN
from bot import actions
from bot.catalogue import CATALOGUE
from bot.press import Action, decode, encode
from bot.store import notices
from bot.store.database import Database
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import BEN, MANAGE_GUILD, guild

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
