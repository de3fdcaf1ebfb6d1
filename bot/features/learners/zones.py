"""Time zones by what people type: an IANA name, a city, a state or a country; and help where that doesn't say one.

Nothing is taken for a zone by what it merely looks like. A distance from UTC, or an abbreviation such as EST, doesn't
say where somebody is, nor when clocks change; and a name of several places that go by different clocks isn't enough.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.content.titles import Title, Titles
from bot.features.learners import offsets, places
from bot.features.learners.clocks import Clock, all_clocks, clocks
from bot.features.learners.meant import SEVERAL, clock_of, either, zone_of
from bot.features.learners.offsets import UTC_NAMES
from bot.features.learners.places import Kind, Place, city_of, iana, is_place, key
from bot.language.message import Refusal
from bot.language.text import clean, fold

_UTC_IN_WORDS = frozenset(("coordinated universal", "universal", "greenwich mean", "utc", "gmt", "zulu"))
_TIME = re.compile(r"(?P<of>.+?) (?:(?P<clock>standard|daylight|summer|winter) )?(?:time|timezone)(?: zone)?")
_ASIDE = re.compile(r"(?P<outer>[^()]*[^() ]) ?\((?P<inner>[^()]*)\)")
LONGEST = 60
"""Characters of a zone's name as people give it."""
_LONG_ENOUGH = 5
"""Letters of a name that may have a slip."""
_KNOWN_TO_ALL = 500
"""The size of a place that comes to mind first, even where a letter is wrong or missing."""
_SUGGESTED = {Kind.COUNTRY: 0, Kind.REGION: 100, Kind.CITY: _KNOWN_TO_ALL}
"""The sizes of places that are suggested while their names are being typed."""
_SHORT = 2
"""Letters that too many names begin with."""
_ALIKE = 0.65
"""How like a name has to be to what was typed (0…1) to be offered."""


def known(name: str) -> ZoneInfo:
    """Return the zone of an IANA name that was good when it was kept.

    Raises:
        Refusal: this machine doesn't know it.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the last for what is a folder, such as Europe
        raise Refusal(f"I do not know the time zone “{name[:40]}”; make a new schedule.") from None


def told(name: str) -> str:
    """Return the zone that a platform says somebody is in, or "" if that's no place's or isn't known here.

    Args:
        name: the IANA name, untrusted.
    """
    return name if name in _places() else ""


def find(typed: str, at: datetime) -> str:
    """Return the IANA name of the zone that's meant.

    Args:
        typed: its name in any case, such as europe/berlin, or a city, a state or a country, such as new york.
        at: now, in UTC; decides which cities are at a distance from UTC, and whose clocks agree from now on.

    Raises:
        Refusal: it says no zone, or could say several; the likeliest are offered.
    """
    shown = clean(typed)[:LONGEST]
    said = _settled(shown)
    if not said:
        raise Refusal("Name your time zone, such as Europe/Berlin; a city will do.")
    if _is_path(said):
        raise Refusal("That is a path and no time zone; name one such as Europe/Berlin.")
    found = _said(shown, said, at) or _misspelt(shown, said, at)
    if found is not None:
        return found
    offered = _alike(said, at)
    if not offered:
        raise Refusal(f"I know no time zone “{shown}”; name a large city near you, such as Europe/Berlin.")
    raise Refusal(f"I know no time zone “{shown}”; did you mean {either(offered)}?")


def is_zone(typed: str, at: datetime) -> bool:
    """Return whether a text speaks of a time zone, without a slip: one that's found, or that a choice is offered for.

    Args:
        typed: the text.
        at: now, in UTC.
    """
    said = _settled(clean(typed)[:LONGEST])
    try:
        return bool(said) and not _is_path(said) and _said(said, said, at) is not None
    except Refusal:
        return True


@cache
def titles() -> Titles:
    """Return zones to suggest, by their names, and by the countries, states and cities that they're the zone of."""
    aliases: dict[str, dict[str, None]] = {name: {city_of(name): None} for name in iana() if is_place(name)}
    for place in {place: None for called in places.named().values() for place in called}:
        if place.size >= _SUGGESTED[place.kind]:
            for zone in place.zones:
                aliases[zone] |= dict.fromkeys(place.names)
    suggested = (Title(name, name, tuple(others)) for name, others in sorted(aliases.items()))
    return Titles((Title("UTC", "UTC", ("UTC",)), *suggested))


def _is_path(said: str) -> bool:
    """Return whether a text looks like a file's name rather than a zone's."""
    return ".." in said or said.startswith(("/", "\\", "~"))


def _settled(shown: str) -> str:
    return " ".join(fold(shown).replace("_", " ").split())


def _said(shown: str, said: str, at: datetime) -> str | None:
    """Return the zone that a text says; None where it says none.

    Args:
        shown: the text as it's quoted.
        said: the same, folded.
        at: now, in UTC.

    Raises:
        Refusal: it speaks of a zone without saying which.
    """
    if offsets.is_utc(said):
        return "UTC"
    offsets.check(shown, said, at)
    if (clock := clocks().by_abbreviation.get(said)) is not None:
        raise _which_clock(shown, clock)
    called = places.named().get(key(said))
    if said in _iana_names() and ("/" in said or not called):
        return _iana_names()[said]
    if called:
        return zone_of(shown, called, at)
    if any(map(str.isdigit, said)):  # what stands beside a number may be its zone, but then the number says another
        return None
    found = (reading(shown, said, at) for reading in (_in_area, _within, _time_of, _without_aside))
    return next((zone for zone in found if zone is not None), None)


def _within(shown: str, said: str, at: datetime) -> str | None:
    """Read Portland, Maine; Austin TX; and Cambridge, UK."""
    if "," in said:
        city, _, region = said.rpartition(",")
        return _inside(shown, key(city), key(region), at)
    parts = key(said).split()
    for cut in range(1, len(parts)):
        city, region = " ".join(parts[:cut]), " ".join(parts[cut:])
        if _named(city) and (found := _inside(shown, city, region, at)) is not None:
            return found
    return None


def _inside(shown: str, city: str, region: str, at: datetime) -> str | None:
    """Return the zone of a city in a state or a country; that of the state or the country if the city isn't known.

    Args:
        shown: what was typed.
        city: its key.
        region: the key of the state or the country, or a US state's two letters.
        at: now, in UTC.
    """
    around = [place for place in _named(f"us {region}") or _named(region) if place.kind is not Kind.CITY]
    if not around or not city or UTC_NAMES.union(clocks().by_abbreviation) & {city, region}:
        return None
    countries = {place.country for place in around}
    there = {clock_of(zone, at) for place in around for zone in place.zones}
    inside = [
        place
        for place in _named(city)
        if place.kind is not Kind.COUNTRY
        and place.country in countries
        and not there.isdisjoint(clock_of(zone, at) for zone in place.zones)
    ]
    return zone_of(shown, inside or around, at)


def _in_area(shown: str, said: str, at: datetime) -> str | None:
    """Read Europe/Munich and US/Texas."""
    around, slash, name = said.rpartition("/")
    called = _named(key(name)) if slash else ()
    inside = [place for place in called if place.zones[0].lower().startswith(f"{around}/")]
    if inside:
        return zone_of(shown, inside, at)
    return _inside(shown, key(name), key(around), at) if called else None


def _time_of(shown: str, said: str, at: datetime) -> str | None:
    """Read Berlin time, and Eastern Standard Time."""
    plain = _ASIDE.sub(r"\g<outer>", said)
    time = _TIME.fullmatch(plain)
    of = (time["of"] if time else plain).removesuffix(" local")
    if time and of in _UTC_IN_WORDS:
        return "UTC"
    clock = clocks().by_phrase.get(of)
    if clock and (time is None or time["clock"] or not _named(key(of))):
        raise _which_clock(shown, clock)
    return _said(shown, of, at) if time else None


def _without_aside(shown: str, said: str, at: datetime) -> str | None:
    """Read America/Los_Angeles (United States), as it's offered."""
    aside = _ASIDE.fullmatch(said)
    return _said(shown, aside["outer"], at) if aside and _is_place_name(aside["inner"]) else None


def _misspelt(shown: str, said: str, at: datetime) -> str | None:
    """Return the zone of the one place that a text is a slip away from.

    Raises:
        Refusal: that could be several.
    """
    if "/" in said:
        near = process.extract(said, _iana_names().keys(), scorer=OSA.distance, score_cutoff=1, limit=SEVERAL)
        found = {clock_of(_iana_names()[name], at): _iana_names()[name] for name, _, _ in near if "/" in name}
        return next(iter(found.values())) if len(found) == 1 else None
    name = key(said)
    if len(name) < _LONG_ENOUGH:
        return None
    near = process.extract(name, _names(), scorer=OSA.distance, score_cutoff=1, limit=None)
    meant = [
        place
        for other, _, _ in near
        if other[0] == name[0]
        for place in _named(other)
        if place.size >= _KNOWN_TO_ALL or place.kind is Kind.COUNTRY
    ]
    return zone_of(shown, sorted(meant, key=lambda place: -place.size), at) if meant else None


def _is_place_name(name: str) -> bool:
    return bool(_named(key(name))) or name in {fold(place.where) for place in all_clocks()}


def _which_clock(shown: str, meant: Sequence[Clock]) -> Refusal:
    offered = either([f"{each.zone} ({each.where})" for each in meant])
    return Refusal(f"“{shown}” doesn't say where you are; name your city, such as {offered}.")


def _alike(said: str, at: datetime) -> list[str]:
    """Return zones to offer for a text that says none: those of places that begin so, else that look like it."""
    name = key(said)
    if not name:
        return []
    area = {zone for zone in iana() if is_place(zone) and zone.lower().startswith(f"{said}/")}
    if area:
        return _offers((place for place in _large() if place.zones[0] in area), at)
    begun = sorted((place for other in _names() if other.startswith(name) for place in _named(other)), key=_by_size)
    if len(name) > _SHORT and begun:
        return _offers(begun, at)
    near = process.extract(name, _names(), scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, limit=SEVERAL)
    return _offers((place for other, _, _ in near for place in _named(other)), at)


def _offers(found: Iterable[Place], at: datetime) -> list[str]:
    offered: dict[tuple[timedelta | None, ...], str] = {}
    for place in found:
        zone = place.zones[0]
        about = "" if key(city_of(zone)) in map(key, place.names) else f" ({place.names[0]})"
        offered.setdefault(clock_of(zone, at), f"{zone}{about}")
        if len(offered) == SEVERAL - 1:
            break
    return list(offered.values())


def _by_size(place: Place) -> int:
    return -place.size


@cache
def _large() -> tuple[Place, ...]:
    found = {place: None for called in places.named().values() for place in called if place.kind is Kind.CITY}
    return tuple(sorted(found, key=_by_size))


@cache
def _names() -> tuple[str, ...]:
    return tuple(places.named())


def _named(name: str) -> tuple[Place, ...]:
    return places.named().get(name, ())


@cache
def _places() -> frozenset[str]:
    return frozenset(filter(is_place, iana()))


@cache
def _iana_names() -> Mapping[str, str]:
    """Return zones by their names as people type them."""
    return {_settled(name): name for name in iana()}
