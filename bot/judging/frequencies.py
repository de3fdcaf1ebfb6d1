"""How often something happens: “twice a year”, “every six months” and “half-yearly” are the same. Pure."""

import re
from fractions import Fraction
from typing import NamedTuple

from bot.judging.characters import settle
from bot.judging.in_english import in_english
from bot.judging.number_words import SMALL

_LONGEST = 40
"""Maximum length of a text to parse as a frequency."""

_UNITS = {
    "hour": (1, "hour"), "day": (24, "hour"), "week": (7 * 24, "hour"), "fortnight": (14 * 24, "hour"),
    "month": (1, "month"), "quarter": (3, "month"), "year": (12, "month"),
}  # fmt: skip
"""How many hours or months each unit has; how many days a month has depends on the month."""

_ADVERBS = {
    "hourly": (1, "hour"), "daily": (1, "day"), "weekly": (1, "week"), "fortnightly": (1, "fortnight"),
    "monthly": (1, "month"), "quarterly": (1, "quarter"), "half yearly": (2, "year"), "half-yearly": (2, "year"),
    "semi-annually": (2, "year"), "semiannually": (2, "year"), "biannually": (2, "year"), "annually": (1, "year"),
    "yearly": (1, "year"), "annual": (1, "year"), "everyday": (1, "day"),
}  # fmt: skip
"""How many times in which unit each adverb means; “biweekly” and “bimonthly” mean two things each."""

_OFTEN = {"once": 1, "twice": 2, "thrice": 3}
_WHICH = {"other": 2, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "single": 1}
_TIMES = rf"(?:({'|'.join(_OFTEN)})|(\d{{1,3}}) ?(?:x|times?))"
_UNIT = rf"({'|'.join(_UNITS)})s?"
_ADVERB = re.compile(rf"(?:{_TIMES} )?(?:on an? )?({'|'.join(_ADVERBS)})(?: basis)?")
_A_UNIT = re.compile(rf"{_TIMES} ?(?:an? |per |each |every |in an? |in |/ ?)(?:(\d{{1,3}}) )?{_UNIT}")
_EVERY = re.compile(rf"(?:every|each) (?:({'|'.join(_WHICH)}) |(\d{{1,3}}) |(half) (?:an? )?)?{_UNIT}")
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(SMALL)})\b")


class Frequency(NamedTuple):
    """How often something happens.

    Args:
        times: how many times in one unit.
        unit: "hour" or "month".
    """

    times: Fraction
    unit: str


def parse(text: str, language: str = "en") -> Frequency | None:
    """Parse a text as a frequency; return None if it's anything else, or English in a pack in another language.

    Args:
        text: the text.
        language: the text's language, such as "en" or "pt-BR".
    """
    english = in_english(text, language)
    if len(english) > _LONGEST or (language[:2] != "en" and english == text):
        return None
    plain = " ".join(settle(english).lower().strip(" \t\n.!").split())
    plain = _NUMBER_WORD.sub(lambda word: SMALL[word[0]], plain)
    if match := _ADVERB.fullmatch(plain):
        times, unit = _ADVERBS[match[3]]
        return _frequency(times * _count(match[1], match[2]), 1, unit)
    if match := _A_UNIT.fullmatch(plain):
        return _frequency(_count(match[1], match[2]), int(match[3] or 1), match[4])
    if match := _EVERY.fullmatch(plain):
        if match[3]:
            return _frequency(2, 1, match[4])
        return _frequency(1, _WHICH[match[1]] if match[1] else int(match[2] or 1), match[4])
    return None


def _count(often: str | None, times: str | None) -> int:
    return _OFTEN[often] if often else int(times or 1)


def _frequency(times: int, units: int, unit: str) -> Frequency | None:
    length, base = _UNITS[unit]
    return Frequency(Fraction(times, units * length), base) if units else None
