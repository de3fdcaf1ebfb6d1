"""The steps of the podium at the end of a game. Pure."""

from bot.features.games.model import Venue
from bot.features.games.rules import Mode
from bot.features.games.scoreboard import is_named, name_of, reranked
from bot.features.games.standings import Standings, ranking
from bot.features.games.state import GameState
from bot.features.scoring.ranks import rank
from bot.language.text import counted, listed
from bot.pictures.podium import PodiumStep

MOST_MEMBERS = 4
"""At most this many players are named on their team's step."""


def steps_of(state: GameState, table: Standings, venue: Venue) -> list[PodiumStep]:
    """Return the steps of the podium: teams with their players, or players of the channel's own side.

    Args:
        state: the game's state.
        table: the game's standings.
        venue: the channel where it's shown.
    """
    if state.rules.mode is not Mode.TEAMS:
        ours = [line for line in ranking(state, table) if is_named(state, line.key, venue)]
        return [PodiumStep(line.rank, name_of(state, line.key), line.points) for line in reranked(ours)]
    teams = {team.id: team for team in state.teams}
    return [
        PodiumStep(
            line.rank,
            teams[line.key].name,
            line.points,
            teams[line.key].colour,
            _members(state, table, line.key, venue),
        )
        for line in rank(table.teams)
    ]


def _members(state: GameState, table: Standings, team: str, venue: Venue) -> str:
    """Return the best players of a team in a list; for another side, only how many players it has."""
    players = [line.key for line in ranking(state, table) if state.players[line.key].team == team]
    named = [name_of(state, who) for who in players if is_named(state, who, venue)][:MOST_MEMBERS]
    if not named:
        return counted(len(players), "player") if players else ""
    more = len(players) - len(named)
    return listed([*named, *([f"{more} more"] if more else [])], "and")
