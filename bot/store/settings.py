"""What tenants, places and members have chosen; a scope is "" for the tenant, else place:ID or member:ID."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from time import monotonic

from sqlalchemy import bindparam, select

from bot.store.database import Database
from bot.store.tables import setting

SHOWN = "shown"
"""Whether leaderboards show a member, who is shown unless they say no."""

_FRESH = 5.0
"""Seconds for which what was read counts: so long can another replica's change take to be noticed here."""

_MOST_SCOPES = 10_000
"""Scopes remembered; the least recently read go first."""

_ALL = select(setting.c.name, setting.c.value).where(
    (setting.c.tenant == bindparam("tenant_")) & (setting.c.scope == bindparam("scope_"))
)


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
        known = self._known.get((tenant, scope))
        if known is not None and self._now() - known[0] < _FRESH:
            self._known.move_to_end((tenant, scope))
            return known[1]
        since = self._now()
        wanted = {"tenant_": tenant, "scope_": scope}
        rows = await self._database.look(lambda transaction: transaction.rows(_ALL, wanted))
        found: dict[str, str] = {name: value for name, value in rows}  # noqa: C416 (rows, not pairs)
        self._known[tenant, scope] = (since, found)
        if len(self._known) > _MOST_SCOPES:
            self._known.popitem(last=False)
        return found

    async def put(self, tenant: str, scope: str, name: str, value: str) -> None:
        """Choose a value."""
        row = {"tenant": tenant, "scope": scope, "name": name, "value": value}
        await self._database.perform(lambda transaction: transaction.put(setting, [row]))
        self.forget(tenant, scope)

    def forget(self, tenant: str, scope: str) -> None:
        """Read a scope anew when it is wanted next."""
        self._known.pop((tenant, scope), None)
