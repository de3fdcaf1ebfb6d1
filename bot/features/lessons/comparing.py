"""Finding what /compare is about from what people type: which pack, topic or aspect, and sides. Pure."""

import re
from collections.abc import Callable, Sequence

from bot.content.finding.finder import Finder
from bot.content.model import Comparison, Pack, Side, Topic
from bot.features.packs.naming import Several
from bot.language.refusals import blaming
from bot.naming.titles import Title, Titles
from bot.naming.unknown import unknown

_BETWEEN_SIDES = re.compile(r"\s*(?:,|/|&|\band\b|\bvs\.?(?=\s)|\bversus\b)\s*", re.IGNORECASE)


def compared(packs: Sequence[Pack], finder: Callable[[Pack], Finder], topic: str, aspect: str, sides: str) -> Pack:
    """Return the first pack that compares what's typed; else the first that compares anything.

    Args:
        packs: the packs in use, in order of preference.
        finder: returns a pack's finder.
        topic: the topic as typed, or "".
        aspect: the aspect as typed, or "".
        sides: the sides as typed, or "".
    """
    with_sides = [pack for pack in packs if pack.sides]
    finders = [finder(pack) for pack in with_sides]
    for look in (Titles.exact, Titles.match):
        for each in finders:
            named = SideTitles(each.sides)
            in_place = (each.topics, each.aspects)
            if (
                (not topic or any(look(titles, topic) for titles in in_place) or named.exact(topic))
                and (not aspect or look(each.aspects, aspect))
                and (not sides or named.match(sides))
            ):
                return each.pack
    return (with_sides or packs)[0]


class SideTitles:
    """Finds one or several sides by their names: “data scientist vs AI engineer”.

    Args:
        sides: finds a single side.
    """

    def __init__(self, sides: Titles | Several) -> None:
        self._sides = sides

    def complete(self, typed: str, limit: int) -> Sequence[Title]:
        """Return completions for one side's name, the best first."""
        return self._sides.complete(typed, limit)

    def exact(self, typed: str) -> Title | None:
        """Return the first of the sides if each is named exactly."""
        return self._all(typed, self._sides.exact)

    def match(self, typed: str) -> Title | None:
        """Return the first of the sides if each is clearly meant."""
        return self._all(typed, self._sides.match)

    def _all(self, typed: str, find: Callable[[str], Title | None]) -> Title | None:
        found = [find(name) for name in _BETWEEN_SIDES.split(typed) if name]
        return found[0] if found and all(found) else None


def subject_of(finder: Finder, topic: str, aspect: str) -> Topic | Comparison | None:
    """Return what to compare; an aspect may be typed in place of the topic.

    Args:
        finder: the pack's finder.
        topic: the topic as typed, or "".
        aspect: the aspect as typed, or "".

    Raises:
        Refusal: nothing has that name.
    """
    if not topic:
        return finder.aspect(aspect, None) if aspect else None
    if not aspect and finder.topics.match(topic) is None:
        if finder.aspects.match(topic) is not None:
            return finder.aspect(topic, None)
        if finder.aspects.nearest(topic) and not finder.topics.nearest(topic):
            raise unknown("topic", f"I don't have a topic “{topic}”", finder.aspects, topic, "")
    found = finder.topic(topic)
    return finder.aspect(aspect, found) if aspect else found


def names_sides(finder: Finder, typed: str) -> bool:
    """Return whether the typed topic names only sides: /compare data scientist vs AI engineer."""
    names = [name for name in _BETWEEN_SIDES.split(typed) if name]
    return bool(names) and finder.topics.exact(typed) is None and all(map(finder.sides.exact, names))


def sides_of(finder: Finder, typed: str) -> Sequence[Side]:
    """Return the sides that are named, in the pack's order; all if none is."""
    named = []
    for name in filter(None, _BETWEEN_SIDES.split(typed)):
        with blaming("sides", typed, name):
            named.append(finder.side(name))
    return [side for side in finder.pack.sides if side in named or not named]
