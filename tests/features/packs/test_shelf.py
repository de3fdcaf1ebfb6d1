"""The shelf: packs in use are in memory, new versions from elsewhere are seen, and switched-off parts are gone."""

import asyncio
from pathlib import Path

import pytest

from bot.content.derived import CachedPerPack, When
from bot.content.reading.library import Library
from bot.content.without import without
from bot.features.learners.store.tenants import delete_all
from bot.features.packs import shelf
from bot.naming.titles import Title
from bot.personal_data import PERSONAL_DATA
from bot.storage.database import Database, NotReadyError
from bot.storage.transaction import Transaction
from tests.features.packs.shelved import HOME, Replica, a_pack, an_asker

ANA = an_asker("Ana")
TEETH = Title("card:teeth", "What has teeth? (card)")


@pytest.fixture
def operators(tmp_path: Path) -> Library:
    a_pack(tmp_path / "operator", "Operator's")
    return Library([tmp_path / "operator"])


async def test_another_replica_sees_a_new_version(database: Database, operators: Library, tmp_path: Path) -> None:
    here, there = Replica(database, operators), Replica(database, operators)
    made = await here.own.publish(ANA, a_pack(tmp_path / "own"), {})
    assert (await there.shelf.find(HOME.key, made.id)) is not None
    await here.own.publish(ANA, a_pack(tmp_path / "own", "Newer"), {}, on=made)

    await there.shelf.look()

    found = await there.shelf.find(HOME.key, made.id)
    assert found is not None
    assert found.title == "Newer"


async def test_a_pack_is_served_before_all_that_is_derived_from_it_is_made(
    database: Database, operators: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "_LATER", 0.001)
    first, soon = CachedPerPack(lambda pack: pack.title), CachedPerPack(lambda pack: pack.title, When.SOON)
    replica = Replica(database, operators)
    made = await replica.own.publish(ANA, a_pack(tmp_path / "own"), {})

    found = await replica.shelf.find(HOME.key, made.id)

    assert found is not None
    assert (first.is_made(found), soon.is_made(found)) == (True, False)
    while not soon.is_made(found):
        await asyncio.sleep(0.001)


async def test_following_looks_again_and_again(database: Database, operators: Library, tmp_path: Path) -> None:
    here, there = Replica(database, operators), Replica(database, operators)
    await there.shelf.look()
    following = asyncio.create_task(there.shelf.follow(0.001))
    made = await here.own.publish(ANA, a_pack(tmp_path / "own"), {})
    while await there.shelf.find(HOME.key, made.id) is None:
        await asyncio.sleep(0.001)
    following.cancel()


async def test_a_purged_tenant_has_nothing_on_any_replica(
    database: Database, operators: Library, tmp_path: Path
) -> None:
    here, there = Replica(database, operators), Replica(database, operators)
    made = await here.own.publish(ANA, a_pack(tmp_path / "own"), {})
    await there.shelf.find(HOME.key, made.id)

    def purge(transaction: Transaction) -> None:
        PERSONAL_DATA.purge(transaction, HOME.key)
        delete_all(transaction, HOME.key)

    await database.transact(purge)
    await there.shelf.look()
    assert await there.shelf.find(HOME.key, made.id) is None


async def test_the_packs_that_were_not_used_for_longest_leave_memory(
    database: Database, operators: Library, tmp_path: Path
) -> None:
    replica = Replica(database, operators, most=40)
    made = [await replica.own.publish(ANA, a_pack(tmp_path / "own", title), {}) for title in ("One", "Two", "Three")]
    for each in made:
        await replica.shelf.find(HOME.key, each.id)
    with pytest.raises(NotReadyError):
        replica.shelf.get(HOME.key, made[0].id)
    assert replica.shelf.get(HOME.key, made[2].id) is not None


async def test_work_that_needs_a_pack_is_done_again_once_it_is_there(
    database: Database, operators: Library, tmp_path: Path
) -> None:
    here, there = Replica(database, operators), Replica(database, operators)
    made = await here.own.publish(ANA, a_pack(tmp_path / "own"), {})
    found = await database.transact(lambda _: there.shelf.get(HOME.key, made.id))
    assert found is not None


@pytest.mark.both_databases
async def test_what_is_switched_off_is_gone_in_that_tenant_until_it_is_switched_on(
    database: Database, operators: Library
) -> None:
    replica, whole = Replica(database, operators), operators.default
    assert await replica.own.switch(ANA, whole.id, TEETH, off=True)
    assert not await replica.own.switch(ANA, whole.id, TEETH, off=True)
    found = await replica.shelf.find(HOME.key, whole.id)
    assert found is not None
    assert [card.id for card in found.cards] == ["dust"]
    assert await replica.shelf.find("discord:2", whole.id) is whole
    assert await replica.own.switch(ANA, whole.id, TEETH, off=False)
    assert await replica.shelf.find(HOME.key, whole.id) is whole


def test_the_last_topic_stays(tmp_path: Path) -> None:
    pack = a_pack(tmp_path / "own")
    assert without(pack, {"topic:use"}).topics == pack.topics
