"""Remove parts from a pack that aren't wanted in one place, though they may be in others. Pure."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from bot.content.item import Item
from bot.content.model import Pack

TOPIC = "topic"

LISTS = {
    "comparison": "comparisons",
    "term": "terms",
    "tip": "tips",
    "example": "examples",
    "card": "cards",
    "cloze": "clozes",
    "worked": "worked",
    "question": "questions",
}
"""A pack's lists of items by the name of one item."""


def without(pack: Pack, parts: Collection[str]) -> Pack:
    """Return a pack without some parts, and without references to them.

    If all topics are to go, the last one stays, as a pack needs at least one.

    Args:
        pack: the whole pack.
        parts: kind:id of each item or topic to leave out; unknown ones are ignored.
    """
    topics = tuple(each for each in pack.topics if f"{TOPIC}:{each.id}" not in parts) or pack.topics[-1:]
    topic_ids = {topic.id for topic in topics}
    objectives = tuple(each for each in pack.objectives if each.topic in topic_ids)
    taught = {each.id for each in objectives}
    lists = {name: tuple(_left(pack, kind, topic_ids, parts)) for kind, name in LISTS.items()}
    changes: dict[str, Any] = {
        "topics": topics,
        "objectives": tuple(_leading_to(each, "needs", taught) for each in objectives),
        "misconceptions": tuple(
            _leading_to(each, "objectives", taught) for each in pack.misconceptions if taught & {*each.objectives}
        ),
        **{name: tuple(_leading_to(item, "objectives", taught) for item in items) for name, items in lists.items()},
    }
    terms = {each.id for each in lists["terms"]}
    changes["terms"] = tuple(_leading_to(term, "see_also", terms) for term in changes["terms"])
    believed = {each.id for each in changes["misconceptions"]}
    if len(believed) < len(pack.misconceptions):
        changes["questions"] = tuple(_believing(each, believed) for each in changes["questions"])
    return Pack.model_construct(**{name: changes.get(name, getattr(pack, name)) for name in Pack.model_fields})


def part_named(pack: Pack, kind: str, part_id: str) -> Item | None:
    """Return an item of a pack; None if it doesn't exist.

    Args:
        pack: the pack to search.
        kind: the name of the item's kind, a key of LISTS.
        part_id: the item's id.
    """
    found: Mapping[str, Item] = {each.id: each for each in getattr(pack, LISTS[kind])}
    return found.get(part_id)


def _left(pack: Pack, kind: str, topics: Collection[str], parts: Collection[str]) -> Iterator[Item]:
    for item in getattr(pack, LISTS[kind]):
        if pack.topic_of(item).id in topics and f"{kind}:{item.id}" not in parts:
            yield item


def _leading_to(thing: Any, field: str, ids: Collection[str]) -> Any:  # noqa: ANN401 (a part of a pack)
    """Return a thing whose field refers to existing ids only; the same object if it already does."""
    named = getattr(thing, field)
    left = tuple(each for each in named if each in ids)
    return thing if left == named else thing.model_copy(update={field: left})


def _believing(thing: Any, ids: Collection[str]) -> Any:  # noqa: ANN401
    """Return a question, or a part of one, without references to misconceptions that don't exist."""
    changes: dict[str, Any] = {}
    for field in type(thing).model_fields:
        value = getattr(thing, field)
        if field == "misconception" and value is not None and value not in ids:
            changes[field] = None
        elif isinstance(value, tuple) and value and hasattr(value[0], "model_copy"):
            changes[field] = tuple(_believing(each, ids) for each in value)
    return thing.model_copy(update=changes) if changes else thing
