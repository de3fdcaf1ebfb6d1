"""Locations that people name when they're asked for a time zone: countries, states and cities, from locations.tsv."""

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
    """What a location is."""

    COUNTRY = "N"
    REGION = "R"
    CITY = "C"


KNOWN_TO_ALL = 500
"""The size of a location that comes to mind first, even where a letter is wrong or missing."""
_KINDS = {kind.value: kind for kind in LocationKind}


@dataclass(frozen=True, slots=True)
class Location:
    """A location that has a time zone, or several.

    Args:
        kind: what it is.
        country: its ISO 3166 code; "" where only the tz database knows it.
        size: thousands of people in a city, or airports in a region: how likely someone is to mean it, rather than
            another one of its name; 0 where that isn't known.
        zones: by their IANA names; the one with the most people first.
        names: what it's called, the usual name first.
    """

    kind: LocationKind
    country: str
    size: int
    zones: tuple[str, ...]
    names: tuple[str, ...]


def key(name: str) -> str:
    """Return a name as locations are found by it: no case, no accents, no marks; St. is Saint."""
    return " ".join("saint" if word in ("st", "st.") else word for word in words(name))


@cache
def named() -> Mapping[str, tuple[Location, ...]]:
    """Return locations by the keys of their names; of those with one name, the largest first."""
    found: defaultdict[str, list[Location]] = defaultdict(list)
    for location in _locations():
        for name in location.names:
            found[key(name)].append(location)
    return {name: tuple(sorted(called, key=lambda each: -each.size)) for name, called in found.items()}


def named_so(name: str) -> tuple[Location, ...]:
    """Return the locations of a name, by its key, the largest first."""
    return named().get(name, ())


def settled(name: str) -> str:
    """Return the name of a zone as people may type it: small letters, and spaces."""
    return " ".join(fold(name).replace("_", " ").split())


@cache
def iana_names() -> Mapping[str, str]:
    """Return IANA names by how people may type them."""
    return {settled(name): name for name in iana()}


@cache
def country_names() -> Mapping[str, str]:
    """Return what countries are called, by their ISO 3166 codes."""
    return {location.country: location.names[0] for location in _read() if location.kind is LocationKind.COUNTRY}


@cache
def iana() -> tuple[str, ...]:
    """Return all IANA names, from the data that comes with Versed, so that every replica knows the same ones."""
    listed = files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    return tuple(name for name in listed if name != "Factory")


def is_location(zone: str) -> bool:
    """Return whether an IANA name is that of a location: an area and a city, such as Europe/Berlin."""
    return zone.partition("/")[0].lower() in _AREAS and zone.count("/") > 0


def city_of(zone: str) -> str:
    """Return the city in a zone's name: New York of America/New_York."""
    return zone.rpartition("/")[2].replace("_", " ")


def _locations() -> Iterator[Location]:
    """Yield what the file has, and those cities in the names of zones that it hasn't."""
    known = _read()
    yield from known
    by_city = {(name, zone) for location in known for name in location.names for zone in location.zones}
    current = {zone for location in known for zone in location.zones}
    for zone in sorted(iana(), key=lambda name: name not in current):
        if _is_city(zone, current) and (city_of(zone), zone) not in by_city:
            yield Location(LocationKind.CITY, "", 0, (zone,), (city_of(zone),))


def _is_city(zone: str, current: set[str]) -> bool:
    """Return whether someone who names the last part of a zone's name may well mean that zone.

    Nobody means a station in Antarctica by Davis, a county in Indiana by Petersburg, or Western Australia by West.
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
