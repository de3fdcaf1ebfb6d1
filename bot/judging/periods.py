"""Periods of time with a word before them that people leave out: “(within) 72 hours”. Pure."""

import re

from bot.judging.in_english import in_english
from bot.language.whole_numbers import NUMBERS

_PERIOD = re.compile(
    rf"(within|no later than|after|every) "
    rf"((?:an?|\d+|{'|'.join(NUMBERS)}) ?(?:working |business )?(?:second|minute|hour|day|week|month|year)s?)\W*",
    re.IGNORECASE,
)
_BEFORE_THE_END = re.compile(r"(?:within|in|by|no later than|before)\b", re.IGNORECASE)
_AFTER = re.compile(r"after\b", re.IGNORECASE)
_AFTER_THE_END = re.compile(r"(?:after|since)\b", re.IGNORECASE)


def period(text: str, language: str = "en") -> str | None:
    """Return the period in a text such as “within 72 hours”, in English; None if the text is anything else.

    Args:
        text: the text.
        language: the text's language, such as "en" or "pt-BR".
    """
    match = _PERIOD.fullmatch(in_english(text.strip(), language))
    return match[2] if match else None


def is_after(text: str) -> bool:
    """Return whether an English text begins with “after”, so that it isn't the moment that it names."""
    return _AFTER.match(text.strip()) is not None


def are_opposed(typed: str, answer: str, language: str = "en") -> bool:
    """Return whether one of two texts says “after” a period, and the other “within” one or the like.

    Args:
        typed: one text.
        answer: the other text, which has a period.
        language: the texts' language, such as "en" or "pt-BR".
    """
    one, other = (in_english(each.strip(), language) for each in (typed, answer))
    pairs = ((one, other), (other, one))
    return any(_BEFORE_THE_END.match(each) and _AFTER_THE_END.match(another) for each, another in pairs)
