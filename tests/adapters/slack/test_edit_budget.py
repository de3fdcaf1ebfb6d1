"""How many edits of boards a workspace gets, on a fake clock."""

from adapters.slack.outbound.api import Held
from adapters.slack.outbound.edit_budget import EditBudget


def spent(budget: EditBudget, team: str = "T", *, urgent: bool = True) -> bool:
    try:
        budget.spend(team, urgent=urgent)
    except Held:
        return False
    return True


def test_fifty_edits_fit_into_any_minute() -> None:
    now = 0.0
    budget = EditBudget(lambda: now)
    times = []
    for step in range(3_000):  # five minutes
        now = step / 10
        if spent(budget):
            times.append(now)
    assert max(sum(start <= at < start + 60 for at in times) for start in times) <= 50
    assert len(times) >= 200


def test_urgent_edits_come_first() -> None:
    budget = EditBudget(lambda: 0.0)
    assert sum(spent(budget, urgent=False) for _ in range(50)) < 5
    assert sum(spent(budget, urgent=True) for _ in range(50)) > 5
    assert spent(budget, "another workspace", urgent=False)


def test_a_wait_is_short_as_the_next_edit_may_be_urgent() -> None:
    budget = EditBudget(lambda: 0.0)
    for _ in range(10):
        budget.spend("T", urgent=True)
    try:
        budget.spend("T", urgent=False)
    except Held as held:
        assert held.seconds < 2
