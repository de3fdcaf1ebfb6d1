"""OAuth's state: it works once, and only in the browser that asked for it."""

import re

import aiohttp
import pytest
from yarl import URL

from tests.adapters.slack.conftest import Stage
from tests.adapters.slack.installing import begin, come_back, granted


@pytest.fixture
def stage(by_oauth: Stage) -> Stage:
    return by_oauth


async def test_a_state_can_be_used_once(stage: Stage, http: aiohttp.ClientSession) -> None:
    state = (await begin(stage, http))["state"][0]
    stage.slack.codes["code"] = granted()
    assert (await come_back(stage, http, code="code", state=state))[0] == 200
    status, page = await come_back(stage, http, code="code", state=state)
    assert (status, "If Versed is under Apps in Slack, you're done" in page) == (400, True)  # it may be a reload


async def test_a_page_without_success_links_to_a_new_start(stage: Stage, http: aiohttp.ClientSession) -> None:
    for query in ({"error": "access_denied"}, {"code": "code", "state": "made up"}):
        async with http.get(f"{stage.address}/slack/oauth_redirect", params=query) as answer:
            href = re.search(r'<a href="([^"]+)"', await answer.text())
            assert href is not None
            again = answer.url.join(URL(href[1]))
        async with http.get(again, allow_redirects=False) as answer:
            assert answer.status == 302


async def test_a_state_works_only_in_the_browser_that_asked_for_it(stage: Stage, http: aiohttp.ClientSession) -> None:
    state = (await begin(stage, http))["state"][0]
    stage.slack.codes["code"] = granted()
    async with aiohttp.ClientSession() as victim:
        assert (await come_back(stage, victim, code="code", state=state))[0] == 400
        await begin(stage, victim)
        assert (await come_back(stage, victim, code="code", state=state))[0] == 400
        victim.headers["Cookie"] = "versed-installing=\u00e9"
        assert (await come_back(stage, victim, code="code", state=state))[0] == 400
    assert not stage.slack.calls("oauth.v2.access")
    assert (await come_back(stage, http, code="code", state=state))[0] == 200


async def test_the_browsers_part_of_a_state_stays_in_its_cookie(stage: Stage, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{stage.address}/slack/install", allow_redirects=False) as answer:
        (cookie,) = answer.headers.getall("Set-Cookie")
        assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/slack", "Max-Age=600"} <= set(cookie.split("; "))
        kept = answer.cookies["versed-installing"].value
        assert len(kept) >= 40
        assert kept not in answer.headers["Location"]


@pytest.mark.parametrize("query", [{}, {"code": "code"}, {"code": "code", "state": "made up"}, {"state": "é"}])
async def test_a_state_that_is_not_ours_is_refused(
    stage: Stage, http: aiohttp.ClientSession, query: dict[str, str]
) -> None:
    stage.slack.codes["code"] = granted()
    assert (await come_back(stage, http, **query))[0] == 400
    assert not stage.slack.calls("oauth.v2.access")
