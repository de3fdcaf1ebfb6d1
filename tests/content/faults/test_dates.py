"""Facts that are due for another check are found, if today's date is given."""

import datetime as dt
from pathlib import Path

import pytest

from bot.content.check import check_paths
from tests.content.small_pack import COVER, write

TIP = "tips:\n  - {id: t, objectives: [cut], title: Prices, text: A saw costs 20 euros.%s}\n"


def late(folder: Path, rest: str, today: dt.date | None, cover: str = COVER) -> list[str]:
    """Return what's overdue in a pack with one tip."""
    problems = check_paths([write(folder, pack=cover, extra=TIP % rest)], today).problems
    return [f"{each.line}: {each.text}" for each in problems if "another check" in each.text]


def test_a_fact_whose_day_has_come(tmp_path: Path) -> None:
    until = ', until: "2027-11-30"'
    then = "see whether it's still true, then set `checked` and a new `until`"

    assert late(tmp_path, until, dt.date(2027, 11, 30)) == [f"2: `t` was due for another check by 2027-11-30; {then}"]
    assert late(tmp_path, f"{until}, owner: Ada", dt.date(2028, 1, 1), f"{COVER}owner: Ben\n") == [
        f"2: `t` was due for another check by 2027-11-30, by Ada; {then}"
    ]
    assert late(tmp_path, until, dt.date(2028, 1, 1), f"{COVER}owner: Ben\n") == [
        f"2: `t` was due for another check by 2027-11-30, by Ben; {then}"
    ]


@pytest.mark.parametrize(
    ("rest", "today"),
    [(', until: "2027-11-30"', dt.date(2027, 11, 29)), (', until: "2027-11-30"', None), ("", dt.date(2030, 1, 1))],
)
def test_a_fact_whose_day_has_not_come(tmp_path: Path, rest: str, today: dt.date | None) -> None:
    assert late(tmp_path, rest, today) == []
