"""Challenges through the door that adapters use: opened, taken in private, closed on time, results posted once."""

import json
import re
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.features.challenges import closing
from bot.features.challenges.actions import ReviewChallenge, ShowTurn
from bot.features.challenges.closing import ChallengeResults
from bot.features.challenges.member_progress import MemberProgress
from bot.features.challenges.opening import RESULTS
from bot.features.challenges.store import participants
from bot.features.league.store import results
from bot.features.privacy.actions import EraseEverything
from bot.features.scheduling.kinds import Composed
from bot.features.scheduling.model import Schedule
from bot.features.scoring.points import points
from bot.illustrations import recipes
from bot.language.actions import encode
from bot.language.codec import load
from bot.language.message import Drawing, File, Message
from bot.language.people import Place
from bot.language.plain import buttons, plain
from bot.language.port import Reason, Rejected
from bot.language.refusals import Refusal
from bot.language.requests import Call, Pressed
from bot.runtime.bulkhead import OutageError
from bot.storage.database import Database
from bot.storage.times import from_milliseconds
from bot.storage.transaction import Transaction
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import HERE, Bot, is_question, labelled
from tests.notices import take as take_notices

START = FakeClock().true


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    made = Bot(database, FakeClock())
    yield made
    made.close()


async def take(bot: Bot, name: str, announced: Message, *, right: bool = True, seconds: float = 10) -> Message:
    """Answer every question, each after the given number of seconds."""
    page = await bot.begin(name, announced)
    while is_question(page):
        bot.clock.go(seconds=seconds)
        locked = await bot.answer(name, page, right=right)
        page = await bot.press(buttons(locked)[0], name)
    return page


async def scored(bot: Bot) -> dict[str, tuple[int, int, int]]:
    """Return points, right answers and questions as leaderboards count them, by member."""
    kept = await bot.database.read(lambda transaction: results.since(transaction, HERE.key, from_milliseconds(0)))
    sums: dict[str, tuple[int, int, int]] = {}
    for each in kept:
        had = sums.get(each.member, (0, 0, 0))
        sums[each.member] = (had[0] + each.points, had[1] + each.correct, had[2] + each.asked)
    return sums


async def test_a_challenge_from_its_opening_to_its_results(bot: Bot) -> None:
    announced = await bot.say("/challenge care 3 30 closes:4h")
    assert not announced.private
    assert "3 questions on Daily care, 30 seconds each." in plain(announced)
    assert "Closes: Mon 2 Mar 2026, 11:00 (UTC)" in plain(announced)
    intro = await bot.press(buttons(announced)[0], "Ana")
    assert intro.private
    assert "Ready?" in plain(intro)
    done = await take(bot, "Ana", announced)
    assert "You're done!" in plain(done)
    await take(bot, "Ben", announced, right=False)
    bot.clock.go(hours=3)
    assert await bot.post() == []
    bot.clock.go(hours=1)
    told = await bot.posted()
    said = plain(told)
    assert "Challenge closed: Ana won!" in said
    assert "2 people took 3 questions." in said
    assert "🥇 Ana" in said
    assert "Worth another look" in said
    assert not re.search(r"[.?!]:", said)
    mine = await bot.press(labelled(told, "See my answers"), "Ben")
    assert mine.private
    assert "0 of 3 right" in plain(mine)
    assert "The right " in plain(mine)
    assert await scored(bot) == {
        "ana": (3 * points(timedelta(seconds=10), timedelta(seconds=30)), 3, 3),
        "ben": (0, 0, 3),
    }
    assert "1. Ana" in plain(await bot.say("/leaderboard all"))
    bot.clock.go(hours=1)
    assert len(await bot.post()) == 1
    with pytest.raises(Refusal, match="You didn't take that challenge"):
        await bot.press(labelled(told, "See my answers"), "Cleo")


async def test_every_type_of_question(bot: Bot) -> None:
    announced = await bot.say("/challenge 20 120")
    types = set()
    page = await bot.begin("Ana", announced)
    while is_question(page):
        posed = await bot.posed(page)
        types.add(posed.question.type)
        if posed.question.type == "free-text":
            form = await bot.form(buttons(page)[0])
            assert form is not None
            assert form.asks == posed.question.prompt
        locked = await bot.answer("Ana", page)
        assert "Locked: " in plain(locked)
        if posed.question.type == "free-text":
            assert "your first answer counts" in plain(await bot.press(buttons(page)[0], typed=" "))
        page = await bot.press(buttons(locked)[0])
    assert types == {"choice", "true-false", "which-side", "free-text", "order"}
    bot.clock.go(days=1)
    await bot.post()
    (mine,) = (await scored(bot)).values()
    assert mine[1] == mine[2]


async def test_questions_that_left_the_pack_are_not_counted(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    await bot.say("/challenge care 2 30")
    monkeypatch.setattr(MemberProgress, "there", frozenset({1}))
    assert "You've answered: 0 of 1" in plain(await bot.say("/challenge", "Ana"))


async def test_nothing_is_told_before_the_close(bot: Bot) -> None:
    announced = await bot.say("/challenge care 2 30")
    page = await bot.begin("Ana", announced)
    right = await bot.answer("Ana", page)
    other = await bot.begin("Ben", announced)
    wrong = await bot.answer("Ben", other, right=False)
    for said in (plain(right), plain(wrong)):
        assert "Locked" in said
        assert not any(word in said for word in ("Right!", "Not quite", "The right "))
    state = plain(await bot.say("/challenge", "Ana"))
    assert "You've answered: 1 of 2" in state
    assert "Taking part: 2" in state
    assert "You haven't started yet" in plain(await bot.say("/progress"))
    with pytest.raises(Refusal, match="still open"):
        await bot.press(encode(ReviewChallenge((await bot.posed(page)).quiz)))
    assert await scored(bot) == {}
    bot.clock.go(days=1)
    await bot.post()
    assert "1 of 1 answers right so far" in plain(await bot.say("/progress"))


async def test_the_first_answer_counts_however_often_it_comes(bot: Bot) -> None:
    announced = await bot.say("/challenge care 2 30")
    page = await bot.begin("Ana", announced)
    await bot.answer("Ana", page)
    again = plain(await bot.answer("Ana", page, right=False))
    assert "your first answer counts" in again
    bot.clock.go(days=1)
    await bot.post()
    assert (await scored(bot))["ana"][1] == 1


async def test_each_has_a_clock_of_their_own_that_a_restart_does_not_stop(bot: Bot) -> None:
    announced = await bot.say("/challenge care 3 30")
    page = await bot.begin("Ana", announced)
    assert "runs out in 30 seconds" in plain(page)
    bot.clock.go(seconds=12)
    restarted = Bot(bot.database, bot.clock, bot.port)
    resumed = await restarted.press(buttons(announced)[0])
    assert "question 1 of 3" in plain(resumed)
    assert "runs out in 18 seconds" in plain(resumed)
    bot.clock.go(seconds=19)
    late = plain(await restarted.answer("Ana", resumed))
    assert "Time's up" in late
    state = await restarted.press(buttons(announced)[0])
    assert "Time ran out on question 1" in plain(state)
    bot.clock.go(hours=5)
    second = await restarted.press(labelled(state, "Continue with question 2"))
    assert "runs out in 30 seconds" in plain(second)
    bot.clock.go(seconds=3)
    await restarted.answer("Ana", second)
    bot.clock.go(days=1)
    await bot.post()
    assert (await scored(bot))["ana"] == (points(timedelta(seconds=3), timedelta(seconds=30)), 1, 3)
    restarted.close()


async def test_an_old_button_starts_no_clock(bot: Bot) -> None:
    announced = await bot.say("/challenge care 3 30")
    intro = await bot.press(buttons(announced)[0])
    page = await bot.press(buttons(intro)[0])
    locked = await bot.answer("Ana", page)
    state = await bot.press(buttons(intro)[0])
    assert not is_question(state)
    assert "Continue with question 2" in labels(state)
    second = await bot.press(buttons(locked)[0])
    assert plain(await bot.press(buttons(locked)[0])) == plain(second)
    skipping = encode(ShowTurn((await bot.posed(page)).quiz, 2))
    assert plain(await bot.press(skipping)) == plain(second)
    with pytest.raises(Refusal, match="You haven't seen that question yet"):
        await bot.press(buttons(second)[0], "Ben", "x")


async def test_a_press_that_came_in_time_counts_though_it_is_served_late(bot: Bot) -> None:
    announced = await bot.say("/challenge care 2 30")
    page = await bot.begin("Ana", announced)
    pressed = bot.clock.now + timedelta(seconds=29)
    bot.clock.go(seconds=31)
    state = await bot.press(buttons(announced)[0])
    await bot.press(buttons(state)[0])
    posed = await bot.posed(page)
    assert posed.position == 0
    bot.clock.true, now = pressed, bot.clock.true
    assert "Locked" in plain(await bot.answer("Ana", page))
    bot.clock.true = now


async def test_one_at_a_time_in_a_place(bot: Bot) -> None:
    await bot.say("/challenge care 3 30")
    again = await bot.say("/challenge home 5", "Ben")
    assert again.private
    assert "3 questions on Daily care" in plain(again)
    elsewhere = bot.asker(place=Place("random", "#random"))
    assert labels(await bot.commands.serve(Call(elsewhere, "challenge", {"questions": "2"}))) == [
        "Take the challenge"
    ]
    bot.clock.go(days=1)
    assert not (await bot.say("/challenge home 2")).private
    assert len(await bot.post()) == 2


@pytest.mark.parametrize("typed", ["/challenge stop", "/challenge End it", "/challenge close the challenge now"])
async def test_closing_words_arent_a_topic(bot: Bot, typed: str) -> None:
    with pytest.raises(Refusal, match="No challenge is open here"):
        await bot.say(typed)
    await bot.say("/challenge care 2 30 closes:2d")
    assert "Close the challenge now?" in plain(await bot.say(typed))
    with pytest.raises(Refusal, match="Only an administrator or the person who opened this challenge can close it"):
        await bot.say(typed, "Ben", administrator=False)


async def test_an_administrator_closes_one_early(bot: Bot) -> None:
    announced = await bot.say("/challenge care 2 30 closes:2d")
    close = labelled(await bot.say("/challenge"), "Close it now …")
    admin = bot.asker("Ana", administrator=True)
    assert "Nobody has started it." in plain(await bot.commands.press(Pressed(admin, close.press)))
    page = await bot.begin("Ana", announced)
    assert "Close it now …" not in labels(await bot.say("/challenge", "Ben", administrator=False))
    with pytest.raises(Refusal, match="Only an administrator or the person who opened this challenge can close it"):
        await bot.press(close, "Ben")
    sure = await bot.commands.press(Pressed(admin, close.press))
    assert "1 person has started it." in plain(sure)
    assert "Closed." in plain(await bot.commands.press(Pressed(admin, buttons(sure)[0].press)))
    with pytest.raises(Refusal, match="has closed"):
        await bot.answer("Ana", page)
    assert len(await bot.post()) == 1
    with pytest.raises(Refusal, match="has already closed"):
        await bot.commands.press(Pressed(admin, buttons(sure)[0].press))
    bot.clock.go(days=2)
    assert len(await bot.post()) == 1


async def test_the_results_come_however_late(bot: Bot) -> None:
    announced = await bot.say("/challenge care 2 30 closes:1h")
    await take(bot, "Ana", announced)
    bot.clock.go(days=40)
    (told,) = await bot.post()
    assert "only Ana took it" in told
    assert "Late: this was meant for Mon 2 Mar 2026, 08:00 (UTC)." in told
    kept = await bot.database.read(lambda transaction: results.since(transaction, HERE.key, from_milliseconds(0)))
    assert {each.at for each in kept} == {START + timedelta(hours=1, milliseconds=-1)}, "for a season that ends then"


async def test_nobody_came(bot: Bot) -> None:
    await bot.say("/challenge closes:1h")
    bot.clock.go(hours=1)
    (told,) = await bot.post()
    assert "Nobody took this challenge. /challenge closes:2d opens another, for two days." in told


async def test_teams_and_those_who_do_not_want_to_be_shown(bot: Bot) -> None:
    await bot.say("/team create Foxes", "Ana")
    await bot.say("/team join Foxes", "Ben")
    await bot.say("/team create Owls", "Cleo")
    await bot.say("/settings shown:no", "Cleo")
    announced = await bot.say("/challenge care 2 30 closes:1h")
    await take(bot, "Ana", announced, seconds=1)
    await take(bot, "Ben", announced, right=False)
    await take(bot, "Cleo", announced, seconds=6)
    await bot.say("/team leave", "Ben")
    bot.clock.go(hours=1)
    (told,) = await bot.post()
    each = {seconds: points(timedelta(seconds=seconds), timedelta(seconds=30)) for seconds in (1, 6)}
    assert f"1. Owls\n  Points: {2 * each[6]:,}\n" in told
    assert f"2. Foxes\n  Points: {each[1]:,}\n" in told, "half of Ana's, as Ben has none"
    assert "Cleo" not in told
    assert "3 people took 2 questions." in told
    assert f"Foxes\n  Points: {each[1]:,}\n" in plain(await bot.say("/leaderboard of:teams"))


async def test_a_single_team_has_nobody_to_be_ranked_against(bot: Bot) -> None:
    await bot.say("/team create Foxes", "Ana")
    announced = await bot.say("/challenge care 2 30 closes:1h")
    for name in ("Ana", "Ben"):
        await take(bot, name, announced)
    bot.clock.go(hours=1)
    (told,) = await bot.post()
    assert "2 people took 2 questions." in told
    assert "Foxes" not in told


def pictures(told: Message) -> list[Drawing]:
    return [block for block in told.blocks if isinstance(block, Drawing)]


async def test_the_first_three_stand_on_a_podium(bot: Bot) -> None:
    await bot.say("/settings shown:no", "Cleo")
    announced = await bot.say("/challenge care 2 30 closes:1h")
    for name, seconds in (("Ana", 6), ("Ben", 6), ("Cleo", 3), ("Dan", 9), ("Eve", 12)):
        await take(bot, name, announced, seconds=seconds)
    bot.clock.go(hours=1)
    (picture,) = pictures(await bot.posted())
    six, nine = (2 * points(timedelta(seconds=seconds), timedelta(seconds=30)) for seconds in (6, 9))
    assert isinstance(recipes.read(picture.recipe), recipes.CardRecipe)
    assert picture.alt == (f"The podium. 1. Ana, {six:,} points; 1. Ben, {six:,} points; 3. Dan, {nine:,} points.")


async def test_where_nobody_scored_nobody_is_ranked(bot: Bot) -> None:
    announced = await bot.say("/challenge care 1 30 closes:1h")
    for name in ("Ana", "Ben"):
        await take(bot, name, announced, right=False)
    bot.clock.go(hours=1)
    told = plain(await bot.posted())
    assert told.startswith("Challenge closed: nobody scored this time\n")
    assert "Ana" not in told
    board = plain(await bot.say("/leaderboard"))
    assert "Nobody has scored in that time yet." in board
    assert "Ana" not in board


@pytest.mark.parametrize(("takers", "hidden"), [(["Ana"], []), (["Ana", "Ben"], ["Ana", "Ben"])])
async def test_no_podium_for_one_alone_or_for_nobody(bot: Bot, takers: list[str], hidden: list[str]) -> None:
    announced = await bot.say("/challenge care 2 30 closes:1h")
    for name in takers:
        await take(bot, name, announced)
    for name in hidden:
        await bot.say("/settings shown:no", name)
    bot.clock.go(hours=1)
    told = await bot.posted()
    assert "took 2 questions." in plain(told)
    assert not pictures(told)


async def test_a_crash_between_counting_and_telling_leaves_nothing_half_done(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced = await bot.say("/challenge care 2 30 closes:1h")
    await take(bot, "Ana", announced)
    await take(bot, "Ben", announced, right=False)
    late = await bot.begin("Cleo", announced)
    bot.clock.true = START + timedelta(hours=1)

    def die(*_: object) -> None:
        raise OutageError

    with monkeypatch.context() as dying, pytest.raises(OutageError):
        dying.setattr(closing, "report", die)
        await bot.post()
    counted = await scored(bot)
    assert set(counted) == {"ana", "ben", "cleo"}
    with pytest.raises(Refusal, match="has closed"):
        await bot.press(buttons(late)[0], "Cleo", at=START + timedelta(minutes=59))
    restarted = Bot(bot.database, bot.clock, bot.port, seed=2)
    bot.clock.go(minutes=5)
    (told,) = await restarted.post()
    assert "3 people took part; 2 of them answered both questions." in told
    assert "Ben and Cleo took part, too." in told, "nobody is ranked who hasn't scored"
    assert await scored(bot) == counted
    assert len(await restarted.post()) == 1
    restarted.close()


async def test_what_is_erased_while_it_is_counted_stays_erased(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    announced = await bot.say("/challenge care 2 30 closes:1h")
    await take(bot, "Ana", announced)
    await take(bot, "Ben", announced)
    look = bot.database.read

    async def look_and_erase(work: Callable[[Transaction], Any]) -> Any:
        found = await look(work)
        if isinstance(work, partial) and work.func is participants.players:
            await bot.press(encode(EraseEverything()))
        return found

    monkeypatch.setattr(bot.database, "read", look_and_erase)
    bot.clock.go(hours=1)
    (told,) = await bot.post()
    assert "1 person took 2 questions." in told
    assert set(await scored(bot)) == {"ben"}


async def test_results_that_were_made_before_somebody_was_erased_are_made_again(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced = await bot.say("/challenge care 2 30 closes:1h")
    await take(bot, "Ana", announced)
    await take(bot, "Ben", announced)
    kind = bot.services.composers[RESULTS]
    assert isinstance(kind, ChallengeResults)
    prepare, made = kind.prepare, list[Composed]()

    async def prepare_and_erase(due: Sequence[Schedule], at: datetime) -> Sequence[Composed]:
        made.extend(await prepare(due, at))
        await bot.press(encode(EraseEverything()))
        return made[-len(due) :]

    monkeypatch.setattr(kind, "prepare", prepare_and_erase)
    bot.clock.go(hours=1)
    (told,) = await bot.post()
    first, second = made
    assert isinstance(first, Message)
    assert "Ana" in plain(first)
    assert "Ana" not in told
    assert isinstance(second, Message)
    assert told == plain(second)


async def test_results_waiting_to_be_sent_no_longer_name_someone_erased(bot: Bot) -> None:
    announced = await bot.say("/challenge care 2 30 closes:1h")
    await take(bot, "Ana", announced)
    await take(bot, "Ben", announced)
    bot.clock.go(hours=1)
    await bot.planner.plan_due(["web"])
    (claimed,) = await bot.outbox.claim("web", 100)
    assert "Ana" in plain(load(claimed.payload))
    await bot.press(encode(EraseEverything()))
    await bot.outbox.deliver(claimed)
    assert bot.port.log == []  # what it says is out of date
    bot.clock.go(minutes=2)
    (told,) = await bot.post()
    assert "Ana" not in told
    assert "someone" in told
    assert "[picture" not in told
    assert "Ben" in told


async def test_erasing_deletes_turns_too(bot: Bot) -> None:
    announced = await bot.say("/challenge care 2 30 closes:1h")
    await take(bot, "Ana", announced)
    await take(bot, "Ben", announced)
    exported = await bot.say("/privacy export")
    held = json.loads(next(block.data for block in exported.blocks if isinstance(block, File)))["selves"][0]["held"]
    assert {"challenge_player", "challenge_turn"} <= held.keys()
    await bot.press(encode(EraseEverything()))
    bot.clock.go(hours=1)
    (told,) = await bot.post()
    assert "Ana" not in told
    assert "1 person took 2 questions." in told


async def test_a_challenges_own_schedules_are_neither_shown_nor_paused(bot: Bot) -> None:
    await bot.say("/challenge closes:1h")
    await bot.say("/schedule tip 09:00")
    assert "Done: schedule 2" in plain(await bot.say("/schedule tip 10:00"))
    listed = plain(await bot.say("/schedule list"))
    assert "challenge" not in listed.lower()
    await bot.say("/schedule pause all")
    bot.clock.go(hours=1)
    assert len(await bot.post()) == 1


@pytest.mark.parametrize(
    ("reason", "says"),
    [(Reason.PLACE_LOST, "I am not in that channel."), (Reason.PLACE_DELETED, "That channel was deleted.")],
)
async def test_administrators_participants_and_the_log_learn_that_results_could_not_be_posted(
    bot: Bot, caplog: pytest.LogCaptureFixture, reason: Reason, says: str
) -> None:
    announced = await bot.say("/challenge care 2 30 closes:1h")
    await take(bot, "Ana", announced)
    await take(bot, "Ben", announced, right=False)
    bot.clock.go(hours=1)
    bot.port.coming.append(Rejected("I am not in that channel.", reason))
    await bot.post()
    told = await take_notices(bot.database, HERE.key, bot.clock.now)
    assert told == [f"My post about the challenge results in #general didn't get through: {says}"]
    assert "web:playground: a post in general failed: I am not in that channel." in caplog.messages
    (own,) = await take_notices(bot.database, HERE.key, bot.clock.now, "ben")
    lost = "I couldn't post the results of the challenge in #general."
    assert own == f"{lost} You got 0 of 2 right: 0 points, 2nd of 2."


async def test_challenges_that_open_by_themselves(bot: Bot) -> None:
    said = plain(await bot.say("/schedule challenge 09:00 daily questions:2 seconds:20 closes:24h"))
    assert "Closes after: 1 day" in said
    assert "2 questions, 20 seconds each" in said
    preview = await bot.say("/schedule preview 1")
    assert "2 questions, 20 seconds each." in plain(preview)
    assert "Take the challenge" not in labels(preview)
    assert "Closes: Tue 3 Mar 2026, 09:00" in plain(preview), "as long after the next post as the real one"
    bot.clock.go(hours=2)
    first = await bot.posted()
    assert "Challenge: Pets compared" in plain(first)
    await take(bot, "Ana", first)
    for day in (2, 3):
        bot.clock.true = START + timedelta(hours=2, days=day - 1, seconds=1)
        texts = await bot.post()
        assert len(texts) == 2 * day - 1  # the results of one day, and the challenge of the next
    assert "only Ana took it" in texts[1] + texts[2]
    assert len({text for text in texts if "Still open" in text}) == 0


async def test_a_week_ends_when_the_next_begins_though_clocks_go_forward(bot: Bot) -> None:
    bot.clock.true = datetime(2026, 3, 23, 7, tzinfo=UTC)
    await bot.say("/schedule challenge 09:00 Monday zone:Europe/Berlin questions:2 closes:7d")
    bot.clock.go(hours=1)
    assert "Closes: Mon 30 Mar 2026, 09:00 (Europe/Berlin)" in plain(await bot.posted())
    bot.clock.true = datetime(2026, 3, 30, 7, 0, 1, tzinfo=UTC)
    results, opened = (await bot.post())[-2:]
    assert "Nobody took this challenge. Will you take the next one?" in results, "another would have to wait"
    assert "Closes: Mon 6 Apr 2026, 09:00 (Europe/Berlin)" in opened


async def test_challenges_that_nobody_takes_are_only_mentioned_once_in_a_row(bot: Bot) -> None:
    await bot.say("/schedule challenge 09:00 daily questions:2 seconds:20 closes:4h")
    told: list[str] = []
    for day in range(5):
        bot.clock.true = START + timedelta(hours=2, days=day, seconds=1)
        opened = await bot.posted()
        if day == 3:
            await take(bot, "Ana", opened)
        bot.clock.go(hours=5)
        before = len(bot.port.log)
        await bot.post()
        told.append("".join(each.text for each in bot.port.log[before:] if not each.to.member))
    assert ["Nobody took this challenge." in each for each in told] == [True, False, False, False, True]
    assert [bool(each) for each in told] == [True, False, False, True, True]
    await bot.say("/challenge closes:1h")
    bot.clock.go(hours=1)
    assert "Nobody took this challenge." in "".join(await bot.post()), "whoever opened it waits for the results"


async def test_a_schedule_does_not_close_what_is_open(bot: Bot) -> None:
    await bot.say("/schedule challenge 09:00 daily questions:2")
    await bot.say("/challenge care 3 30 closes:2d")
    bot.clock.go(hours=2)
    (told,) = await bot.post()
    assert "Still open: Challenge" in told
    assert "3 questions on Daily care" in told
    assert "Tue 3 Mar 2026, 09:00" in plain(await bot.say("/schedule preview 1"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "/challenge closes:gestern",
            "I don't know the time “gestern”; use one such as 4h, Friday or tomorrow 17:00.",
        ),
        ("/challenge closes:2020-01-01", "“2020-01-01” is in the past; choose a later time, such as tomorrow 17:00."),
        ("/challenge closes:90d", "A challenge stays open for 1 minute to 30 days; choose a time in between."),
        ("/challenge weather", "I don't have a topic “weather”. Choose one of: Daily care, The home."),
        ("/challenge 5 999", "“seconds” must be between 5 and 120."),
        (
            "/schedule challenge monday closes Friday",
            "“Friday” isn't a length of time; say how long it stays open, such as 4 hours or 2 days.",
        ),
    ],
)
async def test_what_does_not_work_gets_one_sentence(bot: Bot, typed: str, sentence: str) -> None:
    with pytest.raises(Refusal) as caught:
        await bot.say(typed)
    assert caught.value.sentence == sentence


@pytest.mark.parametrize(
    ("typed", "closes"),
    [
        ("90 minutes", "Mon 2 Mar 2026, 08:30 (UTC)"),
        ("in a week", "Mon 9 Mar 2026, 07:00 (UTC)"),
        ("17:00", "Mon 2 Mar 2026, 17:00 (UTC)"),
        ("6 am", "Tue 3 Mar 2026, 06:00 (UTC)"),
        ("Friday", "Fri 6 Mar 2026, 17:00 (UTC)"),
        ("monday 9:30", "Mon 9 Mar 2026, 09:30 (UTC)"),
        ("tomorrow", "Tue 3 Mar 2026, 17:00 (UTC)"),
        ("2026-03-04 08:15", "Wed 4 Mar 2026, 08:15 (UTC)"),
    ],
)
async def test_when_it_closes(bot: Bot, typed: str, closes: str) -> None:
    assert f"Closes: {closes}" in plain(await bot.say(f'/challenge closes:"{typed}"'))


def labels(said: Message) -> list[str]:
    return [each.label for each in buttons(said)]


async def test_a_days_results_come_before_the_next_days_challenge(bot: Bot) -> None:
    await bot.say("/schedule challenge 10:00 daily zone:UTC topic:care questions:1")
    bot.clock.true = START.replace(hour=10)
    (announced,) = await bot.post()
    bot.clock.go(days=1)
    headings = [each.partition("\n")[0] for each in await bot.post()]
    assert announced.startswith(headings[0])
    assert headings[1:] == ["Challenge closed: Pets compared", "Challenge: Pets compared"]
