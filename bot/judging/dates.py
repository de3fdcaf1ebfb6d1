"""Parsing dates, decades, eras and times of day in many notations."""

import re
from typing import NamedTuple

from bot.judging import number_words
from bot.judging.characters import settle
from bot.judging.in_english import in_english

_LONGEST = 40
"""Maximum length of a text to parse as a date or a time."""

_MONTHS_AS_TEXT = """
january february march april may june july august september october november december
"""
_MONTHS = {name: number for number, name in enumerate(_MONTHS_AS_TEXT.split(), 1)}
_AROUND_A_DAY = re.compile(r"(?<=\d)(?:\.|er|º|°)(?= ?[^\W\d])")
_OF = re.compile(r" (?:de|del|di) ")
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_DECADES = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90,
}  # fmt: skip
_AT_NOON = {"noon": (12, 0), "midday": (12, 0), "12 noon": (12, 0), "midnight": (0, 0), "12 midnight": (0, 0)}

_WEEKDAYS_AS_TEXT = "monday tuesday wednesday thursday friday saturday sunday"
_WEEKDAYS = {name[:3]: number for number, name in enumerate(_WEEKDAYS_AS_TEXT.split())}
_WEEKDAY = r"(mon|tue|wed|thu|fri|sat|sun)(?:s|rs|nes|ur)?(?:day)?s?\.?"
_ON_WEEKDAY = (
    re.compile(rf"(?:on |every |each )?(?P<weekday>{_WEEKDAY}),? (?:at )?(?P<time>.+)"),
    re.compile(rf"(?:at )?(?P<time>.+?),? (?:on |every |each )?(?P<weekday>{_WEEKDAY})"),
)

WORDS = frozenset({*_MONTHS, *_DECADES, "noon", "midday", "midnight", "oclock", "bc", "bce", "ad", "ce", "am", "pm"})
"""Folded words that may occur in a date or a time of day."""

_MONTH_NAME = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b")
_MONTH = rf"({'|'.join(_MONTHS)})\.?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_DAY_FIRST = re.compile(rf"(?:on )?(?:the )?{_DAY}(?: of)? {_MONTH}(?:,? (\d{{4}}))?")
_MONTH_FIRST = re.compile(rf"(?:on )?{_MONTH} (?:the )?{_DAY}(?:,? (\d{{4}}))?")
_MONTH_ALONE = re.compile(rf"(?:in )?{_MONTH},? (?:of )?(\d{{4}})")
_IN_FIGURES = re.compile(r"(\d{4})([-/.])(\d\d?)\2(\d\d?)|(\d\d?)([-/.])(\d\d?)\6(\d{4})")
_SHORT_IN_FIGURES = re.compile(r"(\d\d?)([./])(\d\d?)(?:\2(\d\d)?)?")
_MONTH_IN_FIGURES = re.compile(r"(\d{4})[-/](0[1-9]|1[0-2])|(0?[1-9]|1[0-2])[-/](\d{4})")
_ERA = re.compile(r"(?:in )?(?:(ad|ce) )?(\d{1,4}) ?(bce?|ad|ce)?")
_DECADE = re.compile(r"(?:in )?(?:the )?'?(?:(\d\d)?(\d)0'?s|(\d\d)? ?([a-z]+ties))")
_CLOCK = re.compile(r"(?:at )?([01]?\d|2[0-3])[:.h]([0-5]\d)(?: ?(?:h|hrs|hours|o'?clock))?")
_HALVES = re.compile(r"(?:at )?(0?[1-9]|1[0-2])(?:[:.]([0-5]\d))? ?([ap])\.? ?m\.?")
_PART_OF_DAY = re.compile(r"(?P<clock>.+) (?:in the (?P<part>morning|afternoon|evening)|at (?P<night>night))")
_PAST = re.compile(r"(?:at )?(?:a )?(half|quarter) (past|to) (\d{1,2})")
_SPOKEN = re.compile(r"(?:half|quarter) (?:past|to)")
_WITHOUT_MARK = re.compile(r"(?:at )?(?:(0\d)([0-5]\d)|([01]\d|2[0-3])([0-5]\d) ?(?:h|hrs|hours))")
_OCLOCK = re.compile(r"(?:at )?([01]?\d|2[0-3])(?: o'?clock| ?uhr| ?h)")
_TELLING = re.compile(
    rf"\b{_MONTH}\b|[12]\d{{3}}|\d[-/.]\d|\d0'?s|ties\b|\b(?:bce?|ad|ce)\b"
    r"|\d[:h]\d|\d ?[ap]\.? ?m\b|[a-z] [ap]m\b|\d ?h\b|uhr\b|o'?clock|noon|midday|midnight"
    r"|\b0\d{3}\b|\d{4} ?h|(?:half|quarter) (?:past|to)|morning|afternoon|evening|night"
)


class PartialDate(NamedTuple):
    """A date, a part of one, or a time of day; missing parts are None.

    Args:
        year: the year, negative for BC.
        month, day: the month and the day of the month.
        decade: the decade's first year; without a century, it's in the 20th.
        time: the hour and the minute.
        weekday: the day of the week, from 0 for Monday; only together with a time.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    decade: int | None = None
    time: tuple[int, int] | None = None
    weekday: int | None = None

    def is_within(self, other: "PartialDate") -> bool:
        """Return whether it's another date, told more exactly: 20 July 1969 is within 1969."""
        told = [(mine, its) for mine, its in zip(self, other, strict=True) if its is not None]
        return other.year is not None and all(mine == its for mine, its in told)

    @property
    def parts(self) -> tuple[bool, ...]:
        """Which parts are present."""
        return tuple(part is not None for part in self)


def moments(text: str, language: str = "en") -> tuple[PartialDate, ...]:
    """Return the dates or times of day that a text may mean: 7/4/1776 may mean two.

    Args:
        text: the text, with eras in English, and months in English or the language.
        language: the language of number words, such as "en" or "pt-BR".
    """
    if len(text) > _LONGEST:
        return ()
    plain = " ".join(settle(text).lower().strip(' \t\n!?"').removesuffix(",").replace("a.d.", "ad").split())
    plain = plain.replace("b.c.e.", "bce").replace("b.c.", "bc").replace("c.e.", "ce").removesuffix(".")
    if language[:2] != "en":
        plain = _in_plain_english(plain, language)
    if not _TELLING.search(plain):
        return ()
    if not any(each.isdecimal() for each in plain):
        plain = _in_digits(plain, language)
    times = _times(plain)
    if language[:2] != "en" and _SPOKEN.search(plain):
        times += tuple(_later(each) for each in times)  # halb drei may be 14:30
    is_day_first = language[:2] != "en"
    return tuple(filter(None, (*times, _date(plain), *_figures(plain, is_day_first), _era(plain), _decade(plain))))


def short_dates(text: str) -> tuple[PartialDate, ...]:
    """Return the dates that 31.12. or 31.12.98 may mean where the day comes first; the year may be in two centuries.

    Args:
        text: the text.
    """
    match = _SHORT_IN_FIGURES.fullmatch(settle(text).strip(" \t\n!?"))
    if match is None:
        return ()
    years = [century + int(match[4]) for century in (1900, 2000)] if match[4] else [None]
    return tuple(PartialDate(year, int(match[3]), int(match[1])) for year in years)


def _later(at: PartialDate) -> PartialDate:
    hour, minute = at.time or (0, 0)
    return at._replace(time=((hour + 12) % 24, minute))


def _in_plain_english(text: str, language: str) -> str:
    """Return a date such as “3. märz 2024” or “3 de marzo de 2024” as it's written in English."""
    english = in_english(text, language)
    if _MONTH_NAME.search(english) is None:
        return english
    return _OF.sub(" ", _AROUND_A_DAY.sub("", english))


def _in_digits(text: str, language: str) -> str:
    words = number_words.as_digits(text, language).split()
    return " ".join(number_words.ORDINALS.get(each) or number_words.SMALL.get(each, each) for each in words)


def _times(text: str) -> tuple[PartialDate, ...]:
    if text in _AT_NOON:
        return (PartialDate(time=_AT_NOON[text]),)
    match = _CLOCK.fullmatch(text)
    if match:
        return (PartialDate(time=(int(match[1]), int(match[2]))),)
    match = _HALVES.fullmatch(text)
    if match:
        return (PartialDate(time=(int(match[1]) % 12 + 12 * (match[3] == "p"), int(match[2] or 0))),)
    match = _WITHOUT_MARK.fullmatch(text)
    if match:
        return (PartialDate(time=(int(match[1] or match[3]), int(match[2] or match[4]))),)
    match = _OCLOCK.fullmatch(text)
    return (PartialDate(time=(int(match[1]), 0)),) if match else _said(text) or _on_weekday(text)


def _on_weekday(text: str) -> tuple[PartialDate, ...]:
    """Parse “Fridays at 3 pm” and “3 pm on Fridays”."""
    match = next(filter(None, (pattern.fullmatch(text) for pattern in _ON_WEEKDAY)), None)
    if match is None:
        return ()
    weekday = _WEEKDAYS[match["weekday"][:3]]
    return tuple(each._replace(weekday=weekday) for each in _times(match["time"]) if each.weekday is None)


def _said(text: str) -> tuple[PartialDate, ...]:
    """Parse “half past 9” and “9 in the morning”."""
    match = _PAST.fullmatch(text)
    if match and 1 <= int(match[3]) <= 12:
        minutes = int(match[3]) * 60 + (30 if match[1] == "half" else 15) * (1 if match[2] == "past" else -1)
        return (PartialDate(time=divmod(minutes % 1440, 60)),)
    match = _PART_OF_DAY.fullmatch(text)
    if match is None:
        return ()
    clock = match["clock"]
    half = "am" if match["part"] == "morning" else "pm"
    return _times(f"{clock} {half}") or tuple(
        PartialDate(time=(at.time[0] % 12 + 12 * (half == "pm"), at.time[1])) for at in _times(clock) if at.time
    )


def _date(text: str) -> PartialDate | None:
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
    elif match := _MONTH_FIRST.fullmatch(text):
        month, day, year = match.groups()
    elif match := _MONTH_ALONE.fullmatch(text):
        return PartialDate(int(match[2]), _MONTHS[match[1]])
    else:
        return None
    return PartialDate(int(year) if year else None, _MONTHS[month], int(day))


def _figures(text: str, is_day_first: bool) -> tuple[PartialDate, ...]:
    """Parse 1776-07-04, 4.7.1776 and 7/4/1776, which may mean two days in English; 1776-07 and 7/1776."""
    if match := _MONTH_IN_FIGURES.fullmatch(text):
        return (PartialDate(int(match[1] or match[4]), int(match[2] or match[3])),)
    match = _IN_FIGURES.fullmatch(text)
    if match is None:
        return ()
    if match[1]:
        return (PartialDate(int(match[1]), int(match[3]), int(match[4])),)
    first, second, year = int(match[5]), int(match[7]), int(match[8])
    day_first = PartialDate(year, second, first)
    return (day_first,) if match[6] == "." or is_day_first else (day_first, PartialDate(year, first, second))


def _era(text: str) -> PartialDate | None:
    match = _ERA.fullmatch(text)
    if match is None or not (match[1] or match[3]):
        return None
    return PartialDate(-int(match[2]) if (match[3] or "").startswith("b") else int(match[2]))


def _decade(text: str) -> PartialDate | None:
    match = _DECADE.fullmatch(text)
    if match is None:
        return None
    tens = int(match[2]) * 10 if match[2] else _DECADES.get(match[4])
    return None if tens is None else PartialDate(decade=int(match[1] or match[3] or 19) * 100 + tens)
