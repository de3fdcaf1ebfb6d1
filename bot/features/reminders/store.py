"""Stores which of learners' own schedules are reminders, and when learners last answered them."""

from datetime import date, datetime

from sqlalchemy import bindparam, func, select, update

from bot.features.delivery.model import PostState
from bot.features.scheduling.model import Schedule, ScheduleState
from bot.features.scheduling.store import own
from bot.language.people import Learner, MemberKey
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import outbox, review, schedule
from bot.storage.times import from_milliseconds, maybe_moment, to_milliseconds
from bot.storage.transaction import Transaction, Values

KIND = "reminder"

_THERE = select(schedule.c.number, schedule.c.zone).where(own.OWN & (schedule.c.state != ScheduleState.REMOVED))
_ONE = own.OWN & (schedule.c.number == bindparam("number_"))
_HEARD = update(schedule).where(_ONE).values(starts=bindparam("today_"))
_LAST = select(func.max(review.c.at)).where(of_member(review))
_FIRST = select(func.min(outbox.c.due)).where(
    (outbox.c.tenant == bindparam("tenant_"))
    & (outbox.c.schedule == bindparam("number_"))
    & (outbox.c.due >= bindparam("since_"))
    & (outbox.c.state != PostState.SKIPPED)
    & (outbox.c.state != PostState.FAILED)
)


def zones(transaction: Transaction, me: MemberKey) -> dict[int, str]:
    """Return the time zones of a self's reminders, by the reminder's number."""
    return dict(transaction.rows(_THERE, own.key_of(me, KIND)))


def note_heard(transaction: Transaction, me: MemberKey, number: int, day: date) -> None:
    """Record that a learner has answered their reminder.

    Args:
        transaction: to write in.
        me: the self that was reminded.
        number: the reminder's number.
        day: the local date.
    """
    transaction.change(_HEARD, {**own.key_of(me, KIND), "number_": number, "today_": str(day)})


def last_review(transaction: Transaction, learner: Learner) -> datetime | None:
    """Return the time of a learner's last review, over all their selves."""
    moments = [at for each in learner.selves for (at,) in transaction.rows(_LAST, key_of(each)) if at is not None]
    return from_milliseconds(max(moments)) if moments else None


def first_note_since(transaction: Transaction, one: Schedule, since: datetime) -> datetime | None:
    """Return when a reminder's first note since a moment was due, ignoring notes that were skipped or failed.

    Args:
        transaction: to read in.
        one: the reminder.
        since: the moment, in UTC.
    """
    values: Values = {"tenant_": one.tenant, "number_": one.number, "since_": to_milliseconds(since)}
    ((at,),) = transaction.rows(_FIRST, values)
    return maybe_moment(at)
