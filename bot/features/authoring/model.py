"""Drafts as their editors see them, and members' reports about packs. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.content.model import Pack
from bot.features.packs.carrying_over import Conflict
from bot.features.packs.model import Draft, Listed, differences
from bot.features.packs.part_names import titles_of


@dataclass(frozen=True, slots=True)
class Clash:
    """The conflicts between a draft and a version published in the meantime.

    Args:
        version: the number of that version.
        seen: a digest of the conflicts, to notice when they've changed.
        choices: the decisions so far, as in SettleDraft.
        conflicts: the conflicts still to be decided.
    """

    version: int
    seen: str
    choices: str
    conflicts: Sequence[Conflict]


@dataclass(frozen=True, slots=True)
class EditedPack:
    """A tenant's pack as an editor sees it, with their draft.

    Args:
        pack: the pack with all the editor's changes.
        on: the pack's list entry, with the number of the version that the draft is based on; None for a new pack.
        base: the version that the draft is based on; None for a new pack.
        draft: the unpublished draft; None if there's none.
        clash: the conflicts to resolve before it can be published; None if there are none.
    """

    pack: Pack
    on: Listed | None
    base: Pack | None
    draft: Draft | None
    clash: Clash | None = None

    @property
    def waits(self) -> bool:
        """Return whether there's an unpublished draft."""
        return self.draft is not None

    @property
    def changes(self) -> Sequence[str]:
        """Return the names of new and changed parts."""
        if self.base is None:
            return [title.name for key, title in titles_of(self.pack).items() if not key.startswith("topic:")]
        difference, titles = differences(self.base, self.pack), titles_of(self.pack)
        return [titles[key].name for key in (*difference.added, *difference.changed) if key in titles]


class Resolution(StrEnum):
    """An editor's answer to a report."""

    FIXED = "fixed"
    NOT_WRONG = "not wrong"


@dataclass(frozen=True, slots=True)
class Report:
    """A member's report that something is wrong.

    Args:
        id: unique within the tenant.
        member: the id of the member.
        pack: the pack's id.
        part: kind:id of the part it's about.
        given: the member's answer to the question, as text, or "".
        comment: what they say is wrong.
        at: when they reported it, in UTC.
    """

    id: str
    member: str
    pack: str
    part: str
    given: str
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportedPart:
    """The open reports about one part of a pack.

    Args:
        pack: the title of the pack.
        name: the name of the part; "" if it isn't in the pack any more.
        own: whether the pack is the tenant's own.
        reports: the reports, oldest first.
    """

    pack: str
    name: str
    own: bool
    reports: tuple[Report, ...]


def without_kind(name: str) -> str:
    """Return the name of a part of a pack without its kind: “RAG” for “RAG (term)”."""
    return name.rpartition(" (")[0]
