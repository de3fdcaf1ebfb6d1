"""Which of the YAML files below a pack's folder belong to it: a repository's root holds others, too.

A file is told by its name or by what it holds, never by a list of programs: one that has none of a pack's fields, and
no entry with a field that only packs have, is someone else's. In doubt it's the pack's, so that slips are found.
"""

import re
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.content.model import Cover, Sheet

KINDS = frozenset(Sheet.model_fields)

_PACKAGES = frozenset({"node_modules", "bower_components", "site-packages", "__pycache__"})
"""Folders into which other programs put what they have fetched or made."""

_VIRTUAL_ENVIRONMENT = "pyvenv.cfg"
_NAMING = KINDS - {"examples"}
"""Kinds that name files and folders of packs alone; any repository may have examples."""

_ALIKE = 85.0
"""Similarity, of 100, at which a field is a pack's misspelt: card and cards score 89, items and terms 80."""

_MOST_KEYS = 200
_KEY = re.compile(r"^(?:([A-Za-z_][\w .$/-]*?)|\"([^\"\n]+)\"|'([^'\n]+)')\s*:(?=\s|$)", re.MULTILINE)
_OTHERS = re.compile(r"^(?:- |\{\{)", re.MULTILINE)
"""How files without a field may start a line: lists of tasks, and templates."""

_ITEM = re.compile(r"^[\s{-]*id\s*:", re.MULTILINE)
_OWN = re.compile(
    r"(?:^|[\s{,-])(?:objectives|takeaway|in_short|see_also)\s*:|(?:items|pack)\.schema\.json", re.MULTILINE
)


def holds_packages(folder: Path) -> bool:
    """Return whether a folder holds what other programs have fetched, such as node_modules."""
    return folder.name in _PACKAGES or (folder / _VIRTUAL_ENVIRONMENT).is_file()


def belongs(path: Path, raw: bytes) -> bool:
    """Return whether a YAML file belongs to the pack above it.

    Args:
        path: the file, as seen from the pack's folder.
        raw: its bytes.
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
    """Return the first names of fields at the left margin."""
    found: set[str] = set()
    for match in _KEY.finditer(text):
        found.add(next(filter(None, match.groups())))
        if len(found) == _MOST_KEYS:
            break
    return found
