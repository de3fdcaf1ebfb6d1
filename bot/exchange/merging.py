"""Merge an import into an existing pack: items are matched by id, and manual changes are kept. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pydantic import ValidationError

from bot.content.item import Item
from bot.content.model import Case, Sheet
from bot.exchange.model import Placed
from bot.language.text import counted, listed, shortened

_LONGEST = 40
"""Maximum number of characters of a text that's quoted in the report."""

Items: TypeAlias = Mapping[str, Sequence[Item]]
"""The items of a pack: kind → items."""

Last: TypeAlias = "dict[str, dict[str, str]]"
"""What the last import wrote: item (kind and id) → field → hash of its value.

An item without fields was imported, but is gone because someone restored an earlier version. A file may bring it
again, unlike one that was deleted by hand.
"""


@dataclass(slots=True)
class Merged:
    """The result of a merge.

    Args:
        items: all items from imports, after the merge: kind → items.
        last: what this import wrote, to be passed to the next one.
        new: the number of added items.
        changed: the number of changed items.
        kept: notes about items that weren't updated, mostly because of manual changes.
    """

    items: dict[str, list[Item]]
    last: Last
    new: int = 0
    changed: int = 0
    kept: list[str] = field(default_factory=list)

    def notes(self, placed: int, missing: int, corrections: Sequence[str]) -> list[str]:
        """Return a summary for the importing person, line by line.

        Args:
            placed: the number of items in the file.
            missing: the number of items from earlier imports that the file doesn't have any more.
            corrections: a line for each item that asks something else now.
        """
        same = placed - self.new - self.changed
        sentences = [f"{self.new} new, {self.changed} changed, {same} as before."]
        if missing:
            sentences.append(
                f"Kept from earlier imports, though the file doesn't have them now: {counted(missing, 'item')}."
            )
        return [*sentences, *corrections, *self.kept]


def merged(standing: Items, elsewhere: set[str], placed: Iterable[Placed], last: Last) -> Merged:
    """Merge the items of a file into those of a pack.

    Args:
        standing: the pack's items from earlier imports.
        elsewhere: the pack's other items, by `name_of`.
        placed: the items of the file.
        last: what the last import wrote.
    """
    items = {kind: list(each) for kind, each in standing.items()}
    places = {name_of(kind, item.id): (kind, at) for kind, each in items.items() for at, item in enumerate(each)}
    found = Merged(items, dict(last))
    for each in placed:
        kind, name = each.taken.kind, name_of(each.taken.kind, each.id)
        item = _item(each)
        if name in elsewhere:
            found.kept.append(f"{each.taken.position}: it's in a file of your own, so I left it as it is")
        elif name in places:
            _, at = places[name]
            found.items[kind][at] = _renewed(found.items[kind][at], item, last.get(name, {}), each, found)
            found.last[name] = hashes(item)
        elif last.get(name):
            found.kept.append(f"{each.taken.position}: someone deleted it here, so I left it out")
        else:
            found.items.setdefault(kind, []).append(item)
            found.last[name] = hashes(item)
            found.new += 1
    return found


def restored(last: Last, now: Items | None, then: Items) -> Last:
    """Return what the last import wrote, as seen from an earlier version of the pack that replaces the current one.

    Fields that followed the file still follow it, with the values of that version; fields that someone changed by
    hand still count as changed.

    Args:
        last: what the last import wrote.
        now: the current version's items; None if nobody can read it.
        then: the earlier version's items.
    """
    standing, earlier = by_name(now or {}), by_name(then)
    found: Last = {}
    for name, wrote in last.items():
        if name not in earlier:
            found[name] = {} if now is None or name in standing else wrote
        elif not wrote or now is None:
            found[name] = hashes(earlier[name])
        elif name not in standing:
            found[name] = wrote
        else:
            current, past = hashes(standing[name]), hashes(earlier[name])
            by_hand = {field for field in {*wrote, *current} if wrote.get(field) != current.get(field)}
            found[name] = {
                **{field: each for field, each in past.items() if field not in by_hand},
                **{field: wrote[field] for field in by_hand & wrote.keys()},
            }
    return found


def cases_of(items: Items) -> set[str]:
    """Return the ids of the cases that items are about."""
    return {each.case for group in items.values() for each in group if each.case}


def needed(standing: Iterable[Case], coming: Iterable[Case], ids: set[str]) -> tuple[Case, ...]:
    """Return the cases that a pack needs after a merge.

    Args:
        standing: its cases before.
        coming: the cases of the file.
        ids: the ids of those that are needed.
    """
    return tuple({each.id: each for each in (*coming, *standing) if each.id in ids}.values())


def by_name(items: Items) -> dict[str, Item]:
    """Return the items of a pack by `name_of`."""
    return {name_of(kind, each.id): each for kind, group in items.items() for each in group}


def name_of(kind: str, id_: str) -> str:
    """Return a string that's unique to an item within its pack."""
    return f"{kind}/{id_.casefold()}"


def hashes(item: Item) -> dict[str, str]:
    """Return a hash of each of an item's fields."""
    return {name: _hash(value) for name, value in _fields(item).items()}


def _renewed(now: Item, new: Item, last: Mapping[str, str], placed: Placed, result: Merged) -> Item:
    """Return an item updated from the file, except for fields that were changed manually since the last import."""
    standing, coming = _fields(now), _fields(new)
    fields: dict[str, Any] = {}
    by_hand: list[str] = []
    for name in dict.fromkeys((*standing, *coming)):
        touched = (name in standing and _hash(standing[name]) != last.get(name)) or (
            name in last and name not in standing
        )
        if not touched:
            fields |= {name: coming[name]} if name in coming else {}
            continue
        fields |= {name: standing[name]} if name in standing else {}
        if name in coming and _hash(coming[name]) not in (last.get(name), _hash(standing.get(name))):
            by_hand.append(name)
    if by_hand:
        result.kept.append(f"{placed.taken.position}: {_kept_by_hand(by_hand, standing, coming)}")
    if fields == standing:
        return now
    try:
        item = _validated(placed.taken.kind, fields)
    except ValidationError:
        result.kept.append(
            f"{placed.taken.position}: what was changed here doesn't go with what the file says; I left it as it is"
        )
        return now
    result.changed += 1
    return item


def _kept_by_hand(names: Sequence[str], standing: Mapping[str, Any], coming: Mapping[str, Any]) -> str:
    """Say which fields weren't updated because someone changed them.

    Args:
        names: the fields.
        standing: the item's fields in the pack.
        coming: its fields in the file.
    """
    said = listed([f"the {'topic' if each == 'objectives' else each.replace('_', ' ')}" for each in names], "and")
    if len(names) > 1:
        return f"someone changed {said} here, so I kept them as they are"
    now, then = standing.get(names[0]), coming[names[0]]
    if isinstance(now, str) and isinstance(then, str):
        mine, theirs = shortened(now, _LONGEST), shortened(then, _LONGEST)
        return f"someone changed {said} to “{mine}” here, so I kept that; the file says “{theirs}”"
    return f"someone {'removed' if now is None else 'changed'} {said} here, so I kept it that way"


def _item(placed: Placed) -> Item:
    assert placed.item is not None  # noqa: S101 - the item has been validated
    return placed.item


def _validated(kind: str, fields: Mapping[str, Any]) -> Item:
    item: Item = getattr(Sheet.model_validate({kind: [fields]}), kind)[0]
    return item


def _fields(item: Item) -> dict[str, Any]:
    fields: dict[str, Any] = item.model_dump(mode="json", exclude_defaults=True)
    return fields


_as_json = json.JSONEncoder(sort_keys=True).encode


def _hash(value: Any) -> str:  # noqa: ANN401 - of whatever shape a field has
    return hashlib.sha256(_as_json(value).encode()).hexdigest()[:12]
