"""Which of the locations with the same name is meant, or could be; and comparing their clocks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.features.learners import locations
from bot.features.learners.locations import Location, LocationKind
from bot.language.refusals import Offer, Refusal
from bot.language.text import listed

SEVERAL = 4
"""Maximum number of places offered as a choice."""
_LARGER = 3
"""A city is taken to be meant if it's this many times as large as all others of its name together."""
_A_YEAR = 53
"""Number of weeks over which clocks are compared; all differences show within a year."""


class Candidate(NamedTuple):
    """A zone that may be meant.

    Args:
        zone: its IANA name.
        about: its country or region, if the name doesn't say; else "".
    """

    zone: str
    about: str = ""

    @property
    def shown(self) -> str:
        """Return it as it's shown to people."""
        return f"{self.zone} ({self.about})" if self.about else self.zone


def zone_of(quoted: str, called: Sequence[Location], at: datetime) -> str:
    """Return the zone of the location that a name means.

    Args:
        quoted: the name, for messages.
        called: the locations of that name, largest first; at least one.
        at: now, in UTC.

    Raises:
        Refusal: the name is ambiguous.
    """
    largest, *others = called
    rivals = [
        location.size for location in others if clock_of(location.zones[0], at) != clock_of(largest.zones[0], at)
    ]
    larger = _LARGER if largest.kind is LocationKind.CITY else _LARGER**3
    is_clear = all(rivals) and largest.size >= larger * sum(rivals)
    if is_clear and all(location.kind is not LocationKind.COUNTRY for location in others):
        called = [largest]
    within = {location.country for location in called if location.kind is LocationKind.COUNTRY}
    called = [
        location for location in called if location.kind is LocationKind.COUNTRY or location.country not in within
    ]
    choice: dict[tuple[timedelta | None, ...], tuple[str, Location]] = {}
    for location in called:
        for zone in location.zones:
            choice.setdefault(clock_of(zone, at), (zone, location))
    if len(choice) == 1:
        return next(zone for zone, _ in choice.values())
    if len({location for _, location in choice.values()}) == 1:
        cities = [Candidate(zone) for zone, _ in choice.values()]
        raise asks(f"“{quoted}” has more than one time zone; name a city there, such as", cities, ".")
    raise asks(
        f"“{quoted}” could be", [_labelled(zone, location) for zone, location in choice.values()], "; say which."
    )


def asks(begin: str, candidates: Sequence[Candidate], end: str) -> Refusal:
    """Return the refusal of an ambiguous name, with the likeliest zones.

    Args:
        begin: the sentence up to the zones.
        candidates: the zones, likeliest first; at least one.
        end: the end of the sentence.
    """
    offered = candidates[:SEVERAL]
    named = listed([each.shown for each in offered], "or")
    return Refusal(f"{begin} {named}{end}", option="zone", offers=[Offer(each.shown, each.zone) for each in offered])


def clock_of(zone: str, at: datetime) -> tuple[timedelta | None, ...]:
    """Return a zone's UTC offsets in the coming year; zones with the same offsets are interchangeable for people."""
    there = ZoneInfo(zone)
    return tuple((at + timedelta(weeks=week)).astimezone(there).utcoffset() for week in range(_A_YEAR))


def _labelled(zone: str, location: Location) -> Candidate:
    country = locations.country_names().get(location.country, "")
    return Candidate(zone, f"{location.names[0]}, {country}" if location.kind is LocationKind.REGION else country)
