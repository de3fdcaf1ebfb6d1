"""Errors in references: duplicate ids, unknown ids, missing sides."""

from collections.abc import Iterable, Iterator
from itertools import chain

from bot.content.item import BOTH
from bot.content.reading.problems import Problem, meant
from bot.content.reading.raw_pack import ITEM_KINDS, KINDS, Entry, RawPack, ValuePath
from bot.content.reading.reader import FileValue

_ONE = {kind: kind.removesuffix("s") for kind in KINDS}
"""The name of one entry of each list."""


def problems(raw: RawPack) -> Iterator[Problem]:
    """Yield every broken reference of a pack.

    Args:
        raw: the pack as read from its files; malformed entries are skipped, as validation reports them.
    """
    yield from _duplicates(raw)
    if not raw.is_whole:
        return
    yield from _objectives(raw)
    yield from _sides(raw)
    yield from _related_terms(raw)
    yield from _cases(raw)
    yield from _misconceptions(raw)


def _duplicates(raw: RawPack) -> Iterator[Problem]:
    """Yield a problem for each id shared by two entries of the same kind, ignoring case."""
    for kind, entries in raw.entries.items():
        first: dict[str, Entry] = {}
        for entry in entries:
            if entry.id is None:
                continue
            earlier = first.setdefault(entry.id.casefold(), entry)
            if earlier is not entry:
                text = f"the {_ONE[kind]} id `{entry.id}` is taken by {earlier.place}; give one of the two another id"
                yield entry.problem(text, "id")
    for side in raw.entries["sides"]:
        if side.id is not None and side.id.casefold() == BOTH:
            yield side.problem(f"`{BOTH}` means all sides at once; give this side another id", "id")


def _objectives(raw: RawPack) -> Iterator[Problem]:
    """Yield a problem for each unknown topic of an objective, and each unknown or repeated objective of an item."""
    topics = raw.ids("topics")
    for objective in raw.entries["objectives"]:
        topic = objective.fields.get("topic")
        if isinstance(topic, str) and topic not in topics:
            yield objective.problem(_unknown("topic", topic, topics), "topic")
    objectives = raw.ids("objectives")
    if not objectives:
        yield from _without_objectives(raw)
        return
    for kind in ITEM_KINDS:
        for item in raw.entries[kind]:
            seen: set[str] = set()
            for index, name in item.texts("objectives"):
                if name not in objectives:
                    yield item.problem(_unknown("objective", name, objectives), "objectives", index)
                elif name in seen:
                    yield item.problem(f"`{name}` is named twice; delete one of them", "objectives", index)
                seen.add(name)


def _without_objectives(raw: RawPack) -> Iterator[Problem]:
    """Yield a problem for the first item that names an objective in a pack without any; all would say the same."""
    for item in chain.from_iterable(raw.entries[kind] for kind in ITEM_KINDS):
        if any(item.texts("objectives")):
            yield item.problem(
                "the pack has no objectives; write some first, in a file objectives.yaml", "objectives"
            )
            return


def _sides(raw: RawPack) -> Iterator[Problem]:
    """Yield problems: cells, summaries and answers for sides the pack doesn't have, and sides without a cell."""
    sides = raw.ids("sides")
    if not any("sides" in document.data for document in raw.documents):
        yield from _comparing(raw)
        return
    for topic in raw.entries["topics"]:
        yield from _cells(topic, "in_short", sides)
    for comparison in raw.entries["comparisons"]:
        yield from _cells(comparison, "cells", sides)
    for example in raw.entries["examples"]:
        yield from _side(example, "role", sides)
    for question in raw.entries["questions"]:
        if question.fields.get("type") == "which-side":
            yield from _side(question, "answer", sides)


def _comparing(raw: RawPack) -> Iterator[Problem]:
    """Yield a problem for everything that needs sides in a pack without any."""
    questions = (each for each in raw.entries["questions"] if each.fields.get("type") == "which-side")
    for entry in chain(raw.entries["comparisons"], raw.entries["examples"], questions):
        yield entry.problem("this needs sides, and the pack has none; add `sides` to pack.yaml, or delete this")
    for topic in raw.entries["topics"]:
        if "in_short" in topic.fields:
            text = "the pack has no sides to say this of; delete `in_short`, or add `sides` to pack.yaml"
            yield topic.problem(text, "in_short", of_name=True)


def _cells(entry: Entry, field: str, sides: Iterable[str]) -> Iterator[Problem]:
    """Yield the problems of a mapping that must have exactly one text for each side."""
    cells = entry.fields.get(field)
    if not isinstance(cells, dict):
        return
    for side in sides:
        if side not in cells:
            yield entry.problem(f"`{field}` says nothing for the side `{side}`; add `{side}: …`", field, of_name=True)
    for side in cells:
        if side not in sides:
            yield entry.problem(_unknown("side", side, sides), field, side, of_name=True)


def _side(entry: Entry, field: str, sides: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem if a field names neither a side nor all of them."""
    side = entry.fields.get(field)
    if isinstance(side, str) and side not in (*sides, BOTH):
        yield entry.problem(_unknown("side", side, (*sides, BOTH)), field)


def _related_terms(raw: RawPack) -> Iterator[Problem]:
    """Yield a problem for each term that refers to an unknown term, or to itself."""
    terms = raw.ids("terms")
    for term in raw.entries["terms"]:
        for index, name in term.texts("see_also"):
            if name not in terms:
                yield term.problem(_unknown("term", name, terms), "see_also", index)
            elif name == term.id:
                yield term.problem("a term can't point at itself; delete this", "see_also", index)


def _cases(raw: RawPack) -> Iterator[Problem]:
    """Yield a problem for each item with an unknown case."""
    cases = raw.ids("cases")
    for kind in ITEM_KINDS:
        for item in raw.entries[kind]:
            case = item.fields.get("case")
            if isinstance(case, str) and case not in cases:
                yield item.problem(_unknown("case", case, cases), "case")


def _misconceptions(raw: RawPack) -> Iterator[Problem]:
    """Yield a problem for each answer with an unknown misconception."""
    known = raw.ids("misconceptions")
    for question in raw.entries["questions"]:
        for path, name in _believed(question.fields):
            if name not in known:
                yield question.problem(_unknown("misconception", name, known), *path)


def _believed(question: dict[str, FileValue]) -> Iterator[tuple[ValuePath, str]]:
    """Yield the misconceptions that a question and the parts of its lists refer to, each with its path."""
    name = question.get("misconception")
    if isinstance(name, str):
        yield ("misconception",), name
    for field, parts in question.items():
        for step, part in enumerate(parts) if isinstance(parts, list) else ():
            name = part.get("misconception") if isinstance(part, dict) else None
            if isinstance(name, str):
                yield (field, step, "misconception"), name


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Return the message for an unknown id."""
    guess = meant(name, known)
    return f"there's no {what} `{name}`{guess}; " + ("fix the id" if guess else f"add that {what}, or fix the id")
