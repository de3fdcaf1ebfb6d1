"""Modals: for a command's options, for a button's form, and for answers when there is no conversation."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack.inbound.payload import Origin, Way
from adapters.slack.outbound import limits
from adapters.slack.outbound.blocks import Json, cut, plain_text
from adapters.slack.outbound.escape import Phrase
from bot.language.commands import MAX_TEXT, AnyCommand, Option, OptionKind
from bot.language.forms import Suggestion
from bot.language.message import Form

ANSWER = "versed-answer"
FORM = "versed-form"
OPTIONS = "versed-options"
"""What tells our modals apart, as their callback ids."""

FIELD = "versed-field"
"""The block of a form's only field, and the action of every field."""


def answer(blocks: list[Json]) -> Json:
    """Make a modal that says something."""
    return {
        "type": "modal",
        "callback_id": ANSWER,
        "title": plain_text("Versed", limits.TITLE),
        "close": plain_text("Close", limits.TITLE),
        "blocks": blocks,
    }


def form(asked: Form, press: str, way: Way, phrase: Phrase) -> Json:
    """Make a modal that asks what a button's form asks.

    Args:
        asked: the form.
        press: what the button carries.
        way: of the press, on which the answer goes back.
        phrase: rewords texts for Slack.
    """
    element: Json = {
        "type": "plain_text_input",
        "action_id": FIELD,
        "max_length": max(1, min(asked.max_length, limits.INPUT)),
        "focus_on_load": True,
    }
    if asked.placeholder.strip():
        element["placeholder"] = plain_text(phrase(asked.placeholder), limits.PLACEHOLDER)
    field = {
        "type": "input",
        "block_id": FIELD,
        "label": plain_text(phrase(asked.label), limits.SECTION // 2),
        "element": element,
    }
    said = [{"type": "section", "text": plain_text(phrase(asked.asks), limits.SECTION)}] if asked.asks.strip() else []
    return _asking(FORM, phrase(asked.title), [*said, field], {"press": press, **_remember(way)})


def options(command: AnyCommand, given: Mapping[str, str], way: Way, phrase: Phrase) -> Json:
    """Make a modal that asks for a command's options.

    Args:
        command: whose.
        given: what was typed already.
        way: of the command, on which the answer goes back.
        phrase: rewords texts for Slack.
    """
    fields = [
        {
            "type": "input",
            "block_id": option.name,
            "label": plain_text(option.name.capitalize(), limits.SECTION // 2),
            "hint": plain_text(phrase(option.summary), limits.SECTION // 2),
            "optional": not option.required,
            "element": _element(option, given.get(option.name, "")),
        }
        for option in command.options
    ]
    said = {"type": "section", "text": plain_text(phrase(command.summary), limits.SECTION)}
    return _asking(OPTIONS, f"/{command.name}", [said, *fields], {"command": command.name, **_remember(way)})


def select_options(suggestions: Sequence[Suggestion]) -> list[Json]:
    """Return suggestions as the options of a select, without those that don't fit in one."""
    fitting = [each for each in suggestions if each.value.strip() and len(each.value) <= 150]
    return [
        {"text": plain_text(each.label, limits.OPTION), "value": each.value} for each in fitting[: limits.OPTIONS]
    ]


def recall(remembered: Mapping[str, Any], submitted: Way) -> Way:
    """Return the way to answer what was submitted: that of the request that opened the modal.

    Args:
        remembered: what the modal carried.
        submitted: the way of the submission itself, which says who and when; it has no place of its own.
    """

    def text(name: str) -> str:
        value = remembered.get(name)
        return value if isinstance(value, str) else ""

    who = submitted.origin
    origin = Origin(
        who.team,
        who.team_name,
        who.user,
        who.user_name,
        who.user_team,
        text("channel"),
        text("channel_name"),
        remembered.get("direct") is True or not text("channel"),
        who.at,
    )
    replaceable = remembered.get("replaceable") is True
    url, view, thread = (text(name) or None for name in ("url", "view", "thread"))
    return Way(origin, url, submitted.trigger, view, thread, replaceable=replaceable)


def _remember(way: Way) -> dict[str, object]:
    """Return a way as a modal carries it."""
    kept = {
        "channel": way.origin.channel,
        "channel_name": way.origin.channel_name,
        "direct": way.origin.direct,
        "url": way.response_url,
        "view": way.view,
        "thread": way.thread,
        "replaceable": way.replaceable,
    }
    return {name: value for name, value in kept.items() if value}


def _asking(callback: str, title: str, blocks: list[Json], remembered: Mapping[str, object]) -> Json:
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain_text(title, limits.TITLE),
        "submit": plain_text("Send", limits.TITLE),
        "close": plain_text("Cancel", limits.TITLE),
        "private_metadata": json.dumps(remembered),
        "blocks": blocks,
    }


def _element(option: Option, given: str) -> Json:
    """Return the element that an option is chosen or typed with."""
    if chosen := select_options(option.choices):
        found = [each for each in chosen if each["value"] == given]
        picked = {"initial_option": found[0]} if found else {}
        return {"type": "static_select", "action_id": FIELD, "options": chosen, **picked}
    if option.completes or option.kind is OptionKind.ROLE:
        return {"type": "external_select", "action_id": FIELD, "min_query_length": 0}
    if option.kind is OptionKind.INTEGER:
        bounds = {"min_value": str(option.minimum), "max_value": str(option.maximum)}
        initial = {"initial_value": given} if given.isascii() and given.isdigit() else {}
        return {"type": "number_input", "action_id": FIELD, "is_decimal_allowed": False, **bounds, **initial}
    initial = {"initial_value": cut(given, MAX_TEXT)} if given.strip() else {}
    return {"type": "plain_text_input", "action_id": FIELD, "max_length": MAX_TEXT, **initial}
