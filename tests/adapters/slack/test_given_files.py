"""Files that people share with Versed on Slack: from a message or a modal to a quiz, and what goes wrong."""

import json
from typing import Any

import pytest

from bot.language.offers import TRY_AGAIN
from tests.adapters.slack.conftest import Stage, words
from tests.fakes.slack import Fault, payloads
from tests.fakes.slack.server import ADMIN, GENERAL, MEMBER
from tests.fakes.slack.windows import Window

TABLE = b"Question,Answer\nWhat makes dough rise?,Yeast\nWhat slows yeast down?,Salt\nWhat feeds yeast?,Sugar\n"


def press(said: dict[str, Any], label: str) -> str:
    elements = [each for block in said["blocks"] for each in block.get("elements", ()) if "value" in each]
    return next(str(each["value"]) for each in elements if each["text"]["text"] == label)


async def share(stage: Stage, text: str = "", user: str = ADMIN, **more: Any) -> dict[str, Any]:
    file = stage.slack.share("Bakery.csv", TABLE, **more)
    return await stage.answer(
        payloads.direct(text, user=user, subtype="file_share", files=[file]), "chat.postMessage"
    )


async def test_from_a_file_in_a_direct_message_to_a_quiz(over_http: Stage) -> None:
    slack = over_http.slack
    report = await share(over_http, "here's our table")
    assert "3 questions taken" in words(report)
    published = await over_http.answer(payloads.press(slack, press(report, "Publish"), user=ADMIN))
    assert "version 1" in words(published)
    await over_http.answer(payloads.press(slack, press(published, "Teach it everywhere"), user=ADMIN))
    quiz = await over_http.answer(payloads.command(slack, "quiz Bakery 1", user=MEMBER))
    assert "Question 1 of 1" in words(quiz)


async def test_text_sent_with_a_file_counts(over_http: Stage) -> None:
    assert "Breads" in words(await share(over_http, "pack import title:Breads"))


@pytest.mark.parametrize(
    "text",
    ["import this", "Can you import this?", "please turn these into a quiz", "import questions", "our new deck"],
)
async def test_words_about_a_file_go_with_its_import(over_http: Stage, text: str) -> None:
    assert "3 questions taken" in words(await share(over_http, text))


@pytest.mark.parametrize(
    ("text", "says"),
    [("what is an aquarium?", "A glass container"), ("thanks!", "welcome"), ("quiz 1", "Question 1 of 1")],
)
async def test_words_about_something_else_are_answered(over_http: Stage, text: str, says: str) -> None:
    assert says in words(await share(over_http, text, user=MEMBER))


async def test_a_modal_takes_a_file(over_http: Stage) -> None:
    slack = over_http.slack
    refused = await over_http.answer(payloads.command(slack, "pack import", user=ADMIN, channel=GENERAL))
    assert "Which file?" in words(refused)
    await over_http.driver.deliver(payloads.press(slack, press(refused, TRY_AGAIN), user=ADMIN))
    view = (await slack.wait_for("views.open")).arguments["view"]
    window = Window(over_http.driver, view, ADMIN)
    before = len(slack.calls("response"))
    await window.send(file=json.dumps(slack.share("Bakery.csv", TABLE)))
    assert "3 questions taken" in words((await slack.wait_for("response", before + 1)).arguments)


@pytest.mark.parametrize(("text", "says"), [("what is an aquarium?", "A glass container"), ("thanks!", "welcome")])
async def test_words_beside_a_picture_are_answered(over_http: Stage, text: str, says: str) -> None:
    assert says in words(await share(over_http, text, user=MEMBER, mimetype="image/png"))
    file = over_http.slack.share("party.gif", b"GIF89a", mimetype="image/gif")
    only = await over_http.answer(payloads.mention("<@U0BOT>", user=ADMIN, files=[file]), "chat.postEphemeral")
    assert "This is a picture" in words(only)


async def test_of_several_files_the_first_table_is_imported_and_the_others_named(over_http: Stage) -> None:
    slack = over_http.slack
    shared = [
        slack.share("logo.png", b"PNG", mimetype="image/png"),
        slack.share("Bakery.csv", TABLE, mimetype="text/csv"),
        slack.share("Café.csv", TABLE, mimetype="text/csv"),
    ]
    event = payloads.direct("", user=ADMIN, subtype="file_share", files=shared)
    report = words(await over_http.answer(event, "chat.postMessage"))
    assert "only Bakery.csv. Once you're done with it, send Café.csv." in report
    assert "3 questions taken" in report


@pytest.mark.parametrize(
    ("spoilt", "named"),
    [
        ({"name": "Plan", "mimetype": "application/vnd.slack-docs", "mode": "quip"}, True),
        ({"id": "F0GONE", "mode": "tombstone"}, False),
        ({"id": "F0UNKNOWN", "mode": "file_access", "file_access": "check_file_info"}, False),
    ],
    ids=["canvas", "deleted", "deleted in a shared channel"],
)
async def test_a_file_that_cannot_be_read_spoils_neither_the_others_nor_a_question(
    over_http: Stage, spoilt: dict[str, Any], named: bool
) -> None:
    table = over_http.slack.share("Bakery.csv", TABLE, mimetype="text/csv")
    event = payloads.direct("", user=ADMIN, subtype="file_share", files=[spoilt, table])
    report = words(await over_http.answer(event, "chat.postMessage"))
    assert "3 questions taken" in report
    assert ("only Bakery.csv. Once you're done with it, send Plan." in report) is named
    asks = payloads.direct("what is an aquarium?", user=MEMBER, subtype="file_share", files=[spoilt])
    assert "A glass container" in words(await over_http.answer(asks, "chat.postMessage"))


async def test_slack_is_asked_about_a_file_of_a_shared_channel(over_http: Stage) -> None:
    file = over_http.slack.share("Bakery.csv", TABLE)
    over_http.slack.described[file["id"]] = file
    event = {"id": file["id"], "mode": "file_access", "file_access": "check_file_info", "created": 0, "user": ""}
    mention = payloads.mention("<@U0BOT>", user=ADMIN, files=[event])
    assert "3 questions taken" in words(await over_http.answer(mention, "chat.postEphemeral"))
    over_http.slack.fail("files.info", Fault(error="missing_scope"))
    mention = payloads.mention("<@U0BOT>", user=ADMIN, files=[event])
    assert "files:read" in words(await over_http.answer(mention, "chat.postEphemeral"))
    over_http.slack.described.clear()
    mention = payloads.mention("<@U0BOT>", user=ADMIN, files=[event])
    assert "isn't on Slack any more" in words(await over_http.answer(mention, "chat.postEphemeral"))


@pytest.mark.parametrize(
    ("more", "fault", "says"),
    [
        ({"size": 11 * 1024**2}, None, "more than 10 MB"),
        ({}, Fault(status=403), "files:read"),
        ({}, Fault(status=404), "isn't on Slack any more"),
        ({"mode": "tombstone", "url_private_download": ""}, None, "isn't on Slack any more"),
        ({}, Fault(status=302), "files:read"),
        ({"mimetype": "application/vnd.slack-docs", "mode": "quip"}, None, "canvases"),
        ({"mimetype": "application/vnd.slack-list", "mode": "list"}, None, "copy the text into a text file"),
        ({"url_private_download": "https://files.example.org/a", "mode": "external"}, None, "isn't on Slack itself"),
    ],
    ids=["large", "refused", "deleted", "deleted before", "redirected", "canvas", "list", "elsewhere"],
)
async def test_a_file_that_cannot_be_fetched_says_why(
    over_http: Stage, more: dict[str, Any], fault: Fault | None, says: str
) -> None:
    if fault is not None:
        over_http.slack.fail("shared", fault)
    assert says in words(await share(over_http, **more))


async def test_without_the_scope_slack_shows_a_page_to_sign_in_at(over_http: Stage) -> None:
    over_http.slack.reads_files = False
    assert "files:read" in words(await share(over_http))
