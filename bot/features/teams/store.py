"""Lasting teams; a member is in at most one."""

from datetime import datetime

from sqlalchemy import BigInteger, bindparam, case, delete, select, update

from bot.features.teams.model import LastingTeam
from bot.language.people import MemberKey
from bot.language.text import as_seen
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import team, team_member
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction, Values

_COLUMNS = (team.c.id, team.c.name, team.c.colour)
_TEAMS = (
    select(*_COLUMNS)
    .where((team.c.tenant == bindparam("tenant_")) & team.c.removed.is_(None))
    .order_by(team.c.at, team.c.id)
)
_HOLD = select(team.c.id).where(team.c.tenant == bindparam("tenant_")).order_by(team.c.id).with_for_update()
_MEMBERS = (
    select(team_member.c.team, team_member.c.member, team_member.c.name)
    .where(team_member.c.tenant == bindparam("tenant_"))
    .order_by(team_member.c.at, team_member.c.member)
)
_MINE = of_member(team_member)
_TEAM_OF = (
    select(team_member.c.team)
    .join(team, (team.c.tenant == team_member.c.tenant) & (team.c.id == team_member.c.team))
    .where(_MINE & team.c.removed.is_(None))
)
_ONE = (team.c.tenant == bindparam("tenant_")) & (team.c.id == bindparam("id_"))
_NAME = (
    update(team)
    .where(_ONE)
    .values(name=bindparam("name_"), folded=bindparam("folded_"), removed=bindparam("removed_", type_=BigInteger))
)
_KEPT_NAMES = (
    select(team.c.id, team.c.name).where(team.c.tenant == bindparam("tenant_")).order_by(team.c.at, team.c.id)
)
_RENAME_KEPT = (
    update(team)
    .where(_ONE)
    .values(
        name=bindparam("name_"), folded=case((team.c.removed.is_(None), bindparam("folded_")), else_=team.c.folded)
    )
)
_REMOVED = select(*_COLUMNS).where(_ONE & (team.c.removed >= bindparam("since_", type_=BigInteger)))
_GONE = select(team.c.tenant, team.c.id).where(team.c.removed < bindparam("before_", type_=BigInteger))
_EXPIRE = [
    delete(team_member).where(
        (team_member.c.tenant == bindparam("tenant_")) & (team_member.c.team == bindparam("id_"))
    ),
    delete(team).where(_ONE & team.c.removed.is_not(None)),
]
_IN = select(team_member.c.team).where(_MINE)
_LEAVE = delete(team_member).where(_MINE)
_PEOPLED = select(team_member.c.team).where(team_member.c.tenant == bindparam("tenant_"))
_DELETE_EMPTY = delete(team).where(_ONE & team.c.id.not_in(_PEOPLED))


def hold(transaction: Transaction, tenant: str) -> None:
    """Lock a tenant's teams until the transaction ends."""
    transaction.rows(_HOLD, {"tenant_": tenant})


def create(transaction: Transaction, tenant: str, new: LastingTeam, at: datetime) -> bool:
    """Insert a team without members; return False if one with a similar-looking name was just inserted.

    Args:
        transaction: to write in.
        tenant: the key of the tenant.
        new: the team.
        at: now, in UTC.
    """
    row: dict[str, str | int | None] = {
        "tenant": tenant,
        "id": new.id,
        "name": new.name,
        "folded": as_seen(new.name),
        "colour": new.colour,
    }
    (added,) = transaction.add_each(team, [row | {"at": to_milliseconds(at), "removed": None}])
    return added


def of_tenant(transaction: Transaction, tenant: str) -> list[LastingTeam]:
    """Return all teams of a tenant with their members, oldest first."""
    members: dict[str, dict[str, str]] = {}
    for of, member, name in transaction.rows(_MEMBERS, {"tenant_": tenant}):
        members.setdefault(of, {})[member] = name
    rows = transaction.rows(_TEAMS, {"tenant_": tenant})
    return [LastingTeam(team_id, name, colour, members.get(team_id, {})) for team_id, name, colour in rows]


def rename(transaction: Transaction, tenant: str, team_id: str, name: str) -> None:
    """Rename a team.

    Args:
        transaction: to write in; it has locked the tenant's teams.
        tenant: the key of the tenant.
        team_id: the team's id.
        name: the new name, which no other team has.
    """
    _put_name(transaction, tenant, team_id, name, as_seen(name), None)


def kept_names(transaction: Transaction, tenant: str) -> dict[str, str]:
    """Return the names of a tenant's teams by id, the oldest first, with those that were removed."""
    return dict(transaction.rows(_KEPT_NAMES, {"tenant_": tenant}))


def rename_kept(transaction: Transaction, tenant: str, team_id: str, name: str) -> None:
    """Rename a team, including one that was removed but is still kept; that stays removed.

    Args:
        transaction: to write in; it has locked the tenant's teams.
        tenant: the key of the tenant.
        team_id: the team's id.
        name: the new name, which no other team has.
    """
    values: Values = {"tenant_": tenant, "id_": team_id, "name_": name, "folded_": as_seen(name)}
    transaction.change(_RENAME_KEPT, values)


def remove(transaction: Transaction, tenant: str, team_id: str, at: datetime) -> None:
    """Remove a team; it's kept with its members for a while, but its name becomes free.

    Args:
        transaction: to write in; it has locked the tenant's teams.
        tenant: the key of the tenant.
        team_id: the team's id.
        at: now, in UTC.
    """
    removed_team = next(each for each in of_tenant(transaction, tenant) if each.id == team_id)
    nothing_folds_to_this = f" {team_id}"
    _put_name(transaction, tenant, team_id, removed_team.name, nothing_folds_to_this, to_milliseconds(at))


def removed(transaction: Transaction, tenant: str, team_id: str, since: datetime) -> LastingTeam | None:
    """Return a removed team with its members who haven't joined another; None if it was removed too long ago.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        team_id: the team's id.
        since: the earliest time of removal to consider, in UTC.
    """
    rows = transaction.rows(_REMOVED, {"tenant_": tenant, "id_": team_id, "since_": to_milliseconds(since)})
    members = {member: name for of, member, name in transaction.rows(_MEMBERS, {"tenant_": tenant}) if of == team_id}
    return next((LastingTeam(found_id, name, colour, members) for found_id, name, colour in rows), None)


def bring_back(transaction: Transaction, tenant: str, removed_team: LastingTeam) -> None:
    """Restore a removed team.

    Args:
        transaction: to write in; it has locked the tenant's teams.
        tenant: the key of the tenant.
        removed_team: the removed team, whose name no other team has.
    """
    rename(transaction, tenant, removed_team.id, removed_team.name)


def expire(transaction: Transaction, before: datetime) -> None:
    """Delete the teams that were removed before a given time, with their memberships."""
    for tenant, team_id in transaction.rows(_GONE, {"before_": to_milliseconds(before)}):
        for statement in _EXPIRE:
            transaction.change(statement, {"tenant_": tenant, "id_": team_id})


def _put_name(
    transaction: Transaction, tenant: str, team_id: str, name: str, folded: str, removed_at: int | None
) -> None:
    values: Values = {"tenant_": tenant, "id_": team_id, "name_": name, "folded_": folded, "removed_": removed_at}
    transaction.change(_NAME, values)


def names(transaction: Transaction, tenant: str) -> dict[str, str]:
    """Return the names of a tenant's teams by id, oldest first."""
    return {team_id: name for team_id, name, *_ in transaction.rows(_TEAMS, {"tenant_": tenant})}


def team_of(transaction: Transaction, me: MemberKey) -> str:
    """Return the id of a member's team, or ""."""
    rows = transaction.rows(_TEAM_OF, key_of(me))
    return str(rows[0][0]) if rows else ""


def join(transaction: Transaction, me: MemberKey, name: str, team_id: str, at: datetime) -> None:
    """Put a member into a team and out of any other; that other team stays, even if it's now empty.

    Args:
        transaction: to write in; it has locked the tenant's teams.
        me: the member.
        name: the member's display name.
        team_id: the team's id.
        at: now, in UTC.
    """
    row: Values = {"tenant": me.tenant, "member": me.member, "team": team_id, "name": name, "at": to_milliseconds(at)}
    transaction.put(team_member, [row])


def leave(transaction: Transaction, me: MemberKey) -> None:
    """Remove a member from their team, even a removed one, and delete the team if it's empty now.

    The transaction must have locked the tenant's teams.
    """
    before = transaction.rows(_IN, key_of(me))
    transaction.change(_LEAVE, key_of(me))
    for (team_id,) in before:
        transaction.change(_DELETE_EMPTY, {"tenant_": me.tenant, "id_": team_id})
