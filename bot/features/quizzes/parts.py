"""Answers with several parts: ticked options, pairs, filled gaps. Pure, without state or I/O.

They're parsed from text: “A C”, “1b 2a 3c”, “sample; population”. What's stored has the pack's own indexes, so it
stays valid whatever order a quiz has shown.
"""

import re

from bot.content.answers import vocabulary, wanted_in_gaps
from bot.content.gaps import BETWEEN_GAPS, gapped
from bot.content.question import ClozeQuestion, MatchQuestion, Option, SeveralQuestion
from bot.features.quizzes.judgement import Judgement, explained, in_parts
from bot.features.quizzes.options import letter, options_of, rights_shown
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.questions import words_of
from bot.judging.judge import judge
from bot.language.refusals import Refusal
from bot.language.rich_text import text
from bot.language.text import counted, fold

_STORED_BETWEEN = "\n"
"""Separates the words for several gaps when they're stored; typed text never contains it."""

_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_JOINING = re.compile(r"\band\b", re.IGNORECASE)
_PAIRS = re.compile(r"(?:\d[A-Z])+")
_LETTERS = re.compile(r"[A-Z]+")


def example_of(question: SeveralQuestion | MatchQuestion | ClozeQuestion) -> str:
    """Return an example of such an answer as text."""
    match question:
        case SeveralQuestion():
            return "A C"
        case MatchQuestion():
            count = len(question.pairs)
            return " ".join(f"{number}{letter(count - number)}" for number in range(1, count + 1))
        case ClozeQuestion():
            return BETWEEN_GAPS.join(_ORDINALS[: len(gapped(question.text).gaps)])


def read_ticks(posed: Posed, question: SeveralQuestion, typed: str) -> str:
    """Return the ticked options in their stored form.

    Args:
        posed: the question in its quiz.
        question: the same question.
        typed: such as “A C” or “a and c”.

    Raises:
        Refusal: these aren't letters of options.
    """
    letters = _compact(typed)
    stored = {letter(place): option.stored for place, option in enumerate(options_of(posed))}
    if not _LETTERS.fullmatch(letters) or not set(letters) <= set(stored):
        first, last = letter(0), letter(len(question.options) - 1)
        raise Refusal(f"Pick all that apply by their letters, {first} to {last}, such as {example_of(question)}.")
    return "".join(sorted({stored[each] for each in letters}))


def judge_ticks(posed: Posed, question: SeveralQuestion, answer: str) -> Judgement:
    """Judge ticked options: the number of right ticks minus wrong ones, out of all the right options.

    Args:
        posed: the question in its quiz.
        question: the same question.
        answer: the indexes of the options, as they're stored.
    """
    ticked = {int(each) for each in answer if int(each) < len(question.options)}
    right = {number for number, option in enumerate(question.options) if option.correct}
    found, wrong = len(ticked & right), len(ticked - right)
    how_far = f"You found {found} of {len(right)}"
    how_far += f", but picked {counted(wrong, 'wrong one')}." if wrong else "."
    reasons = [
        f"{letter(place)}: {_reason(question.options[int(choice.stored)])}"
        for place, choice in enumerate(options_of(posed))
        if int(choice.stored) in (ticked ^ right or right)
    ]
    return in_parts(max(0, found - wrong), len(right), how_far, answer, [text("\n".join(reasons))])


def _reason(option: Option) -> str:
    """Return why an option is right or wrong; if it doesn't say why, return which of the two it is."""
    return option.why or ("right" if option.correct else "wrong")


def read_pairs(posed: Posed, question: MatchQuestion, typed: str) -> str:
    """Return the pairs in their stored form: the index of a right-hand side for each left-hand side, in order.

    Args:
        posed: the question in its quiz.
        question: the same question.
        typed: such as “1b 2a 3c”, or “b a c”.

    Raises:
        Refusal: there isn't a pair for each left-hand side.
    """
    rights = {letter(place): number for place, (number, _) in enumerate(rights_shown(question, posed.seed))}
    count, compact = len(question.pairs), _compact(typed)
    if _LETTERS.fullmatch(compact):
        pairs = {str(number): each for number, each in enumerate(compact, 1)}
    else:
        pairs = dict(zip(compact[::2], compact[1::2], strict=False)) if _PAIRS.fullmatch(compact) else {}
    is_whole = len(compact) == count * (1 if _LETTERS.fullmatch(compact) else 2)
    lefts = [str(number) for number in range(1, count + 1)]
    if not is_whole or set(pairs) != set(lefts) or not set(pairs.values()) <= set(rights):
        raise Refusal(f"Give a letter for each of the {count} numbers, such as {example_of(question)}.")
    return "".join(str(rights[pairs[left]]) for left in lefts)


def judge_pairs(question: MatchQuestion, answer: str) -> Judgement:
    """Judge pairs.

    Args:
        question: the question.
        answer: the pairs, as they're stored.
    """
    missed = [pair for place, pair in enumerate(question.pairs) if answer[place : place + 1] != str(place)]
    count = len(question.pairs)
    right = count - len(missed)
    why = explained(question.explanation, right=not missed)
    belong = [text("\n".join(f"{pair.left} → {pair.right}" for pair in missed))] if missed else []
    return in_parts(right, count, f"You found {right} of {count} pairs.", answer, [*belong, *why])


def read_gaps(question: ClozeQuestion, typed: str) -> str:
    """Return the words for the gaps in their stored form; some gaps may be empty.

    Args:
        question: the question.
        typed: a text for each gap, separated by semicolons.

    Raises:
        Refusal: all gaps are empty, or there are too few or too many words.
    """
    count = len(gapped(question.text).gaps)
    fillings = [each.strip() for each in (typed.split(BETWEEN_GAPS.strip()) if count > 1 else [typed])]
    if len(fillings) != count:
        raise Refusal(f"There are {count} gaps; put a semicolon between your answers: {example_of(question)}.")
    if not any(fillings):
        raise Refusal("All gaps are empty; fill in at least one.")
    return _STORED_BETWEEN.join(fillings)


def fillings_of(answer: str) -> list[str]:
    """Return the word for each gap from a stored answer."""
    return answer.split(_STORED_BETWEEN)


def right_gaps(posed: Posed, question: ClozeQuestion, answer: str) -> list[bool]:
    """Return for each gap whether it's filled correctly.

    Args:
        posed: the question in its quiz.
        question: the same question.
        answer: the answer, as it's stored.
    """
    listed = {fold(word) for word in words_of(question)} if question.choose else set()
    accepted = zip(fillings_of(answer), wanted_in_gaps(question, posed.pack), strict=False)
    return [
        fold(filling) in map(fold, each.answers)
        if fold(filling) in listed
        else bool(filling) and judge(filling, each, vocabulary(posed.pack)).verdict.counts
        for filling, each in accepted
    ]


def judge_gaps(posed: Posed, question: ClozeQuestion, answer: str) -> Judgement:
    """Judge the words in the gaps.

    Args:
        posed: the question in its quiz.
        question: the same question.
        answer: the answer, as it's stored.
    """
    text_with_gaps = gapped(question.text)
    right, count = sum(right_gaps(posed, question, answer)), len(text_with_gaps.gaps)
    reply = [text(text_with_gaps.filled), *explained(question.explanation, right=right == count)]
    how_far = "" if count == 1 else f"You filled {right} of {count} gaps."
    return in_parts(right, count, how_far, answer, reply)


def _compact(typed: str) -> str:
    """Return only the letters and digits, in upper case."""
    return "".join(each for each in _JOINING.sub(" ", typed).upper() if each.isalnum())
