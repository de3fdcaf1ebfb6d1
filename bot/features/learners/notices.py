"""Notices: what went wrong in a tenant or for one member, told once to those who come by."""

from collections.abc import Callable
from functools import partial
from time import monotonic

from bot.features.learners.linking import self_of
from bot.features.learners.store import notices
from bot.features.learners.store.learners import Self
from bot.language.message import Footer, Heading, Message, message, text
from bot.language.requests import Asker
from bot.storage.database import Database

_LOOK_EVERY = 30.0
"""Seconds from one look for members to be told something to the next."""

_MOST = 10_000
"""Members who can wait to be told."""


class Notices:
    """Tells notices.

    Who is to be told something is remembered for all members at once, so that nobody's command costs a look.

    Args:
        database: where they are.
        now: seconds on a clock that only goes forward.
    """

    def __init__(self, database: Database, now: Callable[[], float] = monotonic) -> None:
        self._database = database
        self._now = now
        self._looked: float | None = None
        self._waiting: frozenset[Self] = frozenset()

    async def told_to(self, asker: Asker) -> Message | None:
        """What the asker has to be told, as a member or as an administrator; None where there is nothing."""
        personal = await self._for_member(asker)
        if personal is not None or not asker.member.administrator or asker.member.outsider:
            return personal
        return await self._for_administrator(asker)

    async def _for_member(self, asker: Asker) -> Message | None:
        now, me = self._now(), self_of(asker)
        if self._looked is None or now - self._looked >= _LOOK_EVERY:
            self._looked = now  # before the look, so that a crowd looks once
            self._waiting = await self._database.read(partial(notices.waiting_for, most=_MOST))
        if me not in self._waiting:
            return None
        self._waiting -= {me}
        taken = await self._database.transact(
            lambda transaction: notices.take(transaction, me.tenant, asker.at, me.member)
        )
        return _page("For you", taken) if taken else None

    async def _for_administrator(self, asker: Asker) -> Message | None:
        tenant = asker.tenant.key
        if not await self._database.read(partial(notices.waiting, tenant=tenant)):
            return None
        taken = await self._database.transact(lambda transaction: notices.take(transaction, tenant, asker.at))
        # none where another administrator was quicker
        return _page("For you as an administrator", taken) if taken else None


def _page(heading: str, sentences: list[str]) -> Message:
    return message(
        Heading(heading),
        *(text(sentence) for sentence in sentences),
        Footer("Only you see this, and only once."),
        private=True,
    )
