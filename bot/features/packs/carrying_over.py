"""A draft carried over to the version that was published meanwhile: three ways, part by part. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.content.model import Pack, Sheet

AnyPart: TypeAlias = Any
"""A topic, an item or another part of a pack that has an id."""

Parts: TypeAlias = dict[str, AnyPart]
"""The parts of one list, by id."""

_LISTS = ("topics", *Sheet.model_fields)
_COVER = tuple(name for name in Pack.model_fields if name not in (*_LISTS, "id", "images"))

_LEADS_TO = {
    "objectives": "objectives",
    "needs": "objectives",
    "topic": "topics",
    "see_also": "terms",
    "case": "cases",
    "misconception": "misconceptions",
}
"""The list that a field names parts of, by the field."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A part that two editors changed, each in their own way.

    Args:
        several: the list that it stands in, or the field of the cover.
        id: of the part; "" for a field of the cover.
        mine: as the draft has it; None if that removed it.
        theirs: as it's published; None if it was removed.
    """

    several: str
    id: str
    mine: AnyPart | None
    theirs: AnyPart | None


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of it.

    Args:
        pack: as published, with what the draft changed.
        conflicts: what's still to be decided, in the order of the pack; published is what's there till then.
    """

    pack: Pack
    conflicts: Sequence[Conflict]


def carry_over(base: Pack | None, mine: Pack, theirs: Pack, choices: Sequence[bool] = ()) -> Carried:
    """Carry a draft over to a later version of its pack.

    What only one of the two changed is taken as they have it. What both changed is decided by the choices, in order.

    Args:
        base: the version that the draft began with; None if it isn't kept any more, and then nothing is taken for
            unchanged.
        mine: the draft.
        theirs: the version that was published meanwhile.
        choices: for the first conflicts, whether to take the draft's part.
    """
    merging = _Merging(choices)
    found: dict[str, Any] = {"id": theirs.id, "images": {**theirs.images, **mine.images}}
    for name in _COVER:
        before = getattr(base, name) if base else None
        found[name] = merging.decide(name, "", before, getattr(mine, name), getattr(theirs, name))
    lists = {name: merging.merged(name, *(_parts(each, name) for each in (base, mine, theirs))) for name in _LISTS}
    _bring_back(lists, mine, theirs)
    found |= {name: tuple(parts.values()) for name, parts in lists.items()}
    return Carried(Pack.model_construct(**found), merging.conflicts)


class _Merging:
    """Merges part by part, and keeps what's to be decided."""

    def __init__(self, choices: Sequence[bool]) -> None:
        self._choices = [*choices]
        self.conflicts: list[Conflict] = []

    def merged(self, several: str, base: Parts, mine: Parts, theirs: Parts) -> Parts:
        """Return the parts of a list, in the published order; what the draft added comes last.

        Args:
            several: the list.
            base: what the draft began with, by id.
            mine: what it has.
            theirs: what's published.
        """
        keys = dict.fromkeys((*theirs, *mine))
        decided = {key: self.decide(several, key, base.get(key), mine.get(key), theirs.get(key)) for key in keys}
        return {key: part for key, part in decided.items() if part is not None}

    def decide(self, several: str, key: str, base: AnyPart, mine: AnyPart, theirs: AnyPart) -> AnyPart:
        """Return what becomes of one part.

        Args:
            several: the list that it stands in, or the field of the cover.
            key: its id; "" for a field of the cover.
            base: as the draft began with it; None if it wasn't there.
            mine: as it has it; None if it removed it.
            theirs: as it's published; None if it was removed.
        """
        if mine in (base, theirs):
            return theirs
        if theirs == base:
            return mine
        if self._choices:
            return mine if self._choices.pop(0) else theirs
        self.conflicts.append(Conflict(several, key, mine, theirs))
        return theirs


def _parts(pack: Pack | None, name: str) -> Parts:
    return {each.id: each for each in getattr(pack, name)} if pack is not None else {}


def _bring_back(lists: Mapping[str, Parts], mine: Pack, theirs: Pack) -> None:
    """Bring parts back that one editor removed and the other's lead to."""
    there_were = {name: {**_parts(mine, name), **_parts(theirs, name)} for name in _LEADS_TO.values()}
    waiting = [part for parts in lists.values() for part in parts.values()]
    while waiting:
        for several, key in _leads_to(waiting.pop()):
            if key not in lists[several] and key in there_were[several]:
                lists[several][key] = there_were[several][key]
                waiting.append(there_were[several][key])


def _leads_to(part: AnyPart) -> Iterator[tuple[str, str]]:
    """Yield the lists and the ids of parts that one names anywhere in itself."""
    for field in type(part).model_fields:
        value = getattr(part, field)
        for each in value if isinstance(value, tuple) else (value,):
            if field in _LEADS_TO and isinstance(each, str):
                yield _LEADS_TO[field], each
            elif hasattr(type(each), "model_fields"):
                yield from _leads_to(each)
