"""Many workspaces: adding Versed, the tokens it gets, renewing and losing them."""

import asyncio
import html
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from sqlalchemy import select, update
from sqlalchemy import text as sql

from adapters.slack.outbound.api import Api, Refused
from adapters.slack.workspace.installations import Installations, NotInstalledError
from adapters.slack.workspace.token_encryption import Vault
from bot.application import Application
from bot.features.learners.store import tenants
from bot.storage import installations
from bot.storage.database import Database
from bot.storage.tables import installation, setting
from tests.adapters.slack.conftest import Stage, presses, settings_for, staged, words
from tests.fakes.slack import FakeSlack, payloads
from tests.fakes.slack.faults import Fault
from tests.fakes.slack.server import CLIENT_ID, CLIENT_SECRET, MEMBER, SIGNING_SECRET
from tests.rows import change, rows

OAUTH: dict[str, Any] = {"slack_bot_token": None, "slack_client_id": CLIENT_ID, "slack_client_secret": CLIENT_SECRET}


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


@pytest.fixture
async def stage(
    slack: FakeSlack, http: aiohttp.ClientSession, commands: Application, sqlite_database: Database
) -> AsyncIterator[Stage]:
    more = {"slack_signing_secret": SIGNING_SECRET, "public_url": "https://versed.example.org", **OAUTH}
    settings = settings_for(slack, **more)
    async with staged(slack, http, commands, sqlite_database, settings) as found:
        yield found


async def begin(stage: Stage, http: aiohttp.ClientSession) -> dict[str, list[str]]:
    async with http.get(f"{stage.address}/slack/install", allow_redirects=False) as answer:
        assert answer.status == 302
        # The browser's part, done by hand: a cookie for https doesn't travel over the loopback's http by itself.
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


async def test_from_the_link_to_the_first_tip(stage: Stage, http: aiohttp.ClientSession) -> None:
    asked = await begin(stage, http)
    assert asked["client_id"] == [CLIENT_ID]
    assert asked["redirect_uri"] == ["https://versed.example.org/slack/oauth_redirect"]
    assert "chat:write" in asked["scope"][0].split(",")
    await install(stage, http, granted())
    home = await stage.slack.wait_for("views.publish")
    assert (home.arguments["user_id"], home.token) == ("U0NEW", "xoxb-new")
    said = await stage.answer(payloads.command(stage.slack, "tip", team_id="T0NEW", user="U0NEW"))
    assert words(said)
    assert {call.token for call in stage.slack.calls("users.info")} == {"xoxb-new"}


async def test_whoever_added_it_hears_from_it_once(stage: Stage, http: aiohttp.ClientSession) -> None:
    stage.slack.users["U0NEW"] = {**stage.slack.users[MEMBER], "id": "U0NEW"}
    for _ in range(2):
        await install(stage, http, granted())
        said = (await stage.slack.wait_for("chat.postMessage")).arguments
        await stage.answer(payloads.command(stage.slack, "tip", team_id="T0NEW", user="U0NEW"))
    assert stage.slack.conversations == {said["channel"]: "U0NEW"}
    assert "Versed" in words(said)
    assert presses(said)
    assert len(stage.slack.calls("chat.postMessage")) == 1


async def test_tokens_are_kept_encrypted(stage: Stage, http: aiohttp.ClientSession) -> None:
    await install(stage, http, granted(refresh_token="xoxe-1-refresh", expires_in=43_200))
    kept = await stage.database.read(partial(installations.find, tenant="slack:T0NEW"))
    assert kept is not None
    stored = json.dumps(await rows(stage.database, select(installation)))
    # Whole tokens: what's encrypted is base64, so three letters such as “xox” turn up in it by chance.
    assert [token for token in ("xoxb-new", "xoxe-1-refresh") if token in stored] == []
    assert kept.refresh is not None
    assert Vault(CLIENT_SECRET).open(kept.refresh) == "xoxe-1-refresh"
    assert Vault(CLIENT_SECRET).open(kept.token) == "xoxb-new"
    assert Vault("another").open(kept.token) is None


async def test_a_state_can_be_taken_once(stage: Stage, http: aiohttp.ClientSession) -> None:
    state = (await begin(stage, http))["state"][0]
    stage.slack.codes["code"] = granted()
    assert (await come_back(stage, http, code="code", state=state))[0] == 200
    status, page = await come_back(stage, http, code="code", state=state)
    assert (status, "too old" in page) == (400, True)


async def test_a_state_is_good_in_the_browser_that_asked_for_it_alone(
    stage: Stage, http: aiohttp.ClientSession
) -> None:
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


async def test_the_browser_keeps_its_part_to_itself(stage: Stage, http: aiohttp.ClientSession) -> None:
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


async def test_consent_that_is_not_given_is_no_error(stage: Stage, http: aiohttp.ClientSession) -> None:
    state = (await begin(stage, http))["state"][0]
    status, page = await come_back(stage, http, error="access_denied", state=state)
    assert (status, "didn't give permission" in page) == (400, True)


@pytest.mark.parametrize("state", ["", "made up"])
async def test_consent_that_is_refused_is_said_to_be_so_however_old_the_link(
    stage: Stage, http: aiohttp.ClientSession, state: str
) -> None:
    status, page = await come_back(stage, http, error="access_denied", state=state)
    assert (status, "didn't give permission" in page) == (400, True)
    status, page = await come_back(stage, http, error="access_denied")
    assert "didn't give permission" in page


async def test_what_is_written_while_the_app_is_removed_does_not_stay(
    stage: Stage, http: aiohttp.ClientSession
) -> None:
    await install(stage, http, granted())
    looked_up = asyncio.Event()
    stage.slack.fail("users.info", Fault(until=looked_up))
    await stage.driver.deliver(payloads.command(stage.slack, "settings questions:8", team_id="T0NEW"))
    await stage.driver.deliver(payloads.event("app_uninstalled", team="T0NEW", at=datetime.now(UTC).timestamp() + 5))
    looked_up.set()
    await stage.platform.close()
    assert await rows(stage.database, select(setting)) == []


async def test_a_code_that_slack_does_not_know_is_said(stage: Stage, http: aiohttp.ClientSession) -> None:
    state = (await begin(stage, http))["state"][0]
    status, page = await come_back(stage, http, code="wrong", state=state)
    assert (status, "Slack didn't accept it" in page) == (502, True)
    assert not re.search(r"xox|Traceback", page)


async def test_a_workspace_without_versed_is_told_so(stage: Stage) -> None:
    said = await stage.answer(payloads.command(stage.slack, "compare", team_id="T0NOWHERE"))
    assert "isn't installed in this workspace" in words(said)


async def test_an_enterprise_is_one_tenant(stage: Stage, http: aiohttp.ClientSession) -> None:
    enterprise: dict[str, Any] = {
        "enterprise": {"id": "E0BIG", "name": "Big"},
        "team": None,
        "is_enterprise_install": True,
    }
    await install(stage, http, granted(token="xoxb-big", **enterprise))
    more = {"team_id": "T0ONE", "enterprise_id": "E0BIG", "is_enterprise_install": "true"}
    await stage.answer(payloads.command(stage.slack, "compare", **more))
    assert stage.slack.calls("users.info")[0].token == "xoxb-big"


async def test_a_removed_workspace_is_forgotten_and_can_come_back(stage: Stage, http: aiohttp.ClientSession) -> None:
    await install(stage, http, granted())
    await stage.driver.deliver(payloads.event("app_uninstalled", team="T0NEW", at=datetime.now(UTC).timestamp() + 5))
    assert await rows(stage.database, select(installation)) == []
    await install(stage, http, granted(token="xoxb-again"))
    # What tells of the removal once more, and late, doesn't harm the new installation.
    late = payloads.event(
        "tokens_revoked", team="T0NEW", at=datetime.now(UTC).timestamp() - 60, tokens={"bot": ["U"]}
    )
    await stage.driver.deliver(late)
    await stage.answer(payloads.command(stage.slack, "compare", team_id="T0NEW", user="U0MEMBER"))
    assert stage.slack.calls("users.info")[-1].token == "xoxb-again"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()


@pytest.fixture
async def api(slack: FakeSlack) -> AsyncIterator[Api]:
    made = Api(slack.root)
    yield made
    await made.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def replicas(slack: FakeSlack, api: Api, sqlite_database: Database, clock: Clock) -> list[Installations]:
    """What two processes know of the same workspaces."""
    return [
        Installations(settings_for(slack, **OAUTH), api, sqlite_database, clock, tenants.delete_all, clock.seconds)
        for _ in range(2)
    ]


async def test_a_token_is_renewed_before_it_expires(
    slack: FakeSlack, clock: Clock, replicas: list[Installations]
) -> None:
    slack.codes["code"] = granted(refresh_token="xoxe-1", expires_in=43_200)
    assert await replicas[0].add("code", None) == ("T0NEW", "U0NEW")
    assert (await replicas[0].find("T0NEW")).token == "xoxb-new"
    slack.codes["xoxe-1"] = granted(token="xoxb-renewed", refresh_token="xoxe-2", expires_in=43_200)
    clock.now += timedelta(hours=11, minutes=50)
    found = [(await replica.find("T0NEW")).token for replica in (*replicas, *replicas)]
    assert found == ["xoxb-renewed"] * 4
    assert len(slack.calls("oauth.v2.access")) == 2
    clock.now += timedelta(hours=11, minutes=50)
    slack.codes["xoxe-2"] = granted(token="xoxb-third", refresh_token="xoxe-3", expires_in=43_200)
    assert (await replicas[1].find("T0NEW")).token == "xoxb-third"


async def test_a_token_that_cannot_be_renewed_now_is_used_as_long_as_it_lasts(
    slack: FakeSlack, api: Api, sqlite_database: Database
) -> None:
    clock = Clock()
    installations = Installations(settings_for(slack, **OAUTH), api, sqlite_database, clock, tenants.delete_all)
    slack.codes["code"] = granted(refresh_token="xoxe-1", expires_in=43_200)
    await installations.add("code", None)
    clock.now += timedelta(hours=11, minutes=50)
    assert (await installations.find("T0NEW")).token == "xoxb-new"


async def test_a_workspace_that_comes_back_by_another_process_is_served_by_all(
    slack: FakeSlack, clock: Clock, replicas: list[Installations]
) -> None:
    here, there = replicas
    slack.codes["code"] = granted()
    await here.add("code", None)
    for round_ in range(2):
        clock.now += timedelta(minutes=2)
        assert await here.remove("T0NEW", clock.now)
        with pytest.raises(NotInstalledError):
            await here.find("T0NEW")
        assert here.is_gone("T0NEW")
        slack.codes["code"] = granted(token=f"xoxb-{round_}")
        await there.add("code", None)
        assert (await here.find("T0NEW")).token == f"xoxb-{round_}"
        assert not here.is_gone("T0NEW")


@pytest.mark.parametrize(
    ("column", "value"),
    [("at", "-1"), ("at", "'soon'"), ("expires", "-1"), ("name", "CAST(x'ff' AS TEXT)"), ("token", "7e9")],
)
async def test_a_workspace_whose_installation_cannot_be_read_can_still_remove_it(
    slack: FakeSlack, clock: Clock, replicas: list[Installations], sqlite_database: Database, column: str, value: str
) -> None:
    here, _ = replicas
    slack.codes["code"] = granted(refresh_token="xoxe-1", expires_in=43_200)
    await here.add("code", None)
    await change(sqlite_database, sql(f"UPDATE installation SET {column} = {value}"))
    clock.now += timedelta(minutes=2)
    assert await here.remove("T0NEW", clock.now)
    assert here.is_gone("T0NEW")
    assert await rows(sqlite_database, select(installation.c.tenant)) == []


async def test_an_installation_since_then_stays_though_it_cannot_be_read(
    slack: FakeSlack, clock: Clock, replicas: list[Installations], sqlite_database: Database
) -> None:
    here, _ = replicas
    slack.codes["code"] = granted()
    await here.add("code", None)
    await change(sqlite_database, update(installation).values(expires=-1))
    assert not await here.remove("T0NEW", clock.now - timedelta(minutes=2))
    assert await rows(sqlite_database, select(installation.c.tenant)) == [("slack:T0NEW",)]


async def test_a_new_token_is_used_at_once_whoever_got_it(
    slack: FakeSlack, clock: Clock, replicas: list[Installations]
) -> None:
    here, there = replicas
    slack.codes["code"] = granted()
    await here.add("code", None)
    slack.fail("users.info", Fault(error="token_revoked"))
    with pytest.raises(Refused):
        await here.call("T0NEW", "users.info", form={"user": "U0MEMBER"})
    with pytest.raises(NotInstalledError):
        await here.find("T0NEW")
    slack.codes["code"] = granted(token="xoxb-again")
    await there.add("code", None)
    clock.now += timedelta(minutes=2)  # what was read last is remembered for a minute
    assert (await here.find("T0NEW")).token == "xoxb-again"


@pytest.mark.parametrize(
    "odd", [{"team": "T0NEW"}, {"team": None}, {"expires_in": "soon", "refresh_token": "xoxe-1"}, {"authed_user": 3}]
)
async def test_an_odd_answer_about_an_installation_is_no_fault_of_ours(
    stage: Stage, http: aiohttp.ClientSession, odd: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    state = (await begin(stage, http))["state"][0]
    stage.slack.codes["code"] = granted(**odd)
    status, page = await come_back(stage, http, code="code", state=state)
    assert status in (200, 502)
    assert "Traceback" not in page + caplog.text


async def test_another_client_secret_cannot_read_the_tokens(
    slack: FakeSlack, api: Api, sqlite_database: Database
) -> None:
    slack.codes["code"] = granted()
    await Installations(settings_for(slack, **OAUTH), api, sqlite_database, Clock(), tenants.delete_all).add(
        "code", None
    )
    other = settings_for(slack, **{**OAUTH, "slack_client_secret": "another"})
    with pytest.raises(NotInstalledError):
        await Installations(other, api, sqlite_database, Clock(), tenants.delete_all).find("T0NEW")


async def test_an_installation_that_cannot_be_read_counts_as_none_until_it_is_made_again(
    slack: FakeSlack, replicas: list[Installations], sqlite_database: Database
) -> None:
    one, other = replicas
    slack.codes["code"] = granted()
    await one.add("code", None)
    await change(sqlite_database, update(installation).values(at=10**17))
    with pytest.raises(NotInstalledError):
        await other.find("T0NEW")
    slack.codes["code"] = granted()
    await one.add("code", None)
    assert (await other.find("T0NEW")).token == "xoxb-new"
