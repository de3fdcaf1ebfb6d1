"""Presses, shortcuts and modals."""

import asyncio
import re
from typing import Any

import pytest
from sqlalchemy import select

from adapters.slack.inbound import modals
from bot.features.lessons.actions import ShowTerm, ShowTopics
from bot.features.quizzes.actions import StartQuiz
from bot.features.reviews.actions import RecallCard
from bot.features.reviews.deck import Deck
from bot.language.actions import Action, decode, encode
from bot.storage.tables import seen
from tests.adapters.slack.conftest import Stage, presses, words
from tests.cases import IN_A_QUIZ, PRESSES, Press
from tests.fakes.slack import Fault, payloads
from tests.fakes.slack.server import ADMIN, DIRECT, GENERAL, MEMBER, QUIET, STRANGER
from tests.packs import pets
from tests.rows import rows


@pytest.mark.parametrize("press", PRESSES, ids=str)
async def test_every_button(over_socket: Stage, press: Press) -> None:
    await _pressed(over_socket, press, chosen=False)


@pytest.mark.parametrize("press", PRESSES[::5], ids=str)
async def test_a_press_chosen_from_a_menu(over_http: Stage, press: Press) -> None:
    await _pressed(over_http, press, chosen=True)


async def _pressed(stage: Stage, press: Press, *, chosen: bool) -> None:
    for action in press.after:
        await stage.answer(payloads.press(stage.slack, encode(action)))
    before = len(stage.slack.calls("response"))
    await stage.driver.deliver(payloads.press(stage.slack, encode(press.action), chosen=chosen))
    if press.types is not None:
        view = (await stage.slack.wait_for("views.open")).arguments["view"]
        await stage.driver.deliver(payloads.submission({**view, "id": "V1"}, {modals.FIELD: press.types}))
    said = (await stage.slack.wait_for("response", before + 1)).arguments
    assert said["response_type"] == ("ephemeral" if press.private else "in_channel")
    assert press.says in words(said)


async def test_a_private_message_is_replaced_and_a_public_one_is_not(stage: Stage) -> None:
    press = encode(ShowTopics("pets"))
    private = await stage.answer(payloads.press(stage.slack, press, ephemeral=True))
    public = await stage.answer(payloads.press(stage.slack, press, ephemeral=False))
    direct = await stage.answer(payloads.press(stage.slack, press, ephemeral=False, channel=DIRECT))
    assert [said["replace_original"] for said in (private, public, direct)] == [True, False, True]


async def test_an_answer_in_a_thread_stays_there(stage: Stage) -> None:
    press = payloads.press(stage.slack, encode(ShowTopics("pets")), ephemeral=False)
    press["message"]["thread_ts"] = "1700000000.000100"
    assert (await stage.answer(press))["thread_ts"] == "1700000000.000100"


@pytest.mark.parametrize(
    ("press", "sentence"),
    [
        ("bogus", "don't know that button any more; run /versed help"),
        ("answer.1:a:0:٣", "doesn't work; run /versed quiz"),
        ("answer.0:a:0:1", "expired; run /versed quiz"),
        ("answer.1:nobodys:0:1", "I can't find that quiz here"),
        ("x" * 300, "I don't know that button any more"),
        ("", "I don't know that button any more"),
    ],
)
async def test_a_press_is_not_trusted(stage: Stage, press: str, sentence: str) -> None:
    said = await stage.answer(payloads.press(stage.slack, press))
    assert sentence in words(said)
    assert not said["replace_original"]


async def test_a_quiz_from_the_first_question_to_the_summary(stage: Stage) -> None:
    said = await stage.answer(payloads.command(stage.slack, "quiz questions:20"))
    pressed: set[type[Action]] = set()
    while "right" not in said["blocks"][0].get("text", {}).get("text", ""):
        press = presses(said)[0]
        pressed.add(type(decode(press)))
        before = len(stage.slack.calls("response"))
        await stage.driver.deliver(payloads.press(stage.slack, press))
        if press.startswith("words"):
            await stage.slack.wait(lambda: stage.slack.views)
            view = stage.slack.views.popitem()[1]
            assert view["callback_id"] == modals.FORM
            await stage.driver.deliver(payloads.submission(view, {modals.FIELD: "aquarium"}))
        said = (await stage.slack.wait_for("response", before + 1)).arguments
        assert said["replace_original"]
    assert pressed == IN_A_QUIZ
    assert re.search(r"\d of \d+ right", words(said))


async def test_a_form_says_what_it_asks(stage: Stage) -> None:
    card = next(each for each in Deck(pets()).cards if each.typed.answers)
    await stage.driver.deliver(payloads.press(stage.slack, encode(RecallCard("pets", card.code, 0))))
    view = (await stage.slack.wait_for("views.open")).arguments["view"]
    assert view["callback_id"] == modals.FORM
    assert card.front in words(view)


async def test_a_second_press_changes_nothing(stage: Stage) -> None:
    said = await stage.answer(payloads.command(stage.slack, "quiz care 2"))
    first, second = presses(said)[:2]
    await stage.answer(payloads.press(stage.slack, first))
    again = await stage.answer(payloads.press(stage.slack, second))
    assert "Already answered" in words(again)
    other = await stage.answer(payloads.press(stage.slack, second, user=ADMIN))
    assert "someone else's" in words(other)


async def test_the_same_press_delivered_twice_has_one_effect(stage: Stage) -> None:
    press = payloads.press(stage.slack, encode(StartQuiz("pets")))
    await stage.answer(press)
    await stage.driver.deliver(press, again=True)
    await stage.answer(payloads.press(stage.slack, encode(ShowTopics("pets"))))
    assert len(stage.slack.calls("response")) == 2


async def test_a_press_is_timed_by_slack(stage: Stage) -> None:
    press = payloads.press(stage.slack, encode(ShowTerm("pets", "aquarium")))
    press["actions"][0]["action_ts"] = "1700000000.250000"
    await stage.answer(press)
    await stage.platform.close()
    await stage.database.writer.close()
    assert await rows(stage.database, select(seen.c.at)) == [(1_700_000_000_250,)]


async def test_home_answers_in_a_modal_that_goes_on(stage: Stage) -> None:
    home = {"id": "VHOME", "type": "home", "team_id": "T0HOME"}
    await stage.driver.deliver(payloads.press_in_view(encode(StartQuiz("pets", "care", 1)), home))
    await stage.slack.wait_for("views.open")
    view = next(iter(stage.slack.views.values()))
    assert (view["type"], view["callback_id"]) == ("modal", modals.ANSWER)
    await stage.driver.deliver(payloads.press_in_view(presses(view)[0], view))
    updated = (await stage.slack.wait_for("views.update")).arguments
    assert updated["view_id"] == view["id"]
    assert "Question 1 of 1" in words(updated["view"])


async def test_a_form_within_a_modal_is_put_on_top_of_it(stage: Stage) -> None:
    press = None
    while press is None or not press.startswith("words"):
        home = {"id": "VHOME", "type": "home"}
        stage.slack.views.clear()
        await stage.driver.deliver(payloads.press_in_view(encode(StartQuiz("pets", "home", 1)), home))
        await stage.slack.wait(lambda: stage.slack.views)
        view = next(iter(stage.slack.views.values()))
        press = presses(view)[0]
    await stage.driver.deliver(payloads.press_in_view(press, view))
    pushed = await stage.slack.wait_for("views.push")
    form = {**pushed.arguments["view"], "id": "V-FORM"}
    await stage.driver.deliver(payloads.submission(form, {modals.FIELD: "aquarium"}))
    updated = (await stage.slack.wait_for("views.update")).arguments
    assert updated["view_id"] == view["id"]


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("faults", [[Fault(retry_after=0.01)] * 2, [Fault(drop=True, accept=True)]])
async def test_a_modal_goes_on_whatever_happens_on_the_way(stage: Stage, faults: list[Fault]) -> None:
    home = {"id": "VHOME", "type": "home", "team_id": "T0HOME"}
    await stage.driver.deliver(payloads.press_in_view(encode(StartQuiz("pets", "care", 1)), home))
    await stage.slack.wait_for("views.open")
    view = next(iter(stage.slack.views.values()))
    stage.slack.fail("views.update", *faults)
    await stage.driver.deliver(payloads.press_in_view(presses(view)[0], view))
    await stage.slack.wait_for("views.update", len(faults) + 1)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Slack ask for waits of less than a second."""
    monkeypatch.setattr("adapters.slack.outbound.api._retry_after", lambda headers: float(headers["Retry-After"]))


async def test_if_slack_postpones_a_modal_the_answer_is_a_direct_message(stage: Stage) -> None:
    stage.slack.fail("views.open", Fault(retry_after=1))
    await stage.driver.deliver(payloads.press_in_view(encode(ShowTopics("pets")), {"type": "home"}))
    assert (await stage.slack.wait_for("chat.postMessage")).arguments["channel"] == MEMBER


@pytest.mark.usefixtures("soon")
async def test_an_answer_waits_as_often_as_slack_asks(stage: Stage) -> None:
    stage.slack.fail("response", *[Fault(retry_after=0.01)] * 3)
    await stage.driver.deliver(payloads.command(stage.slack, "compare"))
    await stage.slack.wait_for("response", 4)


async def test_if_a_modal_does_not_open_the_answer_is_a_direct_message(stage: Stage) -> None:
    stage.slack.fail("views.open", Fault(error="expired_trigger_id"))
    await stage.driver.deliver(payloads.press_in_view(encode(ShowTopics("pets")), {"type": "home"}))
    assert (await stage.slack.wait_for("chat.postMessage")).arguments["channel"] == MEMBER


async def test_the_global_shortcut_starts_a_quiz(stage: Stage) -> None:
    await stage.driver.deliver(payloads.shortcut())
    view = (await stage.slack.wait_for("views.open")).arguments["view"]
    assert "Question 1 of" in words(view)


async def test_the_message_shortcut_explains_its_terms(stage: Stage) -> None:
    said = await stage.answer(payloads.message_shortcut(stage.slack, "Clean the &lt;tank&gt; and the litter box"))
    assert said["response_type"] == "ephemeral"
    assert "Aquarium" in words(said)
    assert "Litter box" in words(said)
    nothing = await stage.answer(payloads.message_shortcut(stage.slack, "Good morning"))
    assert "None of those words" in words(nothing)


@pytest.mark.parametrize(
    "message",
    [
        {"text": "", "attachments": [{"title": "Build failed", "text": "Clean the tank"}]},
        {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Clean the *tank*"}}]},
    ],
)
async def test_the_message_shortcut_reads_what_apps_write(over_http: Stage, message: dict[str, Any]) -> None:
    pressed = payloads.message_shortcut(over_http.slack, "")
    said = await over_http.answer({**pressed, "message": {"type": "message", "ts": "1.000001", **message}})
    assert "Aquarium" in words(said)


async def test_a_card_made_of_a_message_has_no_ids_of_people(over_http: Stage) -> None:
    message = payloads.message_shortcut(over_http.slack, f"<@{MEMBER}> <!here> clean the &lt;tank&gt;", user=ADMIN)
    (press, *_) = presses(await over_http.answer({**message, "callback_id": "write_card"}))
    window = await over_http.answer(payloads.press(over_http.slack, press, user=ADMIN), "views.open")
    (back,) = [each for each in window["view"]["blocks"] if each.get("block_id") == "back"]
    assert back["element"]["initial_value"] == "clean the <tank>"


async def test_a_card_made_of_an_answer_holds_what_it_teaches(over_http: Stage) -> None:
    asked = payloads.command(over_http.slack, "define aquarium", user=ADMIN)
    answer = await over_http.answer(asked)
    assert "used /versed define" in words(answer)
    message = {"type": "message", "ts": "1.000001", "text": answer["text"], "blocks": answer["blocks"]}
    pressed = payloads.message_shortcut(over_http.slack, "", user=ADMIN)
    (press, *_) = presses(await over_http.answer({**pressed, "message": message, "callback_id": "write_card"}))
    window = await over_http.answer(payloads.press(over_http.slack, press, user=ADMIN), "views.open")
    (back,) = [each for each in window["view"]["blocks"] if each.get("block_id") == "back"]
    assert back["element"]["initial_value"].startswith("Aquarium ")
    assert "Pets compared" not in back["element"]["initial_value"]


async def test_an_administrator_can_have_the_bot_join(stage: Stage) -> None:
    refused = await stage.answer(payloads.press(stage.slack, f"join:{QUIET}", channel=QUIET))
    assert "Only an administrator" in words(refused)
    outsider = await stage.answer(payloads.press(stage.slack, f"join:{QUIET}", channel=QUIET, user=STRANGER))
    assert "Only an administrator" in words(outsider)
    joined = await stage.answer(payloads.press(stage.slack, f"join:{QUIET}", channel=QUIET, user=ADMIN))
    assert "I've joined" in words(joined)
    assert stage.slack.channels[QUIET]["is_member"]
    private = await stage.answer(payloads.press(stage.slack, "join:G0SECRET", user=ADMIN))
    assert "please /invite me there" in words(private)


async def test_a_missing_scope_is_named(stage: Stage) -> None:
    stage.slack.fail("conversations.join", Fault(error="missing_scope", more=(("needed", "channels:join"),)))
    said = await stage.answer(payloads.press(stage.slack, f"join:{QUIET}", user=ADMIN))
    assert "channels:join" in words(said)


async def test_somebody_of_another_workspace_is_an_outsider(stage: Stage) -> None:
    stage.slack.users["U0FAR"] = {"id": "U0FAR", "name": "far", "is_admin": True}
    press: dict[str, Any] = payloads.press(stage.slack, f"join:{QUIET}", user="U0FAR", home_team="T0OTHER")
    assert "Only an administrator" in words(await stage.answer(press))


async def test_acknowledgements_do_not_wait_for_slow_work(stage: Stage) -> None:
    looked_up = asyncio.Event()
    stage.slack.fail("users.info", Fault(until=looked_up))
    await stage.driver.deliver(payloads.press(stage.slack, encode(ShowTopics("pets"))))
    looked_up.set()
    assert (await stage.slack.wait_for("response")).context["channel"] == GENERAL


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "block_actions", "team": {"id": "T0HOME"}, "actions": [{"action_id": "other"}]},
        {"type": "view_submission", "team": None, "user": {"id": "U1"}, "view": {"type": "modal"}},
        {
            "type": "view_submission",
            "team": {"id": "T0HOME"},
            "user": {"id": "U1"},
            "view": {"type": "modal", "private_metadata": "{"},
        },
        {"type": "view_closed", "team": {"id": "T0HOME"}, "user": {"id": "U1"}, "view": {"callback_id": "x"}},
        {"type": "shortcut"},
        {"type": "something_new", "team": {"id": "T0HOME"}},
        {"command": "/versed"},
    ],
)
async def test_nonsense_is_acknowledged_and_does_no_harm(stage: Stage, payload: dict[str, Any]) -> None:
    await stage.driver.deliver(payload)
    assert "Pets compared" in words(await stage.answer(payloads.command(stage.slack, "compare")))
