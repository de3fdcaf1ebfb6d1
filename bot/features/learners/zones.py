"""Time zones by the names that people give them: any case, a city alone, and help where it's no zone at all."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.content.titles import Title, Titles
from bot.language.message import Refusal
from bot.language.refusals import values
from bot.language.text import clean, fold, listed

_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*([0-9]{1,2})(?::?([0-5][0-9]))?", re.ASCII)
LONGEST = 60
"""Characters of a zone's name as people give it."""

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
"""One or two for each distance from UTC that many people live at, to be offered in place of the bare number."""


def known(name: str) -> ZoneInfo:
    """Return the zone of an IANA name that was good when it was kept.

    Raises:
        Refusal: this machine doesn't know it.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the last for what is a folder, such as Europe
        raise Refusal(f"I do not know the time zone “{name[:40]}”; make a new schedule.") from None


def find(typed: str, at: datetime) -> str:
    """Return the IANA name of the zone that's meant.

    Args:
        typed: its name in any case, such as europe/berlin, or its city, such as new york.
        at: now, in UTC; decides which cities are at a distance from UTC.

    Raises:
        Refusal: there's no such zone; the nearest are offered, or cities in place of a distance from UTC.
    """
    shown = clean(typed)[:LONGEST]
    plain = fold(shown).replace(" ", "_")
    if plain in _by_name():
        return _by_name()[plain]
    if offset := _OFFSET.fullmatch(fold(shown)):
        raise Refusal(f"“{shown}” does not say when clocks change; {_cities(offset, at)}.")
    if ".." in plain or plain.startswith(("/", "\\", "~")):
        raise Refusal("That is a path and no time zone; name one such as Europe/Berlin.")
    found = titles().match(shown)
    if found is not None:
        return found.key
    nearest = [title.key for title in titles().nearest(shown, 3)]
    offer = (
        f"did you mean {listed(nearest, 'or')}?" if nearest else "name a large city near you, such as Europe/Berlin."
    )
    raise Refusal(f"I know no time zone “{shown}”; {offer}", option="zone", offers=values(nearest))


@cache
def names() -> tuple[str, ...]:
    """Return all IANA names, from the data that comes with Versed, so that every replica knows the same ones."""
    listed = files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    return tuple(name for name in listed if name != "Factory")


@cache
def titles() -> Titles:
    """Return zones to suggest: those of cities, and UTC."""
    suggested = sorted(name for name in names() if "/" in name and not name.startswith("Etc/"))
    return Titles(Title(name, name, (name.rpartition("/")[2].replace("_", " "),)) for name in ("UTC", *suggested))


@cache
def _by_name() -> Mapping[str, str]:
    """Return zones by their folded names, and by their cities if no two share one."""
    cities: dict[str, str] = {}
    for name in names():
        cities.setdefault(fold(name.rpartition("/")[2]), name)
    return cities | {fold(name): name for name in names()}


def _cities(offset: re.Match[str], at: datetime) -> str:
    distance = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0)) * (-1 if offset[1] == "-" else 1)
    there = [name for name in _LARGE_CITIES if ZoneInfo(name).utcoffset(at.astimezone(ZoneInfo(name))) == distance]
    return f"name a city instead, such as {listed(there[:3], 'or')}" if there else "name a city near you instead"
