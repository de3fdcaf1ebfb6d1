"""Running games, on both databases: lobby to podium, crowds, crashes, and platforms that refuse some boards."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import count, pairwise

import pytest

from bot.features.games import rule_changes
from bot.features.games.actions import PlayChoice, PlayOrder, PlayWords
from bot.features.games.events import EndReason, decode
from bot.features.games.game import replay
from bot.features.games.host_panel import number_of
from bot.features.games.journal import Journal
from bot.features.games.model import Key
from bot.features.games.results import answers_of
from bot.features.games.shared_timeout import SharedTimeout
from bot.features.games.standings import standings
from bot.features.games.state import GamePhase
from bot.features.games.store import games, log
from bot.features.league.store import results
from bot.features.quizzes.questions import bank
from bot.features.quizzes.store import answers
from bot.language.forms import TYPED
from bot.language.people import MemberKey, Place, Tenant
from bot.language.plain import buttons, plain
from bot.language.port import Postponed, Reason, Rejected, Uncertain
from bot.language.refusals import Refusal
from bot.storage.database import Database
from bot.storage.group_commit import PieceOutcome, QueuedPiece
from tests.fakes.boards import FakeClock, turned_until
from tests.features.games.hosted import HERE, Bot
from tests.packs import take_out
from tests.patience import FOREVER

SECOND = timedelta(seconds=1)
HALF_AN_HOUR = 18_000
"""In turns of the clock: less than it's set back by."""


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    bot = Bot(database)
    yield bot
    await bot.close()


@pytest.fixture
async def small(sqlite_database: Database) -> AsyncIterator[Bot]:
    """A bot on SQLite only, for tests that have nothing to do with the database."""
    bot = Bot(sqlite_database)
    yield bot
    await bot.close()


async def recomputed(database: Database, journal: Journal) -> object:
    """Return the standings worked out afresh from the stored log and answers."""
    events = await database.read(lambda transaction: log.events(transaction, journal.key, 0))
    state = replay([decode(event) for event in events])
    fresh = Journal(database, journal.key, state, len(events))
    await fresh.read_answers()
    return standings(fresh.state)


async def test_a_game_from_lobby_to_podium(bot: Bot) -> None:
    journal = await bot.start(2)
    await bot.join(journal, "Ana", "Ben", "Cleo", "Dan")
    await bot.until(journal, "Blue (2): Ben, Dan")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    assert "0 of 4 have answered." in bot.boards.now()
    right = bot.right(journal.state, 0)
    wrong = 1 - right if right < 2 else 0
    locked = await bot.answer(journal, "Ana", right)
    assert locked.private
    assert plain(locked).startswith("(only you can see this)\n\nLocked: ")
    await bot.until(journal, "1 of 4 have answered.")
    assert "✓" not in bot.boards.now()
    for name in ("Ben", "Cleo", "Dan"):
        await bot.answer(journal, name, wrong)
    await bot.until(journal, "The right ")
    said = bot.boards.now()
    assert "1 (25%)" in said
    assert "3 (75%)" in said
    assert "1. Red" in said
    await bot.until_open(journal, 1)
    for name in ("Ana", "Ben", "Cleo", "Dan"):
        await bot.answer(journal, name, bot.right(journal.state, 1))
    await bot.until(journal, "Red won!")
    assert "What you knew" in bot.boards.now()
    await bot.until_over(journal)
    assert standings(journal.state) == await recomputed(bot.database, journal)
    yesterday = bot.clock.now() - timedelta(days=1)
    kept = await bot.database.read(lambda transaction: results.since(transaction, HERE.key, yesterday))
    assert sum(each.correct for each in kept) == 5
    assert sum(each.asked for each in kept) == 8
    assert sum(each.points for each in kept) == sum(s.points for s in standings(journal.state).players.values())
    pack = bot.library.packs["pets"]
    for _ in range(2):  # as when a replica dies before it has recorded the end
        given = answers_of(journal.state, pack, bank(pack))
        await bot.database.transact(partial(answers.add, new=given))
    tallies = await bot.database.read(
        lambda transaction: [answers.tally(transaction, MemberKey(HERE.key, who), "pets") for who in ("ana", "ben")]
    )
    assert [sum(each.right for each in tally.values()) for tally in tallies] == [2, 1]
    assert [sum(each.total for each in tally.values()) for tally in tallies] == [2, 2]
    clean = await bot.play.review(bot.asker("Ana"), journal.key.game)
    assert "A clean sheet" in plain(clean)
    review = await bot.play.review(bot.asker("Ben"), journal.key.game)
    assert "1 of 2 right: what to look at again" in plain(review)
    assert "You said: " in plain(review)
    with pytest.raises(Refusal, match="You didn't answer in that game"):
        await bot.play.review(bot.asker("Eva"), journal.key.game)
    await bot.start()  # the channel is free again


async def test_only_one_game_in_a_place(bot: Bot) -> None:
    await bot.start()
    with pytest.raises(Refusal, match="There's already a game on in this channel"):
        await bot.start()


async def test_the_first_answer_wins(bot: Bot) -> None:
    journal = await bot.start(1)
    await bot.join(journal, "Ana", "Ben")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    together = await asyncio.gather(*(bot.answer(journal, "Ben", n % 2) for n in range(20)), return_exceptions=True)
    assert sum(not isinstance(each, Exception) for each in together) == 1
    first = next(n % 2 for n, each in enumerate(together) if not isinstance(each, Exception))
    refused = [each for each in together if isinstance(each, Refusal)]
    assert len(refused) == 19
    assert {each.sentence for each in refused} == {refused[0].sentence}
    assert refused[0].sentence.startswith("Already answered: ")
    await bot.until(journal, "1 of 2 have answered.")
    assert journal.state.rounds[0].answers[MemberKey(HERE.key, "ben")].given == str(first)


@pytest.mark.both_databases
async def test_an_answer_that_is_not_safe_in_time_is_not_acknowledged(database: Database) -> None:
    bot = Bot(database, patience=0.1)
    journal = await bot.start(1)
    await bot.join(journal, "Ana", "Ben")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    release = asyncio.Event()
    commit = database.writer._commit

    async def stalled(batch: Sequence[QueuedPiece]) -> Sequence[PieceOutcome]:
        await release.wait()
        return await commit(batch)

    database.writer._commit = stalled
    with pytest.raises(Refusal, match="I couldn't save your answer"):
        await bot.answer(journal, "Ben")
    release.set()
    bot.play._timeout = SharedTimeout(FOREVER)
    with pytest.raises(Refusal, match="Already answered: "):
        await bot.answer(journal, "Ben", 1)
    await bot.until(journal, "1 of 2 have answered.")
    await bot.close()


async def test_five_hundred_presses_change_a_board_once_a_second(bot: Bot) -> None:
    journal = await bot.start(1)
    await bot.join(journal, "Ana")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    assert isinstance(bot.clock, FakeClock)

    async def crowd(part: range) -> None:
        await asyncio.gather(*(bot.answer(journal, f"Player{n}") for n in part))

    for tenth in range(10):
        await crowd(range(50 * tenth, 50 * tenth + 50))
        bot.clock.turn(0.2)
    await bot.until(journal, "500 of 501 have answered.", step=0.05)
    changes = [at for at, _, _, _, new in bot.boards.history if not new]
    assert all(later - sooner >= SECOND for sooner, later in pairwise(changes))
    assert len([at for at in changes if at >= journal.state.rounds[0].opens_at]) <= 5
    await bot.answer(journal, "Ana")
    await bot.until(journal, "501 (100%)", step=0.05)


async def test_invalid_presses_get_one_sentence(small: Bot) -> None:
    bot = small
    journal = await bot.start(2, mode="duel")
    game = journal.key.game
    await bot.join(journal, "Ana", "Ben")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    elsewhere = bot.asker("Uma", tenant=Tenant("slack:T9", "Owls"))
    cases = [
        (bot.play.choose(elsewhere, PlayChoice(game, 0, 0)), "I can't find that game here"),
        (bot.play.choose(bot.asker("Ana"), PlayChoice("nothing", 0, 0)), "I can't find that game here"),
        (bot.play.choose(bot.asker("Ana"), PlayChoice(game, 1, 0)), "That question has closed"),
        (bot.play.choose(bot.asker("Ana"), PlayChoice(game, 9, 0)), "There's no such question"),
        (bot.play.choose(bot.asker("Ana"), PlayChoice(game, 0, 9)), "That option doesn't exist"),
        (bot.play.choose(bot.asker("Cleo"), PlayChoice(game, 0, 0)), "This duel has its two players"),
        (bot.play.fill(bot.asker("Ana"), PlayWords(game, 0), {TYPED: "word"}), "This one has buttons"),
        (bot.play.pick_next(bot.asker("Ana"), PlayOrder(game, 0, "0")), "isn't about order"),
        (bot.play.form(bot.asker("Ana"), PlayWords(game, 0)), "This one has buttons"),
        (bot.act(journal, "skip", "Ben"), "Only the host can do that"),
        (bot.act(journal, "explode"), "This button doesn't work"),
        (bot.act(journal, "remove", player=7), "That player has left"),
        (bot.hosting.controls(bot.asker("Ben"), journal), "Only the host can do that"),
        (bot.play.review(bot.asker("Ana"), game), "The game is still on"),
    ]
    for call, sentence in cases:
        with pytest.raises(Refusal, match=sentence):
            await call


async def test_answers_after_the_close_are_too_late(bot: Bot) -> None:
    journal = await bot.start(2)
    await bot.join(journal, "Ana", "Ben")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    stamped = bot.asker("Ben")
    assert isinstance(bot.clock, FakeClock)
    bot.clock.turn(20.5)
    with pytest.raises(Refusal, match="That question has closed"):
        await bot.play.choose(stamped, PlayChoice(journal.key.game, 0, 0))


async def test_time_counts_from_the_platforms_stamp(small: Bot) -> None:
    bot = small
    journal = await bot.start(1)
    await bot.join(journal, "Ana")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    assert isinstance(bot.clock, FakeClock)
    stamped = bot.asker("Ana")
    opened = journal.state.rounds[0].opens_at
    bot.clock.turn(10)
    await bot.play.choose(stamped, PlayChoice(journal.key.game, 0, bot.right(journal.state, 0)))
    await bot.until(journal, "The right ")
    assert journal.state.rounds[0].answers[MemberKey(HERE.key, "ana")].at == max(stamped.at, opened)
    assert standings(journal.state).players[MemberKey(HERE.key, "ana")].points > 900


async def test_a_restart_goes_on_at_the_same_question_and_says_so(bot: Bot) -> None:
    journal = await bot.start(2)
    await bot.join(journal, "Ana", "Ben")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    await bot.answer(journal, "Ana")
    await bot.close()
    assert isinstance(bot.clock, FakeClock)
    bot.clock.turn(40)
    again = Bot(bot.database, bot.clock)
    again.boards.shown = bot.boards.shown
    game = await again.running_games.finder.here(again.asker("Ana"))
    await again.until(game, "Nobody could answer for 4", step=0.01)
    assert "everyone gets that time back" in again.boards.now()
    assert "1 of 2 have answered." in again.boards.now()
    with pytest.raises(Refusal, match="Already answered"):
        await again.answer(game, "Ana", 1)
    await again.answer(game, "Ben")
    await again.until(game, "The right ")
    opened = [
        text for _, _, _, text, new in (*bot.boards.history, *again.boards.history) if new and "Question 1" in text
    ]
    assert len(opened) == 1
    await again.until_over(game)
    assert standings(game.state) == await recomputed(again.database, game)
    await again.close()


async def test_host_controls(small: Bot) -> None:
    bot = small
    journal = await bot.start(3)
    await bot.join(journal, "Ana", "Ben", "Cleo", team="red")
    controls = await bot.hosting.controls(bot.asker("Ana"), journal)
    labels = [each.label for each in buttons(controls)]
    assert labels[:5] == ["Start", "Balance the teams", "End the game …", "Ben", "Cleo"]
    assert labels[5:] == [choice.label for choice in rule_changes.menu(journal.state).choices]
    await bot.act(journal, "balance")
    assert sorted(player.team for player in journal.state.players.values()).count("red") in (1, 2)
    with pytest.raises(Refusal, match="nothing to pause"):
        await bot.act(journal, "pause")
    await bot.act(journal, "start")
    with pytest.raises(Refusal, match="has already started"):
        await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    closes = journal.state.rounds[0].closes_at
    await bot.act(journal, "extend")
    assert journal.state.rounds[0].closes_at == closes + 15 * SECOND
    await bot.until(journal, "The host added 15 seconds.")
    await bot.act(journal, "remove", player=number_of(MemberKey(HERE.key, "cleo")))
    assert MemberKey(HERE.key, "cleo") not in journal.state.players
    with pytest.raises(Refusal, match="The host has taken you out"):
        await bot.answer(journal, "Cleo")
    await bot.hosting.toggle_pause(bot.asker("Ana"), journal)
    assert "Skipped. The game's still paused" in plain(await bot.act(journal, "skip"))
    await bot.until(journal, "doesn't count")
    await bot.until(journal, "The game's paused")
    await bot.hosting.toggle_pause(bot.asker("Ben", administrator=True), journal)
    await bot.until_open(journal, 1)
    await bot.act(journal, "stop")
    await bot.until(journal, "The host stopped the game.")
    assert journal.state.ended is EndReason.STOPPED
    with pytest.raises(Refusal, match="over"):
        await bot.act(journal, "stop")


async def test_all_kinds_of_questions(small: Bot) -> None:
    bot = small
    journal = await bot.start(2, kinds={"free-text", "order"})
    await bot.join(journal, "Ana", "Ben")
    await bot.act(journal, "start")
    game = journal.key.game
    kinds = set()
    for position in range(2):
        await bot.until_open(journal, position)
        posed = bot.packs.question_at(journal.state, position)
        assert posed is not None
        kinds.add(posed.question.type)
        if posed.question.type == "free-text":
            assert (await bot.play.form(bot.asker("Ana"), PlayWords(game, position))).asks == posed.question.prompt
            await bot.play.fill(
                bot.asker("Ana"), PlayWords(game, position), {TYPED: posed.question.answers[0].upper()}
            )
            with pytest.raises(Refusal, match="Already answered"):  # at once, or “Try again” would offer the form
                await bot.play.form(bot.asker("Ana"), PlayWords(game, position))
            with pytest.raises(Refusal, match="Already answered"):
                await bot.play.fill(bot.asker("Ana"), PlayWords(game, position), {TYPED: " "})
            await bot.play.fill(bot.asker("Ben"), PlayWords(game, position), {TYPED: "nonsense"})
        elif posed.question.type == "order":
            picked = ""
            for digit in range(len(posed.question.items)):
                picked += str(digit)
                page = await bot.play.pick_next(bot.asker("Ana"), PlayOrder(game, position, picked))
            assert "Locked" in plain(page)
            await bot.play.pick_next(bot.asker("Ben"), PlayOrder(game, position, picked[::-1]))
        await bot.until(journal, "✓ Right: 1 (50%)")
    assert kinds <= {"free-text", "order"}


async def test_no_board_promises_what_has_passed(small: Bot) -> None:
    bot = small
    journal = await bot.start(2)
    await bot.join(journal, "Ana")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    boards = bot.boards.shown["general"]
    assert isinstance(bot.clock, FakeClock)
    await turned_until(bot.clock, lambda: "The game is on; join any time." in plain(next(iter(boards.values()))))
    await bot.until_over(journal)
    said = [plain(each) for each in boards.values()]
    assert "This game is over." in said[0]
    assert not any("question comes" in each or "podium comes" in each for each in said)


async def test_trouble_with_a_platform(small: Bot) -> None:
    bot = small
    bot.boards.trouble = [Postponed("Slow down.", 3.0), Uncertain("Nobody knows.")]
    started = bot.clock.now()
    journal = await bot.start(1)
    await bot.until(journal, "Waiting for a host")
    assert bot.boards.history[0][0] - started >= 5 * SECOND
    bot.boards.trouble = [Rejected("I am not in that channel.", Reason.NOT_ALLOWED)] * 2
    refused = bot.clock.now()
    await bot.join(journal, "Ana")
    assert isinstance(bot.clock, FakeClock)
    await turned_until(bot.clock, lambda: len(bot.boards.history) == 2)  # someone has let it in
    assert bot.boards.history[1][0] - refused >= 20 * SECOND
    bot.boards.trouble = [Rejected("I am no longer in that server.", Reason.TENANT_LOST)]
    await bot.act(journal, "start")
    await turned_until(bot.clock, lambda: journal.state.phase is GamePhase.QUESTION)
    assert len(bot.boards.history) == 2, "a tenant that is lost is not written to again"


async def test_a_question_does_not_wait_for_a_throttled_edit(small: Bot) -> None:
    bot = small
    journal = await bot.start(2, seconds=5)
    await bot.join(journal, "Ana")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    bot.boards.trouble = [Postponed("Slow down.", 60.0)]
    await bot.answer(journal, "Ana")
    await bot.until_open(journal, 1)
    *_, (shown_at, _, _, _, _) = (each for each in bot.boards.history if each[-1])
    assert shown_at < journal.state.rounds[1].opens_at
    assert isinstance(bot.clock, FakeClock)
    seen = len(bot.boards.history)
    await bot.answer(journal, "Ana")
    await turned_until(bot.clock, lambda: len(bot.boards.history) > seen + 2)
    podium, first_edit = bot.boards.history[seen : seen + 2]
    assert podium[-1]
    assert first_edit[0] - shown_at > 30 * SECOND
    await bot.until_over(journal)
    said = [plain(each) for each in bot.boards.shown["general"].values()]
    assert "This game is over." in said[0]
    assert "Closes" not in said[1] + said[2], "what was held back was shown in the end"


async def test_an_invitation_is_good_for_one_place(bot: Bot) -> None:
    journal = await bot.start(1)
    invited = await bot.invitations.invite(bot.asker("Ana", administrator=True), journal, "Foxes")
    code = plain(invited).split("side: ")[1].split()[0]
    first, second = (Tenant(f"slack:T{number}", "Another") for number in (1, 2))
    await bot.invitations.accept(bot.asker("Uma", tenant=first, administrator=True), code, "")
    eve = bot.asker("Eve", tenant=second, administrator=True)
    with pytest.raises(Refusal, match="That code doesn't work"):
        await bot.invitations.accept(eve, code, "")
    again = plain(await bot.invitations.invite(bot.asker("Ana", administrator=True), journal, "Foxes"))
    await bot.invitations.accept(eve, again.split("side: ")[1].split()[0], "")


async def test_codes_cannot_be_tried_at_will(bot: Bot) -> None:
    journal = await bot.start(1)
    invited = await bot.invitations.invite(bot.asker("Ana", administrator=True), journal, "Foxes")
    code = plain(invited).split("side: ")[1].split()[0]
    mallory, uma = (
        bot.asker(name, tenant=Tenant("slack:T1", "Owls Ltd"), administrator=True) for name in ("Mallory", "Uma")
    )
    for number in range(6):
        with pytest.raises(Refusal, match="That code doesn't work"):
            await bot.invitations.accept(mallory, f"wrong{number}", "")
    with pytest.raises(Refusal, match="too many; wait ten minutes"):
        await bot.invitations.accept(mallory, code, "")
    await bot.invitations.accept(uma, code, "Night Owls")


async def test_a_game_between_two_places(bot: Bot) -> None:
    owls, nest = Tenant("slack:T1", "Owls Ltd"), Place("C1", "#nest")
    journal = await bot.start(1)
    await bot.join(journal, "Ana")
    invited = await bot.invitations.invite(bot.asker("Ana", administrator=True), journal, "Foxes")
    code = plain(invited).split("side: ")[1].split()[0]
    uma = bot.asker("Uma", tenant=owls, place=nest, administrator=True)
    with pytest.raises(Refusal, match="That code doesn't work"):
        await bot.invitations.accept(uma, "wrong", "")
    await bot.invitations.accept(uma, code.upper(), "Night Owls")
    with pytest.raises(Refusal, match="There's already a game on in this channel"):
        await bot.invitations.accept(uma, code, "")
    await bot.play.join(uma, await bot.running_games.finder.find(uma, journal.key.game))
    await bot.until(journal, "Night Owls (1): Uma", "C1")
    await bot.until(journal, "Night Owls (1): 1 from another place", "general")
    assert "Foxes (1): Ana" in bot.boards.now("general")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    await bot.until(journal, "Question 1 of 1", "C1")
    openings = [at for at, _, _, text, new in bot.boards.history if new and "Question 1" in text]
    assert len(openings) == 2
    await bot.answer(journal, "Ana", bot.right(journal.state, 0))
    game = journal.key.game
    await bot.play.choose(uma, PlayChoice(game, 0, 1 - min(1, bot.right(journal.state, 0))))
    await bot.until(journal, "Foxes won!", "C1")
    assert "Ana" not in bot.boards.now("C1").replace("Ana (", "")
    assert "Uma" not in bot.boards.now("general")
    await bot.until_over(journal)
    read = bot.database.read
    since = journal.state.host_seen
    kept = await read(lambda transaction: results.since(transaction, owls.key, since))
    assert [each.name for each in kept] == ["Uma"]
    assert await read(lambda transaction: games.home(transaction, owls.key, game)) == Key(HERE.key, game)
    assert await read(lambda transaction: games.home(transaction, "slack:T2", game)) is None


async def test_a_question_that_leaves_the_pack_is_passed_over(small: Bot) -> None:
    bot = small
    journal = await bot.start(2)
    await bot.join(journal, "Ana")
    take_out(bot.library.default, journal.state.rules.questions[:1])
    await bot.act(journal, "start")
    await bot.until(journal, "This question has just left the pack")
    await bot.until_open(journal, 1)
    assert journal.state.rounds[0].void


async def test_hosting_passes_on_and_stays(small: Bot) -> None:
    bot = small
    journal = await bot.start(1)
    await bot.join(journal, "Ana", "Ben")
    left = await bot.play.leave(bot.asker("Ana"), journal)
    assert "You're still the host." in plain(left)
    await bot.until(journal, "Hosted by Ana ·")
    bot.clock.turn(180)  # type: ignore[attr-defined]
    await bot.until(journal, "Hosted by Ana and Ben ·")
    await bot.play.leave(bot.asker("Ben"), journal)
    with pytest.raises(Refusal, match="Nobody has joined yet"):
        await bot.act(journal, "start", "Ana")
    await bot.join(journal, "Cleo")
    await bot.act(journal, "start", "Ana")


@pytest.mark.parametrize("hours", [1, 24])
async def test_a_game_goes_on_after_a_restart_with_the_clock_set_back(database: Database, hours: int) -> None:
    ahead = FakeClock()
    ahead.turn(hours * 3600)
    dies, lives = Bot(database, ahead), Bot(database, clock := FakeClock())
    lives.boards.shown = dies.boards.shown
    await lives._stop()
    journal = await dies.start(1)
    await dies.join(journal, "Ana")
    await dies.act(journal, "start")
    await dies.until_open(journal, 0)
    await dies.die()
    await dies.lose()
    looking, turns = asyncio.create_task(lives.running_games.run()), count()
    await turned_until(clock, lambda: "The right " in lives.boards.now() or next(turns) > HALF_AN_HOUR)
    assert "The right " in lives.boards.now()
    looking.cancel()
    await lives.running_games.close()
    lives.pictures.close()
