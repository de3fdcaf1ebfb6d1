"""Questions that a schedule asks a channel, through the door that adapters use: asked, answered, resolved once."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.features.challenges import series
from bot.features.challenges.actions import ReviewChallenge, ShowTurn, TakeChallenge, TryChoice
from bot.features.challenges.series import BEFORE_THE_NEXT, AskedBefore, closes_at, streak, streaks
from bot.features.league.store import results
from bot.features.privacy.actions import EraseEverything
from bot.features.quizzes.questions import bank
from bot.language.actions import decode, encode
from bot.language.controls import Button
from bot.language.message import File, Message
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Pressed
from bot.storage.database import Database
from bot.storage.tables import challenge
from bot.storage.times import from_milliseconds
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import HERE, Bot
from tests.packs import pets
from tests.rows import rows

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday, two hours after the fake clock begins."""


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    made = Bot(database, FakeClock())
    yield made
    made.close()


async def ask(bot: Bot, typed: str = "09:00 daily") -> Message:
    """Schedule questions, and return the first one as it's posted."""
    await bot.say(f"/schedule question {typed}")
    bot.clock.true = NINE
    await bot.post()
    return bot.port.log[-1].said


async def next_post(bot: Bot, at: datetime) -> list[Message]:
    """Return what's posted up to a moment, in order."""
    before = len(bot.port.log)
    bot.clock.true = at
    await bot.post()
    return [each.said for each in bot.port.log[before:]]


async def reply(bot: Bot, asked: Message, name: str, *, right: bool = True) -> str:
    return plain(await bot.answer(name, asked, right=right))


async def test_a_question_from_its_post_to_its_answer(bot: Bot) -> None:
    asked = await ask(bot, "09:00 daily care")
    assert not asked.private
    assert "Today's question" in plain(asked)
    assert "8:50" in plain(asked)
    assert "Locked: " in await reply(bot, asked, "Ana")
    assert "Locked: " in await reply(bot, asked, "Ben", right=False)
    assert "first answer counts" in await reply(bot, asked, "Ana", right=False)
    assert "You haven't started yet" in plain(await bot.say("/progress"))
    assert await next_post(bot, NINE + timedelta(hours=23, minutes=49)) == []
    (told,) = await next_post(bot, NINE + timedelta(hours=23, minutes=50))
    said = plain(told)
    assert "The answer: " in said
    assert "1 of 2 people got it right. Only Ana knew." in said
    assert "1 of 1 answers right so far" in plain(await bot.say("/progress"))
    mine = plain(await bot.press(next(each for each in buttons(told) if each.label == "See my answer"), "Ben"))
    assert "✗ You said: " in mine
    assert "The right answer is " in mine
    with_closed_post = plain(await bot.answer("Cleo", asked))
    assert "You didn't answer." in with_closed_post
    kept = await bot.database.read(lambda transaction: results.since(transaction, HERE.key, from_milliseconds(0)))
    assert {each.member: (each.points, each.correct) for each in kept} == {"ana": (500, 1), "ben": (0, 0)}


@pytest.mark.both_databases
async def test_every_kind_of_question_is_answered_on_the_post(bot: Bot) -> None:
    at, kinds = NINE, set()
    asked = await ask(bot)
    for day in range(len(bank(pets()))):
        posed = await bot.posed(asked)
        kinds.add(posed.question.type)
        locked = await reply(bot, asked, "Ana")
        assert "Locked: " in locked
        assert ("in a row" in locked) == (day >= 1)
        at += timedelta(days=1)
        told, asked = await next_post(bot, at)
        assert "One person answered. Ana got it right." in plain(told)
    assert kinds == {"choice", "true-false", "which-side", "free-text", "order"}


async def test_no_question_repeats_before_all_were_asked_and_missed_ones_come_first(bot: Bot) -> None:
    every = len(bank(pets()))
    asked, at = await ask(bot), NINE
    seen = []
    for number in range(every):
        question = (await bot.posed(asked)).question.id
        seen.append(question)
        await reply(bot, asked, "Ana", right=number not in (3, 7))
        at += timedelta(days=1)
        _, asked = await next_post(bot, at)
    assert len(set(seen)) == every
    missed = {seen[3], seen[7]}
    again = (await bot.posed(asked)).question.id
    at += timedelta(days=1)
    _, asked = await next_post(bot, at)
    assert {again, (await bot.posed(asked)).question.id} == missed


async def test_streaks_of_a_member_and_of_the_channel(bot: Bot) -> None:
    asked, at = await ask(bot), NINE
    for day in range(4):
        await reply(bot, asked, "Ana")
        if day != 2:
            await reply(bot, asked, "Ben")
        at += timedelta(days=1)
        told, asked = await next_post(bot, at)
    said = plain(told)
    assert "Longest streak: Ana: 4 in a row" in said
    assert "This channel: 4 questions in a row" in said
    await bot.say("/settings shown:no", "Ana")
    await reply(bot, asked, "Ana")
    await reply(bot, asked, "Ben")
    told, _ = await next_post(bot, at + timedelta(days=1))
    assert "Ana" not in plain(told)
    assert "Both got it right! Ben was one of them." in plain(told)
    assert "Longest streak: Ben: 2 in a row" in plain(told)


@pytest.mark.both_databases
async def test_nobody_answers(bot: Bot) -> None:
    await ask(bot)
    told, _ = await next_post(bot, NINE + timedelta(days=1))
    assert "Nobody answered this one." in plain(told)
    assert "See my answer" not in [each.label for each in buttons(told)]
    assert "The answer: " in plain(told)


async def test_a_challenge_can_be_open_beside_it(bot: Bot) -> None:
    asked = await ask(bot)
    announced = await bot.say("/challenge care 2 30 closes:4h")
    assert not announced.private
    await reply(bot, asked, "Ana")
    state = plain(await bot.say("/challenge care"))
    assert "You've answered: 0 of 2" in state
    (told,) = await next_post(bot, NINE + timedelta(hours=4))
    assert "Nobody took this challenge." in plain(told)


async def test_another_one_is_posted_by_hand(bot: Bot) -> None:
    asked = await ask(bot)
    bot.clock.go(hours=23, minutes=45)
    await bot.say("/schedule now")
    await bot.post()
    second = bot.port.log[-1].said
    assert "Today's question" in plain(second)
    assert (await bot.posed(second)).question.id != (await bot.posed(asked)).question.id
    assert "Locked: " in await reply(bot, second, "Ana")
    bot.clock.go(hours=2)
    await bot.post()
    assert sum("The answer: " in each.text for each in bot.port.log) == 2


@pytest.mark.parametrize(
    ("typed", "hours"), [("09:00 daily closes:4h", 4), ("09:00 Monday", 24), ('09:00 Monday closes:"3 days"', 72)]
)
async def test_how_long_it_is_open(bot: Bot, typed: str, hours: int) -> None:
    await ask(bot, typed)
    assert await next_post(bot, NINE + timedelta(hours=hours, minutes=-1)) == []
    (told,) = await next_post(bot, NINE + timedelta(hours=hours))
    assert "The answer: " in plain(told)


async def test_the_clock_is_put_forward_in_the_night(database: Database) -> None:
    """In Berlin, 29 March 2026 has 23 hours; each answer still comes before the next question."""
    bot = Bot(database, FakeClock(datetime(2026, 3, 27, 12, tzinfo=UTC)))
    await bot.say("/schedule question 02:30 daily zone:Europe/Berlin")
    for _ in range(4 * 24 * 6):
        bot.clock.go(minutes=10)
        await bot.post()
    kinds = ["question" if "Today's question" in each.text else "answer" for each in bot.port.log]
    assert kinds == ["question", "answer"] * 3 + ["question"]
    bot.close()


async def test_a_question_that_comes_late_is_resolved_on_time(bot: Bot) -> None:
    await bot.say("/schedule question 09:00 daily")
    (asked,) = await next_post(bot, NINE + timedelta(minutes=90))
    await reply(bot, asked, "Ana")
    told, following = await next_post(bot, NINE + timedelta(days=1))
    assert "Ana got it right." in plain(told)
    assert "Today's question" in plain(following)


async def test_it_goes_on_after_a_restart(bot: Bot) -> None:
    asked = await ask(bot)
    await reply(bot, asked, "Ana")
    restarted = Bot(bot.database, bot.clock, bot.port, seed=2)
    assert "first answer counts" in await reply(restarted, asked, "Ana", right=False)
    await reply(restarted, asked, "Ben")
    told, _ = await next_post(restarted, NINE + timedelta(days=1))
    assert "Both got it right! Quickest first: Ana and Ben." in plain(told)
    restarted.close()


async def test_what_is_not_on_the_post_is_not_served(bot: Bot) -> None:
    asked = await ask(bot)
    posed = await bot.posed(asked)
    for press in (TakeChallenge(posed.quiz), ShowTurn(posed.quiz, 0)):
        with pytest.raises(Refusal, match="in the channel where I posted it"):
            await bot.press(encode(press))
    with pytest.raises(Refusal):
        await bot.press(encode(TryChoice(posed.quiz, 1, 0)))
    with pytest.raises(Refusal):
        await bot.press(encode(ReviewChallenge(posed.quiz)))


async def test_a_press_between_its_close_and_its_answer(bot: Bot) -> None:
    asked = await ask(bot, "09:00 Monday closes:1h")
    bot.clock.go(hours=1)
    with pytest.raises(Refusal, match="This question has closed"):
        await bot.answer("Ana", asked)


async def test_the_schedule_is_removed_while_a_question_is_open(bot: Bot) -> None:
    asked = await ask(bot)
    await reply(bot, asked, "Ana")
    page = await bot.say("/schedule remove")
    await bot.commands.press(_pressed(bot, buttons(page)[0]))
    (told,) = await next_post(bot, NINE + timedelta(days=3))
    assert "Ana got it right." in plain(told)


async def test_who_answered_is_exported_and_erased(bot: Bot) -> None:
    asked = await ask(bot)
    await reply(bot, asked, "Ana")
    await reply(bot, asked, "Ben")
    export = await bot.say("/privacy export", "Ben")
    held = next(block for block in export.blocks if isinstance(block, File) and block.name.endswith(".json"))
    assert b"challenge_turn" in held.data
    await bot.press(encode(EraseEverything()), "Ben")
    told, _ = await next_post(bot, NINE + timedelta(days=1))
    assert "Ben" not in plain(told)
    assert "One person answered. Ana got it right." in plain(told)


async def test_a_preview_has_no_buttons_and_keeps_nothing(bot: Bot) -> None:
    await bot.say("/schedule question 09:00 friday")
    shown = await bot.say("/schedule preview")
    assert "Today's question" in plain(shown)
    assert "The answer comes: Sat 7 Mar 2026, 09:00" in plain(shown)
    assert not any(isinstance(decode(each.press), TryChoice) for each in buttons(shown))
    assert await rows(bot.database, select(challenge.c.id)) == []


@pytest.mark.parametrize("closes", ["soon", "0 minutes", "31 days", "4", "-1h", "tomorrow"])
async def test_a_length_that_makes_no_sense(bot: Bot, closes: str) -> None:
    with pytest.raises(Refusal):
        await bot.say(f'/schedule question 09:00 closes:"{closes}"')


async def test_only_an_administrator_schedules_questions(bot: Bot) -> None:
    with pytest.raises(Refusal, match="Only an administrator"):
        await bot.say("/schedule question 09:00", administrator=False)


async def test_two_schedules_in_a_channel_ask_different_questions(bot: Bot) -> None:
    await bot.say("/schedule question 09:00 daily care")
    await bot.say("/schedule question 09:00 daily home")
    asked = await next_post(bot, NINE)
    ids = [(await bot.posed(each)).question.id for each in asked]
    assert len(set(ids)) == 2


def _pressed(bot: Bot, button: Button) -> Pressed:
    return Pressed(bot.asker(administrator=True), button.press)


# Pure functions

QUESTIONS = list(bank(pets()).values())


@given(st.integers(0, 2**32), st.integers(1, 60))
def test_rounds_are_whole(seed: int, days: int) -> None:
    random, asked = Random(seed), dict[str, AskedBefore]()
    for _ in range(days):
        chosen = series.choose(QUESTIONS, asked, random)
        times = asked.get(chosen.id, series.NEVER).times
        asked[chosen.id] = AskedBefore(times + 1, 4, random.randrange(5))
    counts = Counter({each.id: asked.get(each.id, series.NEVER).times for each in QUESTIONS})
    assert max(counts.values()) - min(counts.values()) <= 1


@given(
    st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=30)),
    st.none() | st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=40)),
)
def test_a_question_closes_after_it_opens_and_before_the_next(lasts: timedelta, until: timedelta | None) -> None:
    closes = closes_at(NINE, lasts, None if until is None else NINE + until)
    assert NINE < closes <= NINE + lasts
    if until is not None and until >= BEFORE_THE_NEXT + timedelta(hours=1):
        assert closes <= NINE + until - BEFORE_THE_NEXT


def test_the_last_question_is_open_as_long_as_wanted() -> None:
    assert closes_at(NINE, timedelta(days=1), None) == NINE + timedelta(days=1)


def test_streaks() -> None:
    assert streak([True, True, False, True]) == 2
    assert streak([]) == 0
    assert streaks([{"a", "b"}, {"a"}, {"b", "a"}]) == {"a": 3, "b": 1}
    assert streaks([set(), {"a"}]) == {}
    assert streaks([]) == {}
