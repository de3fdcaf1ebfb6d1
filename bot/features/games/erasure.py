"""Erasing people from a game's log: the log stays playable, and identifies none of them. Pure.

An anonymous stand-in replaces each erased person, so that the others' scores don't change: a team's points are
made of the points of all its players.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from bot.features.games.model import SOMEONE, is_erased
from bot.features.teams.model import UNNAMED
from bot.language.names import mentions
from bot.language.people import MemberKey

_PLACE = "A place"

_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError)
"""Errors from parsing an event that's malformed or was written by a newer version."""

_MOST_OPTIONS = 10
"""An answer of up to this many digits consists of option numbers; a longer one was typed."""


def without(event: str, stand_ins: Mapping[MemberKey, MemberKey], names: Collection[str]) -> str:
    """Return a stored event without some people; "" if it can't be read.

    Args:
        event: the event as stored in the log.
        stand_ins: the people to erase, each with the stand-in that replaces them.
        names: the display names of these people.
    """
    try:
        unnamed = _unnamed(json.loads(event), stand_ins, names)
    except _UNREADABLE:
        return ""  # we can't tell who it names, so nothing of it stays
    return json.dumps(unnamed, ensure_ascii=False, separators=(",", ":"))


def is_named(event: str, who: MemberKey, names: Collection[str]) -> bool:
    """Return whether an event names a person; an unreadable one counts, because it was found by their names.

    Args:
        event: the event as stored in the log.
        who: the person.
        names: the person's display names.
    """
    unnamed = without(event, {who: MemberKey("", "")}, names)
    return not unnamed or unnamed != without(event, {}, ())


def rewritten(
    log: Sequence[str], stand_ins: Mapping[MemberKey, MemberKey], names: Collection[str]
) -> Iterator[tuple[int, str]]:
    """Yield the number and the new text of each event that names one of the people.

    Args:
        log: all events as stored in the log.
        stand_ins: the people to erase, each with the stand-in that replaces them.
        names: the display names of these people.
    """
    for number, event in enumerate(log):
        unnamed = without(event, stand_ins, names)
        if not unnamed or unnamed != without(event, {}, ()):
            yield number, unnamed


def _unnamed(event: dict[str, Any], stand_ins: Mapping[MemberKey, MemberKey], names: Collection[str]) -> Any:  # noqa: ANN401 (any JSON)
    if _person(event.get("who")) in stand_ins and "name" in event:
        event["name"] = SOMEONE
    if _person(event.get("host")) in stand_ins:
        event["host_name"] = SOMEONE
    for team in event.get("teams", ()):
        if isinstance(team, dict) and team.get("lasting") and mentions(team["name"], names):
            team["name"] = UNNAMED
    for venue in (*event.get("venues", ()), *([event["venue"]] if "venue" in event else ())):
        if mentions(venue["name"], names):
            venue["name"] = _PLACE
    return _replaced(event, stand_ins)


def people_of(log: Iterable[str], tenant: str) -> dict[MemberKey, set[str]]:
    """Return the tenant's members that a log names, with the display names it has for them.

    Args:
        log: all events as stored in the log.
        tenant: the tenant's key.
    """
    people: defaultdict[MemberKey, set[str]] = defaultdict(set)
    for event in log:
        with suppress(*_UNREADABLE):
            for who, names in _named(json.loads(event), tenant).items():
                people[who] |= names
    return people


def _named(event: dict[str, Any], tenant: str) -> dict[MemberKey, set[str]]:
    people = (who for who in _people(event) if who.tenant == tenant and not is_erased(who))
    found: dict[MemberKey, set[str]] = {who: set() for who in people}
    for role, name in (("who", "name"), ("host", "host_name")):
        who = _person(event.get(role))
        if who is not None and who in found and name in event:
            found[who].add(event[name])
    return found


def shown(event: str, number: int, who: MemberKey) -> dict[str, Any]:
    """Return what an event says about a person, to show it to them; nothing about others.

    Args:
        event: the event as stored in the log.
        number: the event's number in the log.
        who: the person.
    """
    try:
        return _shown(json.loads(event), number, who)
    except _UNREADABLE:
        return {"number": number, "kind": "unreadable"}


def _shown(event: dict[str, Any], number: int, who: MemberKey) -> dict[str, Any]:
    about = {"number": number, "kind": event["kind"], "at": event.get("at")}
    if event.get("who") == list(who):
        about |= {name: event[name] for name in ("name", "team", "place") if name in event}
    if event.get("host") == list(who):
        about |= {"name": event["host_name"]}
    return about


def answer_without_words(answer: str) -> str:
    """Return the part of an answer to keep for statistics: option numbers stay, typed text is dropped."""
    return answer if answer.isascii() and answer.isdigit() and len(answer) <= _MOST_OPTIONS else ""


def _person(value: Any) -> MemberKey | None:  # noqa: ANN401 (any JSON)
    """Return the person that a JSON value represents, if it has the form of one."""
    match value:
        case [str(tenant), str(member)]:
            return MemberKey(tenant, member)
    return None


def _people(value: Any) -> Iterator[MemberKey]:  # noqa: ANN401 (any JSON)
    if (who := _person(value)) is not None:
        yield who
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _people(each)


def _replaced(value: Any, stand_ins: Mapping[MemberKey, MemberKey]) -> Any:  # noqa: ANN401 (any JSON)
    who = _person(value)
    if who is not None and who in stand_ins:
        return list(stand_ins[who])
    if isinstance(value, list):
        return [_replaced(each, stand_ins) for each in value]
    if isinstance(value, dict):
        return {key: _replaced(each, stand_ins) for key, each in value.items()}
    return value
