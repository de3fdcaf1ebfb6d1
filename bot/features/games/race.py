"""The race of a game: everybody's rank after each question. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from bot.content.model import Pack
from bot.features.games.model import Venue
from bot.features.games.rules import Mode
from bot.features.games.scoreboard import is_named, name_of
from bot.features.games.standings import Standings, course, only, ranking
from bot.features.games.state import GameState
from bot.features.scoring.ranks import Ranked, rank
from bot.language.text import counted
from bot.pictures.race import MOST_RUNNERS, RaceCard, Racer

_KeyT = TypeVar("_KeyT")


def race(state: GameState, pack: Pack, venue: Venue) -> RaceCard | None:
    """Return the picture of a game's race, of its teams or the channel's best players; None if no rank changed.

    Args:
        state: the state of a finished game.
        pack: the game's pack.
        venue: the channel where it's shown.
    """
    tables = course(state)
    if state.rules.mode is Mode.TOGETHER or len(tables) < 2:
        return None
    positions = sorted(tables[-1].by_question)
    runners = _teams(state, tables) if state.rules.mode is Mode.TEAMS else _players(state, venue, tables)
    if len(runners) < 2 or all(len({*runner.ranks}) == 1 for runner in runners):
        return None
    return RaceCard(
        title="The race",
        subtitle=f"{pack.title} · {counted(len(positions), 'question')}",
        questions=tuple(position + 1 for position in positions),
        runners=tuple(runners),
        footer=pack.title,
    )


def _teams(state: GameState, tables: Sequence[Standings]) -> list[Racer]:
    ranks = [_by_key(rank(table.teams)) for table in tables]
    teams = {team.id: team for team in state.teams}
    best_first = [teams[line.key] for line in rank(tables[-1].teams)]
    return [Racer(team.name, tuple(each[team.id] for each in ranks), team.colour) for team in best_first]


def _players(state: GameState, venue: Venue, tables: Sequence[Standings]) -> list[Racer]:
    """Return the best players of the channel's side, with their ranks among themselves."""
    there = [line.key for line in ranking(state, tables[-1]) if tables[-1].players[line.key].asked]
    best = [who for who in there if is_named(state, who, venue)][:MOST_RUNNERS]
    ranks = [_by_key(ranking(state, only(table, best))) for table in tables]
    return [Racer(name_of(state, who), tuple(each[who] for each in ranks)) for who in best]


def _by_key(lines: Iterable[Ranked[_KeyT]]) -> Mapping[_KeyT, int]:
    return {line.key: line.rank for line in lines}
