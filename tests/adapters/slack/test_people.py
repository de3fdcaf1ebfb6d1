"""Naming people on Slack, by a mention in a command or a picker in a modal."""

import pytest

from bot.features.packs.store.editors import of_tenant
from tests.adapters.slack.conftest import Stage, words
from tests.adapters.slack.test_windows import buttons, opened
from tests.fakes.slack import payloads
from tests.fakes.slack.server import ADMIN, MEMBER, person


async def editors(stage: Stage) -> list[str]:
    found = await stage.database.read(lambda transaction: of_tenant(transaction, "slack:T0HOME"))
    return [each.member for each in found if each.may]


@pytest.mark.parametrize(
    "typed",
    [f"add:<@{MEMBER}|ben>", f"add:<@{MEMBER}>", f"Add = <@{MEMBER}|ben>", f"add <@{MEMBER}>", f"<@{MEMBER}|ben>"],
)
async def test_an_editor_is_mentioned(stage: Stage, typed: str) -> None:
    said = await stage.answer(payloads.command(stage.slack, f"pack editors {typed}", user=ADMIN))
    assert "and so does" in words(said)
    assert await editors(stage) == [MEMBER]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("@somebody", "Pick the person from the list"),
        ("@Ben", "If you just did, the app has an old manifest"),
        (f"<@{MEMBER}|ben> <@{ADMIN}|ada>", "Name one person at a time."),
        ("<@U0NOBODY99>", "can't find that person"),
        ("<@U0GONE>", "can't find that person"),
        ("member:someone:Else", "Pick the person from the list"),
    ],
)
async def test_other_names_are_refused(stage: Stage, typed: str, says: str) -> None:
    stage.slack.users["U0GONE"] = person("U0GONE", "Gil", deleted=True)
    said = await stage.answer(payloads.command(stage.slack, f"pack editors add:{typed}", user=ADMIN))
    assert says in words(said)
    assert await editors(stage) == []


async def test_an_editor_is_named_in_a_message_to_the_bot(over_http: Stage) -> None:
    mention = payloads.mention(f"<@U0BOT> pack editors add <@{MEMBER}>", user=ADMIN)
    assert "and so does" in words(await over_http.answer(mention, "chat.postEphemeral"))
    assert await editors(over_http) == [MEMBER]


async def test_a_name_typed_by_hand_is_no_person(over_http: Stage) -> None:
    said = await over_http.answer(payloads.command(over_http.slack, "pack editors @Ben", user=ADMIN))
    assert "Pick the person from the list" in words(said)


async def test_a_member_cannot_name_editors(stage: Stage) -> None:
    said = await stage.answer(payloads.command(stage.slack, f"pack editors add:<@{MEMBER}>"))
    assert "Only an administrator can say who edits packs" in words(said)
    assert await editors(stage) == []


async def test_an_editor_is_picked_in_a_modal(stage: Stage) -> None:
    page = await stage.answer(payloads.command(stage.slack, "pack editors", user=ADMIN))
    window = await opened(stage, payloads.press(stage.slack, buttons(page)["Name an editor"], user=ADMIN), ADMIN)
    assert {block: each["element"]["type"] for block, each in window.blocks.items()} == {"add": "users_select"}
    await window.send(add=MEMBER)
    await stage.slack.wait_for("response")
    assert await editors(stage) == [MEMBER]
