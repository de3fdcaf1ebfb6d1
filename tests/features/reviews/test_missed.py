"""What was missed in quizzes comes back sooner as flashcards, without changing what's recorded as known."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.model import Card, Pack
from bot.features.quizzes.model import Answer, Quiz
from bot.features.quizzes.questions import bank
from bot.features.quizzes.store import answers, quizzes
from bot.features.reviews.deck import Deck
from bot.features.reviews.missed import helping, to_bring_forward
from bot.features.reviews.model import CardState, Memory, Phase, Queue
from bot.language.message import Message
from bot.storage.database import Database
from tests.features.reviews.desk import START, Learner, asker_named
from tests.packs import changed, pets


def many() -> Pack:
    """Return Pets with five more cards on one objective, the first of them asked both ways."""
    cards = tuple(
        Card(
            id=f"c{number}",
            objectives=("H1",),
            front=f"What is {number}?",
            back=f"It's {number}.",
            reverse=not number,
        )
        for number in range(5)
    )
    return changed(pets(), cards=(*pets().cards, *cards))


async def answer(ana: Learner, question: str, *, right: bool = False, quiz: str = "quiz") -> None:
    """Answer a quiz question now."""
    number = len(quiz)
    given = Answer(
        *(ana.me.tenant, quiz, number, ana.me.member, ana.pack.id, question, "home"),
        correct=right,
        credit=100 * right,
        given="",
        at=ana.asker.at,
    )
    assert await answers.record(ana.database.writer, given)


def shown(ana: Learner, page: Message) -> str:
    named = ana.shown(page)
    return ana.reviews.deck(ana.pack).by_code[named.code].id if named else ""


async def rest_of_the_day(ana: Learner, page: Message, rating: int = 4) -> list[str]:
    """Rate cards until none is left today; return their ids."""
    seen = []
    while name := shown(ana, page):
        seen.append(name)
        named = ana.shown(page)
        assert named is not None
        page = await ana.rate(named, rating)
    return seen


def test_a_derived_question_is_helped_by_its_items_card_and_others_by_a_few_on_their_objective() -> None:
    deck, questions = Deck(many()), bank(many())
    for name, expected in {
        "card:tray": {"card:tray"},
        "comparison:housing:cat": {"comparison:housing"},
        "example:family": {"card:tray", "term:litter-box", "comparison:hygiene"},
        "tank-text": {"card:c0", "term:aquarium", "comparison:housing"},
    }.items():
        assert helping(deck, [(questions[name], START)]) == dict.fromkeys(expected, START), name
    later = START + timedelta(hours=1)
    both = helping(deck, [(questions["tank-text"], later), (questions["comparison:housing:cat"], START)])
    assert both["comparison:housing"] == later


@given(
    st.sampled_from(Phase),
    st.none() | st.integers(-5, 5),
    st.booleans(),
    st.booleans(),
)
def test_only_waiting_cards_that_were_not_reviewed_since_come_sooner(
    phase: Phase, reviewed: int | None, suspended: bool, buried: bool
) -> None:
    last = None if reviewed is None else START + timedelta(hours=reviewed)
    memory = Memory(phase=phase, last=last)
    state = CardState("card", "home", 0, memory, suspended=suspended, buried=START if buried else None)
    sooner = list(to_bring_forward([state], {"card": START}))
    waits = state.queue in (Queue.NEW, Queue.REVIEW)
    assert bool(sooner) is (waits and (reviewed is None or reviewed < 0))
    assert all(each == state for each in sooner)


async def test_new_cards_on_what_was_missed_come_first(database: Database) -> None:
    ana = Learner(database)
    assert shown(ana, await ana.start()) not in ("term:aquarium", "comparison:housing")
    await answer(ana, "tank-text")
    page = await ana.start()
    assert (await rest_of_the_day(ana, page))[:2] == ["term:aquarium", "comparison:housing"]


async def test_waiting_cards_come_back_at_once_and_only_once(database: Database) -> None:
    ana = Learner(database)
    await rest_of_the_day(ana, await ana.start())
    ana.wait(days=2)
    assert not shown(ana, await ana.start())
    before = {state.card: state for state in await ana.reviews.states(ana.pack, ana.asker)}
    await answer(ana, "card:tray")
    ana.wait(minutes=5)
    page = await ana.start()
    assert {state.card: state for state in await ana.reviews.states(ana.pack, ana.asker)} == before
    assert await rest_of_the_day(ana, page) == ["card:tray"]
    after = {state.card: state for state in await ana.reviews.states(ana.pack, ana.asker)}["card:tray"]
    assert after.memory.stability is not None
    assert (before["card:tray"].memory.stability or 0) < after.memory.stability
    ana.wait(minutes=5)
    assert not shown(ana, await ana.start())


async def test_what_was_answered_right_since_or_long_ago_changes_nothing(database: Database) -> None:
    ana = Learner(database)
    first = shown(ana, await ana.start())
    await answer(ana, "card:tray")
    ana.wait(hours=1)
    await answer(ana, "card:tray", right=True, quiz="again")
    assert shown(ana, await ana.start()) == first
    await answer(ana, "card:tray", quiz="a third time")
    ana.wait(days=15)
    assert shown(ana, await ana.start()) == first


async def test_it_can_be_switched_off(database: Database) -> None:
    ana = Learner(database)
    first = shown(ana, await ana.start())
    await answer(ana, "tank-text")
    await ana.choose(missed="no")
    assert shown(ana, await ana.start()) == first
    await ana.choose(missed="yes")
    assert shown(ana, await ana.start()) == "term:aquarium"


@pytest.mark.both_databases
async def test_a_renamed_question_brings_its_cards_back_too(database: Database) -> None:
    ana = Learner(database)
    await answer(ana, "tank-text")
    questions = tuple(
        each.model_copy(update={"id": "fish-home", "was": ("tank-text",)}) if each.id == "tank-text" else each
        for each in pets().questions
    )
    ben = Learner(database, ana.asker, changed(pets(), questions=questions))
    assert shown(ben, await ben.start()) == "term:aquarium"


async def take(ana: Learner, question: str, *, sure: bool) -> None:
    """Miss a question of a quiz that asks how sure people are."""
    name = f"{ana.me.member} {question}"
    made = Quiz(
        *(ana.me.tenant, name, ana.me.member, "pets", (question,), 0), ana.asker.at, ("3" if sure else "2") * 99
    )
    await ana.database.transact(lambda transaction: quizzes.create(transaction, made))
    await answer(ana, question, quiz=name)


async def test_certain_but_wrong_answers_come_before_all_else(database: Database) -> None:
    ana, ben = Learner(database), Learner(database, asker_named("Ben"))
    for learner in (ana, ben):
        if learner is ana:
            await rest_of_the_day(ana, await ana.start())
            ana.wait(days=2)
        await take(learner, "comparison:exercise:goldfish", sure=False)
        learner.wait(minutes=1)
        await take(learner, "comparison:housing:cat", sure=True)
        seen = await rest_of_the_day(learner, await learner.start())
        assert seen[:2] == ["comparison:housing", "comparison:exercise"]
        assert (len(seen) > 2) is (learner is ben)


@pytest.mark.parametrize("days", [1, 13])
async def test_it_is_worked_out_again_when_the_pack_changes(database: Database, days: int) -> None:
    ana = Learner(database)
    await ana.start()
    await answer(ana, "tank-text")
    await ana.start()
    ana.wait(days=days)
    ben = Learner(database, ana.asker, many())
    moment: datetime = ben.asker.at
    assert shown(ben, await ben.start()) in ("card:c0", "term:aquarium", "comparison:housing")
    assert replace(ben.asker, at=moment) == ben.asker
