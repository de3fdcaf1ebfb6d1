"""Guesses of a number: which number is meant, and how close it is. Pure."""

import re
from fractions import Fraction
from math import log

from bot.judging import phrases
from bot.judging.asides import numbers_alone, numbers_in
from bot.judging.measures import margin, value_in
from bot.judging.model import Wanted
from bot.judging.views import Typed

_FACTOR = "×"
_BOUND = re.compile(
    r"^(?:well |just |a (?:bit|little) )*(?:over|under|above|below|almost|nearly|(?:more|less) than) ", re.IGNORECASE
)
"""Words such as “over” before a guess, which are ignored."""


def number_in(typed: str, wanted: Wanted, locale: str = "") -> Fraction | None:
    """Return the single number in a text, converted to the question's unit; None if there's none.

    Args:
        typed: the typed text.
        wanted: the question's unit and language.
        locale: the learner's locale, such as "de", which decides how commas are read; "" for the question's language.
    """
    text = Typed(typed, wanted, locale or wanted.language)
    bare = _BOUND.sub("", phrases.bare(typed, wanted.language) or typed)
    for part in (bare, *numbers_alone(bare, wanted.unit)):
        quantity = next(filter(None, map(text.number_in, numbers_in(part))), None)
        value = value_in(quantity, wanted.unit) if quantity is not None else None
        if value is not None:
            return value
    return None


def closeness(guess: Fraction, value: Fraction, within: str) -> int:
    """Return the score of a guess in percent: 100 if it's exact, falling to 0 with the distance.

    Args:
        guess: the guess.
        value: the right number.
        within: the distance at which the score reaches 0: "50", "50 %" of the value, or "×10" for ten times as much
            or a tenth; the score falls linearly, or by the logarithm for a factor.
    """
    if guess == value:
        return 100
    if within.startswith(_FACTOR):
        factor = Fraction(within.removeprefix(_FACTOR).strip())
        if factor <= 1 or guess * value <= 0:
            return 0
        share = 1 - abs(log(guess / value)) / log(factor)
    else:
        width = margin(within, value)
        share = float(1 - abs(guess - value) / width) if width else 0.0
    return max(0, min(99, int(100 * share)))
