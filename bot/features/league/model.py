"""The league: adds up the results of games over weeks and months, for places, tenants, teams and topics. Pure."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.features.scoring.model import Result
from bot.features.scoring.points import rounded
from bot.features.scoring.ranks import rank
from bot.language.rich_text import ChannelMention
from bot.language.text import counted, listed

FEWEST_ANSWERS = 10
"""Minimum number of questions for a share of right answers to earn an award."""

_SHARP = 0.5
"""Minimum share of right answers for the sharpest; less would be no compliment."""

_MOST_SHARING = 3
"""Maximum number of members who share an award; what more of them have in common distinguishes nobody."""

WEEK = timedelta(days=7)
MONTH = timedelta(days=30)


class Period(StrEnum):
    """The time that a leaderboard covers."""

    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    ALL = "all"


LONGEST_NAME = 40
"""Maximum length of a season's name, in characters."""


@dataclass(frozen=True, slots=True)
class Season:
    """A season of the leaderboard.

    Args:
        tenant, number: its key.
        name: its name, unique within the tenant.
        place, place_name: the channel where its start and end are announced.
        zone: the time zone in which its end is announced.
        opens, closes: results between these count, in UTC.
        opening, closing: the numbers of the schedules that announce its start and end.
    """

    tenant: str
    number: int
    name: str
    place: str
    place_name: str
    zone: str
    opens: datetime
    closes: datetime
    opening: int
    closing: int

    @property
    def channel(self) -> ChannelMention:
        """Return a mention of the channel where its start and end are announced."""
        return ChannelMention(self.place, self.place_name)


@dataclass(frozen=True, slots=True)
class LeaderboardLine:
    """A line of a leaderboard.

    Args:
        rank: the rank, from 1; equal results share one.
        key: the id of a member or of a team.
        name: the name that's shown.
        points: the points from all games in the period.
        games: the number of games.
        correct, asked: the number of right answers, and of questions that counted.
    """

    rank: int
    key: str
    name: str
    points: int
    games: int
    correct: int
    asked: int


@dataclass(frozen=True, slots=True)
class Award:
    """An award, with the figures that justify it.

    Args:
        title: its title.
        name: the name of the winner, or the names of those who share it.
        reason: the figures behind it.
    """

    title: str
    name: str
    reason: str


class Rows(StrEnum):
    """Who to rank."""

    EVERYONE = "everyone"
    CHANNEL = "channel"
    TEAMS = "teams"


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """A leaderboard, with awards.

    Args:
        time: the time that it covers, in words.
        topic: the title of the only topic that counted; "" for all.
        rows: who is ranked.
        lines: the lines, in order.
        awards: the awards.
        is_over: whether that time has passed, so that nobody can score in it any more.
    """

    time: str
    topic: str
    rows: Rows
    lines: Sequence[LeaderboardLine]
    awards: Sequence[Award]
    is_over: bool


def since(period: Period, now: datetime) -> datetime:
    """Return the start of the week or month that ends now, or of all time."""
    if period is Period.ALL:
        return datetime.fromtimestamp(0, now.tzinfo)
    return now - (WEEK if period is Period.WEEK else MONTH)


def members(results: Iterable[Result], hidden: Collection[str]) -> list[LeaderboardLine]:
    """Return members ranked by points; members who don't want to be shown are left out before ranking."""
    visible = [result for result in results if result.member not in hidden]
    return _lines(visible, lambda result: result.member, {result.member: result.name for result in visible}, _sum)


def teams(results: Iterable[Result], names: Mapping[str, str]) -> list[LeaderboardLine]:
    """Return lasting teams ranked by points: the mean over the members in each game, so that size doesn't matter.

    Args:
        results: the results in the period.
        names: the names of the existing teams, by id.
    """
    played = [result for result in results if result.team in names]
    return _lines(played, lambda result: result.team, names, _mean)


def awards(results: Sequence[Result], earlier: Sequence[Result], hidden: Collection[str]) -> list[Award]:
    """Return the awards for the sharpest, most improved and most consistent member, if the figures justify them.

    Args:
        results: the results in the period.
        earlier: the results from the time before, for comparison.
        hidden: ids of the members who don't want to be shown.
    """
    now = [line for line in members(results, hidden) if line.asked >= FEWEST_ANSWERS]
    before = {line.key: line for line in members(earlier, hidden) if line.asked >= FEWEST_ANSWERS}
    right = [(line.name, (_accuracy(line), line.asked, line.correct)) for line in now if _accuracy(line) >= _SHARP]
    grown = [(line.name, _accuracy(line) - _accuracy(before[line.key])) for line in now if line.key in before]
    names = {result.member: result.name for result in results}  # those who only played before aren't on the board
    weeks = weeks_in_a_row([*earlier, *results], hidden)
    runs = [(names[member], run) for member, run in weeks.items() if member in names]
    found = (
        _award("Sharpest", right, lambda best: f"{best[2]} of {best[1]} right"),
        _award(
            "Most improved",
            [(name, gain) for name, gain in grown if round(100 * gain) > 0],
            lambda gain: f"{counted(round(100 * gain), 'percentage point')} more right than before",
        ),
        _award(
            "Most consistent", [(name, run) for name, run in runs if run > 1], lambda weeks: f"{weeks} weeks in a row"
        ),
    )
    return [each for each in found if each is not None]


_Figure = TypeVar("_Figure", int, float, tuple[float, int, int])


def _award(title: str, figures: Sequence[tuple[str, _Figure]], reason: Callable[[_Figure], str]) -> Award | None:
    """Return the award of those with the highest figure; None if nobody has one, or too many share it.

    Args:
        title: its title.
        figures: the members' names and figures.
        reason: says a figure in words.
    """
    if not figures:
        return None
    best = max(figure for _, figure in figures)
    winners = [name for name, figure in figures if figure == best]
    return Award(title, listed(winners, "and"), reason(best)) if len(winners) <= _MOST_SHARING else None


def weeks_in_a_row(results: Iterable[Result], hidden: Collection[str]) -> dict[str, int]:
    """Return how many weeks in a row each member has played, up to the latest week in which anyone played."""
    weeks: defaultdict[str, set[int]] = defaultdict(set)
    for result in results:
        if result.member not in hidden:
            weeks[result.member].add((result.at.toordinal() - 1) // 7)
    latest = max((week for played in weeks.values() for week in played), default=0)
    runs: dict[str, int] = {}
    for member, played in weeks.items():
        run = 0
        while latest - run in played:
            run += 1
        runs[member] = run
    return runs


def _accuracy(line: LeaderboardLine) -> float:
    return line.correct / line.asked


def _sum(points: Mapping[str, int]) -> int:
    return sum(points.values())


def _mean(points: Mapping[str, int]) -> int:
    return rounded(sum(points.values()), len(points))


def _lines(
    results: Iterable[Result],
    key_of: Callable[[Result], str],
    names: Mapping[str, str],
    pool: Callable[[Mapping[str, int]], int],
) -> list[LeaderboardLine]:
    """Return lines ranked by points; in each game, the points of the members with the same key are pooled."""
    by_game: defaultdict[str, defaultdict[str, defaultdict[str, int]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(int))
    )
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for result in results:
        key = key_of(result)
        by_game[key][result.game][result.member] += result.points
        counts[key][0] += result.correct
        counts[key][1] += result.asked
    totals = {key: sum(pool(members_of) for members_of in games.values()) for key, games in by_game.items()}
    return [
        LeaderboardLine(line.rank, line.key, names[line.key], line.points, len(by_game[line.key]), *counts[line.key])
        for line in rank(totals)
    ]
