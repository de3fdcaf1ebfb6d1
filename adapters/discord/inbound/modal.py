"""Renders forms as Discord's modals, and parses their submissions.

https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal
"""

from collections.abc import Callable, Collection, Iterator, Sequence

from adapters.discord.outbound.escape import escape
from adapters.discord.outbound.lines import width
from adapters.discord.outbound.render import BEFORE_SUFFIX, shorten
from adapters.discord.outbound.wire import Unchecked
from adapters.json_value import Json
from bot.language.direction import isolate
from bot.language.forms import AnyForm, Form, FormField, OptionsForm, Suggestion
from bot.language.people import Audience, Member, Place
from bot.language.refusals import Refusal
from bot.language.text import clean

LONGEST_TITLE = 45
LONGEST_LABEL = 45
LONGEST_PLACEHOLDER = 100
LONGEST_INPUT = 4000
LONGEST_HINT = 100
LONGEST_OPTION = 100
MOST_PARTS = 5
"""Maximum number of parts of a modal: texts, and fields with their labels."""

CHANNELS = (0, 2, 5, 10, 11, 12, 13)
"""The types of channels that can be posted to: text, voice, announcements, threads, and stages."""

_TEXT, _INPUT, _SELECT, _LABEL, _UPLOAD, _BOXES = 10, 4, 3, 18, 19, 22
PICKS_MEMBER, PICKS_ROLE, PICKS_CHANNEL = 5, 6, 8
_PICKED = {PICKS_MEMBER: "user", PICKS_ROLE: "role", PICKS_CHANNEL: "channel"}
"""The type name of a default value, by the type of the picker."""
_ONE_LINE, _LINES = 1, 2
_MOST_BOXES = 10
REST = f"{BEFORE_SUFFIX}rest"
"""Suffix of the id of a modal that doesn't have room for everything that was typed before."""

_FITS_ONE_LINE = 300
"""Up to this many characters, an answer gets a single-line input."""


def modal(form: AnyForm, press: str) -> dict[str, Unchecked]:
    """Make a modal for a form, with as many fields as fit.

    Args:
        form: the form.
        press: the encoded press; it's the modal's id and comes back with the answer, so we needn't store it.
    """
    above = "\n".join(_above(form))[:LONGEST_INPUT]
    has_room = isinstance(form, OptionsForm) or len(form.fields) < MOST_PARTS
    asks: list[Json] = [{"type": _TEXT, "content": above}] if above.strip() and has_room else []
    fitting = _fitting(form, MOST_PARTS - len(asks))
    left_out = any(each.value.strip() for each in form.fields if each not in fitting)
    labels: list[Json] = [_label(each) for each in fitting]
    title = shorten(form.title, LONGEST_TITLE)
    return {"custom_id": f"{press}{REST}" if left_out else press, "title": title, "components": [*asks, *labels]}


def _unknown(_name: str, _kind: int, _picked: str) -> str:
    return ""


def filled(components: Unchecked, resolve: Callable[[str, int, str], str] = _unknown) -> dict[str, str]:
    """Return the values of a modal's fields by name, however the components are nested.

    Args:
        components: the submitted modal's components, untrusted.
        resolve: returns the core's notation of a picked role, channel or person, given the field's name, the picker's
            type and the id.
    """
    values = _values(components, depth=4)
    return {name: resolve(name, kind, value) if kind else value for name, value, kind in values if kind != _UPLOAD}


def attached(components: Unchecked) -> dict[str, str]:
    """Return the ids of the files that were uploaded with a modal, by the field's name.

    Args:
        components: the submitted modal's components, untrusted.
    """
    return {name: value for name, value, kind in _values(components, depth=4) if kind == _UPLOAD}


def typed(components: Unchecked) -> str:
    """Return the text that was typed into a modal with one field: the first value found, or "".

    Args:
        components: the submitted modal's components, untrusted.
    """
    return next((value for _, value, _ in _values(components, depth=4)), "")


def _fitting(form: AnyForm, room: int) -> Sequence[FormField]:
    """Return the fields that fit, preferring those that were refused, then required ones, then those with a value.

    A form with fixed options already has its most important fields first, and a question's form fits as a whole, so
    for those only the refused fields come first.
    """
    if isinstance(form, Form) or form.fixed:
        best = sorted(form.fields, key=lambda each: not each.wrong)[:room]
    else:
        best = sorted(form.fields, key=lambda each: (not each.wrong, not each.required, not each.value.strip()))[
            :room
        ]
    return [each for each in form.fields if each in best]


def _above(form: AnyForm) -> Iterator[str]:
    """Yield the texts above the fields: the question, and any text that's too long for its own place."""
    if isinstance(form, OptionsForm):
        if form.problem:
            yield isolate(escape(form.problem))
        return
    titles = [(form.title, LONGEST_TITLE), *((each.label, LONGEST_LABEL) for each in form.fields)]
    yield from (isolate(escape(text)) for text, most in titles if width(text) > most)
    if form.asks.strip():
        yield isolate(escape(form.asks))
    placeholders = [each.placeholder for each in form.fields if width(each.placeholder) > LONGEST_PLACEHOLDER]
    yield from (isolate(escape(text)) for text in placeholders)


def _label(field: FormField) -> dict[str, Json]:
    below = field.hint if field.hint.strip() or width(field.label) <= LONGEST_LABEL else field.label
    hint: dict[str, Json] = {"description": shorten(below, LONGEST_HINT)} if below.strip() else {}
    return {
        "type": _LABEL,
        "label": shorten(field.label, LONGEST_LABEL),
        **hint,
        "component": _component(field),
    }


def _component(field: FormField) -> dict[str, Json]:
    if field.file:
        return {"type": _UPLOAD, "custom_id": field.name, **_OPTIONAL}
    if field.role or field.channel or field.member:
        return _picked(field)
    if field.several:
        return _ticks(field)
    return _select(field) if field.choices else _input(field)


def _picked(field: FormField) -> dict[str, Json]:
    """Return a picker for a role, a channel or a person."""
    kind = PICKS_ROLE if field.role else PICKS_CHANNEL if field.channel else PICKS_MEMBER
    chosen = _chosen_id(field)
    there: list[Json] = [{"id": chosen, "type": _PICKED[kind]}] if chosen.isdecimal() else []
    types: list[Json] = [*CHANNELS]
    return {
        "type": kind,
        "custom_id": field.name,
        **({"channel_types": types} if field.channel else {}),
        **({"default_values": there} if there else {}),
        **_OPTIONAL,
    }


def _chosen_id(field: FormField) -> str:
    """Return the id of a field's current role, channel or person; "" if there's none with an id."""
    chosen: Audience | Place | Member | None
    try:
        if field.role:
            chosen = Audience.read(field.value)
        else:
            chosen = Place.read(field.value) if field.channel else Member.read(field.value)
    except Refusal:  # no role has that name, so the person has to pick again
        return ""
    return chosen.id if chosen else ""


_OPTIONAL: dict[str, Json] = {"required": False, "min_values": 0, "max_values": 1}


def _select(field: FormField) -> dict[str, Json]:
    optional: dict[str, Json] = {} if field.required else {"required": False, "min_values": 0}
    options = _options(field.choices, [field.value])
    return {"type": _SELECT, "custom_id": field.name, "options": options, "max_values": 1, **optional}


def _ticks(field: FormField) -> dict[str, Json]:
    """Return a group of checkboxes."""
    options = _options(field.several[:_MOST_BOXES], field.chosen)
    optional: dict[str, Json] = {} if field.required else {"required": False, "min_values": 0}
    return {"type": _BOXES, "custom_id": field.name, "options": options, "max_values": len(options), **optional}


def _options(choices: Sequence[Suggestion], chosen: Collection[str]) -> list[Json]:
    return [
        {
            "label": shorten(choice.label, LONGEST_OPTION),
            "value": choice.value,
            **({"default": True} if choice.value in chosen else {}),
        }
        for choice in choices
    ]


def _input(field: FormField) -> dict[str, Json]:
    """Return a text input for a text or a number."""
    most = max(1, min(field.longest, LONGEST_INPUT))
    placeholder = field.placeholder
    if field.bounds is not None:
        least, greatest = field.bounds
        most, placeholder = len(str(greatest)), f"{least} to {greatest}"
    input_: dict[str, Json] = {
        "type": _INPUT,
        "custom_id": field.name,
        "style": _ONE_LINE if most <= _FITS_ONE_LINE and not field.lines else _LINES,
        "required": field.required,
        "max_length": most,
    }
    if placeholder.strip():
        input_["placeholder"] = shorten(placeholder, LONGEST_PLACEHOLDER)
    if value := clean(field.value):
        input_["value"] = value[:most]
    return input_


def _values(components: Unchecked, depth: int) -> Iterator[tuple[str, str, int]]:
    """Yield each field's name, its value, and the picker's type if the value is an id to look up, else 0."""
    for each in components if isinstance(components, list) else [components]:
        if not isinstance(each, dict) or depth == 0:
            continue
        name, chosen, kind = str(each.get("custom_id", "")), each.get("values"), each.get("type")
        if isinstance(each.get("value"), str):
            yield name, each["value"], 0
        elif isinstance(chosen, list):
            several = ", ".join(value for value in chosen if isinstance(value, str))
            yield (
                name,
                several,
                kind if isinstance(kind, int) and kind in (*_PICKED, _UPLOAD) and several else 0,
            )
        yield from _values(each.get("components") or each.get("component"), depth - 1)
