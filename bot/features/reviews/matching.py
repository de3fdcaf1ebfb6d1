"""Matching: bringing a learner's cards in line with the deck of a pack, or working them out again from reviews."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from bot.features.learners.store import learners
from bot.features.reviews.deck import Deck
from bot.features.reviews.flashcard import Flashcard
from bot.features.reviews.model import ABSENT_POSITION, CardState, Memory, Review
from bot.features.reviews.scheduling import Plan, fold
from bot.features.reviews.store import cards, decks, reviews
from bot.features.reviews.store.decks import OpenDeck
from bot.language.people import MemberKey
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.transaction import Transaction

_T = TypeVar("_T")

_UNSEEN = Memory()

_TOGETHER = 2_000
"""Cards that are added in one transaction, which takes milliseconds."""

_TRIES = 3
"""Times that cards are matched with their deck before giving up: packs don't change that fast."""


async def transact(
    database: Database, me: MemberKey, deck: Deck, plan: Plan, work: Callable[[Transaction, OpenDeck], _T]
) -> _T:
    """Do work on a learner's cards in one transaction, once they're in line with a deck.

    Args:
        database: where they are.
        me: one of the learner's selves.
        deck: as the pack is now.
        plan: of the learner.
        work: reads and writes.

    Raises:
        StoreError: the cards keep changing.
    """

    def attempt(transaction: Transaction) -> tuple[_T] | None:
        opened = decks.open_deck(transaction, me, deck.pack.id)
        return (work(transaction, opened),) if opened.fingerprint == deck.fingerprint else None

    return await _in_line(database, me, deck, plan, partial(database.transact, attempt))


async def read(
    database: Database, me: MemberKey, deck: Deck, plan: Plan, work: Callable[[Transaction, OpenDeck], _T]
) -> _T:
    """Look at a learner's cards, once they're in line with a deck; a deck that isn't begun stays so.

    Args:
        database: where they are.
        me: one of the learner's selves.
        deck: as the pack is now.
        plan: of the learner.
        work: only reads.

    Raises:
        StoreError: the cards keep changing.
    """

    def attempt(transaction: Transaction) -> tuple[_T] | None:
        opened = decks.look_into_deck(transaction, me, deck.pack.id)
        unbegun = opened.fingerprint == learners.REBUILD and not reviews.has_any(
            transaction, opened.learner, deck.pack.id
        )
        return (work(transaction, opened),) if unbegun or opened.fingerprint == deck.fingerprint else None

    return await _in_line(database, me, deck, plan, partial(database.read, attempt))


async def _in_line(
    database: Database, me: MemberKey, deck: Deck, plan: Plan, attempt: Callable[[], Awaitable[tuple[_T] | None]]
) -> _T:
    """Try something, and match the cards with the deck first if they aren't in line."""
    for _ in range(_TRIES):
        done = await attempt()
        if done is not None:
            return done[0]
        await match(database, me, deck, plan)
    raise StoreError(f"The cards in {deck.pack.id} keep changing; try again in a minute.")


async def match(database: Database, me: MemberKey, deck: Deck, plan: Plan) -> None:
    """Bring a learner's cards in line with a deck; what's known of cards whose id stayed is kept.

    Args:
        database: where they are.
        me: one of the learner's selves.
        deck: as the pack is now.
        plan: of the learner.
    """

    def update(transaction: Transaction) -> tuple[OpenDeck, list[CardState], list[Review]] | None:
        opened = decks.open_deck(transaction, me, deck.pack.id)
        known = cards.everything(transaction, opened.key)
        if opened.fingerprint == learners.REBUILD:
            return opened, known, reviews.log(transaction, opened.learner, deck.pack.id)
        decks.match(transaction, opened, moved(deck, known), deck.fingerprint)
        return None

    rebuilding = await database.transact(update)
    if rebuilding is None:
        return
    opened, known, log = rebuilding
    # Years of reviews take seconds to go through: in a thread of their own, and outside the transaction.
    new, changed = await asyncio.to_thread(_rebuilt, deck, known, log, plan)
    await _add(database, opened, new)

    def keep(transaction: Transaction) -> None:
        now = decks.open_deck(transaction, me, deck.pack.id)
        if now == opened and len(reviews.log(transaction, now.learner, deck.pack.id)) == len(log):
            decks.match(transaction, now, changed, deck.fingerprint)

    await database.transact(keep)


async def _add(database: Database, opened: OpenDeck, new: list[CardState]) -> None:
    """Add cards in slices, so that whatever else is to be written gets its turn; takes them off the list.

    Until the deck's fingerprint says that they're all there, nobody looks at them.
    """

    def add(transaction: Transaction, some: Sequence[CardState]) -> None:
        if decks.open_deck(transaction, opened.me, opened.key.pack) == opened:
            cards.add(transaction, opened.key, some)

    while new:
        await database.transact(partial(add, some=new[-_TOGETHER:]))
        del new[-_TOGETHER:]


def _rebuilt(
    deck: Deck, known: Sequence[CardState], log: Sequence[Review], plan: Plan
) -> tuple[list[CardState], list[CardState]]:
    """Return the cards that a learner doesn't have yet, and those that their reviews change."""
    before = {state.card: state for state in known}
    new, changed = [], []
    for state in rebuilt(deck, known, log, plan):
        if state.card not in before:
            new.append(state)
        elif state != before[state.card]:
            changed.append(state)
    return new, changed


def moved(deck: Deck, known: Iterable[CardState]) -> list[CardState]:
    """Return the cards that are new in a deck, have left it, were renamed, or stand elsewhere in it."""
    before = {state.card: state for state in known}
    after = _placed(deck, before)
    return [state for state in after.values() if before.get(state.card) != state]


def rebuilt(deck: Deck, known: Iterable[CardState], log: Iterable[Review], plan: Plan) -> list[CardState]:
    """Return all cards of a deck, and those reviewed that have left it, as their reviews say.

    Args:
        deck: as the pack is now.
        known: the cards as they're kept.
        log: all reviews of them.
        plan: of the learner.
    """
    given: dict[str, list[Review]] = defaultdict(list)
    for review in log:
        given[deck.by_id.current(review.card)].append(review)
    before = {state.card: state for state in known}
    for card in given.keys() - before.keys():
        before[card] = CardState(card, "", ABSENT_POSITION)
    states = []
    for state in _placed(deck, before).values():
        if state.card not in given and state.memory == _UNSEEN and state.before is None:
            states.append(state)  # as it is: of 100,000 new ones the collector would look at every copy
            continue
        reviews_of_it = given[state.card]
        memory, earlier = fold(reviews_of_it, plan)
        reps = max((review.number for review in reviews_of_it), default=0)
        if any(review.card != state.card for review in reviews_of_it):
            earlier = None  # a rating that stands under another id can't be found to be taken back
        states.append(replace(state, memory=memory, before=earlier, reps=max(reps, state.reps)))
    return states


def _placed(deck: Deck, known: Mapping[str, CardState]) -> dict[str, CardState]:
    """Return the cards known and those of the deck, each in its place; a renamed one goes on from what it was."""
    placed = {card: replace(state, position=ABSENT_POSITION) for card, state in known.items()}
    for position, card in enumerate(deck.cards):
        state = placed.get(card.id)
        if card.was and not (state and state.reps):
            state = _renamed(card, placed) or state
        topic = deck.topics[card.id]
        if state is None:
            placed[card.id] = CardState(card.id, topic, position)
        else:
            placed[card.id] = replace(state, topic=topic, position=position)
    return placed


def _renamed(card: Flashcard, known: Mapping[str, CardState]) -> CardState | None:
    """Return what's known of a card from the last id under which it was known at all, or None.

    Its last rating can't be taken back any more: in the log it stands under the other id.
    """
    last = next((known[each] for each in reversed(card.was) if each in known), None)
    return None if last is None else replace(last, card=card.id, before=None)
