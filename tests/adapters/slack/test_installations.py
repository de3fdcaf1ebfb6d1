"""Many workspaces: adding Versed, removing it, and adding it again."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select, update
from sqlalchemy import text as sql

from adapters.slack.outbound.api import Refused
from adapters.slack.workspace.installations import Installations, NotInstalledError
from bot.features.learners.chosen import Chosen
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.tables import installation, setting
from tests.adapters.slack.conftest import Clock, Stage, presses, words
from tests.adapters.slack.installing import begin, come_back, granted, install
from tests.fakes.slack import FakeSlack, payloads
from tests.fakes.slack.faults import Fault
from tests.fakes.slack.server import CLIENT_ID, MEMBER, person
from tests.files import files_with
from tests.rows import change, rows


@pytest.fixture
def stage(by_oauth: Stage) -> Stage:
    return by_oauth


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


async def test_refused_consent_gets_a_page_that_says_so(stage: Stage, http: aiohttp.ClientSession) -> None:
    state = (await begin(stage, http))["state"][0]
    status, page = await come_back(stage, http, error="access_denied", state=state)
    assert (status, "didn't give permission" in page) == (400, True)


@pytest.mark.parametrize("state", ["", "made up"])
async def test_refused_consent_gets_that_page_however_old_the_link(
    stage: Stage, http: aiohttp.ClientSession, state: str
) -> None:
    status, page = await come_back(stage, http, error="access_denied", state=state)
    assert (status, "didn't give permission" in page) == (400, True)
    status, page = await come_back(stage, http, error="access_denied")
    assert "didn't give permission" in page


async def test_what_is_written_during_a_removal_is_deleted_too(stage: Stage, http: aiohttp.ClientSession) -> None:
    await install(stage, http, granted())
    looked_up = asyncio.Event()
    stage.slack.fail("users.info", Fault(until=looked_up))
    await stage.driver.deliver(payloads.command(stage.slack, "settings questions:8", team_id="T0NEW"))
    await stage.driver.deliver(payloads.event("app_uninstalled", team="T0NEW", at=datetime.now(UTC).timestamp() + 5))
    looked_up.set()
    await stage.platform.close()
    assert await rows(stage.database, select(setting)) == []


async def test_an_unknown_code_gets_a_page_that_says_so(stage: Stage, http: aiohttp.ClientSession) -> None:
    state = (await begin(stage, http))["state"][0]
    status, page = await come_back(stage, http, code="wrong", state=state)
    assert (status, "Slack didn't accept it" in page) == (502, True)
    assert not re.search(r"xox|Traceback", page)


async def test_an_installation_that_cannot_be_stored_gets_a_page_that_says_so(
    stage: Stage, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: Any, **__: Any) -> None:
        raise StoreError("The disk is full.")

    state = (await begin(stage, http))["state"][0]
    monkeypatch.setattr(Database, "transact", fail)
    stage.slack.codes["code"] = granted()
    status, page = await come_back(stage, http, code="code", state=state)
    assert (status, "I couldn't save it" in page) == (503, True)


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


@pytest.mark.parametrize(
    ("in_workspace", "in_enterprise", "may"),
    [({"is_admin": True}, {}, False), ({}, {"is_admin": True}, True), ({}, {"is_owner": True}, True)],
)
async def test_only_its_own_administrators_administer_an_enterprise(
    stage: Stage,
    http: aiohttp.ClientSession,
    in_workspace: dict[str, bool],
    in_enterprise: dict[str, bool],
    may: bool,
) -> None:
    stage.slack.users["W0ANA"] = {
        **person("W0ANA", "Ana", "T0ONE", **in_workspace),
        "enterprise_user": {"id": "W0ANA", "enterprise_id": "E0BIG", "teams": ["T0ONE"], **in_enterprise},
    }
    big = {"enterprise": {"id": "E0BIG", "name": "Big"}, "is_enterprise_install": True}
    await install(stage, http, granted() | {"team": None, **big})
    more = {"team_id": "T0ONE", "enterprise_id": "E0BIG", "is_enterprise_install": "true"}
    said = await stage.answer(payloads.command(stage.slack, f"pack editors add:<@{MEMBER}>", user="W0ANA", **more))
    assert ("and so does" in words(said)) == may


async def test_a_removed_workspace_is_forgotten_and_can_come_back(stage: Stage, http: aiohttp.ClientSession) -> None:
    await install(stage, http, granted())
    await stage.driver.deliver(payloads.event("app_uninstalled", team="T0NEW", at=datetime.now(UTC).timestamp() + 5))
    assert await rows(stage.database, select(installation)) == []
    await install(stage, http, granted(token="xoxb-again"))
    # A late event about the removal doesn't harm the new installation.
    late = payloads.event(
        "tokens_revoked", team="T0NEW", at=datetime.now(UTC).timestamp() - 60, tokens={"bot": ["U"]}
    )
    await stage.driver.deliver(late)
    await stage.answer(payloads.command(stage.slack, "compare", team_id="T0NEW", user="U0MEMBER"))
    assert stage.slack.calls("users.info")[-1].token == "xoxb-again"


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


async def test_what_a_workspace_that_removes_the_app_leaves_is_wiped_from_the_disk(
    slack: FakeSlack, clock: Clock, replicas: list[Installations], sqlite_database: Database
) -> None:
    here, _ = replicas
    slack.codes["code"] = granted()
    await here.add("code", None)
    await Chosen(sqlite_database).put("slack:T0NEW", "", "zone", "Zedcanary")
    assert files_with("Zedcanary", sqlite_database)
    clock.now += timedelta(minutes=2)
    assert await here.remove("T0NEW", clock.now)
    assert files_with("Zedcanary", sqlite_database) == []
    await Chosen(sqlite_database).put("slack:T0NEW", "", "zone", "Zedcanary")  # what was still being written
    await here.forget("T0NEW")
    assert files_with("Zedcanary", sqlite_database) == []


async def test_a_workspace_is_gone_even_if_the_disk_cannot_be_wiped(
    slack: FakeSlack,
    clock: Clock,
    replicas: list[Installations],
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail(_database: Database) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(Database, "wipe", fail)
    here, _ = replicas
    slack.codes["code"] = granted()
    await here.add("code", None)
    clock.now += timedelta(minutes=2)
    assert await here.remove("T0NEW", clock.now)
    assert here.is_gone("T0NEW")
    assert await rows(sqlite_database, select(installation.c.tenant)) == []
    assert "copies in memory or in the database's files may stay: The disk is full." in caplog.text


async def test_a_newer_installation_stays_even_if_it_cannot_be_read(
    slack: FakeSlack, clock: Clock, replicas: list[Installations], sqlite_database: Database
) -> None:
    here, _ = replicas
    slack.codes["code"] = granted()
    await here.add("code", None)
    await change(sqlite_database, update(installation).values(expires=-1))
    assert not await here.remove("T0NEW", clock.now - timedelta(minutes=2))
    assert await rows(sqlite_database, select(installation.c.tenant)) == [("slack:T0NEW",)]


async def test_a_new_token_is_used_at_once_whoever_got_it(
    slack: FakeSlack, clock: Clock, replicas: list[Installations], caplog: pytest.LogCaptureFixture
) -> None:
    here, there = replicas
    slack.codes["code"] = granted()
    await here.add("code", None)
    slack.fail("users.info", Fault(error="token_revoked"))
    with pytest.raises(Refused):
        await here.call("T0NEW", "users.info", form={"user": "U0MEMBER"})
    assert "the token of slack:T0NEW any more (token_revoked); someone there has to add Versed again" in caplog.text
    with pytest.raises(NotInstalledError):
        await here.find("T0NEW")
    slack.codes["code"] = granted(token="xoxb-again")
    await there.add("code", None)
    clock.now += timedelta(minutes=2)  # what was read last is cached for a minute
    assert (await here.find("T0NEW")).token == "xoxb-again"


@pytest.mark.parametrize(
    "odd", [{"team": "T0NEW"}, {"team": None}, {"expires_in": "soon", "refresh_token": "xoxe-1"}, {"authed_user": 3}]
)
async def test_an_odd_answer_about_an_installation_causes_no_traceback(
    stage: Stage, http: aiohttp.ClientSession, odd: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    state = (await begin(stage, http))["state"][0]
    stage.slack.codes["code"] = granted(**odd)
    status, page = await come_back(stage, http, code="code", state=state)
    assert status in (200, 502)
    assert "Traceback" not in page + caplog.text


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
