"""OAuth tokens of workspaces: obtained for a code, stored encrypted, and renewed before they expire.

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
"""Seconds for which an installation is cached; another replica may change it in the meantime."""
_MOST_REMEMBERED = 10_000
_RENEW_BEFORE = timedelta(minutes=15)
_RETRIED = 30.0
"""Seconds until we try again to renew a token; otherwise every call would wait for Slack to refuse once more."""


class OAuthTokens:
    """Obtains, stores and renews the tokens of the workspaces that have added the app.

    Args:
        settings: the app's client id and client secret.
        api: calls Slack.
        database: stores installations.
        now: returns the current time.
        seconds: returns the time of a monotonic clock.
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
        self._refused: TTLCache[str, bool] = TTLCache(_MOST_REMEMBERED, _RETRIED, seconds)
        self._turns: dict[str, asyncio.Lock] = {}

    @property
    def can_be_given(self) -> bool:
        """Return whether workspaces may add the app by OAuth."""
        return bool(self._client_id and self._client_secret)

    async def get(self, code: str, redirect: str | None) -> dict[str, Any]:
        """Exchange a consent's code for Slack's answer: the workspace, its token, and the person who consented.

        Args:
            code: the code from Slack's redirect.
            redirect: the redirect URL, if one was sent to Slack.

        Raises:
            ApiError: Slack didn't accept the code.
        """
        return await self._exchange({"code": code, **({"redirect_uri": redirect} if redirect else {})})

    async def keep(self, team: str, name: str, response: Mapping[str, Any]) -> None:
        """Store a new installation.

        Args:
            team: the id of the workspace, or of the enterprise.
            name: its name.
            response: Slack's answer with the token.
        """
        refresh, lasts = response.get("refresh_token"), _lasts(response)
        added = Installation(
            key(team),
            name,
            str(response.get("bot_user_id") or ""),
            self._vault.close(str(response.get("access_token") or "")),
            self._vault.close(str(refresh)) if refresh else None,
            self._now() + lasts if refresh and lasts else None,
            self._now(),
        )
        await self._database.transact(partial(installations.put, added=added))
        self.read_again(team)

    async def find(self, team: str) -> Workspace | None:
        """Return a workspace with a token that's still valid for a while; None if it hasn't added the app."""
        installation = await self._installed(team)
        if installation is None:
            return None
        token = self._vault.open(installation.token)
        if token is None:
            _log.error("can't read an installation's tokens; SLACK_CLIENT_SECRET has changed since")
            return None
        return Workspace(team, installation.name, installation.bot, token)

    def read_again(self, team: str) -> None:
        """Read a workspace's token from the database next time, because it has changed or is gone."""
        self._known.pop(team, None)

    async def _installed(self, team: str) -> Installation | None:
        """Return a workspace's installation, with a token that's still valid for a while."""
        installation = self._known.get(team)
        if installation is None:
            installation = await self._stored(team)
            if installation is not None:
                self._known[team] = installation
        if (
            installation is not None
            and installation.expires is not None
            and installation.expires - _RENEW_BEFORE < self._now()
        ):
            async with self._turns.setdefault(team, asyncio.Lock()):
                return await self._renewed(team)
        return installation

    async def _stored(self, team: str) -> Installation | None:
        return await self._database.read(partial(installations.find, tenant=key(team)))

    async def _renewed(self, team: str) -> Installation | None:
        """Return the installation after renewing its token, unless another replica has just renewed it."""
        installation = await self._stored(team)
        if installation is None or installation.refresh is None or installation.expires is None:
            return installation
        if installation.expires - _RENEW_BEFORE >= self._now():
            self._known[team] = installation
            return installation
        if team in self._refused:
            return installation
        try:
            spent = self._vault.open(installation.refresh) or ""
            response = await self._exchange({"grant_type": "refresh_token", "refresh_token": spent})
        except ApiError as error:
            self._refused[team] = True
            _log.warning("couldn't renew a token: %s", error)
            return installation
        token, refresh = str(response.get("access_token") or ""), str(response.get("refresh_token") or spent)
        expires = self._now() + (_lasts(response) or timedelta(0))
        new = replace(
            installation, token=self._vault.close(token), refresh=self._vault.close(refresh), expires=expires
        )
        renew = partial(installations.renew, tenant=key(team), used=installation.refresh)
        renewed = await self._database.transact(
            partial(renew, token=new.token, refresh=str(new.refresh), expires=expires)
        )
        self.read_again(team)
        if renewed:
            self._known[team] = new
        return new

    async def _exchange(self, form: Mapping[str, Any]) -> dict[str, Any]:
        return await self._api.exchange(self._client_id, self._client_secret, form)


def _lasts(response: Mapping[str, Any]) -> timedelta | None:
    """Return how long a token is valid; None if it doesn't expire."""
    try:
        return timedelta(seconds=float(response["expires_in"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
