"""In a channel whose game can't be read, the game's commands say so and all others work."""

from collections.abc import AsyncIterator, Collection

import pytest
from sqlalchemy import update

from bot.features.home.going_on import look
from bot.language.people import MemberKey
from bot.language.refusals import Refusal
from bot.language.requests import Call
from bot.storage.database import Database
from bot.storage.tables import game_event
from tests.cases import USES, Use
from tests.fakes.boards import FakeBoards
from tests.features.test_bulkheads import TENANTS, World
from tests.rows import change

HERE = TENANTS[0]
OF_THE_GAME = ("game join", "game leave", "game pause", "game skip", "game stop", "game again", "game invite")


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    """A replica that takes over from one that has died, with a game whose log is spoilt."""
    before = World(database)
    games = before.services.running_games
    games.boards = {"web": FakeBoards(games.clock)}
    await before.commands.serve(Call(before.asker(HERE), "game start", {}))
    await before.commands.serve(Call(before.asker(HERE), "game join", {}))
    await games.close()
    await change(database, update(game_event).values(event='{"event": "of a newer version"}'))
    made = World(database)
    made.services.running_games.boards = games.boards
    yield made
    await made.services.running_games.close()
    made.pictures.close()
    before.pictures.close()


async def refusal(world: World, use: Use) -> str:
    options = {name: str(value) for name, value in use.options.items()}
    try:
        await world.commands.serve(Call(world.asker(HERE), use.command, options))
    except Refusal as refused:
        return refused.sentence
    return ""


@pytest.mark.parametrize("use", [use for use in USES if use.command in OF_THE_GAME], ids=str)
async def test_commands_of_the_game_say_what_is_wrong(world: World, use: Use) -> None:
    assert "if it's still on and I can't in 15 minutes either, I'll end it" in await refusal(world, use)


async def test_all_other_commands_work(world: World) -> None:
    refused = {str(use): await refusal(world, use) for use in USES if use.command not in OF_THE_GAME}
    assert [use for use, said in refused.items() if "reference" in said] == []


class Everywhere:
    """Says that everyone is in all places."""

    async def among(self, me: MemberKey, places: Collection[str]) -> Collection[str]:
        return places


async def test_what_is_going_on_leaves_the_game_out(world: World) -> None:
    found = await look(world.asker(HERE), Everywhere(), world.database, world.services.running_games.finder)
    assert found.games == ()
