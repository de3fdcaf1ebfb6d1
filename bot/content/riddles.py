"""Turn definitions into riddles: the term's name is blanked out, for people to guess. Pure."""

import re
from collections import Counter
from collections.abc import Sequence

from bot.content.derived import CachedPerPack
from bot.content.gaps import BLANK
from bot.content.model import Pack, Term
from bot.language.text import singular, words

_BESIDE = re.compile(rf"{BLANK} \({BLANK}\)")
"""A name followed by its abbreviation, both blanked out."""

_ARTICLE = r"(?:\b(?:an?|the) )?"
"""An article, removed together with the name: “an” would reveal that the name begins with a vowel."""


def riddle(term: Term, pack: Pack) -> str | None:
    """Return a term's definition without its names; None if the rest still gives the term away.

    A word of a name may stay if other terms share it: “model” doesn't reveal which model is meant.

    Args:
        term: a term of the pack.
        pack: the term's pack.
    """
    names = sorted({term.term, *term.aliases}, key=len, reverse=True)
    text = _BESIDE.sub(BLANK, _without(names, term.definition))
    left = _of(term) & {singular(word) for word in words(text)}
    return text if all(_terms_with(pack)[word] > 1 for word in left) else None


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
