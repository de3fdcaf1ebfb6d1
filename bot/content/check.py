"""Checking packs before learners meet them: what keeps a pack from loading, and what keeps it from teaching well."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from bot.content import markup
from bot.content.faults import hints, likeness, teaching, typed_answers, wording
from bot.content.files import packs_in, read, same_id
from bot.content.load import Loaded, from_files
from bot.content.problems import PackError, Problem


def check(loaded: Loaded) -> list[Problem]:
    """Return the teaching faults of a pack that loads.

    Args:
        loaded: the pack and its draft, from load.from_files.

    Returns:
        Warnings, in the order of the files.
    """
    kinds = (teaching, wording, typed_answers, hints, likeness)
    return sorted(chain(*(kind.problems(loaded) for kind in kinds), markup.problems(loaded.draft)))


def check_paths(paths: Iterable[Path]) -> list[Problem]:
    """Return everything that's wrong with some packs.

    Args:
        paths: packs, or folders that hold packs.

    Returns:
        Errors of packs that don't load, warnings of those that do; nothing when all is well.
    """
    problems: list[Problem] = []
    folders: dict[str, Path] = {}
    for path in paths:
        for folder in packs_in(path) or [path]:
            try:
                loaded = from_files(read(folder))
            except PackError as error:
                problems += error.problems
                continue
            first = folders.setdefault(loaded.pack.id.casefold(), folder)
            if first.resolve() != folder.resolve():
                problems.append(same_id(loaded.pack.id, folder, first))
            problems += check(loaded)
    return problems


def left_out(paths: Iterable[Path]) -> list[Path]:
    """Return the YAML files, and folders, below some packs that are someone else's.

    Args:
        paths: packs, or folders that hold packs.
    """
    return [each for path in paths for folder in packs_in(path) for each in read(folder).left_out]
