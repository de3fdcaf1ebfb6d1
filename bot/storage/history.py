"""History: the public messages in the playground's channels, stored so that they survive a restart.

It mirrors the web server's bounded list in memory: what's dropped there is deleted here. Writes happen in the
background, so a crash may lose the last few messages.
"""

import asyncio
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import bindparam, delete, select, update

from bot.language.people import MemberKey
from bot.language.unnamed import stored_without_names
from bot.runtime.bulkhead import readable
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.personal_data import MemberRows
from bot.storage.tables import said
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Row, Transaction

_log = logging.getLogger(__name__)

_ALL = select(said).where(said.c.tenant == bindparam("tenant_")).order_by(said.c.number, said.c.at, said.c.id)
_MESSAGES = select(said.c.id, said.c.message).where(
    (said.c.tenant == bindparam("tenant_")) & said.c.message.is_not(None)
)
_MOST = 2**62, 2**30
"""Exclusive limits of numbers and versions: larger ones are damaged, and counting on from them would overflow."""
_THIS = (said.c.tenant == bindparam("tenant_")) & (said.c.id == bindparam("id_"))
_DROP = delete(said).where(_THIS)
_REWRITE = update(said).where(_THIS).values(message=bindparam("message_"))


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A public entry in a channel: a person's line, or a message of Versed's.

    Args:
        id: the entry's id.
        number: its position among all entries.
        place: the channel.
        member, name: who said or caused it; "" for a board.
        text: the line, or the action that led to the message.
        message: Versed's message, as encoded by the codec; None for a person's line.
        version: incremented whenever a board changes.
        at: when it was written, in UTC.
    """

    id: str
    number: int
    place: str
    member: str
    name: str
    text: str
    message: str | None
    version: int
    at: datetime


class SaidData(MemberRows):
    """Holds what members said or caused. Versed's messages to others may mention their names, too."""

    def __init__(self) -> None:
        super().__init__(said, aging=(said,))

    def forget(
        self, transaction: Transaction, me: MemberKey, names: Collection[str] = (), own_place: str = ""
    ) -> None:
        """Delete what a member said and caused, and remove their names from Versed's messages (see Holder)."""
        super().forget(transaction, me, names, own_place)
        for id_, message in transaction.rows(_MESSAGES, {"tenant_": me.tenant}):
            unnamed = stored_without_names(message, names)
            if unnamed != message:
                transaction.change(_REWRITE, {"tenant_": me.tenant, "id_": id_, "message_": unnamed})


HOLDER = SaidData()


class History:
    """Stores the public entries of a tenant's channels.

    Args:
        database: where they're stored.
        tenant: the tenant's key.
    """

    def __init__(self, database: Database, tenant: str) -> None:
        self._database = database
        self._tenant = tenant
        self._waiting: dict[str, HistoryEntry | None] = {}
        self._writing: asyncio.Task[None] | None = None

    async def read(self) -> list[HistoryEntry]:
        """Return all readable entries, oldest first.

        Raises:
            StoreError: the database can't be read now.
        """
        rows = await self._database.read(lambda on: on.rows(_ALL, {"tenant_": self._tenant}))
        return readable("line of the playground", rows, _said)

    def keep(self, each: HistoryEntry) -> None:
        """Store an entry, new or changed, in the background; failures are logged."""
        self._put(each.id, each)

    def drop(self, id_: str) -> None:
        """Delete an entry in the background."""
        self._put(id_, None)

    async def settle(self) -> None:
        """Wait until all changes so far are stored."""
        if self._writing is not None:
            await asyncio.shield(self._writing)

    def _put(self, id_: str, each: HistoryEntry | None) -> None:
        self._waiting[id_] = each
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, {}
            try:
                await self._database.transact(partial(_store, tenant=self._tenant, batch=batch))
            except StoreError as error:
                _log.error("couldn't keep what was said in the playground: %s", error)


def _store(transaction: Transaction, tenant: str, batch: Mapping[str, HistoryEntry | None]) -> None:
    for id_ in [id_ for id_, each in batch.items() if each is None]:
        transaction.change(_DROP, {"tenant_": tenant, "id_": id_})
    if rows := [_row(tenant, each) for each in batch.values() if each is not None]:
        transaction.put(said, rows)


def _row(tenant: str, each: HistoryEntry) -> dict[str, int | str | None]:
    return {
        "tenant": tenant,
        "id": each.id,
        "number": each.number,
        "place": each.place,
        "member": each.member,
        "name": each.name,
        "text": each.text,
        "message": each.message,
        "version": each.version,
        "at": to_milliseconds(each.at),
    }


def _said(row: Row) -> HistoryEntry:
    _, id_, number, place, member, name, text, message, version, at = row
    if not (0 <= number < _MOST[0] and 0 <= version < _MOST[1]):
        raise ValueError(f"no such count: {number} or {version}")
    return HistoryEntry(id_, number, place, member, name, text, message, version, from_milliseconds(at))
