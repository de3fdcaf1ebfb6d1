"""Notices: problems in a tenant or for one member, each told once to the next administrator or to that member."""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from time import monotonic
from typing import TypeAlias

from bot.features.learners.store import notices
from bot.language.message import Footer, Heading, Message, message
from bot.language.people import MemberKey
from bot.language.requests import Asker
from bot.language.rich_text import Line, parts, text
from bot.runtime.bulkhead import take_unread
from bot.storage.database import Database

_LOOK_EVERY = 5.0
"""Seconds between two checks for members with notices."""

_MOST = 10_000
"""Maximum number of members who can have notices waiting."""


Send: TypeAlias = Callable[[Message], Awaitable[object]]
"""Shows the asker a message; returns once the platform has accepted it, and raises if it hasn't."""


class Notices:
    """Shows notices to people.

    A notice counts as told once the platform has accepted it. If this process dies right then, it's told again:
    better twice than never. The set of members with notices is cached for everyone, so that commands don't each cost
    a query.

    Args:
        database: stores the notices.
        now: a monotonic clock, in seconds.
    """

    def __init__(self, database: Database, now: Callable[[], float] = monotonic) -> None:
        self._database = database
        self._now = now
        self._looked: float | None = None
        self._looks = 0
        self._waiting: frozenset[MemberKey] = frozenset()
        self._telling: set[MemberKey] = set()

    async def leave(self, tenant: str, subject: str, sentence: str, at: datetime) -> None:
        """Leave a notice for administrators.

        Args:
            tenant: the key of the tenant.
            subject: what it's about; a second notice on the same subject is ignored.
            sentence: the text.
            at: now, in UTC.
        """
        await notices.leave(self._database.writer, tenant, subject, sentence, at)

    async def tell(self, asker: Asker, send: Send) -> None:
        """Show the asker their own notices, or if there are none, those for administrators.

        Args:
            asker: the member.
            send: shows a message; not called if there's nothing to show.

        Raises:
            StoreError: notices can't be read now.
            Exception: whatever `send` raises; the notices are shown another time.
        """
        me = asker.key
        if await self._is_waiting(me) and await self._tell(me, "For you", asker, send):
            return
        if asker.member.administers:
            administrators = MemberKey(asker.tenant.key, "")
            for called, reference in take_unread(asker.tenant.key).items():
                await self.leave(asker.tenant.key, f"unread:{called}", _unread(called, reference), asker.at)
            await self._tell(administrators, "For you as an administrator", asker, send)

    async def waiting(self, tenant: str) -> list[Line]:
        """Return the notices that administrators of a tenant haven't seen yet; they stay unseen.

        Raises:
            StoreError: notices can't be read now.
        """
        untold = await self._database.read(lambda transaction: notices.untold(transaction, MemberKey(tenant, "")))
        return [each.sentence for each in untold]

    async def forget(self, me: MemberKey, _names: Collection[str] = ()) -> None:
        """Drop a member who has just been erased from the cache of members with notices."""
        self._forget({me})

    async def forget_tenant(self, tenant: str) -> None:
        """Drop the members of a tenant that has just been deleted from the cache of members with notices."""
        self._forget({me for me in self._waiting if me.tenant == tenant})

    def _forget(self, gone: set[MemberKey]) -> None:
        self._waiting -= gone
        self._looked = None
        self._looks += 1  # a query that's running now may still return them

    async def _is_waiting(self, me: MemberKey) -> bool:
        now = self._now()
        if self._looked is None or now - self._looked >= _LOOK_EVERY:
            self._looked = now  # before the query, so that concurrent callers don't repeat it
            self._looks += 1
            number = self._looks
            waiting = await self._database.read(lambda transaction: notices.waiting_for(transaction, _MOST))
            if number == self._looks:
                self._waiting = waiting
        return me in self._waiting

    async def _tell(self, whose: MemberKey, heading: str, asker: Asker, send: Send) -> bool:
        """Read notices, send them, and only then mark them as told; nobody else is told them at the same time."""
        if whose in self._telling:
            return False
        self._telling.add(whose)
        try:
            untold = await self._database.read(lambda transaction: notices.untold(transaction, whose))
            if untold:
                await send(_page(heading, [each.sentence for each in untold]))
                await self._database.transact(
                    lambda transaction: notices.mark_told(transaction, whose, untold, asker.at)
                )
            self._waiting -= {whose}
            return bool(untold)
        finally:
            self._telling.discard(whose)


def _unread(called: str, reference: str) -> str:
    helps = f"tell the person who runs Versed (reference {reference})."
    return f"{called} can't be read any more, so I leave it out; {helps}"


def _page(heading: str, sentences: list[Line]) -> Message:
    return message(
        Heading(heading),
        *(text(*parts(sentence)) for sentence in sentences),
        Footer("Only you see this, and only once."),
        private=True,
    )
