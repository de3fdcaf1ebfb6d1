"""Render a card's template with a note's fields (https://docs.ankiweb.net/templates/fields.html). Pure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

_TAG = re.compile(r"\{\{\s*([#^/]?)\s*([^{}]{1,200}?)\s*\}\}")
_ANSWER = re.compile(r"<hr[^>]{0,100}\bid\s*=\s*[\"']?answer\b[^>]{0,100}>", re.IGNORECASE)
_OWN = frozenset({"FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID"})
"""Anki's special names, which aren't fields of the note."""


@dataclass(slots=True)
class TemplateSide:
    """A rendered side of a card.

    Args:
        html: the rendered HTML.
        fields: the names of the fields that it shows, in order.
        typed: the field that has to be typed; "" if there's none.
        gaps: the field with the gaps of a cloze note; "" if there's none.
    """

    html: str = ""
    fields: list[str] = field(default_factory=list)
    typed: str = ""
    gaps: str = ""


def front(template: str, fields: Mapping[str, str]) -> TemplateSide:
    """Render the front of a card, without fields hidden behind a hint.

    Args:
        template: the template of the front.
        fields: the note's fields.
    """
    return _side(template, fields, ("hint",), ())


def back(
    template: str, fields: Mapping[str, str], front_side: TemplateSide, without: Collection[str]
) -> TemplateSide:
    """Render the back of a card, without what its front shows.

    Args:
        template: the template of the back.
        fields: the note's fields.
        front_side: the rendered front.
        without: names of fields to leave out.
    """
    parts = _ANSWER.split(template, maxsplit=1)
    if len(parts) > 1:
        return _side(parts[1], fields, (), without)
    return _side(template, fields, (), {*without, *front_side.fields})


def _side(
    template: str, fields: Mapping[str, str], hidden: Collection[str], without: Collection[str]
) -> TemplateSide:
    """Render a template.

    Args:
        template: the template of a side.
        fields: the note's fields.
        hidden: filters whose fields aren't shown.
        without: names of fields to leave out.
    """
    side = TemplateSide()
    pieces: list[str] = []
    open_: list[bool] = []
    end = 0
    for tag in _TAG.finditer(template):
        if all(open_):
            pieces.append(template[end : tag.start()])
        end = tag.end()
        sign, inside = tag[1], tag[2]
        if sign == "/":
            open_ = open_[:-1]
        elif sign:
            open_.append(bool(fields.get(inside, "").strip()) is (sign == "#"))
        elif all(open_):
            pieces.append(_shown(inside, fields, hidden, without, side))
    if all(open_):
        pieces.append(template[end:])
    side.html = "".join(pieces)
    return side


def _shown(
    inside: str, fields: Mapping[str, str], hidden: Collection[str], without: Collection[str], side: TemplateSide
) -> str:
    """Return the text for a field in braces, and record the field in `side`."""
    *filters, name = (each.strip() for each in inside.split(":"))
    if name in _OWN or name in without or name not in fields or any(each.startswith("tts") for each in filters):
        return ""
    if "cloze" in filters:
        side.gaps = name
        return ""
    if "type" in filters:
        side.typed = name
        return ""
    if any(each in hidden for each in filters):
        return ""
    side.fields.append(name)
    return fields[name]
