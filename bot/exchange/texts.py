"""The texts of imported items: without what can't be seen, and shortened where nothing that matters is lost. Pure."""

from collections.abc import Mapping
from typing import Any

from bot.language.text import as_seen, clean, shortened

_ONE_LINE = frozenset({"term", "title", "left", "right", "answers", "accepts", "items", "aliases", "typed", "decoys"})
"""Fields that stand on one line."""

_BESIDE = {"hint": 300, "example": 300, "why": 300, "explanation": 300, "reply": 300}
"""Fields that may end early, as they stand beside what's asked and answered → characters."""

_SHORTEST = min(_BESIDE.values())


def tidied(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an item with texts as they may be shown; a field that shows nothing is left out."""
    found: dict[str, Any] = {}
    for name, value in fields.items():
        kept = _tidied(value, name)
        if kept not in ("", None, [], {}):
            found[name] = kept
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
        if "text" in value and ("correct" in value or "why" in value):  # it's an option
            return tidied({**value, "text": " ".join(value["text"].split())})
        return tidied(value)
    if isinstance(value, list | tuple):
        entries = [_tidied(each, name) for each in value]
        return [each for each in entries if each not in ("", {})]
    return value


def made_to_fit(fields: Mapping[str, Any], within: str = "") -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the fields of an item with hints and explanations as short as they have to be, and which those are.

    Args:
        fields: of the item, or of a part of it.
        within: the field that holds them.
    """
    if len(repr(fields)) <= _SHORTEST:  # as most are
        return dict(fields), ()
    kept: dict[str, Any] = {}
    changed: list[str] = []
    for name, value in fields.items():
        longest = _BESIDE.get(name) or _BESIDE.get(within)
        if isinstance(value, str) and longest and len(value) > longest:
            kept[name] = shortened(value, longest)
            changed.append(f"{within or name} shortened to {longest} characters")
        elif isinstance(value, dict):
            kept[name], more = made_to_fit(value, name)
            changed += more
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            parts = [made_to_fit(each) for each in value]
            kept[name] = [part for part, _ in parts]
            changed += (each for _, more in parts for each in more)
        else:
            kept[name] = value
    return kept, tuple(dict.fromkeys(changed))
