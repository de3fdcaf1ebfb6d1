"""Turn the items found in a file into a pack: assign topics and ids, apply limits, and report what was left out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot.content.item import Item
from bot.content.model import MOST_TOPICS, Case, Cover, Sheet, Topic
from bot.content.plain_objectives import plain_objective
from bot.content.reading.load import join
from bot.exchange import ids, validation
from bot.exchange.long_backs import with_room
from bot.exchange.long_prompts import CASE_TITLE, LONGEST_CASE, with_case
from bot.exchange.model import Imported, ImportedItem, LeftOut, ParsedFile, Placed
from bot.exchange.other_names import with_names
from bot.exchange.texts import made_to_fit, tidied
from bot.language.text import fold, shortened
from bot.runtime import gc_tuning

LONGEST_TITLE = 80
REST = "Other topics"
"""The topic for items of all topics beyond the maximum."""


def assembled(parsed: ParsedFile, title: str, language: str = "en") -> Imported:
    """Make a pack from the contents of a file.

    Args:
        parsed: what was read from the file.
        title: the pack's title.
        language: the language of its texts.
    """
    with gc_tuning.paused():
        return _assembled(parsed, shortened(title, LONGEST_TITLE) or "Imported", language)


def _assembled(parsed: ParsedFile, title: str, language: str) -> Imported:
    topics, notes = _topics(parsed.taken, title)
    fine, broken = validation.checked_images(parsed.images)
    placed, doubles = _placed([_with_picture(each, fine, broken) for each in parsed.taken], topics, title)
    objectives = _objectives(dict.fromkeys(topics.values()) or [title])
    cases = {each.fields["case"]: each.taken.case for each in placed if each.taken.case}
    validated, faulty = validation.validated(placed, objectives.model_copy(update={"cases": _cases(cases)}))
    used = {each.topic for each in validated}
    titles = [each for each in dict.fromkeys(topics.values()) if each in used] or [title]
    pictured = {each.fields["image"]["file"] for each in validated if each.fields.get("image")}
    images = {name: digest for name, digest in fine.items() if name in pictured}
    items: defaultdict[str, list[Item]] = defaultdict(list)
    for each in validated:
        if each.item is not None:
            items[each.taken.kind].append(each.item)
    kinds: dict[str, Any] = {kind: tuple(of_kind) for kind, of_kind in items.items()}
    told = {each.fields["case"] for each in validated if each.taken.case}
    sheet = Sheet.model_construct(**kinds, cases=_cases({name: cases[name] for name in cases if name in told}))
    pack = join([_cover(title, titles, language), _objectives(titles), sheet], images)
    return Imported(pack, tuple(validated), (*parsed.left, *doubles, *faulty), parsed, (*parsed.notes, *notes))


def _with_picture(item: ImportedItem, fine: Mapping[str, str], broken: Mapping[str, str]) -> ImportedItem:
    """Return an item, without its picture if that can't be shown."""
    image = item.fields.get("image")
    if not image or image["file"] in fine:
        return item
    why = broken.get(image["file"], "it isn't in the file")
    fields = {name: value for name, value in item.fields.items() if name != "image"}
    return replace(item, fields=fields, changed=(*item.changed, f"picture left out: {why}"))


def _topics(taken: Iterable[ImportedItem], title: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the topic for each of the source's topic names, folded → title, and a note if some were merged."""
    names: dict[str, str] = {}
    count: Counter[str] = Counter()
    for each in taken:
        name = shortened(each.topic, LONGEST_TITLE) or title
        names.setdefault(fold(name), name)
        count[fold(name)] += 1
    if len(names) <= MOST_TOPICS:
        return names, ()
    largest = {name for name, _ in count.most_common(MOST_TOPICS - 1)}
    note = (
        f"There are {len(names)} topics, and a pack has up to {MOST_TOPICS}: I kept the {MOST_TOPICS - 1} largest "
        f"and put the rest under “{REST}”."
    )
    return {fold(REST): REST} | {key: name if key in largest else REST for key, name in names.items()}, (note,)


def _placed(
    taken: Iterable[ImportedItem], topics: Mapping[str, str], title: str
) -> tuple[list[Placed], list[LeftOut]]:
    """Give every item an id and a topic, and leave out duplicates."""
    placed: list[Placed] = []
    left: list[LeftOut] = []
    known: dict[tuple[str, str], ImportedItem] = {}
    objectives: dict[str, str] = {}
    for each in taken:
        topic = topics[fold(shortened(each.topic, LONGEST_TITLE) or title)]
        fields = tidied(each.fields)
        if not ids.asked_by(fields):
            left.append(LeftOut(each.position, "there's nothing visible there; write something"))
            continue
        each = with_names(with_case(with_room(replace(each, fields=fields))))
        if len(each.case) > LONGEST_CASE:
            why = f"its situation has {len(each.case):,} characters; shorten it to at most {LONGEST_CASE:,}"
            left.append(LeftOut(each.position, why))
            continue
        fields, changed = made_to_fit(each.fields)
        if each.case:
            fields["case"] = ids.of_item("cases", {"text": each.case})
        each = replace(each, fields=fields, changed=(*each.changed, *changed))
        field, asked = ids.asking(fields)
        whole = fields | {field: f"{each.case} {asked}"} if each.case else fields
        id_ = ids.of_key(each.key, each.kind) if each.key else ids.of_item(each.kind, whole)
        earlier = known.get((each.kind, id_))
        if earlier is not None and not _say_the_same(earlier.fields, fields) and not each.key:
            id_ = ids.of_item(each.kind, fields, wholly=True)
            earlier = known.get((each.kind, id_))
        if earlier is not None:
            left.append(LeftOut(each.position, _double(each, earlier)))
            continue
        known[each.kind, id_] = each
        if topic not in objectives:
            objectives[topic] = ids.of_name(topic, "topic")
        placed.append(Placed(each, id_, topic, {"id": id_, "objectives": [objectives[topic]], **fields}))
    return placed, left


def _say_the_same(fields: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    """Return whether two items differ at most in capitals and accents."""
    return fields == others or fold(repr(sorted(fields.items()))) == fold(repr(sorted(others.items())))


def _double(item: ImportedItem, earlier: ImportedItem) -> str:
    if _say_the_same(item.fields, earlier.fields):
        return f"says the same as {earlier.position}"
    return f"has the key of {earlier.position}, “{shortened(item.key, 40)}”; give one of the two another key"


def _cases(texts: Mapping[str, str]) -> tuple[Case, ...]:
    """Return cases, from their ids and texts; several questions may share one."""
    return tuple(Case(id=id_, title=CASE_TITLE, text=text) for id_, text in texts.items())


def _cover(title: str, topics: Iterable[str], language: str) -> Cover:
    return Cover(
        id=ids.of_name(title, "pack"), title=title, language=language, topics=tuple(_topic(each) for each in topics)
    )


def _objectives(topics: Iterable[str]) -> Sheet:
    return Sheet(objectives=tuple(plain_objective(_topic(each)) for each in topics))


def _topic(title: str) -> Topic:
    return Topic(id=ids.of_name(title, "topic"), title=title)
