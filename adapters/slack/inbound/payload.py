"""What Slack's requests tell: who did something, where and when.

Everything is read with care: not all fields are always there, and only Slack's own fields say who someone is.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from adapters.slack.origin import Origin, ReplyPath

Json: TypeAlias = Mapping[str, Any]

_LATEST = 4_102_444_800.0
"""Seconds since 1970 beyond which a time stamp is nonsense."""


def installed_in(context: Mapping[str, Any]) -> str | None:
    """Return the id that the app is installed under: the enterprise's if all of it has the app, else the team's.

    Args:
        context: as Bolt reads it from a request.
    """
    if context.get("is_enterprise_install") and context.get("enterprise_id"):
        return str(context["enterprise_id"])
    return text(context.get("team_id")) or text(context.get("enterprise_id")) or None


def of_command(body: Json, team: str, now: datetime) -> ReplyPath:
    """Return where a slash command comes from; Slack sends no time with one.

    Source: https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling

    Args:
        body: as Slack sends it.
        team: the id of the workspace, or of the enterprise, where the app is installed.
        now: the time, in UTC.
    """
    channel, name = text(body.get("channel_id")), text(body.get("channel_name"))
    user_id = text(body.get("user_id"))
    origin = Origin(
        team,
        text(body.get("team_domain")),
        user_id,
        text(body.get("user_name")) or user_id,
        None,
        channel,
        name,
        _is_direct(channel, name),
        now,
    )
    return ReplyPath(origin, text(body.get("response_url")) or None, text(body.get("trigger_id")) or None)


def of_interaction(body: Json, team: str, now: datetime) -> ReplyPath:
    """Return where a press, a shortcut or a submitted modal comes from.

    Source: https://docs.slack.dev/reference/interaction-payloads

    Args:
        body: as Slack sends it.
        team: the id of the workspace, or of the enterprise, where the app is installed.
        now: the time, in UTC, in case Slack sends none.
    """
    user, container, said = part(body, "user"), part(body, "container"), part(body, "message")
    channel = text(part(body, "channel").get("id")) or text(container.get("channel_id"))
    name = text(part(body, "channel").get("name"))
    direct = not channel or _is_direct(channel, name)
    home_team = text(user.get("team_id"))
    team_here = text(part(body, "team").get("id"))
    user_id = text(user.get("id"))
    origin = Origin(
        team,
        text(part(body, "team").get("domain")),
        user_id,
        text(user.get("name")) or text(user.get("username")) or user_id,
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
        text(said.get("thread_ts")) or text(container.get("thread_ts")) or None,
        replaceable=direct or _is_ephemeral(container, said),
    )


def of_event(body: Json, team: str, now: datetime) -> ReplyPath:
    """Return where an event comes from.

    Source: https://docs.slack.dev/apis/events-api#events-JSON

    Args:
        body: as Slack sends it.
        team: the id of the workspace, or of the enterprise, where the app is installed.
        now: the time, in UTC, in case Slack sends none.
    """
    event = part(body, "event")
    channel = text(event.get("channel"))
    home_team = text(event.get("user_team"))
    here = {team, text(body.get("team_id")), text(event.get("team"))}
    user_id = text(event.get("user"))
    origin = Origin(
        team,
        "",
        user_id,
        user_id,
        home_team if home_team and home_team not in here else None,
        channel,
        "",
        event.get("channel_type") == "im" or _is_direct(channel, ""),
        moment(event.get("event_ts") or event.get("ts"), now),
    )
    asked = text(event.get("ts")) or None if not origin.direct else None
    return ReplyPath(origin, thread=text(event.get("thread_ts")) or None, under=asked)


def pressed(body: Json) -> str:
    """Return the press that a button, a menu or a box carried, or "" if it carried none."""
    action = _action(body)
    if action.get("type") == "checkboxes":
        ticked = action.get("selected_options")
        first = ticked[0] if isinstance(ticked, list) and ticked else None
        # A box that's unticked has no value any more, so its id carries what that means.
        return text(first.get("value")) if isinstance(first, dict) else action_id(body).partition(":")[2]
    return text(action.get("value")) or text(part(action, "selected_option").get("value"))


def is_home(body: Json) -> bool:
    """Return whether something was done in App Home."""
    return part(body, "view").get("type") == "home"


def action_id(body: Json) -> str:
    """Return the id of the element that was used."""
    return text(_action(body).get("action_id"))


def metadata(body: Json) -> dict[str, Any]:
    """Return what a modal of ours was given to remember; empty if it isn't as we wrote it."""
    try:
        found = json.loads(text(part(body, "view").get("private_metadata")) or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def submitted(body: Json) -> dict[str, str]:
    """Return what was filled into a modal, by block id, without the blocks that were left empty."""
    found = {}
    for block, elements in part(part(part(body, "view"), "state"), "values").items():
        for element in elements.values() if isinstance(elements, dict) else ():
            if isinstance(element, dict) and (value := _value(element)):
                found[str(block)] = value
    return found


def _value(element: Json) -> str:
    """Return what someone typed into an element of a modal, or chose with it; several with commas between them.

    Source: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
    """
    chosen = element.get("selected_options")
    several = (
        [text(each.get("value")) for each in chosen if isinstance(each, dict)] if isinstance(chosen, list) else []
    )
    picked = (text(element.get(f"selected_{kind}")) for kind in ("conversation", "user", "time", "date"))
    typed = text(element.get("value")) or text(part(element, "selected_option").get("value"))
    return typed or ", ".join(several) or next((each for each in picked if each), "")


def blocks(body: Json) -> list[str]:
    """Return the ids of the fields of a modal that was sent off, in their order, as far as they have any."""
    found = part(body, "view").get("blocks")
    there_are = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    ids = (text(each.get("block_id")) for each in there_are if each.get("type") == "input")
    return [each for each in ids if each]


def moment(stamp: object, now: datetime) -> datetime:
    """Return a time stamp of Slack's, such as "1700000000.123456", in UTC; `now` if it isn't a sound one."""
    try:
        seconds = float(str(stamp))
    except ValueError:
        return now
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < _LATEST else now


def _is_direct(channel: str, name: str) -> bool:
    return channel.startswith("D") or name == "directmessage"


def _is_ephemeral(container: Json, said: Json) -> bool:
    if container.get("is_ephemeral"):
        return True
    # Slack hands over a message that all can see, and none for one that it hasn't kept.
    return said.get("subtype") == "ephemeral" or ("is_ephemeral" not in container and not said)


def _action(body: Json) -> Json:
    actions = body.get("actions")
    first = actions[0] if isinstance(actions, list) and actions else None
    return first if isinstance(first, dict) else {}


def part(body: Json, name: str) -> Json:
    """Return an object within an object; empty if there's none of that name."""
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def text(value: object) -> str:
    """Return a text as it is, or "" for anything else."""
    return value if isinstance(value, str) else ""
