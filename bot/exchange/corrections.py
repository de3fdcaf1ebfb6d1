"""Recognise corrected items of a file that's imported again, and let them keep their ids. Pure.

Without a key, an item's id depends on what it asks. If that's corrected, the item would be added as a new one beside
the old one, and people would lose what they've learnt about it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.content.item import Item
from bot.exchange import ids
from bot.exchange.likeness import AnswerHashes, Said, answer, said, similar, similarity
from bot.exchange.merging import Items, Last, by_name, hashes, name_of
from bot.exchange.model import Placed
from bot.language.text import counted, fold, shortened

_MOST_COMPARED = 10_000
"""Maximum number of comparisons between items that have the same answer."""

_LONGEST = 60
_MOST_QUOTED = 3


@dataclass(frozen=True, slots=True)
class Recognised:
    """The items of a file, with the ids of the items that they correct.

    Args:
        placed: the items.
        corrections: a line for each item that asks something else now, but was recognised; or one that says why
            the items that look like corrections weren't.
    """

    placed: tuple[Placed, ...]
    corrections: tuple[str, ...]


def recognised(standing: Items, placed: Sequence[Placed], last: Last) -> Recognised:
    """Give the items of a file the ids of the items that they correct, and the topics that those have.

    What says exactly what the earlier file said keeps its id. The rest is only compared if the file has at least half
    of what was imported before; if not, it's another file.

    Args:
        standing: the pack's items.
        placed: the items of the file.
        last: what the last import wrote.
    """
    if not any(last.values()):
        return Recognised(tuple(placed), ())
    file, before = _File(placed), by_name(standing)
    taken = {*before, *last}
    _match_keys(file, taken)
    _match_unchanged(file, last)
    gone = {name: said(item) for name, item in before.items() if last.get(name) and name not in file.claimed}
    new = {position: said(_item(each)) for position, each in file.free() if not each.taken.key}
    _match_ids(file, gone, new, taken)
    held = sum(bool(wrote) and name in before for name, wrote in last.items())
    corrections = _match_corrected(file, gone, new, last, held)
    named = tuple(_in_its_topic(each, before) for each in file.named(before, taken))
    return Recognised(named, corrections)


def _in_its_topic(placed: Placed, before: Mapping[str, Item]) -> Placed:
    """Return an item in the topic that it has in the pack, unless the file says otherwise.

    Otherwise, a file with another name would move all its items to a topic of that name.
    """
    known = before.get(name_of(placed.taken.kind, placed.id))
    return placed if known is None or placed.taken.topic else placed.teaching(known.objectives)


@dataclass(slots=True)
class _File:
    """The items of a file, and which earlier items they've been matched with.

    Args:
        placed: the items.
        matched: the position of an item → the earlier item, by `name_of`.
        claimed: the earlier items that have been matched.
    """

    placed: Sequence[Placed]
    matched: dict[int, str] = field(default_factory=dict)
    claimed: set[str] = field(default_factory=set)

    def match(self, position: int, name: str) -> None:
        """Match an item with an earlier one."""
        self.matched[position] = name
        self.claimed.add(name)

    def free(self) -> list[tuple[int, Placed]]:
        """Return the items that haven't been matched, with their positions."""
        return [(position, each) for position, each in enumerate(self.placed) if position not in self.matched]

    def named(self, before: Mapping[str, Item], taken: set[str]) -> tuple[Placed, ...]:
        """Return the items with the ids of those that they've been matched with; the others get ids that are free.

        Args:
            before: the pack's items.
            taken: the names that an item has or had.
        """
        found = []
        for position, each in enumerate(self.placed):
            name = self.matched.get(position) or _unused(each, taken)
            taken.add(name)
            id_ = before[name].id if name in before else name.partition("/")[2]
            found.append(each if name == _name(each) else _renamed(each, id_))
        return tuple(found)


def _match_keys(file: _File, taken: set[str]) -> None:
    """Match what has a key in its source."""
    for position, each in file.free():
        if each.taken.key and _name(each) in taken:
            file.match(position, _name(each))


def _match_unchanged(file: _File, last: Last) -> None:
    """Match what the earlier file had, word for word."""
    earlier: dict[tuple[str, AnswerHashes], list[str]] = defaultdict(list)
    for name, wrote in last.items():
        earlier[_kind(name), _whole(wrote)].append(name)
    for position, each in file.free():
        same = earlier[each.taken.kind, _whole(hashes(_item(each)))]
        free = [name for name in same if name not in file.claimed]
        if free:
            file.match(position, _name(each) if _name(each) in free else free[0])


def _match_ids(file: _File, gone: Mapping[str, Said], new: Mapping[int, Said], taken: set[str]) -> None:
    """Match what has an item's id: it asks the same, and nothing else does.

    Args:
        file: the file.
        gone: the items of the earlier file that the file doesn't have as they were.
        new: the file's items that the earlier one didn't have as they are, by position.
        taken: the names that an item has or had.
    """
    asked = Counter((each.taken.kind, fold(ids.asked_by(each.fields))) for each in file.placed)
    asked_before = Counter((_kind(name), fold(then.asks)) for name, then in gone.items())
    for position, now in new.items():
        name = _name(file.placed[position])
        asks = _kind(name), fold(now.asks)
        if name in taken and name not in file.claimed and asked[asks] == 1 and asked_before[asks] <= 1:
            file.match(position, name)


def _match_corrected(
    file: _File, gone: Mapping[str, Said], new: Mapping[int, Said], last: Last, held: int
) -> tuple[str, ...]:
    """Match what's similar, the most similar first; return a line for each of these items.

    Args:
        file: the file.
        gone: the items of the earlier file that the file doesn't have as they were.
        new: the file's items that the earlier one didn't have as they are, by position.
        last: what the last import wrote.
        held: how many items of earlier files the pack has.
    """
    left = {name: then for name, then in gone.items() if name not in file.claimed}
    free = {position: now for position, now in new.items() if position not in file.matched}
    pairs: dict[int, str] = {}
    for _, position, name in sorted(_candidates(file, left, free, last), key=lambda each: (-each[0], *each[1:])):
        if position not in pairs and name in left:
            pairs[position] = name
            del left[name]
    if (held - len(left)) * 2 < held:
        return _doubtful([new[position].asks for position in sorted(pairs)])
    for position, name in pairs.items():
        file.match(position, name)
    return tuple(
        f"{file.placed[position].taken.position}: a correction of “{shortened(gone[name].asks, _LONGEST)}”"
        for position, name in sorted(pairs.items())
        if fold(gone[name].asks) != fold(new[position].asks)
    )


def _doubtful(asked: Sequence[str]) -> tuple[str, ...]:
    """Return the line on items that look like corrections, in a file that has too little of what was imported."""
    if not asked:
        return ()
    looks = counted(len(asked), "item looks like a correction", "items look like corrections")
    taken = "it as new" if len(asked) == 1 else "them as new"
    quoted = ", ".join(f"“{shortened(each, _LONGEST)}”" for each in asked[:_MOST_QUOTED])
    return (
        f"{looks}, but most of what you imported before isn't in this file, so I take {taken}: {quoted}"
        f"{', …' if len(asked) > _MOST_QUOTED else '.'} To correct what's there, import the whole file.",
    )


def _candidates(
    file: _File, gone: Mapping[str, Said], new: Mapping[int, Said], last: Last
) -> Iterator[tuple[float, int, str]]:
    """Yield how likely it is that an item of the file is an item that's gone from it, with both.

    Args:
        file: the file.
        gone: the items that are gone from it.
        new: the items that may be corrections of these, by position.
        last: what the last import wrote.
    """
    asking: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    answering: defaultdict[tuple[str, AnswerHashes], list[str]] = defaultdict(list)
    for name, then in sorted(gone.items()):
        asking[_kind(name), fold(then.asks)].append(name)
        for each in {then.answer, answer(last[name], then.field)}:
            answering[_kind(name), each].append(name)
    shared = Counter((file.placed[position].taken.kind, now.answer) for position, now in new.items())
    for position, now in new.items():
        kind = file.placed[position].taken.kind
        same = asking[kind, fold(now.asks)]
        for name in same:
            by_hand = len(same) == 1 and gone[name].asking != last[name].get(gone[name].field)
            if by_hand or similar(gone[name].answers, now.answers):
                yield 1 + similarity(gone[name].answers, now.answers), position, name
        same = answering[kind, now.answer]
        times = shared[kind, now.answer]
        strictly = kind != "tips" and (not now.answers or len(same) > 1 or times > 1)
        for name in same[: _MOST_COMPARED // times]:
            if similar(gone[name].asks, now.asks, strictly=strictly):
                yield similarity(gone[name].asks, now.asks), position, name


def _unused(placed: Placed, taken: set[str]) -> str:
    """Return the name for a new item: its own, unless that's taken."""
    name, times = _name(placed), 0
    while name in taken:
        fields = {key: each for key, each in placed.fields.items() if key not in ("id", "objectives")}
        name = name_of(placed.taken.kind, ids.of_item(placed.taken.kind, {**fields, "times": times}, wholly=True))
        times += 1
    return name


def _renamed(placed: Placed, id_: str) -> Placed:
    item = _item(placed).model_copy(update={"id": id_})
    return replace(placed, id=id_, fields={**placed.fields, "id": id_}, item=item)


def _whole(wrote: Mapping[str, str]) -> AnswerHashes:
    """Return all that an item says, whatever its id and topic."""
    return frozenset((name, each) for name, each in wrote.items() if name not in ("id", "objectives"))


def _name(placed: Placed) -> str:
    return name_of(placed.taken.kind, placed.id)


def _kind(name: str) -> str:
    return name.partition("/")[0]


def _item(placed: Placed) -> Item:
    assert placed.item is not None  # noqa: S101 - the item has been validated
    return placed.item
