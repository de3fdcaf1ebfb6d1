"""The teams of a tenant that last, as they play in its games."""

from functools import partial

from bot.features.games import events
from bot.features.games.events import Logged
from bot.features.games.state import GamePhase, GameState
from bot.features.games.teaming import are_lasting
from bot.features.teams import store as teams
from bot.features.teams.model import MOST_IN_GAME, LastingTeam, Team, coloured
from bot.language.clock import Clock
from bot.storage.database import Database


class LastingTeams:
    """Knows which teams play, and who's in them.

    Args:
        database: stores the teams.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def playing(self, tenant: str, count: int | None = None) -> tuple[Team, ...]:
        """Return the teams of a new game.

        Args:
            tenant: the key of the tenant.
            count: the number of coloured teams; None for the tenant's own teams if it has two or more.
        """
        if count is not None:
            return coloured(count)
        lasting = await self._all(tenant)
        if len(lasting) < 2:
            return coloured(2)
        return tuple(Team(each.id, each.name, each.colour, lasting=each.id) for each in lasting[:MOST_IN_GAME])

    async def brought_home(self, state: GameState, clock: Clock) -> Logged | None:
        """Return the event that puts everyone in a lobby into their own team; None if these teams don't last.

        Args:
            state: the game's state.
            clock: tells the time.
        """
        if state.phase is not GamePhase.LOBBY or not are_lasting(state):
            return None
        own = {member: team.id for team in await self._all(state.tenant) for member in team.members}
        playing = {team.id for team in state.teams}
        home = tuple((who, own[who.member]) for who in state.players if own.get(who.member) in playing)
        return events.Balanced(at=clock.now(), teams=home)

    async def _all(self, tenant: str) -> list[LastingTeam]:
        return await self._database.read(partial(teams.of_tenant, tenant=tenant))
