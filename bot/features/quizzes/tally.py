"""How everyone answered a question: how many chose each option, and how the numbers spread. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from bot.content.answers import wanted
from bot.content.gaps import gapped
from bot.content.question import ClozeQuestion, EstimateQuestion, MatchQuestion, NumberQuestion
from bot.content.solutions import with_unit
from bot.features.quizzes.numbers import in_figures
from bot.features.quizzes.options import keys_of, options_of
from bot.features.quizzes.parts import right_gaps
from bot.features.quizzes.posed import Posed
from bot.judging.estimates import number_in
from bot.language.text import shortened


class Counted(NamedTuple):
    """The number of answers with a certain content.

    Args:
        label: the content.
        answers: the number of answers.
        right: whether the content is right.
    """

    label: str
    answers: int
    right: bool


_LETTER = re.compile(r"(?:[A-Z]\. )?")
"""The letter of an option, if it has one."""


def in_short(labels: Sequence[str], longest: int) -> list[str]:
    """Return the labels of options, shortened so that they can be told apart: those that begin alike lose that part.

    Args:
        labels: the labels of all options of a question.
        longest: the maximum number of characters of each.
    """
    letters = [match[0] if (match := _LETTER.match(label)) else "" for label in labels]
    texts = [label.removeprefix(letter).split() for label, letter in zip(labels, letters, strict=True)]
    briefs = [shortened(label, longest).rstrip(".") for label in labels]
    looks = [brief.removeprefix(letter) for brief, letter in zip(briefs, letters, strict=True)]
    for look in {look for look in looks if looks.count(look) > 1}:
        alike = [place for place, each in enumerate(looks) if each == look]
        shortest = min(len(texts[place]) for place in alike) - 1
        columns = zip(*(texts[place] for place in alike), strict=False)
        shared = next((number for number, words in enumerate(columns) if len(set(words)) > 1), shortest)
        for place in alike:
            rest = " ".join(texts[place][shared:])
            briefs[place] = shortened(f"{letters[place]}…{rest}", longest).rstrip(".")
    return briefs


class Spread(NamedTuple):
    """The spread of numeric answers: minimum, median and maximum, as text.

    If the unit is a word, only the maximum has it, and only if it differs from the minimum.
    """

    least: str
    middle: str
    most: str

    @property
    def in_words(self) -> str:
        """Return it as what people said: “all said 42%”, or “from 1 to 5 novels, 3 in the middle”."""
        if self.least == self.most:
            return f"all said {self.least}"
        return f"from {self.least} to {self.most}, {self.middle} in the middle"


def tally(posed: Posed, answers: Sequence[str], right: int) -> list[Counted]:
    """Count who chose each option; for pairs and gaps, who got each one; for other types, count right answers.

    Typed words aren't shown, because they could reveal who wrote them.

    Args:
        posed: the question.
        answers: the answers, as they're stored.
        right: how many of them counted as right.
    """
    question = posed.question
    match question:
        case MatchQuestion():
            return [
                Counted(
                    f"{pair.left} → {pair.right}",
                    sum(each[place : place + 1] == str(place) for each in answers),
                    True,
                )
                for place, pair in enumerate(question.pairs)
            ]
        case ClozeQuestion():
            gaps = [right_gaps(posed, question, each) for each in answers]
            return [
                Counted(answer, sum(each[place] for each in gaps if place < len(each)), True)
                for place, answer in enumerate(gapped(question.text).answers)
            ]
    if options := options_of(posed):
        chosen = Counter(key for each in answers for key in keys_of(posed, each))
        return [Counted(option.label, chosen[option.stored], option.right) for option in options]
    close = "Close enough" if isinstance(question, EstimateQuestion) else "Right"
    return [Counted(close, right, True), Counted(f"Not {close.lower()}", len(answers) - right, False)]


def spread(posed: Posed, answers: Sequence[str]) -> Spread | None:
    """Return the spread of numeric answers; None if the question isn't numeric, or fewer than two numbers are known.

    Args:
        posed: the question.
        answers: the answers, as they're stored.
    """
    question = posed.question
    if not isinstance(question, NumberQuestion | EstimateQuestion):
        return None
    numbers = sorted(number for each in answers if (number := _number(posed, each)) is not None)
    if len(numbers) < 2:
        return None
    ends = numbers[0], numbers[(len(numbers) - 1) // 2], numbers[-1]
    least, middle, most = (with_unit(in_figures(each), question.unit) for each in ends)
    if question.unit and most.endswith(f" {question.unit}"):
        least, middle = (each.removesuffix(f" {question.unit}") for each in (least, middle))
    return Spread(least, middle, least if ends[0] == ends[-1] else most)


def closest(posed: Posed, answers: Sequence[str]) -> tuple[list[int], str] | None:
    """Return the indexes of the closest estimates and how far off they are; None if the question isn't an estimate.

    Args:
        posed: the question.
        answers: the answers, as they're stored.
    """
    question = posed.question
    if not isinstance(question, EstimateQuestion):
        return None
    numbers = {place: _number(posed, each) for place, each in enumerate(answers)}
    off = {place: abs(each - Fraction(question.value)) for place, each in numbers.items() if each is not None}
    least = min(off.values(), default=None)
    if least is None:
        return None
    nearest = [place for place, each in off.items() if each == least]
    return nearest, with_unit(in_figures(least), question.unit) if least else ""


def _number(posed: Posed, answer: str) -> Fraction | None:
    question = posed.question
    if not isinstance(question, NumberQuestion | EstimateQuestion):
        return None
    return number_in(answer, wanted(question, posed.pack))
