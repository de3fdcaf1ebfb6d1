"""Problems of a pack, each with its position, and the exception that carries them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.content.reading.other_names import known_as

MOST_SHOWN = 200
"""At most this many problems of one file are listed; with more, it's usually one error over and over."""

LIKENESS = 60.0
"""Minimum similarity, out of 100, to suggest a name as the one that was meant: `anwser` and `answer` score 83."""


class Severity(StrEnum):
    """How bad a problem is: the pack can't be used, people won't learn well, or it may be intended."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to fix, and where.

    Args:
        path: the file, or the folder when a file is missing.
        line: the line, from 1.
        column: the column in characters, from 1.
        text: what's wrong and what to do about it.
        severity: an error keeps the pack from being used, a warning doesn't, and a note is a matter of taste.
    """

    path: Path
    line: int
    column: int
    text: str
    severity: Severity = Severity.ERROR

    @property
    def brief(self) -> str:
        """Return the problem with a short path (folder and file name), for people who know where their packs are."""
        return f"{self.path.parent.name}/{self.path.name}:{self.line}:{self.column}: {self.text}"

    def __str__(self) -> str:
        label = "" if self.severity is Severity.ERROR else f"{self.severity}: "
        return f"{self.path}:{self.line}:{self.column}: {label}{self.text}"


class PackError(Exception):
    """A pack can't be loaded; `problems` has everything that's wrong with it, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def capped(problems: Iterator[Problem], path: Path) -> Iterator[Problem]:
    """Yield the first MOST_SHOWN problems, and if there are more, a last one that says so."""
    yield from islice(problems, MOST_SHOWN)
    if next(problems, None) is not None:
        yield Problem(path, 1, 1, f"there are more than {MOST_SHOWN} problems of this sort; fix those listed first")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that a wrong one stands for, or the most similar one; None if none is similar enough."""
    known = list(known)
    if (ours := known_as(name, known)) is not None:
        return ours
    found = process.extractOne(name, known, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=LIKENESS)
    return found[0] if found else None


def meant(name: str, known: Iterable[str]) -> str:
    """Return “ (did you mean …?)” with the nearest known name, to follow a wrong one, or "" if there's none."""
    guess = nearest(name, known)
    return f" (did you mean `{guess}`?)" if guess else ""
