"""Whether a pack has cards left for today: asking changes nothing."""

import pytest

from bot.features.learners.store import learners
from bot.features.reviews.model import Queue
from bot.features.reviews.steps import CardRef
from bot.features.reviews.store import cards, decks
from bot.language.plain import plain
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.features.reviews.desk import GAPS, TWO_WAYS, Learner, pack_of


async def kept_of(learner: Learner) -> tuple[str, dict[str, Queue]]:
    """Return a deck's fingerprint and its cards' queues, as they're stored."""

    def look(transaction: Transaction) -> tuple[str, dict[str, Queue]]:
        opened = decks.look_into_deck(transaction, learner.me, learner.pack.id)
        return opened.fingerprint, {each.card: each.queue for each in cards.everything(transaction, opened.key)}

    return await learner.database.read(look)


async def any_left(learner: Learner) -> bool:
    return await learner.reviews.any_left(learner.pack, learner.asker)


@pytest.mark.both_databases
async def test_a_deck_that_nobody_opened_has_cards_left_and_stays_unopened(database: Database) -> None:
    ana = Learner(database)
    assert await any_left(ana)
    assert await kept_of(ana) == (learners.REBUILD, {})


async def test_a_deck_that_nobody_opened_has_none_left_once_the_days_limit_is_reached(database: Database) -> None:
    ana, other = Learner(database), Learner(database, pack=pack_of(GAPS).model_copy(update={"id": "other"}))
    await ana.choose(new_cards=1)
    assert await any_left(other)
    named = other.shown(await other.start())
    assert named is not None
    await other.rate(named, 4)
    assert not await any_left(ana)
    assert await kept_of(ana) == (learners.REBUILD, {})


@pytest.mark.both_databases
async def test_buried_cards_count_once_their_time_has_come_and_stay_where_they_are(database: Database) -> None:
    ana = Learner(database, pack=pack_of(TWO_WAYS))
    named = ana.shown(await ana.start())
    assert named is not None
    await ana.rate(named, 4)
    assert not await any_left(ana)
    before = await kept_of(ana)
    assert Queue.BURIED in before[1].values()
    ana.wait(days=1)
    assert await any_left(ana)
    assert await kept_of(ana) == before


async def test_the_topic_kept_to_does_not_matter(database: Database) -> None:
    ana = Learner(database)
    page = await ana.start("home")
    while (named := ana.shown(page)) is not None:
        page = await ana.rate(named, 4)
    assert await any_left(ana)


async def test_showing_the_back_of_a_card_changes_nothing(database: Database) -> None:
    ana = Learner(database, pack=pack_of(TWO_WAYS))
    named = ana.shown(await ana.start())
    assert named is not None
    undo = ana.undoable(await ana.rate(named, 4))
    assert undo is not None
    ana.wait(days=1)
    before = await kept_of(ana)
    await ana.reviews.reveal(undo, ana.asker)
    assert await kept_of(ana) == before


async def test_the_back_of_a_card_that_is_new_in_the_pack_is_shown(database: Database) -> None:
    ana, grown = Learner(database, pack=pack_of(GAPS)), pack_of(GAPS, TWO_WAYS)
    await ana.start()
    new = ana.reviews.deck(grown).cards[-1]
    said = await ana.reviews.reveal(CardRef(grown, new.code, 0), ana.asker)
    assert "How well did you know it?" in plain(said)
