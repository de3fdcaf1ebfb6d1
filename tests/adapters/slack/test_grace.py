"""A workspace with its own app loses its token: its data is deleted later, unless it comes back in time."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from adapters.slack.outbound.api import Api, Refused
from adapters.slack.workspace.installations import Installations, NotInstalledError
from bot.features.learners.chosen import Chosen
from bot.features.learners.store import notices, tenants
from bot.language.people import MemberKey
from bot.language.port import PlatformError
from bot.language.rich_text import in_words
from bot.storage import removals
from bot.storage.database import Database
from bot.storage.tables import removal, setting
from bot.storage.transaction import Transaction
from tests.adapters.slack.conftest import settings_for
from tests.erasures import erasure
from tests.fakes.slack import FakeSlack
from tests.fakes.slack.faults import Fault
from tests.fakes.slack.server import CLIENT_ID, CLIENT_SECRET
from tests.files import files_with
from tests.rows import change, rows

HOME = "slack:T0HOME"


class Owner:
    """Someone who runs Versed with their own token, on a clock that tests can move."""

    def __init__(self, slack: FakeSlack, api: Api, database: Database) -> None:
        self.slack, self.api, self.database = slack, api, database
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)
        self.installations = self.started()

    def started(self, **more: Any) -> Installations:
        return Installations(
            settings_for(self.slack, **more),
            self.api,
            self.database,
            lambda: self.now,
            erasure(self.database),
            lambda: self.now.timestamp(),
        )

    async def loses_the_token(self, error: str = "token_revoked", *, revoked: bool = True) -> None:
        self.slack.fail("auth.test", Fault(error=error))
        assert not await self.installations.remove("T0HOME", self.now, revoked=revoked)

    async def after(self, **time: float) -> bool:
        """Let time pass, and return whether any settings are left."""
        self.now += timedelta(**time)
        await self.installations.grace.end()
        return bool(await rows(self.database, select(setting)))

    async def told(self) -> list[str]:
        found = await self.database.read(lambda transaction: notices.untold(transaction, MemberKey(HOME, "")))
        return [in_words(each.sentence) for each in found]


@pytest.fixture
async def owner(slack: FakeSlack, sqlite_database: Database) -> AsyncIterator[Owner]:
    api = Api(slack.root)
    made = Owner(slack, api, sqlite_database)
    await made.installations.identify()
    await Chosen(sqlite_database).put(HOME, "", "questions", "7")
    yield made
    await api.close()


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_a_revoked_token_leaves_everything_for_a_week(owner: Owner, error: str) -> None:
    await owner.loses_the_token(error)
    with pytest.raises(NotInstalledError):
        await owner.installations.find("T0HOME")
    assert await owner.after(days=6, hours=23)
    assert not await owner.after(hours=1)
    assert await rows(owner.database, select(removal)) == []


async def test_what_a_workspace_that_stays_away_leaves_is_wiped_from_the_disk(owner: Owner) -> None:
    await Chosen(owner.database).put(HOME, "", "zone", "Zedcanary")
    await owner.loses_the_token()
    assert files_with("Zedcanary", owner.database)
    assert not await owner.after(days=7)
    assert files_with("Zedcanary", owner.database) == []


async def test_an_app_that_is_uninstalled_leaves_everything_for_a_day(owner: Owner) -> None:
    await owner.loses_the_token(revoked=False)
    assert await owner.after(hours=23)
    assert not await owner.after(hours=1)


@pytest.mark.parametrize("order", [(True, False), (False, True), (False, True, True, False)])
async def test_the_earlier_deadline_counts_in_any_order(owner: Owner, order: tuple[bool, ...]) -> None:
    for revoked in order:
        await owner.loses_the_token(revoked=revoked)
    assert await owner.after(hours=23)
    assert not await owner.after(hours=1)


async def test_a_repeated_event_does_not_postpone_the_deletion(owner: Owner) -> None:
    await owner.loses_the_token()
    assert await owner.after(days=6)
    await owner.loses_the_token()
    assert not await owner.after(days=1)


async def test_a_new_token_keeps_everything_and_administrators_are_told(owner: Owner) -> None:
    await owner.loses_the_token()
    assert await owner.after(days=3)
    assert await owner.told() == []
    owner.installations = owner.started(slack_bot_token="xoxb-fresh")
    await owner.installations.identify()
    (sentence,) = await owner.told()
    assert "Everything I keep is still here" in sentence
    assert (await owner.installations.find("T0HOME")).token == "xoxb-fresh"
    assert await owner.after(days=30)
    await owner.started(slack_bot_token="xoxb-fresh").identify()
    assert len(await owner.told()) == 1


async def test_a_token_that_works_again_is_used_again(owner: Owner) -> None:
    await owner.loses_the_token("account_inactive")
    owner.slack.fail("auth.test", Fault(error="account_inactive"))
    has_token = []
    for _ in range(2):
        await owner.installations.check_again()
        has_token.append(owner.installations.has_token)
    assert has_token == [False, True]
    assert (await owner.installations.find("T0HOME")).team == "T0HOME"


async def test_other_workspaces_do_not_wait_for_the_configured_token(owner: Owner) -> None:
    owner.installations = owner.started(slack_client_id=CLIENT_ID, slack_client_secret=CLIENT_SECRET)
    await owner.installations.identify()
    await owner.loses_the_token()
    assert owner.installations.has_token


async def test_a_start_with_the_dead_token_says_what_is_pending(
    owner: Owner, caplog: pytest.LogCaptureFixture
) -> None:
    await owner.loses_the_token()
    owner.slack.fail("auth.test", *[Fault(error="token_revoked")] * 2)
    caplog.clear()
    with pytest.raises(PlatformError):
        await owner.started().identify()
    assert "everything kept about it will be deleted on 09 March 2026 at 09:00 UTC" in caplog.text
    owner.now += timedelta(days=8)
    with pytest.raises(PlatformError):
        await owner.started().identify()
    assert not await owner.after()


async def test_an_app_of_many_workspaces_takes_over_one_that_had_its_own(owner: Owner) -> None:
    await owner.loses_the_token()
    many = owner.started(slack_bot_token=None, slack_client_id=CLIENT_ID, slack_client_secret=CLIENT_SECRET)
    owner.slack.codes["code"] = {
        "ok": True,
        "access_token": "xoxb-many",
        "bot_user_id": "U0BOT",
        "team": {"id": "T0HOME", "name": "Home"},
        "authed_user": {"id": "U0NEW"},
    }
    await many.add("code", None)
    owner.installations = many
    assert await owner.after(days=8)


async def test_deletions_pending_on_other_platforms_are_left_alone(owner: Owner) -> None:
    await owner.database.transact(lambda transaction: removals.note(transaction, "other:1", owner.now))
    await owner.loses_the_token()
    assert not await owner.after(days=7)
    assert await rows(owner.database, select(removal.c.tenant)) == [("other:1",)]


async def test_a_workspace_added_during_its_deletion_stays(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    await owner.loses_the_token()
    cancel = removals.cancel

    def late(transaction: Any, tenant: str) -> bool:
        cancel(transaction, tenant)  # another process has just done so
        return cancel(transaction, tenant)

    monkeypatch.setattr("bot.storage.removals.cancel", late)
    assert await owner.after(days=8)


async def test_a_removal_that_fails_does_not_stop_the_others(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    delete_all = tenants.delete_all

    def fail_at_times(transaction: Transaction, tenant: str) -> None:
        if tenant == "slack:T1BAD":
            raise LookupError("a row of theirs")
        delete_all(transaction, tenant)

    for tenant, until in (("slack:T0FAR", 10**17), ("slack:T1BAD", 0)):
        await change(owner.database, insert(removal).values(tenant=tenant, until=until))
    await owner.loses_the_token()
    monkeypatch.setattr(tenants, "delete_all", fail_at_times)
    assert not await owner.after(days=7)
    assert await rows(owner.database, select(removal.c.tenant)) == [("slack:T0FAR",), ("slack:T1BAD",)]


async def test_whoever_runs_it_reads_in_the_log_what_to_do_about_a_dead_token(
    owner: Owner, caplog: pytest.LogCaptureFixture
) -> None:
    owner.slack.fail("users.info", Fault(error="token_revoked"))
    with pytest.raises(Refused):
        await owner.installations.call("T0HOME", "users.info", form={"user": "U0MEMBER"})
    assert caplog.messages == [
        "Slack doesn't accept SLACK_BOT_TOKEN any more (token_revoked), so nothing is answered or posted there; copy "
        "it again from the app's page, and start Versed again"
    ]
