"""What people may call a team or a season: what looks the same is taken, what hides something is refused."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import update

from bot.features.teams import store
from bot.language.plain import plain
from bot.language.refusals import Refusal
from bot.language.text import printable
from bot.storage.database import Database
from bot.storage.tables import team
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import HERE, Bot

ALIKE = [
    "FOXES",
    "Ｆｏｘｅｓ",
    "Fox\u00ades",
    "Fo\u200bxes",
    "Foxes\ufe0f",
    "\u2068Foxes\u2069",
    "F\u200doxes",
    "Foxes\u3164",
]


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    made = Bot(database, FakeClock())
    yield made
    made.close()


async def names(bot: Bot) -> list[str]:
    there_are = await bot.database.read(lambda transaction: store.of_tenant(transaction, HERE.key))
    return [each.name for each in there_are]


@pytest.mark.parametrize("name", ALIKE)
async def test_a_team_that_looks_like_another_is_not_made(bot: Bot, name: str) -> None:
    await bot.say("/team create Foxes")
    with pytest.raises(Refusal, match=r"^There's already a team “.+”; join it with /team join .+$"):
        await bot.say(f"/team create {name}", "Ben")
    assert await names(bot) == ["Foxes"]
    assert "You're in 🔴 Foxes now." in plain(await bot.say(f"/team join {name}", "Ben"))


@pytest.mark.parametrize("name", ALIKE)
async def test_a_season_that_looks_like_another_is_not_begun(bot: Bot, name: str) -> None:
    await bot.say("/season start Foxes end:2026-03-20")
    with pytest.raises(Refusal, match=r"^There's already a season “.+”; choose another name\.$"):
        await bot.say(f'/season start "{name}" end:2026-05-01 start:2026-04-01')
    assert "season Foxes" in plain(await bot.say(f"/leaderboard season season:{name}"))


async def test_names_that_look_different_are_different_teams(bot: Bot) -> None:
    different = ["C", "C++", "C#", "==", "===", "->", "pêche", "péché", "peche", "👩‍💻", "👩💻", "می‌خواهم", "میخواهم"]
    for number, name in enumerate(different):
        await bot.say(f"/team create {name}", f"P{number}")
    assert sorted(await names(bot)) == sorted(different)
    for name in different:
        said = printable(plain(await bot.say(f"/team join {name}", "Zoe")))
        assert any(f" {name} now." in line for line in said.splitlines()), (name, said)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "ab\u202ecd",
            "That name holds an invisible character (U+202E) that turns its letters round; type it by hand.",
        ),
        (
            "\u202aab",
            "That name holds an invisible character (U+202A) that turns its letters round; type it by hand.",
        ),
        ("\u00ad", "That name's invisible; choose one with letters in it."),
        ("\u3164\u2800", "That name's invisible; choose one with letters in it."),
        ("\ufe0f\u034f", "That name's invisible; choose one with letters in it."),
    ],
)
@pytest.mark.parametrize("command", ["/team create {}", "/season start {} end:2026-03-20", "/game invite {}"])
async def test_a_name_that_hides_something_is_refused(bot: Bot, command: str, name: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        await bot.say(command.format(name))
    assert refused.value.sentence == said


async def test_a_name_copied_from_a_message_loses_its_direction_marks(bot: Bot) -> None:
    await bot.say("/team create \u2068محمد\u2069")
    assert await names(bot) == ["محمد"]


async def test_teams_of_an_earlier_version_are_compared_as_well(bot: Bot) -> None:
    """That version compared names without their accents, and kept invisible characters."""
    await bot.say("/team create Péché")
    earlier = update(team).values(folded="peche", name="Pé\u00adché")
    await bot.database.transact(lambda transaction: transaction.change(earlier, {}))
    with pytest.raises(Refusal, match="already"):
        await bot.say("/team create PÉCHÉ", "Ben")
    assert "New team" in plain(await bot.say("/team create Pêche", "Ben"))
