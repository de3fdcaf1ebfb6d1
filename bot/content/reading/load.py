"""Load a pack: a folder of YAML becomes a Pack, or a list of everything that's wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pydantic import ValidationError
from yaml.nodes import SequenceNode

from bot.content.model import Cover, Pack, Sheet
from bot.content.reading import (
    figure_faults,
    markup,
    media_faults,
    needs_faults,
    question_faults,
    references,
    sentences,
    was_faults,
)
from bot.content.reading.files import COVER, Files, read
from bot.content.reading.problems import PackError, Problem, capped
from bot.content.reading.raw_pack import RawPack
from bot.content.reading.reader import Document, FileValue, Unread, parse
from bot.runtime import gc_tuning
from bot.runtime.turns import AT_ONCE, free

_WHOLE = (
    references.problems,
    was_faults.problems,
    needs_faults.problems,
    question_faults.problems,
    figure_faults.problems,
    markup.answers,
)
"""The checks for errors across several values."""

_SECOND_COVER = f"a pack has one {COVER}, in its folder; move this pack out, or rename the file"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A valid pack, together with the raw pack, which knows the position of each entry."""

    pack: Pack
    raw: RawPack


def load(folder: Path) -> Pack:
    """Load a pack.

    Args:
        folder: the pack's folder, holding pack.yaml.

    Raises:
        PackError: with every problem of every file.
    """
    return pack_of(read(folder))


def pack_of(files: Files) -> Pack:
    """Load a pack from files that have been read, without keeping source positions.

    Raises:
        PackError: with every problem of every file.
    """
    with gc_tuning.paused():  # the raw pack is freed before the garbage collector resumes
        loaded = from_files(files)
        pack, documents = loaded.pack, list(loaded.raw.documents)
        del loaded
        _let_go(documents)
        return pack


def from_files(files: Files) -> Loaded:
    """Load a pack from files that have been read, with source positions.

    Raises:
        PackError: with every problem of every file.
    """
    with gc_tuning.paused():
        return _load(files)


def _load(files: Files) -> Loaded:
    documents, parts, problems = _read_each(files)
    is_whole = not files.problems and len(documents) == len(files.contents)
    raw = RawPack(files.folder, tuple(documents), is_whole)
    images: dict[str, str] = {}
    known = {(problem.path, problem.line, problem.column) for problem in problems}
    problems += (
        problem
        for problem in capped(chain(faults(raw), media_faults.problems(raw, images)), files.folder)
        if (problem.path, problem.line, problem.column) not in known
    )
    if problems:
        del raw
        _let_go(documents)  # otherwise the traceback would keep them alive
        raise PackError(problems)
    return Loaded(join(parts, images), raw)


def faults(raw: RawPack) -> Iterator[Problem]:
    """Yield the errors across a pack's values, except for those of its media.

    Args:
        raw: the pack as read from its files.
    """
    return chain.from_iterable(kind(raw) for kind in _WHOLE)


def _read_each(files: Files) -> tuple[list[Document], list[Cover | Sheet], list[Problem]]:
    """Return the files that could be read, the models of those that are valid, and all problems."""
    documents: list[Document] = []
    parts: list[Cover | Sheet] = []
    problems = list(files.problems)
    for path, raw in files.contents.items():
        if path.name == COVER and path.parent != files.folder:
            problems.append(Problem(path, 1, 1, _SECOND_COVER))
            continue
        document = parse(raw, path)
        if isinstance(document, Unread):
            problems += document.problems
            continue
        documents.append(document)
        found, faulty = _validate(document)
        parts += found
        problems += faulty
    return documents, parts, problems


def _validate(document: Document) -> tuple[list[Cover | Sheet], list[Problem]]:
    """Return the models of a file, none if it's faulty, and its problems."""
    shape: type[Cover | Sheet] = Cover if document.path.name == COVER else Sheet
    problems = list(document.problems)
    try:
        found = _modelled(document, shape)
    except ValidationError as error:
        places = {(problem.line, problem.column) for problem in problems}
        problems += (
            problem
            for problem in capped(sentences.problems(document, error, shape), document.path)
            if (problem.line, problem.column) not in places
        )
        return [], problems
    return ([], problems) if problems else (found, [])


def _modelled(document: Document, shape: type[Cover | Sheet]) -> list[Cover | Sheet]:
    """Return a file as several models with some items each, as pydantic blocks other threads while it validates one.

    Raises:
        ValidationError: with every fault of the file.
    """
    try:
        return [shape.model_validate(piece) for piece in _pieces(document.data)]
    except ValidationError:
        return [shape.model_validate(document.data)]  # so that errors have positions within the whole file


def _pieces(data: Mapping[str, FileValue]) -> Iterator[dict[str, FileValue]]:
    """Yield a file's data in pieces: first everything, with long lists cut; then the rest of each list in parts."""
    yield {name: value[:AT_ONCE] if isinstance(value, list) else value for name, value in data.items()}
    for name, value in data.items():
        if isinstance(value, list):
            for start in range(AT_ONCE, len(value), AT_ONCE):
                yield {name: value[start : start + AT_ONCE]}


def _let_go(documents: list[Document]) -> None:
    """Free the trees of files in pieces, because freeing one large object blocks every other thread."""
    while documents:
        document = documents.pop()
        nodes = [node.value for _, node in document.root.value if isinstance(node, SequenceNode)]
        for items in (*document.data.values(), *nodes):
            if isinstance(items, list):
                free(items)


def join(parts: Sequence[Cover | Sheet], images: dict[str, str]) -> Pack:
    """Combine the cover and all sheets into a pack, without validating again what has been validated.

    Args:
        parts: the cover and the sheets, in any order.
        images: the pack's image files: name → SHA-256.
    """
    fields = {name: value for part in parts if isinstance(part, Cover) for name, value in part}
    sheets = [part for part in parts if isinstance(part, Sheet)]
    for kind in Sheet.model_fields:
        fields[kind] = tuple(chain.from_iterable(getattr(sheet, kind) for sheet in sheets))
    return Pack.model_construct(**fields, images=images)
