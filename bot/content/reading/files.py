"""Find and read the files of a pack, and notice when they change."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from bot.content.reading.belonging import belongs, holds_packages
from bot.content.reading.problems import Problem
from bot.content.reading.reader import LARGEST_FILE

COVER = "pack.yaml"
"""The file that makes a folder a pack."""

ENDINGS = (".yaml", ".yml")
IMAGES = (".png", ".jpg", ".jpeg", ".webp")

Stamps: TypeAlias = "dict[Path, tuple[int, int]]"
"""File → time of the last change in nanoseconds and size in bytes."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one pack, read from disk.

    Args:
        folder: the pack's folder, as the caller named it.
        contents: file → bytes, sorted, pack.yaml first.
        problems: one for each file that couldn't be read.
        left_out: YAML files and folders that don't belong to the pack.
        images: image file → time of its last change and its size, sorted; also of images that the pack doesn't use.
    """

    folder: Path
    contents: dict[Path, bytes]
    problems: tuple[Problem, ...] = ()
    left_out: tuple[Path, ...] = ()
    images: Stamps = field(default_factory=dict)


def is_pack(folder: Path) -> bool:
    """Return whether a folder is a pack."""
    return (folder / COVER).is_file()


def packs_in(folder: Path) -> list[Path]:
    """Return a folder itself if it's a pack, or else the packs directly below it, sorted."""
    if is_pack(folder):
        return [folder]
    try:
        return sorted(child for child in folder.iterdir() if not child.name.startswith(".") and is_pack(child))
    except OSError:
        return []


def same_id(pack_id: str, folder: Path, first: Path) -> Problem:
    """Return the problem of a pack whose id is taken by another pack.

    Args:
        pack_id: the id of both packs.
        folder: the folder of the pack with the problem.
        first: the folder of the pack that had the id first.
    """
    sentence = f"the pack id `{pack_id}` is taken by {first}; give one of the two packs another id"
    return Problem(folder / COVER, 1, 1, sentence)


def stamps(folder: Path) -> Stamps:
    """Return when each file of a pack last changed, ignoring files that are deleted while this runs."""
    return _stamps(_walk(folder))


def _stamps(paths: Iterable[Path]) -> Stamps:
    found: Stamps = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def read(folder: Path) -> Files:
    """Read all files of a pack.

    Args:
        folder: the pack's folder.

    Returns:
        The bytes of its files, and a problem for each file that can't or mustn't be read.
    """
    if folder.is_file():
        return Files(folder, {}, (Problem(folder, 1, 1, "this is a file; name the folder of its pack instead"),))
    if not folder.is_dir():
        return Files(folder, {}, (Problem(folder, 1, 1, "there's no such folder; check its name"),))
    if not is_pack(folder):
        return Files(folder, {}, (Problem(folder, 1, 1, _coverless(folder)),))
    home = folder.resolve()
    contents: dict[Path, bytes] = {}
    problems: list[Problem] = []
    left_out: list[Path] = []
    images: list[Path] = []
    for path in sorted(_walk(folder), key=lambda path: (path != folder / COVER, path.parts)):
        if path.suffix.lower() in IMAGES:
            images.append(path)
            continue
        try:
            raw = None if holds_packages(path) else _bytes_of(path, home)
        except _UnreadableError as error:
            problems.append(Problem(path, 1, 1, str(error)))
            continue
        except (OSError, RuntimeError):
            problems.append(
                Problem(path, 1, 1, "can't read the file; check that it exists and who's allowed to read it")
            )
            continue
        if raw is not None and belongs(path.relative_to(folder), raw):
            contents[path] = raw
        else:
            left_out.append(path)
    return Files(folder, contents, tuple(problems), tuple(left_out), _stamps(images))


class _UnreadableError(Exception):
    """A file mustn't be read; the message says why and what to do."""


def _walk(folder: Path) -> Iterator[Path]:
    """Yield every YAML file, image, and folder that's skipped below a folder, except hidden ones."""
    for parent, folders, names in os.walk(folder):
        inner = [name for name in folders if not name.startswith(".")]
        folders[:] = [name for name in inner if not holds_packages(Path(parent, name))]
        for name in (*inner, *names):
            path = Path(parent, name)
            if name.startswith("."):
                continue
            is_closed = name in inner and (name not in folders or path.is_symlink())
            if is_closed or path.suffix.lower() in (*ENDINGS, *IMAGES):
                yield path


def _bytes_of(path: Path, home: Path) -> bytes:
    """Return the bytes of a file inside the folder `home`.

    Raises:
        _UnreadableError: it's outside, or isn't a file.
        OSError: it can't be read.
    """
    if path.is_symlink() and not path.resolve(strict=True).is_relative_to(home):
        raise _UnreadableError("this link leads out of the pack; put the file itself here")
    mode = path.stat().st_mode
    if path.is_symlink() and stat.S_ISDIR(mode):
        raise _UnreadableError("links to folders aren't followed; put the files themselves here")
    if not stat.S_ISREG(mode):
        raise _UnreadableError("this isn't a file; packs hold plain YAML files, so move it elsewhere or rename it")
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def _coverless(folder: Path) -> str:
    """Return the message for a folder without a cover."""
    for name in ("pack.yml", "Pack.yaml", "pack.YAML"):
        if (folder / name).is_file():
            return f"a pack starts with {COVER}; rename {name}"
    return f"there's no {COVER} here; add one (docs/authoring.md shows how), or name a pack's folder"
