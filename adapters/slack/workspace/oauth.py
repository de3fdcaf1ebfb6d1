"""Adding Versed to a workspace by OAuth: redirects to Slack's consent page, and handles the way back from it.

Source: https://docs.slack.dev/authentication/installing-with-oauth
"""

import html
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from aiohttp import web

from adapters.slack.outbound.api import ApiError
from adapters.slack.workspace.installations import Installations
from adapters.slack.workspace.manifest import SCOPES
from adapters.slack.workspace.oauth_states import LASTS, OAuthStates
from bot.runtime.settings import Settings
from bot.storage.errors import StoreError

_log = logging.getLogger(__name__)

_COOKIE = "versed-installing"
"""This cookie proves that the same browser comes back; otherwise one person could complete another's consent."""

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Versed</title><body style="font: 1.1em/1.5 system-ui, sans-serif; margin: 15vh auto; max-width: 30em">
<h1>{heading}</h1><p>{sentence}</p>{link}</body></html>"""

_AGAIN = '<p><a href="install">Add Versed</a></p>'
"""The link to start again, from /slack/oauth_redirect to /slack/install."""

_ASK_AGAIN = "Slack didn't give permission. If that was a mistake, start again; it takes a minute."
_SPENT = (
    "It works once, for ten minutes, in the browser that opened it. If Versed is under Apps in Slack, you're done. "
    "If not, start again; it takes a minute."
)
"""For links that are too old, too, but mostly for pages that are reloaded: phones do so by themselves."""


class Installing:
    """Serves the two pages of the OAuth flow.

    Args:
        settings: the app's client id, and our public URL.
        installations: stores new installations.
        states: makes and checks the states that connect both pages.
        root: the URL of Slack's Web API, from which the consent page's URL is derived.
        welcome: called with the ids of the workspace and the person once Versed was added.
    """

    def __init__(
        self,
        settings: Settings,
        installations: Installations,
        states: OAuthStates,
        root: str,
        welcome: Callable[[str, str], Awaitable[None]],
    ) -> None:
        self._client_id = settings.slack_client_id or ""
        self._redirect = f"{settings.public_url}/slack/oauth_redirect" if settings.public_url else None
        self._installations = installations
        self._states = states
        self._consent = root.removesuffix("/api") + "/oauth/v2/authorize"
        self._welcome = welcome

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of both pages."""
        return [web.get("/slack/install", self._install), web.get("/slack/oauth_redirect", self._come_back)]

    async def _install(self, request: web.Request) -> web.Response:
        state, browser = self._states.new()
        query = {"client_id": self._client_id, "scope": ",".join(SCOPES), "state": state}
        if self._redirect:
            query["redirect_uri"] = self._redirect
        headers = {"Location": f"{self._consent}?{urlencode(query)}", "Cache-Control": "no-store"}
        answer = web.Response(status=302, headers=headers)
        # Not SameSite=Strict: then browsers wouldn't send the cookie on the way back from Slack's page.
        secure = request.secure or self._redirect is not None
        lasts = int(LASTS.total_seconds())
        answer.set_cookie(
            _COOKIE, browser, path="/slack", max_age=lasts, httponly=True, samesite="Lax", secure=secure
        )
        return answer

    async def _come_back(self, request: web.Request) -> web.Response:
        try:
            return await self._complete(request)
        except ApiError as error:
            _log.warning("an installation failed: %s", error)
            return _page(502, "Versed wasn't added", "Slack didn't accept it. Please start again.", _AGAIN)
        except StoreError as error:
            _log.error("an installation couldn't be stored: %s", error)
            return _page(503, "Versed wasn't added", "I couldn't save it. Start again in a minute.", _AGAIN)

    async def _complete(self, request: web.Request) -> web.Response:
        """Complete an installation; return the page that says so, or why not.

        Raises:
            ApiError: Slack didn't accept the code.
            StoreError: the installation couldn't be stored.
        """
        code, state = request.query.get("code", ""), request.query.get("state", "")
        if request.query.get("error"):  # nothing was granted, so the link's age doesn't matter
            return _page(400, "Versed wasn't added", _ASK_AGAIN, _AGAIN)
        if not await self._states.take(state, request.cookies.get(_COOKIE, "")):
            return _page(400, "That link doesn't work any more", _SPENT, _AGAIN)
        if not code:
            return _page(400, "Versed wasn't added", _ASK_AGAIN, _AGAIN)
        team, user = await self._installations.add(code, self._redirect)
        await self._welcome(team, user)
        return _page(
            200, "Versed is in your workspace", "Open Slack, and find Versed under Apps; its Home says hello."
        )


def _page(status: int, heading: str, sentence: str, link: str = "") -> web.Response:
    page = _PAGE.format(heading=html.escape(heading), sentence=html.escape(sentence), link=link)
    headers = {
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
        "Cache-Control": "no-store",
    }
    return web.Response(status=status, text=page, content_type="text/html", headers=headers)
