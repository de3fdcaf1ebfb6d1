"""Grading: judging an answer to a question of any type. Pure, without state or I/O."""

from collections.abc import Sequence
from typing import assert_never

from bot.content.answers import vocabulary, wanted
from bot.content.question import (
    ChoiceQuestion,
    ClozeQuestion,
    EstimateQuestion,
    FreeTextQuestion,
    MatchQuestion,
    MistakeQuestion,
    NumberQuestion,
    OrderQuestion,
    SeveralQuestion,
    TrueFalseQuestion,
    WhichSideQuestion,
)
from bot.content.solutions import side_options, solution, why_right, with_unit
from bot.features.quizzes.judgement import (
    NOT_QUITE,
    RIGHT,
    Judgement,
    OpeningLine,
    explained,
    judgement,
    named,
    opening,
    opening_of,
)
from bot.features.quizzes.kept import still_fits
from bot.features.quizzes.numbers import judge_estimate, read_number
from bot.features.quizzes.parts import judge_gaps, judge_pairs, judge_ticks, read_gaps, read_pairs, read_ticks
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.shown import right_answer
from bot.judging.judge import judge
from bot.judging.model import Judged, Verdict, Vocabulary, Wanted
from bot.language.locales import language_of
from bot.language.message import Block, Message
from bot.language.plain import plain
from bot.language.refusals import Refusal
from bot.language.rich_text import strong, text

LONGEST_TYPED = 200
"""Maximum number of characters read from a typed answer."""

EMPTY = "Your answer is empty; type a word or two."
NOT_TYPED = "This one has buttons; press one of them."
WITH_BUTTONS = ChoiceQuestion | TrueFalseQuestion | WhichSideQuestion | MistakeQuestion | OrderQuestion
WITH_PARTS = SeveralQuestion | MatchQuestion | ClozeQuestion | EstimateQuestion
"""Questions that can be partly right, so the first sentence of the reply says how much is."""

_NOT_CHOSEN = WITH_PARTS | FreeTextQuestion | NumberQuestion | OrderQuestion
"""Questions that aren't answered by choosing a single option."""

_IN_SHORT = 2
"""At most this many paragraphs are shown in private after everyone has seen the full solution."""

_NO_SUCH = "That option doesn't exist; press one of the ones shown."


def judge_choice(posed: Posed, choice: int) -> Judgement:
    """Judge a chosen option, given by its index in the pack's order.

    Raises:
        Refusal: the question has no such option.
    """
    question = posed.question
    if isinstance(question, _NOT_CHOSEN):
        raise Refusal(_NO_SUCH)
    match question:
        case ChoiceQuestion() if choice < len(question.options):
            return _judge_option(question, choice)
        case TrueFalseQuestion() if choice < 2:
            right = bool(choice) == question.answer
            answer = solution(posed.pack, question)[0]
        case MistakeQuestion() if choice < len(question.parts):
            return _judge_part(question, choice)
        case WhichSideQuestion() if choice <= len(posed.pack.sides):
            sides = side_options(posed.pack.sides)
            right = sides[choice][0] == question.answer
            answer = dict(sides)[question.answer]
        case ChoiceQuestion() | TrueFalseQuestion() | MistakeQuestion() | WhichSideQuestion():
            raise Refusal(_NO_SUCH)
        case _:
            assert_never(question)
    verdict = Verdict.RIGHT if right else Verdict.WRONG
    why = explained(question.explanation, right=right)
    return judgement(verdict, str(choice), opening_of(verdict, answer), *why)


def judge_text(posed: Posed, typed: str, locale: str = "") -> Judgement:
    """Judge an answer given as text: free text, or letters if there's something to choose from.

    Args:
        posed: the question.
        typed: the text.
        locale: the learner's locale, such as "de-AT", for commas in numbers; "" if unknown.

    Raises:
        Refusal: nothing was typed, it can't be parsed, or the question is answered with buttons.
    """
    question = posed.question
    if isinstance(question, WITH_BUTTONS):
        raise Refusal(NOT_TYPED)
    answer = typed[:LONGEST_TYPED]
    match question:
        case FreeTextQuestion() if not typed:
            raise Refusal(EMPTY)
        case SeveralQuestion():
            return judge_ticks(posed, question, read_ticks(posed, question, answer))
        case MatchQuestion():
            return judge_pairs(question, read_pairs(posed, question, answer))
        case ClozeQuestion():
            return judge_gaps(posed, question, read_gaps(question, typed))
        case EstimateQuestion():
            return judge_estimate(posed, question, answer, locale)
        case FreeTextQuestion() | NumberQuestion():
            return _judge_words(posed, question, answer, locale)
        case _:
            assert_never(question)


def _judge_words(posed: Posed, question: FreeTextQuestion | NumberQuestion, typed: str, locale: str) -> Judgement:
    judged = judge_typed(typed, wanted(question, posed.pack), vocabulary(posed.pack), locale)
    answer = judged.answer
    if isinstance(question, NumberQuestion):
        answer = with_unit(question.value, question.unit)
        if not judged.verdict.counts and not judged.reply:
            read_number(posed, question, typed, locale)  # refuses text without a number, so that people can try again
    if judged.reply:
        return judgement(judged.verdict, typed, opening(judged), named(answer))
    why = explained(question.explanation, right=judged.verdict.counts)
    return judgement(judged.verdict, typed, opening_of(judged.verdict, answer), *why)


def judge_typed(answer: str, accepted: Wanted, known: Vocabulary, locale: str) -> Judged:
    """Judge a typed answer by the conventions of the pack's language, or if it's wrong, of the learner's locale.

    People who learn from an English pack may write numbers the English way or their own: to a German, both 1,000 and
    1.000 can be a thousand.

    Args:
        answer: the text.
        accepted: the answers that count as right.
        known: the pack's words and names.
        locale: the learner's locale, or "".
    """
    judged = judge(answer, accepted, known)
    if judged.verdict.counts or judged.reply or language_of(locale) in ("", language_of(accepted.language)):
        return judged
    at_home = judge(answer, accepted, known, locale)
    return at_home if at_home.verdict.counts else judged


def judge_order(posed: Posed, picked: str) -> Judgement | None:
    """Judge an order once it's complete; None while items are still to be picked.

    Raises:
        Refusal: the picks aren't items of this question, each at most once.
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
    steps = text("\n".join(f"{number}. {item}" for number, item in enumerate(question.items, 1)))
    first = OpeningLine(RIGHT) if right else OpeningLine(NOT_QUITE, text("The right order:"))
    return judgement(verdict, picked, first, steps, *explained(question.explanation, right=right))


def how_far(posed: Posed, answer: str, *, right: bool) -> str:
    """Return a few words on how a stored answer was judged: right, and how it's spelt, wrong, close, or partly right.

    Args:
        posed: the question.
        answer: the answer, as it's stored.
        right: whether it counted as right.
    """
    first = _judged_then(posed, answer, right=right).opening
    if right or isinstance(posed.question, WITH_PARTS):
        return plain(Message((first.line,)))
    return first.verdict.strip()


def why_not(posed: Posed, answer: str) -> Sequence[Block]:
    """Return a short explanation of a wrong answer, without the verdict: why it's wrong, and what's right.

    Args:
        posed: the question.
        answer: the answer, as it's stored.
    """
    then = _judged_then(posed, answer, right=False)
    why = then.below if isinstance(posed.question, WITH_PARTS) else (then.opening.rest, *then.below)
    return why[:_IN_SHORT]


def say_again(posed: Posed, answer: str, *, right: bool) -> Sequence[Block]:
    """Return the reply to a stored answer again.

    Args:
        posed: the question.
        answer: the answer, as it's stored.
        right: whether it counted as right.
    """
    return _judged_then(posed, answer, right=right).reply


def _judged_then(posed: Posed, answer: str, *, right: bool) -> Judgement:
    """Return the judgement of a stored answer.

    The stored verdict wins over what today's judgement would be: the pack may have changed, and the learner may write
    numbers differently.
    """
    judged = _judged_again(posed, answer) if still_fits(posed.pack, posed.question, answer) else None
    if judged is not None and judged.right is right:
        return judged
    if not right:
        return judgement(Verdict.WRONG, answer, OpeningLine(NOT_QUITE, right_answer(posed)))
    why = why_right(posed.question)
    return judgement(Verdict.RIGHT, answer, OpeningLine(RIGHT), *([text(why)] if why else []))


def _judged_again(posed: Posed, answer: str) -> Judgement | None:
    """Return the judgement of a stored answer by today's rules; None if it can't be parsed any more."""
    question = posed.question
    match question:
        case FreeTextQuestion() | NumberQuestion() | EstimateQuestion():
            try:
                return judge_text(posed, answer)
            except Refusal:
                return None
        case OrderQuestion():
            return judge_order(posed, answer)
        case SeveralQuestion():
            return judge_ticks(posed, question, answer)
        case MatchQuestion():
            return judge_pairs(question, answer)
        case ClozeQuestion():
            return judge_gaps(posed, question, answer)
        case ChoiceQuestion() | TrueFalseQuestion() | WhichSideQuestion() | MistakeQuestion():
            return judge_choice(posed, int(answer))
        case _:
            assert_never(question)


def _judge_option(question: ChoiceQuestion, choice: int) -> Judgement:
    chosen = question.options[choice]
    correct = next(option for option in question.options if option.correct)
    if chosen.why is None or chosen.correct:
        verdict = Verdict.RIGHT if chosen.correct else Verdict.WRONG
        why = [text(chosen.why)] if chosen.why else []
        return judgement(verdict, str(choice), opening_of(verdict, correct.text), *why)
    return judgement(Verdict.WRONG, str(choice), OpeningLine(NOT_QUITE, text(chosen.why)), named(correct.text))


def _judge_part(question: MistakeQuestion, choice: int) -> Judgement:
    chosen = question.parts[choice]
    mistake = next(part for part in question.parts if part.fix is not None)
    should = text("It should say: ", strong(mistake.fix or ""))
    if chosen is mistake:
        more = explained(question.explanation, right=True)
        return judgement(Verdict.RIGHT, str(choice), OpeningLine(RIGHT), should, *more)
    why = OpeningLine(NOT_QUITE, text(chosen.why or "That part's fine."))
    where = text("The mistake is here: ", strong(mistake.text))
    return judgement(Verdict.WRONG, str(choice), why, where, should, *explained(question.explanation, right=False))
