"""The locations that people name when asked for a time zone: countries, states and cities, from locations.tsv."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from sys import intern

from bot.language.text import fold, words

_AREAS = frozenset(
    ("africa", "america", "arctic", "asia", "atlantic", "australia", "europe", "indian", "pacific", "antarctica")
)


class LocationKind(StrEnum):
    """The kinds of locations."""

    COUNTRY = "N"
    REGION = "R"
    CITY = "C"


KNOWN_TO_ALL = 500
"""Minimum size of a location to be guessed from a misspelt name."""
_KINDS = {kind.value: kind for kind in LocationKind}


@dataclass(frozen=True, slots=True)
class Location:
    """A location with one or more time zones.

    Args:
        kind: its kind.
        country: its ISO 3166 code; "" if it comes from the tz database.
        size: thousands of people in a city, or airports in a region; 0 if unknown. Tells how likely it's the one
            meant among locations of the same name.
        zones: the IANA names of its time zones, the most populous first.
        names: its names, the usual one first.
    """

    kind: LocationKind
    country: str
    size: int
    zones: tuple[str, ...]
    names: tuple[str, ...]


def key(name: str) -> str:
    """Return a name normalized for lookup: no case, no accents, no punctuation; St. becomes Saint."""
    return " ".join("saint" if word in ("st", "st.") else word for word in words(name))


@cache
def named() -> Mapping[str, tuple[Location, ...]]:
    """Return locations by their normalized names; those with the same name are sorted by size, largest first."""
    found: defaultdict[str, list[Location]] = defaultdict(list)
    for location in _locations():
        for name in location.names:
            found[key(name)].append(location)
    return {name: tuple(sorted(called, key=lambda each: -each.size)) for name, called in found.items()}


def named_so(name: str) -> tuple[Location, ...]:
    """Return the locations with a normalized name, largest first."""
    return named().get(name, ())


def settled(name: str) -> str:
    """Return a zone's name normalized for lookup: lower case, and spaces."""
    return " ".join(fold(name).replace("_", " ").split())


@cache
def iana_names() -> Mapping[str, str]:
    """Return IANA names by their normalized form."""
    return {settled(name): name for name in iana()}


@cache
def country_names() -> Mapping[str, str]:
    """Return the names of countries by their ISO 3166 codes."""
    return {location.country: location.names[0] for location in _read() if location.kind is LocationKind.COUNTRY}


@cache
def iana() -> tuple[str, ...]:
    """Return all IANA names, from the tzdata package, so that all replicas have the same ones."""
    listed = files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    return tuple(name for name in listed if name != "Factory")


def is_location(zone: str) -> bool:
    """Return whether an IANA name is that of a location, with an area and a city, such as Europe/Berlin."""
    return zone.partition("/")[0].lower() in _AREAS and zone.count("/") > 0


def city_of(zone: str) -> str:
    """Return the city in a zone's name: New York for America/New_York."""
    return zone.rpartition("/")[2].replace("_", " ")


def _locations() -> Iterator[Location]:
    """Yield the locations in the file, and cities from the names of zones that it doesn't have."""
    known = _read()
    yield from known
    by_city = {(name, zone) for location in known for name in location.names for zone in location.zones}
    current = {zone for location in known for zone in location.zones}
    for zone in sorted(iana(), key=lambda name: name not in current):
        if _is_city(zone, current) and (city_of(zone), zone) not in by_city:
            yield Location(LocationKind.CITY, "", 0, (zone,), (city_of(zone),))


def _is_city(zone: str, current: set[str]) -> bool:
    """Return whether the last part of a zone's name, on its own, is likely to mean that zone.

    Nobody calls a station in Antarctica just Davis, a county in Indiana Petersburg, or Western Australia West.
    """
    area, *rest = zone.split("/")
    if not is_location(zone) or area == "Antarctica" or (area == "Australia" and zone not in current):
        return False
    return len(rest) == 1 or rest[0] == "Argentina"


@cache
def _read() -> tuple[Location, ...]:
    lines = files("bot.features.learners").joinpath("locations.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(_location(line) for line in lines if not line.startswith("#"))


def _location(line: str) -> Location:
    kind, country, size, zones, names = line.split("\t")
    return Location(
        _KINDS[kind], intern(country), int(size), tuple(map(intern, zones.split())), tuple(names.split("|"))
    )
