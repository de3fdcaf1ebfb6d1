"""Time zones from typed text: an IANA name, a city, a state or a country; and help if the text isn't one.

A similar name isn't enough. A UTC offset, or an abbreviation such as EST, doesn't say where someone is or when their
clocks change; and a name shared by locations with different clocks is ambiguous.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.features.learners import locations, offsets
from bot.features.learners.clocks import ZoneCandidate, all_clocks, clocks
from bot.features.learners.locations import (
    KNOWN_TO_ALL,
    LocationKind,
    city_of,
    iana,
    iana_names,
    is_location,
    key,
    named_so,
    settled,
)
from bot.features.learners.meant import Candidate, asks, clock_of, zone_of
from bot.features.learners.offsets import UTC_NAMES
from bot.features.learners.resembling import alike, misspelt
from bot.language.options import Notation
from bot.language.refusals import Refusal
from bot.language.text import clean, fold
from bot.naming.titles import Title, Titles

_UTC_IN_WORDS = frozenset(("coordinated universal", "universal", "greenwich mean", "utc", "gmt", "zulu"))
_TIME = re.compile(r"(?P<of>.+?) (?:(?P<clock>standard|daylight|summer|winter) )?(?:time|timezone)(?: zone)?")
_ASIDE = re.compile(r"(?P<outer>[^()]*[^() ]) ?\((?P<inner>[^()]*)\)")
LONGEST = 60
"""Maximum length of a zone's name as people type it, in characters."""
_SUGGESTED = {LocationKind.COUNTRY: 0, LocationKind.REGION: 100, LocationKind.CITY: KNOWN_TO_ALL}
"""Minimum sizes of locations that are suggested while a name is being typed."""


def prepare() -> None:
    """Load the locations now rather than at the first lookup; blocks for a fifth of a second."""
    titles()


def known(name: str) -> ZoneInfo:
    """Return the zone of a stored IANA name.

    Raises:
        Refusal: this machine doesn't know it.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError for a directory, such as Europe
        raise Refusal(f"I don't know the time zone “{name[:40]}”; make a new schedule.") from None


def told(name: str) -> str:
    """Return the zone that a platform reports for someone, or "" if it isn't a location's or isn't known here.

    Args:
        name: the IANA name, untrusted.
    """
    return name if name in _locations() else ""


def find(typed: str, at: datetime) -> str:
    """Return the IANA name of the zone that a text means.

    Args:
        typed: an IANA name in any case, such as europe/berlin, or a city, a state or a country, such as new york.
        at: now, in UTC; decides which cities have a UTC offset, and which clocks agree from now on.

    Raises:
        Refusal: it isn't a zone, or is ambiguous; the likeliest zones are offered.
    """
    quoted = " ".join(clean(typed).split())[:LONGEST]
    tidied = settled(quoted)
    if not tidied:
        raise Refusal("Name your time zone, such as Europe/Berlin; a city's fine, too.", option="zone")
    if _is_path(tidied):
        raise Refusal("That's a path, not a time zone; name one such as Europe/Berlin.", option="zone")
    zone = _said(quoted, tidied, at) or misspelt(quoted, tidied, at)
    if zone is not None:
        return zone
    offered = alike(tidied, at)
    if not offered:
        sentence = f"I don't know the time zone “{quoted}”; name a large city near you, such as Europe/Berlin."
        raise Refusal(sentence, option="zone")
    raise asks(f"I don't know the time zone “{quoted}”; did you mean", offered, "?")


def is_zone(typed: str) -> bool:
    """Return whether a text is the name of a zone or of a well-known location, rather than other words."""
    tidied = settled(clean(typed)[:LONGEST])
    if (of := _TIME.fullmatch(tidied)) and not of["clock"]:
        tidied = of["of"]
    name = key(tidied)
    return (
        tidied in iana_names()
        or offsets.is_utc(tidied)
        or _is_within(tidied)
        or any(
            location.size >= _SUGGESTED[location.kind] or name == key(city_of(zone))
            for location in named_so(name)
            for zone in location.zones
        )
    )


def is_like_zone(typed: str) -> bool:
    """Return whether a text seems to be about a zone without naming one: GMT+2, PST, Eastern Time, Mars/Base."""
    quoted = clean(typed)[:LONGEST]
    tidied = settled(quoted)
    time = _TIME.fullmatch(tidied)
    return (
        offsets.says_distance(tidied)
        or (quoted.isupper() and tidied in clocks().by_abbreviation)
        or (time is not None and time["of"] in clocks().by_phrase)
        or is_location(tidied)
    )


@cache
def titles() -> Titles:
    """Return titles of zones to suggest, which can be found by zone, country, state and city."""
    aliases: dict[str, dict[str, None]] = {name: {city_of(name): None} for name in iana() if is_location(name)}
    for location in {location: None for called in locations.named().values() for location in called}:
        if location.size >= _SUGGESTED[location.kind]:
            for zone in location.zones:
                aliases[zone] |= dict.fromkeys(location.names)
    suggested = (Title(name, name, tuple(others)) for name, others in sorted(aliases.items()))
    return Titles((Title("UTC", "UTC", ("UTC",)), *suggested))


def _is_path(text: str) -> bool:
    """Return whether a text looks like a file path."""
    return ".." in text or text.startswith(("/", "\\", "~"))


def _said(quoted: str, text: str, at: datetime) -> str | None:
    """Return the zone that a text means; None if it isn't one.

    Args:
        quoted: the text, for messages.
        text: case-folded.
        at: now, in UTC.

    Raises:
        Refusal: it's about a zone but ambiguous.
    """
    if offsets.is_utc(text):
        return "UTC"
    offsets.check(quoted, text, at)
    if (clock := clocks().by_abbreviation.get(text)) is not None:
        raise _which_clock(quoted, clock)
    called = locations.named().get(key(text))
    if text in iana_names() and ("/" in text or not called):
        return iana_names()[text]
    if called:
        return zone_of(quoted, called, at)
    if any(map(str.isdigit, text)):  # the words may name a zone, but the number contradicts it
        return None
    found = (reading(quoted, text, at) for reading in (_in_area, _within, _time_of, _without_aside))
    return next((zone for zone in found if zone is not None), None)


def _within(quoted: str, text: str, at: datetime) -> str | None:
    """Parse Portland, Maine; Austin TX; and Cambridge, UK."""
    if "," in text:
        city, _, region = text.rpartition(",")
        return _inside(quoted, key(city), key(region), at)
    parts = key(text).split()
    for cut in range(1, len(parts)):
        city, region = " ".join(parts[:cut]), " ".join(parts[cut:])
        if named_so(city) and (found := _inside(quoted, city, region, at)) is not None:
            return found
    return None


def _is_within(text: str) -> bool:
    """Return whether a text names a place and what it's in, after a comma: Portland, Maine."""
    place, _, around = text.rpartition(",")
    region = key(around)
    kinds = {location.kind for location in (named_so(f"us {region}") or named_so(region))}
    return bool(named_so(key(place))) and not kinds <= {LocationKind.CITY}


def _inside(quoted: str, city: str, region: str, at: datetime) -> str | None:
    """Return the zone of a city in a state or country; if the city isn't known, that of the state or country.

    Args:
        quoted: the text, for messages.
        city: the city's normalized name.
        region: the normalized name of the state or country, or a US state's two letters.
        at: now, in UTC.
    """
    around = [
        location
        for location in named_so(f"us {region}") or named_so(region)
        if location.kind is not LocationKind.CITY
    ]
    if not around or not city or UTC_NAMES.union(clocks().by_abbreviation) & {city, region}:
        return None
    countries = {location.country for location in around}
    there = {clock_of(zone, at) for location in around for zone in location.zones}
    inside = [
        location
        for location in named_so(city)
        if location.kind is not LocationKind.COUNTRY
        and location.country in countries
        and not there.isdisjoint(clock_of(zone, at) for zone in location.zones)
    ]
    return zone_of(quoted, inside or around, at)


def _in_area(quoted: str, text: str, at: datetime) -> str | None:
    """Parse Europe/Munich and US/Texas."""
    around, slash, name = text.rpartition("/")
    called = named_so(key(name)) if slash else ()
    inside = [location for location in called if location.zones[0].lower().startswith(f"{around}/")]
    if inside:
        return zone_of(quoted, inside, at)
    return _inside(quoted, key(name), key(around), at) if called else None


def _time_of(quoted: str, text: str, at: datetime) -> str | None:
    """Parse Berlin time, and Eastern Standard Time."""
    plain = _ASIDE.sub(r"\g<outer>", text)
    time = _TIME.fullmatch(plain)
    of = (time["of"] if time else plain).removesuffix(" local")
    if time and of in _UTC_IN_WORDS:
        return "UTC"
    clock = clocks().by_phrase.get(of)
    if clock and (time is None or time["clock"] or not named_so(key(of))):
        raise _which_clock(quoted, clock)
    return _said(quoted, of, at) if time else None


def _without_aside(quoted: str, text: str, at: datetime) -> str | None:
    """Parse America/Los_Angeles (United States), the form in which zones are offered."""
    aside = _ASIDE.fullmatch(text)
    return _said(quoted, aside["outer"], at) if aside and _is_place_name(aside["inner"]) else None


def _is_place_name(name: str) -> bool:
    return bool(named_so(key(name))) or name in {fold(location.where) for location in all_clocks()}


def _which_clock(quoted: str, meant: Sequence[ZoneCandidate]) -> Refusal:
    candidates = [Candidate(each.zone, "" if each.where == city_of(each.zone) else each.where) for each in meant]
    return asks(f"“{quoted}” doesn't say where you are; name your city, such as", candidates, ".")


@cache
def _locations() -> frozenset[str]:
    return frozenset(filter(is_location, iana()))


ZONE = Notation(is_zone, lambda said: is_like_zone(said) or is_like_zone(said.upper()))
"""A time zone, such as Europe/Berlin or new york."""
