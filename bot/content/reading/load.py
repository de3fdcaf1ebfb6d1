"""Loading a pack: a folder of YAML becomes a Pack, or a list of everything that's wrong with it."""

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
from bot.content.reading.reader import Document, Unread, Value, parse
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
"""What finds errors that no single value shows."""

_SECOND_COVER = f"a pack has one {COVER}, in its folder; move this pack out, or rename the file"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pack in order, together with the raw one, which knows where each of its entries stands."""

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
    """Load a pack from files that have been read, and forget where in them everything stood.

    Raises:
        PackError: with every problem of every file.
    """
    with gc_tuning.paused():  # the raw pack is gone again before the collector is back
        loaded = from_files(files)
        pack, documents = loaded.pack, list(loaded.raw.documents)
        del loaded
        _let_go(documents)
        return pack


def from_files(files: Files) -> Loaded:
    """Load a pack from files that have been read.

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
        _let_go(documents)  # or the traceback would keep them
        raise PackError(problems)
    return Loaded(join(parts, images), raw)


def faults(raw: RawPack) -> Iterator[Problem]:
    """Yield the errors of a pack that no single value shows, except for those of its pictures.

    Args:
        raw: the pack as its files say it.
    """
    return chain.from_iterable(kind(raw) for kind in _WHOLE)


def _read_each(files: Files) -> tuple[list[Document], list[Cover | Sheet], list[Problem]]:
    """Return the files that could be read, those of them that are in order, and what's wrong."""
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
    """Return a file as models, unless something's wrong with it, and what is."""
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
    """Return a file as models of some items each: pydantic lets no other thread go on until it has validated one.

    Raises:
        ValidationError: with every fault of the file.
    """
    try:
        return [shape.model_validate(piece) for piece in _pieces(document.data)]
    except ValidationError:
        return [shape.model_validate(document.data)]  # whose faults tell where in the file they are


def _pieces(data: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
    """Yield what a file says a piece at a time: all but the rest of its long lists, and then each rest by itself."""
    yield {name: value[:AT_ONCE] if isinstance(value, list) else value for name, value in data.items()}
    for name, value in data.items():
        if isinstance(value, list):
            for start in range(AT_ONCE, len(value), AT_ONCE):
                yield {name: value[start : start + AT_ONCE]}


def _let_go(documents: list[Document]) -> None:
    """Free the trees of files a piece at a time: nothing else goes on for as long as it takes to free one object."""
    while documents:
        document = documents.pop()
        nodes = [node.value for _, node in document.root.value if isinstance(node, SequenceNode)]
        for items in (*document.data.values(), *nodes):
            if isinstance(items, list):
                free(items)


def join(parts: Sequence[Cover | Sheet], images: dict[str, str]) -> Pack:
    """Return the cover and all sheets as one pack; each has been validated, so the whole isn't validated again.

    Args:
        parts: the cover and the sheets.
        images: the pack's image files: name → SHA-256.
    """
    fields = {name: value for part in parts if isinstance(part, Cover) for name, value in part}
    sheets = [part for part in parts if isinstance(part, Sheet)]
    for kind in Sheet.model_fields:
        fields[kind] = tuple(chain.from_iterable(getattr(sheet, kind) for sheet in sheets))
    return Pack.model_construct(**fields, images=images)
