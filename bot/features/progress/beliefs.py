"""What a team believes that isn't so, as its answers show it: how many, never who. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from bot.content.model import Example, Misconception, Pack, Tip
from bot.features.quizzes.misconceptions import shown_by, that_it_may_show
from bot.features.quizzes.questions import bank

_FEWEST_BELIEVERS = 2
"""One person's slip isn't what a team believes."""

_MOST = 3


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer that someone gave to a question: the answer as it's stored, and whether it counts as right."""

    member: str
    question: str
    given: str
    right: bool


@dataclass(frozen=True, slots=True)
class Belief:
    """How many believe something that isn't so.

    Args:
        misconception: what.
        believers: how many people's last answers show it.
        asked: how many people answered a question that could have shown it.
    """

    misconception: Misconception
    believers: int
    asked: int


def aimed_at(pack: Pack) -> list[str]:
    """Return the ids, former ones included, of the questions whose answers point to misconceptions."""
    aimed = (each for each in bank(pack).values() if that_it_may_show(each))
    return [name for each in aimed for name in (*each.was, each.id)]


def beliefs(pack: Pack, answers: Iterable[GivenAnswer], fewest: int) -> list[Belief]:
    """Return what most people believe.

    Args:
        pack: that the questions are in.
        answers: to questions whose answers point to misconceptions, the latest last.
        fewest: how many people must have been asked, so that a figure gives nobody away.
    """
    questions = bank(pack)
    latest = {(each.member, questions.current(each.question)): each for each in answers}
    asked: defaultdict[str, set[str]] = defaultdict(set)
    believers: defaultdict[str, set[str]] = defaultdict(set)

    @cache  # many give the same answer, and to judge what's typed takes time
    def shown(name: str, given: str, right: bool) -> frozenset[str]:
        return shown_by(pack, questions[name], given, right=right)

    for (member, name), each in latest.items():
        if name in questions:
            for misconception in that_it_may_show(questions[name]):
                asked[misconception].add(member)
            for misconception in shown(name, each.given, each.right):
                believers[misconception].add(member)
    found = [
        Belief(each, len(believers[each.id]), len(asked[each.id]))
        for each in pack.misconceptions
        if len(asked[each.id]) >= fewest and len(believers[each.id]) >= _FEWEST_BELIEVERS
    ]
    return sorted(found, key=lambda each: -each.believers / each.asked)[:_MOST]


def remedy(pack: Pack, misconception: Misconception) -> Tip | Example | None:
    """Return what to post about a misconception: the tip, else the example, that shares most objectives with it."""
    wanted = set(misconception.objectives)
    candidates: Sequence[Tip | Example] = (*pack.tips, *pack.examples)
    best = max(candidates, key=lambda each: (len(wanted & set(each.objectives)), isinstance(each, Tip)), default=None)
    return best if best is not None and wanted & set(best.objectives) else None
