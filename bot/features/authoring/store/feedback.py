"""Members' reports about packs: kept while they're open, and for some time after editors have answered."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, delete, func, select, update

from bot.features.authoring.model import Report, Resolution
from bot.language.people import MemberKey
from bot.runtime.bulkhead import readable
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import feedback
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Row, Transaction, Values

_TENANT = feedback.c.tenant == bindparam("tenant_")
_ABOUT = _TENANT & (feedback.c.pack == bindparam("pack_")) & (feedback.c.part == bindparam("part_"))
_MINE = of_member(feedback)
_LATELY = feedback.c.at >= bindparam("since_", type_=BigInteger)
_OPEN = feedback.c.verdict.is_(None)
_ALL = (feedback.c.id, *(feedback.c[name] for name in ("member", "pack", "part", "given", "comment", "at")))

_MINE_LATELY = select(func.count()).where(_MINE & _LATELY)
_ALL_LATELY = select(func.count()).where(_TENANT & _LATELY)
_IDS = select(feedback.c.id).where(_MINE)
_FIND = select(*_ALL).where(_TENANT & (feedback.c.id == bindparam("id_")))
_FIND_OPEN = _FIND.where(_OPEN)
_WAITING = select(*_ALL).where(_TENANT & _OPEN).order_by(feedback.c.at, feedback.c.id).limit(bindparam("most_"))
_WAITING_ABOUT = select(*_ALL).where(_ABOUT & _OPEN).order_by(feedback.c.at, feedback.c.id)
_TAKE_BACK = delete(feedback).where(_ABOUT & _OPEN & (feedback.c.member == bindparam("member_")))
_ANSWER = update(feedback).where(_ABOUT & _OPEN).values(verdict=bindparam("verdict_"))
_OLD = delete(feedback).where(feedback.c.at < bindparam("before_", type_=BigInteger))


def ids_of(transaction: Transaction, me: MemberKey) -> list[str]:
    """Return the ids of a member's reports."""
    return [each for (each,) in transaction.rows(_IDS, key_of(me))]


def said_lately(transaction: Transaction, me: MemberKey, since: datetime) -> tuple[int, int]:
    """Return the number of recent reports by a member, and by everyone in their tenant.

    Args:
        transaction: to read in.
        me: the member.
        since: count reports since then, in UTC.
    """
    ((mine,),) = transaction.rows(_MINE_LATELY, {**key_of(me), "since_": to_milliseconds(since)})
    ((everyones,),) = transaction.rows(_ALL_LATELY, {"tenant_": me.tenant, "since_": to_milliseconds(since)})
    return mine, everyones


def put(transaction: Transaction, tenant: str, report: Report) -> None:
    """Store a member's report, replacing their earlier one on the same part if that's still open.

    Args:
        transaction: to write in.
        tenant: the member's tenant.
        report: the report.
    """
    about = {"tenant_": tenant, "pack_": report.pack, "part_": report.part}
    transaction.change(_TAKE_BACK, {**about, "member_": report.member})
    row: Values = {
        "tenant": tenant,
        "id": report.id,
        "member": report.member,
        "pack": report.pack,
        "part": report.part,
        "given": report.given,
        "comment": report.comment,
        "at": to_milliseconds(report.at),
        "verdict": None,
    }
    transaction.add_missing(feedback, [row])


def find(transaction: Transaction, tenant: str, report_id: str) -> Report | None:
    """Return a report, answered or not; None if it's gone.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        report_id: the report's id, untrusted.
    """
    return next(iter(_reports(transaction.rows(_FIND, {"tenant_": tenant, "id_": report_id}))), None)


def waiting_for(transaction: Transaction, tenant: str, report_id: str) -> Report | None:
    """Return a report; None if it isn't open any more.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        report_id: the report's id.
    """
    return next(iter(_reports(transaction.rows(_FIND_OPEN, {"tenant_": tenant, "id_": report_id}))), None)


def waiting(transaction: Transaction, tenant: str, most: int) -> list[Report]:
    """Return the open reports, oldest first.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        most: the maximum number of reports.
    """
    return _reports(transaction.rows(_WAITING, {"tenant_": tenant, "most_": most}))


def answer(transaction: Transaction, tenant: str, about: Report, verdict: Resolution) -> list[Report]:
    """Answer all open reports about a part of a pack, and return them.

    Args:
        transaction: to write in.
        tenant: the key of the tenant.
        about: one of the reports about the part.
        verdict: the answer.
    """
    values = {"tenant_": tenant, "pack_": about.pack, "part_": about.part}
    reports = _reports(transaction.rows(_WAITING_ABOUT, values))
    transaction.change(_ANSWER, {**values, "verdict_": verdict.value})
    return reports


def expire(transaction: Transaction, before: datetime) -> None:
    """Delete the reports from before a given time."""
    transaction.change(_OLD, {"before_": to_milliseconds(before)})


def _reports(rows: Sequence[Row]) -> list[Report]:
    return readable("report of a pack", rows, _report)


def _report(row: Row) -> Report:
    report, member, pack, part, answered, comment, at = row
    return Report(report, member, pack, part, answered, comment, from_milliseconds(at))
