"""Members' suggestions for packs: kept while they're open, and for some time after editors have decided."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, delete, func, select, update

from bot.features.authoring.suggested import LABELS, Decision, Suggested
from bot.language.actions import kept_id
from bot.language.people import MemberKey
from bot.runtime.bulkhead import readable
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import suggestion
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Row, Transaction, Values

_TENANT = suggestion.c.tenant == bindparam("tenant_")
_MINE = of_member(suggestion)
_THIS = _TENANT & (suggestion.c.id == bindparam("id_"))
_LATELY = suggestion.c.at >= bindparam("since_", type_=BigInteger)
_OPEN = suggestion.c.verdict.is_(None)
_ALL = tuple(suggestion.c[name] for name in ("id", "member", "pack", "kind", "fields", "at"))
_TWICE = _MINE & _OPEN & (suggestion.c.kind == bindparam("kind_")) & (suggestion.c.fields == bindparam("fields_"))

_MINE_LATELY = select(func.count()).where(_MINE & _LATELY)
_ALL_LATELY = select(func.count()).where(_TENANT & _LATELY)
_IDS = select(suggestion.c.id).where(_MINE)
_FIND = select(*_ALL).where(_THIS & _OPEN)
_VERDICT = select(suggestion.c.verdict).where(_THIS)
_WAITING = select(*_ALL).where(_TENANT & _OPEN).order_by(suggestion.c.at, suggestion.c.id).limit(bindparam("most_"))
_IS_OPEN = select(suggestion.c.id).where(_TWICE)
_DECIDE = update(suggestion).where(_THIS & _OPEN).values(verdict=bindparam("verdict_"))
_OLD = delete(suggestion).where(suggestion.c.at < bindparam("before_", type_=BigInteger))


def ids_of(transaction: Transaction, me: MemberKey) -> list[str]:
    """Return the ids of a member's suggestions."""
    return [each for (each,) in transaction.rows(_IDS, key_of(me))]


def suggested_lately(transaction: Transaction, me: MemberKey, since: datetime) -> tuple[int, int]:
    """Return the number of recent suggestions by a member, and by everyone in their tenant.

    Args:
        transaction: to read in.
        me: the member.
        since: count suggestions since then, in UTC.
    """
    values: Values = {"tenant_": me.tenant, "since_": to_milliseconds(since)}
    ((mine,),) = transaction.rows(_MINE_LATELY, {**values, "member_": me.member})
    ((everyones,),) = transaction.rows(_ALL_LATELY, values)
    return mine, everyones


def is_open(transaction: Transaction, tenant: str, new: Suggested) -> bool:
    """Return whether a member has an identical suggestion that's still open.

    Args:
        transaction: to read in.
        tenant: the member's tenant.
        new: the new suggestion.
    """
    same: Values = {"tenant_": tenant, "member_": new.member, "kind_": new.kind, "fields_": _as_json(new)}
    return bool(transaction.rows(_IS_OPEN, same))


def put(transaction: Transaction, tenant: str, new: Suggested) -> None:
    """Store a suggestion.

    Args:
        transaction: to write in.
        tenant: the member's tenant.
        new: the new suggestion.
    """
    row: Values = {
        "tenant": tenant,
        "id": new.id,
        "member": new.member,
        "pack": new.pack,
        "kind": new.kind,
        "fields": _as_json(new),
        "at": to_milliseconds(new.at),
        "verdict": None,
    }
    transaction.add_missing(suggestion, [row])


def find(transaction: Transaction, tenant: str, suggestion_id: str) -> Suggested | None:
    """Return a suggestion; None if it isn't open any more.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        suggestion_id: the suggestion's id, untrusted.
    """
    rows = transaction.rows(_FIND, {"tenant_": tenant, "id_": suggestion_id})
    return next(iter(_all_suggested(rows, tenant)), None)


def waiting(transaction: Transaction, tenant: str, most: int) -> list[Suggested]:
    """Return the open suggestions, oldest first.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        most: the maximum number of suggestions.
    """
    return _all_suggested(transaction.rows(_WAITING, {"tenant_": tenant, "most_": most}), tenant)


def decide(transaction: Transaction, tenant: str, suggestion_id: str, decision: Decision) -> bool:
    """Record an editor's decision; return whether the suggestion was still open.

    Args:
        transaction: to write in.
        tenant: the key of the tenant.
        suggestion_id: the suggestion's id.
        decision: the decision.
    """
    values: Values = {"tenant_": tenant, "id_": suggestion_id, "verdict_": decision.value}
    return transaction.change(_DECIDE, values) > 0


def decided(transaction: Transaction, tenant: str, suggestion_id: str) -> Decision | None:
    """Return the editors' decision on a suggestion; None if it's open or gone.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        suggestion_id: the suggestion's id, untrusted.
    """
    rows = transaction.rows(_VERDICT, {"tenant_": tenant, "id_": suggestion_id})
    return Decision(rows[0][0]) if rows and rows[0][0] else None


def expire(transaction: Transaction, before: datetime) -> None:
    """Delete the suggestions from before a given time."""
    transaction.change(_OLD, {"before_": to_milliseconds(before)})


def _as_json(new: Suggested) -> str:
    return json.dumps(dict(new.fields), ensure_ascii=False)


def _all_suggested(rows: Sequence[Row], tenant: str) -> list[Suggested]:
    return readable("suggestion", rows, _suggested, tenant=tenant, called="A suggestion")


def _suggested(row: Row) -> Suggested:
    suggestion_id, member, pack, kind, fields, at = row
    if kind not in LABELS:
        raise ValueError(f"a newer version may know what {kind!r} is")
    return Suggested(kept_id(suggestion_id), member, pack, kind, dict(json.loads(fields)), from_milliseconds(at))
