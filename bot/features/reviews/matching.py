"""Matching a learner's cards with a pack's deck, or rebuilding them from the log of reviews."""

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
"""Number of cards added per transaction, which takes milliseconds."""

_TRIES = 3
"""Maximum number of attempts to match cards with their deck; packs don't change that fast."""


async def transact(
    database: Database, me: MemberKey, deck: Deck, plan: Plan, work: Callable[[Transaction, OpenDeck], _T]
) -> _T:
    """Change a learner's cards in one transaction, after matching them with the deck if needed.

    Args:
        database: stores the cards.
        me: one of the learner's selves.
        deck: the current deck of the pack.
        plan: the learner's plan.
        work: reads and writes the cards.

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
    """Read a learner's cards, after matching them with the deck if needed; never adds a deck they haven't started.

    Args:
        database: stores the cards.
        me: one of the learner's selves.
        deck: the current deck of the pack.
        plan: the learner's plan.
        work: only reads the cards.

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
    """Make an attempt; while it fails because cards and deck differ, match them and try again."""
    for _ in range(_TRIES):
        done = await attempt()
        if done is not None:
            return done[0]
        await match(database, me, deck, plan)
    raise StoreError(f"The cards in {deck.pack.id} keep changing; try again in a minute.")


async def match(database: Database, me: MemberKey, deck: Deck, plan: Plan) -> None:
    """Match a learner's cards with a deck; cards that keep their id keep their history.

    Args:
        database: stores the cards.
        me: one of the learner's selves.
        deck: the current deck of the pack.
        plan: the learner's plan.
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
    # Years of reviews take seconds to process, so that's done in another thread and outside the transaction.
    new, changed = await asyncio.to_thread(_rebuilt, deck, known, log, plan)
    await _add(database, opened, new)

    def keep(transaction: Transaction) -> None:
        now = decks.open_deck(transaction, me, deck.pack.id)
        if now == opened and len(reviews.log(transaction, now.learner, deck.pack.id)) == len(log):
            decks.match(transaction, now, changed, deck.fingerprint)

    await database.transact(keep)


async def _add(database: Database, opened: OpenDeck, new: list[CardState]) -> None:
    """Add cards in slices, so that other writes can run in between; empties the list.

    Nobody reads them before the deck's fingerprint is updated.
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
    """Return the cards that a learner doesn't have yet, and those that differ after rebuilding them from reviews."""
    before = {state.card: state for state in known}
    new, changed = [], []
    for state in rebuilt(deck, known, log, plan):
        if state.card not in before:
            new.append(state)
        elif state != before[state.card]:
            changed.append(state)
    return new, changed


def moved(deck: Deck, known: Iterable[CardState]) -> list[CardState]:
    """Return the cards that were added to a deck, removed, renamed, or moved to another position or topic."""
    before = {state.card: state for state in known}
    after = _placed(deck, before)
    return [state for state in after.values() if before.get(state.card) != state]


def rebuilt(deck: Deck, known: Iterable[CardState], log: Iterable[Review], plan: Plan) -> list[CardState]:
    """Rebuild all cards of a deck from their reviews, and also reviewed cards that have left the deck.

    Args:
        deck: the current deck of the pack.
        known: the stored cards.
        log: all their reviews.
        plan: the learner's plan.
    """
    ratings: dict[str, list[Review]] = defaultdict(list)
    for review in log:
        ratings[deck.by_id.current(review.card)].append(review)
    before = {state.card: state for state in known}
    for card in ratings.keys() - before.keys():
        before[card] = CardState(card, "", ABSENT_POSITION)
    states = []
    for state in _placed(deck, before).values():
        if state.card not in ratings and state.memory == _UNSEEN and state.before is None:
            states.append(state)  # no copy: the garbage collector would examine each of 100,000 copies
            continue
        reviews_of_it = ratings[state.card]
        memory, earlier = fold(reviews_of_it, plan)
        reps = max((review.number for review in reviews_of_it), default=0)
        if any(review.card != state.card for review in reviews_of_it):
            earlier = None  # a rating that's logged under another id can't be taken back
        states.append(replace(state, memory=memory, before=earlier, reps=max(reps, state.reps)))
    return states


def _placed(deck: Deck, known: Mapping[str, CardState]) -> dict[str, CardState]:
    """Return the known cards and those of the deck, with their positions; a renamed card keeps its history."""
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
    """Return a renamed card's state from its latest former id that's known; None if there's none.

    Its last rating can't be taken back any more, because it's logged under the other id.
    """
    last = next((known[each] for each in reversed(card.was) if each in known), None)
    return None if last is None else replace(last, card=card.id, before=None)
