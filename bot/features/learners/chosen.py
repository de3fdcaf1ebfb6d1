"""The current settings, briefly cached, because every command reads them."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from time import monotonic

from cachetools import TTLCache

from bot.features.learners import scopes
from bot.features.learners.store import learners, settings
from bot.features.learners.store.settings import scopes_of
from bot.language.forgetting import forget_if
from bot.language.people import MemberKey
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_FRESH = 5.0
"""Seconds until a cached value expires; that's how late another replica's change may be noticed."""

_MOST_SCOPES = 10_000
"""Maximum number of scopes in the cache; the least recently read are evicted first."""

_LEARNER = "learner"
"""Prefix of the cache key for a learner's own settings."""


class Chosen:
    """Reads and changes settings, with a short-lived cache.

    Args:
        database: stores the settings.
        now: a monotonic clock, in seconds.
    """

    def __init__(self, database: Database, now: Callable[[], float] = monotonic) -> None:
        self._database = database
        self._known: TTLCache[tuple[str, str], Mapping[str, str]] = TTLCache(_MOST_SCOPES, _FRESH, now)

    async def read(self, tenant: str, scope: str) -> Mapping[str, str]:
        """Return the settings of a scope, by name."""
        return await self._remembered((tenant, scope), partial(settings.of_scope, tenant=tenant, scope=scope))

    async def personal(self, me: MemberKey) -> Mapping[str, str]:
        """Return the learning settings of a member, shared by all their selves, by name."""
        return await self._remembered((me.tenant, f"{_LEARNER}:{me.member}"), partial(settings.of_learner, me=me))

    async def put(self, tenant: str, scope: str, name: str, value: str) -> None:
        """Store a setting.

        Args:
            tenant: the key of the tenant.
            scope: the scope in the tenant.
            name: the setting's name.
            value: the new value.
        """
        await self._database.transact(partial(settings.put, tenant=tenant, scope=scope, name=name, value=value))
        self._known.pop((tenant, scope), None)

    async def change(self, tenant: str, scope: str, name: str, change: Callable[[str], str]) -> str:
        """Compute a setting from its previous value, store it atomically, and return the new value.

        Args:
            tenant: the key of the tenant.
            scope: the scope in the tenant.
            name: the setting's name.
            change: returns the new value, given the old one ("" if there's none); may raise Refusal.
        """

        def work(transaction: Transaction) -> str:
            value = change(settings.locked_value(transaction, tenant, scope, name))
            settings.put(transaction, tenant, scope, name, value)
            return value

        value = await self._database.transact(work)
        self._known.pop((tenant, scope), None)
        return value

    async def put_personal(self, me: MemberKey, name: str, value: str) -> None:
        """Store a learning setting of a learner.

        Args:
            me: one of their selves.
            name: one of PERSONAL.
            value: the new value.
        """

        def work(transaction: Transaction) -> tuple[MemberKey, ...]:
            home, selves = learners.of(transaction, me)
            settings.put(transaction, home.tenant, scopes.of_member(home.member), name, value)
            return selves

        for each in await self._database.transact(work):
            self._forget(each)

    async def forget(self, me: MemberKey, _names: Collection[str] = ()) -> None:
        """Drop a member's settings from the cache."""
        self._forget(me)

    async def forget_tenant(self, tenant: str) -> None:
        """Drop a tenant's settings from the cache, with those of its members."""
        forget_if(self._known, lambda key: key[0] == tenant)

    def forget_all(self) -> None:
        """Drop all settings from the cache."""
        self._known.clear()

    def _forget(self, me: MemberKey) -> None:
        for scope in (*scopes_of(me), f"{_LEARNER}:{me.member}"):
            self._known.pop((me.tenant, scope), None)

    async def _remembered(
        self, key: tuple[str, str], find: Callable[[Transaction], Mapping[str, str]]
    ) -> Mapping[str, str]:
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = await self._database.read(find)
        return known
