"""Modals: for a command's options, for a button's form, and for answers if there's no conversation to answer in."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from adapters.slack.origin import Origin, ReplyPath
from adapters.slack.outbound import limits
from adapters.slack.outbound.escape import Phrase
from adapters.slack.outbound.rich_text import SlackJson, cut, plain_text
from bot.language.commands import AnyCommand
from bot.language.forms import TYPED, AnyForm, FormField, OptionsForm, Picker, Suggestion
from bot.language.offers import options_form
from bot.language.people import Member, Place

ANSWER = "versed-answer"
FORM = "versed-form"
OPTIONS = "versed-options"
"""Callback ids of our modals: an answer, a button's form, a command's options."""

FIELD = "versed-field"
"""The block id of a form's only field, and the action id of every field."""


_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_CHANNELS: SlackJson = {"include": ["public", "private"], "exclude_bot_users": True}


def answer(blocks: list[SlackJson]) -> SlackJson:
    """Make a modal that shows an answer."""
    return {
        "type": "modal",
        "callback_id": ANSWER,
        "title": plain_text("Versed", limits.TITLE),
        "close": plain_text("Close", limits.TITLE),
        "blocks": blocks,
    }


def form(form_: AnyForm, press: str, reply_path: ReplyPath, phrase: Phrase) -> SlackJson:
    """Make a modal for a button's form or a command's options.

    Args:
        form_: the form.
        press: the button's encoded press; "" if the form isn't a button's.
        reply_path: how to answer the request that opens the modal.
        phrase: rewords the core's texts for Slack.
    """
    back = _remember(reply_path)
    if isinstance(form_, OptionsForm):
        along = {"fixed": dict(form_.fixed), "emptied": form_.emptied} if form_.fixed else {}
        return _asking(OPTIONS, form_, {"command": form_.command, **along, **back}, phrase)
    taking = [each.name for each in form_.fields if each.channel]
    return _asking(FORM, form_, {"press": press, **({"channels": taking} if taking else {}), **back}, phrase)


def channels(remembered: Mapping[str, Any]) -> list[str]:
    """Return the names of the fields in a button's form that take a channel.

    Args:
        remembered: the modal's private metadata.
    """
    names = remembered.get("channels")
    return [each for each in names if isinstance(each, str)] if isinstance(names, list) else []


def options(
    command: AnyCommand, values: Mapping[str, str], reply_path: ReplyPath, phrase: Phrase, problem: str = ""
) -> SlackJson:
    """Make a modal that asks for a command's options.

    Args:
        command: the command.
        values: the options that were already typed.
        reply_path: how to answer the command.
        phrase: rewords the core's texts for Slack.
        problem: why the previous submission was refused, or "".
    """
    return form(options_form(command, values, problem=problem), "", reply_path, phrase)


def errors(wrong: Mapping[str, str]) -> SlackJson:
    """Make the response that keeps a modal open with its contents, and shows errors beside its fields.

    Args:
        wrong: error sentences by block id.
    """
    return {"response_action": "errors", "errors": dict(wrong)}


def replace_view(view: SlackJson) -> SlackJson:
    """Make the response that replaces a modal's view; fields with the same ids keep their contents."""
    return {"response_action": "update", "view": view}


def select_options(suggestions: Sequence[Suggestion]) -> list[SlackJson]:
    """Return suggestions as the options of a select menu, without those that are too long or too many."""
    fitting = [each for each in suggestions if each.value.strip() and len(each.value) <= 150]
    return [
        {"text": plain_text(each.label, limits.OPTION), "value": each.value} for each in fitting[: limits.OPTIONS]
    ]


def completed(remembered: Mapping[str, Any], submitted: Mapping[str, str]) -> dict[str, str]:
    """Return a command's options: those filled into a modal, the fixed ones, and the values that empty fields mean.

    Args:
        remembered: the modal's private metadata.
        submitted: the values of the fields that aren't empty.
    """

    def texts(name: str) -> dict[str, str]:
        found = remembered.get(name)
        pairs = found.items() if isinstance(found, dict) else ()
        return {key: value for key, value in pairs if isinstance(key, str) and isinstance(value, str)}

    return {**texts("emptied"), **submitted, **texts("fixed")}


def recall(remembered: Mapping[str, Any], submitted: ReplyPath) -> ReplyPath:
    """Return the reply path for a submission: that of the request that opened the modal.

    Args:
        remembered: the modal's private metadata.
        submitted: the reply path of the submission itself, which has the person and the time but no channel.
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
    return ReplyPath(origin, url, submitted.trigger, view, thread, request=submitted.request, replaceable=replaceable)


def _remember(reply_path: ReplyPath) -> dict[str, object]:
    """Return a reply path in the form that a modal's metadata stores."""
    remembered = {
        "channel": reply_path.origin.channel,
        "channel_name": reply_path.origin.channel_name,
        "direct": reply_path.origin.direct,
        "url": reply_path.response_url,
        "view": reply_path.view,
        "thread": reply_path.thread,
        "replaceable": reply_path.replaceable,
    }
    return {name: value for name, value in remembered.items() if value}


def _asking(callback: str, form_: AnyForm, remembered: Mapping[str, object], phrase: Phrase) -> SlackJson:
    problem = form_.problem if isinstance(form_, OptionsForm) else ""
    wrong = next((each for each in form_.fields if each.wrong), None)
    fields = [replace(each, hint=problem or each.hint) if each is wrong else each for each in form_.fields]
    begins = fields[form_.fields.index(wrong) if wrong else 0]
    above = [each for each in ("" if wrong else problem, form_.asks) if each.strip()]
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain_text(phrase(form_.title), limits.TITLE),
        "submit": plain_text("Send", limits.TITLE),
        "close": plain_text("Cancel", limits.TITLE),
        "private_metadata": json.dumps(remembered),
        "blocks": [
            *({"type": "section", "text": plain_text(phrase(each), limits.SECTION)} for each in above),
            *(_input(each, block_of(each.name), phrase, each is begins) for each in fields),
        ],
    }


def block_of(field: str) -> str:
    """Return the block id for a field's name."""
    return FIELD if field == TYPED else field


def _input(field: FormField, block: str, phrase: Phrase, begins: bool) -> SlackJson:
    element = {**_element(field), "action_id": FIELD, **({"focus_on_load": True} if begins else {})}
    if field.placeholder.strip():
        element["placeholder"] = plain_text(phrase(field.placeholder), limits.PLACEHOLDER)
    hint = {"hint": plain_text(phrase(field.hint), limits.SECTION // 2)} if field.hint.strip() else {}
    return {
        "type": "input",
        "block_id": block,
        "label": plain_text(phrase(field.label), limits.SECTION // 2),
        "optional": not field.required,
        "element": element,
        **hint,
    }


def _element(field: FormField) -> dict[str, Any]:
    """Return the input element for a field, with the field's value filled in."""
    value = field.value.strip()
    if field.file:
        return {"type": "file_input", "max_files": 1}
    if field.several:
        boxes = select_options(field.several[: limits.BOXES])
        picked = [each for each in boxes if each["value"] in field.chosen]
        return {"type": "checkboxes", "options": boxes, **({"initial_options": picked} if picked else {})}
    if chosen := select_options(field.choices):
        picked_one = next((each for each in chosen if each["value"] == value), None)
        return {"type": "static_select", "options": chosen, **({"initial_option": picked_one} if picked_one else {})}
    if field.channel:
        there = Place.read(value)
        initial_channel = {"initial_conversation": there.id} if there else {}
        return {"type": "conversations_select", "filter": _CHANNELS, **initial_channel}
    if field.member:
        chosen_person = Member.read(value)
        return {"type": "users_select", **({"initial_user": chosen_person.id} if chosen_person else {})}
    if field.completes or field.role:
        label = field.shows or value
        picked_one = next(iter(select_options([Suggestion(label, label)])), None)
        begins = {"initial_option": picked_one} if picked_one else {}
        return {"type": "external_select", "min_query_length": 0, **begins}
    if field.picker is Picker.TIME and (not value or _TIME.fullmatch(value)):
        return {"type": "timepicker", **({"initial_time": value} if value else {})}
    if field.picker is Picker.DATE and (not value or _DATE.fullmatch(value)):
        return {"type": "datepicker", **({"initial_date": value} if value else {})}
    if field.bounds is not None:
        least, most = field.bounds
        fits = value.isascii() and value.removeprefix("-").isdigit() and least <= int(value) <= most
        bounds = {"min_value": str(least), "max_value": str(most)}
        initial = {"initial_value": value} if fits else {}
        return {"type": "number_input", "is_decimal_allowed": False, **bounds, **initial}
    longest = max(1, min(field.longest, limits.INPUT))
    initial = {"initial_value": cut(value, longest)} if value else {}
    lines = {"multiline": True} if field.lines else {}
    return {"type": "plain_text_input", "max_length": longest, **lines, **initial}
