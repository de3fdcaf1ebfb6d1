"""Requests match Slack's own description of its Web API, if a copy of that is at hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.features.lessons import actions
from bot.language.actions import encode
from bot.language.port import Destination
from tests.adapters.slack.conftest import Stage
from tests.adapters.slack.test_port import window
from tests.adapters.slack.test_render import SHORT
from tests.fakes.slack import Fault, payloads
from tests.fakes.slack.server import ADMIN, DIRECT, GENERAL, MEMBER, QUIET

NEWER = {"metadata", "include_all_metadata"}
"""Arguments that Slack has added since the description was written."""


NEWER_METHODS = {
    "response",
    "apps.connections.open",
    "files.getUploadURLExternal",
    "upload",
    "files.completeUploadExternal",
}


@pytest.fixture
def described() -> dict[str, Any]:
    for folder in Path(__file__).parents:
        file = folder / "shared" / "specs" / "slack-web-openapi-2021.json"
        if file.exists():
            found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["paths"]
            return found
    pytest.skip("the description of Slack's Web API is not at hand")


async def test_every_request_is_as_described(over_socket: Stage, described: dict[str, Any]) -> None:
    stage, slack = over_socket, over_socket.slack
    slack.fail("response", Fault(status=404))
    await stage.driver.deliver(payloads.command(slack, "progress"))
    await slack.wait_for("chat.postEphemeral")
    await stage.driver.deliver(payloads.direct("aquarium?"))
    await stage.driver.deliver(payloads.event("app_home_opened", channel=DIRECT, user=MEMBER, tab="home"))
    await slack.wait_for("views.publish")
    await stage.answer(payloads.command(slack, "privacy export"))
    await stage.driver.deliver(payloads.command(slack, "define"))
    await slack.wait_for("views.open")
    view = next(iter(slack.views.values()))
    await stage.driver.deliver(payloads.press_in_view(encode(actions.ShowTopics("pets")), view))
    await slack.wait_for("views.update")
    await stage.answer(payloads.press(slack, f"join:{QUIET}", user=ADMIN))
    await stage.platform.port.post(Destination("slack:T0HOME", GENERAL), SHORT, "key")
    await stage.platform.port.look_up(Destination("slack:T0HOME", GENERAL), "key", *window())
    await stage.platform.port.post(Destination("slack:T0HOME", "", MEMBER), SHORT, "key")
    await stage.platform.port.look_up(Destination("slack:T0HOME", "", MEMBER), "key", *window())
    seen = set()
    for call in slack.log:
        if f"/{call.method}" not in described:
            assert call.method in NEWER_METHODS
            continue
        (operation,) = described[f"/{call.method}"].values()
        parameters = {each["name"]: each for each in operation["parameters"]}
        assert set(call.arguments) <= set(parameters) | NEWER, call.method
        needed = {name for name, each in parameters.items() if each.get("required")} - {"token"}
        assert needed <= set(call.arguments), call.method
        assert call.token
        seen.add(call.method)
    assert seen >= {
        "auth.test",
        "chat.postEphemeral",
        "chat.postMessage",
        "conversations.history",
        "conversations.join",
        "conversations.open",
        "users.info",
        "views.open",
        "views.publish",
        "views.update",
    }
