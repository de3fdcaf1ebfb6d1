"""Free words on Slack: in direct messages, and where Versed is mentioned."""

from typing import Any

import pytest

from bot.core import Core
from bot.features.asking.actions import NotMeant
from bot.features.quizzes.actions import StartQuiz
from bot.features.quizzes.questions import bank
from bot.language.actions import encode
from tests.adapters.slack.conftest import Stage, presses, words
from tests.fakes.slack import Fault, payloads
from tests.fakes.slack.server import ADMIN, DIRECT, GENERAL, MEMBER, QUIET
from tests.packs import take_out

OWN = f"D-{MEMBER}"
"""A member's own conversation with the bot."""


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("hi", "Hi! Ask me anything"),
        ("hello :wave:", "Hi! Ask me anything"),
        (":wave::skin-tone-2:", "Hi! Ask me anything"),
        (":+1:", "All right!"),
        ("thanks :pray:", "You're welcome!"),
        ("help", "What I can do"),
        ("what can you do?", "What I can do"),
        ("", "What I can do"),
        ("tip care", "Daily care"),
        ("quiz care 1", "Question 1 of 1"),
        ("/versed quiz care 1", "Question 1 of 1"),
        ("<@U0BOT> quiz me on care", "Question 1 of"),
        ("start a game", "works in a channel"),
        ("schedule tip 09:00", "Only an administrator can schedule posts"),
        ("/nosuch", "no command"),
        ("hi, what is an aquarium?", "A glass container"),
        ("what is a blockchain?", "doesn't cover that"),
        ("define:  &lt;aquarium&gt;", "A glass container"),
    ],
)
async def test_a_direct_message_is_answered_as_it_is_meant_and_stays(over_http: Stage, said: str, says: str) -> None:
    answer = await over_http.answer(payloads.direct(said), "chat.postMessage")
    assert answer["channel"] == DIRECT
    assert says in words(answer)


async def test_a_line_in_a_direct_message_answers_what_is_open_there(over_http: Stage, core: Core) -> None:
    pack = core.library.default
    take_out(pack, [name for name, each in bank(pack).items() if each.type != "free-text"])
    await over_http.answer(payloads.direct("quiz me", ts="1.000001"), "chat.postMessage")
    answer = await over_http.answer(payloads.direct("no idea", ts="1.000002"), "chat.postMessage")
    assert "Not quite" in words(answer)


async def test_an_answer_to_a_mention_is_private_if_it_says_so(over_http: Stage) -> None:
    mention = payloads.mention("<@U0BOT> what is an aquarium? private:yes")
    assert "A glass container" in words(await over_http.answer(mention, "chat.postEphemeral"))


async def test_an_answer_that_was_not_meant_leads_to_others(over_http: Stage) -> None:
    answer = await over_http.answer(payloads.mention("<@U0BOT> who has to be walked?"), "chat.postMessage")
    not_meant = next(each for each in presses(answer) if each.startswith(NotMeant.tag))
    others = await over_http.answer(payloads.press(over_http.slack, not_meant, ephemeral=False))
    assert others["response_type"] == "ephemeral"
    assert "The next closest things I know about" in words(others)
    led = await over_http.answer(payloads.press(over_http.slack, presses(others)[0]))
    assert words(led)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("<@U0BOT> hi", "Hi! Ask me anything"),
        ("<@U0BOT> what can you do?", "What I can do"),
        ("hey <@U0BOT>", "Hi! Ask me anything"),
        ("<@U0BOT> my progress", "Your progress"),
        ("<@U0BOT> quiz care 1", "Question 1 of 1"),
        ("<@U0BOT> schedule list", "Only an administrator can schedule posts"),
        ("<@U0BOT> what is a blockchain?", "doesn't cover that"),
        ("thanks <@U0BOT>, <!here>", "You're welcome!"),
    ],
)
async def test_a_private_answer_to_a_mention_goes_to_its_author_alone(over_http: Stage, said: str, says: str) -> None:
    answer = await over_http.answer(payloads.mention(said), "chat.postEphemeral")
    assert (answer["channel"], answer["user"]) == (GENERAL, MEMBER)
    assert says in words(answer)
    assert not over_http.slack.calls("chat.postMessage")


@pytest.mark.parametrize(
    ("said", "says"),
    [("<@U0BOT> what is an aquarium?", "A glass container"), ("<@U0BOT> tip about care", "Daily care")],
)
async def test_a_public_answer_comes_under_the_mention(over_http: Stage, said: str, says: str) -> None:
    mention = payloads.mention(said)
    answer = await over_http.answer(mention, "chat.postMessage")
    assert (answer["channel"], answer["thread_ts"]) == (GENERAL, mention["event"]["ts"])
    assert says in words(answer)


async def test_an_answer_named_beside_its_question_is_sent_to_the_buttons_once(over_http: Stage) -> None:
    await over_http.answer(payloads.command(over_http.slack, "challenge care 1", user=ADMIN))
    answer = await over_http.answer(payloads.mention("<@U0BOT> B"), "chat.postEphemeral")
    assert "Use the buttons on the question." in words(answer)
    await over_http.driver.deliver(payloads.mention("<@U0BOT> C"))
    await settled(over_http)
    assert len(over_http.slack.calls("chat.postEphemeral")) == 1


async def test_whom_slack_does_not_name_is_someone(over_http: Stage) -> None:
    mention = payloads.mention("<@U0BOT> team create Foxes", user="U0NEW")
    assert "with someone in it" in words(await over_http.answer(mention, "chat.postMessage")).replace("\n", "")


async def test_in_a_thread_everything_stays_there(over_http: Stage) -> None:
    for said, method in (("tip", "chat.postMessage"), ("quiz", "chat.postEphemeral"), ("hi", "chat.postEphemeral")):
        mention = payloads.mention(f"<@U0BOT> {said}", thread_ts="1700000000.000100")
        assert (await over_http.answer(mention, method))["thread_ts"] == "1700000000.000100"


async def test_a_quiz_asked_for_by_a_mention_goes_on(over_http: Stage) -> None:
    first = await over_http.answer(payloads.mention("<@U0BOT> quiz care 1"), "chat.postEphemeral")
    pressed = await over_http.answer(payloads.press(over_http.slack, presses(first)[0]))
    assert pressed["response_type"] == "ephemeral"
    assert "Next" in words(pressed) or "result" in words(pressed).lower() or presses(pressed)


async def test_a_mention_that_needs_a_post_says_that_the_bot_cannot_post_there(over_http: Stage) -> None:
    mention = payloads.mention("<@U0BOT> schedule a tip at 09:00", user=ADMIN, channel=QUIET)
    over_http.slack.channels[QUIET]["is_member"] = False
    answer = await over_http.answer(mention, "chat.postMessage")  # the bot can't show an ephemeral message there
    assert "yet, so I can't post there" in words(answer)


async def test_a_group_named_in_free_words_is_one_of_the_workspace(over_http: Stage) -> None:
    typed = "<@U0BOT> schedule tip time:09:00 notify:<!subteam^S0DESIGN|@designers>"
    answer = await over_http.answer(payloads.mention(typed, user=ADMIN), "chat.postEphemeral")
    assert "@designers" in words(answer)
    unknown = "<@U0BOT> schedule tip time:10:00 notify:strangers"
    answer = await over_http.answer(payloads.mention(unknown, user=ADMIN), "chat.postEphemeral")
    assert "I don't know the user group" in words(answer)


async def settled(stage: Stage) -> None:
    """Wait until everything delivered before has been served."""
    before = len(stage.slack.calls("response"))
    await stage.driver.deliver(payloads.command(stage.slack, "compare"))
    await stage.slack.wait_for("response", before + 1)


async def test_a_mention_that_is_edited_is_answered_once(stage: Stage) -> None:
    mention = payloads.mention("<@U0BOT> what is a litter box?")
    await stage.answer(mention, "chat.postMessage")
    for number in range(2):
        event = {**mention["event"], "text": "<@U0BOT> what is an aquarium?", "edited": {"user": MEMBER, "ts": "1.0"}}
        await stage.driver.deliver({**mention, "event_id": f"Ev-edit-{number}", "event": event})
    await settled(stage)
    assert len(stage.slack.calls("chat.postMessage")) == 1


async def test_a_message_that_names_versed_only_once_edited_is_answered(stage: Stage) -> None:
    mention = payloads.mention("<@U0BOT> aquarium?", edited={"user": MEMBER, "ts": "1.0"})
    assert "A glass container" in words(await stage.answer(mention, "chat.postMessage"))


@pytest.mark.parametrize("mention_first", [True, False])
async def test_a_mention_in_a_direct_message_is_answered_once(stage: Stage, mention_first: bool) -> None:
    said = payloads.direct("<@U0BOT> what is an aquarium?")
    ts = said["event"]["ts"]
    mention = payloads.mention("<@U0BOT> what is an aquarium?", channel=DIRECT)
    mention["event"]["ts"] = ts
    for event in (mention, said) if mention_first else (said, mention):
        await stage.driver.deliver(event)
    await stage.slack.wait_for("chat.postMessage")
    await settled(stage)
    assert len(stage.slack.calls("chat.postMessage")) == 1


async def test_an_edited_direct_message_is_not_answered_again(stage: Stage) -> None:
    said = payloads.direct("aquarium?")
    await stage.answer(said, "chat.postMessage")
    changed = payloads.direct("", subtype="message_changed", message={**said["event"], "text": "litter box?"})
    await stage.driver.deliver(changed)
    await settled(stage)
    assert len(stage.slack.calls("chat.postMessage")) == 1


async def test_in_the_conversation_with_versed_nothing_private_is_forgotten(stage: Stage) -> None:
    """Slack loses ephemeral messages on a reload."""
    quiz = await stage.answer(payloads.command(stage.slack, "quiz care 1", channel=OWN))
    assert "Question 1 of 1" in words(quiz)
    assert quiz["response_type"] == "in_channel"
    press: dict[str, Any] = payloads.press(stage.slack, presses(quiz)[0], ephemeral=False, channel=OWN)
    answered = await stage.answer(press)
    assert (answered["response_type"], answered["replace_original"]) == ("in_channel", True)


async def test_in_the_conversation_of_two_people_private_answers_stay_private(stage: Stage) -> None:
    for payload in (
        payloads.command(stage.slack, "quiz care 1", channel=DIRECT),
        payloads.press(stage.slack, encode(StartQuiz("pets")), channel=DIRECT),
    ):
        assert (await stage.answer(payload))["response_type"] == "ephemeral"


async def test_if_slack_does_not_name_the_conversation_private_answers_stay_private(stage: Stage) -> None:
    stage.slack.fail("conversations.open", Fault(error="missing_scope"))
    quiz = await stage.answer(payloads.command(stage.slack, "quiz care 1", channel=OWN))
    assert quiz["response_type"] == "ephemeral"
