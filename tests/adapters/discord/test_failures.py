"""Faults between Versed and Discord's API: every interaction is still answered, and nothing is asked too often."""

import logging

import pytest

from adapters.discord.outbound.breaker import Breaker
from adapters.discord.outbound.failures import Held, Limited, Refused, Unclear, Unreached, as_post_error, reasons
from adapters.discord.outbound.pace import Pace
from adapters.discord.outbound.rest import Rest
from adapters.discord.setup.platform import Discord
from bot.language.forms import text_form
from bot.language.message import Message, message
from bot.language.port import Destination, Postponed, Queued, Reason, Rejected, Uncertain
from bot.language.requests import Call
from bot.language.rich_text import text
from bot.storage.database import Database
from tests.adapters.discord.conftest import connected
from tests.adapters.discord.desk import PRIVATE, Desk
from tests.fakes.commands import FakeCommands
from tests.fakes.discord import FakeDiscord, Shown
from tests.fakes.discord.faults import HTML
from tests.patience import FOREVER

CALLBACK = "POST .*/callback"


@pytest.mark.parametrize(
    "fault",
    [
        {"drop": True},
        {"drop": True, "accept": True},
        {"status": 500},
        {"status": 503, "accept": True},
        {"status": 503, "html": True},
        {"status": 429, "retry_after": 0.1},
        {"status": 429, "retry_after": 0.1, "headers": {"Via": ""}},
    ],
    ids=str,
)
async def test_an_answer_survives_a_fault(discord: FakeDiscord, versed: Discord, fault: dict[str, object]) -> None:
    discord.fail(CALLBACK, **fault)
    used = await discord.use("compare", topic="care")
    assert "Daily care" in (await used.shown()).text
    await versed.close()
    assert len(used.messages) == 1


@pytest.mark.parametrize("lost", ["POST .*/callback", "POST /webhooks/.*"])
async def test_a_long_answer_survives_a_lost_reply(
    discord: FakeDiscord, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    desk = FakeCommands()
    long = message(*(text(f"{number} " + "word " * 600) for number in range(2)))

    async def serve(call: Call, **_: bool) -> Message:
        return long

    monkeypatch.setattr(desk, "serve", serve)
    async with connected(discord, desk, sqlite_database) as versed:
        discord.fail(lost, drop=True, accept=True)
        used = await discord.use("tip")
        await used.shown(2)
        await versed.close()
        assert [shown.text[:1] for shown in used.messages] == ["0", "1"]


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (400, 40060)])
async def test_an_expired_interaction_is_logged_and_its_work_kept(
    discord: FakeDiscord, versed: Discord, caplog: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    discord.fail(CALLBACK, status=status, code=code)
    with caplog.at_level(logging.WARNING):
        used = await discord.use("settings", questions=9)
        await discord.until(lambda: "an answer didn't arrive" in caplog.text)
    assert used.callback is None
    assert used.token not in caplog.text
    assert "9" in (await (await discord.use("settings")).shown()).text
    assert len(discord.sent("POST", "/callback")) == 2


async def test_an_answer_that_discord_does_not_take_is_replaced(discord: FakeDiscord, versed: Discord) -> None:
    discord.fail(CALLBACK, status=400, code=50035)
    shown = await (await discord.use("compare")).shown()
    assert "couldn't show that here" in shown.text
    assert shown.private


async def test_a_form_that_discord_refuses_still_gets_a_reply(
    discord: FakeDiscord, sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(PRIVATE, text_form("Your answer", "A word"))
    assert desk.gate is not None
    desk.gate.set()
    async with connected(discord, desk, sqlite_database):
        discord.fail(CALLBACK, status=400, code=50035, errors=BAD_LABEL)
        on = Shown("5", discord.channel, {"components": []}, {})
        shown = await (await discord.press_id(on, "words.1:a:0")).shown()
        assert "couldn't show that here" in shown.text
        assert shown.private
    assert "data.components.0.label: BASE_TYPE_BAD_LENGTH" in caplog.text


async def test_a_form_that_comes_too_late_for_discord_is_logged(
    discord: FakeDiscord, sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(PRIVATE, text_form("Your answer", "A word"))
    assert desk.gate is not None
    desk.gate.set()
    async with connected(discord, desk, sqlite_database):
        discord.fail(CALLBACK, status=404, code=10062)
        await discord.press_id(Shown("5", discord.channel, {"components": []}, {}), "words.1:a:0")
        await discord.until(lambda: "an answer didn't arrive" in caplog.text)
    assert len(discord.sent("POST", "/callback")) == 1


BAD_LABEL = {
    "data": {
        "components": {
            "0": {"label": {"_errors": [{"code": "BASE_TYPE_BAD_LENGTH", "message": "Must be 45: “a secret”"}]}}
        }
    }
}


async def test_a_refusal_is_logged_with_its_reasons_but_without_what_was_written(
    discord: FakeDiscord, versed: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    discord.fail(CALLBACK, status=400, code=50035, errors=BAD_LABEL)
    await (await discord.use("compare")).shown()
    assert "400 50035 a fault was asked for [data.components.0.label: BASE_TYPE_BAD_LENGTH]" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("door", ["port", "boards"])
async def test_a_refused_post_is_logged_with_its_reasons(
    discord: FakeDiscord, versed: Discord, caplog: pytest.LogCaptureFixture, door: str
) -> None:
    discord.fail("POST /channels/.*", status=400, code=50035, errors=BAD_LABEL)
    to = Destination(f"discord:{discord.home['id']}", discord.channel)
    with pytest.raises(Rejected):
        if door == "port":
            await versed.port.post(to, message(text("hello")), "k")
        else:
            await versed.boards.show(to, message(text("hello")), "k")
    assert "data.components.0.label: BASE_TYPE_BAD_LENGTH" in caplog.text
    assert "secret" not in caplog.text


def test_reasons_are_few_and_short_whatever_discord_says() -> None:
    assert reasons(None) == reasons(["odd"]) == reasons({"a": None}) == []
    assert reasons({"_errors": [{"code": "A"}, {"code": "B"}, "odd"]}) == ["body: A, B"]
    many = {str(number): {"_errors": [{"code": "X" * 500}]} for number in range(500)}
    assert len(reasons(many)) == 10
    assert max(map(len, reasons(many))) == 120
    deep: dict[str, object] = {"_errors": [{"code": "DEEP"}]}
    for _ in range(100_000):
        deep = {"a": deep}
    assert reasons(deep) == []


async def test_a_follow_up_waits_as_told_and_comes_once(discord: FakeDiscord, versed: Discord) -> None:
    discord.fail("POST /webhooks/.*", status=429, retry_after=60.0)
    rest = Rest(discord.root, discord.token)
    used = await discord.use("compare", send=False)
    with pytest.raises(Limited) as limited:
        await rest.call("POST", f"/webhooks/1/{used.token}", b"{}", limited_by="x")
    assert limited.value.seconds == 60.0
    with pytest.raises(Held):
        await rest.call("POST", f"/webhooks/1/{used.token}", b"{}", limited_by="x")
    assert len(discord.sent("POST", used.token)) == 1
    await rest.close()


async def test_cloudflare_stops_everything(discord: FakeDiscord, caplog: pytest.LogCaptureFixture) -> None:
    discord.fail(".*", times=None, status=429, html=True)
    rest = Rest(discord.root, discord.token)
    rest._breaker = Breaker(Clock())
    outcomes = []
    for _ in range(50):
        try:
            await rest.call("GET", "/users/@me", as_bot=True)
        except Held as held:
            outcomes.append(held)
    await rest.close()
    assert len(outcomes) == 50
    assert len(discord.requests) == 1
    assert "is blocking me" in str(outcomes[-1])
    assert HTML not in caplog.text


async def test_a_revoked_token_is_not_tried_again(
    discord: FakeDiscord, versed: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    discord.fail("(GET|POST) /channels/.*", times=None, status=401)
    rest = Rest(discord.root, discord.token)
    for _ in range(20):
        with pytest.raises(Held) as held:
            await rest.call("GET", f"/channels/{discord.channel}/messages", as_bot=True)
    assert 3500 < held.value.seconds <= 3600
    assert len(discord.sent("GET", "/messages")) == 1
    assert caplog.text.count("doesn't accept DISCORD_TOKEN") == 1
    await rest.close()


async def test_a_failed_connection_has_reached_nobody() -> None:
    rest = Rest("http://127.0.0.1:1/api/v10", "t")
    with pytest.raises(Unreached):
        await rest.call("GET", "/users/@me")
    await rest.close()


async def test_a_late_answer_is_unclear(discord: FakeDiscord) -> None:
    discord.fail("GET /users/@me", delay=FOREVER, accept=True)
    rest = Rest(discord.root, discord.token)
    with pytest.raises(Unclear):
        await rest.call("GET", "/users/@me", as_bot=True, seconds=0.1)
    await rest.close()


async def test_nothing_is_sent_while_a_limit_is_used_up(discord: FakeDiscord) -> None:
    used_up = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "0.3", "X-RateLimit-Bucket": "b"}
    discord.fail("GET /users/@me", status=200, headers=used_up)
    clock = Clock()
    rest = Rest(discord.root, discord.token)
    rest._pace = Pace(clock)
    await rest.call("GET", "/users/@me", as_bot=True, limited_by="me")
    with pytest.raises(Held) as held:
        await rest.call("GET", "/users/@me", as_bot=True, limited_by="me")
    assert 0 < held.value.seconds <= 0.3
    await rest.call("GET", "/users/@me", as_bot=True, limited_by="something else")
    clock.now += held.value.seconds
    await rest.call("GET", "/users/@me", as_bot=True, limited_by="me")
    await rest.close()


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_the_breaker_probes_ever_more_rarely_and_closes_again() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    breaker.blocked(None)
    calls = 0
    for _ in range(300):
        clock.now += 1
        try:
            breaker.check(token=False)
        except Held:
            continue
        calls += 1
        breaker.blocked(None)
    assert 1 <= calls <= 5
    while True:
        clock.now += 1
        try:
            breaker.check(token=False)
        except Held:
            continue
        break
    breaker.unblocked()
    breaker.check(token=False)
    breaker.check(token=False)


def test_the_breaker_waits_as_long_as_it_is_told() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    breaker.blocked(5000.0)
    clock.now += 4999
    with pytest.raises(Held):
        breaker.check(token=False)
    clock.now += 2
    breaker.check(token=False)


def test_the_breaker_stays_far_from_a_ban() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    passed = 0
    for _ in range(6000):
        clock.now += 0.1
        try:
            breaker.check(token=False)
        except Held:
            continue
        passed += 1
        breaker.invalid()
    assert passed <= 100


def test_answers_go_on_when_posts_have_been_refused() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    for _ in range(80):
        breaker.check(token=True)
        breaker.invalid()
    with pytest.raises(Held):
        breaker.check(token=True)
    breaker.check(token=False)


@pytest.mark.parametrize(
    ("failure", "kind", "reason"),
    [
        (Limited("Wait.", 82_721), Postponed, None),
        (Held("Wait.", 3), Queued, None),
        (Unreached("x"), Postponed, None),
        (Unclear("x"), Uncertain, None),
        (Refused(403, 50001, ""), Rejected, Reason.NOT_ALLOWED),
        (Refused(403, 50013, ""), Rejected, Reason.NOT_ALLOWED),
        (Refused(403, 50007, ""), Rejected, Reason.NOT_ALLOWED),
        (Refused(404, 10003, ""), Rejected, Reason.PLACE_DELETED),
        (Refused(404, 10004, ""), Rejected, Reason.TENANT_LOST),
        (Refused(404, 10008, ""), Rejected, Reason.POST_LOST),
        (Refused(429, 30046, ""), Rejected, Reason.POST_LOST),
        (Refused(400, 50035, ""), Rejected, Reason.INVALID),
        (Refused(404, 0, ""), Rejected, Reason.PLACE_LOST),
        (Refused(403, 0, ""), Rejected, Reason.NOT_ALLOWED),
    ],
)
def test_what_a_failure_means_for_a_post(failure: Exception, kind: type, reason: Reason | None) -> None:
    error = as_post_error(failure)  # type: ignore[arg-type]
    assert type(error) is kind
    assert str(error).endswith(".")
    if isinstance(error, Rejected):
        assert error.reason is reason
    if isinstance(error, Postponed):
        assert error.seconds > 0
