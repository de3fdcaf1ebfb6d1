"""Queries on members' own schedules, of kinds of which a learner has at most one among all their selves."""

from datetime import date, datetime

from sqlalchemy import bindparam, func, null, select, update

from bot.features.scheduling.model import Schedule, ScheduleDraft, ScheduleState
from bot.features.scheduling.store import schedules
from bot.features.scheduling.store.rows import THIS
from bot.language.people import Learner, MemberKey
from bot.storage.personal_data import of_member
from bot.storage.tables import PRIVATE, occurrence, schedule
from bot.storage.transaction import Transaction, Values

OWN = of_member(schedule) & PRIVATE & (schedule.c.kind == bindparam("kind_"))
"""Selects a self's own schedules of a kind, including removed ones; `key_of` gives the bind values."""

_ANY = select(schedule.c.number).where(OWN).limit(1)
_ACTIVE = select(schedule.c.number).where(OWN & (schedule.c.state == ScheduleState.ACTIVE)).limit(1)
_REVISE = (
    update(schedule).where(THIS).values(time=bindparam("time_"), zone=bindparam("zone_"), starts=bindparam("starts_"))
)
_LAST_PLANNED = select(func.max(occurrence.c.day)).where(
    (occurrence.c.tenant == bindparam("tenant_")) & (occurrence.c.schedule == bindparam("number_"))
)
_DROP = (
    update(schedule)
    .where(OWN & (schedule.c.state != ScheduleState.REMOVED))
    .values(state=ScheduleState.REMOVED, next_day=null(), next_run_at=null())
)


def of_learner(transaction: Transaction, learner: Learner, kind: str) -> list[Schedule]:
    """Return a learner's own schedules of a kind that haven't been removed, active ones first.

    Args:
        transaction: the transaction to read in.
        learner: the learner, with all their selves.
        kind: the name of the kind of schedule.
    """
    own_schedules = [
        each for me in learner.selves for each in schedules.of_member(transaction, me) if each.kind == kind
    ]
    return sorted(own_schedules, key=lambda each: each.state is not ScheduleState.ACTIVE)


def revise(transaction: Transaction, one: Schedule, draft: ScheduleDraft, day: date, at: datetime) -> Schedule:
    """Change a member's own schedule to another draft, and make it active.

    Args:
        transaction: the transaction to write in.
        one: the schedule, in any state.
        draft: the new draft, of the same self and kind.
        day: the local date of its next post.
        at: the moment of that post, in UTC.
    """
    schedules.activate(transaction, one.tenant, one.number, day, at)
    values: Values = {"tenant_": one.tenant, "number_": one.number, "time_": draft.time, "zone_": draft.zone}
    transaction.change(_REVISE, {**values, "starts_": str(draft.starts)})
    state = {"number": one.number, "state": ScheduleState.ACTIVE, "reason": ""}
    return Schedule.of(draft, **state, next_day=day, next_run_at=at)


def last_planned(transaction: Transaction, one: Schedule) -> date | None:
    """Return the latest local date of a schedule that has been planned."""
    ((day,),) = transaction.rows(_LAST_PLANNED, {"tenant_": one.tenant, "number_": one.number})
    return None if day is None else date.fromisoformat(day)


def is_active(transaction: Transaction, learner: Learner, kind: str) -> bool:
    """Return whether a learner has an active own schedule of a kind.

    Args:
        transaction: the transaction to read in.
        learner: the learner, with all their selves.
        kind: the name of the kind of schedule.
    """
    return any(transaction.rows(_ACTIVE, key_of(each, kind)) for each in learner.selves)


def has_ever_had(transaction: Transaction, learner: Learner, kind: str) -> bool:
    """Return whether a learner has ever had an own schedule of a kind, even if it was removed.

    Args:
        transaction: the transaction to read in.
        learner: the learner, with all their selves.
        kind: the name of the kind of schedule.
    """
    return any(transaction.rows(_ANY, key_of(each, kind)) for each in learner.selves)


def keep_one(transaction: Transaction, first: Learner, second: Learner, kind: str) -> None:
    """Remove a kind's schedules of one of two learners being linked: the second's if the first has an active one.

    Args:
        transaction: the transaction to write in.
        first: the learner whose home stays.
        second: the other learner.
        kind: the name of the kind of schedule.
    """
    for each in (second if is_active(transaction, first, kind) else first).selves:
        transaction.change(_DROP, key_of(each, kind))


def key_of(me: MemberKey, kind: str) -> dict[str, str]:
    """Return the bind values of `OWN` for a self and a kind."""
    return {"tenant_": me.tenant, "member_": me.member, "kind_": kind}
