"""What is wrong with a pack: one Problem a place, and the error that carries them all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

from rapidfuzz import fuzz, process

MOST_SHOWN = 200
"""How many problems of one file are listed; a file with more is broken in one way that repeats."""

LIKENESS = 60.0
"""Least similarity, of 100, at which a name is offered as what was meant: `anwser` and `answer` score 83."""


class Severity(StrEnum):
    """Whether a problem keeps a pack out of use, keeps people from learning well, or may be what its author wants."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to fix, and where.

    Args:
        path: the file, or the folder when a file is missing.
        line: from 1.
        column: from 1, in characters.
        text: what's wrong; what to do.
        severity: an error keeps the pack out of use, a warning doesn't, and a note is a matter of taste.
    """

    path: Path
    line: int
    column: int
    text: str
    severity: Severity = Severity.ERROR

    @property
    def brief(self) -> str:
        """Return it with the folder and the name of its file alone, for those who know where their packs are."""
        return f"{self.path.parent.name}/{self.path.name}:{self.line}:{self.column}: {self.text}"

    def __str__(self) -> str:
        label = "" if self.severity is Severity.ERROR else f"{self.severity}: "
        return f"{self.path}:{self.line}:{self.column}: {label}{self.text}"


class PackError(Exception):
    """A pack can't be loaded; `problems` says all that's wrong with it, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def capped(problems: Iterator[Problem], path: Path) -> Iterator[Problem]:
    """Yield the first MOST_SHOWN problems, and a last one that says when there are more."""
    yield from islice(problems, MOST_SHOWN)
    if next(problems, None) is not None:
        yield Problem(path, 1, 1, f"there are more than {MOST_SHOWN} problems of this sort; fix those listed first")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like a wrong one, ignoring case; None if none is like it."""
    found = process.extractOne(name, list(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=LIKENESS)
    return found[0] if found else None


def meant(name: str, known: Iterable[str]) -> str:
    """Return a question that offers the nearest known name, ready to follow a wrong one, or an empty text."""
    guess = nearest(name, known)
    return f" (did you mean `{guess}`?)" if guess else ""
