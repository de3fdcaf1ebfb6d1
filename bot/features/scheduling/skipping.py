"""Skips posts of a schedule, and takes skips back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import takewhile
from random import Random
from zoneinfo import ZoneInfo

from bot.features.delivery.model import Post
from bot.features.delivery.store import by_schedule, outbox
from bot.features.scheduling.breaks import days_off
from bot.features.scheduling.calendar import occurrences, rule_of
from bot.features.scheduling.lookup import first_new, still_due
from bot.features.scheduling.model import NextRun, Occurrence, Planned, Schedule
from bot.features.scheduling.posts import new_key, skipped_post
from bot.features.scheduling.store import planning
from bot.language.refusals import Refusal
from bot.storage.transaction import Transaction

_LONGEST_BREAK = timedelta(days=92)
"""A longer break is better as a pause, because each skipped post takes a row."""


def on_days_off(schedule: Schedule, when: str, at: datetime) -> list[Occurrence]:
    """Return the occurrences of a schedule on days that someone named.

    Args:
        schedule: the schedule.
        when: the days, folded: “until monday”, “for a week”, “24 dec to 2 jan”.
        at: now, in UTC.

    Raises:
        Refusal: the days aren't clear, or they're too many.
    """
    off = days_off(when, at.astimezone(ZoneInfo(schedule.zone)).date())
    if off.last - off.first > _LONGEST_BREAK:
        raise Refusal("That's longer than three months; use /schedule pause, and later /schedule resume.")
    coming = takewhile(lambda each: each.day <= off.last, occurrences(rule_of(schedule), at))
    return [each for each in coming if each.day >= off.first]


def skip(
    transaction: Transaction, schedule: Schedule, missed: Sequence[Occurrence], at: datetime, random: Random
) -> None:
    """Skip some occurrences of a schedule; those already posted or skipped stay as they are.

    Args:
        transaction: the transaction to write in.
        schedule: the schedule.
        missed: the occurrences.
        at: now, in UTC.
        random: makes unique keys.
    """
    due = {Planned(schedule.tenant, schedule.number, each.day, new_key(random)): each.at for each in missed}
    new = planning.mark_planned(transaction, [*due])
    outbox.add(transaction, [skipped_post(each.post, schedule, due[each], "", at) for each in due if each in new])
    following = first_new(transaction, schedule, still_due(schedule, at))
    step = (None, None) if following is None else (following.day, following.at)
    planning.advance(transaction, [NextRun(schedule.tenant, schedule.number, *step)])


def take_back(transaction: Transaction, schedule: Schedule, left_out: Mapping[date, Post]) -> None:
    """Undo skips of a schedule.

    Args:
        transaction: the transaction to write in.
        schedule: the schedule.
        left_out: the skipped days, with their stored posts.
    """
    for day, post in left_out.items():
        by_schedule.drop_skipped(transaction, post)
        planning.take_back(transaction, schedule.tenant, schedule.number, day)
