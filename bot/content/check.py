"""Checking packs before learners meet them: what keeps a pack from loading, and what keeps it from teaching well."""

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
    form,
    hints,
    jargon,
    kinship,
    likeness,
    openings,
    readability,
    teaching,
    tried,
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
"""The sorts of teaching faults that a pack has as a whole: what it's short of."""

_OF_AN_ITEM = (
    *(wording, cues, form, cards, openings),
    *(typed_answers, tried, hints, likeness, kinship, jargon, readability, voice),
)
"""Those that one item can have, by itself or beside others of its kind."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found in some packs.

    Args:
        problems: errors of packs that don't load, warnings of those that do, in the order of the files.
        notes: what their authors may want to look at.
        packs: those that load.
    """

    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    packs: tuple[Pack, ...]


def check(loaded: Loaded, today: dt.date | None = None) -> list[Problem]:
    """Return the teaching faults of a pack that loads, and notes on it.

    Args:
        loaded: the pack, also as its files say it, from load.from_files.
        today: the date, if facts are to be found that should be checked again by now.

    Returns:
        Warnings and notes, in the order of the files.
    """
    late = dates.problems(loaded, today) if today else ()
    whole = (kind.problems(loaded) for kind in _OF_A_WHOLE)
    return sorted(chain(*whole, check_items(loaded), late))


def check_items(loaded: Loaded) -> list[Problem]:
    """Return the teaching faults of the items of a pack that loads, and notes on them, without what it's short of."""
    return [*chain(*(kind.problems(loaded) for kind in _OF_AN_ITEM), markup.problems(loaded.raw))]


def check_paths(paths: Iterable[Path], today: dt.date | None = None) -> CheckReport:
    """Return everything that's wrong with some packs.

    Args:
        paths: packs, or folders that hold packs.
        today: the date, if facts are to be found that should be checked again by now.
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
    """Return the YAML files, and folders, below some packs that are someone else's.

    Args:
        paths: packs, or folders that hold packs.
    """
    return [each for path in paths for folder in packs_in(path) for each in read(folder).left_out]
