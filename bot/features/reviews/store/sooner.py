"""Cards that come sooner, because a question that they help with was missed.

Only the moment at which they wake changes, so that nothing is known of them that isn't so. It stays until they're
rated.
"""

from datetime import datetime

from sqlalchemy import bindparam, update

from bot.content.question import Question
from bot.content.renamed import ById
from bot.features.quizzes.store import answers, quizzes
from bot.features.reviews.deck import Deck
from bot.features.reviews.missed import LATELY, helping, to_bring_forward
from bot.features.reviews.model import CardState, Queue
from bot.features.reviews.store import cards as states
from bot.features.reviews.store.cards import IN_DECK
from bot.features.reviews.store.decks import OpenDeck
from bot.storage.tables import card as cards
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction

_THESE = states.chosen(cards.c.card.in_(bindparam("cards_", expanding=True)))
_WAKE = (
    update(cards)
    .where(IN_DECK & (cards.c.card == bindparam("card_")) & (cards.c.wake > bindparam("wake_")))
    .values(wake=bindparam("wake_"))
)
_BEFORE_ALL = -(2**40)
"""What's added to the position of a new card that comes before all others."""


def bring_forward(
    transaction: Transaction, opened: OpenDeck, deck: Deck, questions: ById[Question], at: datetime
) -> None:
    """Have cards come sooner that help with what a learner lately missed in quizzes, games and challenges.

    Args:
        transaction: to work in.
        opened: in this transaction.
        deck: the cards.
        questions: of the same pack, by id.
        at: now, in UTC.
    """
    missed: dict[str, datetime] = {}
    for tenant, member in opened.learner.selves:
        found = answers.missed_since(transaction, tenant, member, deck.pack.id, at - LATELY, questions.current)
        missed |= {name: max(when, missed.get(name, when)) for name, when in found.items()}
    helpful = helping(deck, ((questions[name], when) for name, when in missed.items() if name in questions))
    if not helpful:
        return
    first = helping(
        deck, ((questions[name], at) for name in _certain(transaction, opened, questions) & missed.keys())
    )
    rows = transaction.rows(_THESE, {**opened.key.values, "cards_": list(helpful)})
    sooner = to_bring_forward(map(states.read, rows), helpful)
    changes = [(each.card, _wake(each, helpful[each.card], first=each.card in first)) for each in sooner]
    key = opened.key.values
    transaction.change_each(_WAKE, [{**key, "card_": card, "wake_": wake} for card, wake in changes])


def _certain(transaction: Transaction, opened: OpenDeck, questions: ById[Question]) -> frozenset[str]:
    """Return the ids of the questions that the learner missed although they were certain."""
    pack, current = opened.key.pack, questions.current
    found = (
        quizzes.missed_though_certain(transaction, tenant, member, pack, current)
        for tenant, member in opened.learner.selves
    )
    return frozenset[str]().union(*found)


def _wake(state: CardState, missed: datetime, *, first: bool) -> int:
    """Return when a card wakes that comes sooner: a new one before all others, another as of when it was missed.

    Args:
        state: the card.
        missed: when a question that it helps with was.
        first: whether it comes before all that come sooner.
    """
    if state.queue is Queue.NEW:
        return (2 if first else 1) * _BEFORE_ALL + state.position
    return 1 if first else to_milliseconds(missed)
