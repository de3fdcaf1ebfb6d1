"""Admission: adds people to a game, and decides which team and channel they play for."""

from contextlib import suppress
from functools import partial

from bot.features.games import events
from bot.features.games.eligibility import why_not_join
from bot.features.games.events import Joined, Logged
from bot.features.games.journal import Journal
from bot.features.games.running_games import RunningGames
from bot.features.games.state import USUAL, GameState
from bot.features.games.teaming import smallest
from bot.features.learners import settings
from bot.features.teams import store as teams
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.storage.database import Database


class Admission:
    """Adds people to games.

    Args:
        running_games: runs the games.
        database: has people's teams and settings.
    """

    def __init__(self, running_games: RunningGames, database: Database) -> None:
        self._running_games = running_games
        self._database = database

    async def admit(self, asker: Asker, journal: Journal, team: str) -> None:
        """Add someone to a game's players: to the given team, their own or the smallest one.

        Args:
            asker: the person who joins.
            journal: the game's journal.
            team: the id of a team; "" to have one chosen.

        Raises:
            Refusal: they can't play.
        """
        who = asker.key
        own_team = "" if team else await self._own_team(asker, journal.state)

        def join(state: GameState) -> Logged:
            if (sentence := why_not_join(state, who)) is not None:
                raise Refusal(sentence)
            before = state.players.get(who)
            team_id = team or (before.team if before else own_team or smallest(state))
            now = self._running_games.now()
            return Joined(at=now, who=who, name=asker.member.name, team=team_id, place=_venue_of(state, asker))

        await journal.append(join)
        await self._give_time(asker, journal)

    async def _give_time(self, asker: Asker, journal: Journal) -> None:
        """Make questions stay open as long as the new player needs."""
        times = await self._database.read(partial(settings.time_in, me=asker.key))
        percent = int(USUAL * times)
        if percent > journal.state.wished:
            await journal.append(lambda _state: events.Wished(at=self._running_games.now(), percent=percent))

    async def _own_team(self, asker: Asker, state: GameState) -> str:
        """Return the id of the asker's team: their lasting team, or from the last game; "" if there's none."""
        lasting = {team.lasting: team.id for team in state.teams if team.lasting}
        if not lasting:
            return await self._team_before(asker, state) if state.again else ""
        return lasting.get(await self._database.read(partial(teams.team_of, me=asker.key)), "")

    async def _team_before(self, asker: Asker, state: GameState) -> str:
        """Return the asker's team in the game that's replayed; "" if there was none, or it's unknown."""
        with suppress(Refusal):
            before = (await self._running_games.finder.find(asker, state.again)).state.players.get(asker.key)
            if before is not None and before.team in {team.id for team in state.teams}:
                return before.team
        return ""


def _venue_of(state: GameState, asker: Asker) -> str:
    """Return the channel where someone plays: their own if the game runs there, else the first of their tenant's."""
    places = [venue.place for venue in state.venues if venue.tenant == asker.tenant.key]
    return asker.place.id if asker.place.id in places or not places else places[0]
