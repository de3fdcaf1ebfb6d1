"""Clean up the texts of imported items: remove invisible characters, and shorten those that can be. Pure."""

from collections.abc import Mapping
from itertools import takewhile
from typing import Any

from bot.language.sentences import places
from bot.language.text import as_seen, clean, shortened

_ONE_LINE = frozenset({"term", "title", "left", "right", "answers", "accepts", "items", "aliases", "typed", "decoys"})
"""Fields without line breaks."""

_BESIDE = {"hint": 300, "example": 300, "why": 300, "explanation": 300, "reply": 300}
"""Less important fields, which may be shortened → maximum number of characters."""

_LONGEST_DEFINITION = 1000

_SHORTEST = min(_BESIDE.values())


def tidied(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an item with their texts cleaned up, leaving out empty ones."""
    found: dict[str, Any] = {}
    for name, value in fields.items():
        tidy_value = _tidied(value, name)
        if tidy_value not in ("", None, [], {}):
            found[name] = tidy_value
    return found


def _tidied(value: Any, name: str) -> Any:  # noqa: ANN401 - of whatever shape a field has
    if isinstance(value, str):
        if value.isascii() and value.isprintable():
            return " ".join(value.split()) if name in _ONE_LINE else value.strip()
        text = clean(value)
        if not as_seen(text):
            return ""
        return " ".join(text.split()) if name in _ONE_LINE else text
    if isinstance(value, dict):
        if "text" in value and ("correct" in value or "why" in value):  # an option
            return tidied({**value, "text": " ".join(value["text"].split())})
        if name == "explanation":  # of what's right and wrong; in a pair, “right” is a side, on one line
            return {key: _tidied(text, name) for key, text in value.items()}
        return tidied(value)
    if isinstance(value, list | tuple):
        entries = [_tidied(each, name) for each in value]
        return [each for each in entries if each not in ("", {})]
    return value


def made_to_fit(fields: Mapping[str, Any], within: str = "") -> tuple[dict[str, Any], tuple[str, ...]]:
    """Shorten hints, explanations and definitions that are too long; return the item's fields and what was shortened.

    Of a definition, only whole sentences are kept; if the first is too long, validation reports it.

    Args:
        fields: the fields of the item, or of a part of it.
        within: the field that contains them; "" for those of the item.
    """
    if len(repr(fields)) <= _SHORTEST:  # a quick check, enough for most items
        return dict(fields), ()
    fitted: dict[str, Any] = {}
    changed: list[str] = []
    for name, value in fields.items():
        longest = _BESIDE.get(name) or _BESIDE.get(within)
        if isinstance(value, str) and longest and len(value) > longest:
            fitted[name] = shortened(value, longest)
            changed.append(f"{within or name} shortened to {longest} characters")
        elif name == "definition" and isinstance(value, str) and (beginning := _beginning(value)):
            fitted[name] = beginning
            changed.append(f"the definition has {len(value):,} characters: its first {len(beginning):,} kept")
        elif isinstance(value, dict):
            fitted[name], more = made_to_fit(value, name)
            changed += more
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            parts = [made_to_fit(each) for each in value]
            fitted[name] = [part for part, _ in parts]
            changed += (each for _, more in parts for each in more)
        else:
            fitted[name] = value
    return fitted, tuple(dict.fromkeys(changed))


def _beginning(definition: str) -> str:
    """Return the sentences with which a definition begins and that fit; "" if it fits as a whole, or none does."""
    if len(definition) <= _LONGEST_DEFINITION:
        return ""
    fitting = takewhile(lambda end: end <= _LONGEST_DEFINITION, (end for _, end in places(definition)))
    return definition[: max(fitting, default=0)]
