"""The input and the results of item analysis. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.content.model import Pack, Tip
from bot.content.question import Question
from bot.content.renamed import by_id
from bot.features.quizzes.certainty import Certainty
from bot.language.anonymity import FEWEST


class Occasion(StrEnum):
    """Where a question was answered."""

    ALONE = "alone"
    GAME = "game"
    CHALLENGE = "challenge"


class Response(NamedTuple):
    """A stored answer.

    Args:
        member: the id of the member.
        question: the question's id when it was answered.
        given: the answer, encoded as grading stores it.
        right: whether it counted as right.
        credit: how much of it was right, in percent.
        mode: where the question was answered.
        sure: how sure the member said they were.
        seconds: how long it took; None if unknown.
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
    """An option, with the number of learners who chose it.

    Args:
        label: its label, in the pack's order.
        chosen: how many learners chose it.
        right: whether it's right.
    """

    label: str
    chosen: int
    right: bool


class Share(NamedTuple):
    """The mean share right of some learners' answers, from 0 to 1."""

    learners: int
    share: float


class Doubts(NamedTuple):
    """The numbers of recent reports that something is wrong.

    Args:
        reports: the number of reports, by kind:id of the reported part.
        shown: the number of answers to a question in the same time, by its id at that time.
    """

    reports: Mapping[str, int]
    shown: Mapping[str, int]


NO_DOUBTS = Doubts({}, {})


class TipSaid(NamedTuple):
    """How many members found a tip useful, and how many already knew it."""

    tip: Tip
    useful: int
    knew: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one question; each learner's first answer counts.

    Args:
        question: the question.
        right: the number of learners who answered, and the mean share that they got right.
        discrimination: the item-rest correlation; None if too few answered other questions as well.
        compared: the number of learners that the correlation is based on.
        choices: its options with their counts, if it's answered by choosing.
        chance: the share that blind guessing gets right; None if there's nothing to choose from.
        seconds: the median time; None if too few times are known.
        certain: the share of wrong answers among learners who were certain; None if there are too few.
        modes: the share right by where the question was answered; the first answer in each mode counts.
        reports: the number of recent reports about it.
        shown: the number of answers in the same time.
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
        """Return the share who knew it if the rest guessed blindly; None if there's nothing to choose from."""
        return None if self.chance is None else max(0.0, (self.right.share - self.chance) / (1 - self.chance))


@dataclass(frozen=True, slots=True)
class Analysis:
    """The analysis of a pack's questions.

    Args:
        pack: the pack.
        learners: the number of learners who answered any of them.
        answers: the number of answers that count.
        figures: the figures of each question with enough learners, in the order of the pack.
    """

    pack: Pack
    learners: int
    answers: int
    figures: Sequence[Figures]


def most_known_first(pack: Pack, votes: Mapping[str, tuple[int, int]]) -> list[TipSaid]:
    """Return the feedback on a pack's tips for which there's enough; those that most people already knew first.

    Args:
        pack: the pack of the tips.
        votes: the numbers of “useful” and “knew it” by the id that the tip had then.
    """
    tips = by_id(pack.tips)
    useful, knew = Counter[str](), Counter[str]()
    for name, (found_useful, knew_it) in votes.items():
        useful[tips.current(name)] += found_useful
        knew[tips.current(name)] += knew_it
    all_said = [TipSaid(tip, useful[tip.id], knew[tip.id]) for tip in pack.tips]
    telling = [each for each in all_said if each.useful + each.knew >= FEWEST]
    return sorted(telling, key=lambda each: (-each.knew / (each.useful + each.knew), each.tip.id))
