"""An import into a pack that's there already: items are found again by id; what was changed by hand stays. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pydantic import ValidationError

from bot.content.item import Item
from bot.content.model import Sheet
from bot.exchange.model import Placed
from bot.language.text import counted

Last: TypeAlias = "dict[str, dict[str, str]]"
"""What the last import wrote: the item (its kind and id) → its fields → a hash of each."""


@dataclass(slots=True)
class Merged:
    """What became of a pack.

    Args:
        items: the items that came from imports, now: kind → items.
        last: what this import wrote, for the next one.
        new: how many items weren't there before.
        changed: how many say something else now.
        kept: what was left as it is because it had been changed by hand.
    """

    items: dict[str, list[Item]]
    last: Last
    new: int = 0
    changed: int = 0
    kept: list[str] = field(default_factory=list)

    def notes(self, placed: int, gone: int) -> list[str]:
        """Return what to tell, a line each.

        Args:
            placed: items of the file.
            gone: items from imports that the file doesn't have any more.
        """
        same = placed - self.new - self.changed
        told = [f"{self.new} new, {self.changed} changed, {same} as before."]
        if gone:
            told.append(f"Kept from earlier imports, though the file doesn't have them now: {counted(gone, 'item')}.")
        return told + self.kept


def merged(
    standing: Mapping[str, Sequence[Item]], elsewhere: set[str], placed: Iterable[Placed], last: Last
) -> Merged:
    """Merge the items of a file into those that stand in a pack.

    Args:
        standing: the items that came from imports before: kind → items.
        elsewhere: the other items of the pack, as names.
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
            found.kept.append(f"{each.taken.where}: stands in a file of your own, so I left it as it is")
        elif name in places:
            _, at = places[name]
            found.items[kind][at] = _renewed(found.items[kind][at], item, last.get(name, {}), each, found)
            found.last[name] = hashes(item)
        elif name in last:
            found.kept.append(f"{each.taken.where}: you deleted it, so I left it out")
        else:
            found.items.setdefault(kind, []).append(item)
            found.last[name] = hashes(item)
            found.new += 1
    return found


def name_of(kind: str, id_: str) -> str:
    """Return what tells an item from all others of a pack."""
    return f"{kind}/{id_.casefold()}"


def hashes(item: Item) -> dict[str, str]:
    """Return a hash of each field of an item."""
    return {name: _hash(value) for name, value in _fields(item).items()}


def _renewed(now: Item, new: Item, last: Mapping[str, str], placed: Placed, found: Merged) -> Item:
    """Return an item as the file has it, except for the fields that were changed by hand since the last import."""
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
        found.kept.append(f"{placed.taken.where}: you changed {' and '.join(by_hand)}, so I left that as it is")
    if fields == standing:
        return now
    try:
        item = _validated(placed.taken.kind, fields)
    except ValidationError:
        found.kept.append(
            f"{placed.taken.where}: what you changed doesn't go with what the file says; I left it as it is"
        )
        return now
    found.changed += 1
    return item


def _item(placed: Placed) -> Item:
    assert placed.item is not None  # noqa: S101 - it has been validated
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
