"""Direct access to a database's rows."""

from typing import Any

from sqlalchemy.sql.base import Executable

from bot.storage.database import Database


async def rows(database: Database, statement: Executable) -> list[tuple[Any, ...]]:
    """Return the rows that a statement finds."""
    return list(await database.read(lambda transaction: transaction.rows(statement, {})))


async def change(database: Database, statement: Executable) -> None:
    """Change rows as no command could."""
    await database.transact(lambda transaction: transaction.change(statement, {}))
