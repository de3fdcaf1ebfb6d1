"""Scheduled games: announced once, opened by the first press, and started without anyone pressing Start."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from random import Random

import pytest

from bot.catalogue import CATALOGUE
from bot.content.reading.library import Library
from bot.core import build
from bot.features.delivery.store import by_schedule
from bot.features.games import posted_game
from bot.features.games.rules import Mode
from bot.features.scheduling.planner import Planner
from bot.language.codec import load
from bot.language.controls import Button
from bot.language.message import Message
from bot.language.people import Member, Place, Tenant
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Pressed
from bot.language.slash import read
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.fakes import platform
from tests.fakes.boards import FakeBoards, FakeClock, turned_until
from tests.features.games.hosted import lose
from tests.packs import PETS

HERE = Tenant("web:playground", "Playground")


class Replica:
    """One of several replicas that serve a channel with scheduled games, all on one clock."""

    def __init__(self, database: Database, clock: FakeClock, seed: int = 1) -> None:
        self.pictures = PictureCache()
        self.services = build(Library([PETS]), database, self.pictures, Random(seed))
        self.commands = self.services.application
        self.clock = clock
        self.boards = FakeBoards(clock)
        self.boards.forgetful = True
        self.services.running_games.clock = clock
        self.services.boards["web"] = self.boards
        self._running = asyncio.create_task(self.services.running_games.run())

    async def say(self, typed: str, name: str = "Ana") -> str:
        command, options = read(typed, CATALOGUE)
        return plain(await self.commands.serve(Call(self.asker(name), command, options)))

    async def press(self, button: Button, name: str = "Ana", place: str = "general") -> Message:
        return await self.commands.press(Pressed(self.asker(name, place), button.press))

    async def invitation(self) -> Message:
        """Plan what's due, and return the invitation."""
        clock = platform.FakeClock(self.clock.now())
        await Planner(self.services.database, self.services.composers, clock, Random()).plan_due(["web"])
        database = self.services.database
        (post,) = await database.read(lambda transaction: by_schedule.latest(transaction, HERE.key, 1, 1))
        return load(post.payload)

    async def until(self, text: str, step: float = 1.0) -> None:
        await turned_until(self.clock, lambda: text in self.boards.now(), step)

    def asker(self, name: str, place: str = "general") -> Asker:
        return Asker(HERE, Place(place, f"#{place}"), Member(name.lower(), name, name == "Ana"), self.clock.now())

    async def stop(self, *, kindly: bool = True) -> None:
        self._running.cancel()
        with suppress(asyncio.CancelledError):
            await self._running
        if kindly:
            await self.services.running_games.close()
        for held in self.services.running_games._held.values():
            held.task.cancel()
            await asyncio.gather(held.task, return_exceptions=True)
        self.pictures.close()


@pytest.fixture
async def replicas(database: Database) -> AsyncIterator[list[Replica]]:
    clock = FakeClock()
    made = [Replica(database, clock, seed) for seed in range(2)]
    yield made
    for each in made:
        await each.stop()


@pytest.fixture
def bot(replicas: list[Replica]) -> Replica:
    return replicas[0]


async def schedule(
    bot: Replica, typed: str = "/schedule game 10:00 daily zone:UTC questions:2 topic:care"
) -> Message:
    """Schedule a game at ten, and return the invitation to it."""
    await bot.say(typed)
    bot.clock.turn((datetime(2026, 3, 2, 10, tzinfo=UTC) - bot.clock.now()).total_seconds())
    return await bot.invitation()


async def test_a_scheduled_game_opens_with_the_first_press_and_starts_by_itself(bot: Replica) -> None:
    invitation = await schedule(bot)
    said = plain(invitation)
    assert "2 questions on Daily care, 20 seconds each. Teams play against each other." in said
    assert "It starts once 2 are in, at the earliest 5 minutes after that." in said
    assert "If nobody has by 11:00 (UTC), there's no game this time." in said
    (join,) = buttons(invitation)
    first = plain(await bot.press(join, "Ben"))
    assert "You're in for" in first
    assert "; it starts by itself, or sooner if you press Start." in first
    assert "The lobby's open, and you're the host." in first
    await bot.until("2 questions on Daily care")
    assert "at 10:05 (UTC) if 2 are in by then, or else once they are; a host can start it" in bot.boards.now()
    assert "Hosted by Ben" in bot.boards.now()
    assert "it starts by itself, or sooner if a host says so" in plain(await bot.press(join, "Cleo"))
    await bot.until("It starts by itself at 10:05 (UTC); a host can start it sooner.")
    await bot.until("The first question comes ")
    assert bot.clock.now() >= datetime(2026, 3, 2, 10, 5, tzinfo=UTC)
    await bot.until("Question 1 of 2", 0.2)


async def test_the_host_may_start_sooner_and_nobody_else(bot: Replica) -> None:
    (join,) = buttons(await schedule(bot))
    opened = await bot.press(join, "Ben")
    await bot.press(join, "Cleo")
    (start,) = buttons(opened)
    with pytest.raises(Refusal, match="Only the host can do that"):
        await bot.press(start, "Cleo")
    await bot.press(start, "Ben")
    await bot.until("The first question comes ", 0.1)
    assert bot.clock.now() < datetime(2026, 3, 2, 10, 1, tzinfo=UTC)


async def test_where_too_few_come_the_lobby_closes_kindly(bot: Replica) -> None:
    (join,) = buttons(await schedule(bot))
    await bot.press(join, "Ben")
    await bot.until("No game this time", 20)
    assert "Too few joined this time; start one any time with /game start." in bot.boards.now()
    await turned_until(bot.clock, lambda: not bot.services.running_games._held)
    with pytest.raises(Refusal, match="That game is over; start another with /game start"):
        await bot.press(join, "Cleo")


@pytest.mark.both_databases
async def test_an_invitation_that_nobody_took_up_is_over_after_an_hour(bot: Replica) -> None:
    (join,) = buttons(await schedule(bot))
    bot.clock.turn(3601)
    with pytest.raises(Refusal, match="Nobody joined in time, so there was no game; start one with /game start"):
        await bot.press(join, "Ben")


async def test_all_who_press_at_once_on_two_replicas_play_one_game(replicas: list[Replica]) -> None:
    (join,) = buttons(await schedule(replicas[0]))
    names = ["Ben", "Cleo", "Dan", "Eva", "Fay", "Gus"]
    said = await asyncio.gather(*(replicas[n % 2].press(join, name) for n, name in enumerate(names)))
    assert sum("you're the host" in plain(each) for each in said) == 1
    (state,) = {
        journal.key: journal for each in replicas for journal in each.services.running_games._journals._used.values()
    }
    journal = await replicas[0].services.running_games.finder.journal(state)
    await journal.catch_up()
    assert {player.name for player in journal.state.players.values()} == set(names)
    showing = [each for each in replicas if each.services.running_games._held]
    assert len(showing) == 1
    await showing[0].until("Fay")
    assert sum(new for each in replicas for *_, new in each.boards.history) == 1


async def test_a_replica_that_dies_after_opening_leaves_a_game_that_goes_on(replicas: list[Replica]) -> None:
    first, second = replicas
    (join,) = buttons(await schedule(first))
    await first.press(join, "Ben")
    await first.until("Hosted by Ben")
    await first.stop(kindly=False)
    assert "you're the host" not in plain(await second.press(join, "Cleo"))
    await lose(first.services.running_games)
    await turned_until(second.clock, lambda: bool(second.services.running_games._held), 2.5)
    await second.until("The first question comes ")
    assert sum(new for each in replicas for *_, new in each.boards.history) == 1


async def test_a_scheduled_game_mixes_topics_and_is_played_to_a_score(bot: Replica) -> None:
    typed = "/schedule game 10:00 daily zone:UTC topic:home,care mode:elimination to:3000"
    made = await bot.say(typed)
    assert "What: Game on The home and Daily care" in made
    how = "Up to 20 questions, 20 seconds each. Everyone has 3 lives, and the last one in wins."
    assert f"How: {how} First to 3,000 points wins." in made
    invitation = await schedule(bot, typed)
    assert "Up to 20 questions on The home and Daily care, 20 seconds each." in plain(invitation)
    (join,) = buttons(invitation)
    await bot.press(join, "Ben")
    await bot.until("on The home and Daily care, 20 seconds each")
    assert "\nUp to 15 questions" in bot.boards.now() or "\nUp to 17 questions" in bot.boards.now()
    assert "First to 3,000 points wins." in bot.boards.now()
    state = (await bot.services.running_games.finder.here(bot.asker("Ben"))).state
    assert (state.rules.mode, state.rules.goal) == (Mode.ELIMINATION, 3000)


async def test_the_rules_of_a_scheduled_game_can_be_changed(bot: Replica) -> None:
    await bot.say("/schedule game 10:00 daily zone:UTC topic:home,care questions:2")
    assert "What: Game on The home and Daily care" in await bot.say("/schedule edit 1 time:11:00"), "topics stay"
    changed = await bot.say("/schedule edit 1 topic:care")
    assert "What: Game on Daily care" in changed
    assert "How: 2 questions, 20 seconds each." in changed
    assert "What: Game on Daily care and The home" in await bot.say('/schedule edit 1 topic:"care and home"')
    with pytest.raises(Refusal, match="I don't have a topic “space”"):
        await bot.say("/schedule edit 1 topic:care,space")


async def test_what_is_not_mixed_takes_one_topic(bot: Replica) -> None:
    with pytest.raises(Refusal, match="I don't have a topic “home,care”"):
        await bot.say("/schedule tip 10:00 daily topic:home,care")


def test_schedules_from_before_scores_are_read() -> None:
    kept = '{"questions":5,"seconds":20,"mode":"duel","players":2,"lobby":5}'
    assert posted_game.OPTIONS.read(kept) == posted_game.PostedGameOptions(5, 20, Mode.DUEL)


async def test_an_invitation_says_if_another_game_has_begun(bot: Replica) -> None:
    (join,) = buttons(await schedule(bot))
    await bot.say("/game start care mode:everyone", "Ben")
    with pytest.raises(Refusal, match="There's another game on in this channel; join it with /game join"):
        await bot.press(join, "Cleo")


async def test_an_invitation_leads_to_the_game_that_was_on_when_it_came(bot: Replica) -> None:
    await bot.say("/schedule game 09:05 daily zone:UTC")
    await bot.say("/game start care mode:everyone", "Ben")
    bot.clock.turn(300)
    invitation = await bot.invitation()
    assert "It's time for a game, and one's already on here: join it." in plain(invitation)
    (join,) = buttons(invitation)
    assert "You're in; it starts as soon as a host says so." in plain(await bot.press(join, "Cleo"))
    assert "You're in; press Start when everyone's in." in plain(await bot.press(join, "Ben"))


async def test_a_removed_schedule_calls_its_invitations_off(bot: Replica) -> None:
    (join,) = buttons(await schedule(bot))
    command, options = read("/schedule remove 1", CATALOGUE)
    asked = await bot.commands.serve(Call(bot.asker("Ana"), command, options))
    await bot.press(next(each for each in buttons(asked) if each.label == "Remove it"))
    with pytest.raises(Refusal, match="This game was called off; start one with /game start"):
        await bot.press(join, "Ben")


async def test_a_preview_shows_the_invitation_and_opens_nothing(bot: Replica) -> None:
    made = await bot.say("/schedule game 10:00 daily zone:UTC questions:1 seconds:30 mode:duel players:1 lobby:1")
    assert "How: 1 question, 30 seconds. A duel: two play, everyone watches." in made
    assert "Starts: once 2 are in, at the earliest 1 minute after the first player joins" in made
    assert "When I can't post on time: I skip the post" in made
    command, options = read("/schedule preview 1", CATALOGUE)
    shown = await bot.commands.serve(Call(bot.asker("Ana"), command, options))
    assert "If nobody has by 11:00 (UTC)" in plain(shown)
    with pytest.raises(Refusal, match="That's how it'll look"):
        await bot.press(next(each for each in buttons(shown) if each.label == "Join"))
    assert not bot.services.running_games._held


async def test_the_lobby_opens_where_the_schedule_posts(bot: Replica) -> None:
    (join,) = buttons(await schedule(bot))
    await bot.press(join, "Ben", place="elsewhere")
    await bot.until("Hosted by Ben")
    assert list(bot.boards.shown) == ["general"]
