"""Check whether texts of a pack give answers away, make them ambiguous, or are too long."""

from collections.abc import Iterator
from itertools import combinations
from statistics import mean
from typing import assert_never

from bot.content.model import Pack
from bot.content.question import (
    ChoiceQuestion,
    ClozeQuestion,
    EstimateQuestion,
    FreeTextQuestion,
    MatchQuestion,
    MistakeQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    SeveralQuestion,
    TrueFalseQuestion,
    WhichSideQuestion,
)
from bot.content.reading.load import Loaded
from bot.content.reading.problems import Problem
from bot.content.reading.raw_pack import Entry
from bot.judging.reading import named

LONGEST_TIP = 400
"""A phone shows at most this many characters of a tip without scrolling."""

STANDS_OUT = 1.4
"""A right option stands out if it's more than this many times as long as the others' average …"""

STANDS_OUT_BY = 10
"""… and at least this many characters longer, so that people notice."""

ENOUGH_CHOICES = 8
"""Minimum number of choice questions for telling a habit from chance."""

ENOUGH_STATEMENTS = 5
"""Minimum number of true-false questions for telling a habit from chance."""

LOPSIDED = 0.8
"""Share of identical answers from which guessing pays off."""


def problems(loaded: Loaded) -> Iterator[Problem]:
    """Yield faults: texts that are too long, and answers that are given away or indistinguishable."""
    pack, entries = loaded.pack, loaded.raw.entries
    for tip, entry in zip(pack.tips, entries["tips"], strict=True):
        if len(tip.text) > LONGEST_TIP:
            sentence = f"the tip has {len(tip.text)} characters; shorten it to {LONGEST_TIP} so it fits on a phone"
            yield entry.warning(sentence, "text")
    for question, entry in zip(pack.questions, entries["questions"], strict=True):
        yield from _in_question(question, entry, pack)
    yield from _longest_is_right(loaded)
    yield from _longest_is_mistaken(loaded)
    yield from _true_or_false(loaded)


def _in_question(question: Question, entry: Entry, pack: Pack) -> Iterator[Problem]:
    """Yield the faults of a question's options, parts or steps."""
    match question:
        case ChoiceQuestion():
            yield from _length(question, entry)
            yield from _alike([option.text for option in question.options], entry, "options", pack, by_case=True)
        case SeveralQuestion():
            yield from _alike([option.text for option in question.options], entry, "options", pack, by_case=True)
        case MistakeQuestion():
            yield from _alike([part.text for part in question.parts], entry, "parts", pack, by_case=True)
        case OrderQuestion():
            yield from _alike(list(question.items), entry, "items", pack)
        case TrueFalseQuestion() | WhichSideQuestion() | MatchQuestion() | ClozeQuestion():
            pass
        case FreeTextQuestion() | NumberQuestion() | EstimateQuestion():
            pass
        case _:
            assert_never(question)


def _right(question: ChoiceQuestion) -> int:
    """Return the index of the right option."""
    return next(index for index, option in enumerate(question.options) if option.correct)


def _length(question: ChoiceQuestion, entry: Entry) -> Iterator[Problem]:
    """Yield a fault if the right option stands out by its length."""
    right = _right(question)
    length = len(question.options[right].text)
    others = [len(option.text) for index, option in enumerate(question.options) if index != right]
    if length > max(others) and length > STANDS_OUT * mean(others) and length - mean(others) >= STANDS_OUT_BY:
        sentence = (
            f"the right option gives itself away: it has {length} characters, the others {mean(others):.0f} on "
            "average; shorten it, or lengthen the others"
        )
        yield entry.warning(sentence, "options", right)


def _longest_is_right(loaded: Loaded) -> Iterator[Problem]:
    """Yield a fault if the longest option is the right one in most choice questions of the pack."""
    longest, count = _longest(loaded, ChoiceQuestion)
    if longest:
        sentence = (
            f"in {len(longest)} of {count} choice questions, this being the first, the right option is the "
            "longest; lengthen wrong options until it is less than half"
        )
        yield longest[0].warning(sentence, "options")


def _longest_is_mistaken(loaded: Loaded) -> Iterator[Problem]:
    """Yield a fault if the longest part is the mistake in most of the pack's mistake questions."""
    longest, count = _longest(loaded, MistakeQuestion)
    if longest:
        sentence = (
            f"in {len(longest)} of {count} questions with a mistake, this being the first, it's the longest part; "
            "lengthen other parts until it's less than half"
        )
        yield longest[0].warning(sentence, "parts")


def _longest(loaded: Loaded, kind: type[ChoiceQuestion | MistakeQuestion]) -> tuple[list[Entry], int]:
    """Return the questions whose longest text is the answer (none unless it's a habit), and the number of all."""
    questions = [
        (question, entry)
        for question, entry in zip(loaded.pack.questions, loaded.raw.entries["questions"], strict=True)
        if isinstance(question, kind)
    ]
    longest = [entry for question, entry in questions if _is_longest(question)]
    is_habit = len(questions) >= ENOUGH_CHOICES and len(longest) * 2 > len(questions)
    return longest if is_habit else [], len(questions)


def _is_longest(question: ChoiceQuestion | MistakeQuestion) -> bool:
    """Return whether the right option, or the mistake, is longer than every other."""
    if isinstance(question, ChoiceQuestion):
        texts, right = [option.text for option in question.options], _right(question)
    else:
        texts = [part.text for part in question.parts]
        right = next(index for index, part in enumerate(question.parts) if part.fix is not None)
    return all(len(text) < len(texts[right]) for index, text in enumerate(texts) if index != right)


def _alike(choices: list[str], entry: Entry, field: str, pack: Pack, *, by_case: bool = False) -> Iterator[Problem]:
    """Yield a fault for each pair of options or steps that say the same.

    Args:
        choices: the texts of the options or steps.
        entry: the question.
        field: the field that holds them.
        pack: the question's pack, for its language.
        by_case: whether two may differ in case alone, like True and true in code.
    """
    cores = [_core(choice, pack.language) for choice in choices]
    for (one, first), (index, second) in combinations(enumerate(choices), 2):
        by_reading = by_case and first != second and first.casefold() == second.casefold()
        if cores[one] == cores[index] and not by_reading:
            sentence = f"“{second}” says the same as “{first}”; make them differ, or delete one"
            yield entry.warning(sentence, field, index)


def _core(text: str, language: str) -> tuple[str, ...]:
    """Normalise a text for comparison: ignore case, hyphens, meaningless punctuation, articles and plural s.

    Don't ignore more: "labelled" and "unlabelled", "top 5" and "top 50", "C" and "C++", or "/bin" and "bin" must stay
    different.
    """
    return tuple(word.removesuffix("s") for word in named(text, language)) or (text,)


def _true_or_false(loaded: Loaded) -> Iterator[Problem]:
    """Yield a fault if the true-false questions' answers are nearly all the same."""
    statements = [
        (question.answer, entry)
        for question, entry in zip(loaded.pack.questions, loaded.raw.entries["questions"], strict=True)
        if isinstance(question, TrueFalseQuestion)
    ]
    for answer in (True, False):
        same = [entry for right, entry in statements if right is answer]
        if len(statements) >= ENOUGH_STATEMENTS and len(same) >= LOPSIDED * len(statements):
            word = str(answer).lower()
            sentence = (
                f"{len(same)} of {len(statements)} true-false questions, this being the first, are {word}; turn some "
                "statements round so guessing doesn't pay"
            )
            yield same[0].warning(sentence, "answer")
