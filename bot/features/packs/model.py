"""A tenant's packs: immutable versions, drafts, the editors' log, and the difference of two versions. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.content.model import Pack, Sheet
from bot.content.without import LISTS

KEPT_VERSIONS = 50
"""Number of versions kept of each pack, counted from the latest."""

REMOVED_FOR = timedelta(days=30)
"""How long a removed pack can be restored."""

DRAFTS_FOR = timedelta(days=30)
"""How long a draft is kept after its last change."""

FILES_FOR = timedelta(days=7)
"""How long an uploaded file is kept before a pack is made of it."""

LOG_FOR = timedelta(days=365)
"""How long the log of editors' acts is kept."""

SAID_FOR = timedelta(days=180)
"""How long members' feedback on packs is kept."""

LONGEST_NOTE = 200
LEFT = "someone who has left"
"""The name shown for an erased editor."""

IMPORTED_FROM = "Imported from "
"""Prefix of the note of an imported version; the file's name follows …"""

A_FILE = "a file"
"""… or this, once the editor has been erased, because the file's name may say who they are."""

NEW = ""
"""Stands in place of a pack's id for a pack that doesn't exist yet."""

BROUGHT = ":file"
"""Stands in place of a pack's id where a draft is an uploaded file; no pack has such an id."""


def learned_with(pack: Pack, *, has_quiz: bool) -> tuple[str, ...]:
    """Return the commands that have something to learn from a pack, the best first.

    Args:
        pack: the pack.
        has_quiz: whether it has questions, written or derived from other items.
    """
    ways = {
        "/quiz": has_quiz,
        "/review": pack.cards or pack.clozes or pack.worked or pack.terms or pack.comparisons,
        "/tip": pack.tips,
    }
    return tuple(command for command, items in ways.items() if items)


@dataclass(frozen=True, slots=True)
class Quota:
    """How much a tenant may have of its own.

    Args:
        packs: the number of packs.
        items: the number of items in one pack.
        megabytes: the size of one pack, including its images.
        file_megabytes: the size of a file to import.
    """

    packs: int = 20
    items: int = 10_000
    megabytes: int = 20
    file_megabytes: int = 10


@dataclass(frozen=True, slots=True)
class Listed:
    """A tenant's pack as a list shows it, without its content.

    Args:
        id: unique within the tenant, and different from the operator's packs.
        title: its title.
        summary: what it's about, if it says so.
        version: the number of the current version.
        items: the number of its items.
        at: when the current version was published, in UTC.
        removed: when it was removed, in UTC; None if it wasn't.
    """

    id: str
    title: str
    summary: str | None
    version: int
    items: int
    at: datetime
    removed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A published version of a pack, without its content.

    Args:
        pack: the pack's id.
        number: from 1.
        items: the number of its items.
        note: the editor's note on it, or "".
        at: when it was published, in UTC.
        by: the name of its editor.
    """

    pack: str
    number: int
    items: int
    note: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An editor's unpublished work.

    Args:
        pack: the id of the pack that it changes, or NEW.
        on: the number of the version that it changes; 0 for a new pack.
        content: the whole pack as it would be.
        kept: its stored form, which shows whether the same editor has changed it since.
    """

    pack: str
    on: int
    content: Pack
    kept: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Editor:
    """A member who edits packs, or has asked to.

    Args:
        member: their id.
        name: their display name.
        may: whether an administrator has said yes.
    """

    member: str
    name: str
    may: bool


class EditorAct(StrEnum):
    """The kinds of acts in the editors' log."""

    PUBLISHED = "published"
    RESTORED = "restored"
    REMOVED = "removed"
    BROUGHT_BACK = "brought back"
    SWITCHED_OFF = "switched off"
    SWITCHED_ON = "switched on"
    EDITOR_ADDED = "made an editor"
    EDITOR_REMOVED = "made no editor any more"
    USED = "used"
    STOPPED = "stopped"
    NEWS_POSTED = "had suggestions posted"
    NEWS_STOPPED = "stopped having suggestions posted"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """An entry of the editors' log.

    Args:
        by: the editor's name.
        act: the kind of act.
        title: the title of the pack, or "".
        version: the number of the resulting version; 0 if there's none.
        about: the other object of the act, such as an item or a person.
        at: when, in UTC.
    """

    by: str
    act: EditorAct
    title: str
    version: int
    about: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Directory:
    """A tenant's own packs, and the parts that it has switched off.

    Args:
        packs: the packs by id, ordered by when their current version was published.
        off: the parts switched off, in its own and the operator's packs: pack id → kind:id of items and topics.
        is_whole: whether all of its packs could be read.
    """

    packs: Mapping[str, Listed]
    off: Mapping[str, frozenset[str]]
    is_whole: bool = True


NOTHING = Directory({}, {})


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference between two versions of a pack.

    Args:
        added, changed, removed: kind:id of the parts, in the order of the pack.
        cover: whether the title, the topics or anything else in pack.yaml has changed.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    cover: bool

    def __bool__(self) -> bool:
        """Return whether there's any difference."""
        return bool(self.added or self.changed or self.removed or self.cover)


def differences(before: Pack, after: Pack) -> Difference:
    """Return the difference between two versions of a pack, by the ids of their parts.

    Args:
        before: the earlier version.
        after: the later version.
    """
    old, new = dict(_parts(before)), dict(_parts(after))
    return Difference(
        added=tuple(key for key in new if key not in old),
        changed=tuple(key for key, part in new.items() if key in old and part != old[key]),
        removed=tuple(key for key in old if key not in new),
        cover=_cover(before) != _cover(after),
    )


def count(pack: Pack) -> int:
    """Return the number of items in a pack."""
    return sum(len(getattr(pack, list_name)) for list_name in LISTS.values())


_ONE = {list_name: one for one, list_name in LISTS.items()} | {
    "objectives": "objective",
    "cases": "case",
    "misconceptions": "misconception",
}
"""The singular name for each list of a pack."""


def _parts(pack: Pack) -> Iterator[tuple[str, object]]:
    for list_name in Sheet.model_fields:
        for part in getattr(pack, list_name):
            yield f"{_ONE[list_name]}:{part.id}", part


def _cover(pack: Pack) -> dict[str, object]:
    fields = (name for name in Pack.model_fields if name not in Sheet.model_fields)
    return {name: getattr(pack, name) for name in fields if name != "images"}
