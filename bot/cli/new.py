"""`versed new`: create a valid pack that can be played at once, as a starting point."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bot.content.reading.files import Files
from bot.content.reading.load import pack_of
from bot.content.reading.problems import PackError
from bot.content.writing.first_pack import Wishes, first_files
from bot.language.refusals import Refusal

MOST_SIDES = 5
_BETWEEN = re.compile(r"\s*,\s*|\s+(?:vs\.?|versus)\s+")


def sides_in(typed: str) -> Sequence[str]:
    """Split a typed list of sides: tea, coffee."""
    return tuple(name for name in _BETWEEN.split(typed.strip()) if name)


def asked(wishes: Wishes, folder: Path, ask: Callable[[str], str] | None) -> Wishes:
    """Complete an author's wishes by asking for what wasn't given.

    Args:
        wishes: the wishes given as flags; if there's a title, nothing is asked.
        folder: the pack's folder.
        ask: asks a question; None if nobody's there to answer.
    """
    called = Path(os.path.abspath(folder)).name  # noqa: PTH100 - Path.resolve fails if it's a link to itself
    called = called.replace("-", " ").replace("_", " ").capitalize() or "My pack"
    if wishes.title:
        return wishes
    if ask is None:
        return Wishes(called, wishes.summary, wishes.sides, wishes.topic)
    return Wishes(
        ask(f"What's it called? [{called}] ") or called,
        wishes.summary or ask("What does it teach, in a sentence? [later] "),
        wishes.sides or sides_in(ask("Does it compare things? Name two, such as tea, coffee. [no] ")),
        ask(f"What's its first topic? [{wishes.topic}] ") or wishes.topic,
    )


def make(folder: Path, wishes: Wishes) -> Sequence[str]:
    """Write a new pack; return the names of its files.

    Args:
        folder: the folder, which is created if it's missing.
        wishes: what the author wants.

    Raises:
        Refusal: the folder isn't empty or can't be written, or the wishes don't make a valid pack.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal(f"There's something in {folder} already; name a folder that's empty or new.")
    if wishes.sides and not 2 <= len(wishes.sides) <= MOST_SIDES:
        raise Refusal(f"A pack compares two to {MOST_SIDES} things; name them like this: tea, coffee.")
    files = first_files(wishes)
    try:
        pack_of(Files(folder, {folder / name: raw for name, raw in files.items()}))
    except PackError as error:
        raise Refusal(f"I can't make a pack from that: {error.problems[0].text}.") from error
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder, files)
    except OSError as error:
        raise Refusal(f"I can't write {folder} ({error.strerror}); name another folder.") from error
    return tuple(files)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files of a pack into an empty folder, or none, so that the same command works once there's room."""
    try:
        for name, raw in files.items():
            (folder / name).write_bytes(raw)
    except OSError:
        for name in files:
            (folder / name).unlink(missing_ok=True)
        raise
