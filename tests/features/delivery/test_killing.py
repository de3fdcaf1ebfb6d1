"""Real processes that post, killed with -9 at random: a short run of killing.py on both databases."""

from pathlib import Path

from tests.features.delivery.killing import Plan, kill_and_check, show
from tests.patience import STORY


async def test_killed_processes_lose_and_double_nothing(database_url: str, tmp_path: Path) -> None:
    replicas, kills = (1, 5) if database_url.startswith("sqlite") else (3, 9)
    patience: dict[str, float] = {"shorter": 8, "held_back": 1 / 4, "enough": STORY}
    plan = Plan(seed=3, posts=60, kills=kills, replicas=replicas, life=1.2, **patience)
    report = await kill_and_check(database_url, plan, tmp_path)
    assert not report.wrong, show([report])
    assert report.posts == report.ends["sent"] == 60
    assert report.kills == kills
    assert report.faulted > 30
