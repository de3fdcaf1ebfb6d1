"""Naming: which schedules someone means, by number, by course, or by what they do."""

import re
from collections.abc import Iterator, Mapping

from bot.language.text import clean, fold

_COURSE = re.compile(r"course #?([1-9][0-9]{0,8})", re.ASCII)
_NUMBER = re.compile(r"(?:schedule |number |no\.? )?#?([1-9][0-9]{0,8})(?::(?![0-9]).*)?", re.ASCII | re.DOTALL)
_HOUR = re.compile(r"[0-9]:[0-5][0-9]", re.ASCII)
_WORD = re.compile(r"[^\s,.;()“”\"'?!]+")
_SAYS_NOTHING = frozenset(
    (
        *("the", "a", "an", "my", "our", "this", "that", "one", "schedule", "schedules", "post", "posts"),
        *("of", "in", "on", "at", "for", "from", "every", "with", "and"),
    )
)


def course_of(typed: str) -> int | None:
    """Return the number of the course that's meant; None if it's none, but maybe a schedule."""
    found = _COURSE.fullmatch(fold(clean(typed)))
    return int(found[1]) if found else None


def number_of(typed: str) -> int | None:
    """Return the number that was typed, perhaps with the line that it leads; None if it's no number."""
    found = _NUMBER.fullmatch(fold(clean(typed)))
    return int(found[1]) if found else None


def described_by(typed: str, lines: Mapping[int, str]) -> list[int]:
    """Return the schedules whose lines have every word that was typed, or begin words with it.

    Args:
        typed: what one of them does, such as the report, tips on Data, or friday game.
        lines: what each does, in a line, by its number.
    """
    wanted = [each for each in _WORD.findall(fold(clean(typed))) if each not in _SAYS_NOTHING]
    if not wanted:
        return []
    return [number for number, line in lines.items() if all(_has(line, each) for each in wanted)]


def _has(line: str, word: str) -> bool:
    begins = tuple(each.lstrip("#") for each in _ways(word))
    return any(each.lstrip("#").startswith(begins) for each in _WORD.findall(fold(line)))


def _ways(word: str) -> Iterator[str]:
    """Yield how lines may have a word: tips as tip, 9:00 as 09:00, daily as day."""
    yield word
    if _HOUR.fullmatch(word):
        yield f"0{word}"
    if len(word) > 3 and word.endswith("s"):
        yield word.removesuffix("s")
    if word == "daily":
        yield "day"
