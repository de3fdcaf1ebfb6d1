"""Notices: what went wrong in a tenant or for one member, told once to those who use Versed next."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from time import monotonic
from typing import TypeAlias

from bot.features.learners.linking import self_of
from bot.features.learners.store import notices
from bot.language.message import Footer, Heading, Message, message
from bot.language.people import MemberKey
from bot.language.requests import Asker
from bot.language.rich_text import Line, parts, text
from bot.runtime.bulkhead import take_unread
from bot.storage.database import Database

_LOOK_EVERY = 5.0
"""Seconds from one look for members to be told something to the next."""

_MOST = 10_000
"""Members who can wait to be told."""


Send: TypeAlias = Callable[[Message], Awaitable[object]]
"""Shows the asker something; returns once the platform has taken it, and raises if it hasn't."""


class Notices:
    """Tells notices.

    A notice counts as told once the platform has taken it. If this process dies just then, it's told again: better
    twice than never. Who is to be told something is remembered for all members at once, so that nobody's command
    costs a look.

    Args:
        database: where they are.
        now: seconds on a clock that only goes forward.
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
            tenant: whose.
            subject: what it's about; a second notice on the same subject isn't left.
            sentence: what to tell.
            at: now, in UTC.
        """
        await notices.leave(self._database.writer, tenant, subject, sentence, at)

    async def tell(self, asker: Asker, send: Send) -> None:
        """Tell the asker what they have to be told, as a member or else as an administrator.

        Args:
            asker: the member to tell.
            send: shows it; not called if there's nothing to tell.

        Raises:
            StoreError: it can't be looked up now.
            Exception: whatever `send` raises; it's told another time then.
        """
        me = self_of(asker)
        if await self._is_waiting(me) and await self._tell(me, "For you", asker, send):
            return
        if asker.member.administers:
            administrators = MemberKey(asker.tenant.key, "")
            for called, reference in take_unread(asker.tenant.key).items():
                await self.leave(asker.tenant.key, f"unread:{called}", _unread(called, reference), asker.at)
            await self._tell(administrators, "For you as an administrator", asker, send)

    async def waiting(self, tenant: str) -> list[Line]:
        """Return what administrators of a tenant haven't been told yet; it goes on waiting.

        Raises:
            StoreError: it can't be looked up now.
        """
        found = await self._database.read(lambda transaction: notices.untold(transaction, MemberKey(tenant, "")))
        return [each.sentence for each in found]

    async def forget(self, me: MemberKey) -> None:
        """Know no more that a member was to be told something, as they have just been erased."""
        self._waiting -= {me}
        self._looked = None
        self._looks += 1  # what is being read just now may still name them

    async def _is_waiting(self, me: MemberKey) -> bool:
        now = self._now()
        if self._looked is None or now - self._looked >= _LOOK_EVERY:
            self._looked = now  # before the look, so that a crowd looks once
            self._looks += 1
            number = self._looks
            found = await self._database.read(lambda transaction: notices.waiting_for(transaction, _MOST))
            if number == self._looks:
                self._waiting = found
        return me in self._waiting

    async def _tell(self, whose: MemberKey, heading: str, asker: Asker, send: Send) -> bool:
        """Look, send, and only then mark as told; meanwhile nobody else is told the same."""
        if whose in self._telling:
            return False
        self._telling.add(whose)
        try:
            found = await self._database.read(lambda transaction: notices.untold(transaction, whose))
            if found:
                await send(_page(heading, [each.sentence for each in found]))
                await self._database.transact(
                    lambda transaction: notices.mark_told(transaction, whose, found, asker.at)
                )
            self._waiting -= {whose}
            return bool(found)
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
