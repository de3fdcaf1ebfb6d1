"""Naming: finds the schedules that someone means, by number, by course, or by what they do."""

import re
from calendar import month_abbr
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.features.scheduling.clock_phrases import NUMBERS, time_of_day
from bot.features.scheduling.date_phrases import WEEKDAYS
from bot.features.scheduling.model import Schedule, ScheduleState
from bot.features.scheduling.wording import write_time
from bot.language.offers import MOST
from bot.language.refusals import Offer, Refusal
from bot.language.text import clean, fold, said

_COURSE = re.compile(r"course #?([1-9][0-9]{0,8})", re.ASCII)
_NUMBER = re.compile(r"(?:schedule |number |no\.? )?#?([1-9][0-9]{0,8})(?::(?![0-9]).*)?", re.ASCII | re.DOTALL)
_NUMBERS = re.compile(
    r"(?:schedules? |numbers? )?#?[1-9][0-9]{0,8}(?:(?:, ?| ?& ?| and |, and | )#?[1-9][0-9]{0,8})+", re.ASCII
)
_WORD = re.compile(r"[^\s,.;()“”\"'?!]+")
_MONTHS = "|".join(month.lower() for month in month_abbr[1:])
_WEEKDAYS = "|".join(day.lower() for day in WEEKDAYS)
_TIME = re.compile(
    r"(?:^|(?<=\s))(?:(?:until|till|til|over|during|between|from|next|this)\s"
    rf"|(?:for|on|in)\s(?:[0-9]|an?\s|the\s|one\s|two\s|three\s|next\s|mon|tue|wed|thu|fri|sat|sun|{_MONTHS})"
    rf"|(?:today|tomorrow|tonight)\b|(?:{_WEEKDAYS})$"
    r"|twice\b|[0-9]+(?:\.[0-9]|\s(?:times|hours?|days?|weeks?|months?)\b)"
    rf"|[0-9]+(?:st|nd|rd|th)?\.?\s(?:of\s)?(?:{_MONTHS})|(?:{_MONTHS})[a-z]*\.?\s[0-9]|[0-9]{{4}}-[0-9])",
    re.ASCII,
)
"""Where a time begins that follows the name of a schedule: until Monday, next week, 2 weeks, 24 December."""

_UNITS = ("hour", "hours", "day", "days", "week", "weeks", "month", "months")
_HOW_MANY = rf"[0-9]{{1,3}}|an?|this|next|coming|(?:the )?rest of the|{'|'.join(NUMBERS)}"
_SURELY_TIME = re.compile(
    rf"(?<!every )(?:(?<=\s)|^)(?:(?:for |in )?(?:{_HOW_MANY})\s(?:working )?(?:{'|'.join(_UNITS)})\b"
    rf"|(?:this|next|coming) (?:{_WEEKDAYS})|(?:until|till|til)\s)",
    re.ASCII,
)
"""A time that describes no schedule, though a word of it may stand in a schedule's line: 2 weeks, next Monday."""

_ADDED = re.compile(r"(?:,? ?\b(?:please|for now|now|for good|again|indefinitely|until further notice))+$")
"""What's said after the name of a schedule without changing what's meant."""

_THE_ONLY = re.compile(r"(?:(?:the|my|our|this|that) )?(?:next )?(?:one|schedule|post|next|it)?")
_ALL = ("all", "everything", "all schedules", "all of them", "all posts", "every schedule")
_ALL_OF = re.compile(r"all (?:of )?(?:the |our |my )?(?P<what>.+)")

_SAYS_NOTHING = frozenset(
    (
        *("the", "a", "an", "my", "our", "this", "that", "one", "next", "schedule", "schedules", "post", "posts"),
        *("of", "in", "on", "at", "for", "from", "every", "with", "and"),
    )
)


def meant(typed: str, existing: Mapping[Schedule, str], *, verb: str = "") -> list[int]:
    """Return the numbers of the schedules that are meant.

    Args:
        typed: numbers, a line that starts with one, “all”, a course, a description, or "" for the only schedule.
        existing: the schedules, each with the line that describes it.
        verb: the command's second word, such as pause.

    Raises:
        Refusal: there's no such schedule, or it isn't clear which one is meant.
    """
    lines = {each.number: line for each, line in existing.items()}
    if not lines:
        raise Refusal("There are no schedules yet; make one with /schedule tip.")
    text = _ADDED.sub("", said(typed))
    if text in _ALL or (text == "both" and len(lines) == 2) or (_THE_ONLY.fullmatch(text) and len(lines) == 1):
        return [*lines]
    offers = [Offer(line, str(number)) for number, line in lines.items()]
    if _THE_ONLY.fullmatch(text):
        raise Refusal("Which one? Give its number; /schedule list shows them.", option="schedule", offers=offers)
    if course := course_of(text):
        if found := [each.number for each in existing if each.course == course]:
            return found
        sentence = f"There's no course {course} here; /schedule list shows them all."
        raise Refusal(sentence, option="schedule", offers=offers)
    if found := numbers_of(typed) or numbers_of(text):
        if missing := next((str(each) for each in found if each not in lines), None):
            raise _no_schedule(missing, offers)
        return found
    if _SURELY_TIME.search(text):
        raise _untimed(verb, text, existing) or _no_schedule(typed, offers)
    return _described(typed, text, existing, verb)


def meant_when(typed: str, existing: Mapping[Schedule, str]) -> tuple[list[int], str]:
    """Return the numbers of the schedules that are meant, and the time that's said after them, folded; or "".

    Args:
        typed: what names schedules (see meant), and perhaps a time: “tips until Monday”; a time alone is for all.
        existing: the schedules, each with the line that describes it.

    Raises:
        Refusal: there's no such schedule, or it isn't clear which one is meant.
    """
    try:
        return meant(typed, existing), ""
    except Refusal:
        lines = {each.number: line for each, line in existing.items()}
        which, when = _before_a_time(_ADDED.sub("", said(typed)), lines)
        if not which:
            raise
        try:
            return meant(which, existing), when
        except Refusal as refused:
            several = described_by(which, lines)
            raise _with_time(refused, which, when) if several else refused from refused


def _with_time(refused: Refusal, which: str, when: str) -> Refusal:
    """Return the question which of several schedules is meant, with the time in each answer, and one for all of them.

    Args:
        refused: the question.
        which: what was said of the schedules.
        when: the time.
    """
    each = [replace(offer, value=f"{offer.value} {when}") for offer in refused.offers]
    whole = Offer("All of these", f"all {which} {when}")
    return Refusal(refused.line, option=refused.option, offers=[*each[: MOST - 1], whole])


def _described(typed: str, text: str, existing: Mapping[Schedule, str], verb: str) -> list[int]:
    """Return the schedule that a description means; several only for “all tips”.

    Args:
        typed: the description, as typed.
        text: the same, folded.
        existing: the schedules, each with the line that describes it.
        verb: the command's second word.

    Raises:
        Refusal: there's no such schedule, or there are several.
    """
    lines = {each.number: line for each, line in existing.items()}
    whole = _ALL_OF.fullmatch(text)
    found = described_by(whole["what"] if whole else text, lines)
    if len(found) > 1 and not whole:
        alive = [each.number for each in existing if each.state is not ScheduleState.ENDED]
        found = [each for each in found if each in alive] if any(each in alive for each in found) else found
    if len(found) == 1 or (found and whole):
        return found
    if found:
        these = [Offer(lines[number], str(number)) for number in found]
        raise Refusal("Which of these? Press one, or give its number.", option="schedule", offers=these)
    offers = [Offer(line, str(number)) for number, line in lines.items()]
    raise _untimed(verb, text, existing) or _no_schedule(typed, offers)


def _no_schedule(typed: str, offers: Sequence[Offer]) -> Refusal:
    sentence = f"There's no schedule “{clean(typed)[:40]}”; /schedule list shows them all."
    return Refusal(sentence, option="schedule", offers=offers)


def _untimed(verb: str, text: str, existing: Mapping[Schedule, str]) -> Refusal | None:
    """Return the refusal of a time after a schedule's name, “1 next week”; None for other texts and commands.

    Args:
        verb: the command's second word.
        text: the text, folded.
        existing: the schedules, each with the line that describes it.
    """
    which, _ = _before_a_time(text, {each.number: line for each, line in existing.items()})
    if verb != "resume" or not which:
        return None
    line = f"/schedule resume {which}"
    sentence = f"I can't resume at a set time; use {line} when it's time."
    return Refusal(sentence, option="schedule", offers=[Offer(line, line=line)])


def _before_a_time(typed: str, lines: Mapping[int, str]) -> tuple[str, str]:
    """Return the number, or “all”, of the schedules that are named before a time, and the time; "" if there's none.

    Args:
        typed: the text, folded: “1 next week”, “tips until Monday”, or a time alone, for all schedules.
        lines: the line that describes each schedule, by its number.
    """
    times = [found for form in (_SURELY_TIME, _TIME) if (found := form.search(typed))]
    if not times:
        return "", ""
    start = min(found.start() for found in times)
    which, when = typed[:start].strip(), typed[start:].strip()
    if not _telling(which):
        return str(*lines) if len(lines) == 1 else "all", when
    if which in _ALL or number_of(which) in lines:
        return "all" if which in _ALL else str(number_of(which)), when
    whole = _ALL_OF.fullmatch(which)
    if whole and described_by(whole["what"], lines):
        return which, when
    described = described_by(which, lines)
    return str(described[0]) if len(described) == 1 else which if described else "", when


def course_of(typed: str) -> int | None:
    """Return the number of the course that's meant; None if the text doesn't name a course."""
    found = _COURSE.fullmatch(fold(clean(typed)))
    return int(found[1]) if found else None


def number_of(typed: str) -> int | None:
    """Return the number that was typed, even with a line after it; None if there's no number."""
    found = _NUMBER.fullmatch(fold(clean(typed)))
    return int(found[1]) if found else None


def numbers_of(typed: str) -> list[int]:
    """Return the numbers that were typed, such as 1, #2 or “1 and 2”; none if the text says something else."""
    text = fold(clean(typed))
    if _NUMBERS.fullmatch(text):
        return [*dict.fromkeys(int(each) for each in re.findall(r"[0-9]+", text))]
    one = number_of(text)
    return [] if one is None else [one]


def described_by(typed: str, lines: Mapping[int, str]) -> list[int]:
    """Return the schedules whose lines contain every typed word, whole or as the start of a word.

    Args:
        typed: what one of them does, such as “the report”, “tips on Data” or “friday game”.
        lines: the line that describes each schedule, by its number.
    """
    meaningful = _telling(typed)
    if not meaningful:
        return []
    return [number for number, line in lines.items() if all(_has(line, each) for each in meaningful)]


def _telling(typed: str) -> list[str]:
    """Return the words of a text that can tell one schedule from another."""
    return [each for each in _WORD.findall(fold(clean(typed))) if each not in _SAYS_NOTHING]


def _has(line: str, word: str) -> bool:
    there = [each.lstrip("#") for each in _WORD.findall(fold(line))]
    if word in _UNITS:  # a week is no weekday
        return word in there
    begins = tuple(each.lstrip("#") for each in _ways(word))
    return any(each.startswith(begins) for each in there)


def _ways(word: str) -> Iterator[str]:
    """Yield the forms of a word that lines may contain: tip for tips, 09:00 for 9:00, day for daily."""
    yield word
    if not word.isdigit() and (at := time_of_day(word)) is not None:
        yield write_time(at)
    if len(word) > 3 and word.endswith("s"):
        yield word.removesuffix("s")
    yield from _OFTEN.get(word, ())


_OFTEN = {
    "daily": ("day", "weekday"),
    "weekly": ("week", "7", *(day.lower() for day in WEEKDAYS)),
    "fortnightly": ("other", "2", "14"),
    "monthly": ("month",),
}
"""Words for how often a schedule posts, with words that lines use for it."""
