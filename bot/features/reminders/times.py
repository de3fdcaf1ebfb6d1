"""When to remind: reads the time that a learner types, and the words that stand for one. Pure."""

import re
from datetime import time

from bot.features.scheduling.model import DAILY
from bot.features.scheduling.notations import DAYS, TIME
from bot.features.scheduling.parts_of_day import PART, suggested_hour
from bot.features.scheduling.wording import read_days, read_duration, read_time
from bot.language.refusals import Refusal, values
from bot.language.text import said

OFF = frozenset(
    (
        *("off", "stop", "no", "never", "none", "cancel", "delete", "disable", "end", "pause", "remove"),
        *("no more", "never again", "turn off", "switch off"),
    )
)
"""Words that stop reminders, typed in place of a time."""

ON = frozenset(("on", "yes", "start", "again", "resume", "continue", "turn on", "enable"))
"""Words that start them, or leave them as they are."""

SHOW = frozenset(("show", "list", "status", "when"))
"""Words that show them."""


_FOR_A_TIME = re.compile(
    rf"(?:{'|'.join(sorted(OFF))}|skip|snooze|mute) (?:until|till|for|this|next|over|during|on|today|tomorrow)\b.*"
)


_PART_OF_DAY = re.compile(rf"(?:.*? )?(?P<part>{PART})")


def is_break(typed: str) -> bool:
    """Return whether a text asks for no reminders for some time, such as “off until Monday”."""
    return typed == "snooze" or _FOR_A_TIME.fullmatch(typed) is not None


def is_wish(typed: str) -> bool:
    """Return whether a text says when to remind: days, a duration, a time, perhaps with days, or a word for one."""
    if (
        typed in OFF | ON | SHOW
        or is_break(typed)
        or TIME.reads(typed)
        or DAYS.reads(typed)
        or read_duration(typed) is not None
    ):
        return True
    try:
        _, days = read_time(typed)
    except Refusal:
        return False
    return DAYS.reads(days)


def read(typed: str) -> tuple[time | None, str]:
    """Return the time of day in a text, and the rest of it, a time zone; None for the time set before.

    Raises:
        Refusal: it isn't a time, is two, or reminders can't come on such days.
    """
    text = said(typed)
    is_time = TIME.reads(text)
    if not text or (DAYS.reads(text) and not is_time):
        _check_daily(text)
        return None, ""
    if read_duration(text) is not None and not is_time:
        raise Refusal("I remind you at the same time every day; choose one time, such as 08:30.")
    at, rest = read_time(typed)
    if rest and DAYS.reads(rest):
        _check_daily(rest)
        rest = ""
    return at, rest


def _check_daily(days: str) -> None:
    """Refuse days other than every day; no days are fine, and a part of every day needs an hour."""
    if found := _PART_OF_DAY.fullmatch(days):
        hour = suggested_hour(found["part"]) or ""
        raise Refusal(f"Say at which hour, such as {hour}.", offers=values([hour]))
    try:
        is_daily = not days or read_days(days) == DAILY
    except Refusal:  # such as tomorrow, on which no post can recur
        is_daily = False
    if not is_daily:
        raise Refusal("I remind you on any day when cards are due; leave the days out.")
