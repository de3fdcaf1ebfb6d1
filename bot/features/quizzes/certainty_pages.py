"""Asking how sure someone is of an answer, and showing the mark for it. Pure, without state or I/O."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from bot.features.quizzes.actions import SaySure
from bot.features.quizzes.certainty import MARKS, Certainty, mark, said_of
from bot.features.quizzes.model import Answer, Quiz
from bot.features.quizzes.posed import Posed
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block
from bot.language.rich_text import Text, emphasis, strong, text

_LABELS = {Certainty.UNSURE: "Not sure", Certainty.FAIRLY: "Fairly sure", Certainty.CERTAIN: "Certain"}

_WORTH_CERTAIN = Fraction(4, 5)
_WORTH_FAIRLY = Fraction(2, 3)
"""Minimum shares of right answers for “certain” and “fairly sure” to be the best choice."""

_TELLING = 3
"""Minimum number of answers to comment on how well someone judges themselves."""


def how_sure(quiz: Quiz, posed: Posed, picked: str = "") -> list[Block]:
    """Return the buttons that say how sure someone is, if the quiz asks.

    Args:
        quiz: the quiz, which may or may not ask how sure they are.
        posed: the question.
        picked: the items picked so far, for an order question.
    """
    if quiz.sure is None:
        return []
    so_far = said_of(quiz, posed.position)
    buttons = tuple(_button(quiz, posed, each, so_far, picked) for each in _LABELS)
    return [text(emphasis("First: how sure are you of your answer?")), Buttons(buttons)]


def _button(quiz: Quiz, posed: Posed, certainty: Certainty, so_far: Certainty, picked: str) -> Button:
    best, worst = MARKS[certainty]
    label = f"{'✓ ' if certainty is so_far else ''}{_LABELS[certainty]} ({_signed(best)} or {_signed(worst)})"
    press = encode(SaySure(quiz.id, posed.position, int(certainty), picked))
    return Button(label, press, Emphasis.PRIMARY if certainty is so_far else Emphasis.NORMAL)


def told(quiz: Quiz, position: int, credit: int) -> list[Block]:
    """Return a line about an answer's mark, if the quiz asks how sure people are.

    Args:
        quiz: the quiz, which may or may not ask how sure they are.
        position: the position of the question.
        credit: how much of the answer is right, in percent.
    """
    if quiz.sure is None:
        return []
    certainty = said_of(quiz, position)
    if certainty is Certainty.UNSAID:
        return [text(emphasis("You didn't say how sure you were, so there's no mark."))]
    return [text(emphasis(f"{_LABELS[certainty]}: {_signed(mark(certainty, credit))}"))]


def summed_up(quiz: Quiz, answers: Iterable[Answer]) -> list[Text]:
    """Return the mark of a quiz and how well someone judged themselves, if it asked how sure they were.

    Args:
        quiz: the quiz, which may or may not have asked.
        answers: its answers.
    """
    if quiz.sure is None:
        return []
    rated = [(said_of(quiz, each.position), each) for each in answers]
    total = sum((mark(certainty, each.credit) for certainty, each in rated), start=Fraction(0))
    most = MARKS[Certainty.CERTAIN][0] * len(quiz.questions)
    counts = []
    for certainty in reversed(_LABELS):
        right = [each.correct for level, each in rated if level is certainty]
        if right:
            counts.append(f"{_LABELS[certainty].lower()}: {sum(right)} of {len(right)}")
    judged = f"Right when you were {', '.join(counts)}. " if counts else ""
    return [text(strong(f"Your mark: {_signed(total)} of {most}. "), judged, _advice(rated))]


def _advice(rated: Sequence[tuple[Certainty, Answer]]) -> str:
    """Return one sentence about how well someone judged themselves."""
    of_level = {level: [each.correct for said_level, each in rated if said_level is level] for level in _LABELS}
    certain, unsure = of_level[Certainty.CERTAIN], of_level[Certainty.UNSURE]
    if certain and Fraction(sum(certain), len(certain)) < _WORTH_CERTAIN:
        return "“Certain” only pays if you're right four times out of five."
    if len(unsure) >= _TELLING and Fraction(sum(unsure), len(unsure)) > _WORTH_FAIRLY:
        return "You know more than you think!"
    if sum(map(len, of_level.values())) >= _TELLING:
        return "You know what you know."
    return ""


def _signed(number: Fraction | int) -> str:
    """Return a mark as text: +3, 0, −0.7."""
    tenths = round(number * 10)
    sign = "+" if tenths > 0 else "−" if tenths < 0 else ""
    whole, rest = divmod(abs(tenths), 10)
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"
