"""Picking what a quiz, a game or a challenge asks: varied, from easy to hard, and what was missed again. Pure."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import chain
from random import Random
from typing import TypeAlias

from bot.content.model import Pack
from bot.content.question import Question
from bot.content.sequence import in_sequence
from bot.features.quizzes.questions import is_derived

_Key: TypeAlias = tuple[int, tuple[bool, bool, bool], int]

_MOST_CONSIDERED = 1_000
"""Questions among which a quiz chooses: more would make none more varied, and take long."""


def pick(
    pack: Pack,
    questions: Sequence[Question],
    count: int,
    random: Random,
    missed: Collection[str] = (),
    sure: Collection[str] = (),
) -> list[Question]:
    """Pick a varied choice of questions for one quiz, which begins easy and rises.

    Written questions are picked before derived ones and missed ones before both, first of all those of which the
    learner was sure; after that each pick is one whose objectives and type have been asked least so far.

    Args:
        pack: where they come from.
        questions: what there is to choose from.
        count: how many to pick; fewer come back when there are fewer.
        random: breaks ties and mixes the result.
        missed: ids of questions that this learner last answered wrong.
        sure: ids of the missed questions they'd been sure about.
    """
    rest = _considered(questions, random, missed)
    random.shuffle(rest)
    asked: Counter[str] = Counter()
    rank = {each.id: (each.id not in sure, each.id not in missed, is_derived(each)) for each in rest}
    rest.sort(key=lambda each: rank[each.id])

    def key(of: Question) -> _Key:
        return max(map(asked.__getitem__, of.objectives)), rank[of.id], asked[of.type]

    picked: list[Question] = []
    while rest and len(picked) < count:
        best = _least(rest, key)
        rest.remove(best)
        picked.append(best)
        asked.update((*best.objectives, best.type))
    random.shuffle(picked)
    return rising(pack, picked)


def rising(pack: Pack, questions: Sequence[Question]) -> list[Question]:
    """Return questions by their level, the easiest first, but each after those of the objectives that its own needs.

    Args:
        pack: where they come from.
        questions: of a level each; one that says none is of the first.
    """
    by_level = sorted(questions, key=lambda each: each.level or 1)
    return in_sequence(by_level, lambda each: each.objectives[0], pack.needed)


def _considered(questions: Sequence[Question], random: Random, missed: Collection[str]) -> list[Question]:
    """Return the missed questions, and enough of the others for a varied choice; all, if there are few."""
    if len(questions) <= _MOST_CONSIDERED:
        return list(questions)
    again: list[Question] = []
    written: list[Question] = []
    derived: list[Question] = []
    for each in questions:
        (again if each.id in missed else derived if is_derived(each) else written).append(each)
    some = (random.sample(kind, min(len(kind), _MOST_CONSIDERED // 2)) for kind in (written, derived))
    return [*again, *chain.from_iterable(some)]


def _least(questions: Sequence[Question], key: Callable[[Question], _Key]) -> Question:
    """Return the first question with the least key.

    Args:
        questions: sorted by rank, so once a question is found whose objectives and type haven't come up, the rest
            can't beat it.
        key: how often its objectives were asked, its rank, and how often its type was asked.
    """
    best, least = questions[0], key(questions[0])
    for each in questions[1:]:
        if least[0] == least[2] == 0:
            break
        if (found := key(each)) < least:
            best, least = each, found
    return best
