"""Which of the places that share a name is meant, or could be; and how their clocks go."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.features.learners import places
from bot.features.learners.places import Kind, Place
from bot.language.message import Refusal
from bot.language.text import listed

SEVERAL = 4
"""Places offered at most where one has to be chosen."""
_LARGER = 3
"""By how many times a city outgrows all others of its name together, so that it's the one that's meant."""
_A_YEAR = 53
"""Weeks over which clocks are compared: all that change do so within a year."""


def zone_of(shown: str, called: Sequence[Place], at: datetime) -> str:
    """Return the zone of the place that's meant.

    Args:
        shown: what it was called.
        called: places of that name, the largest first; one at least.
        at: now, in UTC.

    Raises:
        Refusal: that could be several.
    """
    largest, *others = called
    rivals = [place.size for place in others if clock_of(place.zones[0], at) != clock_of(largest.zones[0], at)]
    larger = _LARGER if largest.kind is Kind.CITY else _LARGER**3
    is_clear = all(rivals) and largest.size >= larger * sum(rivals)
    if is_clear and all(place.kind is not Kind.COUNTRY for place in others):
        called = [largest]
    within = {place.country for place in called if place.kind is Kind.COUNTRY}
    called = [place for place in called if place.kind is Kind.COUNTRY or place.country not in within]
    choice: dict[tuple[timedelta | None, ...], tuple[str, Place]] = {}
    for place in called:
        for zone in place.zones:
            choice.setdefault(clock_of(zone, at), (zone, place))
    zones = [zone for zone, _ in choice.values()]
    if len(zones) == 1:
        return zones[0]
    if len({place for _, place in choice.values()}) == 1:
        raise Refusal(f"“{shown}” has more than one clock; name a city there, such as {either(zones)}.")
    offered = [_labelled(zone, place) for zone, place in choice.values()]
    raise Refusal(f"“{shown}” could be {either(offered)}; say which.")


def clock_of(zone: str, at: datetime) -> tuple[timedelta | None, ...]:
    """Return how a zone's clock goes in the year to come: those that go alike are one to whoever goes by them."""
    there = ZoneInfo(zone)
    return tuple((at + timedelta(weeks=week)).astimezone(there).utcoffset() for week in range(_A_YEAR))


def either(offered: Sequence[str]) -> str:
    """Return the first of some zones, as a choice: a, b or c."""
    return listed(offered[:SEVERAL], "or")


def _labelled(zone: str, place: Place) -> str:
    country = places.country_names().get(place.country, "")
    if place.kind is Kind.REGION:
        return f"{zone} ({place.names[0]}, {country})"
    return f"{zone} ({country})" if country else zone
