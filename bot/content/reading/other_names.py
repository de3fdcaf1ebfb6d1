"""Names that people give to fields, lists and types of question, and how packs call them."""

from collections.abc import Iterable

_FIELDS = """
question: prompt front statement
q: prompt front
stem: prompt
answer: answers back
solution: answers back
response: answers back
meaning: definition
description: definition summary
translation: definition back
word: term
choices: options
alternatives: options
content: text
body: text
reason: why
feedback: why explanation
rationale: why explanation
picture: image
img: image
difficulty: level
synonyms: aliases
also: aliases
objective: objectives
goals: objectives
glossary: terms
vocabulary: terms
definitions: terms
words: terms
quiz: questions
quizzes: questions
lessons: tips
gaps: clozes
license: licence
author: authors
lang: language
name: title term
"""
_TYPES = """
mc: choice
mcq: choice
multiple-choice: choice
single-choice: choice
single: choice
multiple: several
multi-select: several
multiple-select: several
multiple-answer: several
multiple-answers: several
multiple-response: several
checkbox: several
checkboxes: several
tf: true-false
boolean: true-false
yes-no: true-false
short-answer: free-text
short: free-text
open: free-text
typed: free-text
text: free-text
input: free-text
fill-in-the-blank: cloze
fill-in: cloze
gap: cloze
gaps: cloze
matching: match
pairs: match
ordering: order
sort: order
sequence: order
ranking: order
numeric: number
numerical: number
slider: estimate
guess: estimate
"""


def _names(lines: str) -> dict[str, tuple[str, ...]]:
    pairs = (line.split(": ") for line in lines.strip().splitlines())
    return {other: tuple(ours.split()) for other, ours in pairs}


_FIELD_BY_NAME, _TYPE_BY_NAME = _names(_FIELDS), _names(_TYPES)


def known_as(name: str, known: Iterable[str]) -> str | None:
    """Return what a pack calls something; None if it isn't known by this name.

    Args:
        name: the name that someone gave to a field, a list or a type of question.
        known: the names that a pack may use in this place.
    """
    folded = name.casefold().replace("_", "-").replace(" ", "-").replace("/", "-")
    possible = set(known)
    ours = (*_TYPE_BY_NAME.get(folded, ()), *_FIELD_BY_NAME.get(folded, ()))
    return next((each for each in ours if each in possible), None)
