"""Free words on Discord: in direct messages to Versed, and where it's mentioned."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from adapters.discord.outbound import seal as seals
from adapters.discord.setup.platform import Discord
from bot.core import Core
from bot.features.learners.store import notices
from bot.features.quizzes.questions import bank
from bot.storage.database import Database
from tests.fakes.discord import FakeDiscord, Shown
from tests.fakes.discord.world import ANA, APPLICATION, BEN, BOT, MANAGE_GUILD, Exchange, Json, person, role
from tests.packs import take_out

ME = f"<@{APPLICATION}>"


async def settled(discord: FakeDiscord) -> None:
    """Wait until everything that came before has been handled."""
    await (await discord.use("help", user=person(9, "Zoe"))).shown()


def alone(discord: FakeDiscord, user: Json = ANA) -> list[Shown]:
    """The direct messages that someone got."""
    return discord.messages.get(discord.conversation(user["id"]), [])


def posted(discord: FakeDiscord) -> list[Shown]:
    return discord.messages.get(discord.channel, [])


async def written_alone(discord: FakeDiscord, number: int = 1, user: Json = ANA) -> Shown:
    return await discord.posted(number, discord.conversation(user["id"]))


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("hi", "Hi! Ask me anything"),
        ("hello 👋", "Hi! Ask me anything"),
        ("<a:party:123456789012345678>", "All right!"),
        ("help", "What I can do"),
        ("what can you do?", "What I can do"),
        ("", "What I can do"),
        (f"{ME} what can you do?", "What I can do"),
        ("tip care", "Daily care"),
        ("</tip:123456789012345678> care", "Daily care"),
        ("quiz care 1", "Question 1 of 1"),
        ("/quiz care 1", "Question 1 of 1"),
        ("**quiz care 1**", "Question 1 of 1"),
        ("_thanks Versed_", "You're welcome!"),
        ("start a game", "works in a channel"),
        ("schedule tip 09:00", "Only an administrator can schedule posts; run that in a server that I'm in."),
        ("settings pack:pets", "choose what I teach in a channel; run that in a server that I'm in."),
        ("pack import", "Only administrators and the editors they name can do that; run that in a server"),
        ("/nosuch", "no command"),
        ("hi, what is an aquarium?", "glass container"),
        ("what is a blockchain?", "doesn't cover that"),
    ],
)
async def test_a_direct_message_is_answered_there(
    discord: FakeDiscord, versed: Discord, said: str, says: str
) -> None:
    await discord.write(said, direct=True)
    answer = await written_alone(discord)
    assert says in answer.text
    assert answer.body["allowed_mentions"] == {"parse": []}
    await settled(discord)
    assert len(alone(discord)) == 1


async def test_a_follow_up_is_understood_however_it_arrives(discord: FakeDiscord, versed: Discord) -> None:
    asked = await discord.use("ask", question="aquarium vs litter box")
    assert "A tray of sand" in (await asked.shown()).text
    await discord.write(f"{ME} the first one?")
    assert "glass container" in (said := (await discord.posted(2)).text)
    assert "A tray of sand" not in said


async def test_a_direct_message_follows_up_the_one_before(discord: FakeDiscord, versed: Discord) -> None:
    for number, (said, says) in enumerate(
        [("aquarium?", "glass container"), ("no, I meant a litter box", "A tray of sand"), ("tl;dr", "A tray of")], 1
    ):
        await discord.write(said, direct=True)
        assert says in (await written_alone(discord, number)).text


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (f"{ME} what is an aquarium?", "glass container"),
        (f"hey <@!{APPLICATION}>, tip about care", "Daily care"),
        (f"define aquarium {ME}", "glass container"),
        (f"{ME} <@{BEN['id']}> what is an aquarium?", "glass container"),
    ],
)
async def test_a_public_answer_comes_as_a_reply(discord: FakeDiscord, versed: Discord, said: str, says: str) -> None:
    message = await discord.write(said)
    answer = await discord.posted()
    assert says in answer.text
    assert answer.body["message_reference"] == {"message_id": message["id"], "fail_if_not_exists": False}
    assert answer.body["allowed_mentions"] == {"parse": []}
    await settled(discord)
    assert len(posted(discord)) == 1
    assert not alone(discord)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (ME, "What I can do"),
        (f"{ME} my progress", "Your progress"),
        (f"{ME} what is a blockchain?", "doesn't cover that"),
        (f"{ME} schedule tip time:09:00 notify:<@&5>", "I can't ping a role from a message"),
    ],
)
async def test_a_private_answer_comes_as_a_direct_message_with_a_note(
    discord: FakeDiscord, versed: Discord, said: str, says: str
) -> None:
    message = await discord.write(said)
    assert says in (await written_alone(discord)).text
    note = await discord.posted()
    assert note.text == "I've sent you a direct message."
    assert note.body["message_reference"]["message_id"] == message["id"]


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (f"{ME} hi", "Hi! Ask me anything"),
        (f"thanks {ME}!", "You're welcome!"),
        (f"{ME} gg", "🙂"),
        (f"{ME} wrong!", "I only say what's in"),
        (f"{ME} too hard", "Every quiz starts easy"),
        (f"{ME} when does she come?", "I can't tell what that's about."),
    ],
)
async def test_a_word_in_passing_is_answered_where_it_was_said_in_one_message(
    discord: FakeDiscord, versed: Discord, said: str, says: str
) -> None:
    message = await discord.write(said)
    answer = await discord.posted()
    assert answer.text.startswith(says)
    assert answer.body["message_reference"]["message_id"] == message["id"]
    assert answer.body["allowed_mentions"] == {"parse": []}
    await settled(discord)
    assert (len(posted(discord)), alone(discord)) == (1, [])


async def test_an_answer_named_beside_its_question_is_sent_to_the_buttons_once(
    discord: FakeDiscord, versed: Discord
) -> None:
    opened = await discord.use("challenge", topic="care", questions=2, permissions=MANAGE_GUILD)
    assert "Take the challenge" in (await opened.shown()).buttons
    for said in ("B", "C"):
        await discord.write(f"{ME} {said}")
    await discord.write(f"{ME} what is an aquarium?")
    assert (await discord.posted(2)).text == "Use the buttons on the question."
    assert "glass container" in (await discord.posted(3)).text
    assert not alone(discord)


async def test_a_direct_message_answers_the_question_that_was_sent_there(
    discord: FakeDiscord, versed: Discord, core: Core
) -> None:
    pack = core.library.default
    take_out(pack, [name for name, each in bank(pack).items() if each.type != "free-text"])
    await discord.write(f"{ME} quiz me")
    assert "Question 1" in (await written_alone(discord)).text
    await discord.write("no idea", direct=True)
    assert "Not quite" in (await written_alone(discord, 2)).text
    await settled(discord)
    assert [each.text for each in posted(discord)] == ["I've sent you a direct message."]


async def test_who_takes_no_direct_messages_is_told_what_to_do(discord: FakeDiscord, versed: Discord) -> None:
    discord.closed.add(ANA["id"])
    await discord.write(f"{ME} my progress")
    note = await discord.posted()
    assert note.text.startswith("I can't write to you directly here. Type /help")
    assert "progress" not in note.text.lower()


async def test_where_versed_may_not_post_it_answers_in_a_direct_message(
    discord: FakeDiscord, versed: Discord
) -> None:
    discord.silenced.add(discord.channel)
    await discord.write(f"{ME} what is an aquarium?")
    assert "glass container" in (await written_alone(discord)).text
    await discord.write(f"{ME} hi")
    assert "Hi!" in (await written_alone(discord, 2)).text
    await settled(discord)
    assert not posted(discord)


async def test_where_versed_cannot_read_back_it_answers_without_a_reference(
    discord: FakeDiscord, versed: Discord
) -> None:
    discord.history_readable = False
    await discord.write(f"{ME} what is an aquarium?")
    answer = await discord.posted()
    assert "glass container" in answer.text
    assert "message_reference" not in answer.body


def by_a_bot(message: Json) -> Json:
    return {**message, "author": {**message["author"], "bot": True}}


def by_a_webhook(message: Json) -> Json:
    return {**message, "webhook_id": "5"}


def a_pin(message: Json) -> Json:
    return {**message, "type": 6}


@pytest.mark.parametrize("change", [by_a_bot, by_a_webhook, a_pin])
@pytest.mark.parametrize("direct", [True, False])
async def test_only_people_who_type_are_answered(
    discord: FakeDiscord, versed: Discord, change: Callable[[Json], Json], direct: bool
) -> None:
    message = await discord.write("nothing for the bot")
    where = {"channel_id": discord.conversation(ANA["id"]), "guild_id": None} if direct else {}
    await discord.tell_of(change({**message, "content": f"{ME} tip", "mentions": [BOT], **where}))
    await settled(discord)
    assert not posted(discord)
    assert not alone(discord)


@pytest.mark.parametrize(
    "said",
    [
        "what is an aquarium?",
        "@everyone what is an aquarium?",
        "<@&600000000000000001> what is an aquarium?",
        f"<@{BEN['id']}> what is an aquarium?",
        f"`{ME}` what is an aquarium?",
        f"Versed {APPLICATION}, what is an aquarium?",
    ],
)
async def test_what_does_not_mention_versed_is_left_alone(discord: FakeDiscord, versed: Discord, said: str) -> None:
    await discord.write(said)
    await settled(discord)
    assert not posted(discord)


async def test_a_reply_that_only_pings_is_left_alone(discord: FakeDiscord, versed: Discord) -> None:
    await discord.write(f"{ME} what is an aquarium?")
    answer = await discord.posted()
    reply = {**answer.as_json(), "author": BOT}
    await discord.write("oh, nice", replies_to=reply)
    await settled(discord)
    assert len(posted(discord)) == 1
    await discord.write(f"{ME} and a litter box?", replies_to=reply)
    assert "sand" in (await discord.posted(2)).text


async def test_a_message_that_comes_twice_is_answered_once(discord: FakeDiscord, versed: Discord) -> None:
    await discord.write(f"{ME} what is an aquarium?")
    await discord.posted()
    discord.gateway.replay = 5
    await discord.gateway.drop()
    await discord.until(lambda: discord.gateway.resumed == 1)
    await settled(discord)
    assert len(posted(discord)) == 1


async def test_what_was_written_while_disconnected_is_answered(discord: FakeDiscord, versed: Discord) -> None:
    await discord.gateway.drop()
    await discord.write("aquarium?", direct=True)
    assert "glass container" in (await written_alone(discord)).text


async def test_an_edited_message_is_not_answered_again(discord: FakeDiscord, versed: Discord) -> None:
    message = await discord.write(f"{ME} what is an aquarium?")
    await discord.posted()
    edited = {**message, "content": f"{ME} what is a litter box?", "edited_timestamp": "2026-03-02T09:01:00+00:00"}
    await discord.gateway.dispatch("MESSAGE_UPDATE", edited, message["guild_id"])
    await discord.gateway.dispatch("MESSAGE_DELETE", {"id": message["id"]}, message["guild_id"])
    await settled(discord)
    assert len(posted(discord)) == 1


@pytest.mark.parametrize("lost", [{"drop": True}, {"status": 502}, {"accept": True, "drop": True}])
async def test_an_answer_that_was_lost_comes_once(
    discord: FakeDiscord, versed: Discord, lost: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.inbound.answers._AGAIN", 0.01)
    discord.fail("POST /channels/.*/messages", **lost)
    await discord.write(f"{ME} what is an aquarium?")
    await discord.until(lambda: len(discord.sent("POST", "/messages")) == 2)
    await settled(discord)
    assert len(posted(discord)) == 1


async def test_an_answer_that_discord_refuses_is_replaced_by_an_apology(
    discord: FakeDiscord, versed: Discord
) -> None:
    discord.fail("POST /channels/.*/messages", status=400, code=50035)
    await discord.write(f"{ME} what is an aquarium?")
    assert "I couldn't show that here" in (await discord.posted()).text


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"id": "x"},
        {"id": "1", "channel_id": "2", "author": {}, "content": "hi"},
        {"id": "1", "channel_id": "2", "author": {"id": "z"}, "content": "hi"},
        {"id": "1", "channel_id": "2", "author": {"id": "3"}, "content": None, "mentions": 5, "flags": "x"},
        {
            "id": "1",
            "channel_id": "2",
            "author": {"id": "3"},
            "content": f"{ME}",
            "guild_id": "4",
            "mentions": [None],
        },
        {"id": 10**30, "channel_id": "2", "author": {"id": "3"}, "content": "hi"},
    ],
)
async def test_an_odd_message_does_no_harm(discord: FakeDiscord, versed: Discord, odd: Json) -> None:
    await discord.gateway.dispatch("MESSAGE_CREATE", odd)
    await discord.write("aquarium?", direct=True, user=BEN)
    assert "glass container" in (await written_alone(discord, user=BEN)).text


async def test_rights_are_those_of_the_server(discord: FakeDiscord, versed: Discord) -> None:
    """ANA owns the server; BEN has no role at first, then one that may manage it."""
    managers = role("850000000000000001", "managers", permissions=MANAGE_GUILD)
    await discord.gateway.dispatch(
        "GUILD_ROLE_CREATE", {"guild_id": discord.home["id"], "role": managers}, discord.home["id"]
    )
    await discord.write(f"{ME} schedule list")
    assert "No schedules yet" in (await written_alone(discord)).text
    await discord.write(f"{ME} schedule list", user=BEN)
    assert "Only an administrator" in (await written_alone(discord, user=BEN)).text
    await discord.write(f"{ME} schedule list", user=BEN, roles=[managers["id"]])
    assert "No schedules yet" in (await written_alone(discord, 2, user=BEN)).text


async def test_a_quiz_asked_for_in_a_channel_is_taken_in_the_conversation(
    discord: FakeDiscord, versed: Discord
) -> None:
    await discord.write(f"{ME} quiz care 1")
    question = await written_alone(discord)
    assert "Question 1 of 1" in question.text
    answered = await pressed(discord, question, next(iter(question.buttons)))
    summary = await pressed(discord, answered, next(iter(answered.buttons)))
    assert "1 of 1" in summary.text or "0 of 1" in summary.text
    progress = await (await discord.use("progress")).shown()
    assert "1 of 1" in progress.text or "0 of 1" in progress.text, "it counts in the server"


async def pressed(discord: FakeDiscord, on: Shown, label: str, user: Json = ANA) -> Shown:
    return await (await discord.press(on, label, direct=True, user=user)).shown()


async def test_what_is_typed_into_a_form_in_the_conversation_counts_for_the_server(
    discord: FakeDiscord, versed: Discord
) -> None:
    for number in range(1, 40):
        await discord.write(f"{ME} quiz home 3")
        question = await written_alone(discord, number)
        if "Type your answer" in question.buttons:
            break
    asked: Exchange = await (await discord.press(question, "Type your answer", direct=True)).answered()
    answered = await (await discord.submit(asked, "aquarium", direct=True)).shown()
    assert "Right" in answered.text


async def test_nobody_else_can_use_what_someone_was_sent(discord: FakeDiscord, versed: Discord) -> None:
    await discord.write(f"{ME} quiz care 1")
    question = await written_alone(discord)
    label = next(iter(question.buttons))
    refused = await pressed(discord, question, label, user=BEN)
    assert "Right" not in refused.text
    assert "Not quite" not in refused.text


async def test_an_old_question_no_longer_counts_for_the_server(
    discord: FakeDiscord, versed: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    await discord.write(f"{ME} quiz care 1")
    question = await written_alone(discord)
    monkeypatch.setattr(seals, "LASTS", timedelta(minutes=-2))
    refused = await pressed(discord, question, next(iter(question.buttons)))
    assert refused.text == "That was a while ago; ask me again in the server."


async def test_an_administrators_rights_last_for_a_while(
    discord: FakeDiscord, versed: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await discord.use("schedule tip", time="09:00", permissions=MANAGE_GUILD)).shown()
    await discord.write(f"{ME} schedule list")
    listed = await written_alone(discord)
    (menu_or_button, *_) = [*listed.buttons, *listed.options]
    page = await pressed(discord, listed, menu_or_button)
    assert "Only an administrator" not in page.text
    monkeypatch.setattr(seals, "_ADMINISTERS_FOR", timedelta(minutes=-2))
    refused = await pressed(discord, page, next(iter(page.buttons)))
    assert "Only an administrator" in refused.text


async def test_a_notice_comes_as_a_direct_message_after_the_answer(
    discord: FakeDiscord, versed: Discord, sqlite_database: Database
) -> None:
    server = f"discord:{discord.home['id']}"
    await notices.leave(sqlite_database.writer, server, "schedule", "I paused schedule 1.", at=_now())
    await discord.write(f"{ME} what is an aquarium?")
    assert "I paused schedule 1." in (await written_alone(discord)).text
    assert "paused" not in (await discord.posted()).text


def _now() -> datetime:
    return datetime.now(UTC)


async def test_nothing_that_is_written_is_logged(
    discord: FakeDiscord, versed: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="adapters")
    caplog.set_level("DEBUG", logger="bot")
    await discord.write("canary canary", direct=True)
    await discord.write(f"{ME} canary")
    await discord.gateway.dispatch("MESSAGE_CREATE", {"id": "canary", "content": "canary", "author": {"id": "x"}})
    await written_alone(discord)
    await settled(discord)
    assert "canary" not in caplog.text


async def test_many_who_write_at_once_are_all_answered(discord: FakeDiscord, versed: Discord) -> None:
    people = [person(100 + number, f"P{number}") for number in range(20)]
    discord.people |= {each["id"]: each for each in people}
    await asyncio.gather(*(discord.write("aquarium?", direct=True, user=each) for each in people))
    for each in people:
        assert "glass container" in (await written_alone(discord, user=each)).text
