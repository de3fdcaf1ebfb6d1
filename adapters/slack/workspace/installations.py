"""The workspaces that Versed is installed in, by a configured token or by OAuth, and calls to Slack there."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from time import monotonic
from typing import Any

from adapters.remote_clock import RemoteClock
from adapters.slack.inbound.payload import part
from adapters.slack.outbound.api import DEAD, Api, ApiError, Refused
from adapters.slack.workspace.grace import REVOKED, UNINSTALLED, Grace
from adapters.slack.workspace.oauth_tokens import OAuthTokens
from adapters.slack.workspace.workspace import Workspace, key
from bot.features.learners.store import notices
from bot.features.privacy.erasure import Erasure
from bot.language.port import PlatformError
from bot.runtime.settings import Settings
from bot.storage import installations
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

_REST = 3600.0
"""Seconds for which a token isn't used after Slack has said that it's dead."""


class NotInstalledError(ApiError):
    """The app isn't in that workspace, or not any more."""

    def __init__(self) -> None:
        super().__init__(
            "Versed isn't installed in this workspace any more; ask the person who runs it to add it again."
        )


class Installations:
    """Finds workspaces, and calls Slack with their tokens.

    Args:
        settings: the configured tokens.
        api: calls Slack.
        database: stores installations.
        now: returns the current time.
        erasure: deletes all of a tenant's data.
        seconds: returns the time of a monotonic clock.
    """

    def __init__(
        self,
        settings: Settings,
        api: Api,
        database: Database,
        now: Callable[[], datetime],
        erasure: Erasure,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._api = api
        self._database = database
        self._now = now
        self._seconds = seconds
        self._erasure = erasure
        self.grace = Grace(database, erasure, now)
        token = settings.slack_bot_token
        self._own = None if token is None else Workspace("", "", "", token.get_secret_value())
        self._tokens = OAuthTokens(settings, api, database, now, seconds)
        self._resting: dict[str, float] = {}
        self._is_refused = False
        """Whether Slack has said that the configured token is dead, and hasn't accepted it since."""
        self._gone: set[str] = set()
        self._told: set[tuple[str, str]] = set()

    @property
    def takes_more(self) -> bool:
        """Return whether other workspaces may add the app."""
        return self._tokens.can_be_given

    @property
    def has_token(self) -> bool:
        """Return whether there's a token that Slack accepts, as far as we know."""
        return self.takes_more or not self._is_refused

    @property
    def own_team(self) -> str:
        """Return the id of the workspace whose token is configured; "" if it isn't known."""
        return "" if self._own is None else self._own.team

    @property
    def clock(self) -> RemoteClock:
        """Return Slack's own clock."""
        return self._api.clock

    async def test(self) -> None:
        """Make a request to Slack that needs no token.

        Raises:
            ApiError: it failed.
        """
        await self._api.test()

    async def identify(self) -> None:
        """Ask Slack which workspace the configured token belongs to.

        Raises:
            PlatformError: Slack doesn't accept the token.
            ApiError: Slack isn't answering.
        """
        if self._own is None:
            return
        try:
            answer = await self._api.call("auth.test", self._own.token)
        except Refused as error:
            if error.code in DEAD:
                await self.grace.end()
                await self.grace.warn()
                sentence = f"Slack doesn't accept SLACK_BOT_TOKEN ({error.code}); copy it again from the app's page."
                raise PlatformError(sentence) from error
            return  # the workspace stays unknown for now, and the token serves whichever one sends requests
        team = str(
            (answer.get("is_enterprise_install") and answer.get("enterprise_id")) or answer.get("team_id") or ""
        )
        await self.grace.come_back(key(team))
        self._own = replace(
            self._own, team=team, name=str(answer.get("team") or ""), bot=str(answer.get("user_id") or "")
        )

    async def find(self, team: str) -> Workspace:
        """Return the workspace with this id.

        Raises:
            NotInstalledError: the app isn't installed there, or the token no longer works.
        """
        if self._own is not None and (not self.takes_more or self._own.team in ("", team)):
            if team in self._gone or self._rests(self._own.token):
                raise NotInstalledError
            return self._own
        if not self.takes_more:
            raise NotInstalledError
        installation = await self._tokens.find(team)
        if installation is None or self._rests(installation.token):
            raise NotInstalledError
        self._gone.discard(team)  # it was installed again, maybe through another process
        return installation

    async def call(
        self, team: str, method: str, *, form: Mapping[str, Any] | None = None, json: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Call a method of Slack's in a workspace; see Api.call.

        Args:
            team: the id of the workspace, or of the enterprise.
            method: its name, such as chat.postMessage.
            form: its arguments as a form, which every method accepts.
            json: its arguments as JSON instead, which only the methods that write accept.

        Returns:
            Slack's answer.

        Raises:
            ApiError: the call failed.
        """
        workspace = await self.find(team)
        try:
            return await self._api.call(method, workspace.token, form=form, json=json)
        except Refused as error:
            if error.code in DEAD:
                self._tokens.read_again(team)
                self._rest(workspace.token)
                self._log_dead(team, workspace.token, error.code)
            if error.code == "missing_scope":
                await self._tell_of_scope(team, error.needed)
            raise

    def is_gone(self, team: str) -> bool:
        """Return whether a workspace has removed the app since this process started."""
        return team in self._gone

    async def forget(self, team: str) -> None:
        """Delete data that was still being written when a workspace removed the app."""

        def is_gone(transaction: Transaction) -> bool:
            return installations.was_added_after(transaction, key(team), self._now()) is None

        await self._erasure.end_if(key(team), is_gone)

    def _rest(self, token: str) -> None:
        """Stop using a dead token for a while."""
        self._resting[token] = self._seconds() + _REST
        if self._own is not None and token == self._own.token:
            self._is_refused = True

    def _log_dead(self, team: str, token: str, code: str) -> None:
        if self._own is not None and token == self._own.token:
            _log.error(
                "Slack doesn't accept SLACK_BOT_TOKEN any more (%s), so nothing is answered or posted there; copy it "
                "again from the app's page, and start Versed again",
                code,
            )
        else:
            _log.error(
                "Slack doesn't accept the token of %s any more (%s); someone there has to add Versed again",
                key(team),
                code,
            )

    def _rests(self, token: str) -> bool:
        """Return whether Slack recently said that a token is dead."""
        return self._resting.get(token, 0.0) > self._seconds()

    async def _tell_of_scope(self, team: str, scope: str) -> None:
        """Leave a notice about a missing scope for a workspace's administrators, only once."""
        if (team, scope) in self._told:
            return
        self._told.add((team, scope))
        lacks = f"The app lacks the scope {scope}" if scope else "The app lacks a scope"
        sentence = f"{lacks}; add it in the app's settings on Slack, and install it again."
        try:
            await notices.leave(self._database.writer, key(team), f"scope {scope}", sentence, self._now())
        except StoreError as error:
            _log.warning("couldn't leave a notice: %s", error)

    async def remove(self, team: str, at: datetime, *, revoked: bool = False) -> bool:
        """Delete the data of a workspace that removed the app; if its token is configured, after a grace period.

        Args:
            team: the id of the workspace.
            at: the time of the removal, in UTC; an installation that was added later is kept.
            revoked: whether Slack only reported that the token was revoked.

        Returns:
            Whether anything was deleted.

        Raises:
            ApiError: it couldn't be checked whether the configured token still works.
        """
        mine = self._own is not None and self._own.team in ("", team)
        if mine and await self._is_installed():
            _log.info("an old event says that the app was removed; its token is good, so nothing was deleted")
            return False

        def is_removed(transaction: Transaction) -> bool | None:
            is_new = installations.was_added_after(transaction, key(team), at)
            return None if is_new is None else not is_new

        removed = await self._erasure.end_if(key(team), is_removed)
        if removed:
            self._tokens.read_again(team)
            self._gone.add(team)
            _log.info("a workspace has removed Versed; everything kept about it was deleted")
        elif removed is None and mine:
            await self.grace.begin(key(team), REVOKED if revoked else UNINSTALLED)
        return bool(removed)

    async def check_again(self) -> None:
        """If Slack no longer accepted the configured token, ask whether it does now.

        Raises:
            ApiError: Slack isn't answering.
        """
        if self._is_refused and await self._is_installed():
            _log.info("Slack accepts SLACK_BOT_TOKEN again")

    async def _is_installed(self) -> bool:
        """Return whether Slack still accepts the configured token."""
        try:
            await self._api.call("auth.test", self._own.token if self._own else "")
        except Refused as error:
            if error.code in DEAD:
                self._rest(self._own.token if self._own else "")
                return False
            raise
        self._is_refused = False
        self._resting.pop(self._own.token if self._own else "", None)
        return True

    async def add(self, code: str, redirect: str | None) -> tuple[str, str]:
        """Complete an installation.

        Args:
            code: the code from Slack's redirect.
            redirect: the redirect URL, if one was sent to Slack.

        Returns:
            The ids of the workspace and of the person who installed the app.

        Raises:
            ApiError: Slack didn't accept the code.
        """
        answer = await self._tokens.get(code, redirect)
        place = part(answer, "enterprise" if answer.get("is_enterprise_install") else "team")
        team = str(place.get("id") or "")
        if not team:
            raise Refused("oauth.v2.access", "no_team")
        await self.grace.come_back(key(team))
        await self._tokens.keep(team, str(place.get("name") or ""), answer)
        self._resting.pop(str(answer.get("access_token") or ""), None)
        self._gone.discard(team)
        return team, str(part(answer, "authed_user").get("id") or "")
