"""What would come of a file that was brought: the pack, how it differs from what's there, and what would be better.

It takes seconds for a large file, so none of this runs on the event loop.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from bot.content.item import Item
from bot.content.model import Objective, Pack, Topic
from bot.content.reading.files import read
from bot.content.reading.load import Loaded, from_files
from bot.content.reading.problems import PackError, Severity
from bot.content.reading.raw_pack import ITEM_KINDS
from bot.content.writing.files import files_of
from bot.exchange import merging
from bot.exchange.assembling import assembled
from bot.exchange.model import Imported, ParsedFile
from bot.exchange.source import Unreadable
from bot.features.packs.brought import Brought
from bot.features.packs.model import count
from bot.language.refusals import Refusal

LOOKED_AT = 1_000
"""Items up to which a pack is looked through for what teaches badly: more would keep others waiting."""

_NAMES = re.compile(r"`[^`]+`")
_ELSEWHERE = re.compile(r" in \S+\.yaml:\d+")
"""Where another item stands, in files that only the import has."""

_KINDS = tuple(kind for kind in ITEM_KINDS if kind != "misconceptions")


@dataclass(frozen=True, slots=True)
class CurrentPack:
    """A pack that a file updates.

    Args:
        pack: as it is now.
        images: the files that it shows, by their names.
        wrote: what the last import into it wrote.
    """

    pack: Pack
    images: Mapping[str, bytes]
    wrote: merging.Last


@dataclass(frozen=True, slots=True)
class Made:
    """What would come of a file.

    Args:
        imported: what was read in it.
        pack: the whole pack as it would be, as the loader reads it.
        images: the files that it shows, by their names.
        wrote: what this import wrote, for the next one.
        new, changed: how many items would be.
        gone: how many are there from earlier imports, and the file doesn't have them.
        kept: what stays as it is because an editor changed it, a line each.
        advice: what would teach better, a sentence each → how often.
    """

    imported: Imported
    pack: Pack
    images: Mapping[str, bytes]
    wrote: merging.Last
    new: int
    changed: int
    gone: int
    kept: Sequence[str]
    advice: Mapping[str, int]


def read_brought(brought: Brought) -> Imported:
    """Read a file that was brought.

    Raises:
        Refusal: it can't be read.
    """
    from bot.exchange.apart import read_apart  # late: it brings whatever can read a file, and few bring one

    try:
        found = read_apart(brought.raw, brought.columns)
    except Unreadable as error:
        raise Refusal(f"{brought.name}: {error}", option="file") from error
    return assembled(_of_topic(found, brought.topic), brought.title or found.title or _title_of(brought.name))


def _title_of(name: str) -> str:
    """Return what a file's name says; Discord writes underscores for spaces."""
    stem = PurePath(name).stem
    return stem if " " in stem else " ".join(stem.replace("_", " ").split()) or stem


def _of_topic(found: ParsedFile, topic: str) -> ParsedFile:
    return replace(found, taken=tuple(replace(each, topic=topic) for each in found.taken)) if topic else found


def made(imported: Imported, standing: CurrentPack | None, *, clears: bool = False) -> Made:
    """Make the pack that would come of a file.

    Args:
        imported: what was read in it.
        standing: the pack that it's for; None for a new one.
        clears: whether items from earlier imports go that the file doesn't have any more.

    Raises:
        Refusal: no pack can be made so.
    """
    images = {name: imported.found.images[name] for name in imported.pack.images}
    if standing is None:
        found = merging.merged({}, set(), imported.placed, {})
        loaded = _loaded(imported.pack, images)
        return Made(
            imported, loaded.pack, images, found.last, len(imported.placed), 0, 0, found.kept, _advice(loaded)
        )
    there = {kind: list(getattr(standing.pack, kind)) for kind in _KINDS}
    found = merging.merged(there, set(), imported.placed, standing.wrote)
    gone = _gone(found.items, imported, standing.wrote)
    if clears:
        found.items = {
            kind: [each for each in items if merging.name_of(kind, each.id) not in gone]
            for kind, items in found.items.items()
        }
        found.last = {name: wrote for name, wrote in found.last.items() if name not in gone}
    images = {**standing.images, **images}
    loaded = _loaded(_grown(standing.pack, imported.pack, found.items), images)
    advice = _advice(loaded)
    return Made(imported, loaded.pack, images, found.last, found.new, found.changed, len(gone), found.kept, advice)


def _gone(items: Mapping[str, Sequence[Item]], imported: Imported, wrote: merging.Last) -> set[str]:
    """Return the items that earlier imports brought, that are still there, and that the file doesn't have."""
    placed = {merging.name_of(each.taken.kind, each.id) for each in imported.placed}
    there = {merging.name_of(kind, each.id) for kind, several in items.items() for each in several}
    return (there & wrote.keys()) - placed


def _grown(pack: Pack, more: Pack, items: Mapping[str, Sequence[Item]]) -> Pack:
    """Return a pack with other items, and with the objectives and topics that they need of another one."""
    there = {each.id for each in pack.objectives}
    needed = {name for several in items.values() for each in several for name in each.objectives} - there
    objectives: tuple[Objective, ...] = tuple(each for each in more.objectives if each.id in needed)
    wanted = {each.topic for each in objectives} - pack.topic_by_id.keys()
    topics: tuple[Topic, ...] = tuple(each for each in more.topics if each.id in wanted)
    changed = {kind: tuple(several) for kind, several in items.items()}
    grown = {"objectives": (*pack.objectives, *objectives), "topics": (*pack.topics, *topics)}
    return pack.model_copy(update={**changed, **grown})


def _loaded(pack: Pack, images: Mapping[str, bytes]) -> Loaded:
    """Return a pack as the loader reads it from its files.

    Raises:
        Refusal: it isn't in order.
    """
    with TemporaryDirectory(prefix="versed-") as name:
        folder = Path(name)
        for file, raw in {**files_of(pack), **images}.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(raw)
        try:
            return from_files(read(folder))
        except PackError as error:
            raise Refusal(f"I can't make a pack from that: {error.problems[0].text}.") from error


def _advice(loaded: Loaded) -> dict[str, int]:
    from bot.content.check import check  # late, as few have a pack looked through

    if count(loaded.pack) > LOOKED_AT:
        return {}
    made_up = {
        f"`{each.id}`" for each in loaded.pack.objectives
    }  # one for each topic, which nobody wrote; nor can anybody write see_also here
    warnings = (_ELSEWHERE.sub("", each.text) for each in check(loaded) if each.severity is Severity.WARNING)
    return Counter(each for each in warnings if made_up.isdisjoint(_NAMES.findall(each)) and "see_also" not in each)
