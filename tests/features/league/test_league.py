"""Leaderboards and awards."""

from datetime import timedelta

import pytest

from bot.features.league import model as league
from bot.features.league import pages
from bot.features.league.model import Leaderboard, Period, Rows
from bot.features.scoring.model import Result
from bot.language.plain import plain
from tests.features.games.games import T0

DAY = timedelta(days=1)


def result(
    member: str, points: int, *, game: str = "g1", correct: int = 5, asked: int = 10, team: str = "", days: float = 0
) -> Result:
    return Result(
        "web:a",
        game,
        member,
        "care",
        member.title(),
        "general",
        team,
        "pets",
        points,
        correct,
        asked,
        T0 - days * DAY,
    )


def test_members_by_points_with_ties_and_without_the_hidden() -> None:
    found = [result("ana", 500), result("ben", 700), result("cleo", 200, game="g1"), result("cleo", 500, game="g2")]
    lines = league.members(found, set())
    assert [(line.rank, line.name, line.points, line.games) for line in lines] == [
        (1, "Ben", 700, 1),
        (1, "Cleo", 700, 2),
        (3, "Ana", 500, 1),
    ]
    assert [(line.rank, line.name) for line in league.members(found, {"ben"})] == [(1, "Cleo"), (2, "Ana")]


def test_teams_count_by_their_mean_in_each_game() -> None:
    found = [
        result("ana", 600, team="foxes"),
        result("ben", 300, team="foxes"),
        result("cleo", 450, team="owls"),
        result("dan", 900, team="gone"),
        result("eva", 900),
    ]
    lines = league.teams(found, {"foxes": "Foxes", "owls": "Owls"})
    assert [(line.rank, line.name, line.points) for line in lines] == [(1, "Foxes", 450), (1, "Owls", 450)]


def test_awards_are_given_only_if_the_figures_support_them() -> None:
    assert league.awards([result("ana", 10, correct=1, asked=1)], [], set()) == []
    now = [result("ana", 10, correct=9), result("ben", 10, correct=7)]
    before = [result("ana", 10, correct=9, days=9), result("ben", 10, correct=3, days=9)]
    awards = {award.title: award for award in league.awards(now, before, set())}
    assert awards["Sharpest"].name == "Ana"
    assert awards["Most improved"].name == "Ben"
    assert awards["Most improved"].reason == "40 percentage points more right than before"
    assert "Most consistent" not in awards, "nine days before is not the week before"
    assert {award.name for award in league.awards(now, before, {"ana"})} == {"Ben"}
    assert [each.title for each in league.awards(before, now, {"ben"})] == ["Sharpest"]


def test_awards_are_compliments_to_those_who_played() -> None:
    assert league.awards([result("ana", 900, correct=4)], [], set()) == [], "four of ten isn't sharp"
    before, now = [result("ana", 0, correct=501, asked=1000)], [result("ana", 0, correct=505, asked=1000)]
    assert [each.title for each in league.awards(now, before, set())] == ["Sharpest"], "0 points more is no gain"
    (_, improved) = league.awards([result("ana", 0, correct=511, asked=1000)], before, set())
    assert improved.reason == "1 percentage point more right than before"
    earlier = [result("ben", 900, days=days) for days in (6, 13)]
    assert league.awards([result("ana", 0, correct=0, days=2)], earlier, set()) == [], "ben hasn't played since"


def test_whoever_has_the_same_figure_shares_the_award() -> None:
    four = [result(name, 10, correct=7) for name in ("ana", "ben", "cleo", "dan")]
    assert [each.name for each in league.awards(four[:3], [], set())] == ["Ana, Ben and Cleo"]
    assert league.awards(four, [], set()) == [], "what everyone has distinguishes nobody"
    longer = result("dan", 10, correct=14, asked=20)
    assert [each.name for each in league.awards([*four[:3], longer], [], set())] == ["Dan"]
    assert league.awards([result("ana", 0, correct=4)], [], set()) == [], "nobody is sharpest with most of it wrong"
    played = [result(name, 1, asked=1, days=days) for name in ("ana", "ben") for days in (0, 7)]
    assert [each.name for each in league.awards(played, [], set())] == ["Ana and Ben"]


def test_weeks_in_a_row() -> None:
    found = [
        result("ana", 1),
        result("ana", 1, days=7),
        result("ana", 1, days=14),
        result("ben", 1, days=7),
        result("cleo", 1),
        result("cleo", 1, days=14),
    ]
    assert league.weeks_in_a_row(found, set()) == {"ana": 3, "ben": 0, "cleo": 1}
    assert "Most consistent" in [each.title for each in league.awards(found, [], set())]


@pytest.mark.parametrize(("member", "shown", "more"), [("m3", 15, 5), ("m18", 16, 4), ("nobody", 15, 5)])
def test_whoever_asks_finds_their_own_line(member: str, shown: int, more: int) -> None:
    lines = league.members([result(f"m{number}", 100 - number) for number in range(20)], set())
    said = plain(pages.leaderboard(Leaderboard("all time", "", Rows.EVERYONE, lines, [], is_over=False), member))
    assert said.count("50%") == shown
    assert f"… and {more} more." in said
    assert ("19. M18" in said) == (member == "m18")


@pytest.mark.parametrize(("lines", "member", "shown"), [(16, "", 16), (17, "", 15), (17, "m16", 17)])
def test_no_line_says_that_one_is_left_out(lines: int, member: str, shown: int) -> None:
    ranked = league.members([result(f"m{number}", 100 - number) for number in range(lines)], set())
    said = plain(pages.leaderboard(Leaderboard("all time", "", Rows.EVERYONE, ranked, [], is_over=False), member))
    assert said.count("50%") == shown
    assert ("more." in said) == (shown < lines)


def test_periods() -> None:
    assert league.since(Period.WEEK, T0) == T0 - 7 * DAY
    assert league.since(Period.MONTH, T0) == T0 - 30 * DAY
    assert league.since(Period.ALL, T0).year == 1970
