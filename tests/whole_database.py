"""All that a database holds, to find what shouldn't be there, or what changed."""

from sqlalchemy import select

from bot.storage.database import Database
from bot.storage.tables import metadata
from bot.storage.transaction import Row, Transaction


async def everything(database: Database) -> dict[str, list[Row]]:
    """Return all rows, by table."""

    def work(transaction: Transaction) -> dict[str, list[Row]]:
        tables = metadata.sorted_tables
        return {each.name: sorted(transaction.rows(select(each), {}), key=repr) for each in tables}

    return await database.read(work)
