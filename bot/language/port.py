"""What the core asks of a chat platform: to run, to post of the core's own accord, and to show boards.

A post carries a key of the core's. Whether one arrived can be uncertain, as when a connection is cut after the
platform took it; the key is how the platform, or a look at the place's history, tells.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.language.message import Message
from bot.language.people import Audience
from bot.language.rich_text import Line


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a post goes: to all in a place, or to one member in private.

    Args:
        tenant: the tenant's key, such as discord:1234.
        place: the id of one of its places; of no meaning for a member.
        member: whom alone a post goes to, by their id, wherever the platform has its private conversations; "" where
            it goes to the place, for all to see.
        audience: whom a post pings there; nobody else is ever pinged.
        under: the reference of the post there that it answers, so that the two belong together; "" for none.
        thread: the name of the thread of that post in which it goes, and which is opened by it where threads have
            names; "" for none of its own.
    """

    tenant: str
    place: str
    member: str = ""
    audience: Audience | None = None
    under: str = ""
    thread: str = ""


class Extra(StrEnum):
    """What a post may need in a place beyond being posted."""

    THREAD = "thread"
    PIN = "pin"


class PostError(Exception):
    """A post that didn't go as it should; the text is one sentence for an administrator."""


class Postponed(PostError):
    """The platform took nothing, and asks to wait.

    Args:
        sentence: for an administrator.
        seconds: to wait.
    """

    def __init__(self, sentence: str, seconds: float) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class Queued(Postponed):
    """The platform wasn't asked, as by its limits the post's turn comes in so many seconds."""


class Reason(StrEnum):
    """Why a platform refuses a post for good."""

    PLACE_LOST = "place lost"
    """The place is deleted or archived, or the bot is no longer in it."""
    POST_LOST = "post lost"
    """The post that was to be changed has been deleted; the place is as it was."""
    NOT_ALLOWED = "not allowed"
    """The bot may not write there."""
    CLOSED = "closed"
    """The member takes no private posts from the bot, or can't be reached by it any more."""
    TENANT_LOST = "tenant lost"
    """The bot was removed from the tenant, or its token was revoked."""
    NOT_GRANTED = "not granted"
    """The bot has no such right anywhere in the tenant, until it's granted."""
    INVALID = "invalid"
    """The platform doesn't take this message."""


class Rejected(PostError):
    """The platform took nothing, and trying again won't help until someone fixes the reason.

    Args:
        sentence: what's wrong, what to do; for an administrator, or for the only member it was for.
        reason: its kind.
    """

    def __init__(self, sentence: str, reason: Reason) -> None:
        super().__init__(sentence)
        self.reason = reason


class Uncertain(PostError):
    """The platform may or may not have taken the post."""


class UnreadableHistory(PostError):
    """The place's history can't be read, so nothing can be said about what arrived there."""


class Port(Protocol):
    """Posts to one platform."""

    repeat_within: timedelta
    """How long after its first sending the platform itself sees to it that a post sent again appears once."""

    async def now(self) -> datetime | None:
        """Return what the platform's own clock says, in UTC, whatever is done to this machine's.

        It's right within a few seconds, and rather slow than fast.

        Returns:
            None if the platform's answers don't say.

        Raises:
            Postponed: the platform doesn't answer now.
        """
        ...

    async def post(self, to: Destination, said: Message, key: str) -> str:
        """Post once, without retrying.

        Args:
            to: where.
            said: what; in a place it's always public.
            key: of at most 64 ASCII characters; sent along, so that the post can be recognised.

        Returns:
            The platform's reference to the post.

        Raises:
            Postponed, Rejected: it wasn't posted.
            Uncertain: nobody knows.
        """
        ...

    async def look_up(self, to: Destination, key: str, since: datetime, until: datetime) -> str | None:
        """Return the reference of the post with that key among all that was posted there in that time, or None.

        Args:
            to: where it was posted.
            key: of the post.
            since: when the time begins, in UTC, by the platform's own clock.
            until: when it ends, likewise.

        Raises:
            UnreadableHistory: the history can't be read, or not all of it.
            Postponed: the platform asks to wait.
        """
        ...

    async def pin(self, to: Destination, ref: str) -> None:
        """Pin a post in its place; one that's pinned stays so.

        Args:
            to: where it is.
            ref: the platform's reference to it.

        Raises:
            Postponed, Rejected: it isn't pinned.
            Uncertain: nobody knows; the same may be tried again.
        """
        ...

    async def unpin(self, to: Destination, ref: str) -> None:
        """Take the pin off a post, if it's there and pinned.

        Args:
            to: where it is.
            ref: the platform's reference to it.

        Raises:
            Postponed, Rejected: it's still pinned.
            Uncertain: nobody knows; the same may be tried again.
        """
        ...


class Access(Protocol):
    """Knows where one platform lets the bot post."""

    async def hindrance(self, to: Destination, also: Collection[Extra] = ()) -> Line | None:
        """Return what keeps the bot from posting in a place, and what to do about it, in one sentence.

        Args:
            to: the place.
            also: what the posts need there besides.

        Returns:
            None if it may post there, or if nobody knows.
        """
        ...


class Boards(Protocol):
    """Boards on one platform: public messages that change, for everyone to see, as a live game goes on.

    A board is the one public message that may be replaced. The caller sees to it that one place's board is
    changed by one caller at a time, at most once a second.
    """

    counts_down: bool
    """Whether a Countdown shows by itself how little time is left; else a board is changed to say so."""

    async def show(self, to: Destination, said: Message, key: str) -> str:
        """Put up a board, without retrying.

        Args:
            to: where.
            said: what; always public. Its buttons take presses for as long as it stands.
            key: the same whenever this board is put up in this place; where the platform drops repetitions, one that
                is put up again soon is there once, and says what it said first.

        Returns:
            The platform's reference to it, good for change even after a restart.

        Raises:
            Postponed, Rejected: it isn't there.
            Uncertain: nobody knows.
        """
        ...

    async def change(self, to: Destination, ref: str, said: Message) -> None:
        """Replace a board as a whole, in everyone's view.

        Args:
            to: where it is.
            ref: what show returned.
            said: what it says from now on; always public.

        Raises:
            Postponed, Rejected: it's as it was, or gone.
            Uncertain: nobody knows; the same may be tried again.
        """
        ...

    async def tell(self, reply: str, said: Message) -> None:
        """Say something more to a member about what they were answered in private, in its place where that can be.

        Args:
            reply: the handle on that answer, from Asker.reply.
            said: what it says from now on; private, and without pictures.

        Raises:
            Postponed: nothing was said; the same may be tried again.
            Rejected: it can't be changed any more.
            Uncertain: nobody knows.
        """
        ...

    async def take_back(self, reply: str) -> None:
        """Take away what a member was answered in private, as it's out of date; leave it where that can't be.

        Args:
            reply: the handle on that answer, which is of no use from now on.

        Raises:
            Postponed, Rejected, Uncertain: as tell.
        """
        ...


class Presence(Protocol):
    """Which places someone is in, on one platform, as far as it says so."""

    async def among(self, tenant: str, member: str, places: Collection[str]) -> Collection[str]:
        """Return those of some places that a member is known to be in; none where the platform doesn't say.

        Args:
            tenant: the tenant's key.
            member: who, by id.
            places: by id, at least one.
        """
        ...


class Roles(Protocol):
    """Who has which role, on a platform that doesn't tell it with what a member asks for."""

    async def has(self, tenant: str, member: str, role: str) -> bool:
        """Return whether a member has a role, or is in a user group.

        Args:
            tenant: the tenant's key.
            member: who, by id.
            role: its id.

        Raises:
            Refusal: the platform doesn't say.
        """
        ...


class PlatformError(Exception):
    """A platform can't be served; the text is one sentence for the operator: what's wrong, what to do."""


class Platform(Protocol):
    """A connection to one chat platform."""

    name: str
    """In lower case; tenants' keys begin with it."""
    port: Port
    """Posts there."""
    boards: Boards
    """Shows live games there."""
    access: Access
    """Knows where it lets the bot post."""
    roles: Roles | None
    """Tells who has which role; None where members bring theirs along."""

    async def run(self) -> None:
        """Serve until closed.

        Raises:
            PlatformError: it can't be served, or no longer.
        """
        ...

    async def close(self) -> None:
        """Take nothing new, finish what's under way (10 seconds at most), and disconnect."""
        ...

    def is_ready(self) -> bool:
        """Return whether it's connected and serving."""
        ...
