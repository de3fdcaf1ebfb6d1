"""The tokens that workspaces grant by OAuth: stored encrypted, and renewed."""

import asyncio
import json
from datetime import timedelta
from functools import partial

import aiohttp
import pytest
from sqlalchemy import select

from adapters.slack.outbound.api import Api
from adapters.slack.workspace.installations import Installations, NotInstalledError
from adapters.slack.workspace.token_encryption import Vault
from bot.storage import installations
from bot.storage.database import Database
from bot.storage.tables import installation
from tests.adapters.slack.conftest import OAUTH, Clock, Stage, settings_for
from tests.adapters.slack.installing import granted, install
from tests.erasures import erasure
from tests.fakes.slack import FakeSlack
from tests.fakes.slack.server import CLIENT_SECRET
from tests.rows import rows


@pytest.fixture
def stage(by_oauth: Stage) -> Stage:
    return by_oauth


async def test_tokens_are_kept_encrypted(stage: Stage, http: aiohttp.ClientSession) -> None:
    await install(stage, http, granted(refresh_token="xoxe-1-refresh", expires_in=43_200))
    kept = await stage.database.read(partial(installations.find, tenant="slack:T0NEW"))
    assert kept is not None
    stored = json.dumps(await rows(stage.database, select(installation)))
    # Whole tokens, because three letters such as “xox” turn up by chance in base64.
    assert [token for token in ("xoxb-new", "xoxe-1-refresh") if token in stored] == []
    assert kept.refresh is not None
    assert Vault(CLIENT_SECRET).open(kept.refresh) == "xoxe-1-refresh"
    assert Vault(CLIENT_SECRET).open(kept.token) == "xoxb-new"
    assert Vault("another").open(kept.token) is None


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
    installations = Installations(settings_for(slack, **OAUTH), api, sqlite_database, clock, erasure(sqlite_database))
    slack.codes["code"] = granted(refresh_token="xoxe-1", expires_in=43_200)
    await installations.add("code", None)
    clock.now += timedelta(hours=11, minutes=50)
    assert (await installations.find("T0NEW")).token == "xoxb-new"


async def test_a_renewal_that_slack_refuses_is_not_tried_with_every_call(
    slack: FakeSlack, clock: Clock, replicas: list[Installations]
) -> None:
    here, _ = replicas
    slack.codes["code"] = granted(refresh_token="xoxe-1", expires_in=43_200)
    await here.add("code", None)
    clock.now += timedelta(hours=11, minutes=50)
    found = await asyncio.gather(*(here.find("T0NEW") for _ in range(5)))
    assert {each.token for each in found} == {"xoxb-new"}
    assert len(slack.calls("oauth.v2.access")) == 2
    slack.codes["xoxe-1"] = granted(token="xoxb-renewed", refresh_token="xoxe-2", expires_in=43_200)
    clock.now += timedelta(minutes=1)
    assert (await here.find("T0NEW")).token == "xoxb-renewed"


async def test_another_client_secret_cannot_read_the_tokens(
    slack: FakeSlack, api: Api, sqlite_database: Database
) -> None:
    slack.codes["code"] = granted()
    await Installations(settings_for(slack, **OAUTH), api, sqlite_database, Clock(), erasure(sqlite_database)).add(
        "code", None
    )
    other = settings_for(slack, **{**OAUTH, "slack_client_secret": "another"})
    with pytest.raises(NotInstalledError):
        await Installations(other, api, sqlite_database, Clock(), erasure(sqlite_database)).find("T0NEW")
