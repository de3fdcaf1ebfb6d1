"""The league: what games add up to over weeks and months, for places, tenants, teams and topics. Pure arithmetic."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.features.scoring.model import Result
from bot.features.scoring.points import rounded
from bot.features.scoring.ranks import rank
from bot.language.rich_text import ChannelMention

FEWEST_ANSWERS = 10
"""Questions below which a share of right answers says too little for an award."""

WEEK = timedelta(days=7)
MONTH = timedelta(days=30)


class Period(StrEnum):
    """What time a leaderboard covers."""

    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    ALL = "all"


LONGEST_NAME = 40
"""Characters of a season's name."""


@dataclass(frozen=True, slots=True)
class Season:
    """A season.

    Args:
        tenant, number: which one it is.
        name: as shown; no two of a tenant have the same.
        place, place_name: where its beginning and its end are posted.
        zone: by whose clock it's told when it ends.
        opens, closes: from when until when what is scored counts, in UTC.
        opening, closing: the numbers of the schedules that post its beginning and its end.
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
        """Return where its beginning and its end are posted, as a text names it."""
        return ChannelMention(self.place, self.place_name)


@dataclass(frozen=True, slots=True)
class LeaderboardLine:
    """A line of a leaderboard.

    Args:
        rank: from 1; those who tie share one.
        key: the id of a member or of a team.
        name: as shown.
        points: in all games of the period.
        games: how many.
        correct, asked: questions got right, and that counted.
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
    """An honest award.

    Args:
        title: what for.
        name: who got it.
        reason: the figures behind it.
    """

    title: str
    name: str
    reason: str


class Rows(StrEnum):
    """Who is ranked."""

    EVERYONE = "everyone"
    CHANNEL = "channel"
    TEAMS = "teams"


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """Who has scored most, and who deserves a word.

    Args:
        time: what it covers, in words.
        topic: the title of the only topic that counted; "" if all did.
        rows: who is ranked.
        lines: in order.
        awards: with the figures behind them.
    """

    time: str
    topic: str
    rows: Rows
    lines: Sequence[LeaderboardLine]
    awards: Sequence[Award]


def since(period: Period, now: datetime) -> datetime:
    """Return when a week or a month begins that ends now, or when all time began."""
    if period is Period.ALL:
        return datetime.fromtimestamp(0, now.tzinfo)
    return now - (WEEK if period is Period.WEEK else MONTH)


def members(results: Iterable[Result], hidden: Collection[str]) -> list[LeaderboardLine]:
    """Return members by points; those who don't want to be shown are left out before ranks are given."""
    shown = [result for result in results if result.member not in hidden]
    return _lines(shown, lambda result: result.member, {result.member: result.name for result in shown}, _sum)


def teams(results: Iterable[Result], names: Mapping[str, str]) -> list[LeaderboardLine]:
    """Rank lasting teams: for each game, the mean over the members who played, so that size doesn't matter.

    Args:
        results: of the period.
        names: of the teams there are, by id.
    """
    played = [result for result in results if result.team in names]
    return _lines(played, lambda result: result.team, names, _mean)


def awards(results: Sequence[Result], earlier: Sequence[Result], hidden: Collection[str]) -> list[Award]:
    """Return who deserves a word: sharpest, most improved, most faithful. Each only where the figures carry it.

    Args:
        results: of the period.
        earlier: of the time before, to compare with.
        hidden: members who don't want to be shown.
    """
    now = [line for line in members(results, hidden) if line.asked >= FEWEST_ANSWERS]
    before = {line.key: line for line in members(earlier, hidden) if line.asked >= FEWEST_ANSWERS}
    found: list[Award] = []
    if now:
        best = max(now, key=_accuracy)
        found.append(Award("Sharpest", best.name, f"{best.correct} of {best.asked} right"))
    grown = [(_accuracy(line) - _accuracy(before[line.key]), line) for line in now if line.key in before]
    if grown and (most := max(grown, key=lambda pair: pair[0]))[0] > 0:
        gain, line = most
        found.append(
            Award("Most improved", line.name, f"{round(100 * gain)} percentage points more right than before")
        )
    runs = weeks_in_a_row([*earlier, *results], hidden)
    if runs:
        member, weeks = max(runs.items(), key=lambda pair: pair[1])
        if weeks > 1:
            names = {result.member: result.name for result in (*earlier, *results)}
            found.append(Award("Most faithful", names[member], f"{weeks} weeks in a row"))
    return found


def weeks_in_a_row(results: Iterable[Result], hidden: Collection[str]) -> dict[str, int]:
    """Return each member's weeks in a row with a game, up to the latest week in which anyone played."""
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
    """Return lines by points; of each game, the points of its members are pooled into those of the key."""
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
