"""Stores requests that are acknowledged before they're answered, so that they're answered even after a crash."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeAlias

from cryptography.fernet import InvalidToken

from adapters.sealing import sealed_by
from bot.runtime.bulkhead import bulkhead
from bot.storage import pending
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.pending import Request

_log = logging.getLogger(__name__)

LOOK_EVERY = 5.0
"""Seconds between two checks for unanswered requests."""

ServeRequest: TypeAlias = Callable[[Mapping[str, Any]], Awaitable[None]]
"""Answers a request that was already acknowledged."""


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
        self._at: set[str] = set()

    async def store(self, tenant: str, request: str, member: str, body: Mapping[str, Any]) -> None:
        """Store a request; if that fails, only log it, so that the request is still served.

        Args:
            tenant: the key of its tenant.
            request: the request's id.
            member: the id of the member who asked.
            body: everything that's needed to answer it.
        """
        sealed = self._seal.encrypt(json.dumps(body, separators=(",", ":")).encode()).decode()
        self._at.add(request)
        try:
            await pending.keep(
                self._database.writer, self._platform, member, Request(tenant, request, sealed), self._now()
            )
        except StoreError as error:
            _log.warning("couldn't keep a request, so its answer wouldn't outlive a crash: %s", error)

    async def delete(self, tenant: str, request: str) -> None:
        """Delete a request that was answered.

        Args:
            tenant: the key of its tenant.
            request: the request's id.
        """
        self._at.discard(request)
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
        if self._at:
            renew = partial(pending.renew, platform=self._platform, requests=tuple(self._at), at=self._now())
            await self._database.transact(renew)
        look = partial(pending.are_any_left, platform=self._platform, at=self._now())
        if not await self._database.read(look):
            return
        take_up = partial(pending.take_up, platform=self._platform, at=self._now(), lasts=self._lasts)
        for each in await self._database.transact(take_up):
            await self._answer(each, serve)

    async def _answer(self, request: Request, serve: ServeRequest) -> None:
        """Answer a request, and delete it even if that fails; if this process dies first, another one takes over."""
        self._at.add(request.id)
        with bulkhead("an answer that is owed"):
            try:
                body = json.loads(self._seal.decrypt(request.sealed.encode()))
            except (InvalidToken, ValueError):
                _log.warning("a request can't be read that was kept with another secret")
            else:
                _log.info("answering a request that a process before left behind")
                await serve(body)
        await self.delete(request.tenant, request.id)
