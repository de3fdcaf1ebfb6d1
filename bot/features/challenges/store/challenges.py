"""Challenges: what they ask, who takes them, and who opened them.

Storing an answer locks the challenge's row until the commit, and closing a challenge waits for those locks. So an
answer that was confirmed is always there when the results are computed.
"""

import json
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, bindparam, delete, select, update

from bot.features.challenges.model import Challenge, Opener
from bot.language.actions import kept_id
from bot.language.people import MemberKey
from bot.runtime.bulkhead import readable
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import challenge as challenge_table
from bot.storage.tables import challenge_opener, challenge_player, challenge_turn
from bot.storage.times import from_milliseconds, maybe_moment, to_milliseconds
from bot.storage.transaction import Row, Transaction, Values

_ONE = select(challenge_table).where(
    (challenge_table.c.tenant == bindparam("tenant_")) & (challenge_table.c.id == bindparam("id_"))
)
_HELD = _ONE.with_for_update(read=True)  # for PostgreSQL; SQLite has a single writer anyway
_OPEN_IN = select(challenge_table).where(
    (challenge_table.c.tenant == bindparam("tenant_"))
    & (challenge_table.c.place == bindparam("place_"))
    & challenge_table.c.closed.is_(None)
    & (challenge_table.c.series == 0)
)
_OPEN_ANYWHERE = (
    select(challenge_table)
    .where(
        (challenge_table.c.tenant == bindparam("tenant_"))
        & challenge_table.c.closed.is_(None)
        & (challenge_table.c.series == 0)
    )
    .order_by(challenge_table.c.closes, challenge_table.c.id)
)
_OF_SCHEDULE = select(challenge_table).where(
    (challenge_table.c.tenant == bindparam("tenant_")) & (challenge_table.c.schedule == bindparam("schedule_"))
)
_IS_OPEN = (
    (challenge_table.c.tenant == bindparam("tenant_"))
    & (challenge_table.c.id == bindparam("id_"))
    & challenge_table.c.closed.is_(None)
)
_CLOSE = update(challenge_table).where(_IS_OPEN).values(closed=bindparam("at_", type_=BigInteger))
_HASTEN = (
    update(challenge_table)
    .where(_IS_OPEN & (challenge_table.c.closes > bindparam("at_", type_=BigInteger)))
    .values(closes=bindparam("at_", type_=BigInteger))
)
_CLOSED_BEFORE = select(
    challenge_table.c.tenant, challenge_table.c.id, challenge_table.c.schedule, challenge_table.c.nudge
).where(challenge_table.c.closed < bindparam("before_", type_=BigInteger))
_OPENER = select(challenge_opener.c.member, challenge_opener.c.name).where(
    (challenge_opener.c.tenant == bindparam("tenant_")) & (challenge_opener.c.challenge == bindparam("id_"))
)
_EVER = select(challenge_player.c.challenge).where(of_member(challenge_player)).limit(1)
_LATELY_HERE = (
    select(challenge_player.c.member)
    .join(
        challenge_table,
        (challenge_table.c.tenant == challenge_player.c.tenant)
        & (challenge_table.c.id == challenge_player.c.challenge),
    )
    .where(
        (challenge_table.c.tenant == bindparam("tenant_"))
        & (challenge_table.c.place == bindparam("place_"))
        & (challenge_table.c.series == 0)
        & (challenge_table.c.opened >= bindparam("since_", type_=BigInteger))
    )
    .distinct()
)
_OPENED_BEFORE = (
    select(challenge_table.c.opened)
    .where(
        (challenge_table.c.tenant == bindparam("tenant_"))
        & (challenge_table.c.place == bindparam("place_"))
        & (challenge_table.c.series == 0)
        & (challenge_table.c.opened < bindparam("opened_", type_=BigInteger))
    )
    .order_by(challenge_table.c.opened.desc())
    .limit(1)
    .offset(bindparam("passed_", type_=BigInteger))
)
_PRUNE = [
    *(
        delete(table).where((table.c.tenant == bindparam("tenant_")) & (table.c.challenge == bindparam("id_")))
        for table in (challenge_turn, challenge_player, challenge_opener)
    ),
    delete(challenge_table).where(
        (challenge_table.c.tenant == bindparam("tenant_")) & (challenge_table.c.id == bindparam("id_"))
    ),
]


_JOINED = (
    select(challenge_table)
    .join(
        challenge_player,
        (challenge_player.c.tenant == challenge_table.c.tenant)
        & (challenge_player.c.challenge == challenge_table.c.id),
    )
    .where(
        (challenge_table.c.tenant == bindparam("tenant_"))
        & challenge_table.c.closed.is_(None)
        & (challenge_player.c.member == bindparam("member_"))
    )
    .order_by(challenge_table.c.closes, challenge_table.c.id)
)
_HOLD_MINE = (
    select(challenge_table.c.id)
    .where(
        (challenge_table.c.tenant == bindparam("tenant_"))
        & challenge_table.c.id.in_(select(challenge_player.c.challenge).where(of_member(challenge_player)))
    )
    .order_by(challenge_table.c.id)
    .with_for_update()
)


def add(transaction: Transaction, challenge: Challenge) -> bool:
    """Insert a challenge; return False if another one is open in that place."""
    row = asdict(challenge) | {
        "questions": json.dumps(challenge.questions),
        "opened": to_milliseconds(challenge.opened),
        "closes": to_milliseconds(challenge.closes),
        "seconds": challenge.limit // timedelta(seconds=1),
    }
    del row["limit"]
    transaction.add_missing(challenge_table, [row])
    stored = find(transaction, challenge.tenant, challenge.id)
    return stored is not None and stored.schedule == challenge.schedule


def note_opener(transaction: Transaction, challenge: Challenge, by: Opener) -> None:
    """Record who opened a challenge.

    Args:
        transaction: to write in.
        challenge: the challenge.
        by: the person who opened it.
    """
    transaction.add_missing(challenge_opener, [{"tenant": challenge.tenant, "challenge": challenge.id, **asdict(by)}])


def opener(transaction: Transaction, challenge: Challenge) -> Opener | None:
    """Return who opened a challenge by hand; None if a schedule did, or that person has been erased."""
    rows = transaction.rows(_OPENER, {"tenant_": challenge.tenant, "id_": challenge.id})
    return next((Opener(*row) for row in rows), None)


def took_part(transaction: Transaction, challenge: Challenge, since: datetime) -> list[str]:
    """Return the ids of the members who've taken challenges in the same place.

    Args:
        transaction: to read in.
        challenge: the challenge.
        since: consider challenges opened since then, in UTC.
    """
    values: Values = {"tenant_": challenge.tenant, "place_": challenge.place, "since_": to_milliseconds(since)}
    return sorted(member for (member,) in transaction.rows(_LATELY_HERE, values))


def opened_before(transaction: Transaction, challenge: Challenge, count: int) -> datetime:
    """Return when an earlier challenge in the same place was opened; the year 1970 if there weren't that many.

    Args:
        transaction: to read in.
        challenge: the challenge before which they were opened.
        count: how many challenges to go back, at least 1.
    """
    values: Values = {
        "tenant_": challenge.tenant,
        "place_": challenge.place,
        "opened_": to_milliseconds(challenge.opened),
        "passed_": count - 1,
    }
    return from_milliseconds(next((opened for (opened,) in transaction.rows(_OPENED_BEFORE, values)), 0))


def ever_took_part(transaction: Transaction, me: MemberKey) -> bool:
    """Return whether a member has taken a challenge that's still stored."""
    return bool(transaction.rows(_EVER, key_of(me)))


def find(transaction: Transaction, tenant: str, challenge_id: str, *, hold: bool = False) -> Challenge | None:
    """Return the challenge with this id in this tenant.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        challenge_id: the challenge's id.
        hold: whether to lock its row, so that it can't be closed until the transaction ends.
    """
    rows = transaction.rows(_HELD if hold else _ONE, {"tenant_": tenant, "id_": challenge_id})
    return _challenge(rows[0]) if rows else None


def open_in(transaction: Transaction, tenant: str, place: str) -> Challenge | None:
    """Return the challenge of a place that hasn't been closed yet; its time may already be up.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        place: the place's id.
    """
    rows = transaction.rows(_OPEN_IN, {"tenant_": tenant, "place_": place})
    return _challenge(rows[0]) if rows else None


def open_in_tenant(transaction: Transaction, tenant: str) -> list[Challenge]:
    """Return a tenant's challenges that haven't been closed yet, ordered by when they close."""
    rows = transaction.rows(_OPEN_ANYWHERE, {"tenant_": tenant})
    return readable("challenge", rows, _challenge, tenant=tenant, called="A challenge")


def joined(transaction: Transaction, me: MemberKey) -> list[Challenge]:
    """Return a member's challenges that haven't been closed yet, ordered by when they close."""
    return readable("challenge", transaction.rows(_JOINED, key_of(me)), _challenge)


def of_schedule(transaction: Transaction, tenant: str, number: int) -> Challenge | None:
    """Return the challenge whose results a schedule posts.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        number: the schedule's number.
    """
    rows = transaction.rows(_OF_SCHEDULE, {"tenant_": tenant, "schedule_": number})
    return _challenge(rows[0]) if rows else None


def close(transaction: Transaction, challenge: Challenge, at: datetime) -> None:
    """Close a challenge, unless it's already closed; once this is committed, no answer is stored any more.

    Args:
        transaction: to write in.
        challenge: the challenge.
        at: when it closed, in UTC.
    """
    transaction.change(_CLOSE, {"tenant_": challenge.tenant, "id_": challenge.id, "at_": to_milliseconds(at)})


def hasten(transaction: Transaction, challenge: Challenge, at: datetime) -> bool:
    """Move a challenge's close forward; return False if it ends before that anyway.

    Args:
        transaction: to write in.
        challenge: the challenge.
        at: its new closing time, in UTC.
    """
    return (
        transaction.change(_HASTEN, {"tenant_": challenge.tenant, "id_": challenge.id, "at_": to_milliseconds(at)})
        == 1
    )


def hold_those_of(transaction: Transaction, me: MemberKey) -> bool:
    """Lock all challenges that a member takes until the transaction ends; return whether they take any."""
    return bool(transaction.rows(_HOLD_MINE, key_of(me)))


def prune(transaction: Transaction, before: datetime) -> list[tuple[str, int]]:
    """Delete the challenges that were closed before a given time, with all their answers.

    Returns:
        The schedules of their results and nudges, each by tenant and number.
    """
    closed = transaction.rows(_CLOSED_BEFORE, {"before_": to_milliseconds(before)})
    for tenant, challenge_id, *_ in closed:
        for statement in _PRUNE:
            transaction.change(statement, {"tenant_": tenant, "id_": challenge_id})
    return [(tenant, number) for tenant, _, *numbers in closed for number in numbers if number]


def _challenge(row: Row) -> Challenge:
    (
        tenant,
        challenge_id,
        place,
        name,
        pack,
        topic,
        questions,
        seed,
        seconds,
        schedule,
        opened,
        closes,
        closed,
        *more,
    ) = row
    return Challenge(
        tenant=tenant,
        id=kept_id(challenge_id),
        place=place,
        place_name=name,
        pack=pack,
        topic=topic,
        questions=tuple(json.loads(questions)),
        seed=seed,
        limit=timedelta(seconds=seconds),
        schedule=schedule,
        opened=from_milliseconds(opened),
        closes=from_milliseconds(closes),
        closed=maybe_moment(closed),
        series=more[0],
        nudge=more[1],
    )
