"""A game across Discord and Slack whose processes are killed: a short run of tests/features/games/across.py."""

from pathlib import Path

from bot.features.games import running_games
from bot.features.games.running_games import LEASE
from tests.features.games.across import SOON, Plan, play_and_check
from tests.features.games.verdict import show


async def test_a_game_goes_on_after_every_kill(sqlite_url: str, tmp_path: Path) -> None:
    plan = Plan(seed=2, players=40, questions=2, kills=4, life=1.5, spread=3.0)
    report = await play_and_check(sqlite_url, plan, tmp_path)
    assert not report.wrong, show([report])
    assert report.kills >= 2
    assert report.acknowledged > 80


def test_a_lease_ends_and_is_found_to_have_ended_in_time() -> None:
    assert (LEASE * (1 + 1 / running_games._LOOKS)).total_seconds() < SOON


async def test_another_replica_takes_over(postgresql_url: str, tmp_path: Path) -> None:
    plan = Plan(seed=4, players=40, questions=1, kills=1, life=1.0, replicas=2, lease=2.0, spread=2.0)
    report = await play_and_check(postgresql_url, plan, tmp_path)
    assert not report.wrong, show([report])
    assert len(report.takeovers) == 1
    assert report.acknowledged > 40
