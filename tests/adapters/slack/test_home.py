"""App Home: what's on in your channels, settings that apply at once, and the section for administrators."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.core import Core
from bot.features.learners.chosen import Chosen
from bot.features.learners.store import notices
from bot.features.scheduling.store import schedules
from bot.language.people import MemberKey
from tests.adapters.slack.conftest import Stage, words
from tests.adapters.slack.test_windows import opened
from tests.fakes.slack import Fault, payloads
from tests.fakes.slack.server import ADMIN, GENERAL, GUEST, MEMBER, QUIET, SECRET

Json = dict[str, Any]
TENANT = "slack:T0HOME"


async def home(stage: Stage, user: str = MEMBER) -> Json:
    event = payloads.event("app_home_opened", channel=f"D-{user}", user=user, tab="home")
    view: Json = (await stage.answer(event, "views.publish"))["view"]
    return view


async def published(stage: Stage, payload: Json) -> Json:
    view: Json = (await stage.answer(payload, "views.publish"))["view"]
    return view


def buttons(view: Json, label: str) -> list[str]:
    """Return the values of the buttons with that label."""
    elements = [each for block in view["blocks"] for each in block.get("elements", ())]
    return [each["value"] for each in elements if each["type"] == "button" and each["text"]["text"] == label]


def press(view: Json, label: str, user: str = MEMBER) -> Json:
    return payloads.press_in_view(buttons(view, label)[0], {"id": "VHOME", **view}, user=user)


def choice(view: Json, prompt: str, label: str, user: str) -> Json:
    """Return the payload for choosing an option from a menu that shows a prompt instead of a choice."""
    (menu,) = [
        each
        for block in view["blocks"]
        for each in block.get("elements", ())
        if each["type"] == "static_select" and each["placeholder"]["text"] == prompt
    ]
    value = next(each["value"] for each in menu["options"] if each["text"]["text"] == label)
    pressed = payloads.press_in_view("", {"id": "VHOME", **view}, user=user)
    action = {"type": "static_select", "action_id": menu["action_id"], "selected_option": {"value": value}}
    return {**pressed, "actions": [{**pressed["actions"][0], **action}]}


@pytest.fixture
def playing(stage: Stage, core: Core) -> Stage:
    """Connect the boards that games are shown on, and let the bot into the private channel."""
    core.boards["slack"] = stage.platform.boards
    stage.slack.channels[SECRET]["is_member"] = True
    return stage


async def test_a_game_shows_to_those_who_are_in_its_channel(playing: Stage) -> None:
    stage = playing
    stage.slack.in_channels[MEMBER] = {GENERAL}
    stage.slack.in_channels[GUEST] = {QUIET}
    await stage.answer(payloads.command(stage.slack, "game start care 1", user=ADMIN))
    shown = await home(stage)
    assert "A game" in words(shown)
    assert GENERAL in str(shown["blocks"]), "the channel can be opened"
    (join,) = buttons(shown, "Join")
    assert join.startswith("join.")
    assert "A game" not in words(await home(stage, GUEST))
    await stage.driver.deliver(press(shown, "Join"))
    assert "You're in" in words((await stage.slack.wait_for("views.open")).arguments["view"])
    await stage.slack.wait(lambda: "You're playing" in words(stage.slack.homes[MEMBER]))


async def test_a_game_in_a_private_channel_shows_at_nobodys_home(playing: Stage) -> None:
    stage = playing
    for user in (MEMBER, ADMIN):
        stage.slack.in_channels[user] = {GENERAL, SECRET}
    await stage.answer(payloads.command(stage.slack, "game start care 1", user=ADMIN, channel=SECRET))
    await stage.answer(payloads.command(stage.slack, "challenge care 1", user=ADMIN, channel=SECRET))
    for user in (MEMBER, ADMIN):
        said = words(await home(stage, user))
        assert "A game" not in said
        assert "A challenge" not in said


async def test_a_challenge_can_be_joined_from_home(playing: Stage) -> None:
    stage = playing
    stage.slack.in_channels[MEMBER] = {GENERAL}
    await stage.answer(payloads.command(stage.slack, "challenge care 1", user=ADMIN))
    shown = await home(stage)
    assert "A challenge" in words(shown)
    (join,) = buttons(shown, "Join")
    assert join.startswith("challenge.")


async def test_slack_is_asked_once_a_minute_and_only_if_something_goes_on(playing: Stage) -> None:
    stage = playing
    await home(stage)
    assert not stage.slack.calls("users.conversations")
    stage.slack.in_channels[MEMBER] = {GENERAL, QUIET}
    stage.slack.page = 1
    await stage.answer(payloads.command(stage.slack, "game start care 1", user=ADMIN))
    assert "A game" in words(await home(stage))
    asked = len(stage.slack.calls("users.conversations"))
    assert asked == 2, "one for each page"
    event = payloads.event("app_home_opened", channel=f"D-{MEMBER}", user=MEMBER, tab="home")
    await stage.answer(event, "views.publish")
    assert len(stage.slack.calls("users.conversations")) == asked


async def test_if_slack_does_not_say_who_is_where_no_game_is_shown(playing: Stage) -> None:
    stage = playing
    stage.slack.in_channels[MEMBER] = {GENERAL}
    await stage.answer(payloads.command(stage.slack, "game start care 1", user=ADMIN))
    stage.slack.fail("users.conversations", Fault(error="internal_error"))
    assert "A game" not in words(await home(stage))


async def test_settings_act_at_once_and_without_a_window(stage: Stage) -> None:
    shown = await home(stage)
    anew = await published(stage, payloads.change_in_home("Questions in your quizzes", shown, "10"))
    (select,) = [
        block["accessory"]
        for block in anew["blocks"]
        if block.get("text", {}).get("text") == "Questions in your quizzes"
    ]
    assert select["initial_option"]["text"]["text"] == "10"
    assert (await Chosen(stage.database).personal(MemberKey(TENANT, MEMBER)))["questions"] == "10"
    ticked = await published(stage, payloads.change_in_home("Others can see your progress", anew))
    assert (await Chosen(stage.database).read(TENANT, f"member:{MEMBER}"))["share"] == "yes"
    await published(stage, payloads.change_in_home("Others can see your progress", ticked))
    assert (await Chosen(stage.database).read(TENANT, f"member:{MEMBER}"))["share"] == "no"
    assert not stage.slack.calls("views.open", "chat.postMessage")


async def test_settings_in_a_conversation_have_the_same_controls(stage: Stage) -> None:
    said = await stage.answer(payloads.command(stage.slack, "settings"))
    kinds = [
        each["type"]
        for block in said["blocks"]
        for each in [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else [])]
    ]
    assert {"static_select", "checkboxes"} <= set(kinds)


async def test_only_administrators_see_their_section(stage: Stage) -> None:
    await notices.leave(stage.database.writer, TENANT, "x", "Something is wrong.", datetime.now(UTC))
    for user in (MEMBER, GUEST):
        said = words(await home(stage, user))
        assert "For administrators" not in said
        assert "Something is wrong" not in said
        assert "New …" not in said
    shown = await home(stage, ADMIN)
    said = words(shown)
    assert "Something is wrong." in said
    assert "Your team has no time zone yet" in said
    assert "Games and challenges: Anyone can start them" in said
    anew = await published(stage, payloads.change_in_home("Who can start games", shown, "Administrators", user=ADMIN))
    assert "Only administrators can start them" in words(anew)


async def test_schedules_are_made_and_changed_at_home(stage: Stage) -> None:
    shown = await home(stage, ADMIN)
    window = await opened(stage, choice(shown, "New …", "Tip", ADMIN), ADMIN)
    assert {block: each["element"]["type"] for block, each in window.blocks.items()} == {
        "channel": "conversations_select",
        "time": "timepicker",
        "days": "plain_text_input",
        "topic": "static_select",
        "zone": "plain_text_input",
    }
    await window.send(channel=QUIET, time="10:00")
    assert list(window.errors) == ["channel"], "I'm not in it"
    made = await published_after(stage, window.send(channel=GENERAL, time="10:00", days="daily"))
    (one,) = await stage.database.read(lambda transaction: schedules.of_tenant(transaction, TENANT))
    assert (one.place, one.place_name, one.time) == (GENERAL, "#general", "10:00")
    edit = await opened(stage, press(made, "Edit …", ADMIN), ADMIN)
    made = await published_after(stage, edit.send(time="11:00"))
    made = await published(stage, press(made, "Skip next", ADMIN))
    made = await published(stage, press(made, "Pause", ADMIN))
    assert "Paused" in words(made)
    made = await published(stage, press(made, "Resume", ADMIN))
    (one,) = await stage.database.read(lambda transaction: schedules.of_tenant(transaction, TENANT))
    assert one.time == "11:00"
    before = len(stage.slack.calls("views.open"))
    await stage.driver.deliver(press(made, "Remove", ADMIN))
    asks = (await stage.slack.wait_for("views.open", before + 1)).arguments["view"]
    assert "Remove schedule 1?" in words(asks)
    assert await stage.database.read(lambda transaction: schedules.of_tenant(transaction, TENANT))


async def test_nobody_else_makes_schedules(stage: Stage) -> None:
    shown = await home(stage, ADMIN)
    await stage.driver.deliver(choice(shown, "New …", "Tip", MEMBER))
    view = (await stage.slack.wait_for("views.open")).arguments["view"]
    assert "Only an administrator can schedule posts" in words(view)


async def published_after(stage: Stage, work: Any) -> Json:
    before = len(stage.slack.calls("views.publish"))
    await work
    view: Json = (await stage.slack.wait_for("views.publish", before + 1)).arguments["view"]
    return view
