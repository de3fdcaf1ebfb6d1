"""The interface of a kind of post: how it's scheduled, and how its messages are composed.

Quick kinds compose messages inside the transaction that stores them. Slow kinds compose them before it, so that other
writers don't have to wait; such a message may be composed again, or never be posted.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeAlias, runtime_checkable

from bot.features.delivery.model import Post
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
        reason: why, as a sentence.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """There's nothing to post in the channel this time, but there is elsewhere, such as to members in private.

    Args:
        posts: the posts, with keys of their own.
        reason: why the channel gets none, as a sentence.
    """

    posts: Sequence[Post]
    reason: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A message, and its followers: what to do once it has arrived.

    Args:
        message: the message to post.
        reply: the reply to post under it; None for none.
        thread: the name of a thread to open for the reply; "" for none.
        pin: whether to pin the message, in place of the schedule's previous post.
        under: the platform's reference to an earlier post that the reply goes under; "" for this message.
        reply_of: the number of the schedule that the reply belongs to; 0 for the message's own schedule.
    """

    message: Message
    reply: Message | None = None
    thread: str = ""
    pin: bool = False
    under: str = ""
    reply_of: int = 0


Composed: TypeAlias = Message | Followed | Elsewhere | Refusal | Nothing
"""What to post: a message, or posts elsewhere, or why there can't be one (a Refusal) or there's none this time."""


@dataclass(frozen=True, slots=True)
class Usual:
    """The defaults of a kind of schedule.

    Args:
        time, days: when to post, as someone would type it.
        late: what to do with late posts.
    """

    time: str
    days: str
    late: Late = Late.POST


@runtime_checkable
class QuickComposer(Protocol):
    """Composes messages inside the transaction that stores them.

    Attributes:
        name: the name of the kind of schedule.
        after: the kinds of which a tenant must have no more due schedules before this one's are planned.
    """

    name: str
    after: tuple[str, ...] = ()

    def compose(self, transaction: Transaction, due: Sequence[Schedule], at: datetime) -> Sequence[Composed]:
        """Return the next message of each schedule, in order; a refusal pauses the schedule.

        Args:
            transaction: the transaction to write in; also for what has to be stored about the messages.
            due: the schedules; the same one may appear several times.
            at: now, in UTC.
        """
        ...


@runtime_checkable
class SlowComposer(Protocol):
    """Composes messages before the transaction that stores them.

    Attributes:
        name: the name of the kind of schedule.
        after: the kinds of which a tenant must have no more due schedules before this one's are planned.
    """

    name: str
    after: tuple[str, ...] = ()

    async def prepare(self, due: Sequence[Schedule], at: datetime) -> Sequence[Composed]:
        """Return the next message of each schedule, in order; a refusal pauses the schedule.

        The kind has to store any data about the message by itself. The message may be composed again, or never be
        posted.

        Args:
            due: the schedules.
            at: now, in UTC.
        """
        ...


AnyComposer: TypeAlias = QuickComposer | SlowComposer


@runtime_checkable
class AwaitedByMembers(Protocol):
    """A composer whose posts some members are waiting for.

    Attributes:
        name: the name of the kind of schedule.
    """

    name: str

    def not_posted(self, transaction: Transaction, one: Schedule, at: datetime) -> None:
        """Leave these members a notice, because the platform rejected a post.

        Args:
            transaction: the transaction to write in.
            one: the post's schedule.
            at: now, in UTC.
        """
        ...


@runtime_checkable
class Scheduled(Protocol):
    """A kind of post that people can schedule; by default, it has no options of its own.

    Attributes:
        name: the name of the kind of schedule.
        usual: the kind's defaults.
        mixes_topics: whether a post can be about several topics.
        resumes_by: the command that resumes a member's own schedule; "" if members don't have such schedules.
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
        """Return the options that only this kind has, as JSON, to store with the schedule.

        Args:
            _given: the options of its command.

        Raises:
            Refusal: some options contradict each other.
        """
        return NO_OPTIONS

    def given(self, _draft: ScheduleDraft) -> Mapping[str, str]:
        """Return a schedule's values of the options that only this kind has, by name, as someone would type them."""
        return {}

    def subject(self, draft: ScheduleDraft) -> str:
        """Return what a schedule posts, in a few words, such as “Tip on Daily care”."""
        ...

    def names_pack(self, _draft: ScheduleDraft) -> bool:
        """Return whether a schedule's pack was named, if posts otherwise come from whichever pack's turn it is."""
        return False

    def details(self, _draft: ScheduleDraft) -> Sequence[tuple[str, str]]:
        """Return further details of a schedule, as labels with values."""
        return ()

    def extras(self, _draft: ScheduleDraft) -> Collection[Extra]:
        """Return the permissions that its posts need besides posting."""
        return ()

    async def preview(self, draft: ScheduleDraft, at: datetime) -> Message:
        """Return the next post as it looks now, with the dates it will have, without storing anything.

        Args:
            draft: the schedule, or a draft of one.
            at: now, in UTC.

        Raises:
            Refusal: there's nothing to post.
        """
        ...


class QuickKind(Scheduled, QuickComposer, Protocol):
    """A kind that people can schedule, whose messages are composed inside the transaction that stores them."""


class SlowKind(Scheduled, SlowComposer, Protocol):
    """A kind that people can schedule, whose messages are composed before the transaction that stores them."""


PostKind: TypeAlias = QuickKind | SlowKind
PostKinds: TypeAlias = Mapping[str, PostKind]
"""The kinds that people can schedule, by name."""

Composers: TypeAlias = Mapping[str, AnyComposer]
"""The composers of all kinds by name, including internal ones that Versed schedules for itself."""


def resumed_by(composers: Composers, name: str) -> str:
    """Return the command that resumes a member's own schedule of a kind; "" if none is known."""
    composer = composers.get(name)
    return composer.resumes_by if isinstance(composer, Scheduled) else ""
