"""All rows of a database, to find what shouldn't be there or what changed."""

from sqlalchemy import select

from bot.storage.database import Database
from bot.storage.tables import metadata
from bot.storage.transaction import Row, Transaction

_IN_ORDER = {
    each.name: select(each).order_by(*(each.primary_key.columns or each.columns)) for each in metadata.sorted_tables
}


async def everything(database: Database) -> dict[str, list[Row]]:
    """Return all rows, by table."""

    def work(transaction: Transaction) -> dict[str, list[Row]]:
        return {each.name: list(transaction.rows(_IN_ORDER[each.name], {})) for each in metadata.sorted_tables}

    return await database.read(work)
