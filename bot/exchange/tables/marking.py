"""Which options a table marks as right: by letter, by number, or by what they say. Pure."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from bot.exchange.questions import NoQuestion
from bot.language.text import as_seen

_MARK = re.compile(
    r"(?:option|answer|choice|antwort|réponse|respuesta|risposta|resposta)?\s*"
    r"\(?([a-j]|\d{1,2})[.)]?(?:\s*[.):-]\s*\S.*)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[,;/&+|\n]|\band\b|\bund\b|\bet\b|\by\b)\s*|\s+")
_PARTS = re.compile(r"\s*[;|\n]\s*")


class By(StrEnum):
    """How a table says which option is right."""

    PLACE = "place"
    PLACE_FROM_0 = "place from 0"
    TEXT = "text"


def is_mark(text: str) -> bool:
    """Return whether a text looks like what says which option is right: “B”, “2”, “A, C”."""
    return _places(text) is not None


def way(rows: Iterable[tuple[str, Sequence[str]]]) -> By:
    """Return how a table says which option is right.

    Args:
        rows: what's in the column for it, and the options, of each row.
    """
    by_text = by_place = from_0 = beyond = 0
    for mark, options in rows:
        if not mark.strip():
            continue
        by_text += any(as_seen(option) == as_seen(mark) for option in options if option)
        places = _places(mark)
        by_place += places is not None
        numbers = [int(each) for each in re.findall(r"\d+", mark)] if places is not None else []
        from_0 += 0 in numbers
        beyond += any(number >= len(options) for number in numbers)
    if by_place > by_text:
        return By.PLACE_FROM_0 if from_0 and not beyond else By.PLACE
    return By.TEXT


def right(mark: str, options: Sequence[str], by: By) -> list[int]:
    """Return the places of the options that are right, from 0.

    Args:
        mark: what the table says.
        options: in the order of their columns; "" where there's none.
        by: how it says it.

    Raises:
        NoQuestion: it marks none of them.
    """
    if not mark.strip():
        return []
    seen = {as_seen(option): place for place, option in reversed(list(enumerate(options))) if option}
    whole = seen.get(as_seen(mark))
    if by is By.TEXT and whole is not None:
        return [whole]
    places = _places(mark, 0 if by is By.PLACE_FROM_0 else 1)
    if places and all(place < len(options) and options[place] for place in places):
        return sorted(set(places))
    if whole is not None:
        return [whole]
    parts = [seen.get(as_seen(part)) for part in _PARTS.split(mark.strip())]
    if parts and None not in parts:
        return sorted({place for place in parts if place is not None})
    raise NoQuestion(
        f"says that “{mark[:40]}” is right, which is none of its options; write one's letter or its text"
    )


def _places(mark: str, first: int = 1) -> list[int] | None:
    """Return the places that a mark such as “B” or “1, 3” stands for; None if it says something else."""
    single = _MARK.fullmatch(mark.strip())
    names = [single] if single else [_MARK.fullmatch(each) for each in _BETWEEN.split(mark.strip()) if each]
    places = [_place(each[1], first) for each in names if each]
    return places if places and len(places) == len(names) and min(places) >= 0 else None


def _place(name: str, first: int) -> int:
    return int(name) - first if name.isdecimal() else ord(name.lower()) - ord("a")
