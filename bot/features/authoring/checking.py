"""Checks an item, as `versed check` would, and adds it to its pack. Pure, but takes a while."""

import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from bot.content.item import Item
from bot.content.model import MOST_TOPICS, Objective, Pack, Sheet, Term, Topic
from bot.content.plain_objectives import plain_objective
from bot.content.reading.files import Files
from bot.content.reading.load import from_files
from bot.content.reading.problems import PackError
from bot.content.writing.files import files_of, sheet_of
from bot.content.writing.first_pack import id_from
from bot.features.authoring.kinds import EntryFields, Filled, ItemKind, entry_of
from bot.language.forms import FormField
from bot.language.refusals import Refusal
from bot.language.text import clean, fold

_FOLDER = Path("pack")
_THIS = _FOLDER / "this-item.yaml"

_NEIGHBOURS = 20
"""An item is checked together with this many of the same kind and topic, which it's likeliest to be mistaken for."""

_LISTS = tuple(name for name in Sheet.model_fields if name not in ("objectives", "cases", "misconceptions"))
_SEPARATORS = re.compile(r"\s*(?:;|,(?!\d))\s*")
_FIELD = re.compile(r"^(?:  -|   ) (\w+):")

_SHOWN_AS = {"options": "wrong", "explanation": "why"}
"""The name of a form's field for each item field that's called something else."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An item that passed the checks.

    Args:
        pack: the pack with the item.
        item: the item.
        remarks: remarks for its author.
        new_topic: whether the item came with a new topic.
    """

    pack: Pack
    item: Item
    remarks: tuple[str, ...]
    new_topic: bool


def new_pack(title: str) -> Pack:
    """Return a pack with a title and a first topic.

    Raises:
        Refusal: the title isn't valid.
    """
    called = " ".join(clean(title).split())
    if not 1 <= len(called) <= 80:
        raise Refusal("Give your pack a name of 1 to 80 characters.", option="called")
    topic = Topic(id="basics", title="Basics")
    return Pack(id=id_from(called, "pack"), title=called, topics=(topic,), objectives=(plain_objective(topic),))


def put_in(pack: Pack, kind: ItemKind, item_id: str, filled: Filled) -> Checked:
    """Put the contents of a form into a pack.

    Args:
        pack: the pack.
        kind: the kind of item.
        item_id: the id of the item that it changes; "" for a new one.
        filled: the form's contents, untrusted.

    Raises:
        Refusal: it doesn't pass the checks, or the item to change is gone; its option is the field to blame.
    """
    old = _find(pack, kind, item_id) if item_id else None
    entry = entry_of(kind, filled, pack, old)
    whole, objective, is_new = _for_topic(pack, filled.get("topic", ""), old)
    same = old or _same(whole, kind, entry)
    entry = {"id": same.id if same else _new_id(whole, kind, filled), **entry}
    entry["objectives"] = entry.get("objectives", ()) if old and not objective else (objective,)
    loaded, remarks = _read(whole, kind, entry)
    if old is not None and old.image is not None:
        loaded = loaded.model_copy(update={"image": old.image})
    return Checked(
        _with(whole, kind, loaded), loaded, (*_twice(whole, loaded), *_on_one_line(filled), *remarks), is_new
    )


def _on_one_line(filled: Filled) -> list[str]:
    """Return a remark on each field with a line per answer that seems to have several on one line."""
    texts = [filled.get(name, "").strip() for name in ("wrong", "answers")]
    found = [text for text in texts if "\n" not in text and len(_SEPARATORS.split(text)) > 1]
    return [f"“{each}” counts as one answer; put each on a line of its own if it's several" for each in found]


def _twice(pack: Pack, item: Item) -> list[str]:
    """Return a remark for each other term that shares a name with this one."""
    if not isinstance(item, Term):
        return []
    names = {fold(each) for each in (item.term, *item.aliases)}
    others = [each.term for each in pack.terms if each.id != item.id]
    return [f"{name} is in your glossary already" for name in others if fold(name) in names]


def _find(pack: Pack, kind: ItemKind, item_id: str) -> Item:
    item: Item | None = next((each for each in getattr(pack, kind.list_name) if each.id == item_id), None)
    if not isinstance(item, kind.model):
        raise Refusal("That isn't in the pack any more; run /pack edit to find what is.")
    return item


def _for_topic(pack: Pack, typed: str, old: Item | None) -> tuple[Pack, str, bool]:
    """Return the pack with the topic that a text names, an objective of the topic, and whether the topic is new.

    The objective is "" if the item stays in its topic.
    """
    title = " ".join(clean(typed).split()) or pack.topics[0].title
    topic = next((each for each in pack.topics if fold(each.title) == fold(title)), None)
    if old is not None and (not typed.strip() or topic is pack.topic_of(old)):
        return pack, "", False
    is_new = topic is None
    if topic is None:
        if len(pack.topics) >= MOST_TOPICS:
            raise Refusal(
                f"A pack can have {MOST_TOPICS} topics at most; choose one you already have.", option="topic"
            )
        if len(title) > 80:
            raise Refusal("A topic's title can have 80 characters at most; shorten it.", option="topic")
        topic = Topic(id=_free(id_from(title, "topic"), {each.id for each in pack.topics}), title=title)
        pack = changed(pack, topics=(*pack.topics, topic))
    plain = plain_objective(topic)
    objectives = {each.id: each for each in pack.objectives}
    if plain.id in objectives and objectives[plain.id].topic != topic.id:
        plain = Objective(id=_free(plain.id, objectives), topic=topic.id, statement=plain.statement)
    if plain.id not in objectives:
        pack = changed(pack, objectives=(*pack.objectives, plain))
    return pack, plain.id, is_new


def _same(pack: Pack, kind: ItemKind, entry: EntryFields) -> Item | None:
    """Return the existing item that's identical to an entry, so that a form sent twice makes one item."""
    for each in getattr(pack, kind.list_name):
        if type(each) is kind.model and kind.entry(kind.filled(each, pack), pack) == entry:
            return each
    return None


def _new_id(pack: Pack, kind: ItemKind, filled: Filled) -> str:
    taken = {each for item in getattr(pack, kind.list_name) for each in (item.id, *item.was)}
    return _free(id_from(filled.get(kind.fields[0].name, ""), kind.name), taken)


def _free(base: str, taken: Any) -> str:  # noqa: ANN401 (any collection of ids)
    """Return an unused id: the wanted one, or the wanted one with a number appended."""
    number, candidate = 1, base
    while candidate in taken:
        number += 1
        candidate = f"{base[:36].rstrip('-')}-{number}"
    return candidate


def _read(pack: Pack, kind: ItemKind, entry: EntryFields) -> tuple[Item, tuple[str, ...]]:
    """Return an entry as the loader reads it, with the remarks of `check`."""
    from bot.content.check import check_items  # imported late, as only authors need it

    text = sheet_of(kind.list_name, entry)
    contents = {_FOLDER / name: raw for name, raw in files_of(_around(pack, kind, entry)).items()}
    try:
        loaded = from_files(Files(_FOLDER, {**contents, _THIS: text}))
    except PackError as error:
        problem = next((each for each in error.problems if each.path == _THIS), error.problems[0])
        sentence, field = f"{_plain(problem.text)}.", _blamed(kind, text, problem.line)
        if field is None:
            raise Refusal(f"{sentence[:1].upper()}{sentence[1:]}") from error
        label = field.label.partition(",")[0]  # without instructions, as in “Wrong answers, one per line”
        raise Refusal(f"“{label}”: {sentence}", option=field.name) from error
    item: Item = next(each for each in getattr(loaded.pack, kind.list_name) if each.id == entry["id"])
    return item, tuple(dict.fromkeys(_plain(each.text) for each in sorted(check_items(loaded)) if each.path == _THIS))


def _around(pack: Pack, kind: ItemKind, entry: EntryFields) -> Pack:
    """Return the part of a pack to check an item against; checking against the whole pack would take seconds."""
    of_topic = {each.id for each in pack.objectives if each.topic == _topic_of(pack, entry["objectives"][0])}
    beside = (
        each for each in getattr(pack, kind.list_name) if each.id != entry["id"] and each.objectives[0] in of_topic
    )
    named = {*entry.get("see_also", ())}
    lists: dict[str, tuple[Any, ...]] = dict.fromkeys(_LISTS, ())
    lists["terms"] = tuple(each for each in pack.terms if each.id in named)
    lists[kind.list_name] += tuple(each for each in islice(beside, _NEIGHBOURS) if each.id not in named)
    bare = {name: tuple(map(_alone, items)) for name, items in lists.items()}
    cases = tuple(each.model_copy(update={"image": None}) for each in pack.cases)
    return changed(pack, **bare, cases=cases, images={})


def _alone(item: Item) -> Item:
    """Return an item without references to other items, and without its image."""
    update: dict[str, object] = {"image": None}
    return item.model_copy(update=update | ({"see_also": ()} if hasattr(item, "see_also") else {}))


def _topic_of(pack: Pack, objective: str) -> str:
    return pack.objective_by_id[objective].topic


def _with(pack: Pack, kind: ItemKind, item: Item) -> Pack:
    there = getattr(pack, kind.list_name)
    if any(each.id == item.id for each in there):
        return changed(pack, **{kind.list_name: tuple(item if each.id == item.id else each for each in there)})
    return changed(pack, **{kind.list_name: (*there, item)})


def changed(pack: Pack, **fields: object) -> Pack:
    """Return a copy of a pack with some fields changed, without values cached for the old one.

    Args:
        pack: the old pack.
        fields: the new values, by name.
    """
    values: dict[str, Any] = {name: fields.get(name, getattr(pack, name)) for name in Pack.model_fields}
    return Pack.model_construct(**values)


def _blamed(kind: ItemKind, text: bytes, line: int) -> FormField | None:
    """Return the form's field that a line of a file belongs to; None if there's none."""
    fields = {each.name: each for each in kind.fields}
    for above in reversed(text.decode().splitlines()[:line]):
        if (found := _FIELD.match(above)) is not None:
            return fields.get(_SHOWN_AS.get(found[1], found[1]))
    return None


def _plain(text: str) -> str:
    """Return a message about a file in a form that suits people who fill in a form."""
    return text.replace("`", "").rstrip(".")
