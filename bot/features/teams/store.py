"""Teams that last beyond a game; a member is in one at most."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from bot.features.teams.model import LastingTeam
from bot.language.text import as_seen
from bot.storage.tables import team, team_member
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction, Values

_TEAMS = (
    select(team.c.id, team.c.name, team.c.colour)
    .where(team.c.tenant == bindparam("tenant_"))
    .order_by(team.c.at, team.c.id)
)
_HOLD = select(team.c.id).where(team.c.tenant == bindparam("tenant_")).order_by(team.c.id).with_for_update()
_MEMBERS = (
    select(team_member.c.team, team_member.c.member, team_member.c.name)
    .where(team_member.c.tenant == bindparam("tenant_"))
    .order_by(team_member.c.at, team_member.c.member)
)
_MINE = (team_member.c.tenant == bindparam("tenant_")) & (team_member.c.member == bindparam("member_"))
_TEAM_OF = select(team_member.c.team).where(_MINE)
_LEAVE = delete(team_member).where(_MINE)
_PEOPLED = select(team_member.c.team).where(team_member.c.tenant == bindparam("tenant_"))
_REMOVE_EMPTY = delete(team).where((team.c.tenant == bindparam("tenant_")) & team.c.id.not_in(_PEOPLED))


def hold(transaction: Transaction, tenant: str) -> None:
    """Keep a tenant's teams as they are, for all others, until the transaction ends."""
    transaction.rows(_HOLD, {"tenant_": tenant})


def create(transaction: Transaction, tenant: str, made: LastingTeam, at: datetime) -> bool:
    """Make a team, with nobody in it; return False if one whose name looks the same was made at this moment.

    Args:
        transaction: to write in.
        tenant: whose it is.
        made: the team.
        at: now, in UTC.
    """
    row: dict[str, str | int | None] = {
        "tenant": tenant,
        "id": made.id,
        "name": made.name,
        "folded": as_seen(made.name),
        "colour": made.colour,
    }
    (added,) = transaction.add_each(team, [row | {"at": to_milliseconds(at), "removed": None}])
    return added


def of_tenant(transaction: Transaction, tenant: str) -> list[LastingTeam]:
    """Return all teams of a tenant with their members, the oldest first."""
    members: dict[str, dict[str, str]] = {}
    for of, member, name in transaction.rows(_MEMBERS, {"tenant_": tenant}):
        members.setdefault(of, {})[member] = name
    rows = transaction.rows(_TEAMS, {"tenant_": tenant})
    return [LastingTeam(own, name, colour, members.get(own, {})) for own, name, colour in rows]


def names(transaction: Transaction, tenant: str) -> dict[str, str]:
    """Return the names of a tenant's teams by id, the oldest first."""
    return {own: name for own, name, _ in transaction.rows(_TEAMS, {"tenant_": tenant})}


def team_of(transaction: Transaction, tenant: str, member: str) -> str:
    """Return the id of the team that a member is in, or "".

    Args:
        transaction: to read in.
        tenant: whose member it is.
        member: who.
    """
    rows = transaction.rows(_TEAM_OF, {"tenant_": tenant, "member_": member})
    return str(rows[0][0]) if rows else ""


def join(transaction: Transaction, tenant: str, member: str, name: str, team_id: str, at: datetime) -> None:
    """Put a member in a team, and out of any other.

    Args:
        transaction: to write in.
        tenant: whose member it is.
        member: who.
        name: of the member, as shown.
        team_id: the team.
        at: now, in UTC.
    """
    row: Values = {"tenant": tenant, "member": member, "team": team_id, "name": name, "at": to_milliseconds(at)}
    transaction.put(team_member, [row])


def leave(transaction: Transaction, tenant: str, member: str) -> None:
    """Take a member out of their team; a team without members is deleted.

    Args:
        transaction: to write in.
        tenant: whose member it is.
        member: who.
    """
    transaction.change(_LEAVE, {"tenant_": tenant, "member_": member})
    transaction.change(_REMOVE_EMPTY, {"tenant_": tenant})
