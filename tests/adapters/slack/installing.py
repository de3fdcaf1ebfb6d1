"""Adding Versed to a workspace, as a person with a browser does it."""

import html
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp

from tests.adapters.slack.conftest import Stage


def granted(team: str = "T0NEW", token: str = "xoxb-new", **more: Any) -> dict[str, Any]:
    return {
        "ok": True,
        "access_token": token,
        "token_type": "bot",
        "scope": "chat:write",
        "bot_user_id": "U0BOT",
        "team": {"id": team, "name": "New"},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": "U0NEW"},
        **more,
    }


async def begin(stage: Stage, http: aiohttp.ClientSession) -> dict[str, list[str]]:
    async with http.get(f"{stage.address}/slack/install", allow_redirects=False) as answer:
        assert answer.status == 302
        # Do the browser's part by hand, because a secure cookie isn't sent over the loopback's plain HTTP.
        http.headers["Cookie"] = "; ".join(f"{name}={each.value}" for name, each in answer.cookies.items())
        address = urlsplit(answer.headers["Location"])
        assert f"{address.scheme}://{address.netloc}{address.path}" == (
            stage.slack.root.removesuffix("api/") + "oauth/v2/authorize"
        )
        return parse_qs(address.query)


async def come_back(stage: Stage, http: aiohttp.ClientSession, **query: str) -> tuple[int, str]:
    async with http.get(f"{stage.address}/slack/oauth_redirect", params=query) as answer:
        return answer.status, html.unescape(await answer.text())


async def install(stage: Stage, http: aiohttp.ClientSession, said: dict[str, Any]) -> None:
    asked = await begin(stage, http)
    stage.slack.codes["code"] = said
    status, page = await come_back(stage, http, code="code", state=asked["state"][0])
    assert (status, "Versed is in your workspace" in page) == (200, True)
