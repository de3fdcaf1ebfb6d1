"""Review sessions, on both databases."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from threading import get_ident

import pytest

from bot.features.reminders.actions import RemindMe
from bot.features.reviews import matching
from bot.features.reviews.deck import Deck
from bot.features.reviews.model import CardState, Queue, Rating, Review
from bot.features.reviews.scheduling import Plan
from bot.features.reviews.steps import CardRef
from bot.features.reviews.store import cards, decks, reviews
from bot.features.reviews.store.cards import DeckKey
from bot.language.actions import encode
from bot.language.controls import Button, Buttons
from bot.language.message import Footer, Message
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.transaction import Transaction
from tests.features.reviews.desk import Learner, asker_named
from tests.packs import pets


async def log_of(learner: Learner) -> list[Review]:
    def look(transaction: Transaction) -> list[Review]:
        opened = decks.open_deck(transaction, learner.me, learner.pack.id)
        return reviews.log(transaction, opened.learner, learner.pack.id)

    return await learner.database.transact(look)


async def state_of(learner: Learner, named: CardRef) -> CardState:
    wanted = learner.reviews.deck(learner.pack).by_code[named.code].id
    return next(each for each in await learner.reviews.states(learner.pack, learner.asker) if each.card == wanted)


async def test_only_the_last_page_has_an_offer_above_its_footer(sqlite_database: Database) -> None:
    ana, pages = Learner(sqlite_database), list[Message]()

    async def offer(_asker: Asker) -> Button:
        return Button("Remind me", encode(RemindMe()))

    page = await ana.start()
    while (named := ana.shown(page)) is not None:
        page = await ana.reviews.rate(named, Rating.EASY, ana.asker, offer)
        pages.append(page)
    assert len(pages) > 1
    assert ["Remind me" in [each.label for each in buttons(page)] for page in pages] == [False] * (len(pages) - 1) + [
        True
    ]
    *_, buttons_of_offer, footer = pages[-1].blocks
    assert isinstance(buttons_of_offer, Buttons)
    assert isinstance(footer, Footer)


async def test_new_cards_come_in_the_packs_order_up_to_the_limit(database: Database) -> None:
    ana = Learner(database)
    await ana.choose(new_cards=3)
    page = await ana.start()
    met = []
    while (named := ana.shown(page)) is not None:
        met.append(named.code)
        page = await ana.rate(named, 4)
    deck = ana.reviews.deck(ana.pack)
    assert met == [card.code for card in deck.cards[:3]]
    assert "Done for today" in plain(page)
    assert "New cards still to come: 4" in plain(page)
    ana.wait(days=1)
    assert ana.shown(await ana.start()) is not None


async def test_someone_who_wants_no_new_cards_is_not_promised_any(database: Database) -> None:
    ana = Learner(database)
    await ana.choose(new_cards=0)
    page = plain(await ana.start())
    assert "All caught up! Your settings let in no more new cards today." in page
    assert "tomorrow" not in page
    assert "New cards still to come: 7" in page


async def test_a_session_goes_on_where_it_was_left(database: Database) -> None:
    ana = Learner(database)
    first = ana.shown(await ana.start("home"))
    assert first is not None
    again = Learner(database)  # it knows only what's stored
    page = await again.start()
    assert again.shown(page) == first
    assert "Review: The home" in plain(page)
    everything = await again.start(resume=False)
    assert "Review: The home" not in plain(everything)


@pytest.mark.both_databases
async def test_a_topic_without_cards_left_gives_way_to_all(database: Database) -> None:
    ana = Learner(database)
    page = await ana.start("home")
    while (named := ana.shown(page)) is not None:
        page = await ana.rate(named, 4)
    assert "Done for today" in plain(page)
    assert ana.shown(await ana.start()) is not None


async def test_due_cards_come_before_new_ones_and_learning_ones_first(database: Database) -> None:
    ana = Learner(database)
    first = ana.shown(await ana.start())
    assert first is not None
    second = ana.shown(await ana.rate(first, 4))
    assert second is not None
    third = ana.shown(await ana.rate(second, 1))  # back in a minute
    assert third is not None
    assert third.code not in (first.code, second.code)
    ana.wait(minutes=2)
    assert ana.shown(await ana.start()) == replace(second, number=1)
    ana.wait(days=30)
    order = []
    page = await ana.start()
    for _ in range(3):
        named = ana.shown(page)
        assert named is not None
        order.append(named.code)
        page = await ana.rate(named, 4)
    assert order == [second.code, first.code, third.code]


async def test_every_press_counts_once(database: Database) -> None:
    ana = Learner(database)
    named = ana.shown(await ana.start())
    assert named is not None
    pages = await asyncio.gather(*(ana.rate(named, rating) for rating in (3, 3, 1, 4)))
    assert len(await log_of(ana)) == 1
    assert sum("already dealt with" in plain(page) for page in pages) == 3
    assert "already dealt with" in plain(await ana.rate(named, 1))
    assert "already dealt with" in plain(await ana.reviews.reveal(named, ana.asker))
    assert "already dealt with" in plain(await ana.reviews.put_aside(named, ana.asker, for_good=True))
    assert len(await log_of(ana)) == 1


async def test_a_rating_is_taken_back_once(database: Database) -> None:
    ana = Learner(database)
    named = ana.shown(await ana.start())
    assert named is not None
    before = await state_of(ana, named)
    page = await ana.rate(named, 4)
    undo = ana.undoable(page)
    assert undo is not None
    page = await ana.reviews.undo(undo, ana.asker)
    assert ana.shown(page) == replace(named, number=2)
    after = await state_of(ana, named)
    assert after.memory == before.memory
    assert "already dealt with" in plain(await ana.reviews.undo(undo, ana.asker))
    assert "already dealt with" in plain(await ana.rate(named, 3))  # the button from before
    again = await ana.rate(replace(named, number=2), 3)  # within the same millisecond as the first rating
    assert ana.undoable(again) is not None
    assert [entry.rating for entry in sorted(await log_of(ana), key=lambda entry: entry.number)] == [4, 0, 3]


async def test_a_card_taken_back_is_new_again_and_no_longer_counts(database: Database) -> None:
    ana = Learner(database)
    await ana.choose(new_cards=1)
    named = ana.shown(await ana.start())
    assert named is not None
    done = await ana.rate(named, 4)
    assert ana.shown(done) is None
    undo = ana.undoable(done)
    assert undo is not None
    page = await ana.reviews.undo(undo, ana.asker)
    assert "1 new" in plain(page)


async def test_cards_are_put_aside_until_tomorrow_or_for_good(database: Database) -> None:
    ana = Learner(database)
    first = ana.shown(await ana.start())
    assert first is not None
    page = await ana.reviews.put_aside(first, ana.asker, for_good=False)
    second = ana.shown(page)
    assert second is not None
    assert second.code != first.code
    await ana.reviews.put_aside(second, ana.asker, for_good=True)
    assert (await state_of(ana, first)).queue is Queue.BURIED
    assert (await state_of(ana, second)).queue is Queue.SUSPENDED
    ana.wait(days=1)
    assert ana.shown(await ana.start()) == first
    assert (await state_of(ana, second)).queue is Queue.SUSPENDED
    back = await ana.reviews.bring_back(ana.pack, ana.asker)
    assert "They're back." in plain(back)
    assert (await state_of(ana, second)).queue is Queue.NEW


async def test_a_days_reviews_have_a_limit_of_their_own(database: Database) -> None:
    ana = Learner(database)
    page = await ana.start()
    while (named := ana.shown(page)) is not None:
        page = await ana.rate(named, 4)
    ana.wait(days=60)
    await ana.choose(reviews=2)
    page = await ana.start()
    assert "2 to review" in plain(page)
    for _ in range(2):
        named = ana.shown(page)
        assert named is not None
        page = await ana.rate(named, 3)
    assert "Done for today" in plain(page)
    assert "Due, but beyond today's limit: 5" in plain(page)


async def test_a_card_that_keeps_slipping_away_is_explained(database: Database) -> None:
    ana = Learner(database)
    await ana.choose(new_cards=1)
    named = ana.shown(await ana.start())
    assert named is not None
    page = await ana.rate(named, 4)
    for _ in range(8):
        ana.wait(days=400)
        named = ana.shown(await ana.start())
        assert named is not None
        page = await ana.rate(named, 1)
        if "slipping away" in plain(page):
            break
        ana.wait(minutes=11)
        page = await ana.rate(replace(named, number=named.number + 1), 4)
    assert "This one keeps slipping away (8 times)" in plain(page)
    assert "Dog: Several walks a day" in plain(page)
    assert "Look closer" in [button.label for button in buttons(page)]


async def test_a_typed_answer_is_judged_and_then_rated(database: Database) -> None:
    ana = Learner(database)
    deck = ana.reviews.deck(ana.pack)
    card = deck.by_id["term:aquarium"]
    await ana.start()
    named = CardRef(ana.pack, card.code, 0)
    assert ana.reviews.form(named).asks in card.front
    for typed, opening, likely in (
        ("aquarium", "Right!", "Good"),
        ("aquariun", "Right! It's spelt Aquarium.", "Good"),
        ("kennel", "Not quite. It's Aquarium.", "Again"),
    ):
        page = await ana.reviews.reveal(named, ana.asker, typed)
        assert opening in plain(page)
        assert next(each for each in buttons(page) if each.emphasis == "primary").label.startswith(likely)
    assert await log_of(ana) == []
    with pytest.raises(Refusal, match="You don't type the answer"):
        ana.reviews.form(CardRef(ana.pack, deck.by_id["comparison:housing"].code, 0))


async def test_a_new_version_of_a_pack_keeps_what_is_known(database: Database) -> None:
    ana = Learner(database)
    deck = ana.reviews.deck(ana.pack)
    page = await ana.start()
    for _ in range(len(deck.cards)):
        named = ana.shown(page)
        assert named is not None
        page = await ana.rate(named, 4)
    before = {state.card: state.memory for state in await ana.reviews.states(ana.pack, ana.asker)}
    gone = deck.cards[0]
    smaller = pets().model_copy(update={"cards": tuple(each for each in pets().cards if each is not gone.item)})
    ben = Learner(database, ana.asker, smaller)
    ben.wait(days=100)
    seen = set()
    page = await ben.start()
    while (named := ben.shown(page)) is not None:
        seen.add(named.code)
        page = await ben.rate(named, 4)
    assert gone.code not in seen
    assert len(seen) == len(deck.cards) - 1
    assert "already dealt with" in plain(await ben.rate(CardRef(smaller, gone.code, 1), 4))
    ana.wait(days=100)
    after = {state.card: state.memory for state in await ana.reviews.states(ana.pack, ana.asker)}
    assert after[gone.id] == before[gone.id]


async def test_a_large_deck_is_begun_in_slices_and_off_the_event_loop(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other writes get their turn in between; what was cut short is made up for the next time."""
    added, is_full = list[int](), True
    threads: set[int] = set()
    add, rebuilt = cards.add, matching.rebuilt
    monkeypatch.setattr(matching, "_TOGETHER", 2)

    def adding(transaction: Transaction, key: DeckKey, states: Sequence[CardState]) -> None:
        if is_full and len(added) == 2:
            raise StoreError("The disk is full.")
        added.append(len(states))
        add(transaction, key, states)

    def rebuilding(deck: Deck, known: Sequence[CardState], log: Sequence[Review], plan: Plan) -> list[CardState]:
        threads.add(get_ident())
        return rebuilt(deck, known, log, plan)

    monkeypatch.setattr(cards, "add", adding)
    monkeypatch.setattr(matching, "rebuilt", rebuilding)
    ana = Learner(database)
    with pytest.raises(StoreError, match="full"):
        await ana.start()

    is_full = False
    assert ana.shown(await ana.start()) is not None

    assert sum(added) == len(ana.reviews.deck(ana.pack).cards)
    assert max(added) <= 2
    assert get_ident() not in threads
    states = await ana.reviews.states(ana.pack, ana.asker)
    assert {state.card: state.position for state in states} == {
        card.id: position for position, card in enumerate(ana.reviews.deck(ana.pack).cards)
    }


async def test_learners_do_not_see_one_anothers_cards(database: Database) -> None:
    ana, ben = Learner(database), Learner(database, asker_named("Ben"))
    named = ana.shown(await ana.start())
    assert named is not None
    await ben.start()
    await ana.rate(named, 4)
    assert ben.shown(await ben.start()) == named
    assert len(await log_of(ana)) == 1
    assert await log_of(ben) == []


async def test_another_zone_moves_the_day_and_loses_nothing(database: Database) -> None:
    ana = Learner(database)
    await ana.choose(new_cards=2, zone="Europe/Berlin")
    page = await ana.start()
    for _ in range(2):
        named = ana.shown(page)
        assert named is not None
        page = await ana.rate(named, 4)
    assert ana.shown(page) is None
    await ana.choose(zone="Pacific/Auckland")  # it's the same day there until 15:00 UTC
    assert ana.shown(await ana.start()) is None
    ana.wait(hours=7)
    assert ana.shown(await ana.start()) is not None
    await ana.choose(zone="Nowhere/Land")
    assert ana.shown(await ana.start()) is None
    assert len(await log_of(ana)) == 2


async def test_cards_that_come_back_soon_are_counted_and_described_as_early(database: Database) -> None:
    ana = Learner(database)
    await ana.choose(new_cards=5)
    page = await ana.start()
    counts = []
    while (named := ana.shown(page)) is not None:
        counts.append(next(line for line in plain(page).splitlines() if line.startswith("Today: ")))
        assert ("early, as nothing else is due" in plain(page)) == (len(counts) > 5)
        page = await ana.rate(named)
    assert counts == [
        "Today: 5 new",
        "Today: 4 new · 1 learning",
        "Today: 3 new · 2 learning",
        "Today: 2 new · 3 learning",
        "Today: 1 new · 4 learning",
        *(f"Today: {left} learning" for left in (5, 4, 3, 2, 1)),
    ]
    assert "Done for today" in plain(page)


async def test_a_card_whose_time_has_come_is_not_early_and_one_far_off_is_not_shown(database: Database) -> None:
    ana = Learner(database)
    await ana.choose(new_cards=1)
    named = ana.shown(await ana.start())
    assert named is not None
    page = await ana.rate(named)  # back in ten minutes
    assert "early" in plain(page)
    undoable = ana.undoable(page)
    assert undoable is not None
    assert "early" not in plain(await ana.reviews.undo(undoable, ana.asker))
    named = ana.shown(await ana.start())
    assert named is not None
    await ana.rate(named)
    ana.wait(minutes=10)
    page = await ana.start()
    assert ana.shown(page) is not None
    assert "Today: 1 learning" in plain(page)
    assert "early" not in plain(page)


async def test_the_count_keeps_to_the_topic(database: Database) -> None:
    ana = Learner(database)
    for topic in ("care", "home"):
        named = ana.shown(await ana.start(topic))
        assert named is not None
        page = await ana.rate(named, 1)
    assert "1 learning" in plain(page)
    assert "2 learning" in plain(await ana.start(resume=False))
