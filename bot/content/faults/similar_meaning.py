"""Check for items on the same thing in different words: duplicate questions, and answers that may be contradictory.

The similarity of two texts is their cosine similarity with words weighted by inverse document frequency (Spärck
Jones, A statistical interpretation of term specificity, 1972). All findings are notes for the author to look at.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import log, sqrt
from typing import NamedTuple

from bot.content.faults.duplicates import asked
from bot.content.faults.prose import content_words, is_english
from bot.content.item import BOTH
from bot.content.question import FreeTextQuestion, Question, WhichSideQuestion
from bot.content.reading.load import Loaded
from bot.content.reading.problems import Problem
from bot.content.reading.raw_pack import Entry
from bot.language.text import listed

SAME = 0.4
"""From this similarity, two questions may be duplicates. Five of seven such pairs in the first pack were."""

NEAR_BOTH = 0.25
"""Minimum similarity for a note if one text is about one side and the other about both …"""

NEAR_OTHER = 0.4
"""… or if they're about different sides; those are often written as a pair on purpose."""

ECHO = 0.5
"""A statement repeats a cell if at least this share of its words is in the cell …"""

ECHOED = 3
"""… and at least this many words."""

_RARE = 50
"""Two texts are compared only if they share a word that's in at most this many texts."""

_SHOWN = 4


class ItemText(NamedTuple):
    """A text of an item.

    Args:
        entry: the item.
        words: the content words of the text.
        answer: the id of the side that it describes, or "".
        case: the id of the case that the item is about, or "".
    """

    entry: Entry
    words: frozenset[str]
    answer: str = ""
    case: str = ""


def problems(loaded: Loaded) -> Iterator[Problem]:
    """Yield notes: questions that may be duplicates, and answers that may contradict each other."""
    if is_english(loaded):
        questions = list(zip(loaded.pack.questions, loaded.raw.entries["questions"], strict=True))
        yield from _doubles(
            [ItemText(entry, content_words(_whole(each)), case=each.case or "") for each, entry in questions]
        )
        yield from _contradictions(list(_sided(loaded)))
        yield from _echoes(loaded)


def _whole(question: Question) -> str:
    """Return what a question asks, with its answer if that's typed text."""
    return f"{asked(question)} {question.answers[0]}" if isinstance(question, FreeTextQuestion) else asked(question)


def _sided(loaded: Loaded) -> Iterator[ItemText]:
    """Yield every text about one side or both: cells, statements and tasks."""
    pack, entries = loaded.pack, loaded.raw.entries
    for comparison, entry in zip(pack.comparisons, entries["comparisons"], strict=True):
        for side, text in comparison.cells.items():
            yield ItemText(entry, content_words(text), side)
    for example, entry in zip(pack.examples, entries["examples"], strict=True):
        yield ItemText(entry, content_words(f"{example.title} {example.task}"), example.role)
    for question, entry in zip(pack.questions, entries["questions"], strict=True):
        if isinstance(question, WhichSideQuestion):
            yield ItemText(entry, content_words(question.statement), question.answer)


def _doubles(texts: Sequence[ItemText]) -> Iterator[Problem]:
    """Yield a note for each question that may be a duplicate of an earlier one, unless they share a case's words."""
    noted: set[int] = set()
    for likeness, first, second in alike(texts):
        is_double = likeness >= SAME and not (first.case and first.case == second.case)
        if is_double and id(second.entry) not in noted:
            noted.add(id(second.entry))
            text = f"this asks much the same as `{first.entry.id}` in {first.entry.place}: {_shared(first, second)}"
            yield second.entry.note(f"{text}; see whether both are needed", "id")


def _contradictions(texts: Sequence[ItemText]) -> Iterator[Problem]:
    """Yield a note for each pair of texts that say much the same about different sides, or about one and both."""
    for likeness, first, second in alike(texts):
        least = NEAR_BOTH if BOTH in (first.answer, second.answer) else NEAR_OTHER
        if (
            likeness >= least
            and first.answer != second.answer
            and first.entry is not second.entry
            and len(first.words & second.words) > 1
        ):
            text = (
                f"this is about `{second.answer}`, `{first.entry.id}` in {first.entry.place} about `{first.answer}`, "
                f"and they share {_shared(first, second)}; make sure they don't contradict each other"
            )
            yield second.entry.note(text, "id")


def _echoes(loaded: Loaded) -> Iterator[Problem]:
    """Yield a note for each statement that takes most of its words from a cell, so that recalling it is enough."""
    cells = [
        (content_words(f"{comparison.aspect} {text}"), side, comparison.id)
        for comparison in loaded.pack.comparisons
        for side, text in comparison.cells.items()
    ]
    for question, entry in zip(loaded.pack.questions, loaded.raw.entries["questions"], strict=True):
        if not isinstance(question, WhichSideQuestion):
            continue
        statement_words = content_words(question.statement)
        shared = ((len(statement_words & words), name) for words, side, name in cells if side == question.answer)
        count, name = max(shared, default=(0, ""))
        if count >= ECHOED and count >= ECHO * len(statement_words):
            text = (
                f"{count} of {len(statement_words)} words are taken from the comparison `{name}`, so it's enough to "
                "have read that; ask about a case instead"
            )
            yield entry.note(text, "statement")


def _shared(first: ItemText, second: ItemText) -> str:
    words = sorted(first.words & second.words, key=lambda word: (-len(word), word))[:_SHOWN]
    return listed([f"“{word}”" for word in sorted(words)], "and")


def alike(texts: Sequence[ItemText]) -> Iterator[tuple[float, ItemText, ItemText]]:
    """Yield each pair of texts that share a rare word, in order, with its similarity from 0 to 1."""
    texts_with: defaultdict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(texts):
        for word in each.words:
            texts_with[word].append(place)
    weights = {word: log(len(texts) / len(places)) ** 2 for word, places in texts_with.items()}
    pairs = {pair for places in texts_with.values() if len(places) <= _RARE for pair in combinations(places, 2)}
    lengths = [sqrt(sum(weights[word] for word in each.words)) for each in texts]
    for one, other in sorted(pairs):
        both = lengths[one] * lengths[other]
        if both:
            shared = sum(weights[word] for word in texts[one].words & texts[other].words)
            yield min(1.0, shared / both), texts[one], texts[other]
