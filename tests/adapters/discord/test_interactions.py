"""Commands, presses, forms and suggestions, from the gateway to the answer."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.discord.inbound.tree import BESIDE, EXPLAIN
from adapters.discord.setup.platform import Discord
from bot.features.authoring.kinds import FROM_MESSAGE
from bot.features.learners.store import notices
from bot.language.actions import Action, decode, encode
from bot.language.forms import Suggestion
from bot.language.message import File, message
from bot.language.rich_text import text
from bot.storage.database import Database
from tests.adapters.discord.conftest import connected
from tests.adapters.discord.desk import HERE_IT_IS, PRIVATE, PUBLIC, Desk
from tests.cases import IN_A_QUIZ, PRESSES, USES, Press, Use
from tests.fakes.discord import FakeDiscord, Shown
from tests.fakes.discord.world import ANA, BEN, MANAGE_GUILD, Exchange, guild


async def test_a_command_is_answered_at_once_and_in_public(discord: FakeDiscord, versed: Discord) -> None:
    used = await discord.use("compare", topic="care")
    shown = await used.shown()
    assert used.type == 4
    assert "Daily care" in shown.text
    assert "**Exercise**" in shown.text
    assert not shown.private
    assert shown.body["allowed_mentions"] == {"parse": []}


@pytest.mark.parametrize("use", USES, ids=str)
async def test_every_command(discord: FakeDiscord, versed: Discord, use: Use) -> None:
    shown = await _answer(await discord.use(use.command, **dict[str, Any](use.options)))
    assert use.says in shown.text
    assert shown.private is use.private


async def test_fields_accept_what_phones_type(discord: FakeDiscord, versed: Discord) -> None:
    shown = await (await discord.use("team create", name="“Blue\u00a0Foxes”")).shown()
    assert "Blue Foxes" in shown.text
    assert "“" not in shown.text
    said = await (await discord.use("remind", time="half past eight in ‘Berlin’")).shown()
    assert "At 08:30 (Europe/Berlin)" in said.text


async def test_a_picture_arrives_as_a_file(discord: FakeDiscord, versed: Discord) -> None:
    shown = await (await discord.use("compare", topic="care", show="picture")).shown()
    assert shown.files["picture.png"].startswith(b"\x89PNG")
    private = await (await discord.press(shown, "All topics" if "All topics" in shown.buttons else "Quiz me")).shown()
    assert private.private


async def test_an_answer_that_was_not_meant_leads_to_others(discord: FakeDiscord, versed: Discord) -> None:
    shown = await (await discord.use("ask", question="who has to be walked?")).shown()
    others = await (await discord.press(shown, "Not what I meant", user=BEN)).shown()
    assert others.private
    assert "The next closest things I know about" in others.text
    led = await (await discord.press(others, next(iter(others.buttons)), user=BEN)).shown()
    assert led.private


async def test_a_public_answer_says_who_asked_for_what(discord: FakeDiscord, versed: Discord) -> None:
    shown = await (await discord.use("ask", question="who needs several walks a day?")).shown()
    assert not shown.private
    assert shown.text.startswith("-# ")
    assert "asked: who needs several walks a day?" in shown.text.split("\n")[0]
    alone = await (await discord.use("define", term="aquarium", private="yes")).shown()
    assert alone.private
    assert "used" not in alone.text.split("\n")[0]
    again = await (await discord.press(alone, "Show everyone")).shown()
    assert not again.private
    assert "used /define term:aquarium" in again.text.split("\n")[0]


async def _answer(used: Exchange) -> Shown:
    """The answer itself, not the note that comes first if the answer takes a while."""
    shown = await used.shown()
    return await used.shown(2) if shown.text == HERE_IT_IS else shown


async def test_an_export_arrives_as_files(discord: FakeDiscord, versed: Discord) -> None:
    page = await (await discord.use("review", topic="care")).shown()
    page = await (await discord.press(page, "Show the answer")).shown()
    await (await discord.press_id(page, next(iter(page.buttons.values())))).shown()
    shown = await (await discord.use("privacy export")).shown()
    assert shown.private
    assert set(shown.files) == {"versed-data.json", "versed-cards.apkg"}
    held = json.loads(shown.files["versed-data.json"])
    assert held["selves"][0]["member"] == ANA["id"]
    assert shown.files["versed-cards.apkg"].startswith(b"PK")
    assert discord.media_types == {
        "versed-data.json": "application/json",
        "versed-cards.apkg": "application/octet-stream",
    }
    listed = [part["file"]["url"] for part in shown.parts if part["type"] == 13]
    assert listed == ["attachment://versed-data.json", "attachment://versed-cards.apkg"]


@pytest.mark.usefixtures("defers")
@pytest.mark.parametrize("status", [400, 413])
@pytest.mark.parametrize("said", ["PRIVATE", "PUBLIC"])
async def test_a_late_answer_that_discord_refuses_still_gets_a_reply(
    discord: FakeDiscord, sqlite_database: Database, status: int, said: str
) -> None:
    desk = Desk({"PRIVATE": PRIVATE, "PUBLIC": PUBLIC}[said])
    async with connected(discord, desk, sqlite_database):
        used = await (await discord.use("compare")).answered()
        refused = "PATCH .*@original" if said == "PRIVATE" else "POST /webhooks/.*"
        discord.fail(refused, status=status)
        assert desk.gate is not None
        desk.gate.set()
        shown = await used.shown(1 if said == "PRIVATE" else 2)
    assert "I couldn't show that here" in shown.text
    assert shown.private


async def test_suggestions_lose_hidden_characters(discord: FakeDiscord, sqlite_database: Database) -> None:
    desk = Desk(PRIVATE)
    desk.suggested = [Suggestion("a", "left\u202eright " + "x" * 200), Suggestion("b", "\u202e")]
    async with connected(discord, desk, sqlite_database):
        half = await (await discord.use("compare", typed="topic", topic="a")).answered()
    assert half.callback is not None
    (label,) = (each["name"] for each in half.callback["data"]["choices"])
    assert label.startswith("leftright x")
    assert len(label) == 100


async def test_an_answer_with_a_large_file_is_deferred(discord: FakeDiscord, sqlite_database: Database) -> None:
    large = File("all.json", bytes(2_000_000), "application/json")
    desk = Desk(message(text("Here"), large, private=True))
    assert desk.gate is not None
    desk.gate.set()
    async with connected(discord, desk, sqlite_database):
        used = await discord.use("compare")
        shown = await used.shown()
    assert used.type == 5
    assert shown.private
    assert shown.files == {"all.json": large.data}


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


@pytest.mark.parametrize("press", PRESSES, ids=str)
async def test_every_press(discord: FakeDiscord, versed: Discord, press: Press) -> None:
    public = await (await discord.use("tip")).shown()
    for action in press.after:
        await (await discord.press_id(public, encode(action))).shown()
    pressed = await discord.press_id(public, encode(press.action))
    if press.types is not None:
        pressed = await discord.submit(await pressed.answered(), press.types)
    shown = await pressed.shown()
    assert shown is not public
    assert shown.private is press.private
    assert press.says in shown.text


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


async def test_nobody_can_take_someone_elses_quiz(discord: FakeDiscord, versed: Discord) -> None:
    page = await (await discord.use("quiz", topic="care", questions=1)).shown()
    press = next(iter(page.buttons.values()))
    refused = await (await discord.press_id(page, press, user=BEN)).shown()
    assert "someone else's" in refused.text
    assert refused.private
    elsewhere = await (await discord.press_id(page, press, server=await _another(discord))).shown()
    assert "can't find that quiz here" in elsewhere.text


async def _another(discord: FakeDiscord) -> dict[str, Any]:
    other = guild(2, name="Elsewhere", system_channel=False)
    await discord.join(other)
    return other


@pytest.mark.parametrize(
    ("custom_id", "says"),
    [
        ("menu:0", "I don't know that button any more"),
        ("topics.0:pets", "expired; run /compare"),
        ("answer.1:x:٣:1", "doesn't work"),
        ("x" * 100, "I don't know that button any more"),
        ("topic.1:pets:gone:0", "isn't in the pack any more"),
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
    assert "can't read any text" in empty.text


async def test_only_editors_can_turn_a_message_into_a_card(discord: FakeDiscord, versed: Discord) -> None:
    refused = await (await discord.use_on_message(FROM_MESSAGE["card"], "Fish sleep")).shown()
    assert "Only administrators and the editors they name" in refused.text
    shown = await (await discord.use_on_message(FROM_MESSAGE["card"], "Fish sleep", permissions=MANAGE_GUILD)).shown()
    asked = await discord.press(shown, "Write a flashcard", permissions=MANAGE_GUILD)
    await asked.answered()
    assert "Fish sleep" in str(asked.modal)


async def test_progress_beside_someone_elses(discord: FakeDiscord, versed: Discord) -> None:
    refused = await (await discord.use_on_member(BESIDE, BEN)).shown()
    assert "Ben doesn't share" in refused.text
    await (await discord.use("settings", share="yes", user=BEN)).shown()
    shown = await (await discord.use_on_member(BESIDE, BEN)).shown()
    assert "You and Ben" in shown.text
    assert shown.private


async def test_a_refusal_is_private(discord: FakeDiscord, versed: Discord) -> None:
    refused = await (await discord.use("define", term="@everyone")).shown()
    assert refused.private
    assert "@everyone" not in refused.text
    assert "isn't in this glossary" in refused.text


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


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 404, "code": 10015},
        {"status": 500, "times": None},
        {"status": 429, "retry_after": 3600.0},
        {"drop": True},
        {"status": 400, "code": 50035},
        {"status": 400, "code": 50006},
        {"status": 403, "code": 50013},
        {"status": 413, "code": 40005},
    ],
    ids=str,
)
async def test_a_notice_that_did_not_arrive_is_told_later(
    discord: FakeDiscord,
    versed: Discord,
    sqlite_database: Database,
    caplog: pytest.LogCaptureFixture,
    fault: dict[str, Any],
) -> None:
    tenant, sentence = f"discord:{discord.home['id']}", "The tip of 9:00 was not posted."
    await notices.leave(sqlite_database.writer, tenant, "x", sentence, datetime.now(UTC))
    failing = discord.fail("POST /webhooks/.*", **fault)
    await (await discord.use("help", permissions=MANAGE_GUILD, user=BEN)).shown()
    await discord.until(lambda: "a notice didn't arrive" in caplog.text)
    failing.times = 0
    told = await discord.use("help", permissions=MANAGE_GUILD, user=BEN)
    assert sentence in (await told.shown(2)).text.replace("\\", "")
    again = await discord.use("help", permissions=MANAGE_GUILD, user=BEN)
    await again.shown()
    await versed.close()
    assert len(again.messages) == 1


async def test_a_name_that_hides_something_is_refused(discord: FakeDiscord, versed: Discord) -> None:
    for name, said in (("ab\u202ecd", "turns its letters round"), ("\u3164", "That name's invisible")):
        shown = await _answer(await discord.use("team create", name=name))
        assert said in shown.text
        assert shown.private
    assert "محمد" in (await _answer(await discord.use("team create", name="\u2068محمد\u2069"))).text
