"""Check for questions, and cards, that ask the same thing in nearly the same words."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import assert_never

from rapidfuzz import fuzz, process

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
from bot.language.text import words

ALIKE = 90.0
"""Minimum similarity, out of 100, of word-sorted texts for two questions to count as duplicates.

At 90, texts of 60 characters differ by about six: a word added or exchanged. Different questions on one subject share
a stem ("Which role …") and score 60 to 85; the same question with its words in another order scores 100.
"""


def problems(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each question, or front of a card, that's nearly the same as another.

    A card and a question may ask the same, as they test an objective in different ways.
    """
    entries = loaded.raw.entries
    prompts = (asked(question) for question in loaded.pack.questions)
    yield from _pairs(zip(prompts, entries["questions"], strict=True), "question")
    fronts = (card.front for card in loaded.pack.cards)
    yield from _pairs(zip(fronts, entries["cards"], strict=True), "card")


def asked(question: Question) -> str:
    """Return what a question asks, including the right answer if the prompt alone isn't specific."""
    match question:
        case ChoiceQuestion() | SeveralQuestion():
            return " ".join([question.prompt, *(option.text for option in question.options if option.correct)])
        case OrderQuestion():
            return " ".join([question.prompt, *question.items])
        case MatchQuestion():
            return " ".join([question.prompt, *(f"{pair.left} {pair.right}" for pair in question.pairs)])
        case ClozeQuestion():
            return question.text
        case MistakeQuestion():
            return " ".join([question.prompt, *(part.text for part in question.parts)])
        case TrueFalseQuestion() | WhichSideQuestion():
            return question.statement
        case FreeTextQuestion() | NumberQuestion() | EstimateQuestion():
            return question.prompt
        case _:
            assert_never(question)


def _pairs(texts_with_entries: Iterable[tuple[str, Entry]], what: str) -> Iterator[Problem]:
    """Yield a problem for each text nearly the same as an earlier one, the first of those; skip different cases.

    Pairs whose lengths differ too much aren't compared.
    """
    by_length = sorted(
        ((" ".join(sorted(words(text))), entry) for text, entry in texts_with_entries), key=lambda pair: len(pair[0])
    )
    texts = [text for text, _ in by_length]
    lengths = [len(text) for text in texts]
    earliest: dict[tuple[Path, int], tuple[Entry, Entry]] = {}
    for place, (text, entry) in enumerate(by_length):
        # two texts of lengths m ≤ n score at most 200 m / (m + n)
        shortest = bisect_left(lengths, len(text) * ALIKE / (200 - ALIKE))
        candidates = texts[shortest:place] if text else []
        for _, _, found in process.extract(text, candidates, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None):
            other = by_length[shortest + found][1]
            first, second = sorted((entry, other), key=_position)
            if first.fields.get("case") == second.fields.get("case"):
                known, _ = earliest.get(_position(second), (first, second))
                earliest[_position(second)] = min(known, first, key=_position), second
    for first, second in earliest.values():
        sentence = f"this {what} asks nearly the same as `{first.id}` in {first.place}; change or delete one"
        yield second.warning(sentence, "id")


def _position(entry: Entry) -> tuple[Path, int]:
    """Return where an entry stands among those of its kind in the pack."""
    return entry.document.path, entry.index
