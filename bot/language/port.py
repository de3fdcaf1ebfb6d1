"""What the core needs from a chat platform: to run, to post on the core's initiative, and to show boards.

Each post carries a key. Sometimes it's uncertain whether a post has arrived, for example if the connection is cut
after the platform accepted it; then the platform itself, or its history, can be searched for the key.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.language.message import Message
from bot.language.people import Audience, MemberKey
from bot.language.rich_text import Line


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a post goes: publicly to a place, or privately to one member.

    Args:
        tenant: the tenant's key, such as discord:1234.
        place: the place's id; ignored for a member.
        member: the id of the member to message privately; "" to post publicly in the place.
        audience: who the post pings; nobody else is ever pinged.
        under: the reference of the post to which this one replies; "" for none.
        thread: the name of the thread under that post to post in; it's opened if needed, where threads have names; ""
            for none.
    """

    tenant: str
    place: str
    member: str = ""
    audience: Audience | None = None
    under: str = ""
    thread: str = ""


class Extra(StrEnum):
    """What else a post may need in a place."""

    THREAD = "thread"
    PIN = "pin"


class PostError(Exception):
    """A post failed; the text is one sentence for an administrator."""


class Postponed(PostError):
    """The platform accepted nothing, and asks us to wait.

    Args:
        sentence: an explanation for an administrator.
        seconds: how long to wait.
    """

    def __init__(self, sentence: str, seconds: float) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class Queued(Postponed):
    """The request wasn't sent, because the rate limit requires waiting for the given number of seconds."""


class Reason(StrEnum):
    """Why a platform refuses a post permanently."""

    PLACE_LOST = "place lost"
    """The place has been deleted or archived, or the bot is no longer in it."""
    PLACE_DELETED = "place deleted"
    """The place has been deleted for good, as far as the platform tells that apart."""
    POST_LOST = "post lost"
    """The post to be changed has been deleted, or can't be changed any more; the place still exists."""
    NOT_ALLOWED = "not allowed"
    """The bot may not write there."""
    CLOSED = "closed"
    """The member doesn't accept private messages from the bot, or can't be reached any more."""
    TENANT_LOST = "tenant lost"
    """The bot was removed from the tenant, or its token was revoked."""
    NOT_GRANTED = "not granted"
    """The bot lacks the permission in the whole tenant, until it's granted."""
    INVALID = "invalid"
    """The platform rejects this message."""


class Rejected(PostError):
    """The platform accepted nothing, and retrying won't help until someone fixes the cause.

    Args:
        sentence: what's wrong and what to do, for an administrator, or for the member that it was for.
        reason: the kind of cause.
    """

    def __init__(self, sentence: str, reason: Reason) -> None:
        super().__init__(sentence)
        self.reason = reason


class Uncertain(PostError):
    """The platform may or may not have accepted the post."""


class UnreadableHistory(PostError):
    """The place's history can't be read, so we can't find out what has arrived there."""


class Port(Protocol):
    """Posts to one platform."""

    repeat_within: timedelta
    """How long the platform deduplicates by key: a post that's resent within this time appears only once."""

    async def now(self) -> datetime | None:
        """Return the time by the platform's own clock, in UTC, which doesn't depend on this machine's.

        It's accurate to a few seconds, and rather slow than fast.

        Returns:
            The time, or None if the platform's responses don't include it.

        Raises:
            Postponed: the platform doesn't respond at the moment.
        """
        ...

    async def post(self, to: Destination, message: Message, key: str) -> str:
        """Post once, without retrying.

        Args:
            to: where to post.
            message: what to post; in a place it's always public.
            key: a key of at most 64 ASCII characters, sent with the post so that it can be recognised.

        Returns:
            The platform's reference to the post.

        Raises:
            Postponed, Rejected: it wasn't posted.
            Uncertain: it may or may not have been posted.
        """
        ...

    async def look_up(self, to: Destination, key: str, since: datetime, until: datetime) -> str | None:
        """Search a period of a place's history for the post with a key; return its reference or None.

        Args:
            to: where it was posted.
            key: the post's key.
            since: the start of the period, in UTC, by the platform's own clock.
            until: the end of the period, in UTC, by the platform's own clock.

        Raises:
            UnreadableHistory: the history can't be read, or not all of it.
            Postponed: the platform asks us to wait.
        """
        ...

    async def pin(self, to: Destination, ref: str) -> None:
        """Pin a post in its place; do nothing if it's already pinned.

        Args:
            to: where it is.
            ref: the platform's reference to it.

        Raises:
            Postponed, Rejected: it isn't pinned.
            Uncertain: it may or may not be pinned; retrying is safe.
        """
        ...

    async def unpin(self, to: Destination, ref: str) -> None:
        """Unpin a post, if it exists and is pinned.

        Args:
            to: where it is.
            ref: the platform's reference to it.

        Raises:
            Postponed, Rejected: it's still pinned.
            Uncertain: it may or may not be pinned; retrying is safe.
        """
        ...


class Access(Protocol):
    """Checks where a platform lets the bot post."""

    async def obstacle(self, to: Destination, also: Collection[Extra] = ()) -> Line | None:
        """Return one sentence that says what keeps the bot from posting in a place and how to fix it.

        Args:
            to: the place.
            also: what else the posts need there.

        Returns:
            The sentence, or None if the bot may post there or that's unknown.
        """
        ...


class Boards(Protocol):
    """Boards on one platform: public messages that are updated during a live game.

    Boards are the only public messages that may be replaced. Callers must ensure that a place's board is changed by
    one caller at a time, and at most once a second.
    """

    counts_down: bool
    """Whether a Countdown counts down by itself; if not, boards are updated to show the time left."""

    async def show(self, to: Destination, message: Message, key: str) -> str:
        """Put up a board, without retrying.

        Args:
            to: where to put it up.
            message: what the board says, always public. Its buttons work for as long as the board exists.
            key: the same whenever this board is put up in this place; where the platform deduplicates posts, a board
                that's put up again soon appears once, with its first content.

        Returns:
            The platform's reference to it, which `change` accepts even after a restart.

        Raises:
            Postponed, Rejected: it hasn't been put up.
            Uncertain: it may or may not have been put up.
        """
        ...

    async def change(self, to: Destination, ref: str, message: Message) -> None:
        """Replace the whole content of a board, for everyone.

        Args:
            to: where it is.
            ref: the reference that `show` returned.
            message: what it says from now on, always public.

        Raises:
            Postponed, Rejected: it's unchanged, or gone.
            Uncertain: it may or may not have changed; retrying is safe.
        """
        ...

    async def tell(self, reply: str, message: Message) -> None:
        """Update a private answer to a member, replacing the answer where the platform allows it.

        Args:
            reply: the handle on that answer, from Asker.reply.
            message: what it says from now on, private and without pictures.

        Raises:
            Postponed: nothing was sent; retrying is safe.
            Rejected: the answer can't be changed any more.
            Uncertain: it may or may not have changed.
        """
        ...

    async def take_back(self, reply: str) -> None:
        """Delete an outdated private answer to a member, where the platform allows it.

        Args:
            reply: the handle on that answer, which is invalid afterwards.

        Raises:
            Postponed, Rejected, Uncertain: as for `tell`.
        """
        ...


class Presence(Protocol):
    """Which places someone is in, as far as a platform says."""

    async def among(self, me: MemberKey, places: Collection[str]) -> Collection[str]:
        """Return those of the given places that a member is known to be in; none if the platform doesn't say.

        There's at least one place, by its id.
        """
        ...


class Roles(Protocol):
    """Who has which role, on a platform that doesn't send the roles with each request."""

    async def has(self, me: MemberKey, role: str) -> bool:
        """Return whether a member has a role, by its id, or is in a user group.

        Raises:
            Refusal: the platform doesn't say.
        """
        ...


class PlatformError(Exception):
    """A platform can't be served; the text is one sentence for the operator: what's wrong, what to do."""


class Platform(Protocol):
    """A connection to one chat platform."""

    name: str
    """Its name in lower case, with which its tenants' keys begin."""
    port: Port
    """Sends posts."""
    boards: Boards
    """Shows the boards of live games."""
    access: Access
    """Checks where the bot may post."""
    roles: Roles | None
    """Looks up members' roles; None if requests include them."""

    async def run(self) -> None:
        """Serve the platform until it's closed.

        Raises:
            PlatformError: it can't be served, or not any more.
        """
        ...

    async def close(self) -> None:
        """Accept no new requests, finish the current ones (10 seconds at most), and disconnect."""
        ...

    def is_ready(self) -> bool:
        """Return whether it's connected and serving."""
        ...
