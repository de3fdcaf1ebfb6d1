"""Check whether wording gives answers away: hedges, absolute words, and answers that are right too often.

It's hard to make a hedged statement false, and hard to make one with “always” true. People who are used to
tests know that without knowing the subject (Millman, Bishop and Ebel, An analysis of test-wiseness, 1965), so guides
to writing tests say to keep such words out (Haladyna, Downing and Rodriguez, A review of multiple-choice item-writing
guidelines for classroom assessment, 2002).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import comb

from bot.content.faults.prose import is_english
from bot.content.item import BOTH
from bot.content.question import ChoiceQuestion, SeveralQuestion, TrueFalseQuestion, WhichSideQuestion
from bot.content.reading.load import Loaded
from bot.content.reading.problems import Problem
from bot.content.reading.raw_pack import Entry
from bot.language.sentences import sentences
from bot.language.text import listed

HEDGE = re.compile(
    r"\b(?:may|might|can(?!not\b|['’]t\b)|could(?!n['’]t\b)|usually|often|sometimes|generally|typically|mostly|perhaps|"
    r"possibly|probably|tends? to|in many cases|as a rule)\b",
    re.IGNORECASE,
)
"""Words that hedge a statement."""

ABSOLUTE = re.compile(
    r"\b(?:all|always|never|only|every|any|anything|anyone|must|none|nothing|nobody|no|cannot|can['’]t|completely|"
    r"entirely|totally|impossible|guarantees?d?|whenever|everything|everyone|everybody|needn['’]t|need not|"
    r"don['’]t need|at all)\b",
    re.IGNORECASE,
)
"""Words that make a statement absolute."""

CHANCE = 0.05
"""Wording counts as a cue if the probability of guessing as well by luck is below this."""

ENOUGH_SIDES = 8
"""Minimum number of which-side questions for telling a habit from chance."""

ENOUGH_WRONG = 2
"""Minimum number of wrong options with an absolute word for it not to be chance."""

_SHOWN = 20


def problems(loaded: Loaded) -> Iterator[Problem]:
    """Yield faults: statements and options given away by their wording, and sides that are right too often."""
    if is_english(loaded):
        yield from _statements(loaded)
        yield from _options(loaded)
    yield from _sentences(loaded)
    yield from _sides(loaded)


def _statements(loaded: Loaded) -> Iterator[Problem]:
    """Yield a fault if hedges and absolute words predict the answers clearly better than a coin toss."""
    guesses = [
        (guess is question.answer, entry)
        for question, entry in zip(loaded.pack.questions, loaded.raw.entries["questions"], strict=True)
        if isinstance(question, TrueFalseQuestion) and (guess := guessed(question.statement)) is not None
    ]
    hits = [entry for hit, entry in guesses if hit]
    if guesses and luck(len(hits), len(guesses)) < CHANCE:
        sentence = (
            f"{len(guesses)} true-false statements hedge (may, usually) or have an absolute word (all, never); "
            f"calling the first true and the second false is right in {len(hits)}: {_named(hits)}; reword some, "
            "or turn them round"
        )
        yield hits[0].warning(sentence, "statement")


def _sentences(loaded: Loaded) -> Iterator[Problem]:
    """Yield a fault if all statements of more than one sentence are true, or all are false."""
    longer = [
        (question.answer, entry)
        for question, entry in zip(loaded.pack.questions, loaded.raw.entries["questions"], strict=True)
        if isinstance(question, TrueFalseQuestion) and len(sentences(question.statement)) > 1
    ]
    if len({answer for answer, _ in longer}) == 1 and luck(len(longer), len(longer)) < CHANCE:
        answer, entry = longer[0]
        sentence = (
            f"all {len(longer)} true-false statements of two sentences or more, this being the first, are "
            f"{str(answer).lower()}; turn some round, or make one sentence of some"
        )
        yield entry.warning(sentence, "statement")


def guessed(statement: str) -> bool | None:
    """Return the answer that a statement's wording suggests to someone clueless; None if it suggests none."""
    if ABSOLUTE.search(statement):
        return False
    return True if HEDGE.search(statement) else None


def luck(hits: int, tries: int) -> float:
    """Return the probability that tossing a coin gives at least as many hits."""
    better: int = sum(comb(tries, each) for each in range(hits, tries + 1))
    return better / (1 << tries)


def _options(loaded: Loaded) -> Iterator[Problem]:
    """Yield a fault for each question in which only wrong options have an absolute word.

    At least two wrong options must have one. If most wrong options do, but not all, it may be chance: that's a note.
    """
    for question, entry in zip(loaded.pack.questions, loaded.raw.entries["questions"], strict=True):
        if not isinstance(question, ChoiceQuestion | SeveralQuestion):
            continue
        found = [(option.correct, ABSOLUTE.search(option.text)) for option in question.options]
        wrong = [word[0].lower() for correct, word in found if word and not correct]
        if len(wrong) < ENOUGH_WRONG or any(word and correct for correct, word in found):
            continue
        quoted = listed(sorted({f"“{word}”" for word in wrong}), "and")
        sentence = (
            f"only wrong options have absolute words, {quoted}; reword them, or give a right option such a word"
        )
        plain = sum(not correct for correct, _ in found) - len(wrong)
        if not plain:
            yield entry.warning(sentence, "options")
        elif plain < len(wrong):
            yield entry.note(sentence, "options")


def _sides(loaded: Loaded) -> Iterator[Problem]:
    """Yield a fault if over half of all which-side questions have the same answer, or a note if none has “both”."""
    questions = [
        (question.answer, entry)
        for question, entry in zip(loaded.pack.questions, loaded.raw.entries["questions"], strict=True)
        if isinstance(question, WhichSideQuestion)
    ]
    for side, count in Counter(answer for answer, _ in questions).items():
        if len(questions) >= ENOUGH_SIDES and count * 2 > len(questions):
            first = next(entry for answer, entry in questions if answer == side)
            sentence = (
                f"{count} of {len(questions)} which-side questions, this being the first, have the answer `{side}`; "
                "change some until it's less than half"
            )
            yield first.warning(sentence, "answer")
    if len(questions) >= ENOUGH_SIDES and all(answer != BOTH for answer, _ in questions):
        sentence = (
            f"none of {len(questions)} which-side questions has the answer `{BOTH}`, so nobody needs to think of it; "
            "ask for something that the sides share"
        )
        yield questions[0][1].note(sentence, "answer")


def _named(entries: Sequence[Entry]) -> str:
    names = [f"`{entry.id}`" for entry in entries]
    return listed(names, "and") if len(names) <= _SHOWN else f"{', '.join(names[:_SHOWN])} …"
