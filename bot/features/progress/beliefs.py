"""Misconceptions that a team's answers show: how many people have them, never who. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from bot.content.model import Example, Misconception, Pack, Tip
from bot.features.quizzes.misconceptions import shown_by, that_it_may_show
from bot.features.quizzes.questions import bank

_FEWEST_BELIEVERS = 2
"""Minimum number of people who must share a belief: one person's slip isn't what the team believes."""

_MOST = 3


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A member's answer to a question, as stored, and whether it counts as right."""

    member: str
    question: str
    given: str
    right: bool


@dataclass(frozen=True, slots=True)
class Belief:
    """A misconception, and how many people have it.

    Args:
        misconception: the misconception.
        believers: the number of people whose latest answers show it.
        asked: the number of people who answered a question that could have shown it.
    """

    misconception: Misconception
    believers: int
    asked: int


def aimed_at(pack: Pack) -> list[str]:
    """Return the current and former ids of the questions whose answers can show misconceptions."""
    aimed = (each for each in bank(pack).values() if that_it_may_show(each))
    return [name for each in aimed for name in (*each.was, each.id)]


def beliefs(pack: Pack, answers: Iterable[GivenAnswer], fewest: int) -> list[Belief]:
    """Return the misconceptions with the largest share of believers.

    Args:
        pack: the questions' pack.
        answers: answers to questions that can show misconceptions, the latest last.
        fewest: the minimum number of people asked, so that a figure doesn't identify anyone.
    """
    questions = bank(pack)
    latest = {(each.member, questions.current(each.question)): each for each in answers}
    answerers: defaultdict[str, set[str]] = defaultdict(set)
    believers: defaultdict[str, set[str]] = defaultdict(set)

    @cache  # many people give the same answer, and judging typed answers is slow
    def shown(name: str, answer: str, right: bool) -> frozenset[str]:
        return shown_by(pack, questions[name], answer, right=right)

    for (member, name), each in latest.items():
        if name in questions:
            for misconception in that_it_may_show(questions[name]):
                answerers[misconception].add(member)
            for misconception in shown(name, each.given, each.right):
                believers[misconception].add(member)
    found = [
        Belief(each, len(believers[each.id]), len(answerers[each.id]))
        for each in pack.misconceptions
        if len(answerers[each.id]) >= fewest and len(believers[each.id]) >= _FEWEST_BELIEVERS
    ]
    return sorted(found, key=lambda each: -each.believers / each.asked)[:_MOST]


def remedy(pack: Pack, misconception: Misconception) -> Tip | Example | None:
    """Return a lesson for a misconception: the tip or example that shares most objectives, preferably a tip."""
    objectives = set(misconception.objectives)
    candidates: Sequence[Tip | Example] = (*pack.tips, *pack.examples)
    best = max(
        candidates, key=lambda each: (len(objectives & set(each.objectives)), isinstance(each, Tip)), default=None
    )
    return best if best is not None and objectives & set(best.objectives) else None
