"""Parsing Slack's requests: who did something, where and when.

Any field may be missing, and only fields that Slack itself fills in are trusted to say who someone is.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from adapters.slack.origin import Origin, ReplyPath

SlackPayload: TypeAlias = Mapping[str, Any]

_LATEST = 4_102_444_800.0
"""Timestamps later than this (in seconds since 1970: the year 2100) are invalid."""


def installed_in(context: Mapping[str, Any]) -> str | None:
    """Return the id that the app is installed under: the enterprise's for an org-wide installation, else the team's.

    Args:
        context: Bolt's context of the request.
    """
    if context.get("is_enterprise_install") and context.get("enterprise_id"):
        return str(context["enterprise_id"])
    return text(context.get("team_id")) or text(context.get("enterprise_id")) or None


def of_command(body: SlackPayload, team: str, now: datetime) -> ReplyPath:
    """Return the reply path of a slash command; Slack sends no time with it.

    Source: https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling

    Args:
        body: as Slack sends it.
        team: the id of the workspace, or of the enterprise, where the app is installed.
        now: the current time, in UTC.
    """
    channel, name = text(body.get("channel_id")), text(body.get("channel_name"))
    origin = Origin(
        team,
        text(body.get("team_domain")),
        text(body.get("user_id")),
        text(body.get("user_name")),
        None,
        channel,
        name,
        _is_direct(channel, name),
        now,
    )
    return ReplyPath(origin, text(body.get("response_url")) or None, text(body.get("trigger_id")) or None)


def of_interaction(body: SlackPayload, team: str, now: datetime) -> ReplyPath:
    """Return the reply path of a press, a shortcut or a submitted modal.

    Source: https://docs.slack.dev/reference/interaction-payloads

    Args:
        body: as Slack sends it.
        team: the id of the workspace, or of the enterprise, where the app is installed.
        now: the current time, in UTC, to use if Slack sends none.
    """
    user, container, message = part(body, "user"), part(body, "container"), part(body, "message")
    channel = text(part(body, "channel").get("id")) or text(container.get("channel_id"))
    name = text(part(body, "channel").get("name"))
    direct = not channel or _is_direct(channel, name)
    home_team = text(user.get("team_id"))
    team_here = text(part(body, "team").get("id"))
    origin = Origin(
        team,
        text(part(body, "team").get("domain")),
        text(user.get("id")),
        text(user.get("name")) or text(user.get("username")),
        home_team if home_team and team_here and home_team != team_here else None,
        channel,
        name,
        direct,
        moment(_action(body).get("action_ts") or body.get("action_ts"), now),
    )
    view = part(body, "view")
    return ReplyPath(
        origin,
        text(body.get("response_url")) or None,
        text(body.get("trigger_id")) or None,
        text(view.get("id")) or None if view.get("type") != "home" else None,
        text(message.get("thread_ts")) or text(container.get("thread_ts")) or None,
        replaceable=direct or _is_ephemeral(container, message),
    )


def of_event(body: SlackPayload, team: str, now: datetime) -> ReplyPath:
    """Return the reply path of an event.

    Source: https://docs.slack.dev/apis/events-api#events-JSON

    Args:
        body: as Slack sends it.
        team: the id of the workspace, or of the enterprise, where the app is installed.
        now: the current time, in UTC, to use if Slack sends none.
    """
    event = part(body, "event")
    channel = text(event.get("channel"))
    home_team = text(event.get("user_team"))
    here = {team, text(body.get("team_id")), text(event.get("team"))}
    origin = Origin(
        team,
        "",
        text(event.get("user")),
        "",
        home_team if home_team and home_team not in here else None,
        channel,
        "",
        event.get("channel_type") == "im" or _is_direct(channel, ""),
        moment(event.get("event_ts") or event.get("ts"), now),
    )
    message_ts = text(event.get("ts")) or None if not origin.direct else None
    return ReplyPath(origin, thread=text(event.get("thread_ts")) or None, under=message_ts)


def pressed(body: SlackPayload) -> str:
    """Return the encoded press of a button, a menu or a checkbox, or "" if it has none."""
    action = _action(body)
    if action.get("type") == "checkboxes":
        ticked = action.get("selected_options")
        first = ticked[0] if isinstance(ticked, list) and ticked else None
        # Slack sends no value for an unticked box, so the action id holds the press for that.
        return text(first.get("value")) if isinstance(first, dict) else action_id(body).partition(":")[2]
    return text(action.get("value")) or text(part(action, "selected_option").get("value"))


def is_home(body: SlackPayload) -> bool:
    """Return whether an interaction took place in App Home."""
    return part(body, "view").get("type") == "home"


def action_id(body: SlackPayload) -> str:
    """Return the action id of the element that was used."""
    return text(_action(body).get("action_id"))


def metadata(body: SlackPayload) -> dict[str, Any]:
    """Return the private metadata of one of our modals; empty if it isn't valid."""
    try:
        found = json.loads(text(part(body, "view").get("private_metadata")) or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def submitted(body: SlackPayload) -> dict[str, str]:
    """Return the values of a modal's fields by block id, without empty fields."""
    found = {}
    for block, elements in part(part(part(body, "view"), "state"), "values").items():
        for element in elements.values() if isinstance(elements, dict) else ():
            if isinstance(element, dict) and (value := _value(element)):
                found[str(block)] = value
    return found


def _value(element: SlackPayload) -> str:
    """Return the text typed or the choice made in a modal's element; several choices are separated by commas.

    Source: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
    """
    chosen = element.get("selected_options")
    several = (
        [text(each.get("value")) for each in chosen if isinstance(each, dict)] if isinstance(chosen, list) else []
    )
    picked = (text(element.get(f"selected_{kind}")) for kind in ("conversation", "user", "time", "date"))
    typed = text(element.get("value")) or text(part(element, "selected_option").get("value"))
    return typed or ", ".join(several) or next((each for each in picked if each), "")


def blocks(body: SlackPayload) -> list[str]:
    """Return the block ids of a submitted modal's fields in their order, skipping fields without one."""
    found = part(body, "view").get("blocks")
    block_list = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    ids = (text(each.get("block_id")) for each in block_list if each.get("type") == "input")
    return [each for each in ids if each]


def moment(stamp: object, now: datetime) -> datetime:
    """Return the UTC time of a Slack timestamp such as "1700000000.123456"; `now` if it's invalid."""
    try:
        seconds = float(str(stamp))
    except ValueError:
        return now
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < _LATEST else now


def _is_direct(channel: str, name: str) -> bool:
    return channel.startswith("D") or name == "directmessage"


def _is_ephemeral(container: SlackPayload, message: SlackPayload) -> bool:
    if container.get("is_ephemeral"):
        return True
    # Slack includes the message if everyone can see it, but not if it's ephemeral, as it doesn't store those.
    return message.get("subtype") == "ephemeral" or ("is_ephemeral" not in container and not message)


def _action(body: SlackPayload) -> SlackPayload:
    actions = body.get("actions")
    first = actions[0] if isinstance(actions, list) and actions else None
    return first if isinstance(first, dict) else {}


def part(body: SlackPayload, name: str) -> SlackPayload:
    """Return the object under a name within another object; empty if there's none."""
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def text(value: object) -> str:
    """Return a string as it is, or "" for anything else."""
    return value if isinstance(value, str) else ""
