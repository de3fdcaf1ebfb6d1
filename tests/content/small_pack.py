"""The smallest sound pack, for tests to break."""

from pathlib import Path

from bot.content.reading.load import load
from bot.content.reading.problems import PackError, Problem

COVER = """\
id: tools
title: Tools
version: "1.0.0"
language: en
summary: Two tools and what they are for.
authors: [Ada]
licence: MIT
source:
  title: A workshop
  credit: Thanks to the workshop.
sides:
  - {id: saw, name: Saw}
  - {id: file, name: File}
topics:
  - id: use
    title: Use
    summary: What each is used for.
    in_short: {saw: Cuts., file: Smooths.}
"""

OBJECTIVES = """\
objectives:
  - {id: cut, topic: use, statement: A saw cuts.}
  - {id: smooth, topic: use, statement: A file smooths.}
"""


def write(folder: Path, **files: str) -> Path:
    """Write the pack into a folder, with further files or replacements: name without extension → text."""
    folder.mkdir(exist_ok=True)
    for name, text in {"pack": COVER, "objectives": OBJECTIVES, **files}.items():
        (folder / f"{name}.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    return folder


def problems_in(folder: Path) -> tuple[Problem, ...]:
    """Return what's wrong with the pack in a folder."""
    try:
        load(folder)
    except PackError as error:
        return error.problems
    return ()


def lines(problems: tuple[Problem, ...] | list[Problem], folder: Path) -> list[str]:
    """Return problems as they're shown, with file names relative to the folder."""
    return [str(problem).replace(f"{folder}/", "") for problem in problems]
