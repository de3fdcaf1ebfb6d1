"""Judging where nothing is known but the right answers."""

from bot.judging.judge import judge
from bot.judging.model import Verdict, Wanted


def verdict_on(typed: str, accepted: tuple[str, ...]) -> Verdict:
    """How good a typed answer is."""
    return judge(typed, Wanted(accepted)).verdict
