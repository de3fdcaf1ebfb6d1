"""A first glance at a typed answer: most are plain words that are right as they stand, or nowhere near.

Both are told in a microsecond or so. All others are left to those who look with care; what a glance settles, they
would settle alike.
"""

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import OSA

from bot.judging import dates, number_words, phrases, slips
from bot.judging.forms import is_plural, same_spelling
from bot.judging.lexicon import lemma
from bot.judging.model import Judged, Verdict
from bot.judging.notation import WORDS_FOR_SIGNS
from bot.judging.reading import TITLES
from bot.judging.unit_names import SINGLES
from bot.judging.views import Answer

_OPENING = " \t\n'\""
_CLOSING = " \t\n.,:;!'\""
_ARTICLES = ("the", "a", "an")
_AS_LETTERS = str.maketrans({**dict.fromkeys(' \t\n\r.,:;!?-/()[]"', " "), "'": None})
_SKIPPED = phrases.FIRST_WORDS | phrases.PARTING_WORDS | frozenset(_ARTICLES)
"""Words after which an answer may begin."""

_RENAMED = frozenset({"the", *TITLES})
_ROMAN_LETTERS = frozenset("mdclxvi")
_COUNTING = number_words.SMALL.keys() | number_words.LARGE | number_words.ORDINALS.keys() | WORDS_FOR_SIGNS
"""Words that may be a number, or a sign next to one."""


def may_glance(answers: Sequence[Answer]) -> bool:
    """Return whether answers can be told at a glance at all: an article by itself takes more care."""
    return all(reading.line not in _ARTICLES for answer in answers for reading in answer.readings)


class Glance:
    """What can be told of plain words at a glance, for English answers where slips and forms are forgiven.

    Args:
        answers: the right ones.
        rejected: tempting wrong ones.
        wrong: what comes of an answer that's nowhere near.
    """

    def __init__(self, answers: Sequence[Answer], rejected: Sequence[Answer], wrong: Judged) -> None:
        self._wrong = wrong
        self._right = dict(_as_they_stand(answers))
        compared = [*answers, *rejected]
        readings = [reading for answer in compared for reading in answer.readings]
        self._telling = _telling(compared)
        words = {tuple(filter(str.isalpha, reading.tokens)) for reading in readings}
        words |= {tuple(answer.text.lower().translate(_AS_LETTERS).split()) for answer in compared}
        words |= {tuple(map(same_spelling, each)) for each in words}
        self._by_initial: dict[str, list[tuple[str, int, tuple[str, ...]]]] = {}
        for each in filter(None, words):
            joined = "".join(each)
            self._by_initial.setdefault(joined[0], []).append((joined, 2 * slips.tolerance(len(joined)), each))
        long = [joined for near in self._by_initial.values() for joined, _, _ in near if len(joined) >= slips.LONG]
        self._shifted = frozenset(joined[:4] for joined in long)
        self._firsts: dict[str, set[str]] = {}
        for joined in long:
            self._firsts.setdefault(joined[1:5], set()).add(joined[0])
        self._swapped = frozenset(joined[1] + joined[0] + joined[2:6] for joined in long)

    def look(self, typed: str) -> Judged | None:
        """Return what comes of a typed answer, if a glance tells."""
        lower = typed.lower()
        found = self._right.get(lower)
        if found is not None:
            return found
        words = lower.split()
        joined = "".join(words)
        if not joined.isalpha():
            found = self._right.get(lower.lstrip(_OPENING).rstrip(_CLOSING))
            if found is not None:
                return found
            words = lower.translate(_AS_LETTERS).split()
            joined = "".join(words)
            if not joined.isalnum() or (("(" in lower or "[" in lower) and self._may_gloss(typed)):
                return None
        if not joined.isascii() or (self._telling and self._may_have_numbers(words, joined)):
            return None
        return None if self._may_fit(words, joined) else self._wrong

    def _may_gloss(self, typed: str) -> bool:
        """Whether what stands in brackets, or all but that, may fit an answer."""
        return any(self.look(part) is not self._wrong for part in phrases.gloss(typed) or ())

    def _may_have_numbers(self, words: Sequence[str], joined: str) -> bool:
        """Whether words may have a number, a date or a sign among them."""
        if not (joined.isalpha() and self._telling.isdisjoint(words)):
            return True
        return any(len(word) > 1 and _ROMAN_LETTERS.issuperset(word) for word in words)

    def _may_fit(self, words: list[str], joined: str) -> bool:
        """Whether plain words may begin with an answer, after what may be said in front of it."""
        if not _RENAMED.isdisjoint(words):
            words = [TITLES.get(word, word) for word in words if word != "the"] or words
            joined = "".join(words)
        start = 0
        while True:
            near = self._by_initial.get(joined[0])
            if near is not None and _may_begin(words, start, joined, near):
                return True
            second = joined[1:5]
            if second in self._shifted or joined[:4] in self._firsts or joined[:6] in self._swapped:
                return True
            if second in self._firsts and not self._firsts[second].issubset(joined[0]):
                return True
            if words[start] not in _SKIPPED:
                return False
            joined = joined[len(words[start]) :]
            start += 1
            if not joined:
                return False


_Near = tuple[str, int, tuple[str, ...]]
"""An answer's words without spaces, the most edits for a near miss, and the words."""


def _may_begin(words: Sequence[str], start: int, joined: str, near: Iterable[_Near]) -> bool:
    """Whether words may begin with an answer or a form of it, or be near to one as a whole.

    Args:
        words: what's said.
        start: the first word that counts.
        joined: those from there on, without spaces.
        near: answers that begin with the same letter.
    """
    for text, most, tokens in near:
        if OSA.distance(joined[: len(text)], text, score_cutoff=most) <= most:
            return True
        if -most <= len(joined) - len(text) <= most and OSA.distance(joined, text, score_cutoff=most) <= most:
            return True
        said = words[start : start + len(tokens)]
        if len(said) == len(tokens) and all(map(_may_be_forms, said, tokens)):
            return True
    return False


def _telling(answers: Sequence[Answer]) -> frozenset[str]:
    """Words that may be a number, a date or a sign as answers have them; none where they have no such thing."""
    telling: frozenset[str] = frozenset()
    if any(reading.numbers or reading.marks for answer in answers for reading in answer.readings):
        telling |= _COUNTING
    if any(answer.quantity for answer in answers):
        telling |= _COUNTING | SINGLES
    if any(answer.moments for answer in answers):
        telling |= _COUNTING | dates.WORDS
    return telling


def _as_they_stand(answers: Sequence[Answer]) -> Iterator[tuple[str, Judged]]:
    """Yield each answer in small letters, as it's written and as it's read, also with an article in front."""
    for answer in reversed(answers):
        right = Judged(Verdict.RIGHT, answer.text)
        if answer.quantity is None:  # Mb isn't MB
            yield answer.text.lower(), right
        for reading in answer.readings:
            if reading.joined.isascii() and reading.joined.isalpha():
                yield reading.line, right
                yield from ((f"{article} {reading.line}", right) for article in _ARTICLES)


def _may_be_forms(word: str, other: str) -> bool:
    """Whether words may be forms of one another: most share three letters, and the rest a lemma."""
    return word[0] == other[0] and (
        word[:3] == other[:3]
        or same_spelling(word)[:3] == other[:3]
        or _same_lemma(word, other)
        or is_plural(word, other, "en")
        or is_plural(other, word, "en")
    )


def _same_lemma(word: str, other: str) -> bool:
    known = lemma(word, "en")
    return known is not None and known == lemma(other, "en")
