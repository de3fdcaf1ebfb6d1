"""What item analysis is made of, and what comes of it. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.content.model import Pack, Tip
from bot.content.question import Question
from bot.content.renamed import by_id
from bot.features.quizzes.certainty import Certainty

FEWEST = 5
"""Learners that a figure must stand on, so that it gives nobody away."""


class Occasion(StrEnum):
    """How a question was met."""

    ALONE = "alone"
    GAME = "game"
    CHALLENGE = "challenge"


class Response(NamedTuple):
    """An answer as it's kept.

    Args:
        member: who gave it.
        question: its id, perhaps a former one.
        given: the answer itself.
        right: whether it counted as right.
        credit: how much of it was right, in percent.
        mode: how the question was met.
        sure: how sure the member said they were.
        seconds: how long it took; None where that isn't known.
    """

    member: str
    question: str
    given: str
    right: bool
    credit: int
    mode: Occasion = Occasion.ALONE
    sure: Certainty = Certainty.UNSAID
    seconds: float | None = None


class OptionCount(NamedTuple):
    """One thing that there was to choose.

    Args:
        label: as it's shown, in the pack's own order.
        chosen: by how many learners.
        right: whether it's right.
    """

    label: str
    chosen: int
    right: bool


class Share(NamedTuple):
    """A share of some learners' answers, from 0 to 1."""

    learners: int
    share: float


class Doubts(NamedTuple):
    """How often members said lately that something's wrong.

    Args:
        reports: how many did, by kind:id of what they meant.
        shown: how often questions were answered, by id, perhaps a former one.
    """

    reports: Mapping[str, int]
    shown: Mapping[str, int]


NO_DOUBTS = Doubts({}, {})


class TipSaid(NamedTuple):
    """How many found a tip useful, and how many knew it."""

    tip: Tip
    useful: int
    knew: int


@dataclass(frozen=True, slots=True)
class Figures:
    """How one question was answered; each learner's first answer counts.

    Args:
        question: what was asked.
        right: how many learners answered, and the mean share that they got right.
        discrimination: the item-rest correlation; None if too few answered other questions as well.
        compared: how many learners that stands on.
        choices: what there was to choose, as far as an answer is a choice.
        chance: the share right that guessing brings; None where there's nothing to guess among.
        seconds: the median time; None if it's known of too few.
        certain: of those who said they were certain the share who weren't right; None if they're too few.
        modes: the share right by how the question was met, the first answer in each mode.
        reports: how many said lately that something's wrong with it.
        shown: how often it was answered in that time.
    """

    question: Question
    right: Share
    discrimination: float | None
    compared: int
    choices: Sequence[OptionCount]
    chance: float | None
    seconds: float | None
    certain: Share | None
    modes: Mapping[Occasion, Share]
    reports: int = 0
    shown: int = 0

    @property
    def known(self) -> float | None:
        """Return the share who knew it, if all others guessed blindly; None where there's nothing to guess among."""
        return None if self.chance is None else max(0.0, (self.right.share - self.chance) / (1 - self.chance))


@dataclass(frozen=True, slots=True)
class Analysis:
    """How the questions of a pack were answered.

    Args:
        pack: the one they're in.
        learners: how many answered any of them.
        answers: how many count.
        figures: of each question that enough learners answered, in the order of the pack.
    """

    pack: Pack
    learners: int
    answers: int
    figures: Sequence[Figures]


def most_known_first(pack: Pack, said: Mapping[str, tuple[int, int]]) -> list[TipSaid]:
    """Return what was said of a pack's tips, as far as enough people said anything; those that most knew first.

    Args:
        pack: that the tips are in.
        said: how many found each useful, and how many knew it, by the id that it had then.
    """
    tips = by_id(pack.tips)
    useful, knew = Counter[str](), Counter[str]()
    for name, (found_useful, knew_it) in said.items():
        useful[tips.current(name)] += found_useful
        knew[tips.current(name)] += knew_it
    all_said = [TipSaid(tip, useful[tip.id], knew[tip.id]) for tip in pack.tips]
    telling = [each for each in all_said if each.useful + each.knew >= FEWEST]
    return sorted(telling, key=lambda each: (-each.knew / (each.useful + each.knew), each.tip.id))
