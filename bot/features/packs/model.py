"""Packs of a tenant: versions that never change, drafts, what editors did, and how two versions differ. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.content.model import Pack, Sheet
from bot.content.without import LISTS

KEPT_VERSIONS = 50
"""Versions of a pack that are kept: the latest."""

REMOVED_FOR = timedelta(days=30)
"""How long a pack that was removed can come back."""

DRAFTS_FOR = timedelta(days=30)
"""How long a draft waits, from its last change."""

FILES_FOR = timedelta(days=7)
"""How long a file waits that was brought to make a pack of."""

LOG_FOR = timedelta(days=365)
"""How long it's kept what editors did."""

SAID_FOR = timedelta(days=180)
"""How long it's kept what members said of packs."""

LONGEST_NOTE = 200
LEFT = "someone who has left"
"""What an editor is called who had themselves erased."""

IMPORTED_FROM = "Imported from "
"""How the note of a version begins that comes from a file; its name follows …"""

A_FILE = "a file"
"""… or this, once who brought it has everything erased: it may say who they are."""

NEW = ""
"""What stands for the id of a pack that isn't there yet."""

BROUGHT = ":file"
"""What stands for the id of a pack where a draft is a file that someone brought; no pack has such an id."""


@dataclass(frozen=True, slots=True)
class Quota:
    """How much of their own a tenant may have.

    Args:
        packs: how many.
        items: in one of them.
        megabytes: of one of them, its images included.
        file_megabytes: of a file that one is made of.
    """

    packs: int = 20
    items: int = 10_000
    megabytes: int = 20
    file_megabytes: int = 10


@dataclass(frozen=True, slots=True)
class Listed:
    """A pack of a tenant, as it's listed.

    Args:
        id: unique within the tenant; the operator has no pack with it.
        title: as people know it.
        summary: what it's about, if it says.
        version: the number of the version that's taught.
        items: in it.
        at: when that was published, in UTC.
        removed: when it was removed, in UTC; None if it's there.
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
    """What a pack was at some moment.

    Args:
        pack: its id.
        number: from 1.
        items: in it.
        note: what its editor said of it, or "".
        at: when it was published, in UTC.
        by: who did.
    """

    pack: str
    number: int
    items: int
    note: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What an editor is working on.

    Args:
        pack: the id of the pack that it changes, or NEW.
        on: the number of the version that it changes; 0 for none.
        content: the whole pack as it would be.
        kept: what's kept of it, by which it's told from what the same editor writes meanwhile.
    """

    pack: str
    on: int
    content: Pack
    kept: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Editor:
    """A member who edits packs, or asks to.

    Args:
        member: their id.
        name: as shown.
        may: whether an administrator has said yes.
    """

    member: str
    name: str
    may: bool


class EditorAct(StrEnum):
    """What editors do."""

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
    """One thing that someone did.

    Args:
        by: who.
        act: what.
        title: of the pack that it was done to, or "".
        version: the number of the version that came of it; 0 for none.
        about: what else it was done to, such as an item or a person.
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
    """What a tenant has of its own.

    Args:
        packs: by id, in the order in which they came.
        off: what it doesn't want of packs, its own or anyone's: pack id → kind:id of items and topics.
        is_whole: whether all of its packs could be read.
    """

    packs: Mapping[str, Listed]
    off: Mapping[str, frozenset[str]]
    is_whole: bool = True


NOTHING = Directory({}, {})


@dataclass(frozen=True, slots=True)
class Difference:
    """How a version differs from one before it.

    Args:
        added, changed, removed: kind:id of what did, in the order of the pack.
        cover: whether the title, the topics or anything else of pack.yaml has changed.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    cover: bool

    def __bool__(self) -> bool:
        """Return whether there's any difference."""
        return bool(self.added or self.changed or self.removed or self.cover)


def differences(before: Pack, after: Pack) -> Difference:
    """Tell how two versions of a pack differ, by the ids of what's in them.

    Args:
        before: the earlier one.
        after: the later one.
    """
    old, new = dict(_parts(before)), dict(_parts(after))
    return Difference(
        added=tuple(key for key in new if key not in old),
        changed=tuple(key for key, part in new.items() if key in old and part != old[key]),
        removed=tuple(key for key in old if key not in new),
        cover=_cover(before) != _cover(after),
    )


def count(pack: Pack) -> int:
    """Return how many items a pack has."""
    return sum(len(getattr(pack, several)) for several in LISTS.values())


_ONE = {several: one for one, several in LISTS.items()} | {
    "objectives": "objective",
    "cases": "case",
    "misconceptions": "misconception",
}
"""What one thing of each list of a pack is called."""


def _parts(pack: Pack) -> Iterator[tuple[str, object]]:
    for several in Sheet.model_fields:
        for part in getattr(pack, several):
            yield f"{_ONE[several]}:{part.id}", part


def _cover(pack: Pack) -> dict[str, object]:
    fields = (name for name in Pack.model_fields if name not in Sheet.model_fields)
    return {name: getattr(pack, name) for name in fields if name != "images"}
