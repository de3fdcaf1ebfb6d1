"""Taking a person out of what a game has kept: its log stays playable, and leads to nobody. Pure.

Whoever has been erased is replaced by somebody without a name, so that what the others have scored stays as it was:
a team's points are made of all who play for it.
"""

import json
from collections.abc import Collection
from typing import Any

from bot.features.games.events import SOMEONE, Person
from bot.language.names import mentions

_TEAM, _PLACE = "A team", "A place"

_MOST_OPTIONS = 10
"""Digits of an answer that is made of options; more are typed."""


def without(kept: str, who: Person, someone: Person, names: Collection[str]) -> str:
    """Return an event, as the log keeps it, without a person.

    Args:
        kept: the event.
        who: whom to take out.
        someone: stands in their place.
        names: under which they were shown.
    """
    try:
        event: dict[str, Any] = json.loads(kept)
    except ValueError:
        return ""  # nobody can read it, and so nobody can say whom it names
    if event.get("who") == list(who) and "name" in event:
        event["name"] = SOMEONE
    if event.get("host") == list(who):
        event["host_name"] = SOMEONE
    for team in event.get("teams", ()):
        if isinstance(team, dict) and team.get("lasting") and mentions(team["name"], names):
            team["name"] = _TEAM
    for venue in (*event.get("venues", ()), *([event["venue"]] if "venue" in event else ())):
        if mentions(venue["name"], names):
            venue["name"] = _PLACE
    replaced = _replaced(event, list(who), list(someone))
    return json.dumps(replaced, ensure_ascii=False, separators=(",", ":"))


def shown(kept: str, number: int, who: Person) -> dict[str, Any]:
    """Return what an event says of a person, as it is shown to them; of others it says nothing.

    Args:
        kept: the event, as the log keeps it.
        number: of the event in the log.
        who: the person.
    """
    event: dict[str, Any] = json.loads(kept)
    said = {"number": number, "kind": event["kind"], "at": event.get("at")}
    if event.get("who") == list(who):
        said |= {name: event[name] for name in ("name", "team", "place") if name in event}
    if event.get("host") == list(who):
        said |= {"name": event["host_name"]}
    return said


def answer_without_words(given: str) -> str:
    """Return an answer to be kept for the statistics: numbers of options stay, typed words go."""
    return given if given.isascii() and given.isdigit() and len(given) <= _MOST_OPTIONS else ""


def _replaced(value: Any, old: list[str], new: list[str]) -> Any:  # noqa: ANN401 (any JSON)
    if value == old:
        return new
    if isinstance(value, list):
        return [_replaced(each, old, new) for each in value]
    if isinstance(value, dict):
        return {key: _replaced(each, old, new) for key, each in value.items()}
    return value
