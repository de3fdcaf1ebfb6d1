"""Notations: recognise times, days, dates, durations and moments among words typed without option names."""

import re
from collections.abc import Sequence
from datetime import date

from bot.features.scheduling import clock_phrases, date_phrases, day_phrases, written_dates
from bot.features.scheduling.parts_of_day import suggested_hour
from bot.language.options import Notation
from bot.language.refusals import Refusal

_MOST_WORDS = 12
"""Maximum number of words that can be days; the longest sensible ones have nine."""

_ANY_DAY = date(2026, 1, 1)
"""An arbitrary date for “today”: whether a text is a date at all doesn't depend on today's date."""

_LIKE_A_TIME = re.compile(r"(?:at )?[0-9]{1,3} ?(?:[:h] ?[0-9]{1,3} ?)?(?:a\.?m|p\.?m|o['’]?clock)?", re.ASCII)
_TELLING = re.compile(r"[:h]|[ap]\.?m$|clock$|^at ")
_NUMBERS = re.compile(r"[0-9 ,/&+]+(?:and|or) ?[0-9]+|[0-9 ,/&+]+", re.ASCII)
_UNFINISHED = re.compile(r"\b(?:on|and|every|each|all|to|from|except|but)$")
_BOUND = re.compile(r"(?:from|starting|beginning|until|till) ")
"""Words that say whether the start or the end is meant, and so aren't part of a moment."""

_JOINED = re.compile(r"[,/&+-]|\b(?:and|to|through|except|but)\b")
_RECURRING = re.compile(r"(?:every|each|first|second|third|fourth|fifth|last|[0-9](?:st|nd|rd|th)|monthly)\b.*")


def _is_time(text: str) -> bool:
    return clock_phrases.time_of_day(text) is not None


def _is_like_time(text: str) -> bool:
    """Return whether a text looks like a time, even an invalid one: 25:00, 13 pm, half nine."""
    try:
        clock_phrases.refuse_two_times(text)
    except Refusal:
        return not _NUMBERS.fullmatch(text)
    return bool(_LIKE_A_TIME.fullmatch(text) and _TELLING.search(text))


def _is_like_time_or_part(text: str) -> bool:
    return _is_like_time(text) or suggested_hour(text) is not None


def _is_days(text: str) -> bool:
    if _UNFINISHED.search(text):
        return False
    try:
        return len(text) > 2 and day_phrases.days(text) is not None
    except Refusal:
        return True  # it says days, but such that can't be scheduled


def _is_like_days(text: str) -> bool:
    """Return whether a text looks like days, even invalid ones: Monday and Someday, every blue moon."""
    words = text.split()
    heads = (" ".join(words[:cut]) for cut in range(1, min(len(words), _MOST_WORDS)))
    if any(map(_is_days, heads)) and not _JOINED.search(text):
        return False
    names_one = any(len(word) > 2 and date_phrases.weekday(word) is not None for word in re.split(r"[\s,/-]+", text))
    if _RECURRING.fullmatch(text):
        return True
    return names_one and bool(_JOINED.search(text)) and not _ends_in_days(words[:_MOST_WORDS])


def _ends_in_days(words: Sequence[str]) -> bool:
    """Return whether days follow other words, which they aren't joined with: “tip except Friday”, “1 Mon and Fri”."""
    cuts = (cut for cut in range(1, len(words)) if words[cut] != "and" and not _JOINED.search(words[cut - 1]))
    return any(_is_days(" ".join(words[cut:])) for cut in cuts)


def _is_date(text: str) -> bool:
    return date_phrases.explicit(text, _ANY_DAY) is not None


def _is_some_day(text: str) -> bool:
    """Return whether a text is a date in any form, even an ambiguous one."""
    try:
        return date_phrases.day(text, _ANY_DAY) is not None
    except Refusal:
        return True


def _is_last_day(text: str) -> bool:
    return _is_some_day(text) or date_phrases.last_after(text, _ANY_DAY) is not None


def _is_like_date(text: str) -> bool:
    return written_dates.looks_like_date(text)


def _is_duration(text: str) -> bool:
    return clock_phrases.length(text) is not None


def _is_moment(text: str) -> bool:
    return not _BOUND.match(text) and date_phrases.is_surely_moment(text, _ANY_DAY)


def _is_like_moment(text: str) -> bool:
    return _is_like_time(text) or _is_like_date(text)


TIME = Notation(_is_time, _is_like_time_or_part)
"""A time of day: 09:00, 5 pm, half past nine, noon."""

DAYS = Notation(_is_days, _is_like_days)
"""Recurring days: weekdays, Monday and Thursday, every other Tuesday."""

DATE = Notation(_is_date, _is_like_date, _is_some_day)
"""A date that's written out: 2026-12-31, 31 December."""

LAST_DAY = Notation(_is_date, _is_like_date, _is_last_day)
"""The last day of something, as a date or as the time from its start: 31 December, 6 weeks."""

DURATION = Notation(_is_duration)
"""A duration: 4h, 2 days, an hour and a half."""

LASTS = Notation(_is_duration, also_named=_is_some_day)
"""A duration; after the option's name also a day, so that what's read asks for the duration instead."""

MOMENT = Notation(_is_moment, _is_like_moment)
"""A future moment: in 2 hours, Friday 15:00, tomorrow noon, 2026-12-31."""
