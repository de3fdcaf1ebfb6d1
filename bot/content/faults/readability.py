"""Check whether English texts are easy to read: length of sentences and words, and use of the passive voice.

The grade is the Flesch–Kincaid grade level: roughly the US school year in which people can understand a text,
computed from words per sentence and syllables per word (Kincaid, Fishburne, Rogers and Chissom, Derivation of new
readability formulas for Navy enlisted personnel, 1975). It ignores the meaning, so all findings are notes.
"""

import re
from collections.abc import Iterator

from bot.content.faults.prose import Passage, english_words, is_english, passages, syllables
from bot.content.reading.load import Loaded
from bot.content.reading.problems import Problem
from bot.language.sentences import sentences

LONGEST = 25
"""At most this many words up to a full stop, colon or semicolon; guides to plain language say the same."""

_PAUSE = re.compile(r"(?<=[;:])\s")

HARDEST = 12
"""The highest acceptable grade, the last year of school."""

ENOUGH = 25
"""Minimum number of words for the grade to be meaningful."""

HALF = 0.5
"""A text is too passive if more than this share of its sentences is …"""

ENOUGH_SENTENCES = 3
"""… and it has at least this many sentences."""

_IRREGULAR = (
    "built|brought|bought|caught|chosen|cut|drawn|driven|done|fed|felt|found|given|grown|held|kept|known|laid|led|left|"
    "lost|made|meant|met|paid|put|read|said|seen|sent|set|shown|sold|spent|split|spoken|taken|taught|told|thought|"
    "understood|worn|written"
)
_PASSIVE = re.compile(
    rf"\b(?:is|are|was|were|be|been|being)\b(?: \w+ly| not| also| then| only| still| already| often| first)?"
    rf" (?!un\w+ed\b|structured\b|need\b)(?:\w{{2,}}ed|{_IRREGULAR})\b(?! (?:of|up with|by now)\b)",
    re.IGNORECASE,
)


def problems(loaded: Loaded) -> Iterator[Problem]:
    """Yield notes: long sentences, hard texts, and texts with too many passive sentences."""
    if is_english(loaded):
        for passage in passages(loaded):
            yield from _hard(passage)


def _hard(passage: Passage) -> Iterator[Problem]:
    """Yield the first thing that makes a text hard."""
    entry, steps, text = passage
    found = sentences(text, quoted=True)
    stretches = [stretch for sentence in found for stretch in _PAUSE.split(sentence)]
    longest = max((len(stretch.split()), stretch) for stretch in stretches)
    passive = sum(bool(_PASSIVE.search(sentence)) for sentence in found)
    if longest[0] > LONGEST:
        begins = " ".join(longest[1].split()[:4])
        yield entry.note(f"the part from “{begins} …” runs to {longest[0]} words; make it two sentences", *steps)
    elif len(english_words(text)) >= ENOUGH and grade(text) > HARDEST:
        sentence = f"this reads like grade {grade(text):.0f}; use shorter sentences, or shorter words"
        yield entry.note(sentence, *steps)
    elif len(found) >= ENOUGH_SENTENCES and passive > HALF * len(found):
        sentence = f"{passive} of {len(found)} sentences are passive; say who does it"
        yield entry.note(sentence, *steps)


def grade(text: str) -> float:
    """Return the Flesch–Kincaid grade of an English text; 0 if it has no words."""
    words = english_words(text)
    if not words:
        return 0.0
    return (
        0.39 * len(words) / len(sentences(text, quoted=True)) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    )
