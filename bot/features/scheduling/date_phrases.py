"""Parses dates and moments, in words and figures; functions return None for text that is neither."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, time, timedelta

from rapidfuzz.distance import OSA

from bot.features.scheduling import written_dates
from bot.features.scheduling.clock_phrases import (
    is_bare_hour,
    length,
    months,
    refuse_either_half,
    says_midnight,
    time_of_day,
)
from bot.features.scheduling.vague_dates import refuse_vague_day, refuse_vague_hour
from bot.features.scheduling.written_dates import coming, date_of, month_of
from bot.language.refusals import Refusal, values

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

LATEST = date(2100, 1, 1)
"""Dates from this one on are considered typos."""

_SHORTEST_SLIP = 6
"""Minimum length of a word that counts as a weekday despite a typo."""

_DAY = timedelta(days=1)
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1, "day after tomorrow": 2}
_LEADING = re.compile(r"(?:on|by|until|till|from|starting|beginning|at|the) ")
_END = re.compile(
    r"(?:the )?end of (?:the |this |(?P<next>next ))?(?P<what>[a-z]{3,9})\.?(?: (?P<year>[0-9]{4}))?", re.ASCII
)
_ENDS = {"month": 1, "quarter": 3, "year": 12}
"""What people plan to the end of, in months."""

_NTH = re.compile(r"(?:the )?([0-9]{1,2})(?:st|nd|rd|th)", re.ASCII)
_WEEK_ON = re.compile(
    r"(?P<long>a week|one week|two weeks|a fortnight) (?:on )?(?P<day>today|tomorrow|[a-z]+day)"
    r"|(?P<on>today|tomorrow|[a-z]+day) (?P<after>week|fortnight)"
)
"""British ways to say a week later: a week on Monday, Monday week, tomorrow fortnight."""

_TONIGHT = re.compile(r"(?:(?P<clock>.+) )?tonight(?: at)?(?: (?P<after>.+))?")
_THIS_PART = re.compile(r"\bthis (morning|afternoon|evening)\b")
_FROM = re.compile(r"(?P<long>.+) (?:from|after) (?P<day>.+)")


def weekday(word: str) -> int | None:
    """Return the weekday (0 for Monday) that a word means, whole, shortened, in the plural or with one typo."""
    for number, name in enumerate(WEEKDAYS):
        whole = name.lower()
        if len(word) >= 2 and (
            whole.startswith(word) or (len(word) >= 4 and whole.startswith(word.removesuffix("s")))
        ):
            return number
    if len(word) < _SHORTEST_SLIP:
        return None
    near = [n for n, name in enumerate(WEEKDAYS) if OSA.distance(word.removesuffix("s"), name.lower()) <= 1]
    return near[0] if len(near) == 1 else None


def day(typed: str, today: date) -> date | None:
    """Return the date in a text, such as 2026-12-31, 31 December, tomorrow, Friday or in 3 days.

    Args:
        typed: the text, folded.
        today: today's date.

    Raises:
        Refusal: it could mean two days: in this week or in the next, or with the month first or second.
    """
    text = _LEADING.sub("", typed, count=1) if _LEADING.match(typed) else typed
    if text in _NEAR:
        return today + _NEAR[text] * _DAY
    if len(either := _written_out(text, today, bare=True)) > 1:
        raise _two_days(text, *either)
    if either:
        return either[0]
    refuse_vague_day(text, today)
    return _of_week(text, today) or _in_so_long(typed, today) or _end_of(text, today)


def explicit(typed: str, today: date) -> date | None:
    """Return the date that's written out in a text, such as 2026-12-31, 31.12.2026 or Thu 31 Dec.

    Without a year, it's the next one. None if it could mean two dates, as 2.3.2026 does.

    Args:
        typed: the text, folded.
        today: today's date.
    """
    either = _written_out(typed, today)
    return either[0] if len(either) == 1 else None


def day_and_time(typed: str, today: date) -> tuple[date | None, time | None]:
    """Return the date and the time of day in a text, in either order; None for each that's missing.

    Args:
        typed: the text, folded.
        today: today's date.

    Raises:
        Refusal: it could mean two different days, or only says a part of one.
    """
    text = typed.replace("t", " ", 1) if re.fullmatch(r"[0-9-]{8,10}t[0-9:]+", typed) else _untangled(typed)
    if (found := day(text, today)) is not None:
        return found, None
    if (clock := time_of_day(text)) is not None:
        refuse_either_half(text, "")
        return None, clock
    for on, at in _halves(text):
        clock = time_of_day(at)
        if clock is not None and (found := day(on, today)) is not None:
            refuse_either_half(at, on)
            return (_at_midnight(typed, on, found), clock) if says_midnight(at) else (found, clock)
    refuse_vague_hour(typed, lambda on: day(on, today) is not None)
    return None, None


def is_surely_moment(text: str, today: date) -> bool:
    """Return whether a text is certainly a moment, even out of context, where a bare number isn't an hour.

    Args:
        text: the text, folded.
        today: today's date.
    """
    if length(text) is not None or months(text) is not None or explicit(text, today) is not None:
        return True
    words = text.split()
    if any(word.isdigit() and _is_loose(words, at) for at, word in enumerate(words)):
        return False
    try:
        found, clock = day_and_time(text, today)
    except Refusal:
        return True
    return found is not None or (clock is not None and not is_bare_hour(text))


def last_after(typed: str, starts: date) -> date | None:
    """Return the last day of a time in whole days or months, such as 6 weeks, for a month or 90 days.

    Args:
        typed: the text, folded.
        starts: the first day.
    """
    if (count := months(typed)) is not None:
        return in_months(starts, count) - _DAY if count < 1200 else None
    long = length(typed)
    is_whole = long is not None and not long % _DAY and _DAY <= long <= timedelta(days=36_525)
    return starts + long - _DAY if long is not None and is_whole else None


def in_months(today: date, count: int) -> date:
    """Return the same day `count` months later, or the last day of that month if it's shorter."""
    year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _is_loose(words: list[str], at: int) -> bool:
    """Return whether a number could be a bare hour: it's the first or last word, and isn't a day of a month."""
    if len(words) == 1 or (at and words[at - 1] == "at"):
        return len(words) == 1
    beside = words[at - 1 : at] + words[at + 1 : at + 2]
    return at in (0, len(words) - 1) and not any(month_of(word) or word in ("past", "to", "in") for word in beside)


def _at_midnight(typed: str, on: str, on_day: date) -> date:
    """Return the day that starts at a midnight.

    Args:
        typed: the whole text.
        on: the part of it that names the day.
        on_day: the date of that day.

    Raises:
        Refusal: it could mean the start or the end of that day.
    """
    if on == "today":
        return on_day + _DAY
    day_text = on.removeprefix("on ")
    ways = [f"{day_text} 00:00", f"{day_text} 23:59"]
    raise Refusal(
        f"“{typed[:40]}” could be the start or the end of that day; say {ways[0]} or {ways[1]}.", offers=values(ways)
    )


def _untangled(typed: str) -> str:
    """Return a text with “tonight” and “this evening” replaced by a day and a part of the day."""
    text = _THIS_PART.sub(r"today \1", typed)
    if found := _TONIGHT.fullmatch(text):
        clock = found["clock"] or found["after"]
        if clock and says_midnight(clock):
            return f"today {clock}"
        if not clock:
            return text  # at which hour?
        return f"today {clock}" if clock.endswith("m") else f"today {clock} in the evening"
    return text


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """Yield splits into a possible day and time: first with the day in front, the longest day first; then behind."""
    words = text.replace(",", " ").split()
    cuts = range(len(words) - 1, 0, -1)
    pairs = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in cuts]
    yield from pairs
    yield from ((after, before) for before, after in reversed(pairs))


def _of_week(text: str, today: date) -> date | None:
    """Return the date of “Friday”, “this Friday” or “next Friday”."""
    which, _, name = text.rpartition(" ")
    number = weekday(name) if name.isalpha() and name not in ("today", "tomorrow") else None
    if number is None or which not in ("", "this", "coming", "this coming", "next"):
        return None
    coming = today + ((number - today.weekday() - 1) % 7 + 1) * _DAY
    if which == "next" and number > today.weekday():
        raise _two_days(f"next {WEEKDAYS[number]}", coming, coming + 7 * _DAY)
    return coming


def _two_days(said: str, one: date, other: date) -> Refusal:
    ways = [str(one), str(other)]
    return Refusal(f"“{said}” could be two days; say {ways[0]} or {ways[1]}.", offers=values(ways))


def _written_out(typed: str, today: date, *, bare: bool = False) -> list[date]:
    """Return the dates that a text can mean if it writes one out: several for figures such as 2/3/2026.

    Args:
        typed: the text, folded.
        today: today's date.
        bare: whether to read figures that are only a date where one is expected, such as 12.01. or the 12th.

    Raises:
        Refusal: it's on another weekday than the one it names; only if it's bare.
    """
    first, _, rest = typed.partition(" ")
    named = weekday(first.strip(",.")) if rest else None
    text = typed if named is None else rest
    either = written_dates.read(text, today, bare=bare)
    if not either and bare and (nth := _NTH.fullmatch(text)):
        either = coming(today, range(1, 13), int(nth[1]))
    fitting = [each for each in either if named in (None, each.weekday())]
    if bare and named is not None and len(either) == 1 and not fitting:
        raise _other_weekday(either[0], named, today)
    return fitting


def _other_weekday(found: date, named: int, today: date) -> Refusal:
    """Return the refusal of a date with a weekday that it isn't on.

    Args:
        found: the date.
        named: the weekday that was typed.
        today: today's date.
    """
    near = [found + step * _DAY for step in range(-3, 4)]
    ways = [str(each) for each in near if each == found or (each.weekday() == named and each >= today)]
    day_of = f"{found.day} {MONTHS[found.month - 1]} {found.year}"
    sentence = f"{day_of} is a {WEEKDAYS[found.weekday()]}, not a {WEEKDAYS[named]}; say {' or '.join(ways)}."
    return Refusal(sentence, offers=values(ways))


def _end_of(text: str, today: date) -> date | None:
    """Return the last day of “the end of the year”, “end of this quarter”, “end of next month” or “end of March”."""
    found = _END.fullmatch(text)
    if found is None:
        return None
    if every := _ENDS.get(found["what"]):
        if found["year"]:
            return None
        begins = date(today.year, (today.month - 1) // every * every + 1, 1)
        return in_months(begins, every * (2 if found["next"] else 1)) - _DAY
    month = None if found["next"] else month_of(found["what"])
    if month is None:
        return None
    first = date_of(int(found["year"] or today.year + (month < today.month)), month, 1)
    return in_months(first, 1) - _DAY if first is not None and first < LATEST else None


def _in_so_long(typed: str, today: date) -> date | None:
    """Return the date of “in 3 days”, “2 weeks from now”, “a week from Friday” or “in 2 months”."""
    begin = today
    text = typed
    if british := _WEEK_ON.fullmatch(typed):
        typed = f"{british['long'] or 'a ' + british['after']} from {british['day'] or british['on']}"
    if (found := _FROM.fullmatch(typed)) and found["day"] not in ("now", "today"):
        start = day(found["day"], today)
        if start is None:
            return None
        begin, text = start, found["long"]
    elif found:
        text = found["long"]
    elif not typed.startswith(("in ", "after ")):
        return None
    if (count := months(text)) is not None:
        return in_months(begin, count) if count < 1200 else None
    long = length(text)
    if long is None or long % _DAY or long > timedelta(days=36_525):
        return None
    return begin + long
