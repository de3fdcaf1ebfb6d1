"""Judging with nothing but the right answers."""

from bot.judging.judge import judge
from bot.judging.model import Verdict, Wanted


def verdict_on(typed: str, accepted: tuple[str, ...]) -> Verdict:
    """Return the verdict on a typed answer."""
    return judge(typed, Wanted(accepted)).verdict
