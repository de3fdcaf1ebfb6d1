"""The model of delivery: posts, their states, and how they end."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.language.people import Audience
from bot.language.port import Destination, Reason


class PostState(StrEnum):
    """The states of a post; the last four are final."""

    WAITING = "waiting"
    """The platform hasn't accepted it."""
    DOUBTFUL = "doubtful"
    """It was sent, and we don't know yet whether the platform accepted it."""
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It was sent, and there's no way to find out whether it arrived."""


class PostAct(StrEnum):
    """What to do; all but the first are followers of another post, carried out once that has arrived."""

    POST = "post"
    REPLY = "reply"
    """Post a message under it, in a new thread if the thread has a name."""
    PIN = "pin"
    UNPIN = "unpin"

    @property
    def is_said(self) -> bool:
        """Return whether it posts a message; other acts may safely be repeated."""
        return self in (PostAct.POST, PostAct.REPLY)


@dataclass(frozen=True, slots=True)
class Post:
    """One post, or a follower of one.

    Args:
        tenant, key: the primary key; the platform gets the key, too, to deduplicate.
        platform, place: where it goes.
        schedule: the number of its schedule.
        payload: the encoded message; emptied once the post has ended, as pictures are large. If it couldn't be sent,
            the message is kept for a week, so that it can be sent again by hand.
        due: when it should be posted, in UTC.
        until: the latest time to post it, in UTC.
        late_note: the line to add if it's late, as bot.language.codec encodes lines.
        late: whether that line was added.
        state, reason: its state, and why.
        tries: how many times it was sent.
        epoch: the epoch of the last claim.
        next_try: when it may be claimed; None once it has ended, and for followers until their post has arrived.
        first_send, last_send: when it was first and last sent, while it's in doubt whether it arrived; on the
            platform's clock, if that's known.
        ref: the platform's reference to it.
        ended: when its state became final.
        notify: who it pings (see bot.language.people.Audience), or "".
        member: the only member it goes to; "" if everyone can see it.
        act: what to do.
        under: for followers, the platform's reference to the post they follow; "" until that has arrived.
        thread: the name of the thread to open for a reply; "" for none.
        leads: whether it has followers.
    """

    tenant: str
    key: str
    platform: str
    place: str
    schedule: int
    payload: str
    due: datetime
    until: datetime
    late_note: str
    late: bool = False
    state: PostState = PostState.WAITING
    reason: str = ""
    tries: int = 0
    epoch: int = 0
    next_try: datetime | None = None
    first_send: datetime | None = None
    last_send: datetime | None = None
    ref: str = ""
    ended: datetime | None = None
    notify: str = ""
    member: str = ""
    act: PostAct = PostAct.POST
    under: str = ""
    thread: str = ""
    leads: bool = False

    @property
    def destination(self) -> Destination:
        """Return where it goes, in the form that ports take."""
        audience = Audience.read(self.notify)
        return Destination(self.tenant, self.place, self.member, audience, under=self.under, thread=self.thread)


@dataclass(frozen=True, slots=True)
class DuePost:
    """A post that's due, before it's claimed.

    Args:
        tenant, key: the post's key.
        place, member: where it goes (see Post).
    """

    tenant: str
    key: str
    place: str
    member: str

    @property
    def destination(self) -> str:
        """Return a unique text for where it goes."""
        return f"{self.tenant}/{self.place}/{self.member}"


class BrokenPost(NamedTuple):
    """A post that this version can't read.

    Args:
        tenant, key: the post's key.
        schedule, member: as in Post.
        reference: the reference of the log entry with the details.
    """

    tenant: str
    key: str
    schedule: int
    member: str
    reference: str


@dataclass(frozen=True, slots=True)
class Ending:
    """How a post ended.

    Args:
        state: the final state.
        at: when, in UTC.
        reason: why, as a sentence, or "".
        refusal: why the platform rejected it, if it did.
    """

    state: PostState
    at: datetime
    reason: str = ""
    refusal: Reason | None = None
