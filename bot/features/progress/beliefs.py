"""Misconceptions that a team's answers show: how many people have them, never who. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from bot.content.model import Example, Misconception, Pack, Tip
from bot.features.quizzes.misconceptions import shown_by, that_it_may_show
from bot.features.quizzes.questions import bank

_FEWEST_BELIEVERS = 2
"""Minimum number of people who must share a belief: one person's slip isn't what the team believes."""

_MOST = 3


class WrongAnswer(NamedTuple):
    """A member's wrong answer to a question, as stored.

    Args:
        member: the member.
        question: the question's id at that time.
        given: the answer.
        at: when, in milliseconds since 1970.
    """

    member: str
    question: str
    given: str
    at: int


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


def beliefs(
    pack: Pack, latest: Iterable[tuple[str, str, int]], wrong: Iterable[WrongAnswer], fewest: int
) -> list[Belief]:
    """Return the misconceptions with the largest share of believers.

    Args:
        pack: the questions' pack.
        latest: which member last answered which question that can show misconceptions, and when, in milliseconds
            since 1970.
        wrong: their wrong answers to these questions.
        fewest: the minimum number of people asked, so that a figure doesn't identify anyone.
    """
    questions = bank(pack)
    last: dict[tuple[str, str], int] = {}
    answerers: defaultdict[str, set[str]] = defaultdict(set)
    believers: defaultdict[str, set[str]] = defaultdict(set)
    for member, name, at in latest:
        current = questions.current(name)
        last[member, current] = max(at, last.get((member, current), at))
        if current in questions:
            for misconception in that_it_may_show(questions[current]):
                answerers[misconception].add(member)

    @cache  # many people give the same answer, and judging typed answers is slow
    def shown(name: str, answer: str) -> frozenset[str]:
        return shown_by(pack, questions[name], answer, right=False)

    for each in wrong:
        current = questions.current(each.question)
        if current in questions and each.at == last.get((each.member, current)):
            for misconception in shown(current, each.given):
                believers[misconception].add(each.member)
    found = [
        Belief(each, len(believers[each.id]), len(answerers[each.id]))
        for each in pack.misconceptions
        if len(answerers[each.id]) >= fewest and len(believers[each.id]) >= _FEWEST_BELIEVERS
    ]
    return sorted(found, key=lambda each: -each.believers / each.asked)[:_MOST]


def shown_again(pack: Pack, found: Iterable[Belief], wrong: Iterable[WrongAnswer]) -> list[Belief]:
    """Return the misconceptions that some wrong answers show.

    Args:
        pack: the questions' pack.
        found: the misconceptions that a team's answers show.
        wrong: the wrong answers of a shorter time.
    """
    questions = bank(pack)
    given = {(questions.current(each.question), each.given) for each in wrong}
    shown = [shown_by(pack, questions[name], answer, right=False) for name, answer in given if name in questions]
    return [each for each in found if any(each.misconception.id in ids for ids in shown)]


def remedy(pack: Pack, misconception: Misconception) -> Tip | Example | None:
    """Return a lesson for a misconception: the tip or example that shares most objectives, preferably a tip."""
    objectives = set(misconception.objectives)
    candidates: Sequence[Tip | Example] = (*pack.tips, *pack.examples)
    best = max(
        candidates, key=lambda each: (len(objectives & set(each.objectives)), isinstance(each, Tip)), default=None
    )
    return best if best is not None and objectives & set(best.objectives) else None
