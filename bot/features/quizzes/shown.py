"""How answers are shown, the learner's own and the right ones. Pure, without state or I/O."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from bot.content.gaps import BETWEEN_GAPS, gapped
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
from bot.content.solutions import solution, why_right, with_unit
from bot.features.quizzes.judgement import stop
from bot.features.quizzes.kept import still_fits
from bot.features.quizzes.options import keys_of, options_of
from bot.features.quizzes.parts import fillings_of, right_gaps
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.questions import rights_of
from bot.language.message import Block
from bot.language.rich_text import Span, Text, emphasis, strong, text

_NOTHING = "–"
"""Shown for an empty gap."""

_OUTDATED = "something that isn't there any more"
"""Shown for an answer that the question doesn't have any more."""


def describe(posed: Posed, answer: str) -> str:
    """Return a stored answer as text, the way the learner saw it."""
    question = posed.question
    if not still_fits(posed.pack, question, answer):
        return _OUTDATED
    match question:
        case FreeTextQuestion() | NumberQuestion():
            return answer
        case EstimateQuestion():
            return with_unit(answer, question.unit)
        case MatchQuestion():
            return "; ".join(f"{left} → {right}" for left, right in _pairs(question, answer))
        case ClozeQuestion():
            return BETWEEN_GAPS.join(each or _NOTHING for each in fillings_of(answer))
        case OrderQuestion():
            return " → ".join(question.items[int(digit)] for digit in answer)
        case TrueFalseQuestion() | WhichSideQuestion():
            return ", ".join(_chosen(posed, answer))
        case ChoiceQuestion() | SeveralQuestion() | MistakeQuestion():
            return ", ".join(label[0] for label in _chosen(posed, answer))
        case _:
            assert_never(question)


def in_full(posed: Posed, answer: str) -> str:
    """Return a stored answer with the full text of the chosen options, or as it was typed."""
    if not still_fits(posed.pack, posed.question, answer):
        return _OUTDATED
    return "; ".join(_chosen(posed, answer)) or describe(posed, answer)


def _chosen(posed: Posed, answer: str) -> list[str]:
    """Return the labels of the chosen options in a stored answer."""
    chosen = keys_of(posed, answer)
    return [option.label for option in options_of(posed) if option.stored in chosen]


def marked(posed: Posed, answer: str) -> list[Block]:
    """Return an answer among its options, marking what's right and what the learner chose, or return what they typed.

    Args:
        posed: the question.
        answer: the answer, as it's stored.
    """
    question = posed.question
    if not still_fits(posed.pack, question, answer):
        return [text("This question has changed since you answered it.")]
    match question:
        case FreeTextQuestion() | NumberQuestion() | EstimateQuestion():
            return [text("You wrote “", describe(posed, answer), "”.")]
        case OrderQuestion():
            places = enumerate(map(int, answer))
            steps = [
                _with_mark(f"{place + 1}. {question.items[item]}", right=place == item) for place, item in places
            ]
            return [text("Your order:\n", *_between("\n", steps))]
        case MatchQuestion():
            pairs = zip(_pairs(question, answer), question.pairs, strict=True)
            lines = [_with_mark(f"{left} → {right}", right=right == pair.right) for (left, right), pair in pairs]
            return [text("Your pairs:\n", *_between("\n", lines))]
        case ClozeQuestion():
            filled = zip(right_gaps(posed, question, answer), fillings_of(answer), strict=True)
            gaps = [_with_mark(filling or _NOTHING, right=right) for right, filling in filled]
            return [text("You filled in: ", *_between(BETWEEN_GAPS, gaps), ".")]
        case ChoiceQuestion() | SeveralQuestion() | TrueFalseQuestion() | WhichSideQuestion() | MistakeQuestion():
            return [Text(tuple(_marked(posed, answer))[:-1])]
        case _:
            assert_never(question)


def _with_mark(part: str, *, right: bool) -> Span:
    """Return a span for one part of an answer, with a sign that shows whether it's right."""
    return Span(f"{'✓' if right else '✗'} {part}")


def _between(joint: str, spans: Sequence[Span]) -> list[Span]:
    """Return spans with a separator between them."""
    return [each for span in spans for each in (Span(joint), span)][1:]


def _marked(posed: Posed, answer: str) -> Iterator[Span]:
    chosen = keys_of(posed, answer)
    for stored, label, right in options_of(posed):
        line = f"{'✓' if right else '✗' if stored in chosen else '○'} {label}"
        yield strong(line) if right else Span(line)
        if stored in chosen:
            yield emphasis(" (your answer)")
        yield Span("\n")


def right_answer(posed: Posed, *, reasons: bool = True) -> Text:
    """Return the right answer, with the reason if there is one: in a sentence, or line by line if it has parts.

    Args:
        posed: the question.
        reasons: whether to give the reason.
    """
    question = posed.question
    why = why_right(question) if reasons else ""
    match question:
        case SeveralQuestion() if has_parts(posed):
            return text("The right answers are:", *_each_that_is_right(posed, question, reasons=reasons))
        case MatchQuestion():
            return _in_lines(
                "The right pairs are:", [f"• {pair.left} → {pair.right}" for pair in question.pairs], why
            )
        case OrderQuestion():
            steps = [f"{number}. {item}" for number, item in enumerate(question.items, 1)]
            return _in_lines("The right order is:", steps, why)
        case ClozeQuestion() if has_parts(posed):
            *first, last = map(strong, gapped(question.text).answers)
            return text("The right answers are ", *_between(", ", first), " and ", last, f". {why}".rstrip())
        case MistakeQuestion():
            mistake = next(part for part in question.parts if part.fix is not None)
            fix = mistake.fix or ""
            should = text(f"{stop(mistake.text)} It should say: ", strong(fix), f"{stop(fix)} {why}".rstrip())
            return text("The right answer is ", strong(mistake.text), *should.spans)
        case (
            ChoiceQuestion()
            | SeveralQuestion()
            | TrueFalseQuestion()
            | WhichSideQuestion()
            | FreeTextQuestion()
            | NumberQuestion()
            | EstimateQuestion()
            | ClozeQuestion()
        ):
            right = solution(posed.pack, question)[0]
            return text("The right answer is ", strong(right), f"{stop(right)} {why}".rstrip())
        case _:
            assert_never(question)


def _in_lines(opening: str, lines: Sequence[str], why: str) -> Text:
    return text(
        opening, *(span for line in lines for span in (Span("\n"), strong(line))), *([f"\n{why}"] if why else [])
    )


def has_parts(posed: Posed) -> bool:
    """Return whether the right answer has several parts, which makes it too long for a heading."""
    question = posed.question
    match question:
        case SeveralQuestion():
            return sum(option.correct for option in question.options) > 1
        case ClozeQuestion():
            return len(gapped(question.text).answers) > 1
        case MatchQuestion() | OrderQuestion() | MistakeQuestion():
            return True
        case ChoiceQuestion() | TrueFalseQuestion() | WhichSideQuestion():
            return False
        case FreeTextQuestion() | NumberQuestion() | EstimateQuestion():
            return False
        case _:
            assert_never(question)


def _each_that_is_right(posed: Posed, question: SeveralQuestion, *, reasons: bool) -> Iterator[Span]:
    for option in options_of(posed):
        if option.right:
            why = question.options[int(option.stored)].why
            yield Span("\n")
            yield strong(f"• {option.label}")
            if why and reasons:
                yield Span(f"{stop(option.label)} {why}")


def _pairs(question: MatchQuestion, answer: str) -> Sequence[tuple[str, str]]:
    """Return the pairs of a stored answer: each left-hand side with what was put beside it."""
    rights = rights_of(question)
    beside = [rights[int(number)] if int(number) < len(rights) else _NOTHING for number in answer]
    return [(pair.left, right) for pair, right in zip(question.pairs, beside, strict=False)]
