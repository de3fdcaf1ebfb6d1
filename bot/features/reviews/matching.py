"""Matching: bringing a learner's cards in line with the deck of a pack, or working them out anew from reviews."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.features.learners.store import learners
from bot.features.learners.store.learners import Self
from bot.features.reviews.deck import Deck
from bot.features.reviews.scheduling import Plan, fold
from bot.features.reviews.store import cards, reviews
from bot.features.reviews.store.cards import ABSENT_POSITION, CardState, Review
from bot.storage.database import Database
from bot.storage.transaction import Transaction


async def match(database: Database, me: Self, deck: Deck, plan: Plan) -> None:
    """Bring a learner's cards in line with a deck; what is known of cards whose id stayed is kept.

    Args:
        database: where they are.
        me: one of the learner's selves.
        deck: as the pack is now.
        plan: of the learner.
    """

    def update(transaction: Transaction) -> tuple[reviews.Opened, list[CardState], list[Review]] | None:
        opened = reviews.open_deck(transaction, me, deck.pack.id)
        known = cards.everything(transaction, opened.shelf)
        if opened.fingerprint == learners.REBUILD:
            return opened, known, reviews.log(transaction, opened.learner, deck.pack.id)
        reviews.match(transaction, opened, moved(deck, known), deck.fingerprint)
        return None

    rebuilding = await database.transact(update)
    if rebuilding is None:
        return
    opened, known, log = rebuilding
    # Years of reviews take seconds to go through: in a thread of their own, and outside the transaction.
    states = await asyncio.to_thread(rebuilt, deck, known, log, plan)

    def keep(transaction: Transaction) -> None:
        now = reviews.open_deck(transaction, me, deck.pack.id)
        if now == opened and len(reviews.log(transaction, now.learner, deck.pack.id)) == len(log):
            reviews.match(transaction, now, states, deck.fingerprint)

    await database.transact(keep)


def moved(deck: Deck, known: Iterable[CardState]) -> list[CardState]:
    """The cards that are new in a deck, have left it, or stand elsewhere in it."""
    before = {state.card: state for state in known}
    after = _placed(deck, before)
    return [state for state in after.values() if before.get(state.card) != state]


def rebuilt(deck: Deck, known: Iterable[CardState], log: Iterable[Review], plan: Plan) -> list[CardState]:
    """All cards of a deck, and those reviewed that have left it, as their reviews say."""
    given: dict[str, list[Review]] = defaultdict(list)
    for review in log:
        given[review.card].append(review)
    before = {state.card: state for state in known}
    for card in given.keys() - before.keys():
        before[card] = CardState(card, "", ABSENT_POSITION)
    states = []
    for state in _placed(deck, before).values():
        memory, earlier = fold(given[state.card], plan)
        reps = max((review.number for review in given[state.card]), default=0)
        states.append(replace(state, memory=memory, before=earlier, reps=max(reps, state.reps)))
    return states


def _placed(deck: Deck, known: Mapping[str, CardState]) -> dict[str, CardState]:
    """The cards known and those of the deck, each in its place."""
    placed = {card: replace(state, position=ABSENT_POSITION) for card, state in known.items()}
    for position, card in enumerate(deck.cards):
        state = placed.get(card.id, CardState(card.id, "", position))
        placed[card.id] = replace(state, topic=deck.topics[card.id], position=position)
    return placed
