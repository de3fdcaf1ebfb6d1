"""Refusing a name that stands for nothing."""

from bot.language.nearest import did_you_mean
from bot.language.refusals import Offer, Refusal
from bot.language.text import words
from bot.naming.titles import Titles

_FEW = 4
"""Names to offer even if none is like what was typed."""


def unknown(option: str, sentence: str, titles: Titles, typed: str, otherwise: str) -> Refusal:
    """Make the refusal of a name that stands for nothing, which offers the nearest.

    Args:
        option: that the name was given for.
        sentence: what there's none of, without its full stop.
        titles: what there is.
        typed: the name, as typed.
        otherwise: what to do if nothing is alike, as a sentence; if there's little, it's offered all the same.
    """
    # What has no letters is like what has the same marks in it: = like ==, and 🎉 like nothing.
    nearest = [title for title in titles.nearest(typed) if words(typed) or typed.strip() in title.name]
    hint = did_you_mean([title.name for title in nearest]) if nearest else otherwise
    there_are = titles.complete("", _FEW + 1)
    others = [] if nearest or len(there_are) > _FEW else there_are
    offers = [Offer(title.name, title.name) for title in nearest or others]
    return Refusal(f"{sentence}. {hint}".rstrip(), option=option, offers=offers)
