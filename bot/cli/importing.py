"""`versed import`: make a pack in a folder from other programs' files, or update one."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bot.content.item import Item
from bot.content.model import Case, Sheet
from bot.content.reading.files import COVER, Files, is_pack, read
from bot.content.reading.load import Loaded, from_files, pack_of
from bot.content.reading.raw_pack import ITEM_KINDS
from bot.content.writing.files import files_of
from bot.exchange import corrections, merging
from bot.exchange.apart import read_apart
from bot.exchange.assembling import assembled
from bot.exchange.covering import with_topics
from bot.exchange.import_summary import lines
from bot.exchange.model import Imported, ParsedFile
from bot.exchange.source import LARGEST, Unreadable
from bot.exchange.spoken import spoken
from bot.language.locales import language_of
from bot.language.refusals import Refusal
from bot.language.tongues import NAMES

_CHANGE_LANGUAGE = "change `language` in pack.yaml"

IMPORTED = "imported"
"""The folder in a pack to which imports are written."""

_KINDS = tuple(kind for kind in ITEM_KINDS if kind != "misconceptions")
_LAST = ".imported.json"
_NOTE = b"# `versed import` writes this file. Fields that you change or add here stay; comments don't.\n"


def import_files(
    files: Sequence[Path], folder: Path, title: str, columns: Mapping[str, str], language: str
) -> list[str]:
    """Make a pack from files, or update an existing one; return the lines of the report.

    Args:
        files: the files to read.
        folder: the pack's folder.
        title: the pack's title; "" to take it from the files.
        columns: for tables, the field for each column header.
        language: the language of the texts, such as "de"; "" to find out. An existing pack keeps its own.

    Raises:
        Refusal: a file can't be read, or contains nothing usable.
        PackError: the existing pack has problems.
    """
    if folder.exists() and not is_pack(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal(f"{folder} isn't empty, and it isn't a pack; name a new folder.")
    found = _together([(file, _read(file, columns)) for file in files])
    imported = assembled(found, title or found.title or files[0].stem, language or spoken(found))
    if not imported.placed:
        raise Refusal("\n".join(("I can't use anything in there.", *lines(imported, 10)[1:])))
    notes = (_renew if is_pack(folder) else _make)(folder, imported, is_given=bool(language))
    return lines(replace(imported, notes=(*imported.notes, *notes)))


def _read(file: Path, columns: Mapping[str, str]) -> ParsedFile:
    if not file.is_file():
        raise Refusal(f"There's no file {file}; check its name.")
    with file.open("rb") as opened:
        raw = opened.read(LARGEST + 1)
    try:
        return read_apart(raw, columns)
    except Unreadable as error:
        raise Refusal(f"{file.name}: {error}") from error


def _together(read_files: Sequence[tuple[Path, ParsedFile]]) -> ParsedFile:
    """Combine the contents of several files."""
    if len(read_files) == 1:
        return read_files[0][1]
    parts = [
        replace(
            found,
            taken=tuple(replace(each, position=f"{file.name}, {each.position}") for each in found.taken),
            left=tuple(replace(each, position=f"{file.name}, {each.position}") for each in found.left),
        )
        for file, found in read_files
    ]
    return ParsedFile(
        " and ".join(dict.fromkeys(found.format for found in parts)),
        tuple(each for found in parts for each in found.taken),
        tuple(each for found in parts for each in found.left),
        next((found.title for found in parts if found.title), ""),
        {name: raw for found in parts for name, raw in found.images.items()},
        {header: name for found in parts for header, name in found.columns.items()},
        tuple(dict.fromkeys(note for found in parts for note in found.notes)),
    )


def _make(folder: Path, imported: Imported, *, is_given: bool) -> list[str]:
    """Write a new pack, and return what to know about the language in which its typed answers are judged.

    Args:
        folder: the pack's folder.
        imported: what was read from the files.
        is_given: whether their language was given rather than found out.
    """
    found = merging.merged({}, set(), imported.placed, {})
    contents = files_of(imported.pack)
    _write(folder, {COVER: contents[COVER], **_below(contents)}, imported, found.last)
    if is_given or imported.pack.language == "en":
        return []
    name = NAMES.get(imported.pack.language, imported.pack.language)
    return [f"I take this for {name}, so I'll judge typed answers in {name}; if it isn't, {_CHANGE_LANGUAGE}."]


def _renew(folder: Path, imported: Imported, *, is_given: bool) -> list[str]:
    """Update a pack: rewrite its folder for imports, and add missing topics to its cover; return what to know.

    Args:
        folder: the pack's folder.
        imported: what was read from the files.
        is_given: whether their language was given rather than found out.
    """
    files = read(folder)
    loaded = from_files(files)
    standing, elsewhere = _by_place(loaded, folder / IMPORTED)
    last = _last(folder)
    recognised = corrections.recognised(standing, imported.placed, last)
    imported = replace(imported, placed=recognised.placed)
    found = merging.merged(standing, elsewhere, imported.placed, last)
    there = {each.id for each in loaded.pack.objectives}
    needed = {name for items in found.items.values() for item in items for name in item.objectives} - there
    objectives = tuple(each for each in imported.pack.objectives if each.id in needed)
    topics = {each.topic for each in objectives} - loaded.pack.topic_by_id.keys()
    cover = with_topics(
        files.contents[folder / COVER].decode("utf-8-sig"),
        [each for each in imported.pack.topics if each.id in topics],
    )
    if cover is None:
        raise Refusal(f"{folder / COVER} has its topics in brackets; put each on its own lines, then import again.")
    objectives_kept = tuple(
        each
        for entry, each in zip(loaded.raw.entries["objectives"], loaded.pack.objectives, strict=True)
        if entry.document.path.parent == folder / IMPORTED
    )
    items = {kind: tuple(found.items.get(kind, ())) for kind in Sheet.model_fields}
    more = {"objectives": (*objectives_kept, *objectives), "cases": _cases(loaded, folder, found, imported)}
    contents = _below(files_of(loaded.pack.model_copy(update=items | more)))
    _write(folder, {COVER: cover.encode(), **contents}, imported, found.last)
    placed = {merging.name_of(each.taken.kind, each.id) for each in imported.placed}
    missing = sum(merging.name_of(kind, item.id) not in placed for kind, items in standing.items() for item in items)
    on_language = _on_language(imported.pack.language, loaded.pack.language, is_given=is_given)
    return [*on_language, *found.notes(len(imported.placed), missing, recognised.corrections)]


def _cases(loaded: Loaded, folder: Path, found: merging.Merged, imported: Imported) -> tuple[Case, ...]:
    """Return the cases for the folder of imports: those that items need, and that no other file of the pack has.

    Args:
        loaded: the pack as it was.
        folder: the pack's folder.
        found: its items from imports, after the merge.
        imported: what was read from the files.
    """
    entries = zip(loaded.raw.entries["cases"], loaded.pack.cases, strict=True)
    standing = [each for entry, each in entries if entry.document.path.parent == folder / IMPORTED]
    elsewhere = loaded.pack.case_by_id.keys() - {each.id for each in standing}
    _, others = _by_place(loaded, folder / IMPORTED)
    by_hand = {
        kind: [each for each in getattr(loaded.pack, kind) if merging.name_of(kind, each.id) in others]
        for kind in _KINDS
    }
    used = merging.cases_of(found.items) | merging.cases_of(by_hand)
    return merging.needed(standing, imported.pack.cases, used - elsewhere)


def _on_language(read_as: str, standing: str, *, is_given: bool) -> Iterator[str]:
    """Yield that a pack stays in its language, if its new texts are in another.

    Args:
        read_as: the language of the files.
        standing: the pack's language.
        is_given: whether `read_as` was given rather than found out.
    """
    if language_of(read_as) != language_of(standing) and (is_given or read_as != "en"):
        name = NAMES.get(read_as, read_as)
        yield f"The pack's language is still `{standing}`; if it's in {name}, {_CHANGE_LANGUAGE}."


def _by_place(loaded: Loaded, home: Path) -> tuple[dict[str, list[Item]], set[str]]:
    """Return the items in a folder, by kind, and the names of all other items."""
    standing: dict[str, list[Item]] = {}
    elsewhere: set[str] = set()
    for kind in _KINDS:
        for entry, item in zip(loaded.raw.entries[kind], getattr(loaded.pack, kind), strict=True):
            if entry.document.path.parent == home:
                standing.setdefault(kind, []).append(item)
            else:
                elsewhere.add(merging.name_of(kind, item.id))
    return standing, elsewhere


def _below(contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of items with their paths in the folder for imports, and with a note on top."""
    return {f"{IMPORTED}/{name}": _NOTE + raw for name, raw in contents.items() if name != COVER}


def _last(folder: Path) -> merging.Last:
    """Return what the last import wrote; empty if that's unknown."""
    try:
        last: merging.Last = json.loads((folder / _LAST).read_bytes())
    except (OSError, ValueError):
        return {}
    return last


def _write(folder: Path, contents: Mapping[str, bytes], imported: Imported, last: merging.Last) -> None:
    """Write a pack, and delete files of earlier imports that aren't needed any more.

    Each item has already been validated by itself, so a new pack is valid; an existing pack with other files is
    loaded as a whole before writing.

    Raises:
        PackError: it wouldn't load.
    """
    for name in imported.pack.images:
        _write_new(folder / name, imported.found.images[name])
    home = folder / IMPORTED
    if is_pack(folder):
        contents_before = {path: raw for path, raw in read(folder).contents.items() if path.parent != home}
        pack_of(Files(folder, contents_before | {folder / name: raw for name, raw in contents.items()}))
    home.mkdir(parents=True, exist_ok=True)
    for path in home.glob("*.yaml"):
        if f"{IMPORTED}/{path.name}" not in contents:
            path.unlink()
    for name, raw in {**contents, _LAST: _as_lines(last)}.items():
        if not (folder / name).is_file() or (folder / name).read_bytes() != raw:
            _replace(folder / name, raw)


def _as_lines(last: merging.Last) -> bytes:
    """Return what an import wrote as JSON, with one item per line; indenting it would take ten times as long."""
    lines = (f"{json.dumps(name)}: {json.dumps(fields)}" for name, fields in last.items())
    return "{{\n{}\n}}\n".format(",\n".join(lines)).encode()


def _write_new(path: Path, raw: bytes) -> None:
    """Write a file unless it exists."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, raw)


def _replace(path: Path, raw: bytes) -> None:
    """Write a file atomically: if the disk is full or the process dies, what an author wrote there is still there."""
    path = path.resolve()  # a link stays one
    unfinished = path.with_name(f".{path.name}.part")  # hidden, so a pack doesn't read it
    try:
        with unfinished.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, unfinished)
        unfinished.replace(path)
    except BaseException as error:
        unfinished.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, str(path)) from error  # a full disk names no file
        raise
