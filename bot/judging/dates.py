"""Parsing dates, decades, eras and times of day in many notations."""

import re
from typing import NamedTuple

from bot.judging import number_words
from bot.judging.characters import settle

_LONGEST = 40
"""Maximum length of a text to parse as a date or a time."""

_MONTHS_AS_TEXT = """
january february march april may june july august september october november december
"""
_MONTHS = {name: number for number, name in enumerate(_MONTHS_AS_TEXT.split(), 1)}
_MONTHS_ELSEWHERE_AS_TEXT = {
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
_IN_ENGLISH = {
    language: dict(zip(months.split(), _MONTHS, strict=True))
    for language, months in _MONTHS_ELSEWHERE_AS_TEXT.items()
}
_MONTH_ELSEWHERE = {language: re.compile(rf"\b(?:{'|'.join(months)})\b") for language, months in _IN_ENGLISH.items()}
_AROUND_A_DAY = re.compile(r"^(?:am|el|em|il|le|op) (?=\d)|(?<=\d)(?:\.|er|º|°)(?= ?[^\W\d])")
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

_MONTH = rf"({'|'.join(_MONTHS)})\.?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_DAY_FIRST = re.compile(rf"(?:on )?(?:the )?{_DAY}(?: of)? {_MONTH}(?:,? (\d{{4}}))?")
_MONTH_FIRST = re.compile(rf"(?:on )?{_MONTH} (?:the )?{_DAY}(?:,? (\d{{4}}))?")
_MONTH_ALONE = re.compile(rf"(?:in )?{_MONTH},? (?:of )?(\d{{4}})")
_IN_FIGURES = re.compile(r"(\d{4})([-/.])(\d\d?)\2(\d\d?)|(\d\d?)([-/.])(\d\d?)\6(\d{4})")
_MONTH_IN_FIGURES = re.compile(r"(\d{4})[-/](0[1-9]|1[0-2])|(0?[1-9]|1[0-2])[-/](\d{4})")
_ERA = re.compile(r"(?:in )?(?:(ad|ce) )?(\d{1,4}) ?(bce?|ad|ce)?")
_DECADE = re.compile(r"(?:in )?(?:the )?'?(?:(\d\d)?(\d)0'?s|(\d\d)? ?([a-z]+ties))")
_CLOCK = re.compile(r"(?:at )?([01]?\d|2[0-3])[:.h]([0-5]\d)(?: ?(?:h|hrs|hours|o'?clock))?")
_HALVES = re.compile(r"(?:at )?(0?[1-9]|1[0-2])(?:[:.]([0-5]\d))? ?([ap])\.? ?m\.?")
_PART_OF_DAY = re.compile(r"(?P<clock>.+) (?:in the (?P<part>morning|afternoon|evening)|at (?P<night>night))")
_PAST = re.compile(r"(?:at )?(?:(half) past|(?:a )?quarter (past|to)) (\d{1,2})")
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
    if language[:2] in _IN_ENGLISH:
        plain = _with_english_months(plain, language[:2])
    if not _TELLING.search(plain):
        return ()
    if not any(each.isdecimal() for each in plain):
        plain = _in_digits(plain, language)
    return tuple(filter(None, (*_times(plain), _date(plain), *_figures(plain), _era(plain), _decade(plain))))


def _with_english_months(text: str, language: str) -> str:
    """Return a date such as “3. märz 2024” or “3 de marzo de 2024” as it's written in English; other texts stay."""
    months, named = _IN_ENGLISH[language], _MONTH_ELSEWHERE[language]
    if not named.search(text):
        return text
    return _OF.sub(" ", _AROUND_A_DAY.sub("", named.sub(lambda month: months[month[0]], text)))


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
        minutes = int(match[3]) * 60 + (30 if match[1] else 15 if match[2] == "past" else -15)
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


def _figures(text: str) -> tuple[PartialDate, ...]:
    """Parse 1776-07-04, 4.7.1776, and 7/4/1776 in both ways; 1776-07 and 7/1776."""
    if match := _MONTH_IN_FIGURES.fullmatch(text):
        return (PartialDate(int(match[1] or match[4]), int(match[2] or match[3])),)
    match = _IN_FIGURES.fullmatch(text)
    if match is None:
        return ()
    if match[1]:
        return (PartialDate(int(match[1]), int(match[3]), int(match[4])),)
    first, second, year = int(match[5]), int(match[7]), int(match[8])
    day_first = PartialDate(year, second, first)
    return (day_first,) if match[6] == "." else (day_first, PartialDate(year, first, second))


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
