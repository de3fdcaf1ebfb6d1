"""The settings in force, remembered for a moment, as every command looks them up."""

from collections.abc import Callable, Mapping
from functools import partial
from time import monotonic

from cachetools import TTLCache

from bot.features.learners.store import learners, settings
from bot.features.learners.store.settings import scope_of, scopes_of
from bot.language.people import MemberKey
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_FRESH = 5.0
"""Seconds for which what was read counts: another replica's change can take that long to be noticed here."""

_MOST_SCOPES = 10_000
"""Scopes remembered; the least recently read go first."""

_LEARNER = "learner"
"""Under this, what a member has chosen as a learner is remembered."""


class Chosen:
    """The settings in force.

    Args:
        database: where they are kept.
        now: seconds on a clock that only goes forward.
    """

    def __init__(self, database: Database, now: Callable[[], float] = monotonic) -> None:
        self._database = database
        self._known: TTLCache[tuple[str, str], Mapping[str, str]] = TTLCache(_MOST_SCOPES, _FRESH, now)

    async def read(self, tenant: str, scope: str) -> Mapping[str, str]:
        """Return the settings of a scope, by name."""
        return await self._remembered((tenant, scope), partial(settings.of_scope, tenant=tenant, scope=scope))

    async def personal(self, tenant: str, member: str) -> Mapping[str, str]:
        """Return what a member has chosen as a learner, with any of their selves, by name."""
        find = partial(settings.of_learner, me=MemberKey(tenant, member))
        return await self._remembered((tenant, f"{_LEARNER}:{member}"), find)

    async def put(self, tenant: str, scope: str, name: str, value: str) -> None:
        """Choose a value.

        Args:
            tenant: where.
            scope: for what of it.
            name: of the setting.
            value: what is chosen.
        """
        await self._database.transact(partial(settings.put, tenant=tenant, scope=scope, name=name, value=value))
        self._known.pop((tenant, scope), None)

    async def change(self, tenant: str, scope: str, name: str, change: Callable[[str], str]) -> str:
        """Choose a value that follows from the one before, however many do at the same time; return it.

        Args:
            tenant: where.
            scope: for what of it.
            name: of the setting.
            change: makes the value of the one before, which is "" if none was chosen; may refuse.
        """

        def work(transaction: Transaction) -> str:
            value = change(settings.held_fast(transaction, tenant, scope, name))
            settings.put(transaction, tenant, scope, name, value)
            return value

        value = await self._database.transact(work)
        self._known.pop((tenant, scope), None)
        return value

    async def put_personal(self, me: MemberKey, name: str, value: str) -> None:
        """Choose a value for a learner.

        Args:
            me: one of their selves.
            name: one of PERSONAL.
            value: what is chosen.
        """

        def work(transaction: Transaction) -> tuple[MemberKey, ...]:
            home, selves = learners.of(transaction, me)
            settings.put(transaction, home.tenant, scope_of(home), name, value)
            return selves

        for each in await self._database.transact(work):
            self.forget(each)

    def forget(self, me: MemberKey) -> None:
        """Read what a member has chosen again the next time it's asked for."""
        for scope in (*scopes_of(me), f"{_LEARNER}:{me.member}"):
            self._known.pop((me.tenant, scope), None)

    def forget_all(self) -> None:
        """Read everything again the next time it's asked for."""
        self._known.clear()

    async def _remembered(
        self, key: tuple[str, str], find: Callable[[Transaction], Mapping[str, str]]
    ) -> Mapping[str, str]:
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = await self._database.read(find)
        return known
