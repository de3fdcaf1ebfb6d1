"""What was asked and not answered, by tenant, pack and month; readable only once enough people have asked."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update

from bot.features.asking.missing import KEY_LENGTH, AskedFor, Missing, WhyMissing, month_of
from bot.language.anonymity import FEWEST
from bot.runtime.bulkhead import bulkhead
from bot.storage.tables import missing, missing_key
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction, Values

_KEPT = timedelta(days=90)

_OF_KEY = (missing_key.c.tenant == bindparam("tenant_")) & (missing_key.c.month == bindparam("month_"))
_KEY = select(missing_key.c.key).where(_OF_KEY)
_KEYS = select(missing_key.c.month, missing_key.c.key).where(missing_key.c.tenant == bindparam("tenant_"))

_IDENTITY = [missing.c[name] for name in AskedFor._fields]
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
    .order_by(*_IDENTITY)  # the same order everywhere, so that two erasures can't deadlock
    .with_for_update()  # for PostgreSQL; SQLite has a single writer
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


def add_key(transaction: Transaction, tenant: str, month: int, key: bytes) -> None:
    """Store a tenant's key for a month, unless it has one.

    Args:
        transaction: to write in.
        tenant: the tenant's key in the database.
        month: the month's number.
        key: random bytes.
    """
    transaction.add_missing(missing_key, [{"tenant": tenant, "month": month, "key": key.hex()}])


def key_of(transaction: Transaction, tenant: str, month: int) -> bytes | None:
    """Return a tenant's key for a month, which must exist; None if it can't be read.

    Args:
        transaction: to read in.
        tenant: the tenant's key in the database.
        month: the month's number.
    """
    ((stored,),) = transaction.rows(_KEY, {"tenant_": tenant, "month_": month})
    return _read_key(stored)


def keys(transaction: Transaction, tenant: str) -> list[tuple[int, bytes | None]]:
    """Return the months that a tenant has keys for, each with its key; None for one that can't be read."""
    return [(month, _read_key(stored)) for month, stored in transaction.rows(_KEYS, {"tenant_": tenant})]


def drop_month(transaction: Transaction, tenant: str, month: int) -> None:
    """Delete a month's key and what's useless without it: marks, and questions that fewer than five people asked.

    Args:
        transaction: to write in.
        tenant: the tenant's key in the database.
        month: the month's number.
    """
    for statement in _DROP:
        transaction.change(statement, {"tenant_": tenant, "month_": month})


def hold(transaction: Transaction, asked: AskedFor, at: datetime) -> set[str]:
    """Lock a row and return the marks of those who have asked for it.

    Args:
        transaction: to write in.
        asked: what they asked for; the row is added if it's new.
        at: when someone asks for it, in UTC.
    """
    now = to_milliseconds(at)
    transaction.add_missing(missing, [{**asked._asdict(), "words": "", "marks": "", "people": 0, "at": now}])
    transaction.change(_DATE, {**_this(asked), "at_": now})  # locks the row
    ((marks,),) = transaction.rows(_MARKS, _this(asked))
    return _split(marks)


def of_month(transaction: Transaction, tenant: str, month: int) -> list[tuple[AskedFor, set[str], str]]:
    """Return what was asked for in a month, the marks of those who asked, and the words that may be shown.

    Args:
        transaction: to write in; the rows are locked until it ends.
        tenant: where it was asked.
        month: the month's number.
    """
    rows = transaction.rows(_OF_MONTH, {"tenant_": tenant, "month_": month})
    return [(AskedFor(*identity), _split(marks), words) for *identity, marks, words in rows]


def keep(transaction: Transaction, asked: AskedFor, marks: Collection[str], words: str) -> None:
    """Store who has asked for something.

    Args:
        transaction: to write in.
        asked: what they asked for.
        marks: the marks of everyone who asked.
        words: the words that may be shown, or "".
    """
    changed: Values = {"marks_": "".join(sorted(marks)), "people_": len(marks), "words_": words}
    transaction.change(_MARK, {**_this(asked), **changed})


def found(transaction: Transaction, tenant: str, pack: str, since: datetime, most: int) -> list[Missing]:
    """Return what at least five people asked in one month without getting an answer, most people first.

    Args:
        transaction: to read in.
        tenant: where it was asked.
        pack: the id of the pack that was asked.
        since: only what was last asked at this time or later, in UTC.
        most: the maximum number to return.
    """
    rows = transaction.rows(_FOUND, {"tenant_": tenant, "pack_": pack, "since_": to_milliseconds(since)})
    by_words: dict[str, Missing] = {}
    for words, people, kind in rows:
        by_words.setdefault(words, Missing(words, people, WhyMissing(kind)))
    return list(by_words.values())[:most]


def prune(transaction: Transaction, before: datetime) -> None:
    """Delete what was last asked before a moment."""
    transaction.change(_OLD, {"before_": to_milliseconds(before)})


def expire(transaction: Transaction, now: datetime) -> None:
    """Delete past months' keys, marks, and questions that too few people asked; delete everything after 90 days."""
    month: Values = {"month_": month_of(now)}
    for statement in (_OLD_KEYS, _TOO_FEW, _UNMARK):
        transaction.change(statement, month)
    prune(transaction, now - _KEPT)


def _read_key(stored: str) -> bytes | None:
    with bulkhead("key of a month") as compartment:
        key = bytes.fromhex(stored)
        if len(key) != KEY_LENGTH:
            raise ValueError("a key must have its length")
    return key if compartment.error is None else None


def _this(asked: AskedFor) -> Values:
    return {f"{name}_": value for name, value in asked._asdict().items()}


def _split(marks: str) -> set[str]:
    return {marks[start : start + 2] for start in range(0, len(marks), 2)}
