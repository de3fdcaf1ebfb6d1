"""Locations that resemble a text: which one it may misspell, and what to offer if it isn't one."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.features.learners import locations
from bot.features.learners.locations import (
    KNOWN_TO_ALL,
    Location,
    LocationKind,
    city_of,
    iana,
    iana_names,
    is_location,
    key,
    named_so,
)
from bot.features.learners.meant import SEVERAL, Candidate, clock_of, zone_of

_LONG_ENOUGH = 5
"""Minimum length of a name that may be misspelt, in letters."""
_SHORT = 2
"""A text of at most this many letters isn't completed, because too many names begin with it."""
_ALIKE = 0.65
"""Minimum similarity of a name to the text, from 0 to 1, for it to be offered."""


def misspelt(quoted: str, text: str, at: datetime) -> str | None:
    """Return the zone of the location that a text misspells by one letter; None if there's none.

    Args:
        quoted: the text, for messages.
        text: case-folded.
        at: now, in UTC.

    Raises:
        Refusal: it could be several locations.
    """
    if "/" in text:
        near = process.extract(text, iana_names().keys(), scorer=OSA.distance, score_cutoff=1, limit=SEVERAL)
        found = {clock_of(iana_names()[name], at): iana_names()[name] for name, _, _ in near if "/" in name}
        return next(iter(found.values())) if len(found) == 1 else None
    name = key(text)
    if len(name) < _LONG_ENOUGH:
        return None
    near = process.extract(name, _names(), scorer=OSA.distance, score_cutoff=1, limit=None)
    meant = [
        location
        for other, _, _ in near
        if other[0] == name[0]
        for location in named_so(other)
        if location.size >= KNOWN_TO_ALL or location.kind is LocationKind.COUNTRY
    ]
    return zone_of(quoted, sorted(meant, key=lambda location: -location.size), at) if meant else None


def alike(text: str, at: datetime) -> list[Candidate]:
    """Return zones to offer for an unknown text: of locations whose names begin with it, else of similar ones.

    Args:
        text: case-folded.
        at: now, in UTC.
    """
    name = key(text)
    if not name:
        return []
    area = {zone for zone in iana() if is_location(zone) and zone.lower().startswith(f"{text}/")}
    if area:
        return _offers((location for location in _large() if location.zones[0] in area), at)
    starting = sorted(
        (location for other in _names() if other.startswith(name) for location in named_so(other)), key=_by_size
    )
    if len(name) > _SHORT and starting:
        return _offers(starting, at)
    if "/" in text:  # a name of the IANA, of which a city can't be the whole
        near = process.extract(
            text, iana_names().keys(), scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, limit=SEVERAL
        )
        return [Candidate(iana_names()[other]) for other, _, _ in near]
    near = process.extract(name, _names(), scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, limit=SEVERAL)
    return _offers((location for other, _, _ in near for location in named_so(other)), at)


def _offers(places: Iterable[Location], at: datetime) -> list[Candidate]:
    offered: dict[tuple[timedelta | None, ...], Candidate] = {}
    for location in places:
        zone = location.zones[0]
        about = "" if key(city_of(zone)) in map(key, location.names) else location.names[0]
        offered.setdefault(clock_of(zone, at), Candidate(zone, about))
        if len(offered) == SEVERAL - 1:
            break
    return list(offered.values())


def _by_size(location: Location) -> int:
    return -location.size


@cache
def _large() -> tuple[Location, ...]:
    found = {
        location: None
        for called in locations.named().values()
        for location in called
        if location.kind is LocationKind.CITY
    }
    return tuple(sorted(found, key=_by_size))


@cache
def _names() -> tuple[str, ...]:
    return tuple(locations.named())
