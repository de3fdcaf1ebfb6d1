"""Games, teams and leaderboards through the door that adapters use."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from random import Random

import pytest

from bot.catalogue import CATALOGUE
from bot.content.reading.library import Library
from bot.core import Core, build
from bot.features.games.rules import Mode
from bot.features.league.model import Period
from bot.features.scoring.points import Pooling
from bot.features.teams.model import COLOURS
from bot.language.message import Message
from bot.language.people import Member, Place, Tenant
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Completion, Pressed
from bot.language.slash import read
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.fakes.boards import FakeBoards, FakeClock, turned_until
from tests.packs import PETS

HERE = Tenant("web:playground", "Playground")


class Channel:
    """A channel served by a bot with games."""

    def __init__(self, services: Core, clock: FakeClock) -> None:
        self.services = services
        self.commands = services.application
        self.clock = clock
        self.boards = FakeBoards(clock)
        services.running_games.clock = clock
        services.boards["web"] = self.boards

    async def say(
        self, typed: str, name: str = "Ana", *, administrator: bool = True, direct: bool = False
    ) -> Message:
        command, options = read(typed, CATALOGUE)
        return await self.commands.serve(Call(self.asker(name, administrator, direct), command, options))

    async def press(self, label: str, name: str = "Ana", typed: str = "") -> Message:
        """Press a button of the latest board."""
        button = next(each for each in buttons(self.boards.message()) if each.label.startswith(label))
        return await self.commands.press(Pressed(self.asker(name), button.press, typed))

    async def until(self, text: str) -> None:
        await turned_until(self.clock, lambda: text in self.boards.now())

    def asker(self, name: str, administrator: bool = False, direct: bool = False) -> Asker:
        member = Member(name.lower(), name, administrator=administrator)
        return Asker(HERE, Place("general", "#general", direct=direct), member, self.clock.now())


@pytest.fixture
async def channel(sqlite_database: Database) -> AsyncIterator[Channel]:
    pictures = PictureCache()
    services = build(Library([PETS]), sqlite_database, pictures, Random(1))
    made = Channel(services, FakeClock())
    running = asyncio.create_task(services.running_games.run())
    yield made
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await services.running_games.close()
    pictures.close()


async def test_a_game_by_commands_and_buttons(channel: Channel) -> None:
    said = await channel.say("/game start care 2 30 mode:everyone read:0")
    assert said.private
    await channel.until("2 questions on Daily care, 30 seconds each.")
    await channel.say("/game join", "Ben")
    assert "You've left the game" in plain(await channel.say("/game leave", "Ben"))
    await channel.until("Players (0): nobody yet")
    await channel.say("/game join", "Ben")
    await channel.press("Join", "Ana")
    await channel.press("Start", "Ana")
    await channel.until("Question 1 of 2")
    await channel.say("/game pause")
    await channel.until("There's a pause after this question.")
    await channel.say("/game skip")
    await channel.until("The game's paused")
    await channel.say("/game pause")
    await channel.until("Question 2 of 2")
    controls = await channel.press("Host controls")
    assert [each.label for each in buttons(controls)][:3] == ["Pause", "15 seconds more", "Skip this question"]
    await channel.say("/game stop")
    await channel.until("The host stopped the game.")
    await turned_until(channel.clock, lambda: not channel.services.running_games._held)
    with pytest.raises(Refusal, match="There's no game on in this channel"):
        await channel.say("/game join", "Cleo")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("/game", "/game goes on with start, join, leave, pause, skip, stop, again, invite or accept."),
        (
            "/game start mode:chess",
            "“chess” isn't a choice for “mode”. Use teams, everyone, duel, together or elimination.",
        ),
        ("/game start 0", "“questions” must be between 1 and 20."),
        ("/game start 5 999", "“seconds” must be between 5 and 120."),
        ("/game start weather", "I don't have a topic “weather”. Choose one of: Daily care, The home."),
        ("/game skip", "There's no game on in this channel; start one with /game start."),
        ("/game accept abc", "That code doesn't work, or its game is over; ask the other side for a fresh one."),
        ("/team join Foxes", "There's no team “Foxes”; make it with /team create Foxes"),
        ("/team leave", "You aren't in a team; /team list shows them all."),
        (
            "/team rename Foxes name:Wolves",
            "There are no teams yet; make the first one with /team create and a name.",
        ),
        (f"/team create {'x' * 40}", "“name” is too long; keep it to 32 characters."),
    ],
)
async def test_what_does_not_work_gets_one_sentence(channel: Channel, typed: str, sentence: str) -> None:
    with pytest.raises(Refusal) as caught:
        await channel.say(typed)
    assert caught.value.sentence == sentence


async def test_rights_and_places(channel: Channel) -> None:
    with pytest.raises(Refusal, match="works in a channel"):
        await channel.say("/game start", direct=True)
    with pytest.raises(Refusal, match="Only an administrator can invite another side"):
        await channel.say("/game invite", administrator=False)


async def test_nowhere_to_show_a_game(sqlite_database: Database) -> None:
    pictures = PictureCache()
    commands = build(Library([PETS]), sqlite_database, pictures, Random(1)).application
    asker = Asker(HERE, Place("general", "#general"), Member("ana", "Ana"), datetime(2026, 3, 2, tzinfo=UTC))
    with pytest.raises(Refusal, match="A game needs a channel I can post in"):
        await commands.serve(Call(asker, "game start", {}))
    pictures.close()


async def test_lasting_teams_play(channel: Channel) -> None:
    assert "New team: 🔴 Foxes" in plain(await channel.say("/team create Foxes"))
    assert "New team: 🔵 Owls" in plain(await channel.say("/team create Owls", "Ben"))
    with pytest.raises(Refusal, match="There's already a team “FOXES”"):
        await channel.say("/team create FOXES", "Cleo")
    assert "You're in 🔴 Foxes now." in plain(await channel.say("/team join foxs", "Cleo"))
    assert "🔴 Foxes (2): Ana, Cleo" in plain(await channel.say("/team list"))
    asker = channel.asker("Dan")
    offered = await channel.commands.complete(Completion(asker, "team join", "team", "ow"))
    assert [each.label for each in offered] == ["Owls"]
    await channel.say("/game start 1 mode:teams read:0")
    await channel.until("🔵 Owls (0): nobody yet")
    for name in ("Ana", "Ben", "Cleo", "Dan"):
        await channel.say("/game join", name)
    await channel.until("🔴 Foxes (2): Ana, Cleo")
    await channel.press("Start")
    await channel.until("Question 1 of 1")
    for name in ("Ana", "Cleo"):
        await _answer_right(channel, name)
    await channel.until("Foxes won!")
    await turned_until(channel.clock, lambda: not channel.services.running_games._held)
    board = plain(await channel.say("/leaderboard all"))
    assert "1. Ana" in board
    assert "1. Foxes" in plain(await channel.say("/leaderboard of:teams"))
    await channel.say("/settings shown:no")
    assert "Ana" not in plain(await channel.say("/leaderboard week", "Ben"))
    assert "You've left Foxes." in plain(await channel.say("/team leave"))
    assert "🔴 Foxes (1): Cleo" in plain(await channel.say("/team list"))


async def _answer_right(channel: Channel, name: str) -> None:
    running_games = channel.services.running_games
    journal = await running_games.finder.here(channel.asker(name))
    posed = running_games._packs.question_at(journal.state, 0)
    assert posed is not None
    match posed.question.type:
        case "free-text":
            await channel.press("Type your answer", name, posed.question.answers[0])
        case "true-false":
            await channel.press("True" if posed.question.answer else "False", name)
        case "which-side":
            sides = {"both": "All of them"} | {side.id: side.name for side in posed.pack.sides}
            await channel.press(sides[posed.question.answer], name)
        case "choice":
            right = next(each.text for each in posed.question.options if each.correct)
            label = next(each.label for each in buttons(channel.boards.message()) if each.label.endswith(right))
            await channel.press(label, name)
        case "order":
            page = await channel.press(posed.question.items[0], name)
            for item in posed.question.items[1:]:
                button = next(each for each in buttons(page) if each.label == item)
                page = await channel.commands.press(Pressed(channel.asker(name), button.press))


async def test_an_empty_leaderboard_says_what_to_do(channel: Channel) -> None:
    board = await channel.say("/leaderboard")
    assert "Nobody has scored in that time yet. Start a game with /game start" in plain(board)
    assert [each.label for each in buttons(board)][:1] == ["Start a game"]
    assert "No team has scored in that time yet." in plain(await channel.say("/leaderboard week topic:care of:teams"))


async def test_help_explains_the_scoring(channel: Channel) -> None:
    assert "1000 × (1 − (response time ÷ time limit) ÷ 2)" in plain(await channel.say("/help scoring"))


async def test_help_says_that_live_games_give_more_time_too(channel: Channel) -> None:
    assert "in a live game, everyone gets the time that you need" in plain(await channel.say("/help scoring"))


def test_the_catalogue_lists_the_choices_there_are() -> None:
    options = {(command.name, option.name): option for command in CATALOGUE for option in command.options}

    def values(command: str, option: str) -> set[str]:
        return {choice.value for choice in options[command, option].choices}

    assert values("game start", "mode") == set(Mode)
    assert values("game start", "points") == set(Pooling)
    assert values("leaderboard", "period") == set(Period)
    assert values("team create", "colour") == set(COLOURS)
