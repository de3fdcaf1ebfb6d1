"""The scoreboard: everyone's rank, one line each, for a channel to read. Pure."""

from collections.abc import Sequence

from bot.features.games.model import Venue
from bot.features.games.rules import LIVES, Mode
from bot.features.games.standings import PlayerScore, Standings, ranking, target
from bot.features.games.state import GameState, is_ours
from bot.features.scoring.ranks import MOST_LINES, Ranked, first_lines, left_out, rank
from bot.features.teams.model import label
from bot.language.message import Block
from bot.language.people import MemberKey
from bot.language.rich_text import Span, strong, text


def scoreboard(
    state: GameState, table: Standings, venue: Venue, *, latest: bool = False, most: int = MOST_LINES
) -> list[Block]:
    """Return the ranks of teams or players, or everyone's points against the target.

    Args:
        state: the game's state.
        table: the game's standings.
        venue: the channel where it's shown; players are named only on their own side.
        latest: whether to show the points gained with the latest question.
        most: the maximum number of players listed; the others are counted.
    """
    match state.rules.mode:
        case Mode.TEAMS | Mode.EVERYONE | Mode.DUEL if latest and nobody_has_scored(table):
            return []  # the line above the ranks says that nobody got it
        case Mode.TOGETHER:
            return [text(strong(_together(table.together, target(state))))]
        case Mode.TEAMS:
            return _teams(state, table, latest=latest)
        case _:
            return players(state, table, venue, latest=latest, most=most)


def _together(points: int, goal: int) -> str:
    if points < goal:
        return f"Together: {points:,} of {goal:,} points."
    return f"Together: {points:,} points. The target was {goal:,}."


def players(
    state: GameState, table: Standings, venue: Venue, *, latest: bool = False, most: int = MOST_LINES
) -> list[Block]:
    """Return the best players of the channel's own side, and how many more that side has.

    Args:
        state: the game's state.
        table: the game's standings.
        venue: the channel where it's shown.
        latest: whether to show the points gained with the latest question.
        most: the maximum number of players listed; the others are counted.
    """
    ours = [line for line in ranking(state, table) if is_named(state, line.key, venue)]
    ranked = reranked(ours)
    lives = state.rules.mode is Mode.ELIMINATION
    if not (latest or lives):
        ranked = [line for line in ranked if line.points]  # on the final board, nobody is last with nothing
    lines = []
    for line in first_lines(ranked, most):
        score = table.players[line.key]
        gained = score.gained if latest else 0
        lines.append(_line(line, name_of(state, line.key), gained, _lives(score) if lives else ""))
    kept = {line.key for line in ranked}
    without_points = [name_of(state, line.key) for line in ours if line.key not in kept]
    others = left_out(len(ranked) - len(lines), without_points)
    return [*_below_one_another(lines), *([text(others)] if others else [])]


def is_named(state: GameState, who: MemberKey, venue: Venue) -> bool:
    """Return whether a channel may see a player's name, that is, whether they're on its side.

    Args:
        state: the game's state.
        who: the player.
        venue: the channel.
    """
    return who in state.players and is_ours(state, state.players[who], venue)


def name_of(state: GameState, who: MemberKey) -> str:
    """Return a player's display name."""
    return state.players[who].name


def nobody_has_scored(table: Standings) -> bool:
    """Return whether no player has points."""
    return not any(score.points for score in table.players.values())


def _teams(state: GameState, table: Standings, *, latest: bool) -> list[Block]:
    names = {team.id: label(team) for team in state.teams}
    gains = table.team_gains if latest else {}
    return _below_one_another([_line(line, names[line.key], gains.get(line.key, 0)) for line in rank(table.teams)])


def _below_one_another(lines: Sequence[tuple[Span, ...]]) -> list[Block]:
    spans = [span for line in lines for span in (Span("\n"), *line)]
    return [text(*spans[1:])] if spans else []


def _line(line: Ranked[MemberKey] | Ranked[str], name: str, gained: int, more: str = "") -> tuple[Span, ...]:
    """Return a line such as “1. Cleo · 3,100 (+1,000)”.

    Args:
        line: the rank and the points.
        name: the display name.
        gained: the points of the latest question; 0 shows nothing.
        more: text to append; "" for none.
    """
    points = f" · {line.points:,}{f' (+{gained:,})' if gained else ''}{f' · {more}' if more else ''}"
    return (Span(f"{line.rank}. "), strong(name), Span(points))


def _lives(score: PlayerScore) -> str:
    if not score.asked:
        return ""
    return "out" if score.out is not None else "♥" * score.lives + "♡" * (LIVES - score.lives)


def reranked(lines: list[Ranked[MemberKey]]) -> list[Ranked[MemberKey]]:
    """Return lines of a ranking, reranked among themselves."""
    first: dict[int, int] = {}
    for place, line in enumerate(lines, 1):
        first.setdefault(line.rank, place)
    return [Ranked(first[line.rank], line.key, line.points) for line in lines]
