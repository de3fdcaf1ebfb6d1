"""Turn definitions into riddles: the term's name is blanked out, for people to guess. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, product

from bot.content.derived import CachedPerPack
from bot.content.gaps import BLANK
from bot.content.model import Pack, Term
from bot.judging.phrases import initials
from bot.language.stop_words import STOP_WORDS
from bot.language.text import singular, words

_BESIDE = re.compile(rf"{BLANK} \({BLANK}\)")
"""A name followed by its abbreviation, both blanked out."""

_LEADING = re.compile(rf"^{BLANK}\s*[:–—-]\s*(\w)")
"""A name before its explanation, as in “PTO: days when …”, blanked out; and the letter that follows."""

_CAPITALS = re.compile(r"\b[A-Z]{3,6}\b")
"""An abbreviation; one of two letters is too often something else."""

_WORD = re.compile(r"[^\W_]+")

_ARTICLE = r"(?:\b(?:an?|the) )?"
"""An article, removed together with the name: “an” would reveal that the name begins with a vowel."""


def riddle(term: Term, pack: Pack) -> str | None:
    """Return a term's definition without its names; None if the rest still gives the term away.

    A word of a name may stay if other terms share it: “model” doesn't reveal which model is meant.

    Args:
        term: a term of the pack.
        pack: the term's pack.
    """
    names = {term.term, *term.aliases}
    names |= {each for name in names for each in (*_spelled_out(name, term.definition), *_shortened(name, term))}
    text = _BESIDE.sub(BLANK, _without(sorted(names, key=len, reverse=True), term.definition))
    if text != term.definition:
        text = _LEADING.sub(lambda match: match[1].upper(), text)
    left = _of(term) & {singular(word) for word in words(text)}
    return text if words(text.replace(BLANK, "")) and all(_terms_with(pack)[word] > 1 for word in left) else None


def are_one(term: Term, other: Term) -> bool:
    """Return whether two terms are an abbreviation and what it stands for: then either answers both their riddles."""
    pairs = product((term.term, *term.aliases), (other.term, *other.aliases))
    return any(_abbreviates(one, two) or _abbreviates(two, one) for one, two in pairs)


def _abbreviates(short: str, long: str) -> bool:
    return _CAPITALS.fullmatch(short) is not None and short.lower() in set(initials(words(long), STOP_WORDS))


def _spelled_out(name: str, text: str) -> Iterator[str]:
    """Yield the words of a text that an abbreviation stands for: “paid time off” for PTO."""
    if not _CAPITALS.fullmatch(name):
        return
    found = [*_WORD.finditer(text)]
    for first, start in enumerate(found):
        if start[0][0].lower() == name[0].lower():
            runs = (text[start.start() : end.end()] for end in found[first + 1 : first + 2 * len(name)])
            yield from islice((each for each in runs if _abbreviates(name, each)), 1)


def _shortened(name: str, term: Term) -> Iterator[str]:
    """Yield the abbreviations of a name that its definition has in capitals."""
    yield from (each for each in _CAPITALS.findall(term.definition) if _abbreviates(each, name))


def _without(names: Sequence[str], text: str) -> str:
    if text.isascii() and not any(name.lower() in text.lower() for name in names):
        return text  # the usual case; compiling the pattern would take longer than everything else here
    pattern = "|".join(rf"{re.escape(name)}(?:e?s)?" for name in names)
    return re.sub(rf"{_ARTICLE}(?<!\w)(?:{pattern})(?!\w)", BLANK, text, flags=re.IGNORECASE)


def _of(term: Term) -> set[str]:
    return {singular(word) for name in (term.term, *term.aliases) for word in words(name)}


def _count(pack: Pack) -> Counter[str]:
    return Counter(word for term in pack.terms for word in _of(term))


_terms_with = CachedPerPack(_count)
"""Word → how many terms have it in their names."""
