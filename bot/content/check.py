"""Check packs before learners see them: for errors that keep them from loading, and for teaching faults."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from bot.content.faults import (
    cards,
    cues,
    dates,
    depth,
    duplicates,
    first_sentences,
    form,
    hints,
    jargon,
    readability,
    sample_answers,
    similar_meaning,
    teaching,
    typed_answers,
    unexplained,
    voice,
    wording,
)
from bot.content.model import Pack
from bot.content.reading import markup
from bot.content.reading.files import packs_in, read, same_id
from bot.content.reading.load import Loaded, from_files
from bot.content.reading.problems import PackError, Problem, Severity

_OF_A_WHOLE = (teaching, unexplained, depth)
"""The checks of a pack as a whole, for what it lacks."""

_OF_AN_ITEM = (
    *(wording, cues, form, cards, first_sentences),
    *(typed_answers, sample_answers, hints, duplicates, similar_meaning, jargon, readability, voice),
)
"""The checks of single items, by themselves or compared with others of their kind."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The result of checking some packs.

    Args:
        problems: errors of the packs that don't load and warnings about those that do, pack by pack.
        notes: things that the authors may want to look at.
        packs: the packs that load.
    """

    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    packs: tuple[Pack, ...]


def check(loaded: Loaded, today: dt.date | None = None) -> list[Problem]:
    """Return the teaching faults of a loaded pack, and notes on it.

    Args:
        loaded: the pack with its raw files, from load.from_files.
        today: the current date, to find facts that are due for another check; None to skip those.

    Returns:
        Warnings and notes, in the order of the files.
    """
    late = dates.problems(loaded, today) if today else ()
    whole = (kind.problems(loaded) for kind in _OF_A_WHOLE)
    return sorted(chain(*whole, check_items(loaded), late))


def check_items(loaded: Loaded) -> list[Problem]:
    """Return the teaching faults of a loaded pack's items, and notes on them, but not what the pack lacks."""
    return [*chain(*(kind.problems(loaded) for kind in _OF_AN_ITEM), markup.problems(loaded.raw))]


def check_paths(paths: Iterable[Path], today: dt.date | None = None) -> CheckReport:
    """Load and check some packs, and return everything that's wrong with them.

    Args:
        paths: packs, or folders that hold packs.
        today: the current date, to find facts that are due for another check; None to skip those.
    """
    found: list[Problem] = []
    packs: list[Pack] = []
    folders: dict[str, Path] = {}
    for path in paths:
        for folder in packs_in(path) or [path]:
            try:
                loaded = from_files(read(folder))
            except PackError as error:
                found += error.problems
                continue
            packs.append(loaded.pack)
            first = folders.setdefault(loaded.pack.id.casefold(), folder)
            if first.resolve() != folder.resolve():
                found.append(same_id(loaded.pack.id, folder, first))
            found += check(loaded, today)
    notes = tuple(each for each in found if each.severity is Severity.NOTE)
    return CheckReport(tuple(each for each in found if each.severity is not Severity.NOTE), notes, tuple(packs))


def left_out(paths: Iterable[Path]) -> list[Path]:
    """Return the YAML files and folders inside some packs that don't belong to them.

    Args:
        paths: packs, or folders that hold packs.
    """
    return [each for path in paths for folder in packs_in(path) for each in read(folder).left_out]
