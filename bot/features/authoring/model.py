"""Members' reports about packs. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
        name: the name of the part.
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
