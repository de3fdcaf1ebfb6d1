"""What was asked for and didn't get, by tenant, pack and month; readable only once enough people have asked."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update

from bot.features.lessons.missing import FEWEST, KEY_LENGTH, Missing, WhyMissing, hidden, mark, month_of
from bot.runtime.bulkhead import bulkhead
from bot.storage.tables import missing, missing_key
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction, Values

_KEPT = timedelta(days=90)

_OF_KEY = (missing_key.c.tenant == bindparam("tenant_")) & (missing_key.c.month == bindparam("month_"))
_KEY = select(missing_key.c.key).where(_OF_KEY)
_KEYS = select(missing_key.c.month, missing_key.c.key).where(missing_key.c.tenant == bindparam("tenant_"))

_IDENTITY = [column for column in missing.c if column.primary_key]
_THIS = [column == bindparam(f"{column.name}_") for column in _IDENTITY]
_DATE = update(missing).where(*_THIS).values(at=bindparam("at_"))
_MARKS = select(missing.c.marks).where(*_THIS)
_MARK = (
    update(missing)
    .where(*_THIS)
    .values(marks=bindparam("marks_"), people=bindparam("people_"), words=bindparam("words_"))
)
_OF_MONTH = (
    select(*_IDENTITY, missing.c.marks, missing.c.words)
    .where((missing.c.tenant == bindparam("tenant_")) & (missing.c.month == bindparam("month_")))
    .order_by(*_IDENTITY)  # in one order everywhere, or two erasings could each wait for the other
    .with_for_update()  # for PostgreSQL; on SQLite only one writes
)
_FOUND = (
    select(missing.c.words, missing.c.people, missing.c.kind)
    .where(
        (missing.c.tenant == bindparam("tenant_"))
        & (missing.c.pack == bindparam("pack_"))
        & (missing.c.at >= bindparam("since_"))
        & (missing.c.people >= FEWEST)
    )
    .order_by(missing.c.people.desc(), missing.c.at.desc(), missing.c.words)
)
_OLD_KEYS = delete(missing_key).where(missing_key.c.month < bindparam("month_"))
_TOO_FEW = delete(missing).where((missing.c.month < bindparam("month_")) & (missing.c.people < FEWEST))
_UNMARK = update(missing).where((missing.c.month < bindparam("month_")) & (missing.c.marks != "")).values(marks="")
_IN_MONTH = (missing.c.tenant == bindparam("tenant_")) & (missing.c.month == bindparam("month_"))
_DROP = (
    delete(missing).where(_IN_MONTH & (missing.c.people < FEWEST)),
    update(missing).where(_IN_MONTH).values(marks=""),
    delete(missing_key).where(_OF_KEY),
)
_OLD = delete(missing).where(missing.c.at < bindparam("before_"))


def note(
    transaction: Transaction,
    tenant: str,
    pack: str,
    question: str,
    kind: WhyMissing,
    *,
    member: str,
    at: datetime,
    new_key: bytes,
) -> None:
    """Count that someone asked for something that isn't there; each person counts once in a month.

    Args:
        transaction: to write in.
        tenant: where it was asked.
        pack: the one that was asked.
        question: boiled down.
        kind: how it went.
        member: who asked.
        at: when, in UTC.
        new_key: random bytes, the tenant's key for this month if it has none yet.
    """
    if len(new_key) != KEY_LENGTH:
        raise ValueError("a key must have its length")
    month = month_of(at)
    row: Values = {"tenant": tenant, "month": month, "key": new_key.hex()}
    transaction.add_missing(missing_key, [row])
    ((kept,),) = transaction.rows(_KEY, {"tenant_": tenant, "month_": month})
    key = _read_key(transaction, tenant, month, kept)
    if key is None:
        transaction.add_missing(missing_key, [row])
        key = new_key
    kept_under = hidden(key, question)
    this: Values = {"tenant": tenant, "pack": pack, "question": kept_under, "kind": kind.value, "month": month}
    now = to_milliseconds(at)
    transaction.add_missing(missing, [{**this, "words": "", "marks": "", "people": 0, "at": now}])
    asked_for: Values = {f"{name}_": value for name, value in this.items()}
    transaction.change(_DATE, {**asked_for, "at_": now})  # which keeps others from it until the end
    ((marks,),) = transaction.rows(_MARKS, asked_for)
    _keep(transaction, asked_for, {*_split(marks), mark(key, kept_under, member)}, question)


def found(transaction: Transaction, tenant: str, pack: str, since: datetime, most: int) -> list[Missing]:
    """Return what at least five people have asked for and didn't get within a month, most people first.

    Args:
        transaction: to read in.
        tenant: where it was asked.
        pack: the one that was asked.
        since: when it was asked last, or later, in UTC.
        most: how many to return.
    """
    rows = transaction.rows(_FOUND, {"tenant_": tenant, "pack_": pack, "since_": to_milliseconds(since)})
    by_words: dict[str, Missing] = {}
    for words, people, kind in rows:
        by_words.setdefault(words, Missing(words, people, WhyMissing(kind)))
    return list(by_words.values())[:most]


def forget(transaction: Transaction, tenant: str, member: str) -> None:
    """Take a member's marks away; what fewer than five are left with can't be read any more.

    Args:
        transaction: to write in.
        tenant: of the member.
        member: who has everything erased.
    """
    for month, kept in transaction.rows(_KEYS, {"tenant_": tenant}):
        key = _read_key(transaction, tenant, month, kept)
        if key is None:
            continue
        for *identity, marks, words in transaction.rows(_OF_MONTH, {"tenant_": tenant, "month_": month}):
            this: Values = {f"{column.name}_": value for column, value in zip(_IDENTITY, identity, strict=True)}
            theirs = mark(key, str(this["question_"]), member)
            if theirs in _split(marks):
                _keep(transaction, this, set(_split(marks)) - {theirs}, words)


def prune(transaction: Transaction, before: datetime) -> None:
    """Delete what was last asked before a moment."""
    transaction.change(_OLD, {"before_": to_milliseconds(before)})


def expire(transaction: Transaction, now: datetime) -> None:
    """Delete the keys of past months, what they hid and who asked; and after 90 days all of it."""
    month: Values = {"month_": month_of(now)}
    for statement in (_OLD_KEYS, _TOO_FEW, _UNMARK):
        transaction.change(statement, month)
    prune(transaction, now - _KEPT)


def _read_key(transaction: Transaction, tenant: str, month: int, kept: str) -> bytes | None:
    """Return the key of a month; None if it can't be read, in which case all that it hid is dropped.

    Nobody could tell any more whose marks are whose, so nobody's could be taken away.

    Args:
        transaction: to write in.
        tenant: whose key.
        month: which.
        kept: the key as it's kept.
    """
    with bulkhead("key of a month") as compartment:
        key = bytes.fromhex(kept)
        if len(key) != KEY_LENGTH:
            raise ValueError("a key must have its length")
    if compartment.error is None:
        return key
    for statement in _DROP:
        transaction.change(statement, {"tenant_": tenant, "month_": month})
    return None


def _keep(transaction: Transaction, this: Values, marks: Collection[str], question: str) -> None:
    """Keep who asked; and what, if they're enough."""
    people = len(marks)
    shown = question if people >= FEWEST else ""
    transaction.change(_MARK, {**this, "marks_": "".join(sorted(marks)), "people_": people, "words_": shown})


def _split(marks: str) -> Sequence[str]:
    return [marks[start : start + 2] for start in range(0, len(marks), 2)]
