"""The judgement of an answer, and how it's worded. Pure, without state or I/O."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.question import Explanation
from bot.features.quizzes.model import FULL
from bot.judging.model import Judged, Verdict
from bot.language.message import Block, Tone
from bot.language.rich_text import Text, strong, text

RIGHT = "✓ Right!"
NOT_QUITE = "✗ Not quite. "
SO_CLOSE = "✗ So close. "
NEARLY = "◐ Nearly. "
PARTLY = "◐ Partly right. "

_NO_MORE = Text(())


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """The first line of the reply to an answer.

    Args:
        verdict: how good the answer is, in a few words.
        rest: what follows on the same line.
    """

    verdict: str
    rest: Text = _NO_MORE

    @property
    def line(self) -> Text:
        """Return the whole line."""
        return text(strong(self.verdict), *self.rest.spans)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judgement of an answer.

    Args:
        verdict: how good it is.
        given: the answer, as it's stored.
        opening: the first line of what the learner is told about it.
        below: what they're told below that.
        credit: how much of it is right, in percent. A wrong answer can still be partly right, and an estimate that
            counts as right may be slightly off.
    """

    verdict: Verdict
    given: str
    opening: OpeningLine
    below: tuple[Block, ...]
    credit: int

    @property
    def reply(self) -> tuple[Block, ...]:
        """Return what the learner is told."""
        return (self.opening.line, *self.below)

    @property
    def right(self) -> bool:
        """Return whether it counts as right."""
        return self.verdict.counts

    @property
    def tone(self) -> Tone:
        """Return the tone of the reply."""
        return tone(right=self.right, credit=self.credit)


def judgement(verdict: Verdict, answer: str, opening: OpeningLine, *below: Block) -> Judgement:
    """Return a judgement with full or no credit.

    Args:
        verdict: how good it is.
        answer: the answer, as it's stored.
        opening: the first line of what the learner is told about it.
        below: what they're told below that.
    """
    return Judgement(verdict, answer, opening, below, FULL if verdict.counts else 0)


def in_parts(worth: int, whole: int, how_far: str, answer: str, below: Sequence[Block]) -> Judgement:
    """Return the judgement of an answer with several parts, which is right if all its parts are.

    Args:
        worth: the number of right parts.
        whole: the number of all parts.
        how_far: a sentence on how much is right.
        answer: the answer, as it's stored.
        below: what the learner is told after that.
    """
    if worth == whole:
        return judgement(Verdict.RIGHT, answer, OpeningLine(RIGHT), *below)
    opening = OpeningLine(NEARLY if 2 * worth >= whole else PARTLY if worth else NOT_QUITE, text(how_far))
    verdict = Verdict.NEAR if worth else Verdict.WRONG
    return Judgement(verdict, answer, opening, tuple(below), (2 * FULL * worth + whole) // (2 * whole))


def tone(*, right: bool, credit: int = 0) -> Tone:
    """Return the tone of a reply to an answer that's right, wrong or partly right."""
    if right:
        return Tone.RIGHT
    return Tone.PLAIN if credit else Tone.WRONG


def explained(explanation: Explanation | None, *, right: bool) -> tuple[Block, ...]:
    """Return the explanation that's shown after answering; nothing if the question has none.

    Args:
        explanation: the question's explanation.
        right: whether the answer counts as right.
    """
    return () if explanation is None else (text(explanation.right if right else explanation.wrong),)


def opening(judged: Judged) -> OpeningLine:
    """Return the first line of the reply to a typed answer."""
    if judged.reply:
        return OpeningLine(NOT_QUITE, text(judged.reply))
    return opening_of(judged.verdict, judged.answer)


def opening_of(verdict: Verdict, answer: str) -> OpeningLine:
    """Return the first line of the reply to an answer.

    Args:
        verdict: how good it is.
        answer: the right answer.
    """
    match verdict:
        case Verdict.RIGHT:
            return OpeningLine(RIGHT)
        case Verdict.MISSPELT:
            return OpeningLine(RIGHT, text(" It's spelt ", strong(answer), stop(answer)))
        case Verdict.NEAR:
            return OpeningLine(SO_CLOSE, named(answer))
        case Verdict.WRONG:
            return OpeningLine(NOT_QUITE, named(answer))


def named(answer: str) -> Text:
    """Return a sentence that gives the right answer."""
    return text("The right answer is ", strong(answer), stop(answer))


def stop(answer: str) -> str:
    """Return the full stop for a sentence that ends with an answer; "" if the answer has its own punctuation."""
    return "" if answer.rstrip(")”").endswith((".", "!", "?", "…")) else "."
