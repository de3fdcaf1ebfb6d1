"""Forms as Discord's modals, and what comes back from one.

https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal
"""

from collections.abc import Iterator

from adapters.discord.outbound.escape import escape
from adapters.discord.outbound.lines import width
from adapters.discord.outbound.render import shorten
from adapters.discord.outbound.wire import Json, Unchecked
from bot.language.direction import isolate
from bot.language.message import Form

LONGEST_TITLE = 45
LONGEST_LABEL = 45
LONGEST_PLACEHOLDER = 100
LONGEST_INPUT = 4000

_TEXT, _INPUT, _LABEL = 10, 4, 18
_ONE_LINE, _LINES = 1, 2
_FIELD = "text"
_FITS_ONE_LINE = 300
"""Characters of an answer that a single line serves well."""


def modal(form: Form, press: str) -> dict[str, Unchecked]:
    """Make a modal that asks for one text.

    Args:
        form: what to ask.
        press: comes back with the answer, as the modal's id: nothing needs to be remembered here.
    """
    most = max(1, min(form.max_length, LONGEST_INPUT))
    field: dict[str, Json] = {
        "type": _INPUT,
        "custom_id": _FIELD,
        "style": _ONE_LINE if most <= _FITS_ONE_LINE else _LINES,
        "required": True,
        "max_length": most,
    }
    if form.placeholder.strip():
        field["placeholder"] = shorten(form.placeholder, LONGEST_PLACEHOLDER)
    above = "\n".join(_above(form))
    asks: list[Json] = [{"type": _TEXT, "content": above[:LONGEST_INPUT]}] if above.strip() else []
    label: Json = {"type": _LABEL, "label": shorten(form.label, LONGEST_LABEL), "component": field}
    return {"custom_id": press, "title": shorten(form.title, LONGEST_TITLE), "components": [*asks, label]}


def typed(components: Unchecked) -> str:
    """Return the text that was typed into a modal: the first value found, however it's nested, or "".

    Args:
        components: of the modal as it came back, untrusted.
    """
    return next(_values(components, depth=4), "")


def _above(form: Form) -> Iterator[str]:
    """Yield what stands above the field: the question, and what was too long for its own place."""
    for text, most in ((form.title, LONGEST_TITLE), (form.label, LONGEST_LABEL)):
        if width(text) > most:
            yield isolate(escape(text))
    if form.asks.strip():
        yield isolate(escape(form.asks))
    if width(form.placeholder) > LONGEST_PLACEHOLDER:
        yield isolate(escape(form.placeholder))


def _values(components: Unchecked, depth: int) -> Iterator[str]:
    for each in components if isinstance(components, list) else [components]:
        if not isinstance(each, dict) or depth == 0:
            continue
        if isinstance(each.get("value"), str):
            yield each["value"]
        yield from _values(each.get("components") or each.get("component"), depth - 1)
