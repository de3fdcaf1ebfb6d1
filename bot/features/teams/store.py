"""Teams that last beyond a game; a member is in one at most."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.language.text import fold
from bot.storage.database import Database
from bot.storage.legacy_within import upsert
from bot.storage.tables import team, team_member
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class LastingTeam:
    """A team.

    Args:
        id: unique within the tenant.
        name: as shown.
        colour: the name of a colour.
        members: their names by id, in the order in which they joined.
    """

    id: str
    name: str
    colour: str
    members: dict[str, str]


async def create(database: Database, tenant: str, team_id: str, name: str, colour: str, at: datetime) -> bool:
    """Make a team; False if one of that name is there, however it is cased."""
    row = {"tenant": tenant, "id": team_id, "name": name, "folded": fold(name), "colour": colour}
    try:
        async with database.writing() as connection:
            await connection.execute(insert(team).values(row | {"at": to_milliseconds(at)}))
    except IntegrityError:
        return False
    return True


async def of_tenant(connection: AsyncConnection, tenant: str) -> list[LastingTeam]:
    """All teams of a tenant with their members, the oldest first."""
    rows = (
        await connection.execute(select(team).where(team.c.tenant == tenant).order_by(team.c.at, team.c.id))
    ).all()
    found = {row.id: LastingTeam(row.id, row.name, row.colour, {}) for row in rows}
    members = (
        select(team_member).where(team_member.c.tenant == tenant).order_by(team_member.c.at, team_member.c.member)
    )
    for row in await connection.execute(members):
        if row.team in found:
            found[row.team].members[row.member] = row.name
    return list(found.values())


_TEAM_OF = select(team_member.c.team).where(
    (team_member.c.tenant == bindparam("tenant_")) & (team_member.c.member == bindparam("member_"))
)


def team_of(transaction: Transaction, tenant: str, member: str) -> str:
    """The id of the team that a member is in, or ""."""
    rows = transaction.rows(_TEAM_OF, {"tenant_": tenant, "member_": member})
    return str(rows[0][0]) if rows else ""


async def join(database: Database, tenant: str, member: str, name: str, team_id: str, at: datetime) -> None:
    """Put a member in a team, and out of any other."""
    row = {"tenant": tenant, "member": member, "team": team_id, "name": name, "at": to_milliseconds(at)}
    async with database.writing() as connection:
        await upsert(connection, team_member, row)


async def leave(database: Database, tenant: str, member: str) -> None:
    """Take a member out of their team; a team that nobody is in any more is gone."""
    async with database.writing() as connection:
        here = team_member.c.tenant == tenant
        await connection.execute(team_member.delete().where(here & (team_member.c.member == member)))
        peopled = select(team_member.c.team).where(here)
        await connection.execute(team.delete().where((team.c.tenant == tenant) & team.c.id.not_in(peopled)))
