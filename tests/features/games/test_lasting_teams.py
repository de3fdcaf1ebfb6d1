"""Teams that last in a game: their members stay in them, as their points count for their team."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.features.games.journal import Journal
from bot.features.games.rules import Mode
from bot.features.games.state import GamePhase
from bot.features.teams import store as teams
from bot.features.teams.model import LastingTeam
from bot.language.people import MemberKey
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.storage.database import Database
from tests.fakes.boards import turned_until
from tests.features.games.hosted import HERE
from tests.features.games.test_replays import Replayed

OWN = {"Ana": "foxes", "Ben": "owls", "Cleo": "bears", "Dan": "foxes", "Eve": "foxes"}


@pytest.fixture
async def bot(sqlite_database: Database) -> AsyncIterator[Replayed]:
    made = Replayed(sqlite_database)
    for team_id, colour in (("foxes", "red"), ("owls", "blue"), ("bears", "green")):
        new = LastingTeam(team_id, team_id.capitalize(), colour, {})
        await made.database.transact(lambda work, new=new: teams.create(work, HERE.key, new, made.clock.now()))  # type: ignore[misc]
    for name, team_id in OWN.items():
        await enter(made, name, team_id)
    yield made
    await made.close()


async def enter(bot: Replayed, name: str, team_id: str) -> None:
    """Put someone into a lasting team."""
    me = MemberKey(HERE.key, name.lower())
    await bot.database.transact(lambda work: teams.join(work, me, name, team_id, bot.clock.now()))


def played_for(journal: Journal) -> dict[str, str]:
    return {player.name: player.team for player in journal.state.players.values()}


async def test_nobody_is_dealt_out_of_their_own_team(bot: Replayed) -> None:
    journal = await bot.start(1)
    await bot.join(journal, "Ana", "Dan", "Eve", "Ben")
    assert "Balance the teams" not in [each.label for each in buttons(await bot.act(journal, "show"))]
    with pytest.raises(Refusal, match="These teams last beyond the game"):
        await bot.act(journal, "balance")  # an old button
    assert "Here we go." in plain(await bot.act(journal, "start")), "a mean doesn't depend on a team's size"
    assert played_for(journal) == {"Ana": "foxes", "Dan": "foxes", "Eve": "foxes", "Ben": "owls"}


async def test_a_game_that_starts_by_itself_leaves_everyone_in_their_team(bot: Replayed) -> None:
    journal = await bot.start(1, lobby=timedelta(minutes=5))
    await bot.join(journal, "Ana", "Dan", "Eve", "Ben")
    await turned_until(bot.clock, lambda: journal.state.phase is not GamePhase.LOBBY, 5)  # type: ignore[arg-type]
    assert played_for(journal) == {"Ana": "foxes", "Dan": "foxes", "Eve": "foxes", "Ben": "owls"}


async def test_one_team_alone_plays_without_teams(bot: Replayed) -> None:
    journal = await bot.start(1)
    await bot.join(journal, "Ana", "Dan")
    asked = await bot.act(journal, "start")
    assert "Everyone so far is in 🔴 Foxes." in plain(asked)
    assert [each.label for each in buttons(asked)] == ["Start without teams", "Wait for more"]
    with pytest.raises(Refusal, match="These teams last beyond the game"):
        await bot.act(journal, "deal_and_start")  # an old button
    await bot.act(journal, "start_as_it_is")
    assert journal.state.rules.mode is Mode.EVERYONE
    assert played_for(journal) == {"Ana": "", "Dan": ""}


async def test_one_team_alone_does_so_when_the_game_starts_by_itself(bot: Replayed) -> None:
    journal = await bot.start(1, lobby=timedelta(minutes=5))
    await bot.join(journal, "Ana", "Dan")
    await turned_until(bot.clock, lambda: journal.state.phase is not GamePhase.LOBBY, 5)  # type: ignore[arg-type]
    assert journal.state.rules.mode is Mode.EVERYONE


async def test_changing_the_mode_back_puts_everyone_into_their_own_team(bot: Replayed) -> None:
    journal = await bot.start(1)
    await bot.join(journal, "Ben", "Ana", "Zed")
    host = bot.asker("Ana")
    await bot.hosting.change_rules(host, journal, "mode", "everyone")
    await bot.join(journal, "Cleo", "Dan")
    await bot.hosting.change_rules(host, journal, "mode", "teams")
    own = played_for(journal)
    assert own.pop("Zed") in {"foxes", "owls", "bears"}
    assert own == {"Ana": "foxes", "Ben": "owls", "Cleo": "bears", "Dan": "foxes"}


async def test_a_replay_has_the_teams_and_members_of_today(bot: Replayed) -> None:
    before = await bot.played("Ana", "Ben", "Cleo")
    await enter(bot, "Cleo", "owls")
    await bot.database.transact(lambda work: teams.remove(work, HERE.key, "bears", bot.clock.now()))
    await bot.database.transact(lambda work: teams.rename(work, HERE.key, "foxes", "Wolves"))
    await bot.again(bot.asker("Ana"), before)
    journal = await bot.running_games.finder.here(bot.asker("Ana"))
    await bot.join(journal, "Ben", "Cleo")
    assert {each.name for each in journal.state.teams} == {"Wolves", "Owls"}
    assert played_for(journal) == {"Ana": "foxes", "Ben": "owls", "Cleo": "owls"}
