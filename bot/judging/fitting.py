"""How well a typed text fits one answer: the same, a form of it, a slip, near, or not at all."""

from collections import Counter
from enum import IntEnum
from typing import NamedTuple

from bot.judging import forms, limits, measures, other_languages, phrases, slips, titles
from bot.judging.model import Verdict, Vocabulary, Wanted
from bot.judging.number_words import LARGE
from bot.judging.reading import Reading, name_of, read
from bot.judging.views import ReferenceAnswer, Typed

MOST_WORDS_AROUND = 8
"""Maximum number of extra words around an answer where extra words are allowed."""


_PREFIXES_AS_TEXT = """
anti co half hyper hypo inter intra macro meta micro mid mini mono multi neo non over post pre proto pseudo quasi
re self semi sub super supra trans ultra un under uni
"""
_PREFIXES = frozenset(_PREFIXES_AS_TEXT.split())
"""Prefixes that, with a hyphen, make another word of the one they precede: hyper-parameters aren't parameters."""


_BOUNDS = frozenset({"-", "minus", "negative", "<", ">", "over", "under", "above", "below", "than", "beyond"})
"""Words and signs before a number that make it another one, or a limit: -3, more than 3."""

_AT_A_LOSS = frozenset({("no", "idea"), ("no", "clue")})
"""What people say if they don't know; it isn't a “no”."""

_FILLERS_AS_TEXT = """
actual actually first her his is it its itself just kind kinds my one only our own really simply some sort sorts term
the their thing type types very whole your
"""
_FILLERS = frozenset(_FILLERS_AS_TEXT.split())


class FitKind(IntEnum):
    """The ways in which a text fits an answer, best first."""

    SAME = 0
    PLURAL = 1
    FORM = 2
    SLIP = 3
    NEAR = 4
    NOT = 5


class Fit(NamedTuple):
    """How well a text fits an answer; the smaller, the better.

    Args:
        kind: in which way it fits.
        edits: the number of edits between the two.
    """

    kind: FitKind
    edits: int = 0


NOT = Fit(FitKind.NOT)


def fit(typed: Typed, answer: ReferenceAnswer, wanted: Wanted, vocabulary: Vocabulary) -> Fit:
    """Return how well a typed text fits an answer.

    Args:
        typed: the typed text.
        answer: the answer to compare it with.
        wanted: what the question accepts.
        vocabulary: other words and names in the question's pack.
    """
    if typed.text.strip() == answer.text.strip():
        return Fit(FitKind.SAME)
    if not typed.reading.tokens:
        return NOT
    valued = _fit_values(typed, answer, wanted)
    if valued is not None:
        return valued
    best = _fit_readings(typed, answer, wanted.language[:2], vocabulary.words)
    if (
        best.kind >= FitKind.NEAR
        and answer.has_small_words
        and slips.is_small_slip(typed.words, answer.words, wanted.language)
    ):
        best = Fit(FitKind.SLIP, 1)
    if answer.is_code and best.kind > FitKind.SAME:
        best = max(best, Fit(FitKind.NEAR, best.edits))
    if best.kind < FitKind.NEAR and (
        other_languages.is_other_gender(typed.text, answer.text, wanted.language)
        or titles.names_another(typed.text, answer.text)
    ):
        return Fit(FitKind.NEAR)
    if best.kind in {FitKind.PLURAL, FitKind.NOT} or not vocabulary.names or typed.name not in vocabulary.names:
        return best
    return best if typed.short_name == answer.short_name else Fit(FitKind.NEAR, best.edits)


def _fit_values(typed: Typed, answer: ReferenceAnswer, wanted: Wanted) -> Fit | None:
    """Return how well a typed frequency, date, time or number fits; None if the two can't be compared as such."""
    if answer.frequency is not None and typed.frequency is not None:
        return Fit(FitKind.SAME) if typed.frequency == answer.frequency else NOT
    dated = _fit_moments(typed, answer)
    if dated is not None or typed.quantity is None or answer.quantity is None:
        return dated
    verdict = measures.agree(typed.quantity, answer.quantity, wanted.tolerance, wanted.unit, anything=False)
    if verdict is None:
        return None
    if verdict is Verdict.RIGHT and not typed.quantity.is_range and limits.begins_or_ends_a_row(answer.text):
        return Fit(FitKind.NEAR)  # Node 18 is only the first of “Node 18 or later”
    return {Verdict.RIGHT: Fit(FitKind.SAME), Verdict.NEAR: Fit(FitKind.NEAR)}.get(verdict, NOT)


def _fit_readings(typed: Typed, answer: ReferenceAnswer, language: str, known: frozenset[str]) -> Fit:
    """Return how well the best-fitting forms of two texts fit, in their language or with small words in English."""
    best = min(
        _fit(reading, right, answer, language, known) for reading in typed.readings for right in answer.readings
    )
    return best if best.kind is FitKind.SAME or typed.lines.isdisjoint(answer.lines) else Fit(FitKind.SAME)


def _fit_moments(typed: Typed, answer: ReferenceAnswer) -> Fit | None:
    """Return how well a typed date or time fits; None if one of the two is neither, or they can't be compared."""
    both = [(one, other) for one in typed.moments for other in answer.moments] if answer.moments else []
    if any(one == other for one, other in both):
        return Fit(FitKind.SAME)
    if any(one.parts == other.parts for one, other in both):
        return NOT
    return Fit(FitKind.FORM) if any(one.is_within(other) for one, other in both) else None


def holds(typed: Typed, answer: ReferenceAnswer, wanted: Wanted, vocabulary: Vocabulary) -> bool:
    """Return whether a typed text contains an answer, among other words that don't change its meaning.

    Args:
        typed: the typed text.
        answer: the answer to look for.
        wanted: what the question accepts.
        vocabulary: other words and names in the question's pack.
    """
    tokens = typed.reading.tokens
    answers = {name_of(each, wanted.language) for each in (*wanted.answers, *wanted.standalone)}
    if typed.name in vocabulary.names or (typed.moments and answer.moments):  # 9:30 pm isn't 9:30
        return False
    for right in answer.readings:
        around = len(tokens) - len(right.tokens)
        if not 0 < around <= MOST_WORDS_AROUND:
            continue
        for start in range(around + 1):
            end = start + len(right.tokens)
            if _turns(tokens[:start], tokens[end:], answer) or _is_other(tokens, start, end, answers, vocabulary):
                continue
            if tokens[start : start + 2] in _AT_A_LOSS:
                continue
            part = _reading(tokens[start:end])
            if _fit(part, right, answer, wanted.language[:2], vocabulary.words).kind <= FitKind.SLIP:
                return True
    return False


def stands(typed: Typed, answer: ReferenceAnswer, wanted: Wanted, vocabulary: Vocabulary) -> bool:
    """Return whether a typed text is an answer apart from filler words around it: “just …”, “the … kind”.

    Args:
        typed: the typed text.
        answer: the answer to compare it with.
        wanted: what the question accepts.
        vocabulary: other words and names in the question's pack.
    """
    tokens = typed.reading.tokens
    first = next((place for place, word in enumerate(tokens) if word not in _FILLERS), len(tokens))
    last = next((place for place in range(len(tokens), first, -1) if tokens[place - 1] not in _FILLERS), first)
    if first == last or (first, last) == (0, len(tokens)):
        return False
    part = _reading(tokens[first:last])
    return any(
        _fit(part, right, answer, wanted.language[:2], vocabulary.words).kind <= FitKind.SLIP
        for right in answer.readings
    )


def _turns(before: tuple[str, ...], after: tuple[str, ...], answer: ReferenceAnswer) -> bool:
    """Return whether words around an answer change its meaning: “not …”, “semi-…”, “… thousand”."""
    others = {*before, *after}
    if others & phrases.turning(answer.language) or phrases.prefers_another(before):
        return True
    if answer.quantity is not None and (
        any(each in LARGE or each[0].isdecimal() for each in others) or not _BOUNDS.isdisjoint(before[-1:])
    ):
        return True
    return bool(before) and before[-1] in _PREFIXES


def _is_other(tokens: tuple[str, ...], start: int, end: int, answers: set[str], vocabulary: Vocabulary) -> bool:
    """Return whether an answer together with adjacent words is the name of something else."""
    spans = ("".join(tokens[first:last]) for first in range(start + 1) for last in range(end, len(tokens) + 1))
    return any(
        name in vocabulary.names and name not in answers for name in spans if name != "".join(tokens[start:end])
    )


def _reading(tokens: tuple[str, ...]) -> Reading:
    return read(" ".join(tokens), "")


def _fit(typed: Reading, right: Reading, answer: ReferenceAnswer, language: str, known: frozenset[str]) -> Fit:
    if typed.line == right.line:
        return Fit(FitKind.SAME)
    if typed.numbers != right.numbers:
        return NOT
    if typed.marks != right.marks:
        letters, wanted = ("".join(filter(str.isalnum, each.tokens)) for each in (typed, right))
        return (
            Fit(FitKind.NEAR, abs(len(typed.marks) - len(right.marks)))
            if letters == wanted and len(letters) > 2
            else NOT
        )
    changed = set(typed.tokens) ^ set(right.tokens)
    if typed.joined == right.joined:
        return NOT if {"no", "not"} & changed else Fit(FitKind.SAME)  # "no table" isn't "notable"
    if not phrases.negations(language).isdisjoint(changed):
        return NOT
    if len(typed.tokens) == len(right.tokens):
        return _fit_words(typed, right, answer, language, known)
    return _fit_joined(typed, right, answer, language, known)


def _fit_words(typed: Reading, right: Reading, answer: ReferenceAnswer, language: str, known: frozenset[str]) -> Fit:
    """Compare texts with the same number of words, word by word."""
    letters = len(right.joined)
    most = slips.tolerance(letters)
    different = [(word, wanted) for word, wanted in zip(typed.tokens, right.tokens, strict=True) if word != wanted]
    place = slips.WordPosition(max(letters, answer.letters), len(right.tokens), len(different) == 1)
    kind, edits = FitKind.SAME, 0
    for word, wanted in different:
        if not (word.isalpha() and wanted.isalpha()) or slips.are_opposed(word, wanted, language):
            return NOT
        form = _form(word, wanted, answer, language)
        if form is None and len(right.tokens) > len(different) and slips.is_cut_short(word, wanted, language):
            form = FitKind.FORM
        if form is not None:
            kind = max(kind, form)
            continue
        apart = slips.edits(word, wanted, 2 * most)
        edits += apart
        if edits > 2 * most:
            return NOT
        is_slip = edits <= most and slips.is_slip(word, wanted, apart, language, known, place)
        if not is_slip and word[0] != wanted[0]:
            return NOT
        kind = max(kind, FitKind.SLIP if is_slip else FitKind.NEAR)
    return Fit(kind, edits)


def _fit_joined(typed: Reading, right: Reading, answer: ReferenceAnswer, language: str, known: frozenset[str]) -> Fit:
    """Compare all letters, for texts that are split into words differently."""
    form = _form(typed.joined, right.joined, answer, language)
    if form is FitKind.PLURAL:  # data sets for dataset
        return Fit(form)
    most = slips.tolerance(len(right.joined))
    apart = slips.edits(typed.joined, right.joined, 2 * most)
    if apart > 2 * most:
        return NOT
    more, fewer = Counter(typed.tokens), Counter(right.tokens)
    if not more - fewer or not fewer - more:  # a whole word too many, or too few
        return NOT
    place = slips.WordPosition(len(right.joined), 1, is_only=True)
    if apart <= most and slips.is_slip(typed.joined, right.joined, apart, language, known, place):
        return Fit(FitKind.SLIP, apart)
    return Fit(FitKind.NEAR, apart) if typed.joined[0] == right.joined[0] else NOT


def _form(word: str, wanted: str, answer: ReferenceAnswer, language: str) -> FitKind | None:
    """Return the way in which a word is a form of another; None if it isn't one."""
    form = _form_as_spelt(word, wanted, answer, language)
    if form is not None or language != "en":
        return form
    if wanted in {f"{each}s" for each in answer.possessives} and wanted == f"{word}s":
        return FitKind.PLURAL
    american, right = forms.same_spelling(word), forms.same_spelling(wanted)
    if american == right:
        return FitKind.PLURAL
    return None if (american, right) == (word, wanted) else _form_as_spelt(american, right, answer, language)


def _form_as_spelt(word: str, wanted: str, answer: ReferenceAnswer, language: str) -> FitKind | None:
    if word[0] != wanted[0]:
        return None
    if forms.is_plural(word, wanted, language):
        return FitKind.PLURAL
    if wanted not in answer.capitals and forms.is_plural(wanted, word, language):
        return FitKind.PLURAL
    in_phrase = len(answer.readings[0].tokens) > 1
    is_form = forms.is_inflected(word, wanted, language, in_phrase) or forms.is_deed(word, wanted, language)
    return FitKind.FORM if is_form else None
