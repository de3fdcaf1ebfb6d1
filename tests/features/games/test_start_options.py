"""What a game can start with: several topics, a score to play to, reading time; and hints during it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.content.reading.library import Library
from bot.features.games.actions import TakeHint
from bot.features.games.journal import Journal
from bot.features.games.playing import Playing
from bot.features.games.rules import Mode
from bot.features.games.standings import standings
from bot.features.quizzes.questions import bank
from bot.features.scoring.points import with_hint
from bot.language.controls import Buttons
from bot.language.message import Countdown
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Completion
from bot.naming.several import SeveralTitles
from bot.naming.titles import Title, Titles
from bot.storage.database import Database
from tests.features.games.hosted import Bot
from tests.features.games.test_commands import Channel, channel
from tests.packs import PETS

__all__ = ["channel"]

TITLES = SeveralTitles(
    Titles(
        (
            Title("data", "Data"),
            Title("models", "Models", ("model",)),
            Title("care", "Care and feeding", ("feeding",)),
            Title("home", "The home"),
        )
    )
)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("data", "data"),
        ("data,models", "data,models"),
        ("data, models", "data,models"),
        ("Data and Models", "data,models"),
        ("data & home", "data,home"),
        ("data + home + models", "data,home,models"),
        ("data;models", "data,models"),
        ("modls, dta", "models,data"),
        ("data, data", "data"),
        ("care and feeding", "care"),
        ("care and feeding, data", "care,data"),
        ("data and models and home", "data,models,home"),
        ("feeding, data", "care,data"),
        ("data, weather", None),
        ("weather", None),
        (",", None),
        ("data,", "data"),
        (" , data", "data"),
    ],
)
def test_topics_in_one_go(typed: str, keys: str | None) -> None:
    found = TITLES.match(typed)
    assert (found.key if found else None) == keys


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ["Data", "Models", "Care and feeding", "The home"]),
        ("da", ["Data"]),
        ("data, ", ["Data, Models", "Data, Care and feeding", "Data, The home"]),
        ("data, mo", ["Data, Models"]),
        ("data, models, h", ["Data, Models, The home"]),
        ("data and ", ["Data, Models", "Data, Care and feeding", "Data, The home"]),
        ("care and f", ["Care and feeding"]),
        ("weather, d", []),
    ],
)
def test_more_topics_are_suggested_after_those_named(typed: str, names: list[str]) -> None:
    assert [title.name for title in TITLES.complete(typed)] == names


async def test_a_game_on_several_topics(channel: Channel) -> None:
    await channel.say("/game start topic:care,home questions:20 mode:everyone")
    await channel.until("on Daily care and The home")
    state = (await channel.services.running_games.finder.here(channel.asker("Ana"))).state
    assert state.rules.topics == ("care", "home")
    pack = channel.services.library.default
    topics = {pack.topic_of(bank(pack)[each]).id for each in state.rules.questions}
    assert topics == {"care", "home"}


@pytest.mark.parametrize("line", ["/game start care, home", "/game start care,home 5"])
async def test_topics_are_read_without_their_option(channel: Channel, line: str) -> None:
    await channel.say(line)
    await channel.until("on Daily care and The home")


async def test_one_topic_of_several_may_be_unknown(channel: Channel) -> None:
    with pytest.raises(Refusal, match="I don't have a topic “weather”"):
        await channel.say("/game start topic:care,weather")


async def test_topics_are_suggested_for_games_alone(channel: Channel) -> None:
    for command, found in (("game start", ["Daily care, The home"]), ("quiz", [])):
        completion = Completion(channel.asker("Ana"), command, "topic", "care, h")
        assert [each.value for each in await channel.commands.complete(completion)] == found


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("/game start", 7),
        ("/game start to:3000", 20),
        ("/game start mode:elimination", 20),
        ("/game start 3 mode:elimination", 3),
        ("/game start questions:5 to:3000", 5),
    ],
)
async def test_a_game_that_may_end_early_has_more_questions(channel: Channel, line: str, count: int) -> None:
    await channel.say(line)
    state = (await channel.services.running_games.finder.here(channel.asker("Ana"))).state
    there_are = len(bank(channel.services.library.default))
    assert len(state.rules.questions) == min(count, there_are)


async def test_a_question_can_be_read_before_its_answers_open(channel: Channel) -> None:
    await channel.say("/game start 1 mode:everyone")
    journal = await channel.services.running_games.finder.here(channel.asker("Ana"))
    await channel.say("/game join", "Ana")
    await channel.press("Start")
    await channel.until("Read it first")
    assert journal.state.shown is not journal.state.round
    labels = {button.label for button in buttons(channel.boards.message())}
    assert labels == {"Host controls …"}
    await channel.until("0 of 1 have answered")
    assert journal.state.shown is journal.state.round


class Hints:
    """A game whose questions have hints."""

    def __init__(self, bot: Bot, journal: Journal) -> None:
        self.bot, self.journal = bot, journal

    async def take(self, name: str, position: int = 0) -> str:
        play: Playing = self.bot.play
        return plain(await play.hint(self.bot.asker(name), TakeHint(self.journal.key.game, position)))


@pytest.fixture
async def hinted(tmp_path: Path, database: Database) -> AsyncIterator[Hints]:
    shutil.copytree(PETS, tmp_path / "pets")
    for file in (tmp_path / "pets").glob("*.yaml"):
        text = file.read_text()
        file.write_text(text.replace("type: true-false\n", "type: true-false\n    hint: Think of fur.\n"))
    bot = Bot(database)
    bot.library = Library([tmp_path / "pets"])
    bot.shelf.library = bot.library
    journal = await bot.start(1, kinds={"true-false"}, mode="everyone")
    await bot.join(journal, "Ana", "Ben")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    yield Hints(bot, journal)
    await bot.close()


async def test_a_hint_is_private_and_costs_points_once(hinted: Hints) -> None:
    bot, journal = hinted.bot, hinted.journal
    await bot.until(journal, "have answered")
    blocks = bot.boards.message().blocks
    clock = next(at for at, block in enumerate(blocks) if isinstance(block, Countdown))
    above = [button.label for block in blocks[:clock] if isinstance(block, Buttons) for button in block.buttons]
    assert above[-1] == "Hint (−25%)", "with the answers, so that a projector can leave it out"
    for _ in range(2):
        said = await hinted.take("Ana")
        assert "Think of fur." in said
        assert "25% less" in said
    assert "fur" not in bot.boards.now()
    right = bot.right(journal.state, 0)
    for name in ("Ana", "Ben"):
        await bot.answer(journal, name, right)
    with pytest.raises(Refusal, match="already answered"):
        await hinted.take("Ben")
    await bot.until(journal, "The right ")
    points = {who.member: score.points for who, score in standings(journal.state).players.items()}
    assert points["ana"] == with_hint(points["ben"])
    with pytest.raises(Refusal, match="has closed"):
        await hinted.take("Ana")


async def test_taking_a_hint_joins_the_game(hinted: Hints) -> None:
    await hinted.take("Zoe")
    assert "zoe" in {who.member for who in hinted.journal.state.players}
    (who,) = hinted.journal.state.rounds[0].hints
    assert who.member == "zoe"


async def test_a_question_without_a_hint_has_no_button_and_gives_none(database: Database) -> None:
    bot = Bot(database)
    try:
        journal = await bot.start(1, mode=Mode.EVERYONE)
        await bot.join(journal, "Ana")
        await bot.act(journal, "start")
        await bot.until_open(journal, 0)
        assert not [each for each in buttons(bot.boards.message()) if each.label.startswith("Hint")]
        with pytest.raises(Refusal, match="no hint"):
            await Hints(bot, journal).take("Ana")
    finally:
        await bot.close()


@pytest.mark.parametrize("mode", ["duel", "everyone", "together", "elimination"])
async def test_teams_are_not_dropped_without_a_word(channel: Channel, mode: str) -> None:
    with pytest.raises(Refusal, match="Only team games have teams"):
        await channel.say(f"/game start mode:{mode} teams:3")
    await channel.say("/game start mode:teams teams:3")
