"""Highlights: moments worth mentioning in a question or in a whole game. Pure: found from the state alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from bot.features.games.rules import Mode
from bot.features.games.standings import Standings, best_score, course, ranking, standings, target
from bot.features.games.state import GameState, Round, delay
from bot.features.scoring.ranks import Ranked, rank
from bot.language.people import MemberKey

MOST = 2
"""Maximum number of highlights on one board."""

FEW = 3
"""With at least this many players, being the only one who was right is worth mentioning."""

CLIMB = 3
"""Minimum number of ranks gained for a climb to be worth mentioning."""

STREAKS = frozenset({3, 5, 7, 10, 15, 20})
"""The lengths of streaks (right answers in a row) that are worth mentioning."""

CLOSE = 100
"""A finish is close if at most this many points separate the first two."""

MANY_CHANGES = 3
"""Minimum number of lead changes in a game that's worth mentioning."""

FLAWLESS = 3
"""With at least this many questions, getting all of them right is worth mentioning."""


class HighlightKind(StrEnum):
    """The kinds of highlights."""

    OUT = "out"
    LAST_TWO = "last two"
    TARGET = "target"
    GOAL = "goal"
    ONLY_ONE = "only one"
    EVERYONE = "everyone"
    NOBODY = "nobody"
    LEAD = "lead"
    COMEBACK = "comeback"
    FIRST = "first"
    STREAK = "streak"
    CLOSE_FINISH = "close finish"
    LAST_QUESTION = "last question"
    LEAD_CHANGES = "lead changes"
    FLAWLESS = "flawless"
    CLOSEST = "closest"


@dataclass(frozen=True, slots=True)
class Highlight:
    """A moment worth mentioning.

    Args:
        kind: the kind of highlight.
        who: the players it's about; none if it's about everyone.
        teams: the ids of the teams it's about, in a team game.
        before, after: the ranks before and after a climb.
        number: a count or a number of points, depending on the kind; milliseconds for FIRST.
        off: how far off the closest guess is, as text; "" if it's exact.
    """

    kind: HighlightKind
    who: tuple[MemberKey, ...] = ()
    teams: tuple[str, ...] = ()
    before: int = 0
    after: int = 0
    number: int = 0
    off: str = ""


def of_question(state: GameState, position: int) -> tuple[Highlight, ...]:
    """Return the highlights of a closed question, the best first, at most two.

    Args:
        state: the game's state.
        position: the question's position, from 0.
    """
    current = state.rounds[position]
    if current.open or current.void:
        return ()
    before, after = standings(state, position - 1), standings(state, position)
    gains = after.by_question.get(position, {})
    right = sorted(
        (who for who in gains if who in current.answers and current.answers[who].right),
        key=lambda who: delay(current, current.answers[who].at),
    )
    highlights = [*_out(after, position), *_reached(state, before, after), *_last_two(before, after)]
    highlights += [*_how_many(gains, right), *_in_front(state, before, after)]
    highlights += [*_climbed(state, before, after), *_first(current, gains, right), *_streak(after, right)]
    return tuple(highlights[:MOST])


def of_game(state: GameState) -> tuple[Highlight, ...]:
    """Return the highlights of a finished game, the best first, at most two."""
    tables = course(state)
    if not tables:
        return ()
    leaders = [_leader(state, table) for table in tables]
    highlights = [
        *_close_finish(state, tables[-1]),
        *_last_question(state, tables[-1], leaders),
        *_came_back(state, tables),
        *_changes(leaders),
        *_flawless(state, tables[-1]),
    ]
    return tuple(highlights[:MOST])


def _out(after: Standings, position: int) -> Iterator[Highlight]:
    out = tuple(who for who, score in after.players.items() if score.out == position)
    if out:
        yield Highlight(HighlightKind.OUT, out)


def _last_two(before: Standings, after: Standings) -> Iterator[Highlight]:
    """Yield the last two of an elimination game once there are only two."""
    still_in = tuple(who for who, score in after.players.items() if score.lives)
    if len(still_in) == 2 < sum(score.lives > 0 for score in before.players.values()):
        yield Highlight(HighlightKind.LAST_TWO, still_in)


def _reached(state: GameState, before: Standings, after: Standings) -> Iterator[Highlight]:
    """Yield who has just reached the goal, or that everyone together has reached the target."""
    if state.rules.mode is Mode.TOGETHER:
        if before.together < target(state) <= after.together:
            yield Highlight(HighlightKind.TARGET)
    elif (goal := state.rules.goal) and best_score(state, before) < goal <= best_score(state, after):
        if state.rules.mode is Mode.TEAMS:
            teams = tuple(line.key for line in rank(after.teams) if line.rank == 1)
            yield Highlight(HighlightKind.GOAL, teams=teams, number=goal)
        else:
            who = tuple(line.key for line in ranking(state, after) if line.rank == 1)
            yield Highlight(HighlightKind.GOAL, who, number=goal)


def _how_many(gains: Mapping[MemberKey, int], right: Sequence[MemberKey]) -> Iterator[Highlight]:
    if len(gains) > 1 and len(right) == len(gains):
        yield Highlight(HighlightKind.EVERYONE, number=len(right))
    elif len(gains) > 1 and not right:
        yield Highlight(HighlightKind.NOBODY)
    elif len(gains) >= FEW and len(right) == 1:
        yield Highlight(HighlightKind.ONLY_ONE, tuple(right))


def _in_front(state: GameState, before: Standings, after: Standings) -> Iterator[Highlight]:
    was, now = _leader(state, before), _leader(state, after)
    has_begun = any(score.points for score in before.players.values())
    if now is not None and was != now and has_begun:
        yield _of_leader(HighlightKind.LEAD, now)


def _climbed(state: GameState, before: Standings, after: Standings) -> Iterator[Highlight]:
    """Yield who has gained the most ranks, if players don't play in teams."""
    if state.rules.mode in (Mode.TEAMS, Mode.TOGETHER) or not before.counted:
        return
    was = {line.key: line.rank for line in ranking(state, before) if before.players[line.key].asked}
    climbs = [
        (was[line.key] - line.rank, line)
        for line in ranking(state, after)
        if line.key in was
        and line.rank > 1
        and after.players[line.key].gained
        and after.players[line.key].out is None
    ]
    gained, best = max(climbs, key=lambda climb: climb[0], default=(0, None))
    if best is not None and gained >= CLIMB:
        yield Highlight(HighlightKind.COMEBACK, (best.key,), before=was[best.key], after=best.rank)


def _first(current: Round, gains: Mapping[MemberKey, int], right: Sequence[MemberKey]) -> Iterator[Highlight]:
    if len(gains) < 2 or len(right) < 2:
        return
    quickest, second = (delay(current, current.answers[who].at) for who in right[:2])
    if quickest < second:
        yield Highlight(HighlightKind.FIRST, (right[0],), number=round(quickest.total_seconds() * 1000))


def _streak(after: Standings, right: Sequence[MemberKey]) -> Iterator[Highlight]:
    streaks = {who: after.players[who].streak for who in right if after.players[who].streak in STREAKS}
    best = max(streaks.values(), default=0)
    who = tuple(each for each, streak in streaks.items() if streak == best)
    if len(who) == 1:
        yield Highlight(HighlightKind.STREAK, who, number=best)


def _leader(state: GameState, table: Standings) -> MemberKey | str | None:
    """Return the player or the team in the sole lead; None if there's none."""
    lines: Sequence[Ranked[MemberKey]] | Sequence[Ranked[str]]
    match state.rules.mode:
        case Mode.TOGETHER:
            return None
        case Mode.TEAMS:
            lines = rank(table.teams)
        case _:
            lines = ranking(state, table)
    return lines[0].key if len(lines) > 1 and lines[0].points and lines[1].rank > 1 else None


def _of_leader(kind: HighlightKind, leader: MemberKey | str) -> Highlight:
    """Return a highlight about the player or the team in the lead.

    Args:
        kind: the kind of highlight.
        leader: the player, or the team's name.
    """
    return Highlight(kind, teams=(leader,)) if isinstance(leader, str) else Highlight(kind, (leader,))


def _close_finish(state: GameState, after: Standings) -> Iterator[Highlight]:
    if state.rules.mode is Mode.TOGETHER:
        return
    if state.rules.mode is Mode.TEAMS:
        teams = rank(after.teams)[:2]
        if _is_close(teams):
            keys = tuple(line.key for line in teams)
            yield Highlight(HighlightKind.CLOSE_FINISH, teams=keys, number=teams[0].points - teams[1].points)
        return
    players = ranking(state, after)[:2]
    if _is_close(players) and len({after.players[line.key].out for line in players}) == 1:
        who = tuple(line.key for line in players)
        yield Highlight(HighlightKind.CLOSE_FINISH, who, number=players[0].points - players[1].points)


def _is_close(first: Sequence[Ranked[MemberKey]] | Sequence[Ranked[str]]) -> bool:
    return len(first) == 2 and first[1].points > 0 and 0 < first[0].points - first[1].points <= CLOSE


def _came_back(state: GameState, tables: Sequence[Standings]) -> Iterator[Highlight]:
    """Yield the winner if they were far behind at some point."""
    winner = _leader(state, tables[-1])
    if winner is None or isinstance(winner, str):
        return
    lowest = 1
    for table in tables:
        if table.players[winner].asked:
            lowest = max(lowest, next(line.rank for line in ranking(state, table) if line.key == winner))
    if lowest > CLIMB:
        yield Highlight(HighlightKind.COMEBACK, (winner,), before=lowest, after=1)


def _last_question(
    state: GameState, after: Standings, leaders: Sequence[MemberKey | str | None]
) -> Iterator[Highlight]:
    """Yield the winner if someone else was in the lead before the last question."""
    was, now = (leaders[-2], leaders[-1]) if len(leaders) > 1 else (None, None)
    counted_last = max(after.by_question) == len(state.rounds) - 1
    if was is not None and now is not None and was != now and counted_last:
        yield _of_leader(HighlightKind.LAST_QUESTION, now)


def _changes(leaders: Sequence[MemberKey | str | None]) -> Iterator[Highlight]:
    known = [leader for leader in leaders if leader is not None]
    changes = sum(before != after for before, after in pairwise(known))
    if changes >= MANY_CHANGES:
        yield Highlight(HighlightKind.LEAD_CHANGES, number=changes)


def _flawless(state: GameState, after: Standings) -> Iterator[Highlight]:
    """Yield who got everything right, the best first; if that's everyone, and more than two, without naming them."""
    asked = after.counted
    who = tuple(line.key for line in ranking(state, after) if after.players[line.key].right == asked)
    if asked >= FLAWLESS and who and len(after.players) > 1:
        is_everyone = len(who) == len(after.players) >= FEW
        yield Highlight(HighlightKind.FLAWLESS, () if is_everyone else who, number=asked)
