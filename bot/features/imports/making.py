"""Turns an uploaded file into a pack, and reports the differences from the current pack and advice on teaching.

That takes seconds for a large file, so none of it runs on the event loop.
"""

import re
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from bot.content.model import Objective, Pack, Topic
from bot.content.reading.files import Files
from bot.content.reading.load import Loaded, from_files
from bot.content.reading.problems import PackError, Severity
from bot.content.reading.raw_pack import ITEM_KINDS
from bot.content.writing.files import files_of
from bot.exchange import corrections, ids, merging
from bot.exchange.assembling import assembled
from bot.exchange.model import Imported, ParsedFile, Placed
from bot.exchange.source import Unreadable
from bot.exchange.spoken import spoken
from bot.features.packs.model import Listed, count
from bot.features.packs.renaming import renamed
from bot.features.packs.upload import Upload
from bot.language.locales import language_of
from bot.language.refusals import Refusal
from bot.language.text import fold, shortened

LOOKED_AT = 1_000
"""Maximum number of items of a pack that's checked for advice; checking more would keep others waiting."""

_NAMES = re.compile(r"`([^`]+)`")
"""Matches names in backquotes, as in messages for authors of files."""

_LONGEST_NAME = 60
_ELSEWHERE = re.compile(r" in \S+\.yaml:\d+")
"""Matches the location of another item, in files that exist only during the import."""

_KINDS = tuple(kind for kind in ITEM_KINDS if kind != "misconceptions")


@dataclass(frozen=True, slots=True)
class CurrentPack:
    """A pack to be updated from a file.

    Args:
        pack: its current version.
        images: its image files, by name.
        wrote: what the last import wrote into it.
    """

    pack: Pack
    images: Mapping[str, bytes]
    wrote: merging.Last


@dataclass(frozen=True, slots=True)
class Advice:
    """What could be better about some items.

    Args:
        sentence: what, and what to do about it.
        times: the number of items.
        item: what the first of them asks or is about; "" if it's about no item in particular.
    """

    sentence: str
    times: int
    item: str


@dataclass(frozen=True, slots=True)
class Made:
    """A pack made from a file.

    Args:
        imported: what was read from the file.
        pack: the whole new version of the pack, as the loader reads it.
        title_before: the title that the pack had before; "" for a new pack.
        language_before: the language that the pack had before; "" for a new pack.
        images: its image files, by name.
        wrote: what this import wrote, for the next import.
        new, changed: the numbers of new and changed items.
        gone: what the items ask that were imported earlier, and that a new edition of the file doesn't have.
        corrections: a line for each item that asks something else now.
        kept: a line for each item left unchanged because an editor changed it.
        advice: what could be better.
    """

    imported: Imported
    pack: Pack
    title_before: str
    language_before: str
    images: Mapping[str, bytes]
    wrote: merging.Last
    new: int
    changed: int
    gone: Sequence[str]
    corrections: Sequence[str]
    kept: Sequence[str]
    advice: Sequence[Advice]

    @property
    def changes(self) -> bool:
        """Return whether the new version differs from the current one, or could."""
        cover = (self.pack.title, self.pack.language)
        return bool(self.new or self.changed or self.gone or cover != (self.title_before, self.language_before))


def read_upload(upload: Upload) -> Imported:
    """Parse an uploaded file.

    Raises:
        Refusal: it can't be read.
    """
    from bot.exchange.apart import read_apart  # imported late, as few use it and it imports every reader of files

    try:
        parsed = read_apart(upload.raw, upload.columns)
    except Unreadable as error:
        raise Refusal(f"{upload.name}: {error}", option="file") from error
    title = upload.title or parsed.title or _title_of(upload.name)
    return assembled(_of_topic(parsed, upload.topic), title, upload.language or spoken(parsed))


def _title_of(name: str) -> str:
    """Return a title from a file's name; Discord replaces spaces with underscores."""
    stem = PurePath(name).stem
    return stem if " " in stem else " ".join(stem.replace("_", " ").split()) or stem


def is_export(upload: Upload, listed: Listed) -> bool:
    """Return whether a file was exported from a pack: its name begins with the pack's id, which no other pack has."""
    return not upload.title and re.match(rf"{re.escape(listed.id)}\b(?!-)", upload.name) is not None


def _of_topic(parsed: ParsedFile, topic: str) -> ParsedFile:
    return replace(parsed, taken=tuple(replace(each, topic=topic) for each in parsed.taken)) if topic else parsed


def made(
    imported: Imported,
    standing: CurrentPack | None,
    *,
    title: str = "",
    language: str = "",
    removes_missing: bool = False,
) -> Made:
    """Make the new version of a pack from a file.

    Args:
        imported: what was read from the file.
        standing: the pack to update; None for a new one.
        title: the new title of the pack to update; "" to keep its own.
        language: the language that the editor chose; "" to keep the current pack's.
        removes_missing: whether to remove items from earlier imports that the file doesn't have any more.

    Raises:
        Refusal: no valid pack can be made from it.
    """
    images = {name: imported.found.images[name] for name in imported.pack.images}
    if standing is None:
        found = merging.merged({}, set(), imported.placed, {})
        loaded = _loaded(imported.pack, images)
        return Made(
            imported,
            loaded.pack,
            "",
            "",
            images,
            found.last,
            new=len(imported.placed),
            changed=0,
            gone=(),
            corrections=(),
            kept=found.kept,
            advice=_advice(loaded),
        )
    before = renamed(standing.pack, title or standing.pack.title)
    imported = _in_topics_of(before, imported)
    there = {kind: list(getattr(before, kind)) for kind in _KINDS}
    recognised = corrections.recognised(there, imported.placed, standing.wrote)
    imported = replace(imported, placed=recognised.placed)
    found = merging.merged(there, set(), imported.placed, standing.wrote)
    removed = _gone(found.items, imported, standing.wrote)
    gone = [ids.asked_in(item) for name, item in merging.by_name(found.items).items() if name in removed]
    if removes_missing:
        found.items = {
            kind: [each for each in items if merging.name_of(kind, each.id) not in removed]
            for kind, items in found.items.items()
        }
        found.last = {name: wrote for name, wrote in found.last.items() if name not in removed}
    images = {**standing.images, **images}
    loaded = _loaded(_grown(_in(before, language), imported.pack, found.items), images)
    return Made(
        imported,
        loaded.pack,
        standing.pack.title,
        standing.pack.language,
        images,
        found.last,
        new=found.new,
        changed=found.changed,
        gone=gone,
        corrections=recognised.corrections,
        kept=found.kept,
        advice=_advice(loaded),
    )


def _gone(items: merging.Items, imported: Imported, wrote: merging.Last) -> set[str]:
    """Return the items from earlier imports that are still in the pack but not in the file.

    A file with at most half of them is another one beside the earlier ones, so it says nothing about their items.
    """
    placed = {merging.name_of(each.taken.kind, each.id) for each in imported.placed}
    known = merging.by_name(items).keys() & wrote.keys()
    gone = known - placed
    return gone if len(gone) * 2 < len(known) else set()


def _in_topics_of(pack: Pack, imported: Imported) -> Imported:
    """Return what was imported, in the topics of a pack that are called the same, whatever their ids."""
    known = {fold(pack.topic_by_id[each.topic].title): each.id for each in reversed(pack.objectives)}
    objectives = {
        each.id: known[fold(title)]
        for each in imported.pack.objectives
        for title in [imported.pack.topic_by_id[each.topic].title]
        if each.topic not in pack.topic_by_id and fold(title) in known
    }
    if not objectives:
        return imported
    return replace(imported, placed=tuple(_moved(each, objectives) for each in imported.placed))


def _moved(placed: Placed, objectives: Mapping[str, str]) -> Placed:
    """Return an item with other objectives, old id → new id."""
    if placed.item is None:
        return placed
    return placed.teaching([objectives.get(each, each) for each in placed.item.objectives])


def _in(pack: Pack, language: str) -> Pack:
    """Return a pack in the language that its editor chose, if it isn't in that one, or in a variety of it."""
    same = language in ("", language_of(pack.language))
    return pack if same else pack.model_copy(update={"language": language})


def _grown(pack: Pack, more: Pack, items: merging.Items) -> Pack:
    """Return a pack with other items, and with the objectives, topics and cases from another pack that they need."""
    there = {each.id for each in pack.objectives}
    needed = {name for group in items.values() for each in group for name in each.objectives} - there
    objectives: tuple[Objective, ...] = tuple(each for each in more.objectives if each.id in needed)
    missing = {each.topic for each in objectives} - pack.topic_by_id.keys()
    topics: tuple[Topic, ...] = tuple(each for each in more.topics if each.id in missing)
    changed = {kind: tuple(group) for kind, group in items.items()}
    before = merging.cases_of({kind: getattr(pack, kind) for kind in _KINDS})
    unused = pack.case_by_id.keys() - before
    grown = {
        "objectives": (*pack.objectives, *objectives),
        "topics": (*pack.topics, *topics),
        "cases": merging.needed(pack.cases, more.cases, merging.cases_of(items) | unused),
    }
    return pack.model_copy(update={**changed, **grown})


def _loaded(pack: Pack, images: Mapping[str, bytes]) -> Loaded:
    """Return a pack as the loader reads it from its files.

    Raises:
        Refusal: it isn't valid.
    """
    with TemporaryDirectory(prefix="versed-") as name:
        folder = Path(name)
        for file, raw in images.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(raw)
        try:
            return from_files(Files(folder, {folder / file: raw for file, raw in files_of(pack).items()}))
        except PackError as error:
            raise Refusal(f"I can't make a pack from that: {error.problems[0].text}.") from error


def _advice(loaded: Loaded) -> list[Advice]:
    """Return what could be better about a pack's items, except what the import itself made."""
    from bot.content.check import check  # imported late, as it's rarely used

    if count(loaded.pack) > LOOKED_AT:
        return []
    # There's one objective for each topic, which no author wrote; see_also can't be written here either.
    made_up = {each.id for each in loaded.pack.objectives}
    asked = {
        item.id: f"“{shortened(ids.asked_in(item), _LONGEST_NAME)}”"
        for kind in _KINDS
        for item in getattr(loaded.pack, kind)
    }
    entries = chain.from_iterable(loaded.raw.entries.values())
    starts = sorted((at.path, at.line, entry.id or "") for entry in entries for at in [entry.problem("")])
    items: dict[str, list[str]] = {}
    for each in check(loaded):
        is_ours = each.severity is Severity.WARNING and made_up.isdisjoint(_NAMES.findall(each.text))
        if is_ours and "see_also" not in each.text:
            sentence = _NAMES.sub(lambda found: asked.get(found[1], found[0]), _ELSEWHERE.sub("", each.text))
            path, _, id_ = starts[max(bisect(starts, (each.path, each.line + 1)) - 1, 0)]
            items.setdefault(sentence, []).append(asked.get(id_, "") if path == each.path else "")
    return [Advice(sentence, len(about), about[0]) for sentence, about in items.items()]
