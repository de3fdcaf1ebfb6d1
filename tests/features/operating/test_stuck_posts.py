"""Posts that failed or may not have arrived: listed, and sent once more by hand."""

import pytest
from sqlalchemy import select

from bot.features.delivery.model import PostState
from bot.features.operating.service import Operator
from bot.features.packs.model import Quota
from bot.language.port import Reason, Rejected, Uncertain, UnreadableHistory
from bot.language.refusals import Refusal
from bot.storage.tables import outbox
from tests.erasures import erasure
from tests.fakes.platform import Fault
from tests.features.delivery.conftest import Desk, desk
from tests.rows import rows

__all__ = ["desk"]


@pytest.fixture
def operator(desk: Desk) -> Operator:
    return Operator(desk.database, erasure(desk.database), Quota(), desk.clock)


async def due(desk: Desk) -> None:
    await desk.add()
    desk.till_nine()
    await desk.plan()


async def failed(desk: Desk) -> str:
    """Let a post fail; return its key."""
    await due(desk)
    desk.port.coming.append(Rejected("That is too long.", Reason.INVALID))
    await desk.send()
    return (await desk.post()).key


async def unknown(desk: Desk) -> str:
    """Let a post arrive without Versed finding out; return its key."""
    await due(desk)
    desk.port.coming.append(Fault.REPLY_LOST)
    await desk.send()
    desk.clock.go(minutes=3)
    desk.port.lookups.append(UnreadableHistory("I may not read there."))
    await desk.send()
    return (await desk.post()).key


async def test_a_post_that_failed_is_sent_again_and_says_that_it_is_late(desk: Desk, operator: Operator) -> None:
    key = await failed(desk)
    desk.clock.go(days=2)
    (stuck,) = await operator.posts(failed=True)
    assert (stuck.post, stuck.tenant, stuck.state, stuck.can_retry) == (key, "slack:a", "failed", True)
    assert stuck.reason == "That is too long."
    assert await operator.retry(key) == stuck
    with pytest.raises(Refusal, match="is waiting to be sent already"):
        await operator.retry(key)
    assert await desk.send() == 1
    (taken,) = desk.port.log
    assert taken.text.startswith("1/1")
    assert "Late: this was meant for" in taken.text
    assert (await desk.post()).state is PostState.SENT
    assert await operator.posts() == []
    with pytest.raises(Refusal, match="has arrived; there's nothing to send again"):
        await operator.retry(key)


@pytest.mark.both_databases
async def test_a_post_that_may_have_arrived_is_only_sent_again_if_told_so(desk: Desk, operator: Operator) -> None:
    key = await unknown(desk)
    (stuck,) = await operator.posts()
    assert (stuck.post, stuck.state, stuck.reason) == (key, "unknown", "I may not read there.")
    assert await operator.posts(failed=True) == []
    with pytest.raises(Refusal, match=r"may have arrived already.*--anyway"):
        await operator.retry(key)
    assert await desk.send() == 0
    await operator.retry(key, anyway=True)
    assert await desk.send() == 1
    assert len(desk.port.log) == 2


async def test_a_post_in_doubt_is_listed_and_left_to_versed(desk: Desk, operator: Operator) -> None:
    await due(desk)
    desk.port.coming.append(Uncertain("The connection was cut."))
    await desk.send()
    (stuck,) = await operator.posts()
    assert (stuck.state, stuck.can_retry) == ("doubtful", False)
    with pytest.raises(Refusal, match="still finding out"):
        await operator.retry(stuck.post, anyway=True)


@pytest.mark.both_databases
async def test_after_a_week_nobody_knows_what_a_post_said(desk: Desk, operator: Operator) -> None:
    key = await failed(desk)
    desk.clock.go(days=6)
    await desk.outbox.tidy()
    (stuck,) = await operator.posts()
    assert stuck.can_retry
    desk.clock.go(days=2)
    await desk.outbox.tidy()
    assert await rows(desk.database, select(outbox.c.payload)) == [("",)]
    (stuck,) = await operator.posts()
    assert not stuck.can_retry
    with pytest.raises(Refusal, match="I haven't kept what post"):
        await operator.retry(key)


async def test_a_post_that_is_not_there_is_refused(operator: Operator) -> None:
    with pytest.raises(Refusal, match="There's no post nine; `versed admin posts` shows"):
        await operator.retry("nine")
