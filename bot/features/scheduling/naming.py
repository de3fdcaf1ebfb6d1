"""Naming: finds the schedules that someone means, by number, by course, or by what they do."""

import re
from calendar import month_abbr
from collections.abc import Iterator, Mapping, Sequence

from bot.features.scheduling.model import Schedule, ScheduleState
from bot.language.refusals import Offer, Refusal
from bot.language.text import clean, fold

_COURSE = re.compile(r"course #?([1-9][0-9]{0,8})", re.ASCII)
_NUMBER = re.compile(r"(?:schedule |number |no\.? )?#?([1-9][0-9]{0,8})(?::(?![0-9]).*)?", re.ASCII | re.DOTALL)
_HOUR = re.compile(r"[0-9]:[0-5][0-9]", re.ASCII)
_WORD = re.compile(r"[^\s,.;()“”\"'?!]+")
_MONTHS = "|".join(month.lower() for month in month_abbr[1:])
_TIME = re.compile(
    r"(?:^|(?<=\s))(?:(?:until|till|til|over|during|between|from|next|this)\s"
    rf"|(?:for|on|in)\s(?:[0-9]|an?\s|the\s|one\s|two\s|three\s|next\s|mon|tue|wed|thu|fri|sat|sun|{_MONTHS})"
    r"|(?:today|tomorrow|tonight)\b|[0-9]+(?:\.[0-9]|\s(?:times|hours?|days?|weeks?|months?)\b)"
    rf"|[0-9]+(?:st|nd|rd|th)?\.?\s(?:of\s)?(?:{_MONTHS})|(?:{_MONTHS})[a-z]*\.?\s[0-9]|[0-9]{{4}}-[0-9])",
    re.ASCII,
)
"""Where a time begins that follows the name of a schedule: until Monday, next week, 2 weeks, 24 December."""

_SAYS_NOTHING = frozenset(
    (
        *("the", "a", "an", "my", "our", "this", "that", "one", "schedule", "schedules", "post", "posts"),
        *("of", "in", "on", "at", "for", "from", "every", "with", "and"),
    )
)


def meant(typed: str, existing: Mapping[Schedule, str]) -> list[int]:
    """Return the numbers of the schedules that are meant.

    Args:
        typed: a number, a line that starts with one, “all”, a course, a description, or "" for the only schedule.
        existing: the schedules, each with the line that describes it.

    Raises:
        Refusal: there's no such schedule, or it isn't clear which one is meant.
    """
    lines = {each.number: line for each, line in existing.items()}
    if not lines:
        raise Refusal("There are no schedules yet; make one with /schedule tip.")
    if fold(typed) == "all" or (not typed and len(lines) == 1):
        return [*lines]
    offers = [Offer(line, str(number)) for number, line in lines.items()]
    if not typed:
        raise Refusal("Which one? Give its number; /schedule list shows them.", option="schedule", offers=offers)
    if course := course_of(typed):
        if found := [each.number for each in existing if each.course == course]:
            return found
        sentence = f"There's no course {course} here; /schedule list shows them all."
        raise Refusal(sentence, option="schedule", offers=offers)
    number = number_of(typed)
    if number in lines:
        return [number]
    found = [] if number else described_by(typed, lines)
    if len(found) > 1:
        alive = [each.number for each in existing if each.state is not ScheduleState.ENDED]
        found = [each for each in found if each in alive] if any(each in alive for each in found) else found
    if len(found) == 1:
        return found
    if found:
        these = [each for each in offers if int(each.value) in found]
        raise Refusal("Which of these? Press one, or give its number.", option="schedule", offers=these)
    raise _unknown(typed, lines, offers)


def _unknown(typed: str, lines: Mapping[int, str], offers: Sequence[Offer]) -> Refusal:
    """Return the refusal of a text that names no schedule, or one with a time after it: “1 next week”."""
    which = _before_a_time(fold(clean(typed)), lines)
    if which:
        pause = f"/schedule pause {which}"
        sentence = f"I can't pause for a set time; use {pause}, and later /schedule resume {which}."
        return Refusal(sentence, option="schedule", offers=[Offer(pause, line=pause)])
    sentence = f"There's no schedule “{clean(typed)[:40]}”; /schedule list shows them all."
    return Refusal(sentence, option="schedule", offers=offers)


def _before_a_time(typed: str, lines: Mapping[int, str]) -> str:
    """Return the number, or “all”, of the schedules that are named before a time; "" if there's no time.

    Args:
        typed: the text, folded: “1 next week”, “tips until Monday”, or a time alone, if there's only one schedule.
        lines: the line that describes each schedule, by its number.
    """
    time = _TIME.search(typed)
    if time is None:
        return ""
    which = typed[: time.start()].strip()
    if which == "all" or number_of(which) in lines:
        return which
    found = described_by(which, lines) if which else [*lines]
    return str(found[0]) if len(found) == 1 else ""


def course_of(typed: str) -> int | None:
    """Return the number of the course that's meant; None if the text doesn't name a course."""
    found = _COURSE.fullmatch(fold(clean(typed)))
    return int(found[1]) if found else None


def number_of(typed: str) -> int | None:
    """Return the number that was typed, even with a line after it; None if there's no number."""
    found = _NUMBER.fullmatch(fold(clean(typed)))
    return int(found[1]) if found else None


def described_by(typed: str, lines: Mapping[int, str]) -> list[int]:
    """Return the schedules whose lines contain every typed word, whole or as the start of a word.

    Args:
        typed: what one of them does, such as “the report”, “tips on Data” or “friday game”.
        lines: the line that describes each schedule, by its number.
    """
    meaningful = [each for each in _WORD.findall(fold(clean(typed))) if each not in _SAYS_NOTHING]
    if not meaningful:
        return []
    return [number for number, line in lines.items() if all(_has(line, each) for each in meaningful)]


def _has(line: str, word: str) -> bool:
    begins = tuple(each.lstrip("#") for each in _ways(word))
    return any(each.lstrip("#").startswith(begins) for each in _WORD.findall(fold(line)))


def _ways(word: str) -> Iterator[str]:
    """Yield the forms of a word that lines may contain: tip for tips, 09:00 for 9:00, day for daily."""
    yield word
    if _HOUR.fullmatch(word):
        yield f"0{word}"
    if len(word) > 3 and word.endswith("s"):
        yield word.removesuffix("s")
    if word == "daily":
        yield "day"
