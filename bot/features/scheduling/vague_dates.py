"""Dates and times of which a part is missing, such as next week or Friday afternoon: asks for it."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from bot.features.scheduling.parts_of_day import PART, suggested_hour
from bot.language.refusals import Refusal, values

_DAY = timedelta(days=1)
_WEEK = re.compile(
    r"(?:(?:the )?end of )?(?:the |(?P<which>this|next|coming) )week(?P<end>end)?|(?:the )?end of week|weekend"
)
_MONTH = re.compile(r"(?P<which>this|next) month")
_QUARTER = re.compile(r"(?P<which>this|next) quarter")
_DAY_AND_PART = re.compile(rf"(?:(?P<day>.+?),? )?(?P<part>(?:at |by |in the )?{PART})")


def refuse_vague_day(text: str, today: date) -> None:
    """Ask for the day of a week or a month.

    Args:
        text: the text, folded.
        today: today's date.

    Raises:
        Refusal: the text says only a week or a month.
    """
    if found := _WEEK.fullmatch(text):
        monday = today - today.weekday() * _DAY + (7 * _DAY if found["which"] == "next" else 0 * _DAY)
        ends = found["end"] or "end" in text
        days = [monday + step * _DAY for step in ((4, 6) if ends else (0, 4))]
    elif found := _MONTH.fullmatch(text):
        first = today.replace(day=1)
        first = (first + 31 * _DAY).replace(day=1) if found["which"] == "next" else first
        days = _whole_months(first, 1)
    elif found := _QUARTER.fullmatch(text):
        month = (today.month - 1) // 3 * 3 + 1 + (3 if found["which"] == "next" else 0)
        days = _whole_months(date(today.year + month // 12, month % 12, 1), 3)
    else:
        return
    ways = [str(each) for each in days if each >= today]
    if ways:
        sentence = f"“{text[:40]}” leaves the day open; say {' or '.join(ways)}."
        raise Refusal(sentence, offers=values(ways))


def _whole_months(first: date, count: int) -> list[date]:
    """Return the first and the last day of some months.

    Args:
        first: the first day.
        count: how many months.
    """
    last = first + 31 * (count - 1) * _DAY
    return [first, last.replace(day=monthrange(last.year, last.month)[1])]


def refuse_vague_hour(text: str, is_day: Callable[[str], bool]) -> None:
    """Ask for the hour in a part of a day.

    Args:
        text: the text, folded.
        is_day: returns whether a text is a day.

    Raises:
        Refusal: the text says a day and only a part of it, such as Friday afternoon or tonight.
    """
    text = {"tonight": "today night"}.get(text, text)
    found = _DAY_AND_PART.fullmatch(text)
    if found is None:
        return
    on = {"this": "today", "the": "", None: ""}.get(found["day"], found["day"])
    if on and not is_day(on):
        return
    if not on and found["part"] in ("morning", "night"):
        return
    way = f"{on or 'today'} {suggested_hour(found['part'])}"
    raise Refusal(f"That needs an hour; use one such as {way}.", offers=values([way]))
