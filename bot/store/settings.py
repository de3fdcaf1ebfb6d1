"""What tenants, places and members have chosen; a scope is "" for the tenant, else place:ID or member:ID."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import setting
from bot.store.upsert import upsert


async def read(connection: AsyncConnection, tenant: str, scopes: Collection[str]) -> dict[tuple[str, str], str]:
    """The settings of some scopes, by scope and name."""
    wanted = (setting.c.tenant == tenant) & setting.c.scope.in_(scopes)
    rows = await connection.execute(select(setting.c.scope, setting.c.name, setting.c.value).where(wanted))
    return {(scope, name): value for scope, name, value in rows}


async def put(connection: AsyncConnection, tenant: str, scope: str, name: str, value: str) -> None:
    """Choose a value."""
    await upsert(connection, setting, {"tenant": tenant, "scope": scope, "name": name, "value": value})
