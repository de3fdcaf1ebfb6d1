"""Decide which YAML files below a pack's folder belong to it, as a repository's root holds others, too.

The file's name and contents decide, never a list of other programs: a file with none of a pack's fields, and no entry
with a field that only packs have, isn't part of the pack. If in doubt, it is, so that an author's errors are found.
"""

import re
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.content.model import Cover, Sheet

KINDS = frozenset(Sheet.model_fields)

_PACKAGES = frozenset({"node_modules", "bower_components", "site-packages", "__pycache__"})
"""Folders into which other programs put downloaded or generated files."""

_VIRTUAL_ENVIRONMENT = "pyvenv.cfg"
_NAMING = KINDS - {"examples"}
"""Kinds whose names only packs use for files and folders; any repository may have `examples`."""

_ALIKE = 85.0
"""Minimum similarity, out of 100, for a misspelt field of a pack: card and cards score 89, items and terms 80."""

_MOST_KEYS = 200
_KEY = re.compile(r"^(?:([A-Za-z_][\w .$/-]*?)|\"([^\"\n]+)\"|'([^'\n]+)')\s*:(?=\s|$)", re.MULTILINE)
_OTHERS = re.compile(r"^(?:- |\{\{)", re.MULTILINE)
"""The start of a line in files without fields: task lists and templates."""

_ITEM = re.compile(r"^[\s{-]*id\s*:", re.MULTILINE)
_OWN = re.compile(
    r"(?:^|[\s{,-])(?:objectives|takeaway|in_short|see_also)\s*:|(?:items|pack)\.schema\.json", re.MULTILINE
)


def holds_packages(folder: Path) -> bool:
    """Return whether a folder holds packages that other programs have installed, such as node_modules."""
    return folder.name in _PACKAGES or (folder / _VIRTUAL_ENVIRONMENT).is_file()


def belongs(path: Path, raw: bytes) -> bool:
    """Return whether a YAML file belongs to the pack above it.

    Args:
        path: the file's path relative to the pack's folder.
        raw: the file's bytes.
    """
    if path.stem.lower() in _NAMING | {"pack"} or not _NAMING.isdisjoint(path.parts[:-1]):
        return True
    text = raw.decode("utf-8-sig", "replace")
    if _OWN.search(text):
        return True
    keys = _keys(text)
    if not keys:
        return not _OTHERS.search(text) or _ITEM.search(text) is not None
    if keys <= Cover.model_fields.keys() | KINDS or {"sides", "topics"} <= keys:
        return True
    return any(process.extractOne(key, KINDS, scorer=fuzz.ratio, score_cutoff=_ALIKE) for key in keys)


def _keys(text: str) -> set[str]:
    """Return the names of the first fields that aren't indented."""
    found: set[str] = set()
    for match in _KEY.finditer(text):
        found.add(next(filter(None, match.groups())))
        if len(found) == _MOST_KEYS:
            break
    return found
