"""A game that loses its rights, at whatever moment, waits, says so and resumes by itself; none is left half begun."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from random import Random

import pytest
from sqlalchemy import select, update

from bot.features.delivery.delivery import Delivery
from bot.features.games.events import EndReason
from bot.features.games.host_words import HOST_WORDS, HostWords
from bot.features.games.journal import Journal
from bot.features.games.standings import standings
from bot.features.games.state import GamePhase
from bot.features.games.store import games
from bot.features.league.store import results
from bot.features.learners.store import notices
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.language.codec import load
from bot.language.message import Message
from bot.language.people import MemberKey, Place, Tenant
from bot.language.plain import plain
from bot.language.port import Destination, Postponed, Reason, Rejected
from bot.language.refusals import Refusal
from bot.language.rich_text import in_words
from bot.storage.database import Database
from bot.storage.tables import game_answer, game_event, game_result, schedule
from tests.erasures import erasure
from tests.fakes import platform
from tests.fakes.boards import FakeBoards, FakeClock, turned_until
from tests.features.games.hosted import GENERAL, HERE, Bot
from tests.patience import FOREVER
from tests.rows import change, rows

OWLS = Tenant("slack:owls", "Night Owls")
NEST = Place("nest", "#nest")
NO = "I can't post in that channel; give me “Send Messages” there."


class Barring(FakeBoards):
    """Boards on a platform where rights can be taken away and boards deleted.

    Attributes:
        silent: places where no board can be posted; existing ones can still be changed.
        blind: places where existing ones can't be changed either.
        asked: how many attempts to post or change a board have failed.
        refused: the keys of the boards that couldn't be posted.
        reason: why they couldn't.
    """

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self.silent: set[str] = set()
        self.blind: set[str] = set()
        self.reason = Reason.NOT_ALLOWED
        self.asked = 0
        self.keys: list[str] = []
        self.refused: list[str] = []

    async def show(self, to: Destination, said: Message, key: str) -> str:
        if to.place in self.silent | self.blind:
            self.asked += 1
            self.refused.append(key)
            raise Rejected(NO, self.reason)
        self.keys.append(key)
        return await super().show(to, said, key)

    async def change(self, to: Destination, ref: str, said: Message) -> None:
        if to.place in self.blind:
            self.asked += 1
            raise Rejected(NO, Reason.NOT_ALLOWED)
        if ref not in self.shown[to.place]:
            self.asked += 1
            raise Rejected("Someone has deleted that message.", Reason.POST_LOST)
        await super().change(to, ref, said)

    def delete(self, place: str = "general") -> None:
        """Delete the latest board of a place."""
        del self.shown[place][list(self.shown[place])[-1]]


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    made = barring(Bot(database))
    yield made
    await made.close()


def barring(made: Bot) -> Bot:
    assert isinstance(made.clock, FakeClock)
    made.boards = Barring(made.clock)
    made.running_games.boards = {"web": made.boards, "slack": made.boards}
    return made


def boards(bot: Bot) -> Barring:
    assert isinstance(bot.boards, Barring)
    return bot.boards


def clock(bot: Bot) -> FakeClock:
    assert isinstance(bot.clock, FakeClock)
    return bot.clock


async def told(bot: Bot, member: str = "", tenant: str = HERE.key) -> list[str]:
    found = await bot.database.read(lambda transaction: notices.untold(transaction, MemberKey(tenant, member)))
    return [in_words(each.sentence) for each in found]


async def written(bot: Bot) -> list[tuple[str, str]]:
    """Return who Versed writes to in private, and what it says."""
    at = platform.FakeClock(clock(bot).now())
    await Planner(bot.database, {HOST_WORDS: HostWords(Random(1))}, at, Random(2)).plan_due(["web"])
    waiting = await Delivery(bot.database, {}, at, ScheduleOutcomes({})).claim("web", 9)
    return [(post.member, plain(load(post.payload))) for post in waiting]


async def until_told(bot: Bot, part: str = "") -> list[str]:
    """Turn the clock until a notice is left for administrators; return all of them."""
    async with asyncio.timeout(FOREVER):
        while True:
            found = await told(bot)
            if any(part in each for each in found):
                return found
            clock(bot).turn(0.1)


async def is_on(bot: Bot) -> bool:
    find = partial(games.running_in, tenant=HERE.key, place=GENERAL.id)
    return await bot.database.read(find) is not None


async def playing(bot: Bot, questions: int = 2) -> Journal:
    journal = await bot.start(questions)
    await bot.join(journal, "Ana", "Ben")
    return journal


async def until(bot: Bot, journal: Journal, phase: GamePhase, position: int = 0) -> None:
    """Play on until a game reaches a phase of the question at a position."""
    state = journal.state
    if phase is GamePhase.LOBBY:
        return
    await bot.act(journal, "start")
    if phase is GamePhase.COUNTDOWN:
        return
    for number in range(position + 1):
        await bot.until_open(journal, number)
        if number < position or phase is not GamePhase.QUESTION:
            for name in ("Ana", "Ben"):
                await bot.answer(journal, name, bot.right(journal.state, number))
            await turned_until(clock(bot), lambda: journal.state.phase is not GamePhase.QUESTION)
    assert state is not journal.state


@pytest.mark.parametrize("kind", ["silent", "blind"])
async def test_a_game_that_cannot_be_shown_is_not_on(bot: Bot, kind: str) -> None:
    getattr(boards(bot), kind).add("general")
    with pytest.raises(Refusal, match="I can't post in that channel"):
        await bot.start()
    assert not await is_on(bot)
    assert await told(bot) == []
    getattr(boards(bot), kind).clear()
    await playing(bot)
    assert await is_on(bot)


@pytest.mark.parametrize("reason", [Reason.INVALID, Reason.PLACE_LOST, Reason.TENANT_LOST])
async def test_a_game_that_the_platform_refuses_is_not_on(
    bot: Bot, reason: Reason, caplog: pytest.LogCaptureFixture
) -> None:
    boards(bot).trouble = [Rejected("No.", reason)]
    with pytest.raises(Refusal, match="No"):
        await bot.start()
    assert not await is_on(bot)
    assert re.search(r"web:playground: a board of game \w+ can't be shown: No\.", caplog.text)


MOMENTS = [
    (GamePhase.LOBBY, 0),
    (GamePhase.COUNTDOWN, 0),
    (GamePhase.QUESTION, 0),
    (GamePhase.BREAK, 0),
    (GamePhase.QUESTION, 1),
    (GamePhase.BREAK, 1),
]


@pytest.mark.parametrize("kind", ["silent", "blind"])
@pytest.mark.parametrize(("phase", "position"), MOMENTS)
async def test_rights_lost_at_any_moment(bot: Bot, kind: str, phase: GamePhase, position: int) -> None:
    journal = await playing(bot)
    await until(bot, journal, phase, position)
    lost: set[str] = getattr(boards(bot), kind)
    lost.add("general")
    if phase is GamePhase.LOBBY:
        await bot.act(journal, "start")
    if phase is GamePhase.QUESTION:
        for name in ("Ana", "Ben"):
            await bot.answer(journal, name, bot.right(journal.state, position))
    await turned_until(clock(bot), lambda: bool(journal.state.barred))
    if kind == "silent":
        await bot.until(journal, "I can't post here any more. Let me write here again within half an hour")
    (sentence,) = await until_told(bot)
    assert NO in sentence
    assert "#general" in sentence
    assert await told(bot, "ana") == []
    assert await written(bot) == [("ana", sentence)]
    asked = len(journal.state.rounds)
    before = boards(bot).asked
    clock(bot).turn(600)
    await turned_until(clock(bot), lambda: boards(bot).asked > before + 2, 2)
    assert len(journal.state.rounds) == asked, "it waits"
    lost.clear()
    await turned_until(clock(bot), lambda: not journal.state.barred)
    for number in range(2):
        if len(journal.state.rounds) <= number or journal.state.rounds[number].open:
            await bot.until_open(journal, number)
            for name in ("Ana", "Ben"):
                await bot.answer(journal, name, bot.right(journal.state, number))
            await turned_until(
                clock(bot),
                lambda number=number: not journal.state.rounds[number].open,  # type: ignore[misc]
            )
    await bot.until(journal, "share first place!", step=0.3)
    await bot.until_over(journal)
    assert journal.state.ended is EndReason.FINISHED
    assert "I can't post here" not in "".join(plain(each) for each in boards(bot).shown["general"].values())
    assert all(score.right == 2 for score in standings(journal.state).players.values()), "nobody has lost anything"
    assert all(score.points > 1700 for score in standings(journal.state).players.values()), "nor any time"
    assert await told(bot) == []


async def test_what_is_stored_stays_the_same_and_what_a_newer_version_stored_is_read(bot: Bot) -> None:
    journal = await playing(bot)
    boards(bot).silent.add("general")
    await bot.act(journal, "start")
    (sentence,) = await until_told(bot)
    ((stored,),) = await rows(bot.database, select(schedule.c.options).where(schedule.c.kind == HOST_WORDS))
    game = journal.key.game
    why = r"I can't post in that channel; give me \u201cSend Messages\u201d there."
    assert stored == f'{{"tenant": "{HERE.key}", "game": "{game}", "why": "{why}"}}'
    newer = stored.replace("}", ', "loud": true}')
    await change(bot.database, update(schedule).where(schedule.c.kind == HOST_WORDS).values(options=newer))
    assert await written(bot) == [("ana", sentence)]


async def test_a_question_that_nobody_saw_takes_no_time(bot: Bot) -> None:
    journal = await playing(bot)
    await until(bot, journal, GamePhase.BREAK, 0)
    boards(bot).silent.add("general")
    await turned_until(clock(bot), lambda: bool(boards(bot).refused), 0.01)  # the database may take its time,
    await turned_until(clock(bot), lambda: bool(journal.state.barred), 0)  # which isn't the players'
    with pytest.raises(Refusal, match="The game's waiting until I can post"):
        await bot.answer(journal, "Ana")
    clock(bot).turn(300)
    count = len(boards(bot).keys)
    boards(bot).silent.clear()
    await turned_until(clock(bot), lambda: len(boards(bot).keys) > count, 0.01)
    await turned_until(clock(bot), lambda: not journal.state.barred, 0)
    current = journal.state.rounds[1]
    assert timedelta(seconds=19) <= current.closes_at - clock(bot).now() <= timedelta(seconds=22)
    assert "Question 2 of 2" in bot.boards.now()


async def test_a_question_waits_while_the_platform_takes_no_posts(bot: Bot) -> None:
    journal = await playing(bot)
    await until(bot, journal, GamePhase.BREAK)
    await bot.until(journal, "The next question comes")
    boards(bot).trouble = [Postponed("Slow down.", 45.0)]
    await bot.until_open(journal, 1)
    current = journal.state.rounds[1]
    assert not journal.state.barred
    *_, shown_at = (at for at, _, _, _, new in boards(bot).history if new)
    assert current.closes_at - shown_at >= current.limit
    assert await told(bot) == []


async def test_after_half_an_hour_it_is_over_and_what_was_scored_counts(bot: Bot) -> None:
    journal = await playing(bot)
    await until(bot, journal, GamePhase.BREAK, 0)
    boards(bot).silent.add("general")
    await turned_until(clock(bot), lambda: bool(journal.state.barred))
    await turned_until(clock(bot), lambda: journal.state.phase is GamePhase.ENDED, 10)
    assert journal.state.ended is EndReason.BARRED
    await bot.until(journal, "to see the podium", step=1)
    await until_told(bot, "is over because I can't post there any more")
    since = clock(bot).now() - timedelta(days=1)
    kept = await bot.database.read(lambda transaction: results.since(transaction, HERE.key, since))
    assert [each.correct for each in kept] == [1, 1]
    boards(bot).silent.clear()
    early = "I couldn't post here for half an hour, so the game ended early."
    shown = boards(bot).shown["general"]
    await turned_until(clock(bot), lambda: any(early in plain(each) for each in shown.values()), 1)
    await bot.until_over(journal)


async def test_a_game_whose_channel_is_deleted_is_over_at_once(bot: Bot) -> None:
    journal = await playing(bot)
    await until(bot, journal, GamePhase.BREAK, 0)
    boards(bot).silent.add("general")
    boards(bot).reason = Reason.PLACE_DELETED
    await turned_until(clock(bot), lambda: journal.state.phase is GamePhase.ENDED, 0.3)
    (sentence,) = await until_told(bot, "The game in #general is over because the channel was deleted.")
    assert await written(bot) == [("ana", sentence)]
    while await is_on(bot):
        clock(bot).turn(0.3)


async def test_a_podium_does_not_wait_for_a_channel_that_was_deleted(bot: Bot) -> None:
    journal = await playing(bot)
    await until(bot, journal, GamePhase.QUESTION, 1)
    await bot.until_open(journal, 1)
    boards(bot).silent.add("general")
    boards(bot).reason = Reason.PLACE_DELETED
    for name in ("Ana", "Ben"):
        await bot.answer(journal, name, bot.right(journal.state, 1))
    await turned_until(clock(bot), lambda: journal.state.phase is GamePhase.ENDED, 0.3)
    begun = clock(bot).now()
    while await is_on(bot):
        clock(bot).turn(0.3)
    assert clock(bot).now() - begun < timedelta(minutes=1)
    assert boards(bot).asked == 1
    assert journal.state.ended is EndReason.FINISHED
    (sentence,) = await until_told(bot, "The game in #general is over because the channel was deleted.")
    assert await written(bot) == [("ana", sentence)]


async def test_the_other_side_hears_whose_channel_ended_the_game(bot: Bot) -> None:
    journal = await bot.start(1)
    await bot.join(journal, "Ana")
    await accepted(bot, journal)
    boards(bot).silent.add("nest")
    boards(bot).reason = Reason.PLACE_DELETED
    await bot.act(journal, "start")
    await bot.until(journal, "I couldn't post in Owls any more, so the game ended early. What you scored counts.")
    await bot.until_over(journal)


async def test_what_a_place_has_missed_comes_in_the_order_of_the_game(bot: Bot) -> None:
    journal = await playing(bot)
    await until(bot, journal, GamePhase.BREAK, 0)
    boards(bot).silent.add("general")
    await turned_until(clock(bot), lambda: journal.state.phase is GamePhase.ENDED, 10)
    tried = len(boards(bot).refused)
    await turned_until(clock(bot), lambda: len(boards(bot).refused) > tried + 3, 1)
    assert all("/question-1/" in key for key in boards(bot).refused), "the podium waits its turn"
    before = set(boards(bot).shown["general"])
    boards(bot).silent.clear()
    shown = boards(bot).shown["general"]
    await turned_until(clock(bot), lambda: len(shown) >= len(before) + 2, 1)
    question, podium = (plain(said) for ref, said in shown.items() if ref not in before)
    assert "Question 2 of 2" in question
    assert "I couldn't post here for half an hour" in podium


async def test_a_process_that_takes_over_goes_on_waiting(database: Database) -> None:
    first = barring(Bot(database))
    journal = await playing(first)
    await until(first, journal, GamePhase.BREAK, 0)
    boards(first).silent.add("general")
    await turned_until(clock(first), lambda: bool(journal.state.barred))
    await first.die()
    await first.lose()
    second = Bot(database, first.clock)
    second.boards, second.running_games.boards = first.boards, first.running_games.boards
    again = await second.running_games.finder.journal(journal.key)
    assert again.state.barred
    clock(first).turn(60)
    boards(first).silent.clear()
    await turned_until(clock(first), lambda: not again.state.barred)
    await second.until_open(again, 1)
    await second.close()


@pytest.mark.parametrize("phase", [GamePhase.LOBBY, GamePhase.QUESTION, GamePhase.BREAK])
async def test_a_board_that_was_deleted_comes_back(bot: Bot, phase: GamePhase) -> None:
    journal = await playing(bot)
    await until(bot, journal, phase)
    await turned_until(clock(bot), lambda: bool(bot.boards.now()))
    count = len(boards(bot).keys)
    boards(bot).delete()
    await bot.join(journal, "Cleo")
    if phase is GamePhase.BREAK:
        await bot.act(journal, "pause")
    await turned_until(clock(bot), lambda: len(boards(bot).keys) > count, 0.3)
    heading = "A game: " if phase is GamePhase.LOBBY else "Question 1 of 2"
    assert heading in bot.boards.now()
    assert len(set(boards(bot).keys)) == len(boards(bot).keys), "or it would be taken for the one that's gone"


@pytest.mark.both_databases
async def test_what_deletes_every_board_wins_in_the_end(bot: Bot) -> None:
    journal = await playing(bot)
    for number in range(8):
        count = len(boards(bot).keys)
        with suppress(IndexError):
            boards(bot).delete()
        await bot.join(journal, f"Guest {number}")
        for _ in range(40):
            clock(bot).turn(0.3)
            await asyncio.sleep(0.001)
        assert len(boards(bot).keys) <= count + 1
    assert len(boards(bot).keys) == 4, "once, and three times more"


async def accepted(bot: Bot, journal: Journal) -> None:
    """Let the owls accept an invitation to a game, and Uma join it."""
    invited = plain(await bot.invitations.invite(bot.asker("Ana", administrator=True), journal, "Foxes"))
    uma = bot.asker("Uma", tenant=OWLS, place=NEST, administrator=True)
    await bot.invitations.accept(uma, invited.split("side: ")[1].split()[0], "Owls")
    await bot.play.join(uma, journal)
    await bot.until(journal, "Owls (1): Uma", "nest")


async def test_the_other_side_hears_that_it_waits_and_cannot_go_ahead(bot: Bot) -> None:
    journal = await bot.start(1)
    await bot.join(journal, "Ana")
    await accepted(bot, journal)
    boards(bot).silent.add("nest")
    await bot.act(journal, "start")
    await turned_until(clock(bot), lambda: bool(journal.state.barred))
    await bot.until(journal, "I can't post in Owls right now, so the game's waiting.")
    assert "Question 1 of 1" in bot.boards.now()
    with pytest.raises(Refusal, match="The game's waiting"):
        await bot.answer(journal, "Ana")
    assert await told(bot) == []
    assert len(await told(bot, tenant=OWLS.key)) == 1
    boards(bot).silent.clear()
    await turned_until(clock(bot), lambda: not journal.state.barred)
    await bot.answer(journal, "Ana", bot.right(journal.state, 0))


async def test_a_game_of_a_tenant_that_left_is_gone(bot: Bot) -> None:
    journal = await playing(bot)
    await until(bot, journal, GamePhase.QUESTION)
    await erasure(bot.database).end(HERE.key)
    clock(bot).turn(60)  # the question closes
    await turned_until(clock(bot), lambda: journal.key not in bot.running_games._held, 0.5)
    bot.running_games._beat = clock(bot).now()
    await asyncio.sleep(0.6)  # until what was last read is out of date
    with pytest.raises(Refusal, match="I can't find that game here"):
        await bot.answer(journal, "Ana", position=0)
    for table in (game_event, game_answer, game_result):
        assert await rows(bot.database, select(table)) == [], table.name
