"""What came of an answer, and how it's said. Pure, without state or I/O."""

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


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of an answer.

    Args:
        verdict: how good it is.
        given: the answer, as it is stored.
        reply: what to say about it.
        credit: how much of it is right, in percent: what isn't right may still be so in part, and an estimate that
            counts as right may be off.
    """

    verdict: Verdict
    given: str
    reply: tuple[Block, ...]
    credit: int

    @property
    def right(self) -> bool:
        """Return whether it counts as right."""
        return self.verdict.counts

    @property
    def tone(self) -> Tone:
        """Return how the reply feels."""
        return tone(right=self.right, credit=self.credit)


def judgement(verdict: Verdict, given: str, *reply: Block) -> Judgement:
    """Make what came of an answer that's right, or isn't.

    Args:
        verdict: how good it is.
        given: the answer, as it is stored.
        reply: what to say about it.
    """
    return Judgement(verdict, given, reply, FULL if verdict.counts else 0)


def in_parts(worth: int, whole: int, how_far: str, given: str, reply: Sequence[Block]) -> Judgement:
    """Make what came of an answer with several parts; it's right if all of them are.

    Args:
        worth: how much of it is right.
        whole: of how much.
        how_far: the same in words, as a sentence.
        given: the answer, as it is stored.
        reply: what to say after that.
    """
    if worth == whole:
        return judgement(Verdict.RIGHT, given, text(strong(RIGHT)), *reply)
    said = text(strong(NEARLY if 2 * worth >= whole else PARTLY if worth else NOT_QUITE), how_far)
    verdict = Verdict.NEAR if worth else Verdict.WRONG
    return Judgement(verdict, given, (said, *reply), (2 * FULL * worth + whole) // (2 * whole))


def tone(*, right: bool, credit: int = 0) -> Tone:
    """Return how it feels to be told that one was right, wasn't, or was in part."""
    if right:
        return Tone.RIGHT
    return Tone.PLAIN if credit else Tone.WRONG


def explained(explanation: Explanation | None, *, right: bool) -> tuple[Block, ...]:
    """Return what a learner reads after answering; nothing where the question doesn't explain itself.

    Args:
        explanation: the question's.
        right: whether the answer counts as right.
    """
    return () if explanation is None else (text(explanation.right if right else explanation.wrong),)


def opening(judged: Judged) -> Text:
    """Return what a learner reads first about a typed answer."""
    if judged.reply:
        return text(strong(NOT_QUITE), judged.reply)
    return opening_of(judged.verdict, judged.answer)


def opening_of(verdict: Verdict, answer: str) -> Text:
    """Return what a learner reads first about an answer.

    Args:
        verdict: how good it is.
        answer: the right one.
    """
    match verdict:
        case Verdict.RIGHT:
            return text(strong(RIGHT))
        case Verdict.MISSPELT:
            return text(strong(RIGHT), " It's spelt ", strong(answer), stop(answer))
        case Verdict.NEAR:
            return text(strong(SO_CLOSE), *named(answer).spans)
        case Verdict.WRONG:
            return text(strong(NOT_QUITE), *named(answer).spans)


def named(answer: str) -> Text:
    """Return the right answer in a sentence."""
    return text("The right answer is ", strong(answer), stop(answer))


def stop(answer: str) -> str:
    """Return the full stop of a sentence that ends in an answer, unless the answer has its own."""
    return "" if answer.rstrip(")”").endswith((".", "!", "?", "…")) else "."
