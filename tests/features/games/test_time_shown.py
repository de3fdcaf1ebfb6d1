"""The time that players see, on boards that count down by themselves and on those that have to be changed."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.games import board, events
from bot.features.games.events import EndReason
from bot.features.games.lobby import lobby
from bot.features.games.rules import Mode
from bot.features.games.timing import NEARLY_UP, changes_at, left_to_say
from bot.language.message import Countdown, Message
from bot.language.plain import plain
from bot.storage.database import Database
from tests.fakes.boards import turned_until
from tests.features.games.games import ANA, BEN, CLEO, SECOND
from tests.features.games.hosted import Bot
from tests.features.games.test_board import HERE, QUESTIONS, opened, posed
from tests.features.games.test_game import Table
from tests.packs import pets


def countdowns(said: Message) -> list[Countdown]:
    return [block for block in said.blocks if isinstance(block, Countdown)]


def shown(table: Table, position: int = 0) -> Message:
    return board.question(table.state, posed(table.state, position), HERE, table.now)


def test_an_open_question_counts_to_its_close() -> None:
    table = opened()
    current = table.state.rounds[0]
    assert countdowns(shown(table)) == [Countdown(current.opens_at, current.closes_at)]


def test_more_time_moves_the_close() -> None:
    table = opened()
    before = table.state.rounds[0].closes_at
    table.happen(events.Extended(at=table.now, position=0, closes_at=before + 15 * SECOND))
    (runs,) = countdowns(shown(table))
    assert (runs.opens_at, runs.closes_at) == (table.state.rounds[0].opens_at, before + 15 * SECOND)


def test_an_outage_moves_the_close() -> None:
    table = opened()
    opens, before = table.state.rounds[0].opens_at, table.state.rounds[0].closes_at
    missed = (opens, opens + 7 * SECOND)
    table.happen(events.Extended(at=table.now, position=0, closes_at=before + 7 * SECOND, missed=missed))
    (runs,) = countdowns(shown(table))
    assert runs.closes_at == before + 7 * SECOND


def test_a_break_counts_to_what_comes_next() -> None:
    table = opened(QUESTIONS[:2])
    table.now += 30 * SECOND
    table.due()
    (runs,) = countdowns(shown(table))
    assert (runs.closes_at, runs.sentence) == (table.state.next_at, "The next question comes {when}.")
    table.until_open()
    assert countdowns(shown(table, 0)) == [], "it has come"
    table.now += 30 * SECOND
    table.due()
    (runs,) = countdowns(shown(table, 1))
    assert runs.sentence == "The podium comes {when}."


def test_a_pause_counts_nothing() -> None:
    table = opened()
    table.happen(events.Paused(at=table.now))
    assert countdowns(shown(table)), "The open question finishes as usual"
    table.now += 30 * SECOND
    table.due()
    assert countdowns(shown(table)) == []
    assert "The game's paused" in plain(shown(table))


def test_a_lobby_counts_to_the_first_question() -> None:
    table = Table(mode=Mode.EVERYONE)
    table.join(ANA)
    assert countdowns(lobby(table.state, pets(), HERE)) == []
    table.happen(events.Started(at=table.now, opens_at=table.now + 5 * SECOND))
    (runs,) = countdowns(lobby(table.state, pets(), HERE))
    assert runs.closes_at == table.now + 5 * SECOND
    table.happen(events.Paused(at=table.now))
    assert countdowns(lobby(table.state, pets(), HERE)) == []


@given(st.floats(-5, 40))
def test_the_time_left_is_said_only_when_it_is_short(after: float) -> None:
    current = opened().state.rounds[0]
    now = current.opens_at + timedelta(seconds=after)
    left = left_to_say(current, now)
    if after < 0 or after < 20 - max(NEARLY_UP).total_seconds():
        assert left is None
    else:
        assert left is not None
        assert SECOND <= left <= max(NEARLY_UP)
        assert left % SECOND == timedelta(0)
        assert left >= current.closes_at - now


def test_a_board_changes_by_itself_at_ten_and_at_five_seconds_left() -> None:
    table = opened()
    closes = table.state.rounds[0].closes_at
    moments, since = [], table.now
    while (at := changes_at(table.state, since)) is not None:
        moments.append(closes - at)
        since = at
    assert moments == [10 * SECOND, 5 * SECOND]
    table.happen(events.Extended(at=table.now, position=0, closes_at=closes + 15 * SECOND))
    assert changes_at(table.state, closes - 5 * SECOND) == closes + 5 * SECOND


@pytest.mark.parametrize("end", [EndReason.STOPPED, EndReason.FINISHED])
def test_nothing_changes_by_itself_once_nothing_is_open(end: EndReason) -> None:
    table = opened()
    table.now += 30 * SECOND
    table.due()
    assert changes_at(table.state, table.state.rounds[0].opens_at) is None
    table.happen(events.Ended(at=table.now, why=end))
    assert changes_at(table.state, table.state.rounds[0].opens_at) is None


def frozen_and_later(table: Table, position: int) -> tuple[str, str]:
    """Return a closed board's lasting text, and all that it says once another question has closed."""
    first = shown(table, position)
    table.until_open()
    table.answer(BEN, 0)
    table.now += 30 * SECOND
    table.due()
    kept = [plain(Message((each,))) for each in first.blocks if not isinstance(each, Countdown)]
    later = plain(shown(table, position))
    return "\n".join(each for each in kept if "Host controls" not in each), later


@pytest.mark.parametrize("mode", [Mode.TEAMS, Mode.EVERYONE, Mode.TOGETHER])
def test_a_closed_board_stays_as_it_was(mode: Mode) -> None:
    table = opened(mode=mode)
    table.answer(ANA, 2)
    table.answer(CLEO, 9)
    table.now += 30 * SECOND
    table.due()
    before, after = frozen_and_later(table, 0)
    for block in before.split("\n"):
        assert block in after


def test_a_closed_board_keeps_names_as_they_were() -> None:
    table = opened(mode=Mode.EVERYONE)
    table.answer(ANA, 0)
    table.now += 30 * SECOND
    table.due()
    table.happen(events.Joined(at=table.now, who=ANA, name="Queen Ana", team="", place="general"))
    table.happen(events.Left(at=table.now, who=BEN))
    assert "1. ana · 1,000 (+1,000)" in plain(shown(table))
    assert "Queen" not in plain(shown(table))
    table.happen(events.Kicked(at=table.now, who=ANA))
    assert "ana" not in plain(shown(table)), "but those who are taken out leave all boards"


async def test_boards_that_cannot_count_say_ten_and_five(sqlite_database: Database) -> None:
    bot = Bot(sqlite_database)
    bot.boards.counts_down = False
    try:
        journal = await bot.start(1, mode="everyone")
        await bot.join(journal, "Ana", "Ben")
        await bot.act(journal, "start")
        await bot.until_open(journal, 0)
        for left in (10, 5):
            await bot.until(journal, f"Closes in {left} seconds.", step=0.05)
        closes = journal.state.rounds[0].closes_at
        at = [(closes - when).total_seconds() for when, _, _, said, _ in bot.boards.history if "Closes in" in said]
        assert [round(each) for each in at] == [10, 5]
        assert len(changes(bot)) == 2
    finally:
        await bot.close()


def changes(bot: Bot) -> list[str]:
    """Return what the question's board was changed to while it was open."""
    return [said for _, _, _, said, new in bot.boards.history if "Closes " in said and not new]


async def test_boards_that_count_are_left_alone(sqlite_database: Database) -> None:
    bot = Bot(sqlite_database)
    try:
        journal = await bot.start(1, mode="everyone")
        await bot.join(journal, "Ana", "Ben")
        await bot.act(journal, "start")
        await bot.until_open(journal, 0)
        await turned_until(bot.clock, lambda: not journal.state.rounds[0].open)  # type: ignore[arg-type]
        assert changes(bot) == []
    finally:
        await bot.close()
