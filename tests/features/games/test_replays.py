"""Playing a game again, and rematches between places."""

import asyncio
from collections.abc import AsyncIterator
from functools import cached_property
from typing import Any

import pytest

from bot.features.games.actions import PlayAgain
from bot.features.games.journal import Journal
from bot.features.games.replays import Replays, next_id
from bot.features.games.state import GamePhase
from bot.features.learners.chosen import Chosen
from bot.features.learners.starting import COOLDOWN, STARTERS, Starters, Starting
from bot.features.quizzes.questions import bank
from bot.language.actions import encode
from bot.language.message import Message
from bot.language.people import Place, Tenant
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.storage.database import Database
from tests.fakes.boards import turned_until
from tests.features.games.hosted import Bot

OWLS = Tenant("slack:T1", "Owls")


class Replayed(Bot):
    """A bot whose games can be played again."""

    @cached_property
    def chosen(self) -> Chosen:
        return Chosen(self.database)

    @property
    def replays(self) -> Replays:
        starting = Starting(self.database, self.chosen, {})
        return Replays(
            self.shelf, self.database, self.running_games, self.hosting, self.invitations, self.play, starting
        )

    def again(self, asker: Asker, journal: Journal) -> "asyncio.Future[Message]":
        return asyncio.ensure_future(self.replays.play(asker, journal.key.game))

    async def again_here(self, asker: Asker) -> Message:
        return await self.replays.play_here(asker)

    async def played(self, *names: str, count: int = 1, **rules: Any) -> Journal:
        """Start a game, stop it, and return it."""
        journal = await self.start(count, **rules)
        for name in names:
            await self.join(journal, name)
        await self.act(journal, "start")
        await self.act(journal, "stop")
        await self.until_over(journal)
        return journal


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Replayed]:
    bot = Replayed(database)
    yield bot
    await bot.close()


async def test_the_same_rules_teams_and_players_with_fresh_questions(bot: Replayed) -> None:
    before = await bot.played("Ana", "Ben", "Cleo", count=2, goal=3000, streaks="yes")
    (button,) = [each for each in buttons(bot.boards.message()) if each.label == "Play again"]
    assert button.press == encode(PlayAgain(before.key.game))
    said = await bot.again(bot.asker("Cleo"), before)
    assert "you're the host: press Start" in plain(said)
    after = (await bot.running_games.finder.here(bot.asker("Ana"))).state
    assert after.phase is GamePhase.LOBBY
    assert [who.member for who in after.players] == ["cleo"]
    assert not set(after.rules.questions) & set(before.state.rules.questions)
    assert (after.rules.goal, after.rules.streaks, after.rules.mode, after.teams) == (
        3000,
        True,
        before.state.rules.mode,
        before.state.teams,
    )
    await bot.join(await bot.running_games.finder.here(bot.asker("Ana")), "Ben", "Ana", "Dan")
    after = (await bot.running_games.finder.here(bot.asker("Ana"))).state
    for who, player in before.state.players.items():
        assert after.players[who].team == player.team


async def test_a_command_plays_the_channels_last_game_again(bot: Replayed) -> None:
    with pytest.raises(Refusal, match="No game has been played here lately"):
        await bot.again_here(bot.asker("Ana"))
    await bot.played("Ana", "Ben", mode="everyone")
    last = await bot.played("Ana", "Ben", mode="duel")
    elsewhere = bot.asker("Ana", place=Place("quiet", "#quiet"))
    with pytest.raises(Refusal, match="No game has been played here lately"):
        await bot.again_here(elsewhere)
    said = await bot.again_here(bot.asker("Ben"))
    assert "The lobby's open again, and you're the host" in plain(said)
    after = (await bot.running_games.finder.here(bot.asker("Ana"))).state
    assert (after.again, after.rules.mode) == (last.key.game, last.state.rules.mode)
    await bot.again_here(bot.asker("Ana"))
    after = (await bot.running_games.finder.here(bot.asker("Ana"))).state
    assert {who.member for who in after.players} == {"ana", "ben"}, "those who say so then join"


@pytest.mark.both_databases
async def test_playing_again_does_not_join_another_game(bot: Replayed) -> None:
    await bot.played("Ana", "Ben")
    await bot.start(1)
    with pytest.raises(Refusal, match="There's already a game on in this channel"):
        await bot.again_here(bot.asker("Ben"))


@pytest.mark.parametrize(
    ("name", "mode", "plays"),
    [
        ("Ben", "everyone", True),
        ("Zoe", "everyone", True),  # someone who only watched wants to play now, like anyone who presses
        ("Ana", "everyone", False),  # someone who hosted without playing needn't play now
        ("Zoe", "duel", False),  # a rematch is between the same two
    ],
)
async def test_whoever_opens_it_again_plays_unless_they_only_host(
    bot: Replayed, name: str, mode: str, plays: bool
) -> None:
    before = await bot.played("Ben", "Cleo", mode=mode)
    await bot.again(bot.asker(name), before)
    after = (await bot.running_games.finder.here(bot.asker("Ana"))).state
    assert [who.member for who in after.hosts] == [name.lower()]
    assert [who.member for who in after.players] == ([name.lower()] if plays else [])


async def test_many_presses_open_one_game(bot: Replayed) -> None:
    before = await bot.played("Ana", "Ben", "Cleo", mode="everyone")
    pressed = [bot.again(bot.asker(name), before) for name in ("Ana", "Ben", "Ana", "Cleo", "Zoe")]
    said = [plain(each) for each in await asyncio.gather(*pressed)]
    assert sum("you're the host" in each for each in said) == 1
    after = (await bot.running_games.finder.here(bot.asker("Ana"))).state
    assert {who.member for who in after.players} == {"ana", "ben", "cleo", "zoe"}
    assert after.game == next_id(before.key.game)


async def test_an_old_podium_leads_to_the_next_game(bot: Replayed) -> None:
    first = await bot.played("Ana", mode="everyone")
    await bot.again(bot.asker("Ana"), first)
    second = await bot.running_games.finder.here(bot.asker("Ana"))
    with pytest.raises(Refusal, match="still on"):
        await bot.again(bot.asker("Ana"), second)
    await bot.act(second, "stop")
    await bot.until_over(second)
    await bot.again(bot.asker("Ben"), first)
    third = await bot.running_games.finder.here(bot.asker("Ana"))
    assert third.key.game == next_id(second.key.game)
    assert third.state.again == second.key.game


async def test_another_game_in_the_channel_comes_first(bot: Replayed) -> None:
    before = await bot.played("Ana", mode="everyone")
    await bot.start(1)
    with pytest.raises(Refusal, match="There's already a game on in this channel"):
        await bot.again(bot.asker("Ana"), before)


async def test_questions_come_again_once_they_run_out(bot: Replayed) -> None:
    before = await bot.played("Ana", count=20, kinds=None)
    await bot.again(bot.asker("Ana"), before)
    after = (await bot.running_games.finder.here(bot.asker("Ana"))).state
    assert len(after.rules.questions) == len(set(after.rules.questions)) == len(before.state.rules.questions)


async def test_questions_that_were_never_asked_come_before_those_that_were(bot: Replayed) -> None:
    before = await bot.start(20, mode="everyone", goal=500)
    await bot.join(before, "Ana")
    await bot.act(before, "start")
    await bot.until_open(before, 0)
    await bot.act(before, "stop")
    await bot.until_over(before)
    await bot.again(bot.asker("Ana"), before)
    after = (await bot.running_games.finder.here(bot.asker("Ana"))).state
    assert set(after.rules.questions) == set(before.state.rules.questions), "the pack has no others"
    easy = [name for name in after.rules.questions if (bank(bot.library.default)[name].level or 1) == 1]
    assert easy[-1] == before.state.rules.questions[0]


async def test_a_duel_has_a_rematch(bot: Replayed) -> None:
    before = await bot.played("Ana", "Ben", mode="duel")
    assert "Rematch" in [each.label for each in buttons(bot.boards.message())]
    await bot.again(bot.asker("Ben"), before)
    for press in (bot.again(bot.asker("Zoe"), before), bot.again_here(bot.asker("Zoe"))):
        with pytest.raises(Refusal, match="This rematch is for the two who played"):
            await press
    await bot.again(bot.asker("Ana"), before)
    with pytest.raises(Refusal, match="This duel has its two players"):
        await bot.join(await bot.running_games.finder.here(bot.asker("Ana")), "Zoe")


async def played_between(bot: Replayed, uma: Asker) -> Journal:
    """A game that's over, between the general channel (Foxes, with Ana) and another (Owls, with Uma)."""
    journal = await bot.start(1)
    invited = await bot.invitations.invite(bot.asker("Ana", administrator=True), journal, "Foxes")
    code = plain(invited).split("side: ")[1].split()[0]
    await bot.invitations.accept(uma, code, "Owls")
    await bot.join(journal, "Ana")
    await bot.play.join(uma, journal)
    await bot.act(journal, "start")
    await bot.act(journal, "stop")
    await bot.until_over(journal)
    return journal


@pytest.mark.parametrize("there", [(OWLS, Place("C1", "#owls")), (None, Place("second", "#second"))])
async def test_a_rematch_between_places_needs_both(bot: Replayed, there: tuple[Tenant | None, Place]) -> None:
    tenant, place = there[0] or bot.asker("Uma").tenant, there[1]
    journal = await played_between(bot, bot.asker("Uma", tenant=tenant, place=place, administrator=True))
    for each in ("general", place.id):
        assert "Rematch" in [button.label for button in buttons(bot.boards.message(each))]
    said = plain(await bot.again(bot.asker("Ana"), journal))
    assert "Ask Owls to press Rematch" in said
    await bot.join(await bot.running_games.finder.here(bot.asker("Ana")), "Ben")
    asked = plain(await bot.act(await bot.running_games.finder.here(bot.asker("Ana")), "start"))
    assert "2 in Foxes and nobody in Owls." in asked, "a start without the other side is confirmed first"
    uma = bot.asker("Uma", tenant=tenant, place=place)
    await bot.again(uma, journal)
    after = (await bot.running_games.finder.here(bot.asker("Ana"))).state
    assert [venue.name for venue in after.venues] == ["Foxes", "Owls"]
    assert [team.name for team in after.teams] == ["Foxes", "Owls"]
    assert [after.players[who].team for who in after.players] == ["side1", "side1", "side2"]


async def test_a_side_that_missed_a_rematch_does_not_get_into_the_other_sides_own_game(bot: Replayed) -> None:
    uma = bot.asker("Uma", tenant=OWLS, place=Place("C1", "#owls"), administrator=True)
    journal = await played_between(bot, uma)
    await bot.again(bot.asker("Ana"), journal)
    rematch = await bot.running_games.finder.here(bot.asker("Ana"))
    await bot.act(rematch, "stop")
    await bot.until_over(rematch)
    await bot.again(bot.asker("Ana"), rematch)
    with pytest.raises(Refusal, match="goes on without this channel"):
        await bot.again(uma, journal)
    after = (await bot.running_games.finder.here(bot.asker("Ana"))).state
    assert [who.member for who in after.players] == ["ana"]
    assert [team.name for team in after.teams] == ["Red", "Blue"]


async def test_someone_who_may_not_start_games_cannot_play_one_again(bot: Replayed) -> None:
    journal = await bot.played("Ana", "Ben")
    ana, tenant = bot.asker("Ana"), journal.key.tenant
    await bot.chosen.put(tenant, "", STARTERS, Starters.ADMINISTRATORS)
    with pytest.raises(Refusal, match="Only an administrator can start games"):
        await bot.again(ana, journal)
    await bot.chosen.put(tenant, "", STARTERS, Starters.EVERYONE)
    await bot.again(ana, journal)
    await bot.chosen.put(tenant, "", STARTERS, Starters.ADMINISTRATORS)
    await bot.again(bot.asker("Ben"), journal)  # joining alone starts nothing


async def test_someone_who_joins_a_game_played_again_may_start_one_at_once(bot: Replayed) -> None:
    journal = await bot.played("Ana", "Ben")
    await bot.chosen.put(journal.key.tenant, "", COOLDOWN, "10")
    await asyncio.gather(*(bot.again(bot.asker(name), journal) for name in ("Ana", "Ben")))
    noted = [await bot.chosen.read(journal.key.tenant, f"member:{name}") for name in ("ana", "ben")]
    assert sum(int(each.get("started", 0)) > 0 for each in noted) == 1  # 0 is from before anyone started one


async def test_a_press_as_the_podium_appears_waits_for_the_results(bot: Replayed) -> None:
    journal = await bot.start(1, mode="everyone")
    await bot.join(journal, "Ana")
    await bot.act(journal, "start")
    await bot.act(journal, "stop")
    pressed = bot.again(bot.asker("Ana"), journal)  # its results aren't saved yet
    await bot.until_over(journal)
    await turned_until(bot.clock, pressed.done)  # type: ignore[arg-type]
    assert "you're the host" in plain(await pressed)
