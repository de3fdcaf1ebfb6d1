"""A fast path for judging: most typed answers are plain words that are exactly right, or nowhere near.

Both are recognised in about a microsecond. All other answers are left to the full judge, which would come to the same
verdict on those that are settled here.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from rapidfuzz.distance import OSA

from bot.judging import dates, number_words, phrases, slips
from bot.judging.forms import are_forms, same_spelling
from bot.judging.model import Judged, Verdict
from bot.judging.notation import WORDS_FOR_SIGNS
from bot.judging.reading import TITLES
from bot.judging.unit_names import SINGLES
from bot.judging.views import ReferenceAnswer
from bot.judging.wordings import names_days

_OPENING = " \t\n'\""
_CLOSING = " \t\n.,:;!'\""
_ARTICLES = ("the", "a", "an")
_PLAIN_QUOTES = str.maketrans("“”‘’", "\"\"''")
_MARKS = b'\t\n\r,:;!?-/()[]"'
_AS_LETTERS = bytes.maketrans(_MARKS, b" " * len(_MARKS))  # on bytes, it's ten times as fast as on text
_SKIPPED = phrases.FIRST_WORDS | phrases.PARTING_WORDS | frozenset(_ARTICLES)
"""Words that may precede an answer."""

_RENAMED = frozenset({"the", *TITLES})
_ROMAN_LETTERS = frozenset("mdclxvi")
_NUMBERS = number_words.SMALL.keys() | number_words.LARGE | number_words.ORDINALS.keys()
_COUNTING = _NUMBERS | SINGLES
_OF_MOMENTS = _NUMBERS | dates.WORDS
_OF_QUANTITIES_AS_TEXT = """
about above approximately around at below between circa exactly few fewer from greater less many maximum minimum
minus more negative over plus roughly several some under up
"""
_OF_QUANTITIES = frozenset(_OF_QUANTITIES_AS_TEXT.split())
"""Words that may begin a quantity."""


def has_fast_path(answers: Sequence[ReferenceAnswer]) -> bool:
    """Return whether the fast path works for some answers.

    It doesn't if one of them is just an article, or something that's often written in entirely other words: how often
    something happens, or from which day to which.
    """
    readings = [reading for answer in answers for reading in answer.readings]
    is_article = any(reading.line in _ARTICLES for reading in readings)
    return not is_article and not any(each.frequency or names_days(each.text) for each in answers)


class FastPath:
    """The fast path for one question, for English answers where slips and forms are forgiven.

    Args:
        answers: the right answers.
        rejected: tempting wrong answers.
        openings: words of the question that may precede an answer.
        wrong: the result for an answer that's nowhere near.
    """

    def __init__(
        self,
        answers: Sequence[ReferenceAnswer],
        rejected: Sequence[ReferenceAnswer],
        openings: Collection[str],
        wrong: Judged,
    ) -> None:
        self._skipped = _SKIPPED.union(openings)
        self._wrong = wrong
        self._right = dict(_as_they_stand(answers))
        compared = [*answers, *rejected]
        readings = [reading for answer in compared for reading in answer.readings]
        self._numbers = {number for reading in readings for number in reading.numbers}
        self._has_marks = any(reading.marks for reading in readings)
        self._has_quantities = any(answer.quantity for answer in compared)
        self._has_moments = any(answer.moments for answer in compared)
        self._may_be_counted = self._numbers or self._has_marks or self._has_quantities or self._has_moments
        words = {tuple(filter(str.isalpha, reading.tokens)) for reading in readings}
        words |= {tuple(_words(answer.text.lower())) for answer in compared}
        words |= {tuple(map(same_spelling, each)) for each in words}
        self._last_words = {each[-1] for each in words if len(each) > 1}
        self._by_initial: dict[str, list[tuple[str, int, tuple[str, ...]]]] = {}
        for each in filter(None, words):
            joined = "".join(each)
            self._by_initial.setdefault(joined[0], []).append((joined, 2 * slips.tolerance(len(joined)), each))
        long = [joined for near in self._by_initial.values() for joined, _, _ in near if len(joined) >= slips.LONG]
        self._beginnings = {*long, *(each[0] for each in words if sum(map(len, each)) >= slips.LONG)}
        self._rests = {text[1:] for text in self._beginnings}
        self._tails = {
            tail for text in self._beginnings for tail in (text[:3], text[1:4], text[2:5], text[0] + text[2:4])
        }

    def look(self, typed: str) -> Judged | None:
        """Return the result for a typed answer; None if it needs the full judge."""
        lower = typed.lower()
        found = self._right.get(lower)
        if found is not None:
            return found
        if not lower.isascii():
            lower = lower.translate(_PLAIN_QUOTES)
            if not lower.isascii():
                return None
        words = lower.split()
        joined = "".join(words)
        if not joined.isalpha():
            found = self._right.get(lower.lstrip(_OPENING).rstrip(_CLOSING))
            if found is not None:
                return found
            if ":" in lower and phrases.EMOJI_NAME.search(lower):
                return None
            words = _words(lower)
            joined = "".join(words)
            if not joined.isalnum() or (("(" in lower or "[" in lower) and self._may_gloss(typed)):
                return None
        if self._may_be_counted and self._may_count(words, joined):
            return None
        is_corrected = len(words) > 1 and not phrases.CORRECTING_WORDS.isdisjoint(words)
        if "of" in words and words[words.index("of") - 1] in self._last_words:
            return None  # “drift of the model” is model drift
        return None if is_corrected or self._may_fit(words, joined) else self._wrong

    def _may_gloss(self, typed: str) -> bool:
        """Return whether the text in brackets, or the text around them, may fit an answer."""
        return any(self.look(part) is not self._wrong for part in phrases.gloss(typed) or ())

    def _may_count(self, words: Sequence[str], joined: str) -> bool:
        """Return whether words may contain a number, a date or a sign that an answer contains, too."""
        if not joined.isalpha() or any(len(word) > 1 and _ROMAN_LETTERS.issuperset(word) for word in words):
            return True
        if self._has_moments and not _OF_MOMENTS.isdisjoint(words):
            return True
        first = next((word for word in words if word not in self._skipped), "")
        if (
            self._has_quantities
            and (first in _COUNTING or first in _OF_QUANTITIES)
            and not _COUNTING.isdisjoint(words)
        ):
            return True
        if (self._has_marks or self._numbers) and not WORDS_FOR_SIGNS.isdisjoint(words):
            return True
        numbers = [word for word in words if word in _NUMBERS]
        small = {number_words.SMALL.get(word, "") for word in numbers}
        if not numbers or not self._numbers or not ("" in small or small <= self._numbers):
            return False
        rest = [word for word in words if word not in _NUMBERS]
        return self._skipped.issuperset(rest) or self._may_fit(rest, "".join(rest))

    def _is_but_for_the_first(self, text: str) -> bool:
        """Return whether a text equals a long answer, or its first word, except for a slip in the first letter."""
        rest = text[1:]
        swapped = text[1:2] + text[0] + text[2:]
        return rest in self._rests or rest in self._beginnings or text in self._rests or swapped in self._beginnings

    def _may_fit(self, words: list[str], joined: str) -> bool:
        """Return whether plain words may begin with an answer, perhaps after introductory words."""
        if not _RENAMED.isdisjoint(words):
            words = [TITLES.get(word, word) for word in words if word != "the"] or words
            joined = "".join(words)
        start = 0
        while True:
            near = self._by_initial.get(joined[0])
            if near is not None and _may_begin(words, start, joined, near):
                return True
            if joined[1:4] in self._tails and (
                self._is_but_for_the_first(words[start]) or self._is_but_for_the_first(joined)
            ):
                return True
            if words[start] not in self._skipped:
                return False
            joined = joined[len(words[start]) :]
            start += 1
            if not joined:
                return False


_Near = tuple[str, int, tuple[str, ...]]
"""An answer's words without spaces, the maximum number of edits for a near miss, and the words."""


def _may_begin(words: Sequence[str], start: int, joined: str, near: Iterable[_Near]) -> bool:
    """Return whether words may begin with an answer or a form of it, or be close to one as a whole.

    Args:
        words: the typed words.
        start: the index of the first word to consider.
        joined: the words from there on, without spaces.
        near: the answers that begin with the same letter.
    """
    length = len(joined)
    for text, most, tokens in near:
        longer = length - len(text)
        if -most <= longer <= most and OSA.distance(joined, text, score_cutoff=most) <= most:
            return True
        if (
            longer > 0
            and OSA.distance(joined[:-longer], text, score_cutoff=most) <= most
            and _begins(joined, text, most // 2)
        ):
            return True
        beginning = words[start : start + len(tokens)]
        if len(beginning) == len(tokens) and all(map(are_forms, beginning, tokens)):
            return True
    return False


def _words(lower: str) -> list[str]:
    """Split a lower-case text into words, ignoring punctuation."""
    return lower.encode().translate(_AS_LETTERS, b"'.").decode().split()


def _as_they_stand(answers: Sequence[ReferenceAnswer]) -> Iterator[tuple[str, Judged]]:
    """Yield each answer in lower case, as written and as read, also with an article in front."""
    for answer in reversed(answers):
        right = Judged(Verdict.RIGHT, answer.text)
        if answer.quantity is None:  # Mb isn't MB
            yield answer.text.lower(), right
        for reading in answer.readings:
            if reading.joined.isascii() and reading.joined.isalpha():
                yield reading.line, right
                yield from ((f"{article} {reading.line}", right) for article in _ARTICLES)


def _begins(joined: str, text: str, most: int) -> bool:
    """Return whether a text begins with an answer, apart from at most the given number of edits."""
    lengths = range(len(text) - most, len(text) + most + 1)
    return any(OSA.distance(joined[:length], text, score_cutoff=most) <= most for length in lengths)
