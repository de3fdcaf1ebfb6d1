"""Find out which options a table marks as right: by letter, by number, or by their text. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

from bot.exchange.questions import NoQuestion
from bot.language.text import as_seen

_MARK = re.compile(
    r"(?:option|answer|choice|antwort|réponse|respuesta|risposta|resposta)?\s*"
    r"\(?([a-j]|\d{1,2})[.)]?(?:\s*[.):-]\s*(\S.*))?",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"[A-J]{2,6}")
_BETWEEN = re.compile(r"\s*(?:[,;/&+|\n]|\band\b|\bund\b|\bet\b|\by\b)\s*|\s+")
_PARTS = re.compile(r"\s*[;|\n]\s*")
_COMMAS = re.compile(r"\s*,\s*")


class By(StrEnum):
    """How a table says which option is right."""

    PLACE = "place"
    PLACE_FROM_0 = "place from 0"
    TEXT = "text"


def is_mark(text: str) -> bool:
    """Return whether a text could name options by letter or number: “B”, “2”, “A, C”."""
    return _places(text) is not None


def marks_one(text: str, count: int) -> bool:
    """Return whether a text could name some of a number of options: “B”, “2”, “A, C”.

    Args:
        text: the text to check.
        count: the number of options.
    """
    places = _places(text)
    return places is not None and max(places) < count


def how_marked(rows: Iterable[tuple[str, Sequence[str]]], from_0: bool = False) -> By:
    """Return how a table says which option is right.

    Args:
        rows: for each row, the cell that says so, and the options.
        from_0: whether numbers are known to count from 0; a 0 in the cells shows it, too.
    """
    by_text = by_place = beyond = 0
    for mark, options in rows:
        if not mark.strip():
            continue
        seen = _seen(options)
        says_text = as_seen(mark) in seen or len(_said(mark, seen)) > 1
        places = _places(mark, 0)
        by_text += says_text
        by_place += places is not None and not (says_text and _says_more(mark))
        numbers = [int(each) for each in re.findall(r"\d+", mark)] if places is not None else []
        from_0 = from_0 or 0 in numbers
        beyond += any(number >= len(options) for number in numbers)
    if by_place > by_text:
        return By.PLACE_FROM_0 if from_0 and not beyond else By.PLACE
    return By.TEXT


def right(mark: str, options: Sequence[str], by: By) -> list[int]:
    """Return the indexes of the right options.

    Args:
        mark: the cell that says which are right.
        options: the options in the order of their columns; "" for an empty cell.
        by: how the table says it.

    Raises:
        NoQuestion: the cell names none of the options.
    """
    if not mark.strip():
        return []
    places = _places(mark, 0 if by is By.PLACE_FROM_0 else 1) or _together(mark)
    fits = bool(places) and all(place < len(options) and options[place] for place in places)
    if fits and by is not By.TEXT and not _says_more(mark):
        return sorted(set(places))
    seen = _seen(options)
    whole = seen.get(as_seen(mark))
    said = [whole] if whole is not None else _said(mark, seen)
    if said and (by is By.TEXT or _says_more(mark)):
        return said
    if fits and _agrees(mark, options, places):
        return sorted(set(places))
    if said:
        return said
    raise NoQuestion(
        f"says that “{mark[:40]}” is right, which isn't one of its options; write one's letter or its text"
    )


def _seen(options: Sequence[str]) -> dict[str, int]:
    """Return the index of each option by its text; the first of several."""
    return {as_seen(option): place for place, option in reversed(list(enumerate(options))) if option}


def _said(mark: str, seen: Mapping[str, int]) -> list[int]:
    """Return the indexes of the options whose texts a mark lists, as in “2; 5”; none if a part isn't one."""
    for between in (_PARTS, _COMMAS):
        parts = [seen.get(as_seen(part)) for part in between.split(mark.strip())]
        if None not in parts:
            return sorted({place for place in parts if place is not None})
    return []


@lru_cache(256)
def _places(mark: str, first: int = 1) -> tuple[int, ...] | None:
    """Return the indexes that a mark such as “B” or “1, 3” names; None if it's something else."""
    single = _MARK.fullmatch(mark.strip())
    names = [single] if single else [_MARK.fullmatch(each) for each in _BETWEEN.split(mark.strip()) if each]
    places = tuple(_place(each[1], first) for each in names if each)
    return places if places and len(places) == len(names) and min(places) >= 0 else None


def _together(mark: str) -> tuple[int, ...]:
    """Return the indexes that letters without separators name, if they're in alphabetical order: “BD”."""
    ordered = _TOGETHER.fullmatch(mark.strip()) and list(mark.strip()) == sorted(set(mark.strip()))
    return tuple(_place(letter, 1) for letter in mark.strip()) if ordered else ()


def _says_more(mark: str) -> bool:
    """Return whether more text follows the letter: “B. Jones” may be a name."""
    found = _MARK.fullmatch(mark.strip())
    return bool(found and found[2])


def _agrees(mark: str, options: Sequence[str], places: Sequence[int]) -> bool:
    """Return whether the text after the letter, if there's any, is that of the option with that letter."""
    found = _MARK.fullmatch(mark.strip())
    if not found or not found[2]:
        return True
    option = as_seen(options[places[0]])
    return as_seen(found[2]) == option or as_seen(mark) == option


def _place(name: str, first: int) -> int:
    return int(name) - first if name.isdecimal() else ord(name.lower()) - ord("a")
