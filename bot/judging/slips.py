"""Whether a word is a typing slip for another word, or a different word."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.judging import number_words, roman
from bot.judging.lexicon import is_known, is_known_name, lemma

BENDABLE = 4
"""Minimum length of a word that may have a slip; shorter words are too similar to one another."""

LONG = 7
"""Minimum length of a text whose first letter may be wrong, and whose short words may have slips."""

TWICE_BENDABLE = 9
"""Minimum length of a word that may have two slips."""

PHRASE = 3
"""Minimum number of words in a text for a slip to be accepted even if it turns one of them into another word."""

TWO_LETTERS = 10
"""Minimum length of a text whose two-letter words may have slips."""

_SHORTEST_CUT, _LEAST_CUT = 3, 3
"""Minimum length of an abbreviated word, and minimum number of letters that it leaves out."""

_LITTLE_AS_TEXT = """
an and as at by da de del der des di do du el en for from in into is la las le les los of on or than that the to
und upon van von with
"""
_LITTLE = frozenset(_LITTLE_AS_TEXT.split())
_TURNING_AS_TEXT = """
am as at be but by do for from go he if in into is it me my no non nor not of off on or out over so than that then
to too under up upon us we with without
"""
_TURNING = frozenset(_TURNING_AS_TEXT.split())
"""Small words that change the meaning, so that they can't be slips for other small words."""

_COUNTING = number_words.SMALL.keys() | number_words.LARGE | number_words.ORDINALS.keys()
_OPPOSED = (
    ("macro", "micro"), ("inter", "intra", "infra"), ("hyper", "hypo"), ("over", "under"),
    ("pre", "post", "pro"), ("mono", "bi", "di", "tri", "multi", "poly", "uni", "omni"),
    ("super", "sub", "supra"), ("endo", "exo", "ecto", "epi", "meso"), ("homo", "hetero"), ("ante", "anti"),
    ("kilo", "mega", "giga", "tera", "peta", "milli", "micro", "nano", "pico"), ("cis", "trans"), ("in", "out", "ex"),
    ("up", "down"), ("fore", "back"), ("ab", "ad"), ("im", "em", "ex"), ("de", "re"), ("maxi", "mini"),
    ("http", "https"),
)  # fmt: skip
_OPPOSED_ENDINGS = (
    ("lona", "lana", "enona"),
    ("luf", "ssel"),
    ("esa", "eso"),
    ("eta", "eti", "edi"),
    ("ena", "ene", "eny"),
)
_NEIGHBOURS = {
    "a": "qwsz", "b": "vghn", "c": "xdfv", "d": "serfcx", "e": "wsdr", "f": "drtgvc", "g": "ftyhbv", "h": "gyujnb",
    "i": "ujko", "j": "huikmn", "k": "jiolm", "l": "kop", "m": "njk", "n": "bhjm", "o": "iklp", "p": "ol", "q": "wa",
    "r": "edft", "s": "awedxz", "t": "rfgy", "u": "yhji", "v": "cfgb", "w": "qase", "x": "zsdc", "y": "tghu",
    "z": "asx",
}  # fmt: skip
"""The keys next to each on a keyboard."""

_NEGATIONS = ("un", "in", "im", "il", "ir", "non", "dis", "mis", "anti")
_SHORT_NEGATIONS = ("a", "an")
_LONG_PREFIXES = 5
"""Minimum total length of two opposed prefixes that hardly begin other words by chance."""

_DOUBLED = re.compile(r"(\w)\1")


def tolerance(letters: int) -> int:
    """Return the number of edits forgiven in a text of the given length; a near miss may have twice as many."""
    return 0 if letters < BENDABLE else 1 if letters < 8 else 2 if letters < 14 else 3


def edits(typed: str, word: str, most: int) -> int:
    """Return the edit distance of two words, counting a swap of neighbours as one; more than `most` if it's beyond.

    Args:
        typed: one word.
        word: the other word.
        most: the highest distance of interest.
    """
    return OSA.distance(typed, word, score_cutoff=most)


@lru_cache(8192)
def are_opposed(word: str, other: str, language: str) -> bool:
    """Return whether two words differ by a prefix or an ending that changes the meaning: macro and micro, un-.

    Args:
        word: one word.
        other: the other word.
        language: the words' language; a short prefix counts only before a known word.
    """
    if any(word == no + other or other == no + word for no in _NEGATIONS):
        return True
    if any(word == no + other or other == no + word for no in _SHORT_NEGATIONS):
        return is_known(min(word, other, key=len), language)
    return any(_swapped(word, other, group, language) for group in _OPPOSED) or any(
        # endings are prefixes of the words read backwards
        _swapped(word[::-1], other[::-1], group, "")
        for group in _OPPOSED_ENDINGS
    )


def is_cut_short(short: str, word: str, language: str) -> bool:
    """Return whether a text abbreviates a common word by leaving out letters: mgmt for management, vit for vitamin.

    Args:
        short: the typed word, folded.
        word: the word in the answer, folded.
        language: the answer's language.
    """
    if not _SHORTEST_CUT <= len(short) <= len(word) - _LEAST_CUT or short[0] != word[0]:
        return False
    letters = iter(word)
    in_order = all(each in letters for each in short)
    return in_order and not is_known(short, language) and lemma(word, language) is not None


def is_small(word: str) -> bool:
    """Return whether a word is an article, another small word or a number."""
    return word in _LITTLE or word in _COUNTING


def is_small_slip(typed: Sequence[str], words: Sequence[str], language: str) -> bool:
    """Return whether two texts differ only by a slip in an article, a small word or a number word.

    Args:
        typed: the words of one text, as written.
        words: the words of the other text.
        language: the texts' language.
    """
    if len(typed) != len(words):
        return False
    apart = [(word, wanted) for word, wanted in zip(typed, words, strict=True) if word != wanted]
    if len(apart) != 1:
        return False
    word, wanted = apart[0]
    if OSA.distance(word, wanted, score_cutoff=1) > 1 or not word.isalpha():
        return False
    letters = sum(map(len, words))
    if wanted in _COUNTING:
        others = [each for each in _COUNTING if OSA.distance(word, each, score_cutoff=1) <= 1]
        return (len(wanted) > BENDABLE or letters >= LONG) and others == [wanted] and not is_known(word, language)
    return wanted in _LITTLE and letters >= LONG and word not in _TURNING


class WordPosition(NamedTuple):
    """The text in which a word occurs.

    Args:
        letters: the number of letters in the whole text.
        words: the number of words in the whole text.
        is_only: whether all other words are correct.
    """

    letters: int
    words: int
    is_only: bool


def is_slip(typed: str, word: str, apart: int, language: str, known: frozenset[str], place: WordPosition) -> bool:
    """Return whether one word may be a slip for another, judging by its letters and by other known words.

    Args:
        typed: the typed word.
        word: the correct word.
        apart: the number of edits between the two.
        language: the words' language.
        known: the words known in the question's pack.
        place: the text in which it occurs.
    """
    shortest = BENDABLE if place.letters < LONG else BENDABLE - 1 if place.letters < TWO_LETTERS else BENDABLE - 2
    if len(word) < shortest or not typed.isalpha() or typed in known or are_opposed(typed, word, language):
        return False
    if roman.FIGURES.fullmatch(word) or roman.FIGURES.fullmatch(typed):
        return False
    is_within = place.words > 1 and place.is_only and place.letters > LONG
    is_rest = is_within and len(typed) < len(word) < BENDABLE and typed not in _TURNING  # dictionaries have “ew”, too
    if not is_rest and (is_known(typed, language) or is_known_name(typed)):
        # in “gradient boosting machine”, a different known word in place of one of the three is still a slip
        return is_within and place.words >= PHRASE and apart == 1 and len(word) >= BENDABLE and typed[0] == word[0]
    is_name = not is_known(word, language)
    if apart > (2 if len(word) >= TWICE_BENDABLE and not is_name else 1):
        return False
    # short words and names are similar to one another: changing a letter often makes a different one
    is_other_length = len(typed) != len(word)
    if place.letters < LONG or apart > 1:
        is_inside = typed[0] == word[0] and typed[-1] == word[-1]
        return _is_finger(typed, word) or (is_other_length and is_inside and not is_name)
    if not is_name or is_other_length or is_within or typed[0] == word[0] or sorted(typed) == sorted(word):
        return True
    return typed[0] in _NEIGHBOURS.get(word[0], "")


def _is_finger(typed: str, word: str) -> bool:
    """Return whether letters are transposed, or a letter is wrongly doubled or single."""
    return sorted(typed) == sorted(word) or _DOUBLED.sub(r"\1", typed) == _DOUBLED.sub(r"\1", word)


def _swapped(word: str, other: str, group: tuple[str, ...], language: str) -> bool:
    """Return whether two words differ only by two prefixes of a group; after short ones, a known word must follow."""
    return any(
        first != second
        and other == second + word.removeprefix(first)
        and (len(first + second) >= _LONG_PREFIXES or not language or is_known(word.removeprefix(first), language))
        for first in group
        if word.startswith(first)
        for second in group
    )
