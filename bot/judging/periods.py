"""Periods of time with a word before them that people leave out: “(within) 72 hours”. Pure, English."""

import re

from bot.language.whole_numbers import NUMBERS

_PERIOD = re.compile(
    rf"(within|no later than|after|every) "
    rf"((?:an?|\d+|{'|'.join(NUMBERS)}) ?(?:working |business )?(?:second|minute|hour|day|week|month|year)s?)\W*",
    re.IGNORECASE,
)
_BEFORE_THE_END = re.compile(r"(?:within|in|by|no later than|before)\b", re.IGNORECASE)
_AFTER_THE_END = re.compile(r"(?:after|since)\b", re.IGNORECASE)


def period(text: str) -> str | None:
    """Return the period in a text such as “within 72 hours”; None if the text is anything else.

    Args:
        text: the text.
    """
    match = _PERIOD.fullmatch(text.strip())
    return match[2] if match else None


def are_opposed(typed: str, answer: str) -> bool:
    """Return whether one of two texts says “after” a period, and the other “within” one or the like.

    Args:
        typed: one text.
        answer: the other text, which has a period.
    """
    one, other = typed.strip(), answer.strip()
    pairs = ((one, other), (other, one))
    return any(_BEFORE_THE_END.match(each) and _AFTER_THE_END.match(another) for each, another in pairs)
