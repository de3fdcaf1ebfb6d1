"""Guesses of a number: which number is meant, and how close it comes. Pure."""

import re
from fractions import Fraction
from math import log

from bot.judging import phrases
from bot.judging.asides import numbers_alone
from bot.judging.judge import numbers_in
from bot.judging.measures import margin, value_in
from bot.judging.model import Wanted
from bot.judging.views import Typed

_FACTOR = "×"
_BOUND = re.compile(
    r"^(?:well |just |a (?:bit|little) )*(?:over|under|above|below|almost|nearly|(?:more|less) than) ", re.IGNORECASE
)
"""What says on which side of a guess the number should lie, and doesn't make another guess of it."""


def number_in(typed: str, wanted: Wanted, locale: str = "") -> Fraction | None:
    """Return the one number that a text says, in the unit that's wanted; None where it says none.

    Args:
        typed: as typed.
        wanted: the question's unit and language.
        locale: the learner's, such as "de", for the comma in numbers; the question's language where it's "".
    """
    text = Typed(typed, wanted, locale or wanted.language)
    bare = _BOUND.sub("", phrases.bare(typed) or typed)
    for said in (bare, *numbers_alone(bare, wanted.unit)):
        quantity = next(filter(None, map(text.number_in, numbers_in(said))), None)
        value = value_in(quantity, wanted.unit) if quantity is not None else None
        if value is not None:
            return value
    return None


def closeness(guess: Fraction, value: Fraction, within: str) -> int:
    """Return what a guess is worth in percent: 100 on the spot, less and less down to nothing.

    Args:
        guess: what was guessed.
        value: what's right.
        within: how far off is worth nothing: "50", "50 %" of the value, or "×10" for ten times as much or as little;
            in between it falls evenly, by the logarithm for times.
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
