"""What is delivered: posts, how they stand, and how they end."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.language.people import Audience
from bot.language.port import Destination, Reason


class PostState(StrEnum):
    """How a post stands; the last four are final."""

    WAITING = "waiting"
    """The platform hasn't got it."""
    DOUBTFUL = "doubtful"
    """It has been sent, and nobody knows yet whether the platform took it."""
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It has been sent, and there's no way to find out whether it arrived."""


class PostAct(StrEnum):
    """What is done; all but the first follow another post, once it has arrived."""

    POST = "post"
    REPLY = "reply"
    """Something is said under it, in a thread of its own if that has a name."""
    PIN = "pin"
    UNPIN = "unpin"

    @property
    def is_said(self) -> bool:
        """Return whether there's something to read in the end; what isn't said may be done twice."""
        return self in (PostAct.POST, PostAct.REPLY)


@dataclass(frozen=True, slots=True)
class Post:
    """One post, or what follows one.

    Args:
        tenant, key: which post it is; the key also tells it to the platform.
        platform, place: where it goes.
        schedule: the number of what put it there.
        payload: the message, as text; "" once it has ended, as nobody needs it any more and pictures are large. What
            couldn't be sent is kept for a week, so that it can be sent again by hand.
        due: when it should be posted, in UTC.
        until: when it would be too late.
        late_note: what's added when it's late, as bot.language.codec writes a line.
        late: whether that was added.
        state, reason: how it stands, and why.
        tries: how often the platform was asked.
        epoch: of the last claim.
        next_try: when someone may claim it; None once it has ended, and while what it follows hasn't arrived.
        first_send, last_send: when it was sent first and last, as far as its outcome is in doubt; by the platform's
            clock, where that is known.
        ref: the platform's reference.
        ended: when its state became final.
        notify: whom it pings (see bot.language.people.Audience), or "".
        member: whom alone it goes to; "" where all see it.
        act: what is done.
        under: the platform's reference of what it follows; "" until that has arrived.
        thread: the name of the thread in which it's said; "" for none of its own.
        leads: whether something follows it.
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
        """Return where it goes, as its platform is told."""
        audience = Audience.read(self.notify)
        return Destination(self.tenant, self.place, self.member, audience, under=self.under, thread=self.thread)


@dataclass(frozen=True, slots=True)
class DuePost:
    """A post that anybody may claim.

    Args:
        tenant, key: which.
        place, member: where it goes (see Post).
    """

    tenant: str
    key: str
    place: str
    member: str

    @property
    def destination(self) -> str:
        """Return what tells where it goes from everywhere else."""
        return f"{self.tenant}/{self.place}/{self.member}"


class BrokenPost(NamedTuple):
    """A post that this version can't read.

    Args:
        tenant, key: which.
        schedule, member: as of the post.
        reference: under which the log tells more.
    """

    tenant: str
    key: str
    schedule: int
    member: str
    reference: str


@dataclass(frozen=True, slots=True)
class Ending:
    """How a post has ended.

    Args:
        state: a final one.
        at: when, in UTC.
        reason: why, in a sentence, or "".
        refusal: what the platform refused it for, if it did.
    """

    state: PostState
    at: datetime
    reason: str = ""
    refusal: Reason | None = None
