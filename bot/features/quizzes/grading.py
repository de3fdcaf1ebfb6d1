"""Grading: what came of an answer to a question of any type. Pure, without state or I/O."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.answers import vocabulary, wanted
from bot.content.question import ChoiceQuestion, FreeTextQuestion, OrderQuestion, TrueFalseQuestion, WhichSideQuestion
from bot.features.quizzes.presentation import TYPED, Posed
from bot.features.quizzes.questions import side_options
from bot.judging.judge import judge
from bot.judging.model import Judged, Verdict, Vocabulary, Wanted
from bot.language.locales import language_of
from bot.language.message import Block, Refusal, Text, Tone, strong, text

RIGHT = "✓ Right!"
NOT_QUITE = "✗ Not quite. "
SO_CLOSE = "✗ So close. "
EMPTY = "Your answer is empty; type a word or two."
NOT_TYPED = "This one has buttons; press one of them."


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of an answer.

    Args:
        verdict: how good it is.
        given: the answer, as it is stored.
        reply: what to say about it.
    """

    verdict: Verdict
    given: str
    reply: tuple[Block, ...]

    @property
    def tone(self) -> Tone:
        """Return how the reply feels."""
        return tone(right=self.verdict.counts)


def tone(*, right: bool) -> Tone:
    """Return how it feels to be told that one was right, or wasn't."""
    return Tone.RIGHT if right else Tone.WRONG


def judge_choice(posed: Posed, choice: int) -> Judgement:
    """Judge the option chosen, by its number in the pack's order.

    Raises:
        Refusal: the question has no such option.
    """
    question = posed.question
    match question:
        case ChoiceQuestion() if choice < len(question.options):
            return _judge_option(question, choice)
        case TrueFalseQuestion() if choice < 2:
            right = bool(choice) == question.answer
            answer = "true" if question.answer else "false"
        case WhichSideQuestion() if choice <= len(posed.pack.sides):
            sides = side_options(posed.pack.sides)
            right = sides[choice][0] == question.answer
            answer = dict(sides)[question.answer]
        case _:
            raise Refusal("That option doesn't exist; press one of the ones shown.")
    verdict = Verdict.RIGHT if right else Verdict.WRONG
    explained = question.explanation.right if right else question.explanation.wrong
    return Judgement(verdict, str(choice), (_opening(verdict, answer), text(explained)))


def judge_text(posed: Posed, typed: str, locale: str = "") -> Judgement:
    """Judge a typed answer.

    Args:
        posed: what was asked.
        typed: what was typed.
        locale: the learner's, such as "de-AT", for the comma in numbers; "" where it isn't known.

    Raises:
        Refusal: nothing was typed, or the question is not answered by typing.
    """
    question = posed.question
    if not isinstance(question, FreeTextQuestion):
        raise Refusal(NOT_TYPED)
    if not typed:
        raise Refusal(EMPTY)
    given = typed[:TYPED]
    judged = judge_typed(given, wanted(question, posed.pack), vocabulary(posed.pack), locale)
    if judged.reply:
        named = text("The right answer is ", strong(judged.answer), stop(judged.answer))
        return Judgement(judged.verdict, given, (text(strong(NOT_QUITE), judged.reply), named))
    explained = question.explanation.right if judged.verdict.counts else question.explanation.wrong
    return Judgement(judged.verdict, given, (_opening(judged.verdict, judged.answer), text(explained)))


def judge_typed(given: str, accepted: Wanted, known: Vocabulary, locale: str) -> Judged:
    """Judge a typed answer as the pack's language writes it, and where that's wrong, as the learner's own does.

    Someone who learns from an English pack may write numbers as it does, or as at home: 1,000 and 1.000 are both a
    thousand to a German.

    Args:
        given: what was typed.
        accepted: what's right.
        known: the pack's words and names.
        locale: the learner's, or "".
    """
    judged = judge(given, accepted, known)
    if judged.verdict.counts or judged.reply or language_of(locale) in ("", language_of(accepted.language)):
        return judged
    at_home = judge(given, accepted, known, locale)
    return at_home if at_home.verdict.counts else judged


def judge_order(posed: Posed, picked: str) -> Judgement | None:
    """Judge an order once it is complete; None while items are still to be picked.

    Raises:
        Refusal: the picks are not items of this question, each at most once.
    """
    question = posed.question
    if not isinstance(question, OrderQuestion):
        raise Refusal("This question isn't about order; press one of its options.")
    picks = [int(digit) for digit in picked] if picked.isdigit() else []
    if (
        len(picks) != len(picked)
        or len(set(picks)) != len(picks)
        or any(pick >= len(question.items) for pick in picks)
    ):
        raise Refusal("That order doesn't fit this question; start again with its buttons.")
    if len(picks) < len(question.items):
        return None
    right = picks == sorted(picks)
    verdict = Verdict.RIGHT if right else Verdict.WRONG
    explained = question.explanation.right if right else question.explanation.wrong
    steps = text("\n".join(f"{number}. {item}" for number, item in enumerate(question.items, 1)))
    opening = text(strong(RIGHT)) if right else text(strong(NOT_QUITE), "The right order:")
    return Judgement(verdict, picked, (opening, steps, text(explained)))


def say_again(posed: Posed, given: str, *, right: bool) -> Sequence[Block]:
    """Return what came of an answer that is stored, said once more.

    It isn't judged once more: the pack may have changed, and the learner may write numbers in another way by now.

    Args:
        posed: what was asked.
        given: the answer, as it is stored.
        right: whether it counted as right.
    """
    match posed.question:
        case FreeTextQuestion() as question:
            judged = judge_text(posed, given)
            if judged.verdict.counts is right:
                return judged.reply
            verdict = Verdict.RIGHT if right else Verdict.WRONG
            explained = question.explanation.right if right else question.explanation.wrong
            return (_opening(verdict, question.answers[0]), text(explained))
        case OrderQuestion():
            ordered = judge_order(posed, given)
            return ordered.reply if ordered else ()
        case _:
            return judge_choice(posed, int(given)).reply


def _judge_option(question: ChoiceQuestion, choice: int) -> Judgement:
    chosen = question.options[choice]
    correct = next(option for option in question.options if option.correct)
    if chosen.correct:
        return Judgement(Verdict.RIGHT, str(choice), (_opening(Verdict.RIGHT, correct.text), text(chosen.why)))
    named = text("The right answer is ", strong(correct.text), stop(correct.text))
    return Judgement(Verdict.WRONG, str(choice), (text(strong(NOT_QUITE), chosen.why), named))


def opening(judged: Judged) -> Text:
    """Return what a learner reads first about a typed answer."""
    if judged.reply:
        return text(strong(NOT_QUITE), judged.reply)
    return _opening(judged.verdict, judged.answer)


def _opening(verdict: Verdict, answer: str) -> Text:
    match verdict:
        case Verdict.RIGHT:
            return text(strong(RIGHT))
        case Verdict.MISSPELT:
            return text(strong(RIGHT), " It's spelt ", strong(answer), stop(answer))
        case Verdict.NEAR:
            return text(strong(SO_CLOSE), "The right answer is ", strong(answer), stop(answer))
        case Verdict.WRONG:
            return text(strong(NOT_QUITE), "The right answer is ", strong(answer), stop(answer))


def stop(answer: str) -> str:
    """Return the full stop of a sentence that ends in an answer, unless that has one of its own."""
    return "" if answer.endswith((".", "!", "?", "…")) else "."
