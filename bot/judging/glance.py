"""A first glance at a typed answer: most are plain words that are right as they stand, or nowhere near.

Both are told in a microsecond or so. All others are left to those who look with care; what a glance settles, they
would settle alike.
"""

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from bot.judging import number_words, phrases, slips
from bot.judging.fitting import Answer
from bot.judging.forms import is_plural
from bot.judging.lexicon import lemma
from bot.judging.model import Judged, Verdict
from bot.judging.reading import NAMED_BY_A_LETTER, Reading

_ENDS = " \t\n.,:;!?'\""
_BETWEEN = (",", "-", ". ", ": ", "; ", "? ", "! ")
_SMALL_WORDS = frozenset({"a", "an", "the"})
_ROMAN_AS_TEXT = """
i ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv xxv xxvi xxvii xxviii xxix
xxx xxxi xxxii xxxiii xxxiv xxxv xxxvi xxxvii xxxviii xxxix
"""
_ROMAN = frozenset(_ROMAN_AS_TEXT.split())
_NUMBERS = number_words.SMALL.keys() | number_words.LARGE | _ROMAN
_ENDING = 4
"""Letters of the longest ending that makes one form of another: overfit, overfitting."""

_FIGURE = re.compile("[0-9]")
_PARTING = phrases.PARTING_WORDS
_PARTING_MARKS = (",", ";", ":", " - ")
_TELLING = _NUMBERS | phrases.FIRST_WORDS | phrases.LAST_WORDS | phrases.PARTING_WORDS
_SPECIAL = _TELLING | _SMALL_WORDS


def may_glance(answers: Sequence[Answer]) -> bool:
    """Return whether answers can be told at a glance at all: an article by itself takes more care."""
    return all(reading.line not in _SMALL_WORDS for answer in answers for reading in answer.readings)


class Glance:
    """What can be told of plain words at a glance, for English answers where slips and forms are forgiven.

    Args:
        answers: the right ones.
        rejected: tempting wrong ones.
        wrong: what comes of an answer that's nowhere near.
    """

    def __init__(self, answers: Sequence[Answer], rejected: Sequence[Answer], wrong: Judged) -> None:
        self._wrong = wrong
        self._right: dict[str, Judged] = {}
        for answer in reversed(answers):
            right = Judged(Verdict.RIGHT, answer.text)
            lines = [each.line for each in answer.readings if each.joined.isascii() and each.joined.isalpha()]
            self._right.update(dict.fromkeys([*lines, answer.text.lower()], right))
        compared = [*answers, *rejected]
        readings = [reading for answer in compared for reading in answer.readings]
        words = {word for answer in compared for word in answer.text.lower().split()}
        self._has_quantities = any(answer.quantity or answer.clock for answer in compared)
        self._numbers = {number for each in readings for number in each.numbers}
        self._has_large_numbers = any(len(each) > 1 for each in self._numbers) or not _NUMBERS.isdisjoint(words)
        self._has_numbers = any(each.numbers for each in readings) or not _NUMBERS.isdisjoint(words)
        self._by_initials: dict[str, list[tuple[str, ...]]] = {}
        self._by_initial: dict[str, list[tuple[str, int]]] = {}
        for each in readings:
            self._by_initials.setdefault("".join([token[0] for token in each.tokens]), []).append(each.tokens)
        self._joined = frozenset(each.joined for each in readings)
        for text in self._joined:
            self._by_initial.setdefault(text[0], []).append((text, max(2, 2 * slips.tolerance(len(text)))))
        self._long = frozenset(text for text in self._joined if len(text) >= slips.LONG)
        self._long_spans = frozenset(len(text) + by for text in self._long for by in (-1, 0, 1))
        self._shortest_span = min(self._long_spans, default=0)
        self._long_tails = frozenset(text[1:] for text in self._long)

    def look(self, typed: str) -> Judged | Reading | None:
        """Return what comes of a typed answer, if a glance tells.

        Returns:
            What comes of it; how it's read, if it's plain words with nothing around them that may fit an answer; else
            None.
        """
        found = self._right.get(typed.lower())
        if found is not None:
            return found
        plain = _plain(typed)
        if plain is None:
            return self._wrong if self._is_elsewhere(typed) else None
        said, joined, has_marks, is_special = plain
        if joined in self._joined and (found := self._right.get(" ".join(said))) is not None:
            return found
        if is_special and not _TELLING.isdisjoint(said):
            return None if self._may_fit_within(said, joined) else self._wrong
        if has_marks:
            for mark in _PARTING_MARKS:
                parted = typed.find(mark)
                may_fit = parted >= 0 and (said[0][0] in self._by_initial or parted >= self._shortest_span)
                if may_fit and self._may_begin(typed[:parted]):
                    return None
        return _reading(said, joined) if self._may_fit(said, joined) else self._wrong

    def _may_fit_within(self, said: Sequence[str], joined: str) -> bool:
        """Whether plain words may fit an answer, with a number among them or something said around it."""
        if not _NUMBERS.isdisjoint(said):
            # a number is right where an answer has one; “i” may stand in what's said around an answer
            return "i" in said or (self._has_numbers and self._may_have_numbers_of(said))
        if _PARTING.isdisjoint(said):
            return self._may_fit_between(said, 0, len(said))
        if self._may_fit(said, joined):
            return True
        start = 0
        for end, word in enumerate([*said, "or"]):
            if word in _PARTING:
                if self._may_fit_between(said, start, end):
                    return True
                start = end + 1
        return False

    def _may_fit_between(self, said: Sequence[str], first: int, last: int) -> bool:
        """Whether some of plain words from one place to another may fit an answer, when what's around is cut off."""
        end = last
        while first < end:
            start = first
            while start < end:
                if self._may_fit(said[start:end], "".join(said[start:end])):
                    return True
                if said[start] not in phrases.FIRST_WORDS:
                    break
                start += 1
            end -= 1
            if said[end] not in phrases.LAST_WORDS:
                break
        return False

    def _may_have_numbers_of(self, said: Sequence[str]) -> bool:
        """Whether the numbers among plain words are those of an answer, as far as single words tell."""
        words = [word for word in said if word in _NUMBERS]
        if self._has_quantities or len(words) > 1:
            return True
        small = number_words.SMALL.get(words[0])
        return self._has_large_numbers if small is None else small in self._numbers

    def _may_begin(self, head: str) -> bool:
        """Whether the first part of a text may be right by itself, the rest saying the same in other words."""
        plain = _plain(head)
        return plain is None or self._may_fit_within(*plain[:2])

    def _is_elsewhere(self, typed: str) -> bool:
        """Whether a text with more than plain words in it is nowhere near all the same."""
        if "(" not in typed:
            return not self._has_numbers and typed.isascii() and _FIGURE.search(typed) is not None
        parts = phrases.gloss(typed) or ()
        whole = typed.translate(_BRACKETS)
        return all(self.look(part) is self._wrong for part in (*parts, whole))

    def _may_begin_wrong(self, joined: str) -> bool:
        """Whether plain words may be those of a long answer but for the first letter."""
        rest = joined[1:]
        return (
            rest in self._long_tails
            or rest in self._long
            or joined in self._long_tails
            or joined[1:2] + joined[0] + joined[2:] in self._long
        )

    def _may_fit(self, tokens: Sequence[str], joined: str) -> bool:
        """Whether plain words may be forms of those of an answer, or slips or near misses."""
        near = self._by_initial.get(joined[0])
        length = len(joined)
        if near is None:
            return length in self._long_spans and self._may_begin_wrong(joined)
        for text, most in near:
            if -most <= length - len(text) <= most and OSA.distance(joined, text, score_cutoff=most) <= most:
                return True
        alike = self._by_initials.get("".join([token[0] for token in tokens]))
        return alike is not None and any(_may_be_forms(tokens, right) for right in alike)


_BRACKETS = str.maketrans(dict.fromkeys("()[]", " "))


def _reading(said: Sequence[str], joined: str) -> Reading:
    return Reading(tuple(said), " ".join(said), joined, (), ())


def _plain(text: str) -> tuple[list[str], str, bool, bool] | None:
    """Return the words of a text, the same without spaces, whether it had marks, and small or other telling words.

    None where there's more to it.
    """
    if not text.isascii():
        return None
    typed = text.lower().strip(_ENDS)
    said = typed.split()
    joined = "".join(said)
    has_marks = not joined.isalpha()
    if has_marks:
        if "-" in typed and (" -" in typed or typed[0] == "-" or typed[-1] == "-"):
            return None  # A-, -v
        line = typed.replace("'", "")
        for mark in _BETWEEN:
            line = line.replace(mark, " ")
        said = line.split()
        joined = "".join(said)
        if not joined.isalpha() or (said[0] in _SMALL_WORDS and not typed.startswith(f"{said[0]} ")):
            return None  # A-level
    is_special = not _SPECIAL.isdisjoint(said)
    if is_special:
        while len(said) > 1 and said[0] in _SMALL_WORDS and said[1] not in NAMED_BY_A_LETTER:
            said = said[1:]
        said = [word for word in said if word != "the"] or said[:1]
        joined = "".join(said)
    return said, joined, has_marks, is_special


def _may_be_forms(tokens: Sequence[str], right: Sequence[str]) -> bool:
    """Whether words that begin alike may be forms of one another: most share three letters, and the rest a lemma."""
    return all(
        word == other
        or (word[:3] == other[:3] and -_ENDING <= len(word) - len(other) <= _ENDING)
        or _same_lemma(word, other)
        or is_plural(word, other, "en")
        or is_plural(other, word, "en")
        for word, other in zip(tokens, right, strict=True)
    )


def _same_lemma(word: str, other: str) -> bool:
    known = lemma(word, "en")
    return known is not None and known == lemma(other, "en")
