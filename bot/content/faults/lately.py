"""How what the newest rules find is told, until the bundled pack has been written anew."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.content.problems import Problem, Severity


def eased(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield problems as notes.

    Args:
        problems: that new rules have found.
    """
    for problem in problems:
        yield replace(problem, severity=Severity.NOTE)
