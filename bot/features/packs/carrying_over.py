"""Carries a draft over to a version published in the meantime: a three-way merge, part by part. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.content.model import Pack, Sheet

AnyPart: TypeAlias = Any
"""A topic, item or other part of a pack that has an id."""

Parts: TypeAlias = dict[str, AnyPart]
"""The parts of one list of a pack, by id."""

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
"""The fields that refer to other parts, each with the list that those parts are in."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A part that two editors changed differently.

    Args:
        list_name: the list that the part is in, or the field of the cover.
        id: the part's id; "" for a field of the cover.
        mine: the draft's version of the part; None if the draft removed it.
        theirs: the published version; None if it was removed.
    """

    list_name: str
    id: str
    mine: AnyPart | None
    theirs: AnyPart | None


@dataclass(frozen=True, slots=True)
class Carried:
    """The result of a merge.

    Args:
        pack: the published version with the draft's changes.
        conflicts: what's still to be decided, in the order of the pack; until then, the published part is used.
    """

    pack: Pack
    conflicts: Sequence[Conflict]


def carry_over(base: Pack | None, mine: Pack, theirs: Pack, choices: Sequence[bool] = ()) -> Carried:
    """Merge a draft into a later version of its pack.

    A part that only one side changed is taken from that side. A part that both changed is decided by the next choice.

    Args:
        base: the version that the draft started from; None if it isn't kept any more, so that no part counts as
            unchanged.
        mine: the draft.
        theirs: the version published in the meantime.
        choices: for the first conflicts, in order, whether to take the draft's part.
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
    """Merges part by part, and collects the conflicts."""

    def __init__(self, choices: Sequence[bool]) -> None:
        self._choices = [*choices]
        self.conflicts: list[Conflict] = []

    def merged(self, list_name: str, base: Parts, mine: Parts, theirs: Parts) -> Parts:
        """Return the merged parts of a list in the published order, with the draft's additions last.

        Args:
            list_name: the name of the list.
            base: the parts that the draft started from, by id.
            mine: the draft's parts.
            theirs: the published parts.
        """
        keys = dict.fromkeys((*theirs, *mine))
        decided = {key: self.decide(list_name, key, base.get(key), mine.get(key), theirs.get(key)) for key in keys}
        return {key: part for key, part in decided.items() if part is not None}

    def decide(self, list_name: str, key: str, base: AnyPart, mine: AnyPart, theirs: AnyPart) -> AnyPart:
        """Return the merged version of one part.

        Args:
            list_name: the list that the part is in, or the field of the cover.
            key: the part's id; "" for a field of the cover.
            base: the part that the draft started from; None if there was none.
            mine: the draft's part; None if the draft removed it.
            theirs: the published part; None if it was removed.
        """
        if mine in (base, theirs):
            return theirs
        if theirs == base:
            return mine
        if self._choices:
            return mine if self._choices.pop(0) else theirs
        self.conflicts.append(Conflict(list_name, key, mine, theirs))
        return theirs


def _parts(pack: Pack | None, name: str) -> Parts:
    return {each.id: each for each in getattr(pack, name)} if pack is not None else {}


def _bring_back(lists: Mapping[str, Parts], mine: Pack, theirs: Pack) -> None:
    """Restore parts that one editor removed and that the other's parts refer to."""
    there_were = {name: {**_parts(mine, name), **_parts(theirs, name)} for name in _LEADS_TO.values()}
    waiting = [part for parts in lists.values() for part in parts.values()]
    while waiting:
        for list_name, key in _leads_to(waiting.pop()):
            if key not in lists[list_name] and key in there_were[list_name]:
                lists[list_name][key] = there_were[list_name][key]
                waiting.append(there_were[list_name][key])


def _leads_to(part: AnyPart) -> Iterator[tuple[str, str]]:
    """Yield the list and id of each part that a part refers to, also in nested fields."""
    for field in type(part).model_fields:
        value = getattr(part, field)
        for each in value if isinstance(value, tuple) else (value,):
            if field in _LEADS_TO and isinstance(each, str):
                yield _LEADS_TO[field], each
            elif hasattr(type(each), "model_fields"):
                yield from _leads_to(each)
