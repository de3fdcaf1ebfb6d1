"""Packs of a tenant: versions that never change, two editors at once, quotas, drafts, and who may do what."""

import re
import zlib
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.content.model import SCHEMA_VERSION
from bot.content.reading.library import Library
from bot.features.packs.model import KEPT_VERSIONS, LEFT, REMOVED_FOR, EditorAct, Quota, differences
from bot.language.people import MemberKey
from bot.language.refusals import Refusal
from bot.personal_data import PERSONAL_DATA
from bot.storage.database import Database
from bot.storage.tables import pack_draft, pack_log, pack_version
from bot.storage.transaction import Transaction
from tests.features.packs.shelved import CARDS, ELSEWHERE, HOME, Replica, a_pack, an_asker
from tests.rows import rows

ANA, BEN = an_asker("Ana"), an_asker("Ben")


@pytest.fixture
def replica(database: Database, operators: Library) -> Replica:
    return Replica(database, operators)


@pytest.fixture
def operators(tmp_path: Path) -> Library:
    a_pack(tmp_path / "operator", "Operator's")
    return Library([tmp_path / "operator"])


async def test_what_is_published_is_taught_in_that_tenant_alone(replica: Replica, tmp_path: Path) -> None:
    pack = a_pack(tmp_path / "own", "Onboarding")
    made = await replica.own.publish(ANA, pack, {})
    assert made.id != pack.id  # the operator's has that id
    assert [each.title for each in await replica.own.all(HOME.key)] == ["Onboarding"]
    found = await replica.shelf.find(HOME.key, made.id)
    assert found == pack.model_copy(update={"id": made.id})
    assert replica.shelf.get(HOME.key, made.id) is found
    assert await replica.shelf.find(ELSEWHERE.key, made.id) is None
    assert await replica.own.all(ELSEWHERE.key) == []


async def test_a_version_stays_as_it_was_and_comes_back_as_a_new_one(replica: Replica, tmp_path: Path) -> None:
    first = a_pack(tmp_path / "own")
    made = await replica.own.publish(ANA, first, {}, "begun")
    second = a_pack(tmp_path / "own", cards=CARDS.replace("What has teeth?", "What bites wood?"))
    await replica.own.publish(BEN, second, {}, "better", on=made)
    again = await replica.own.restore(ANA, made.id, 1)
    with pytest.raises(Refusal, match="I already teach version 1"):  # pressed twice
        await replica.own.restore(ANA, made.id, 1)

    assert again.version == 3
    assert (await replica.shelf.find(HOME.key, made.id)) == await replica.own.content(HOME.key, made.id, 1)
    history = await replica.own.history(HOME.key, made.id)
    assert [(each.number, each.by, each.note) for each in history] == [
        (3, "Ana", "As version 1"),
        (2, "Ben", "better"),
        (1, "Ana", "begun"),
    ]


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        (SCHEMA_VERSION - 1, "Version 2 was made by an older Versed and can't be read; restore another."),
        (SCHEMA_VERSION + 1, "Version 2 was made by a newer Versed and can't be read; restore another."),
        (SCHEMA_VERSION, "Version 2 is damaged and can't be read; restore another."),
    ],
)
async def test_a_version_of_another_schema_is_reported_and_the_others_work(
    sqlite_database: Database, operators: Library, tmp_path: Path, schema: int, told: str
) -> None:
    first = Replica(sqlite_database, operators)
    made = await first.own.publish(ANA, a_pack(tmp_path / "own"), {})
    other = await first.own.publish(ANA, a_pack(tmp_path / "other", "Other"), {})
    made = await first.own.publish(ANA, a_pack(tmp_path / "own", "Tools again"), {}, on=made)
    await first.drafts.keep(ANA, a_pack(tmp_path / "own"), made)
    unknown = zlib.compress(b'{"called": "What it was called once"}\n{}')
    await sqlite_database.transact(lambda work: _rewrite(work, made.id, unknown, schema))

    late = Replica(sqlite_database, operators)
    assert await late.shelf.find(HOME.key, made.id) is None
    assert await late.shelf.find(HOME.key, other.id) is not None
    assert await late.drafts.find(ANA, made.id) is None
    assert await late.drafts.keep(ANA, a_pack(tmp_path / "own"), made)
    assert await late.drafts.find(ANA, made.id)
    with pytest.raises(Refusal, match=re.escape(told)):
        await late.own.content(HOME.key, made.id, 2)
    restored = await late.own.restore(ANA, made.id, 1)
    assert restored.version == 3
    assert await late.shelf.find(HOME.key, made.id) is not None


def _rewrite(transaction: Transaction, pack: str, content: bytes, schema: int) -> None:
    """Store other content as version 2 of a pack, and in its drafts."""
    version = update(pack_version).where((pack_version.c.pack == pack) & (pack_version.c.number == 2))
    transaction.change(version.values(content=content, schema=schema), {})
    transaction.change(update(pack_draft).where(pack_draft.c.pack == pack).values(content=content), {})


async def test_the_second_of_two_editors_at_once_is_told(replica: Replica, tmp_path: Path) -> None:
    made = await replica.own.publish(ANA, a_pack(tmp_path / "own"), {})
    await replica.own.publish(BEN, a_pack(tmp_path / "own", "Bens"), {}, on=made)
    with pytest.raises(Refusal, match=r"Ben published version 2 of Bens at the same time"):
        await replica.own.publish(ANA, a_pack(tmp_path / "own", "Anas"), {}, on=made)


async def test_publishing_the_same_again_changes_nothing(replica: Replica, tmp_path: Path) -> None:
    made = await replica.own.publish(ANA, a_pack(tmp_path / "own"), {})
    assert await replica.own.publish(ANA, a_pack(tmp_path / "own"), {}, on=made) == made
    assert len(await replica.own.history(HOME.key, made.id)) == 1


async def test_a_removed_pack_comes_back_for_a_while(replica: Replica, tmp_path: Path) -> None:
    made = await replica.own.publish(ANA, a_pack(tmp_path / "own"), {})
    await replica.own.remove(ANA, made.id)
    assert await replica.shelf.find(HOME.key, made.id) is None
    await replica.own.bring_back(ANA, made.id)
    assert await replica.shelf.find(HOME.key, made.id) is not None


@pytest.mark.both_databases
async def test_a_pack_removed_long_ago_is_deleted(replica: Replica, database: Database, tmp_path: Path) -> None:
    made = await replica.own.publish(ANA, a_pack(tmp_path / "own"), {})
    await replica.own.remove(ANA, made.id)
    await database.transact(lambda transaction: PERSONAL_DATA.expire(transaction, ANA.at + 2 * REMOVED_FOR))
    assert await replica.own.history(HOME.key, made.id) == []


async def test_no_tenant_gets_more_than_its_quota(database: Database, operators: Library, tmp_path: Path) -> None:
    small = Replica(database, operators, Quota(packs=1, items=1, megabytes=1))
    made = await small.own.publish(ANA, a_pack(tmp_path / "own", cards="cards: []"), {})
    with pytest.raises(Refusal, match="You already have 1 pack of your own"):
        await small.own.publish(ANA, a_pack(tmp_path / "own", cards="cards: []"), {})
    with pytest.raises(Refusal, match="has 2 items, and the limit is 1"):
        await small.own.publish(ANA, a_pack(tmp_path / "own"), {}, on=made)


async def test_only_administrators_and_the_editors_they_name_may_publish(replica: Replica, tmp_path: Path) -> None:
    member = an_asker("Cleo", administrator=False)
    with pytest.raises(Refusal, match="Only administrators and the editors they name"):
        await replica.own.publish(member, a_pack(tmp_path / "own"), {})
    await replica.editors.ask(member)
    with pytest.raises(Refusal, match="Only administrators and the editors they name"):
        await replica.own.publish(member, a_pack(tmp_path / "own"), {})
    await replica.editors.decide(ANA, "cleo", may=True)
    made = await replica.own.publish(member, a_pack(tmp_path / "own"), {})
    await replica.editors.decide(ANA, "cleo", may=False)
    with pytest.raises(Refusal, match="Only administrators"):
        await replica.own.remove(member, made.id)
    with pytest.raises(Refusal, match="Only administrators"):
        await replica.own.publish(an_asker("Cleo", ELSEWHERE, administrator=False), a_pack(tmp_path / "own"), {})


async def test_the_log_says_who_did_what_until_they_have_it_erased(
    replica: Replica, database: Database, tmp_path: Path
) -> None:
    made = await replica.own.publish(BEN, a_pack(tmp_path / "own"), {})
    await replica.editors.ask(an_asker("Ben", administrator=False))
    await replica.editors.decide(ANA, "ben", may=True)
    await replica.own.remove(ANA, made.id)
    acts = [(each.by, each.act, each.title or each.about) for each in await replica.editors.log(ANA)]
    assert acts == [
        ("Ana", EditorAct.REMOVED, "Tools"),
        ("Ana", EditorAct.EDITOR_ADDED, "Ben"),
        ("Ben", EditorAct.PUBLISHED, "Tools"),
    ]
    await database.transact(lambda transaction: PERSONAL_DATA.forget(transaction, MemberKey(HOME.key, "ben")))
    assert [(each.by, each.about) for each in await replica.editors.log(ANA)][1:] == [("Ana", LEFT), (LEFT, "")]
    assert [each.by for each in await replica.own.history(HOME.key, made.id)] == [LEFT]


@pytest.mark.both_databases
async def test_an_editor_whom_someone_removed_is_named_nowhere_once_erased(
    replica: Replica, database: Database
) -> None:
    await replica.editors.ask(an_asker("Ben", administrator=False))
    for may in (True, False):
        await replica.editors.decide(ANA, "ben", may=may)
    assert [each.about for each in await replica.editors.log(ANA)] == ["Ben", "Ben"]
    ben = MemberKey(HOME.key, "ben")
    held = await database.read(lambda transaction: PERSONAL_DATA.held(transaction, ben))
    assert [each["act"] for each in held["pack_log"]] == [EditorAct.EDITOR_ADDED, EditorAct.EDITOR_REMOVED]
    await database.transact(lambda transaction: PERSONAL_DATA.forget(transaction, ben, {"called otherwise by now"}))
    assert [each.about for each in await replica.editors.log(ANA)] == [LEFT, LEFT]
    assert "ben" not in repr(await rows(database, select(pack_log))).lower()


async def test_erasing_members_removes_the_names_of_files_they_uploaded(
    replica: Replica, database: Database, tmp_path: Path
) -> None:
    made = await replica.own.publish(BEN, a_pack(tmp_path / "own"), {}, "Imported from Bens_list.xlsx")
    clearer = a_pack(tmp_path / "own", "Clearer")
    made = await replica.own.publish(ANA, clearer, {}, "Imported from Anas_list.xlsx", on=made)
    await replica.own.publish(BEN, a_pack(tmp_path / "own", "Clearest"), {}, "clearer", on=made)
    ben = MemberKey(HOME.key, "ben")
    await database.transact(lambda transaction: PERSONAL_DATA.forget(transaction, ben, {"Ben"}))
    notes = ["clearer", "Imported from Anas_list.xlsx", "Imported from a file"]
    assert [each.note for each in await replica.own.history(HOME.key, made.id)] == notes
    assert [each.about for each in await replica.editors.log(ANA)] == notes


@pytest.mark.both_databases
async def test_an_editor_has_one_draft_of_a_pack_and_it_goes_once_published(replica: Replica, tmp_path: Path) -> None:
    assert await replica.drafts.keep(ANA, a_pack(tmp_path / "own", "One"), None)
    one = await replica.drafts.find(ANA)
    assert await replica.drafts.keep(ANA, a_pack(tmp_path / "own", "Two"), None, one)
    two = await replica.drafts.find(ANA)
    assert two is not None
    assert two.content.title == "Two"
    for before in (None, one):  # what was written in between isn't lost
        assert not await replica.drafts.keep(ANA, a_pack(tmp_path / "own", "Three"), None, before)
    assert await replica.drafts.find(ANA) == two
    assert await replica.drafts.find(BEN) is None
    with pytest.raises(Refusal, match="has just been published or changed"):
        await replica.own.publish(ANA, two.content, {}, draft=one)
    await replica.own.publish(ANA, two.content, {}, draft=two)
    assert await replica.drafts.find(ANA) is None
    with pytest.raises(Refusal, match="has just been published or changed"):
        await replica.own.publish(ANA, two.content, {}, draft=two)
    assert len(await replica.own.all(HOME.key)) == 1


async def test_old_versions_are_deleted(replica: Replica, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert KEPT_VERSIONS >= 10
    monkeypatch.setattr("bot.features.packs.service.KEPT_VERSIONS", 2)
    made = await replica.own.publish(ANA, a_pack(tmp_path / "own"), {})
    for title in ("One", "Two"):
        made = await replica.own.publish(ANA, a_pack(tmp_path / "own", title), {}, on=made)
    assert [each.number for each in await replica.own.history(HOME.key, made.id)] == [3, 2]


def test_versions_differ_by_the_ids_of_what_is_in_them(tmp_path: Path) -> None:
    before = a_pack(tmp_path / "own")
    after = a_pack(
        tmp_path / "own", cards=CARDS.replace("id: dust", "id: grit").replace("What has teeth?", "What bites?")
    )
    found = differences(before, after)
    assert (found.added, found.changed, found.removed) == (("card:grit",), ("card:teeth",), ("card:dust",))
    assert not found.cover
    assert not differences(before, before)
