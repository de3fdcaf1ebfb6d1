"""Ranks by points, and sentences that tell people or teams their rank. Pure, without state or I/O."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from bot.language.text import counted, listed, ordinal

MOST_LINES = 10
"""Maximum number of lines in a posted table; people ranked below are also told how many players there are."""

MOST_SHARING = 4
"""A headline names at most this many winners; more are only counted."""

_NAMED = 2
"""At most this many rivals are named; the others are counted."""

_KeyT = TypeVar("_KeyT")


@dataclass(frozen=True, slots=True)
class Ranked(Generic[_KeyT]):
    """A line of a table.

    Args:
        rank: the rank, from 1; equal points share a rank, and the ranks after it are skipped.
        key: the player or team.
        points: the player's or team's points.
    """

    rank: int
    key: _KeyT
    points: int


def rank(scores: Mapping[_KeyT, int], lasted: Mapping[_KeyT, int] | None = None) -> list[Ranked[_KeyT]]:
    """Return everyone ranked by points, best first; ties share a rank, and keep their original order.

    Args:
        scores: the points of each.
        lasted: how long each has survived, which takes precedence over points; None if nobody can be eliminated.
    """

    def worth(key: _KeyT) -> tuple[int, int]:
        return (lasted[key] if lasted is not None else 0), scores[key]

    ordered = sorted(scores, key=worth, reverse=True)
    ranks: dict[tuple[int, int], int] = {}
    for position, key in enumerate(ordered, 1):
        ranks.setdefault(worth(key), position)
    return [Ranked(ranks[worth(key)], key, scores[key]) for key in ordered]


def first_lines(
    lines: Sequence[_KeyT], most: int, also: Callable[[_KeyT], bool] = lambda _: False
) -> Sequence[_KeyT]:
    """Return the lines of a table that are shown; all of them if only one would be left, instead of “… and 1 more”.

    Args:
        lines: the lines, in order.
        most: how many to show.
        also: returns whether a line further down is shown, too.
    """
    shown = [line for position, line in enumerate(lines) if position < most or also(line)]
    return shown if len(lines) - len(shown) > 1 else lines


def left_out(more: int, without_points: Sequence[str]) -> str:
    """Return what's said below a ranking of those whom it leaves out; "" if it leaves out nobody.

    Args:
        more: the number of those whom there's no room for.
        without_points: the names of those who took part without scoring, who aren't ranked.
    """
    others = [f"… and {more} more."] if more else []
    if len(without_points) > MOST_SHARING:
        others.append(f"{len(without_points)} others took part, too.")
    elif without_points:
        others.append(f"{listed(without_points, 'and')} took part, too.")
    return " ".join(others)


def won_by(winners: Sequence[str]) -> str:
    """Return a headline's words on who's in first place, also for a plural name such as Foxes; "" if nobody is."""
    if len(winners) > MOST_SHARING:
        return f"{len(winners)} share first place!"
    if len(winners) > 1:
        return f"{listed(winners, 'and')} share first place!"
    return f"{winners[0]} won!" if winners else ""


@dataclass(frozen=True, slots=True)
class FinalRank(Generic[_KeyT]):
    """The final rank of a player or team.

    Args:
        rank: the rank, from 1; equal points share a rank.
        among: the number of players or teams.
        points: the player's or team's points.
        beside: the others with the same points.
        rivals: those on the next higher score; for the first rank, those on the next lower score.
        gap: the difference in points to them.
    """

    rank: int
    among: int
    points: int
    beside: Sequence[_KeyT]
    rivals: Sequence[_KeyT]
    gap: int


def standings_of(scores: Mapping[_KeyT, int]) -> Mapping[_KeyT, FinalRank[_KeyT]]:
    """Return everyone's final rank by points."""
    groups = [[*group] for _, group in groupby(rank(scores), key=lambda line: line.points)]
    found: dict[_KeyT, FinalRank[_KeyT]] = {}
    for number, group in enumerate(groups):
        near = groups[number - 1] if number else [line for each in groups[1:2] for line in each]
        gap = abs(near[0].points - group[0].points) if near else 0
        rivals = [line.key for line in near]
        for line in group:
            beside = [other.key for other in group if other is not line]
            found[line.key] = FinalRank(line.rank, len(scores), line.points, beside, rivals, gap)
    return found


@dataclass(frozen=True, slots=True)
class _Words:
    """Sentences that tell a rank, all with the same placeholders."""

    only: str
    level: str
    first: str
    alone: str
    behind: str
    first_together: str
    alone_together: str
    behind_together: str


_YOU = _Words(
    only="You have {points} points.",
    level="You're level with {beside} on {points} points.",
    first="You're 1st, {gap} ahead of {rivals}.",
    alone="You're in 1st place.",
    behind="You're {rank}, {gap} behind {rivals}.",
    first_together="You share 1st place with {beside}, {gap} ahead of {rivals}.",
    alone_together="You share 1st place with {beside}.",
    behind_together="You share {rank} place with {beside}, {gap} behind {rivals}.",
)

_TEAM = _Words(
    only="Your team has {points} points.",
    level="Your team is level with {beside} on {points} points.",
    first="Your team is 1st, {gap} ahead of {rivals}.",
    alone="Your team is in 1st place.",
    behind="Your team is {rank}, {gap} behind {rivals}.",
    first_together="Your team shares 1st place with {beside}, {gap} ahead of {rivals}.",
    alone_together="Your team shares 1st place with {beside}.",
    behind_together="Your team shares {rank} place with {beside}, {gap} behind {rivals}.",
)


def said_of(standing: FinalRank[_KeyT], name: Callable[[_KeyT], str], *, of_team: bool = False) -> str:
    """Return a sentence that tells a rank; those without points aren't named, because they got nothing right.

    Args:
        standing: the final rank.
        name: returns someone's name; "" for people who aren't named.
        of_team: whether it's the rank of the reader's team, not their own.
    """
    words = _TEAM if of_team else _YOU
    if not standing.rivals:
        sentence = words.level if standing.beside else words.only
    elif standing.rank == 1 and standing.gap == standing.points:  # the rivals have none
        sentence = words.alone_together if standing.beside else words.alone
    elif standing.rank == 1:
        sentence = words.first_together if standing.beside else words.first
    else:
        sentence = words.behind_together if standing.beside else words.behind
    of = f" of {standing.among}" if standing.rank > MOST_LINES and not standing.beside else ""
    return sentence.format(
        points=f"{standing.points:,}",
        rank=ordinal(standing.rank) + of,
        beside=_names(standing.beside, name),
        gap=f"{standing.gap:,}",
        rivals=_names(standing.rivals, name),
    )


def _names(keys: Sequence[_KeyT], name: Callable[[_KeyT], str]) -> str:
    """Return some names, and the number of the others."""
    named = [visible for key in keys if (visible := name(key))]
    listed_names = named[:_NAMED] if len(keys) > _NAMED + 1 or len(named) < len(keys) else named
    rest = len(keys) - len(listed_names)
    if rest:
        listed_names = [*listed_names, counted(rest, "other") if listed_names else counted(rest, "player")]
    return listed(listed_names, "and") if listed_names else ""
