"""What a kind of post has to know: how it's scheduled, and how its messages are made.

Quick kinds make their messages within the transaction that keeps them. Slow ones make them ahead of it, so that
nobody who writes has to wait; such a message may be made again, or never be posted.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeAlias, runtime_checkable

from bot.features.scheduling.model import NO_OPTIONS, Late, Schedule, ScheduleDraft
from bot.language.commands import AnyCommand
from bot.language.message import Message
from bot.language.port import Extra
from bot.language.refusals import Refusal
from bot.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Nothing:
    """There's nothing to post this time: the post is skipped, and nobody has to be told.

    Args:
        reason: in a sentence.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A message, and what follows it once it has arrived.

    Args:
        message: what's posted.
        reply: what's said under it then; None for nothing.
        thread: the name of the thread that's opened for that; "" for none.
        pin: whether it's pinned, in place of the schedule's post before.
        under: the platform's reference of an earlier post that the reply goes under; "" for the message itself.
        reply_of: the number of the schedule that the reply belongs to; 0 for the message's own.
    """

    message: Message
    reply: Message | None = None
    thread: str = ""
    pin: bool = False
    under: str = ""
    reply_of: int = 0


Composed: TypeAlias = Message | Followed | Refusal | Nothing
"""What is to be posted: a message, or why there can be none, or why there's none this time."""


@dataclass(frozen=True, slots=True)
class Usual:
    """How a kind of schedule posts by default.

    Args:
        time, days: when, in words as people type them.
        late: what happens to a late post.
    """

    time: str
    days: str
    late: Late = Late.POST


@runtime_checkable
class QuickComposer(Protocol):
    """Makes messages within the transaction that keeps them.

    Attributes:
        name: of the kind of schedule.
    """

    name: str

    def compose(self, transaction: Transaction, due: Sequence[Schedule], at: datetime) -> Sequence[Composed]:
        """Return the next message of each schedule, in order; a refusal if there can be none, which pauses it.

        Args:
            transaction: to write in; what is remembered about the messages belongs into it.
            due: the schedules; one may stand there several times.
            at: now, in UTC.
        """
        ...


@runtime_checkable
class SlowComposer(Protocol):
    """Makes messages ahead of the transaction that keeps them.

    Attributes:
        name: of the kind of schedule.
    """

    name: str

    async def prepare(self, due: Sequence[Schedule], at: datetime) -> Sequence[Composed]:
        """Make the next message of each schedule, in order; a refusal if there can be none, which pauses it.

        What is to be remembered about it is the kind's own affair: the message may be made again, or never be posted.

        Args:
            due: the schedules.
            at: now, in UTC.
        """
        ...


AnyComposer: TypeAlias = QuickComposer | SlowComposer


@runtime_checkable
class Scheduled(Protocol):
    """What people schedule; by default it keeps no options of its own.

    Attributes:
        name: of the kind of schedule.
        usual: how it posts by default.
        mixes_topics: whether a post can be about several topics.
        resumes_by: the command that starts a member's own schedule again; "" for a kind of which they have none.
    """

    name: str
    usual: Usual
    mixes_topics: bool = False
    resumes_by: str = ""

    @property
    def command(self) -> AnyCommand | None:
        """Return the command that makes such schedules; None if no command does."""
        return None

    def options(self, _given: Any) -> str:  # noqa: ANN401 (the options of the kind's own command)
        """Return what a schedule of this kind keeps of its command's options, beside what all kinds have, as JSON.

        Args:
            _given: the options of its command.

        Raises:
            Refusal: something of it makes no sense.
        """
        return NO_OPTIONS

    def given(self, _draft: ScheduleDraft) -> Mapping[str, str]:
        """Return the options of its own that a schedule was given, by their names, as they can be typed."""
        return {}

    def subject(self, draft: ScheduleDraft) -> str:
        """Return what a schedule posts, in a few words, such as “Tip on Daily care”."""
        ...

    def details(self, _draft: ScheduleDraft) -> Sequence[tuple[str, str]]:
        """Return what else is to be known of a schedule: labels with values."""
        return ()

    def extras(self, _draft: ScheduleDraft) -> Collection[Extra]:
        """Return what its posts need in their place beyond being posted."""
        return ()

    async def preview(self, draft: ScheduleDraft, at: datetime) -> Message:
        """Return the message that would be made now for a schedule, or for one to be; nothing is remembered.

        Args:
            draft: what's scheduled.
            at: now, in UTC.

        Raises:
            Refusal: there can be none.
        """
        ...


class QuickKind(Scheduled, QuickComposer, Protocol):
    """What people schedule, and is made within the transaction that keeps it."""


class SlowKind(Scheduled, SlowComposer, Protocol):
    """What people schedule, and is made ahead of the transaction that keeps it."""


Kind: TypeAlias = QuickKind | SlowKind
Kinds: TypeAlias = Mapping[str, Kind]
"""What people schedule, by the kind's name."""

Composers: TypeAlias = Mapping[str, AnyComposer]
"""The same, with what Versed schedules for itself."""


def resumed_by(kinds: Composers, name: str) -> str:
    """Return the command that starts a member's own schedule of a kind again; "" if none is known."""
    kind = kinds.get(name)
    return kind.resumes_by if isinstance(kind, Scheduled) else ""
