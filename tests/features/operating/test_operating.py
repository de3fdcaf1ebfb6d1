"""What an operator sees of all tenants, and can do about them."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.content.reading.library import Library
from bot.features.delivery.clock import SystemClock
from bot.features.operating.model import HeldLease
from bot.features.operating.orders import Order, carry_out
from bot.features.operating.service import Operator
from bot.features.packs.model import Quota
from bot.language.refusals import Refusal
from bot.storage import shards
from bot.storage.clock import shared_now
from bot.storage.database import Database
from bot.storage.installations import Installation, put
from bot.storage.shards import Replica as DiscordReplica
from bot.storage.tables import game, installation, metadata, owed, own_pack, schedule
from bot.storage.times import to_milliseconds
from tests.erasures import erasure
from tests.features.packs.shelved import ELSEWHERE, HOME, T0, Replica, a_pack, an_asker
from tests.rows import rows
from tests.test_personal_data import ANA as SELF
from tests.test_personal_data import a_row, fill

ANA = an_asker("Ana")
USUAL = Quota(packs=2, items=100, megabytes=3)


@pytest.fixture
def operator(database: Database) -> Operator:
    return Operator(database, erasure(database), USUAL, SystemClock())


@pytest.fixture
def replica(database: Database, tmp_path: Path) -> Replica:
    a_pack(tmp_path / "operator", "Operator's")
    return Replica(database, Library([tmp_path / "operator"]), USUAL)


async def installed(database: Database, tenant: str, name: str) -> None:
    added = Installation(tenant, name, "bot", "sealed", None, None, T0)
    await database.transact(partial(put, added=added))


async def test_tenants_are_listed_with_the_size_of_their_data_largest_first(
    database: Database, operator: Operator
) -> None:
    assert await operator.tenants() == []
    await fill(database)
    await installed(database, "slack:T1", "Acme")
    first, second, third = await operator.tenants()
    assert (first.tenant, first.people, second.tenant, second.people) == ("web:a", 2, "web:b", 1)
    assert first.rows == 2 * second.rows > 50
    assert first.last_use is not None
    assert to_milliseconds(first.last_use) == 2  # Ana did something at 1, and Ben at 2
    assert (third.tenant, third.name, third.rows, third.people, third.last_use) == ("slack:T1", "Acme", 1, 0, None)


@pytest.mark.both_databases
async def test_one_tenant_is_counted_as_in_the_list_of_all(database: Database, operator: Operator) -> None:
    await fill(database)
    await installed(database, "web:a", "Acme")
    await operator.limit("web:a", {"packs": 5})
    all_of_them = await operator.tenants()
    assert [await operator.tenant(each.tenant) for each in all_of_them] == all_of_them


async def test_a_purge_leaves_nothing_of_its_tenant_and_everything_of_others(
    database: Database, operator: Operator
) -> None:
    await fill(database)
    for tenant in ("web:a", "web:b"):
        await installed(database, tenant, "Acme")
        await operator.limit(tenant, {"packs": 5})
    before = await operator.tenant("web:b")
    assert (await operator.purge("web:a")).rows > 50
    assert [each.tenant for each in await operator.tenants()] == ["web:b"]
    assert await operator.tenant("web:b") == before
    for table in metadata.sorted_tables:
        if table.name != "pack_change":  # which tells replicas to drop its packs
            assert ("web:a",) not in await rows(database, select(table.c.tenant)), table.name
    with pytest.raises(Refusal, match="There's no tenant web:a; `versed admin tenants` shows"):
        await operator.purge("web:a")
    for kept in (installation, schedule):
        assert await rows(database, select(kept.c.tenant)) == [("web:b",)]


async def test_a_tenant_with_limits_of_its_own_may_have_as_much(
    database: Database, replica: Replica, operator: Operator, tmp_path: Path
) -> None:
    pack = a_pack(tmp_path / "own")
    made = await replica.own.publish(ANA, pack, {})
    use = await operator.limit(HOME.key, {"packs": 1, "items": 1})
    assert (use.packs, use.most_packs, use.most_items, use.most_megabytes) == (1, 1, 1, 3)
    with pytest.raises(Refusal, match="has 2 items, and the limit is 1;"):
        await replica.own.publish(ANA, pack, {}, on=made)
    await operator.limit(HOME.key, {"items": None})
    with pytest.raises(Refusal, match="You already have 1 pack of your own"):
        await replica.own.publish(ANA, pack, {})
    for _ in range(2):  # elsewhere, the usual limits apply
        await replica.own.publish(an_asker("Ana", ELSEWHERE), pack, {})
    await operator.limit(HOME.key, {"packs": 3})
    for _ in range(2):
        await replica.own.publish(ANA, pack, {})
    assert len(await rows(database, select(own_pack))) == 5


@pytest.mark.both_databases
async def test_leases_tell_who_holds_what_and_for_how_long(database: Database, operator: Operator) -> None:
    assert await operator.leases() == []
    me = DiscordReplica("discord-bot:1", "first")
    await database.transact(lambda transaction: shards.join(transaction, me, 2, 60_000))
    await database.transact(lambda transaction: shards.claim(transaction, me, 1, 60_000))
    now = to_milliseconds(await database.read(shared_now))
    running: dict[str, Any] = {"tenant": "web:a", "id": "g", "owner": "first", "epoch": 4, "beat": 0, "at": 0}
    await database.writer.insert(game, {**running, "lease_until": now + 60_000, "invitation": None, "ended": None})
    await database.writer.insert(owed, {**a_row(owed, SELF), "id": "r", "lease_until": now - 60_000})
    found = {each.kind: each for each in await operator.leases()}
    assert _told(found["shard"]) == ("discord-bot:1", "1", "first", 1)
    assert _told(found["replica"]) == ("discord-bot:1", "first", "first", None)
    assert _told(found["game"]) == ("web:a", "g", "first", 4)
    assert _told(found["answer"]) == ("web:a", "r", "", None)
    assert found["answer"].seconds < 0 < found["game"].seconds
    assert len(found) == 4


async def test_an_order_is_answered_in_json(operator: Operator, database: Database) -> None:
    await fill(database)
    first, _ = await carry_out(operator, Order("tenants"))
    assert first["last_use"] == "1970-01-01T00:00:00.002000+00:00"
    with pytest.raises(Refusal, match="another version"):
        await carry_out(operator, Order("dance"))


def _told(lease: HeldLease) -> tuple[str, str, str, int | None]:
    return lease.tenant, lease.which, lease.holder, lease.epoch
