"""Several cards of one item come one a day; a renamed item keeps what's known of its cards."""

from dataclasses import replace

import pytest

from bot.features.reviews.flashcard import code_of
from bot.features.reviews.model import Queue
from bot.features.reviews.steps import CardRef
from bot.features.reviews.store import selves
from bot.language.plain import plain
from bot.storage.database import Database
from tests.features.reviews.desk import GAPS, TWO_WAYS, Learner, pack_of

NAMES = {"cloze:gaps:1", "cloze:gaps:2", "cloze:gaps:3", "card:bark", "card:bark:reverse"}


async def day(ana: Learner, rating: int = 4) -> list[str]:
    """Rate cards until none is left today; return their ids."""
    deck, seen = ana.reviews.deck(ana.pack), []
    page = await ana.start()
    while (named := ana.shown(page)) is not None:
        seen.append(deck.by_code[named.code].id)
        page = await ana.rate(named, rating)
    return seen


async def test_cards_of_one_item_are_introduced_on_different_days(database: Database) -> None:
    ana = Learner(database, pack=pack_of(GAPS, TWO_WAYS))
    days = []
    for _ in range(4):
        days.append(await day(ana))
        ana.wait(days=1)
    assert days[:3] == [["card:bark", "cloze:gaps:1"], ["card:bark:reverse", "cloze:gaps:2"], ["cloze:gaps:3"]]
    assert not days[3]


async def test_cards_of_one_item_are_not_reviewed_on_one_day(database: Database) -> None:
    ana = Learner(database, pack=pack_of(GAPS, TWO_WAYS))
    for _ in range(60):
        seen = await day(ana, 3)
        items = [name.split(":")[1] for name in dict.fromkeys(seen)]
        assert len(set(items)) == len(items)
        ana.wait(days=1)
    assert {state.card for state in await ana.reviews.states(ana.pack, ana.asker) if state.memory.last} == NAMES


async def test_undoing_brings_the_others_back(database: Database) -> None:
    ana = Learner(database, pack=pack_of(GAPS))
    first = ana.shown(await ana.start())
    assert first is not None
    page = await ana.rate(first, 4)
    assert ana.shown(page) is None
    undo = ana.undoable(page)
    assert undo is not None
    again = ana.shown(await ana.reviews.undo(undo, ana.asker))
    assert again is not None
    assert again.code == first.code
    page = await ana.reviews.put_aside(again, ana.asker, for_good=True)
    assert ana.shown(page) == CardRef(ana.pack, code_of("cloze:gaps:2"), 0)


async def test_suspended_cards_and_those_being_learned_are_left_alone(database: Database) -> None:
    ana = Learner(database, pack=pack_of(TWO_WAYS))
    there = ana.shown(await ana.start())
    assert there is not None
    page = await ana.reviews.put_aside(there, ana.asker, for_good=True)
    back = ana.shown(page)
    assert back is not None
    assert ana.shown(await ana.rate(back, 1)) is not None
    queues = {state.card: state.queue for state in await ana.reviews.states(ana.pack, ana.asker)}
    assert queues == {"card:bark": Queue.SUSPENDED, "card:bark:reverse": Queue.LEARNING}


@pytest.mark.parametrize("rebuilding", [False, True])
async def test_a_renamed_item_keeps_what_is_known_of_its_cards(database: Database, *, rebuilding: bool) -> None:
    ana = Learner(database, pack=pack_of(GAPS, TWO_WAYS))
    for _ in range(3):
        page = await ana.start()
        while (named := ana.shown(page)) is not None:
            page = await ana.rate(named, 4)
        undo = ana.undoable(page)
        ana.wait(days=1)
    assert undo is not None
    before = {state.card: state for state in await ana.reviews.states(ana.pack, ana.asker)}
    renamed = pack_of(
        GAPS.model_copy(update={"id": "holes", "was": ("gaps",)}),
        TWO_WAYS.model_copy(update={"id": "woof", "was": ("older", "bark")}),
    )
    ben = Learner(database, ana.asker, renamed)
    if rebuilding:
        await database.transact(lambda transaction: selves.rebuild_cards(transaction, ana.me))
    after = {state.card: state for state in await ben.reviews.states(renamed, ben.asker)}
    for name, state in before.items():
        now = after[name.replace("gaps", "holes").replace("bark", "woof")]
        assert now == replace(state, card=now.card, before=None)
    assert after["card:bark"].queue is Queue.ABSENT
    assert "already dealt with" in plain(await ben.reviews.undo(replace(undo, pack=renamed), ben.asker))
    assert not await day(ben)
    ben.wait(days=60)
    assert sorted(await day(ben)) == ["card:woof", "cloze:holes:1"]


async def test_a_button_from_before_the_renaming_works(database: Database) -> None:
    ana = Learner(database, pack=pack_of(TWO_WAYS))
    named = ana.shown(await ana.start())
    assert named is not None
    renamed = pack_of(TWO_WAYS.model_copy(update={"id": "woof", "was": ("bark",)}))
    ben = Learner(database, ana.asker, renamed)
    assert "Which pet barks?" in plain(await ben.reviews.reveal(replace(named, pack=renamed), ben.asker))
    await ben.rate(replace(named, pack=renamed), 4)
    states = {state.card: state for state in await ben.reviews.states(renamed, ben.asker)}
    assert states["card:woof"].reps == 1
