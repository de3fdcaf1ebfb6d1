"""How much each tip is needed: the rule that chooses tips, and what a team's report says that they favour. Pure."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import NamedTuple
from zlib import crc32

from bot.content.model import Objective, Pack
from bot.features.quizzes.model import Wrong
from bot.features.quizzes.questions import bank

LATELY = timedelta(days=30)
"""How far back answers count."""

_KNOWN = -1.0
_DOUBT = 2
"""Added to the number of answers when computing the share of wrong ones, so that few answers weigh little."""


class Urgency(NamedTuple):
    """How much a tip is needed.

    Args:
        need: from 0 to 1; -1 if everyone knows it.
        mark: breaks ties between tips that are needed as much.
    """

    need: float
    mark: int


def urgencies(pack: Pack, wrong: Mapping[str, Wrong], known: Collection[str]) -> dict[str, Urgency]:
    """Return how much each tip of a pack is needed, by id: as much as the most needed of its objectives.

    Args:
        pack: the pack.
        wrong: the recent answers to its questions.
        known: the tips that everyone who rated them knew already.
    """
    needs = needed(pack, wrong)
    known_by_now = _by_now(pack, known)
    return {
        tip.id: Urgency(
            _KNOWN if tip.id in known_by_now else max(needs.get(each, 0.0) for each in tip.objectives),
            crc32(tip.id.encode()),
        )
        for tip in pack.tips
    }


def needed(pack: Pack, wrong: Mapping[str, Wrong]) -> dict[str, float]:
    """Return how much each objective is needed, computed from the answers to its questions.

    Args:
        pack: the pack.
        wrong: the recent answers to its questions, by any id that a question has had.
    """
    if not wrong:
        return {}
    missed: defaultdict[str, int] = defaultdict(int)
    answers_given: defaultdict[str, int] = defaultdict(int)
    questions = bank(pack)
    for question, each in wrong.items():
        for objective in questions[question].objectives if question in questions else ():
            missed[objective] += each.wrong
            answers_given[objective] += each.total
    return {objective: missed[objective] / (total + _DOUBT) for objective, total in answers_given.items()}


def favoured(pack: Pack, wrong: Mapping[str, Wrong], known: Collection[str]) -> list[Objective]:
    """Return the objectives that tips favour, the most needed first; only those with a tip that someone may not know.

    Args:
        pack: the pack.
        wrong: the recent answers to its questions.
        known: the tips that everyone who rated them knew already.
    """
    known_by_now = _by_now(pack, known)
    taught = {objective for tip in pack.tips if tip.id not in known_by_now for objective in tip.objectives}
    needs = {each: need for each, need in needed(pack, wrong).items() if need > 0 and each in taught}
    return [pack.objective_by_id[each] for each in sorted(needs, key=lambda each: -needs[each])]


def _by_now(pack: Pack, known: Collection[str]) -> set[str]:
    return set(map(pack.tip_by_id.current, known))
