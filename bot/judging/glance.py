"""A first glance at a typed answer: most are plain words that are right as they stand, or nowhere near.

Both are told in a microsecond or so. All others are left to those who look with care; what a glance settles, they
would settle alike.
"""

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from bot.judging import number_words, phrases, slips
from bot.judging.fitting import Answer
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
_PARTING_MARKS = (",", ";", ":", " - ")
_TELLING = _NUMBERS | phrases.FIRST_WORDS | phrases.LAST_WORDS | phrases.PARTING_WORDS


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
        self._has_numbers = any(each.numbers for each in readings) or not _NUMBERS.isdisjoint(words)
        self._by_initials: dict[str, list[tuple[str, ...]]] = {}
        self._by_initial: dict[str, list[tuple[str, int]]] = {}
        for each in readings:
            self._by_initials.setdefault("".join([token[0] for token in each.tokens]), []).append(each.tokens)
        self._joined = frozenset(each.joined for each in readings)
        for text in self._joined:
            self._by_initial.setdefault(text[0], []).append((text, max(2, 2 * slips.tolerance(len(text)))))
        self._long = frozenset(text for text in self._joined if len(text) >= slips.LONG)
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
            return self._wrong if "(" in typed and self._is_wrong_with_brackets(typed) else None
        said, joined, has_marks = plain
        if joined in self._joined and (found := self._right.get(" ".join(said))) is not None:
            return found
        if not _TELLING.isdisjoint(said):
            return None if self._may_fit_within(said, joined) else self._wrong
        if has_marks and any(mark in typed and self._may_begin(typed.partition(mark)[0]) for mark in _PARTING_MARKS):
            return None
        return _reading(said, joined) if self._may_fit(said, joined) else self._wrong

    def _may_fit_within(self, said: Sequence[str], joined: str) -> bool:
        """Whether plain words may fit an answer, with a number among them or something said around it."""
        if not _NUMBERS.isdisjoint(said):
            # a number is right where an answer has one; “i” may stand in what's said around an answer
            return self._has_numbers or "i" in said
        if self._may_fit(said, joined):
            return True
        start = 0
        for end, word in enumerate([*said, "or"]):
            if word in phrases.PARTING_WORDS:
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

    def _may_begin(self, head: str) -> bool:
        """Whether the first part of a text may be right by itself, the rest saying the same in other words."""
        plain = _plain(head)
        return plain is None or self._may_fit_within(*plain[:2])

    def _is_wrong_with_brackets(self, typed: str) -> bool:
        """Whether neither what stands in brackets nor the rest is anywhere near."""
        parts = phrases.gloss(typed) or ()
        whole = typed.translate(_BRACKETS)
        return all(self.look(part) is self._wrong for part in (*parts, whole))

    def _may_fit(self, tokens: Sequence[str], joined: str) -> bool:
        """Whether plain words may be forms of those of an answer, or slips or near misses."""
        near = self._by_initial.get(joined[0])
        if near is None:
            rest = joined[1:]
            return (
                rest in self._long_tails
                or rest in self._long
                or joined in self._long_tails
                or joined[1:2] + joined[0] + joined[2:] in self._long
            )
        length = len(joined)
        for text, most in near:
            if -most <= length - len(text) <= most and OSA.distance(joined, text, score_cutoff=most) <= most:
                return True
        alike = self._by_initials.get("".join([token[0] for token in tokens]))
        return alike is not None and any(_may_be_forms(tokens, right) for right in alike)


_BRACKETS = str.maketrans(dict.fromkeys("()[]", " "))


def read_plain(text: str) -> Reading | None:
    """Return plain words as `read` has them; None where there's more to a text.

    Plain are ASCII letters with a few marks between them: most of what people type, read in a fraction of the time.
    """
    plain = _plain(text)
    return None if plain is None else _reading(*plain[:2])


def _reading(said: Sequence[str], joined: str) -> Reading:
    return Reading(tuple(said), " ".join(said), joined, (), ())


def _plain(text: str) -> tuple[list[str], str, bool] | None:
    """The words of a text, the same without spaces, and whether there were marks; None where there's more to it."""
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
    if not _SMALL_WORDS.isdisjoint(said):
        while len(said) > 1 and said[0] in _SMALL_WORDS and said[1] not in NAMED_BY_A_LETTER:
            said = said[1:]
        said = [word for word in said if word != "the"] or said[:1]
        joined = "".join(said)
    return said, joined, has_marks


def _may_be_forms(tokens: Sequence[str], right: Sequence[str]) -> bool:
    """Whether words that begin alike may be forms of one another."""
    return all(
        word == other or word[: 2 + (len(word) > 5)] == other[: 2 + (len(word) > 5)] or _same_lemma(word, other)
        for word, other in zip(tokens, right, strict=True)
    )


def _same_lemma(word: str, other: str) -> bool:
    known = lemma(word, "en")
    return known is not None and known == lemma(other, "en")
