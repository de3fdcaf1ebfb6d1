"""What members say about packs. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Resolution(StrEnum):
    """What editors answer."""

    FIXED = "fixed"
    NOT_WRONG = "not wrong"


@dataclass(frozen=True, slots=True)
class Report:
    """What a member says is wrong.

    Args:
        id: unique within the tenant.
        member: who says it.
        pack: the id of the pack.
        part: kind:id of what they mean.
        given: what they had answered, in words, or "".
        comment: what they say.
        at: when, in UTC.
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
    """All that waits about one part of a pack.

    Args:
        pack: the title of the pack.
        name: of the part.
        own: whether the pack is the tenant's own.
        reports: what was said, the oldest first.
    """

    pack: str
    name: str
    own: bool
    reports: tuple[Report, ...]


def without_kind(name: str) -> str:
    """Return the name of a part of a pack without what it is: RAG, of RAG (term)."""
    return name.rpartition(" (")[0]
