"""Definitions as riddles: what a term means, with its name left out, for people to guess. Pure."""

import re
from collections import Counter
from collections.abc import Sequence

from bot.content.derived import PerPack
from bot.content.gaps import BLANK
from bot.content.model import Pack, Term
from bot.language.text import singular, words

_BESIDE = re.compile(rf"{BLANK} \({BLANK}\)")
"""A name with its abbreviation behind it, both left out."""

_ARTICLE = r"(?:\b(?:an?|the) )?"
"""It goes along: “an” would tell how the name begins."""


def riddle(term: Term, pack: Pack) -> str | None:
    """Return a term's definition without its names; None if what's left still gives it away.

    A word of a name may stay if other terms of the pack have it in theirs: “model” tells nobody which model is meant.

    Args:
        term: of the pack.
        pack: where it comes from.
    """
    names = sorted({term.term, *term.aliases}, key=len, reverse=True)
    text = _BESIDE.sub(BLANK, _without(names, term.definition))
    left = _of(term) & {singular(word) for word in words(text)}
    return text if all(_terms_with(pack)[word] > 1 for word in left) else None


def _without(names: Sequence[str], text: str) -> str:
    if text.isascii() and not any(name.lower() in text.lower() for name in names):
        return text  # most don't say their own names, and to compile a pattern takes longer than all the rest
    pattern = "|".join(rf"{re.escape(name)}(?:e?s)?" for name in names)
    return re.sub(rf"{_ARTICLE}(?<!\w)(?:{pattern})(?!\w)", BLANK, text, flags=re.IGNORECASE)


def _of(term: Term) -> set[str]:
    return {singular(word) for name in (term.term, *term.aliases) for word in words(name)}


def _count(pack: Pack) -> Counter[str]:
    return Counter(word for term in pack.terms for word in _of(term))


_terms_with = PerPack(_count)
"""How many terms have a word in their names."""
