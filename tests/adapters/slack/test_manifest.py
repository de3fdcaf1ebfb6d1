"""The manifest, and what `versed doctor` says about Slack."""

import json
from typing import Any

import pytest

from adapters.slack.workspace.doctor import examine
from adapters.slack.workspace.manifest import SCOPES
from bot.bootstrap import slack_manifest
from bot.cli.main import main
from tests.adapters.slack.conftest import settings_for
from tests.fakes.slack import FakeSlack, Fault
from tests.fakes.slack.server import APP_TOKEN, CLIENT_ID, SIGNING_SECRET

METHODS = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "conversations.history": "channels:history",
    "conversations.info": "channels:read",
    "conversations.join": "channels:join",
    "conversations.open": "im:write",
    "files.getUploadURLExternal": "files:write",
    "pins.add": "pins:write",
    "pins.remove": "pins:write",
    "usergroups.list": "usergroups:read",
    "users.info": "users:read",
}


def read(address: str | None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(slack_manifest(address))
    return found


def test_socket_mode_needs_no_address() -> None:
    manifest = read(None)
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert "http" not in json.dumps(manifest)
    assert manifest["settings"]["interactivity"] == {"is_enabled": True}


def test_http_names_the_address_everywhere() -> None:
    manifest = read("https://versed.example.org")
    events = "https://versed.example.org/slack/events"
    assert manifest["settings"]["socket_mode_enabled"] is False
    assert manifest["settings"]["event_subscriptions"]["request_url"] == events
    assert manifest["settings"]["interactivity"]["request_url"] == events
    assert manifest["settings"]["interactivity"]["message_menu_options_url"] == events
    assert manifest["features"]["slash_commands"][0]["url"] == events
    assert manifest["oauth_config"]["redirect_urls"] == ["https://versed.example.org/slack/oauth_redirect"]


def test_slack_sends_the_ids_of_those_who_are_mentioned_in_a_command() -> None:
    assert read(None)["features"]["slash_commands"][0]["should_escape"] is True


def test_it_keeps_slacks_limits_and_asks_for_what_is_used() -> None:
    manifest = read(None)
    assert len(manifest["display_information"]["name"]) <= 35
    assert len(manifest["display_information"]["description"]) <= 140
    assert len(manifest["features"]["slash_commands"]) <= 50
    shortcuts = manifest["features"]["shortcuts"]
    names = ["Quiz me", "Explain terms here", "Make a card of this", "Add to the glossary"]
    assert [each["name"] for each in shortcuts] == names
    assert set(METHODS.values()) < set(manifest["oauth_config"]["scopes"]["bot"]) == set(SCOPES)
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    needed = {
        "app_mention",
        "message.im",
        "app_home_opened",
        "app_uninstalled",
        "channel_deleted",
        "member_joined_channel",
        "tokens_revoked",
    }
    assert needed == set(events)
    assert manifest["features"]["app_home"]["home_tab_enabled"] is True


def test_the_command_line_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["slack", "manifest", "--http", "https://versed.example.org/"])
    assert done.value.code == 0
    assert json.loads(capsys.readouterr().out) == read("https://versed.example.org")
    with pytest.raises(SystemExit) as refused:
        main(["slack", "manifest", "--http", "http://versed.example.org"])
    assert refused.value.code == 2
    assert capsys.readouterr().err == (
        "Slack sends requests to https only; give an address such as https://versed.example.org.\n"
    )


async def test_the_doctor_finds_nothing_wrong(slack: FakeSlack) -> None:
    findings = await examine(settings_for(slack, slack_app_token=APP_TOKEN))
    assert [str(each) for each in findings] == [
        "ok    slack: over Socket Mode",
        "ok    slack bot: versed in Home",
        "ok    slack app: may connect",
    ]


async def test_the_doctor_names_what_is_wrong(slack: FakeSlack) -> None:
    slack.fail("auth.test", Fault(error="invalid_auth"))
    findings = await examine(settings_for(slack, slack_client_id=CLIENT_ID))
    assert [each.part for each in findings if not each.well] == ["slack", "slack bot", "slack workspaces"]
    assert "SLACK_BOT_TOKEN (invalid_auth)" in str(findings)
    slack.scopes = "chat:write,commands"
    (_, bot) = await examine(settings_for(slack, slack_signing_secret=SIGNING_SECRET))
    assert not bot.well
    assert "users:read" in bot.says


async def test_the_doctor_says_that_the_network_is_kept_out(slack: FakeSlack) -> None:
    slack.fail("auth.test", Fault(error="accesslimited"))
    (_, bot) = await examine(settings_for(slack, slack_signing_secret=SIGNING_SECRET))
    assert "from this network" in bot.says
    assert "copy it again" not in bot.says


async def test_the_doctor_says_that_slack_is_out_of_reach(slack: FakeSlack) -> None:
    await slack.close()
    findings = await examine(settings_for(slack, slack_app_token=APP_TOKEN))
    assert all("can't reach Slack" in each.says for each in findings[1:])
