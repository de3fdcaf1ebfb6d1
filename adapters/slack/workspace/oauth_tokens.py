"""The tokens that workspaces give by OAuth: got for a code, kept encrypted, and renewed before they expire.

Source: https://docs.slack.dev/authentication/using-token-rotation
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from cachetools import TTLCache

from adapters.slack.outbound.api import Api, ApiError
from adapters.slack.workspace.token_encryption import vault_of
from adapters.slack.workspace.workspace import Workspace, key
from bot.runtime.settings import Settings
from bot.storage import installations
from bot.storage.database import Database
from bot.storage.installations import Installation

_log = logging.getLogger(__name__)

_REMEMBERED = 60.0
"""Seconds that an installation is taken to be as last read; another replica may have changed it."""
_MOST_REMEMBERED = 10_000
_RENEW_BEFORE = timedelta(minutes=15)


class OAuthTokens:
    """Keeps the tokens of the workspaces that have added the app.

    Args:
        settings: the app.
        api: calls Slack.
        database: keeps installations.
        now: tells the time.
        seconds: tells the time on a clock that only goes forward.
    """

    def __init__(
        self,
        settings: Settings,
        api: Api,
        database: Database,
        now: Callable[[], datetime],
        seconds: Callable[[], float],
    ) -> None:
        self._api = api
        self._database = database
        self._now = now
        self._client_id = settings.slack_client_id or ""
        secret = settings.slack_client_secret
        self._client_secret = secret.get_secret_value() if secret else ""
        self._vault = vault_of(settings)
        self._known: TTLCache[str, Installation] = TTLCache(_MOST_REMEMBERED, _REMEMBERED, seconds)
        self._turns: dict[str, asyncio.Lock] = {}

    @property
    def can_be_given(self) -> bool:
        """Return whether workspaces may add the app by OAuth."""
        return bool(self._client_id and self._client_secret)

    async def get(self, code: str, redirect: str | None) -> dict[str, Any]:
        """Return what Slack gives for the code of a consent: the workspace, its token, and who gave it.

        Args:
            code: that Slack gave the installing person's browser.
            redirect: the address that it came back to, if one was named.

        Raises:
            ApiError: Slack didn't accept the code.
        """
        return await self._exchange({"code": code, **({"redirect_uri": redirect} if redirect else {})})

    async def keep(self, team: str, name: str, said: Mapping[str, Any]) -> None:
        """Keep what Slack gave for a code.

        Args:
            team: the id of the workspace, or of the enterprise.
            name: as people know it.
            said: what Slack gave.
        """
        refresh, lasts = said.get("refresh_token"), _lasts(said)
        added = Installation(
            key(team),
            name,
            str(said.get("bot_user_id") or ""),
            self._vault.close(str(said.get("access_token") or "")),
            self._vault.close(str(refresh)) if refresh else None,
            self._now() + lasts if refresh and lasts else None,
            self._now(),
        )
        await self._database.transact(partial(installations.put, added=added))
        self.read_again(team)

    async def find(self, team: str) -> Workspace | None:
        """Return a workspace that has added the app, with a token that's good for a while; None if it hasn't."""
        found = await self._installed(team)
        if found is None:
            return None
        token = self._vault.open(found.token)
        if token is None:
            _log.error("can't read an installation's tokens; SLACK_CLIENT_SECRET has changed since")
            return None
        return Workspace(team, found.name, found.bot, token)

    def read_again(self, team: str) -> None:
        """Have the database asked for a workspace's token next time: it's another one now, or none."""
        self._known.pop(team, None)

    async def _installed(self, team: str) -> Installation | None:
        """Return the installation in a workspace, with a token that is still good for a while."""
        found = self._known.get(team)
        if found is None:
            found = await self._stored(team)
            if found is not None:
                self._known[team] = found
        if found is not None and found.expires is not None and found.expires - _RENEW_BEFORE < self._now():
            async with self._turns.setdefault(team, asyncio.Lock()):
                return await self._renewed(team)
        return found

    async def _stored(self, team: str) -> Installation | None:
        return await self._database.read(partial(installations.find, tenant=key(team)))

    async def _renewed(self, team: str) -> Installation | None:
        """Return the installation after its token was renewed, by us or by another replica meanwhile."""
        found = await self._stored(team)
        if found is None or found.refresh is None or found.expires is None:
            return found
        if found.expires - _RENEW_BEFORE >= self._now():
            self._known[team] = found
            return found
        try:
            spent = self._vault.open(found.refresh) or ""
            said = await self._exchange({"grant_type": "refresh_token", "refresh_token": spent})
        except ApiError as error:
            _log.warning("couldn't renew a token: %s", error)
            return found
        token, refresh = str(said.get("access_token") or ""), str(said.get("refresh_token") or spent)
        expires = self._now() + (_lasts(said) or timedelta(0))
        new = replace(found, token=self._vault.close(token), refresh=self._vault.close(refresh), expires=expires)
        renew = partial(installations.renew, tenant=key(team), used=found.refresh)
        kept = await self._database.transact(
            partial(renew, token=new.token, refresh=str(new.refresh), expires=expires)
        )
        self.read_again(team)
        if kept:
            self._known[team] = new
        return new

    async def _exchange(self, form: Mapping[str, Any]) -> dict[str, Any]:
        return await self._api.exchange(self._client_id, self._client_secret, form)


def _lasts(said: Mapping[str, Any]) -> timedelta | None:
    """Return how long a token is good for; None if it doesn't expire."""
    try:
        return timedelta(seconds=float(said["expires_in"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
