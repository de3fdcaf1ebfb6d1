"""Parses times of day and durations, in words and figures; functions return None for text that is neither."""

import re
from datetime import time, timedelta
from itertools import product

from bot.language import whole_numbers
from bot.language.refusals import Refusal, values

_VALUES = {word: int(figures) for word, figures in whole_numbers.NUMBERS.items()}
_ONES = tuple(word for word, number in _VALUES.items() if number < 10)
_UNDER_TWENTY = {word: number for word, number in _VALUES.items() if number < 20}
_TENS = {word: _VALUES[word] for word in ("twenty", "thirty", "forty", "fifty", "sixty", "ninety")}
NUMBERS = (
    _UNDER_TWENTY | _TENS | {f"{tens} {one}": _TENS[tens] + _UNDER_TWENTY[one] for tens, one in product(_TENS, _ONES)}
)
"""The numbers that can be read in words, with their values."""

_HOURS = dict(list(_UNDER_TWENTY.items())[:12])
_NAMED = {"noon": time(12), "midday": time(12), "lunchtime": time(12), "midnight": time(0)}
_AT = re.compile(r"^(?:at |um (?=.*uhr$)|@)")
_HALF_AN_HOUR = re.compile(r"half (?P<hour>[a-z]+|[0-9]{1,2})", re.ASCII)
_TWO = re.compile(r"(.+?),? ?(?:,|/|&|\+|\band\b|\bor\b) ?(?:at )?(.+)")
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
_HALF = re.compile(r"(?P<clock>.*?\S) ?(?P<half>a\.?m|p\.?m|(?:in the )?(?:morning|afternoon|evening)|at night)")
_HALF_IN_SHORT = re.compile(r"(?<=[0-9])([ap])$", re.ASCII)
_HALF_FIRST = re.compile(r"(?P<half>morning|afternoon|evening)(?: at)? (?P<clock>.+)")
_FIGURES = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2})(?::00)?)?(?: ?(?:h|hrs?|uhr|o['’ ]?clock))?", re.ASCII)
_MILITARY = re.compile(r"([01][0-9]|2[0-4])([0-5][0-9])(?: ?(?:h|hrs?|hours))?", re.ASCII)
_PAST = re.compile(
    r"(?P<minutes>half|a quarter|quarter|[a-z ]+?|[0-9]{1,2})(?: minutes?)?"
    r" (?P<way>past|after|to|before) (?P<hour>\S+)"
)
_COMMON = (10, 20, 25)
"""Minutes in figures that count as before or after an hour, as in “20 to 9”; “5 to 9” is more likely a range."""

_IN_WORDS = re.compile(r"([a-z]+)(?: o['’ ]?clock| (?:oh )?([a-z ]+))?")

_EITHER_HALF = re.compile(
    rf"(?:[a-z0-9 ]+ (?:past|after|to|before) )?(?:[1-7]|{'|'.join(list(_HOURS)[:7])})(?: ?o['’ ]?clock)?", re.ASCII
)
_EARLIEST = 7
"""The hour from which on a time without am or pm is the one in the morning; people rarely mean earlier ones."""

_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "f": timedelta(weeks=2),
}
_NUMBER_WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
_FIGURE = r"[0-9]{1,7}(?:[.,][0-9]{1,2})?"
_NUMBER = rf"(?:{_FIGURE}|an?|{_NUMBER_WORDS})"
_PART = re.compile(
    rf"(?:(?P<halved>half (?:an? )?)|(?P<number>{_FIGURE}|(?:an?|{_NUMBER_WORDS})(?= )) ?(?P<half>and a half )?)"
    r"(?P<unit>m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|fortnights?)(?![a-z])(?P<after> and a half)?",
    re.ASCII,
)
_BETWEEN = re.compile(r",? ?(?:and )?")
_AROUND = re.compile(r"(?:(?:in|for|after|within) )?(.+?)(?: (?:from now|later|long))?")
_WHOLE = re.compile(r"^(?:(?:a|the) )?(?:whole|full|entire) (?=(?:day|week)$)|^all (?=(?:day|week)$)")
_MONTHS = re.compile(rf"(?P<halved>half a )?(?P<number>{_NUMBER} )?(?P<unit>months?|years?)", re.ASCII)


def time_of_day(typed: str) -> time | None:
    """Return the time of day in a text, such as 9:00, 9.30, 17h, 0930, 9 pm, at noon or half past nine."""
    text = _HYPHEN.sub(" ", _AT.sub("", typed).strip(" ."))
    text = _HALF_IN_SHORT.sub(r"\1m", text)
    half = ""
    if found := _HALF.fullmatch(text) or _HALF_FIRST.fullmatch(text):
        text, half = found["clock"], found["half"]
    at = _NAMED.get(text.removeprefix("12 "))
    if at is not None:
        return at
    at = _in_figures(text) or _past(text) or _in_words(text)
    return at and _in_half(at, half.replace(".", ""))


def refuse_two_times(typed: str) -> None:
    """Ask which time is meant if a text gives two, or one that people understand differently.

    Args:
        typed: the text, folded.

    Raises:
        Refusal: it's “half nine”, which is 9:30 in Britain and 8:30 in much of Europe, or such as “9:00 and 15:00”.
    """
    text = _AT.sub("", typed)
    half = _HALF_AN_HOUR.fullmatch(text)
    hour = _HOURS.get(half["hour"]) or (int(half["hour"]) if half["hour"].isdigit() else 0) if half else 0
    if 1 <= hour <= 12:
        ways = [f"{hour - 1 or 12:02}:30", f"{hour:02}:30"]
        raise Refusal(f"“{text}” could be {ways[0]} or {ways[1]}; say which.", offers=values(ways))
    both = [time_of_day(each) for each in found.groups()] if (found := _TWO.fullmatch(text)) else []
    if both and None not in both:
        ways = [f"{each:%H:%M}" for each in both]
        raise Refusal(f"“{text[:40]}” is two times; choose one, such as {ways[0]}.", offers=values(ways))


def refuse_either_half(text: str, on: str) -> None:
    """Ask for the half of the day if a text is an early hour on its own, such as “at 3”.

    Args:
        text: the time, folded.
        on: the day that's typed with it, which the offers keep; or "".

    Raises:
        Refusal: it can be before or after noon.
    """
    bare = _AT.sub("", text)
    at = time_of_day(bare) if _EITHER_HALF.fullmatch(bare) else None
    if at is not None and 1 <= at.hour < _EARLIEST:
        ways = [f"{each:%H:%M}" for each in (at, at.replace(hour=at.hour + 12))]
        sentence = f"“{text}” could be {ways[0]} or {ways[1]}; say which."
        raise Refusal(sentence, offers=values([f"{on} {way}".strip() for way in ways]))


def is_bare_hour(text: str) -> bool:
    """Return whether a time is a bare number, which could also mean something else."""
    return text in _HOURS or (text.isdigit() and len(text) != 4)


def says_midnight(text: str) -> bool:
    """Return whether a text says midnight by name."""
    return text.endswith("midnight")


def length(typed: str) -> timedelta | None:
    """Return the duration in a text, such as 90 minutes, 4h, 1h30, 2 days and 4 hours, an hour and a half, a week."""
    around = _AROUND.fullmatch(_HYPHEN.sub(" ", typed))
    text = _WHOLE.sub("a ", around[1] if around else typed)
    total, at, unit = timedelta(0), 0, ""
    while at < len(text):
        part = _PART.match(text, at)
        if part is None:
            minutes = re.fullmatch(r"([0-5]?[0-9])", text[at:], re.ASCII) if unit == "h" else None
            return total + int(minutes[1]) * _UNITS["m"] if minutes else None
        unit = part["unit"][0]
        total += _count(part) * _UNITS[unit]
        between = _BETWEEN.match(text, part.end())
        at = between.end() if between else part.end()
        if at == len(text) != part.end():
            return None
    return total if unit else None


def months(text: str) -> int | None:
    """Return the number of months in a text, such as 3 months, half a year, 1 year."""
    around = _AROUND.fullmatch(text)
    found = _MONTHS.fullmatch(around[1] if around else text)
    if found is None or not (found["number"] or found["halved"]):
        return None
    count = _number(found["number"].strip()) if found["number"] else 1
    each = 12 if found["unit"].startswith("year") else 1
    whole = count * each / (2 if found["halved"] else 1)
    return int(whole) if whole == int(whole) else None


def _in_figures(text: str) -> time | None:
    found = _FIGURES.fullmatch(text) or _MILITARY.fullmatch(text)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    return time(hour, minute) if hour <= 23 and minute <= 59 else None


def _past(text: str) -> time | None:
    """Return the time in a text such as “quarter to ten” or “20 past 9”."""
    found = _PAST.fullmatch(text)
    if found is None:
        return None
    count = found["minutes"].removeprefix("a ")
    minutes = {"half": 30, "quarter": 15}.get(count) or NUMBERS.get(count) or (int(count) if count.isdigit() else 0)
    hour = _NAMED.get(found["hour"]) or _in_figures(found["hour"]) or _in_words(found["hour"])
    is_range = count.isdigit() and found["hour"].isdigit() and minutes not in _COMMON and "minute" not in text
    if (
        hour is None
        or is_range
        or hour.minute
        or not 0 < minutes < 60
        or (count == "half" and found["way"] in ("to", "before"))
    ):
        return None
    since_midnight = (hour.hour * 60 + (minutes if found["way"] in ("past", "after") else -minutes)) % 1440
    if since_midnight < 60 and hour.hour == 1:
        since_midnight += 720  # a quarter to one is 12:45
    return time(since_midnight // 60, since_midnight % 60)


def _in_words(text: str) -> time | None:
    """Return the time in a text such as “nine”, “nine o'clock” or “nine thirty”."""
    found = _IN_WORDS.fullmatch(text)
    if found is None or found[1] not in _HOURS:
        return None
    minutes = NUMBERS.get(found[2], 60) if found[2] else 0
    return time(_HOURS[found[1]], minutes) if minutes <= 59 else None


def _in_half(at: time, half: str) -> time | None:
    """Return a time in the given half of the day; None if there's no such time, as with 13 pm."""
    hour = at.hour
    if half in ("am", "pm") and not 1 <= hour <= 12:
        return None
    if half.endswith("night"):
        half = "pm" if 6 <= hour <= 11 else "am"
    if half == "am" or half.endswith("morning"):
        return at.replace(hour=0) if hour == 12 else at
    return at.replace(hour=hour + 12) if half and hour < 12 else at


def _count(part: re.Match[str]) -> float:
    count = 0.5 if part["halved"] else _number(part["number"])
    return count + (0.5 if part["half"] or part["after"] else 0)


def _number(text: str) -> float:
    if text in ("a", "an"):
        return 1
    return NUMBERS[text] if text in NUMBERS else float(text.replace(",", "."))
