"""Results as files: who is named, who is numbered, and what can't be inferred."""

import csv
import io

import pytest

from bot.exchange.tables.cells import Cell
from bot.features.analysis.actions import TakeGameFile
from bot.features.analysis.result_commands import ResultCommands
from bot.features.analysis.results import Outcome, ResultRow, table
from bot.language.message import File, Message
from bot.language.refusals import Refusal
from bot.storage.database import Database
from tests.fakes.platform import FakeClock
from tests.features.analysis.answered import FIRST
from tests.features.challenges import taken
from tests.features.challenges.taken import is_question, labelled
from tests.features.games import hosted

HOME = "discord:1"


def row(name: str, credit: int | None, tenant: str = HOME) -> ResultRow:
    return ResultRow(tenant, name.lower(), name, 100 * (credit or 0), [credit])


def told(*rows: ResultRow, sharing: frozenset[str] = frozenset()) -> list[tuple[Cell, ...]]:
    return [tuple(each) for each in table(Outcome([FIRST], rows), HOME, sharing)][1:]


def test_only_those_who_share_are_named_and_few_numbered_tell_nothing() -> None:
    rows = [row("Ana", 100), row("Ben", 0), row("Cleo", None)]
    assert told(*rows, sharing=frozenset({"ana"})) == [
        ("Ana", 10000, 100),
        ("Player 1", None, None),
        ("Player 2", None, None),
    ]


def test_five_numbered_are_told_in_an_order_that_tells_nothing() -> None:
    rows = [row(name, credit) for name, credit in zip("ABCDE", (100, 0, None, 50, 100), strict=True)]
    found = told(*rows, row("Zoë", 100), sharing=frozenset({"zoë"}))
    assert found[0] == ("Zoë", 10000, 100)
    assert found[1:6] == [(f"Player {n}", None, each) for n, each in enumerate((None, 0, 50, 100, 100), 1)]
    assert found[6] == ("All, right on average %", None, 70)


def test_members_of_other_tenants_are_numbered() -> None:
    assert told(row("Ana", 100, "discord:2"), sharing=frozenset({"ana"})) == [("Player 1", None, None)]


def in_csv(said: Message) -> list[list[str]]:
    (file,) = (each for each in said.blocks if isinstance(each, File) and each.name.endswith(".csv"))
    return [*csv.reader(io.StringIO(file.data.decode("utf-8-sig")))]


async def test_a_challenge_gives_its_results_to_the_one_who_opened_it(sqlite_database: Database) -> None:
    bot = taken.Bot(sqlite_database, FakeClock())
    announced = await bot.say("/challenge care 1 30 closes:4h")
    await bot.say("/settings share:yes", "Ben")
    for name in ("Ben", "Cleo"):
        assert not is_question(await bot.answer(name, await bot.begin(name, announced)))
    bot.clock.go(hours=4)
    button = labelled(await bot.posted(), "Results as a file")
    said = await bot.press(button, "Ana")
    assert said.private
    assert [each.name for each in said.blocks if isinstance(each, File)] == [
        "challenge-results.csv",
        "challenge-results.xlsx",
    ]
    (_, ben, other) = in_csv(said)
    assert (ben[0], ben[2], other) == ("Ben", "100", ["Player 1", "", ""])
    with pytest.raises(Refusal, match="Only administrators and the person who opened"):
        await bot.press(button, "Ben")
    bot.close()


async def test_a_game_gives_its_results_to_its_host(sqlite_database: Database) -> None:
    bot = hosted.Bot(sqlite_database)
    journal = await bot.start(1)
    await bot.join(journal, "Ana", "Ben")
    serves = ResultCommands(bot.shelf, sqlite_database, bot.running_games.finder)
    action = TakeGameFile(journal.key.game)
    with pytest.raises(Refusal, match="still on"):
        await serves.game(bot.asker("Ana"), action)
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    await bot.answer(journal, "Ben", bot.right(journal.state, 0))
    await bot.until_over(journal)
    assert in_csv(await serves.game(bot.asker("Ana"), action))[1:] == [["Player 1", "", ""], ["Player 2", "", ""]]
    with pytest.raises(Refusal, match="Only administrators and a game's host"):
        await serves.game(bot.asker("Ben"), action)
    await bot.close()
