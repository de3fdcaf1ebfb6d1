"""The smallest pack that is in order, to be bent out of shape by tests."""

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
    """Write the pack into a folder, together with further files: name without ending → text."""
    folder.mkdir(exist_ok=True)
    for name, text in {"pack": COVER, "objectives": OBJECTIVES, **files}.items():
        (folder / f"{name}.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    return folder


def problems_in(folder: Path) -> tuple[Problem, ...]:
    """What is wrong with the pack in a folder."""
    try:
        load(folder)
    except PackError as error:
        return error.problems
    return ()


def lines(problems: tuple[Problem, ...] | list[Problem], folder: Path) -> list[str]:
    """Problems as they are shown, with file names as seen from the folder."""
    return [str(problem).replace(f"{folder}/", "") for problem in problems]
