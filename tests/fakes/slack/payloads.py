"""What Slack sends when people do something."""

import itertools
import json
import time
from typing import Any

from tests.fakes.slack.server import DIRECT, GENERAL, MEMBER, TEAM, FakeSlack

Json = dict[str, Any]

_numbers = itertools.count(1)


def trigger() -> str:
    return f"{next(_numbers)}.{time.time_ns()}.trigger"


def command(
    slack: FakeSlack, typed: str, *, user: str = MEMBER, channel: str = GENERAL, name: str = "/versed", **more: Any
) -> Json:
    """A slash command, as the fields of its form."""
    channel_name = "directmessage" if channel.startswith("D") else slack.channels.get(channel, {}).get("name", "x")
    return {
        "token": "verification",
        "team_id": TEAM,
        "team_domain": "home",
        "channel_id": channel,
        "channel_name": channel_name,
        "user_id": user,
        "user_name": user.lower(),
        "command": name,
        "text": typed,
        "api_app_id": "A0APP",
        "is_enterprise_install": "false",
        "response_url": slack.new_response_url(user=user, channel=channel),
        "trigger_id": trigger(),
        **more,
    }


def press(
    slack: FakeSlack,
    value: str,
    *,
    user: str = MEMBER,
    channel: str = GENERAL,
    ephemeral: bool = True,
    chosen: bool = False,
    home_team: str = TEAM,
    **more: Any,
) -> Json:
    """A press on a message's button, or on a line of its menu."""
    action: Json = {"action_id": "versed-press-0", "block_id": "b1", "action_ts": f"{time.time():.6f}"}
    if chosen:
        action |= {"type": "static_select", "selected_option": {"value": value, "text": {"type": "plain_text"}}}
    else:
        action |= {"type": "button", "value": value}
    ts = slack.stamp()
    container = {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": ephemeral}
    kept = {} if ephemeral else {"message": {"type": "message", "ts": ts, "text": "…", "blocks": []}}
    return {
        "type": "block_actions",
        "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": home_team},
        "api_app_id": "A0APP",
        "container": container,
        "trigger_id": trigger(),
        "team": {"id": TEAM, "domain": "home"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel, "name": slack.channels.get(channel, {}).get("name", "directmessage")},
        "response_url": slack.new_response_url(user=user, channel=channel),
        "actions": [action],
        **kept,
        **more,
    }


def press_in_view(value: str, view: Json, *, user: str = MEMBER) -> Json:
    """A press on a button of App Home or of a modal."""
    return {
        "type": "block_actions",
        "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": TEAM},
        "container": {"type": "view", "view_id": view.get("id", "VHOME")},
        "trigger_id": trigger(),
        "team": {"id": TEAM, "domain": "home"},
        "enterprise": None,
        "view": view,
        "actions": [
            {"type": "button", "action_id": "versed-press-0", "value": value, "action_ts": f"{time.time():.6f}"}
        ],
    }


def change_in_home(block_text: str, home: Json, chosen: str | None = None, *, user: str = MEMBER) -> Json:
    """A choice in a menu of App Home, or a flip of one of its boxes.

    Args:
        block_text: the text beside the menu or the box.
        home: the view, as it was published.
        chosen: the label of the menu's line; None for a box.
        user: who does it.
    """
    accessories = {
        block["text"]["text"]: block["accessory"] for block in home["blocks"] if block.get("accessory") is not None
    }
    boxes = {
        element["options"][0]["text"]["text"]: element
        for block in home["blocks"]
        for element in block.get("elements", ())
        if element["type"] == "checkboxes"
    }
    if chosen is None:
        box = boxes[block_text]
        action = {"selected_options": [] if "initial_options" in box else box["options"]}
    else:
        box = accessories[block_text]
        action = {"selected_option": next(each for each in box["options"] if each["text"]["text"] == chosen)}
    pressed = press_in_view("", {"id": "VHOME", **home}, user=user)
    known = {"type": box["type"], "action_id": box["action_id"], "action_ts": f"{time.time():.6f}"}
    return {**pressed, "actions": [{**known, **action}]}


def shortcut(*, user: str = MEMBER) -> Json:
    """The global shortcut."""
    return {
        "type": "shortcut",
        "callback_id": "quiz_me",
        "user": {"id": user, "username": user.lower(), "team_id": TEAM},
        "team": {"id": TEAM, "domain": "home"},
        "enterprise": None,
        "action_ts": f"{time.time():.6f}",
        "trigger_id": trigger(),
    }


def message_shortcut(slack: FakeSlack, text: str, *, user: str = MEMBER, channel: str = GENERAL) -> Json:
    """The shortcut on a message."""
    return {
        "type": "message_action",
        "callback_id": "explain_terms",
        "user": {"id": user, "name": user.lower(), "team_id": TEAM},
        "team": {"id": TEAM, "domain": "home"},
        "enterprise": None,
        "channel": {"id": channel, "name": "general"},
        "message": {"type": "message", "user": "U0OTHER", "ts": slack.stamp(), "text": text},
        "message_ts": slack.stamp(),
        "action_ts": f"{time.time():.6f}",
        "trigger_id": trigger(),
        "response_url": slack.new_response_url(user=user, channel=channel),
    }


def suggestion(view: Json, block: str, typed: str, *, user: str = MEMBER) -> Json:
    """A half-typed option in a modal."""
    return {
        "type": "block_suggestion",
        "user": {"id": user, "name": user.lower(), "team_id": TEAM},
        "container": {"type": "view", "view_id": view["id"]},
        "team": {"id": TEAM, "domain": "home"},
        "enterprise": None,
        "action_id": "versed-field",
        "block_id": block,
        "value": typed,
        "view": view,
    }


_PICKED = {
    "conversations_select": "selected_conversation",
    "users_select": "selected_user",
    "timepicker": "selected_time",
    "datepicker": "selected_date",
}


def submission(view: Json, values: dict[str, str], *, user: str = MEMBER) -> Json:
    """A modal that was submitted."""
    state: Json = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element, value = block["element"], values.get(block["block_id"])
            picked = _PICKED.get(element["type"])
            if picked is not None:
                filled: Json = {picked: value}
            elif element["type"] == "checkboxes":
                filled = {"selected_options": [{"value": each} for each in (value or "").split(", ") if each]}
            elif element["type"] == "file_input":
                filled = {"files": [json.loads(value)] if value else []}
            elif element["type"].endswith("select"):
                filled = {"selected_option": None if value is None else {"value": value}}
            else:
                filled = {"value": value}
            state[block["block_id"]] = {element["action_id"]: {"type": element["type"], **filled}}
    return {
        "type": "view_submission",
        "user": {"id": user, "name": user.lower(), "team_id": TEAM},
        "team": {"id": TEAM, "domain": "home"},
        "enterprise": None,
        "trigger_id": trigger(),
        "view": {**view, "state": {"values": state}},
        "response_urls": [],
    }


def event(
    kind: str, *, event_id: str | None = None, team: str = TEAM, at: float | None = None, **fields: Any
) -> Json:
    """An event."""
    now = time.time() if at is None else at
    return {
        "token": "verification",
        "team_id": team,
        "api_app_id": "A0APP",
        "type": "event_callback",
        "event_id": event_id or f"Ev{next(_numbers)}",
        "event_time": int(now),
        "authorizations": [{"team_id": team, "enterprise_id": None, "user_id": "U0BOT", "is_bot": True}],
        "event": {"type": kind, "event_ts": f"{now:.6f}", **fields},
    }


def mention(text: str, *, user: str = MEMBER, channel: str = GENERAL, **more: Any) -> Json:
    """A message that mentions the bot."""
    return event("app_mention", user=user, channel=channel, text=text, ts=f"{time.time():.6f}", team=TEAM, **more)


def direct(text: str, *, user: str = MEMBER, **more: Any) -> Json:
    """A direct message to the bot."""
    fields: Json = {"channel": DIRECT, "channel_type": "im", "text": text, "ts": f"{time.time():.6f}", **more}
    return event("message", user=user, **fields)
