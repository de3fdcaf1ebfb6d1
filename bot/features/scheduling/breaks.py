"""Breaks: the days that people name when nothing should be posted, such as “until Monday” or “for a week”. Pure."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from bot.features.scheduling.date_phrases import day, in_months, last_after
from bot.language.refusals import Refusal

_DAY = timedelta(days=1)
_UNTIL = re.compile(r"(?:until|till|til) (.+)")
_OPENING = re.compile(r"(?:from|between) ")
_TO = re.compile(r" (?:to|until|till|til|through|thru|and) | ?[-–] ?")
_SO_LONG = re.compile(r"(?:for )?(?:the (?:next|coming) )?(.+)")
_WHOLE = re.compile(
    r"(?:for |during |over )?(?:the )?(?P<which>this|next|coming|(?:rest|remainder) of (?:the|this)) "
    r"(?P<what>week|month)"
)
_WEEKEND = re.compile(r"(?:for |during |over |on )?(?:the|this|the coming) weekend")


class Break(NamedTuple):
    """Days without posts.

    Args:
        first, last: the first and the last of them.
    """

    first: date
    last: date


def days_off(typed: str, today: date) -> Break:
    """Return the days that a text names.

    Posts start again on the day after “until”; a time from one day to another includes both.

    Args:
        typed: the text, folded, such as “until Monday”, “for 2 weeks”, “tomorrow” or “24 Dec to 2 Jan”.
        today: today's date.

    Raises:
        Refusal: it names no days, or one that could be two.
    """
    off = _days_off(typed, today)
    if off is None:
        raise Refusal("I don't know which days you mean; say “until Monday”, “for a week” or “24 Dec to 2 Jan”.")
    return off


def _days_off(typed: str, today: date) -> Break | None:
    if until := _UNTIL.fullmatch(typed):
        back = day(until[1], today)
        return None if back is None or back <= today else Break(today, back - _DAY)
    if whole := _WHOLE.fullmatch(typed):
        return _whole(whole["what"], today, is_next=whole["which"] == "next")
    if _WEEKEND.fullmatch(typed):
        sunday = today + (6 - today.weekday()) * _DAY
        return Break(max(today, sunday - _DAY), sunday)
    if (single := day(typed, today)) is not None:
        return Break(single, single)
    if (long := last_after(_SO_LONG.sub(r"\1", typed), today)) is not None:
        return Break(today, long)
    text = _OPENING.sub("", typed, count=1)
    for between in _TO.finditer(text):
        first = day(text[: between.start()], today)
        last = None if first is None else day(text[between.end() :], first)
        if first is not None and last is not None and first <= last:
            return Break(first, last)
    return None


def _whole(what: str, today: date, *, is_next: bool) -> Break:
    """Return a week or a month.

    Args:
        what: “week” or “month”.
        today: today's date.
        is_next: whether it's the next one; otherwise it's what's left of this one.
    """
    if what == "week":
        begins = today - today.weekday() * _DAY
        following, after = begins + 7 * _DAY, begins + 14 * _DAY
    else:
        begins = today.replace(day=1)
        following, after = in_months(begins, 1), in_months(begins, 2)
    return Break(following, after - _DAY) if is_next else Break(today, following - _DAY)
