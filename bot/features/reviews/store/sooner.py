"""Brings cards forward, so that they come before they're due.

Only a card's wake time changes, not its memory state, so that FSRS's data stay true. The change lasts until the card
is rated.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import bindparam, update

from bot.features.reviews.missed import Forward
from bot.features.reviews.model import CardState
from bot.features.reviews.store import cards as states
from bot.features.reviews.store.cards import IN_DECK, DeckKey
from bot.storage.tables import card as cards
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction, Values

_THESE = states.chosen(cards.c.card.in_(bindparam("cards_", expanding=True)))
_WAKE = (
    update(cards)
    .where(IN_DECK & (cards.c.card == bindparam("card_")) & (cards.c.wake > bindparam("wake_")))
    .values(wake=bindparam("wake_"))
)


def find(transaction: Transaction, key: DeckKey, names: Collection[str]) -> list[CardState]:
    """Return the cards with the given ids.

    Args:
        transaction: to read in.
        key: identifies the deck.
        names: the cards' ids within the pack.
    """
    return [states.read(row) for row in transaction.rows(_THESE, {**key.values, "cards_": list(names)})]


def wake(transaction: Transaction, key: DeckKey, forward: Iterable[Forward]) -> None:
    """Bring cards forward, unless they already wake earlier.

    Args:
        transaction: to write in.
        key: identifies the deck.
        forward: the cards to bring forward.
    """
    changes: list[Values] = [{**key.values, "card_": each.state.card, "wake_": _kept(each.wakes)} for each in forward]
    transaction.change_each(_WAKE, changes)


def _kept(wakes: int | datetime) -> int:
    return wakes if isinstance(wakes, int) else to_milliseconds(wakes)
