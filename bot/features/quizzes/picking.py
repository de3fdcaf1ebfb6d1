"""Picks the questions of a quiz, game or challenge: varied, from easy to hard, and missed ones again. Pure."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from random import Random
from typing import TypeAlias

from bot.content.model import Pack
from bot.content.question import Question
from bot.content.sequence import in_sequence
from bot.features.quizzes.questions import is_derived
from bot.features.quizzes.spoilers import Gist, gist_of, is_spoiler

_Key: TypeAlias = tuple[int, tuple[bool, bool, bool], int]

_MOST_CONSIDERED = 1_000
"""At most about this many questions are considered for a quiz: more don't add variety, but take long."""


_MOST_SPOILERS = 100
"""At most this many questions are put aside because they spoil others: looking on takes time."""


def pick(
    pack: Pack,
    questions: Sequence[Question],
    count: int,
    random: Random,
    missed: Collection[str] = (),
    sure: Collection[str] = (),
    beside: Iterable[Question] = (),
) -> list[Question]:
    """Pick a varied set of questions for one quiz, ordered from easy to hard.

    Each pick is one whose objectives have been picked least so far. Among those, missed questions come first, above
    all those the learner was sure about, then written ones, then derived ones, and then those of a type picked least.
    Questions that answer each other or ask the same are picked together only if there aren't enough others.

    Args:
        pack: the pack of the questions.
        questions: the questions to choose from.
        count: how many to pick; if there are fewer, all are returned.
        random: breaks ties.
        missed: ids of the questions that this learner last answered wrong.
        sure: ids of the missed questions that they'd been sure about.
        beside: questions that have been picked already.
    """
    rest = _considered(questions, random, missed)
    random.shuffle(rest)
    counts: Counter[str] = Counter()
    rank = {each.id: (each.id not in sure, each.id not in missed, is_derived(each)) for each in rest}
    rest.sort(key=lambda each: rank[each.id])

    def key(of: Question) -> _Key:
        return max(map(counts.__getitem__, of.objectives)), rank[of.id], counts[of.type]

    picked: list[Question] = []
    spoilers: list[Question] = []
    gists: list[Gist] = [gist_of(each) for each in beside]
    while rest and len(picked) < count:
        best = _least(rest, key)
        rest.remove(best)
        gist = gist_of(best)
        if len(spoilers) < _MOST_SPOILERS and any(is_spoiler(gist, each) for each in gists):
            spoilers.append(best)
            continue
        picked.append(best)
        gists.append(gist)
        counts.update((*best.objectives, best.type))
    picked += spoilers[: count - len(picked)]
    random.shuffle(picked)
    return rising(pack, picked)


def pick_in_turn(pack: Pack, groups: Iterable[Sequence[Question]], count: int, random: Random) -> list[Question]:
    """Pick a varied set of questions from the first group; from each further one only if those before run out.

    Args:
        pack: the pack of the questions.
        groups: the questions to choose from. Among equally easy ones, an earlier group's come first.
        count: how many to pick; if there are fewer, all are returned.
        random: breaks ties.
    """
    picked: list[Question] = []
    for group in groups:
        picked += pick(pack, group, count - len(picked), random, beside=picked)
    return rising(pack, picked)


def rising(pack: Pack, questions: Sequence[Question]) -> list[Question]:
    """Return questions sorted by level, easiest first, but each after those whose objectives it builds on.

    Args:
        pack: the pack of the questions.
        questions: the questions; one without a level counts as level 1.
    """
    by_level = sorted(questions, key=lambda each: each.level or 1)
    return in_sequence(by_level, lambda each: each.objectives[0], pack.needed)


def _considered(questions: Sequence[Question], random: Random, missed: Collection[str]) -> list[Question]:
    """Return the missed questions and a sample of the others for variety; all if there are few."""
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
    """Return the first question with the smallest key.

    Args:
        questions: sorted by rank, so once a question's objectives and type haven't been picked at all, no later
            question can beat it.
        key: how often its objectives were picked, its rank, and how often its type was picked.
    """
    best, least = questions[0], key(questions[0])
    for each in questions[1:]:
        if least[0] == least[2] == 0:
            break
        if (found := key(each)) < least:
            best, least = each, found
    return best
