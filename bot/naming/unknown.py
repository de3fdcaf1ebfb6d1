"""The refusal of an unknown name."""

from bot.language.nearest import did_you_mean
from bot.language.refusals import Offer, Refusal
from bot.language.text import words
from bot.naming.titles import Titles

_FEW = 4
"""Up to this many titles are all offered even if none is similar to the typed text."""


def unknown(option: str, sentence: str, titles: Titles, typed: str, otherwise: str) -> Refusal:
    """Return the refusal of an unknown name, with the nearest ones as suggestions.

    Args:
        option: the option that the name was given for.
        sentence: says that it doesn't exist, without the full stop.
        titles: the existing titles.
        typed: the typed name.
        otherwise: a sentence that says what to do if no title is similar; if there are few titles, all are offered.
    """
    # A text without letters is similar only to titles that contain it: = to ==, but 🎉 to nothing.
    nearest = [title for title in titles.nearest(typed) if words(typed) or typed.strip() in title.name]
    hint = did_you_mean([title.name for title in nearest]) if nearest else otherwise
    first_titles = titles.complete("", _FEW + 1)
    others = [] if nearest or len(first_titles) > _FEW else first_titles
    offers = [Offer(title.name, title.name) for title in nearest or others]
    return Refusal(f"{sentence}. {hint}".rstrip(), option=option, offers=offers)
