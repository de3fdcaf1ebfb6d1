"""What tenants, places and members have chosen; a scope is "" for the tenant, else place:ID or member:ID.

What a member has chosen for their own learning (PERSONAL) follows them to all selves that they have linked: it is
kept with the home. What others in a tenant see of them is chosen in each tenant, and stays there.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

from sqlalchemy import Select, bindparam, func, literal, or_, select

from bot.features.learners.store import learners
from bot.features.learners.store.learners import PERSONAL, Self, scope_of
from bot.storage.database import Database
from bot.storage.tables import learner, setting
from bot.storage.transaction import Transaction

SHOWN = "shown"
"""Whether leaderboards show a member, who is shown unless they say no."""

_FRESH = 5.0
"""Seconds for which what was read counts: so long can another replica's change take to be noticed here."""

_MOST_SCOPES = 10_000
"""Scopes remembered; the least recently read go first."""

_LEARNER = "learner"
"""Under this, what a member has chosen as a learner is remembered."""

_ALL = select(setting.c.name, setting.c.value).where(
    (setting.c.tenant == bindparam("tenant_")) & (setting.c.scope == bindparam("of_"))
)


def _personal() -> Select[Any]:
    """One statement for what is kept with a learner's home, wherever that is."""
    me = (learner.c.tenant == bindparam("tenant_")) & (learner.c.member == bindparam("of_"))
    home_tenant = select(learner.c.home_tenant).where(me).scalar_subquery()
    home_member = select(learner.c.home_member).where(me).scalar_subquery()
    return select(setting.c.name, setting.c.value).where(
        (setting.c.tenant == func.coalesce(home_tenant, bindparam("tenant_")))
        & (setting.c.scope == literal("member:").concat(func.coalesce(home_member, bindparam("of_"))))
        & or_(*(setting.c.name == name for name in PERSONAL))
    )


_PERSONAL = _personal()


class Chosen:
    """The settings in force, remembered for a moment, as every command looks them up.

    Args:
        database: where they are kept.
        now: seconds on a clock that only goes forward.
    """

    def __init__(self, database: Database, now: Callable[[], float] = monotonic) -> None:
        self._database = database
        self._now = now
        self._known: OrderedDict[tuple[str, str], tuple[float, Mapping[str, str]]] = OrderedDict()

    async def read(self, tenant: str, scope: str) -> Mapping[str, str]:
        """The settings of a scope, by name."""
        return await self._remembered((tenant, scope), _ALL, scope)

    async def personal(self, tenant: str, member: str) -> Mapping[str, str]:
        """What a member has chosen as a learner, with whichever of their selves, by name."""
        return await self._remembered((tenant, f"{_LEARNER}:{member}"), _PERSONAL, member)

    async def put(self, tenant: str, scope: str, name: str, value: str) -> None:
        """Choose a value."""
        row = {"tenant": tenant, "scope": scope, "name": name, "value": value}
        await self._database.transact(lambda transaction: transaction.put(setting, [row]))
        self._known.pop((tenant, scope), None)

    async def put_personal(self, me: Self, name: str, value: str) -> None:
        """Choose a value for a learner.

        Args:
            me: one of their selves.
            name: one of PERSONAL.
            value: what is chosen.
        """

        def work(transaction: Transaction) -> tuple[Self, ...]:
            home, selves = learners.of(transaction, me)
            row = {"tenant": home.tenant, "scope": scope_of(home), "name": name, "value": value}
            transaction.put(setting, [row])
            return selves

        for each in await self._database.transact(work):
            self.forget(each)

    def forget(self, me: Self) -> None:
        """Read what a member has chosen anew when it is wanted next."""
        for scope in (scope_of(me), f"{_LEARNER}:{me.member}"):
            self._known.pop((me.tenant, scope), None)

    def forget_all(self) -> None:
        """Read everything anew when it is wanted next."""
        self._known.clear()

    async def _remembered(self, key: tuple[str, str], wanted: Select[Any], of: str) -> Mapping[str, str]:
        known = self._known.get(key)
        if known is not None and self._now() - known[0] < _FRESH:
            self._known.move_to_end(key)
            return known[1]
        since = self._now()
        values = {"tenant_": key[0], "of_": of}
        rows = await self._database.read(lambda transaction: transaction.rows(wanted, values))
        found: dict[str, str] = {name: value for name, value in rows}  # noqa: C416 (rows, not pairs)
        self._known[key] = (since, found)
        if len(self._known) > _MOST_SCOPES:
            self._known.popitem(last=False)
        return found


def of_scope(transaction: Transaction, tenant: str, scope: str) -> Mapping[str, str]:
    """Return the settings of a scope, by name, as a part of a transaction.

    Args:
        transaction: to read in.
        tenant: where.
        scope: what of it.
    """
    rows = transaction.rows(_ALL, {"tenant_": tenant, "of_": scope})
    return {name: value for name, value in rows}  # noqa: C416 (rows, not pairs)


def of_learner(transaction: Transaction, me: Self) -> Mapping[str, str]:
    """Return what a member has chosen as a learner, with whichever of their selves, as a part of a transaction."""
    rows = transaction.rows(_PERSONAL, {"tenant_": me.tenant, "of_": me.member})
    return {name: value for name, value in rows}  # noqa: C416 (rows, not pairs)
