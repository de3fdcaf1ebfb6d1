"""UTC offsets, such as GMT+2: parsing them, and the cities that are suggested instead."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.language.refusals import Refusal, values
from bot.language.text import listed

_OFFSET = re.compile(
    r"(?P<posix>etc/gmt|etc/utc)?(?P<utc>utc|gmt|z)? ?(?P<sign>[+\-−–±]|plus |minus )? ?(?P<hours>[0-9]{1,2})"
    r"(?::?(?P<minutes>[0-5][0-9])|[.,](?P<part>[0-9]{1,2}))?(?: ?(?:h|hours?))?",
    re.ASCII,
)
UTC_NAMES = frozenset(("z", "zulu", "utc", "uct", "gmt", "universal", "greenwich"))
"""Names of UTC, in lower case."""

_LARGE_CITIES = (
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Halifax",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Atlantic/South_Georgia",
    "Atlantic/Azores",
    "Europe/London",
    "Africa/Lagos",
    "Europe/Berlin",
    "Africa/Johannesburg",
    "Africa/Cairo",
    "Europe/Helsinki",
    "Africa/Nairobi",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Yangon",
    "Asia/Bangkok",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Adelaide",
    "Australia/Sydney",
    "Pacific/Noumea",
    "Pacific/Auckland",
    "Pacific/Apia",
    "Pacific/Kiritimati",
)
"""One or two cities for each UTC offset that many people live at, to suggest instead of the bare number."""


def is_utc(text: str) -> bool:
    """Return whether a folded text means UTC itself, by name or as an offset of zero."""
    offset = _OFFSET.fullmatch(text)
    return text in UTC_NAMES or (offset is not None and _is_one(offset) and not _distance(offset))


def says_distance(text: str) -> bool:
    """Return whether a folded text is a UTC offset, such as gmt+2 or utc+0."""
    offset = _OFFSET.fullmatch(text)
    return offset is not None and _is_one(offset)


def check(quoted: str, text: str, at: datetime) -> None:
    """Refuse a UTC offset, because it doesn't say when clocks change.

    Args:
        quoted: the text, for messages.
        text: case-folded.
        at: now, in UTC; decides which cities have this offset.

    Raises:
        Refusal: the text is a UTC offset.
    """
    offset = _OFFSET.fullmatch(text)
    if offset is None or not _is_one(offset):
        return
    distance = _distance(offset)
    there = _cities(distance, at)
    if not offset["posix"]:
        advice = f"name a city instead, such as {listed(there, 'or')}" if there else "name a city near you instead"
        raise Refusal(f"“{quoted}” doesn't say when clocks change; {advice}.", option="zone", offers=values(there))
    # https://www.postgresql.org/docs/current/datetime-posix-timezone-specs.html: west of Greenwich is positive
    opposite = _cities(-distance, at)
    named = [
        f"{listed(cities, 'or')} for {_in_utc(each)}"
        for each, cities in ((-distance, opposite), (distance, there))
        if cities
    ]
    such = f", such as {', and '.join(named)}" if named else ""
    sentence = (
        f"“{quoted}” means {_in_utc(-distance)}, which probably isn't what you meant; name a city instead{such}."
    )
    raise Refusal(sentence, option="zone", offers=values([*there, *opposite]))


def _is_one(offset: re.Match[str]) -> bool:
    """Return whether a match is more than a bare number."""
    return bool(offset["sign"] or offset["utc"] or offset["posix"])


def _distance(offset: re.Match[str]) -> timedelta:
    part = float(f"0.{offset['part']}") if offset["part"] else 0.0
    distance = timedelta(hours=int(offset["hours"]) + part, minutes=int(offset["minutes"] or 0))
    return -distance if (offset["sign"] or "").strip() in ("-", "−", "–", "minus") else distance


def _in_utc(distance: timedelta) -> str:
    minutes = abs(distance) // timedelta(minutes=1)
    return f"UTC{'−' if distance < timedelta(0) else '+'}{minutes // 60}" + (
        f":{minutes % 60:02}" if minutes % 60 else ""
    )


def _cities(distance: timedelta, at: datetime) -> list[str]:
    there = [name for name in _LARGE_CITIES if ZoneInfo(name).utcoffset(at.astimezone(ZoneInfo(name))) == distance]
    return there[:3]
