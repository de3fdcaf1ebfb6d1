"""In which workspaces Versed is installed, by a token given or by OAuth, and calling Slack there."""

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
from bot.language.port import PlatformError
from bot.runtime.settings import Settings
from bot.storage import installations
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

_REST = 3600.0
"""Seconds that nothing is tried after Slack has said that a token is dead."""


class NotInstalledError(ApiError):
    """The app isn't in that workspace, or not any more."""

    def __init__(self) -> None:
        super().__init__(
            "Versed isn't installed in this workspace any more; ask the person who runs it to add it again."
        )


class Installations:
    """Knows the workspaces, and calls Slack in them.

    Args:
        settings: the tokens.
        api: calls Slack.
        database: keeps installations.
        now: tells the time.
        purge: deletes everything kept about a tenant.
        seconds: tells the time on a clock that only goes forward.
    """

    def __init__(
        self,
        settings: Settings,
        api: Api,
        database: Database,
        now: Callable[[], datetime],
        purge: Callable[[Transaction, str], None],
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._api = api
        self._database = database
        self._now = now
        self._seconds = seconds
        self._purge = purge
        self.grace = Grace(database, purge, now)
        given = settings.slack_bot_token
        self._own = None if given is None else Workspace("", "", "", given.get_secret_value())
        self._tokens = OAuthTokens(settings, api, database, now, seconds)
        self._resting: dict[str, float] = {}
        self._gone: set[str] = set()
        self._told: set[tuple[str, str]] = set()

    @property
    def takes_more(self) -> bool:
        """Return whether other workspaces may add the app."""
        return self._tokens.can_be_given

    @property
    def own_team(self) -> str:
        """Return the id of the workspace whose token was given; "" if it isn't known."""
        return "" if self._own is None else self._own.team

    @property
    def clock(self) -> RemoteClock:
        """Return Slack's own clock."""
        return self._api.clock

    async def test(self) -> None:
        """Have Slack answer, in nobody's name.

        Raises:
            ApiError: it didn't go well.
        """
        await self._api.test()

    async def identify(self) -> None:
        """Ask Slack whose token was given.

        Raises:
            PlatformError: Slack doesn't accept it.
            ApiError: Slack doesn't answer now.
        """
        if self._own is None:
            return
        try:
            said = await self._api.call("auth.test", self._own.token)
        except Refused as error:
            if error.code in DEAD:
                await self.grace.end()
                await self.grace.warn()
                sentence = f"Slack doesn't accept SLACK_BOT_TOKEN ({error.code}); copy it again from the app's page."
                raise PlatformError(sentence) from error
            return  # it says nothing about itself; what comes in will
        team = str((said.get("is_enterprise_install") and said.get("enterprise_id")) or said.get("team_id") or "")
        await self.grace.come_back(key(team))
        self._own = replace(
            self._own, team=team, name=str(said.get("team") or ""), bot=str(said.get("user_id") or "")
        )

    async def find(self, team: str) -> Workspace:
        """Return the workspace with that id.

        Raises:
            NotInstalledError: there's none, or its token is dead.
        """
        if self._own is not None and (not self.takes_more or self._own.team in ("", team)):
            if team in self._gone or self._rests(self._own.token):
                raise NotInstalledError
            return self._own
        if not self.takes_more:
            raise NotInstalledError
        found = await self._tokens.find(team)
        if found is None or self._rests(found.token):
            raise NotInstalledError
        self._gone.discard(team)  # it has come back, maybe by way of another process
        return found

    async def call(
        self, team: str, method: str, *, form: Mapping[str, Any] | None = None, json: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Call a method of Slack's in a workspace; see Api.call.

        Args:
            team: the id of the workspace, or of the enterprise.
            method: its name, such as chat.postMessage.
            form: its arguments as a form, which every method takes,
            json: or as JSON, which those that write take.

        Returns:
            What Slack says.

        Raises:
            ApiError: it didn't go well.
        """
        workspace = await self.find(team)
        try:
            return await self._api.call(method, workspace.token, form=form, json=json)
        except Refused as error:
            if error.code in DEAD:
                self._tokens.read_again(team)
                self._rest(workspace.token)
                _log.error("Slack doesn't accept the token of a workspace any more (%s)", error.code)
            if error.code == "missing_scope":
                await self._tell_of_scope(team, error.needed)
            raise

    def is_gone(self, team: str) -> bool:
        """Return whether a workspace has removed the app while this process ran."""
        return team in self._gone

    async def forget(self, team: str) -> None:
        """Delete what was still being written about a workspace when it removed the app."""

        def work(transaction: Transaction) -> None:
            if installations.was_added_after(transaction, key(team), self._now()) is None:
                self._purge(transaction, key(team))

        await self._database.transact(work)

    def _rest(self, token: str) -> None:
        """Try nothing with a dead token for a while."""
        self._resting[token] = self._seconds() + _REST

    def _rests(self, token: str) -> bool:
        """Return whether Slack has said lately that a token is dead."""
        return self._resting.get(token, 0.0) > self._seconds()

    async def _tell_of_scope(self, team: str, scope: str) -> None:
        """Leave a notice for the administrators of a workspace, once."""
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
        """Delete everything kept about a workspace that removed the app; after a while if its token was given.

        Args:
            team: its id.
            at: when it did, in UTC; an installation since then stays.
            revoked: only the token was revoked, as far as Slack says.

        Returns:
            Whether anything was deleted.

        Raises:
            ApiError: nobody can tell now whether the token that was given is still good.
        """
        mine = self._own is not None and self._own.team in ("", team)
        if mine and await self._is_installed():
            _log.info("an old event says that the app was removed; its token is good, so nothing was deleted")
            return False

        def work(transaction: Transaction) -> bool | None:
            is_new = installations.was_added_after(transaction, key(team), at)
            if is_new is False:
                self._purge(transaction, key(team))
            return None if is_new is None else not is_new

        removed = await self._database.transact(work)
        if removed:
            self._tokens.read_again(team)
            self._gone.add(team)
            _log.info("a workspace has removed Versed; everything kept about it was deleted")
        elif removed is None and mine:
            await self.grace.begin(key(team), REVOKED if revoked else UNINSTALLED)
        return bool(removed)

    async def _is_installed(self) -> bool:
        """Return whether Slack still accepts the token that was given."""
        try:
            await self._api.call("auth.test", self._own.token if self._own else "")
        except Refused as error:
            if error.code in DEAD:
                self._rest(self._own.token if self._own else "")
                return False
            raise
        return True

    async def add(self, code: str, redirect: str | None) -> tuple[str, str]:
        """Complete an installation.

        Args:
            code: that Slack gave the installing person's browser.
            redirect: the address that it came back to, if one was named.

        Returns:
            The id of the workspace and of the person who installed.

        Raises:
            ApiError: Slack didn't accept the code.
        """
        said = await self._tokens.get(code, redirect)
        place = part(said, "enterprise" if said.get("is_enterprise_install") else "team")
        team = str(place.get("id") or "")
        if not team:
            raise Refused("oauth.v2.access", "no_team")
        await self.grace.come_back(key(team))
        await self._tokens.keep(team, str(place.get("name") or ""), said)
        self._resting.pop(str(said.get("access_token") or ""), None)
        self._gone.discard(team)
        return team, str(part(said, "authed_user").get("id") or "")
