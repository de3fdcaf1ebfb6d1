"""Stores requests that are acknowledged before they're answered, so that they're answered even after a crash."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeAlias

from cryptography.fernet import InvalidToken

from adapters.sealing import sealed_by
from bot.runtime.bulkhead import bulkhead
from bot.storage import pending
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.pending import Request
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

_FOREVER = datetime.max.replace(tzinfo=UTC)

LOOK_EVERY = 5.0
"""Seconds between two checks for unanswered requests."""

ServeRequest: TypeAlias = Callable[[Mapping[str, Any]], Awaitable[None]]
"""Answers a request that was already acknowledged."""


@dataclass(slots=True)
class _Held:
    """A request that this process is answering.

    Args:
        request: the request, as stored.
        until: when its lease expires, so that another process may take it up.
    """

    request: Request
    until: datetime


class PendingRequests:
    """Stores requests until they're answered.

    Args:
        database: stores the requests.
        platform: the platform's name.
        secret: the secret for encrypting the requests.
        lasts: how long the platform accepts an answer to a request.
        now: returns the current time.
    """

    def __init__(
        self, database: Database, platform: str, secret: str, lasts: timedelta, now: Callable[[], datetime]
    ) -> None:
        self._seal = sealed_by(secret, "requests that are owed an answer")
        self._database = database
        self._platform = platform
        self._lasts = lasts
        self._now = now
        self._held: dict[str, _Held] = {}

    async def store(self, tenant: str, request: str, member: str, body: Mapping[str, Any]) -> None:
        """Store a request; if that fails, only log it, so that the request is still served.

        Args:
            tenant: the key of its tenant.
            request: the request's id.
            member: the id of the member who asked.
            body: everything that's needed to answer it.
        """
        sealed = self._seal.encrypt(json.dumps(body, separators=(",", ":")).encode()).decode()
        stored, now = Request(tenant, request, sealed), self._now()
        held = self._held[request] = _Held(stored, now + pending.LEASE)
        try:
            await pending.keep(self._database.writer, self._platform, member, stored, now)
        except StoreError as error:
            held.until = _FOREVER
            _log.warning("couldn't keep a request, so its answer wouldn't outlive a crash: %s", error)

    async def may_answer(self, request: str) -> bool:
        """Return whether it's up to this process to answer a request, as it is if the request wasn't stored.

        A process that was frozen, or couldn't reach the database, may find that another one has taken the request up.

        Args:
            request: the request's id.
        """
        held = self._held.get(request)
        if held is None or self._now() < held.until:
            return True
        try:
            if request in await self._renew():
                return True
        except StoreError as error:
            _log.warning("couldn't ask whether another process answers a request: %s", error)
            return True
        _log.info("another process has taken up a request in the meantime, so it answers that")
        self._held.pop(request, None)
        return False

    async def delete(self, tenant: str, request: str) -> None:
        """Delete a stored request that was answered.

        Args:
            tenant: the key of its tenant.
            request: the request's id.
        """
        if self._held.pop(request, None) is None:
            return  # another process answers it
        try:
            await self._database.transact(partial(pending.remove, tenant=tenant, request=request))
        except StoreError as error:
            _log.warning("couldn't forget an answered request, so it'll be answered again: %s", error)

    async def run(self, serve: ServeRequest) -> None:
        """Keep answering requests that other processes left unanswered when they died.

        Args:
            serve: answers a request.
        """
        while True:
            with bulkhead("answers that are owed"), suppress(StoreError):
                await self._look(serve)
            await asyncio.sleep(LOOK_EVERY)

    async def _look(self, serve: ServeRequest) -> None:
        await self._renew()
        look = partial(pending.are_any_left, platform=self._platform, at=self._now())
        if not await self._database.read(look):
            return
        now = self._now()
        take_up = partial(pending.take_up, platform=self._platform, at=now, lasts=self._lasts)
        taken = await self._database.transact(take_up)
        self._held |= {each.id: _Held(each, now + pending.LEASE) for each in taken}
        for each in taken:
            if await self.may_answer(each.id):
                await self._answer(each, serve)

    async def _renew(self) -> set[str]:
        """Renew the leases on this process's requests, and return those that it still holds."""
        held, now = list(self._held.values()), self._now()
        if not held:
            return set()

        def renew(transaction: Transaction) -> list[_Held]:
            return [each for each in held if pending.renew(transaction, each.request, now)]

        renewed = await self._database.transact(renew)
        for each in renewed:
            each.until = now + pending.LEASE
        return {each.request.id for each in renewed}

    async def _answer(self, request: Request, serve: ServeRequest) -> None:
        """Answer a request, and delete it even if that fails; if this process dies first, another one takes over."""
        with bulkhead("an answer that is owed"):
            try:
                body = json.loads(self._seal.decrypt(request.sealed.encode()))
            except (InvalidToken, ValueError):
                _log.warning("a request can't be read that was kept with another secret")
            else:
                _log.info("answering a request that a process before left behind")
                await serve(body)
        await self.delete(request.tenant, request.id)
