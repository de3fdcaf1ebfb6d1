"""Lasting teams, on both databases: what belongs together is one transaction, whatever others do at the time."""

import asyncio
from datetime import UTC, datetime
from random import Random

import pytest

from bot.features.teams import store
from bot.features.teams.model import MOST_LASTING
from bot.features.teams.service import Teams
from bot.language.people import Member, Place, Tenant
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.storage.database import Database

HERE = Tenant("web:playground", "Playground")


def asker(name: str) -> Asker:
    at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    return Asker(HERE, Place("general", "#general"), Member(name.lower(), name), at)


@pytest.fixture
def teams(database: Database) -> Teams:
    return Teams(database, Random(1))


async def made(teams: Teams, name: str, team: str) -> bool:
    try:
        await teams.create(asker(name), team, "")
    except Refusal:
        return False
    return True


async def test_however_many_make_teams_at_once_there_are_never_too_many(teams: Teams) -> None:
    for number in range(MOST_LASTING - 1):
        assert await made(teams, f"P{number}", f"Team {number}")
    new = await asyncio.gather(*(made(teams, f"Q{number}", f"New {number}") for number in range(8)))
    assert sum(new) == 1
    there_are = await teams.all(asker("Ana"))
    assert len(there_are) == MOST_LASTING
    assert all(each.members for each in there_are)


async def test_only_one_of_two_who_take_a_name_at_once_gets_it(teams: Teams) -> None:
    new = await asyncio.gather(*(made(teams, f"Q{number}", name) for number, name in enumerate(["Foxes", "FOXES"])))
    assert sum(new) == 1


async def test_a_team_that_its_maker_cannot_join_is_not_made(teams: Teams, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr(store, "join", fail)
        with pytest.raises(KeyError):
            await teams.create(asker("Ana"), "Foxes", "")
    assert await teams.all(asker("Ana")) == []


async def test_joining_a_team_as_its_last_member_leaves_works_or_finds_it_gone(teams: Teams) -> None:
    for _ in range(5):
        await teams.create(asker("Ana"), "Foxes", "")
        await asyncio.gather(teams.leave(asker("Ana")), teams.join(asker("Ben"), "Foxes"), return_exceptions=True)
        there_are = await teams.all(asker("Ana"))
        assert [list(each.members) for each in there_are] in ([], [["ben"]])
        if there_are:
            await teams.leave(asker("Ben"))
