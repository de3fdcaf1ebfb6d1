"""Changes decks, cards and reviews when selves are linked or separated, or stop reviewing.

Cards are stored under a learner's home, reviews under the self that gave them. If a deck has no fingerprint, its
cards are rebuilt from the reviews the next time it's opened.
"""

from sqlalchemy import bindparam, delete, func, select, update

from bot.features.learners.store import learners
from bot.language.people import MemberKey
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import card, deck, review
from bot.storage.transaction import Transaction

_DROP_CARDS = delete(card).where(of_member(card))
_DROP_DECKS = delete(deck).where(of_member(deck))
_DROP_REVIEWS = delete(review).where(of_member(review))
_REBUILD = update(deck).where(of_member(deck)).values(fingerprint=bindparam("rebuild"))
_LAST = select(review.c.tenant, review.c.member, func.max(review.c.at)).group_by(review.c.tenant, review.c.member)


def drop_cards(transaction: Transaction, home: MemberKey) -> None:
    """Delete the cards and decks stored under a home."""
    for statement in (_DROP_CARDS, _DROP_DECKS):
        transaction.change(statement, key_of(home))


def rebuild_cards(transaction: Transaction, home: MemberKey) -> None:
    """Mark the cards stored under a home to be rebuilt."""
    transaction.change(_REBUILD, {**key_of(home), "rebuild": learners.REBUILD})


def drop_reviews(transaction: Transaction, me: MemberKey) -> None:
    """Delete the reviews that a self gave."""
    transaction.change(_DROP_REVIEWS, key_of(me))


def last_reviews(transaction: Transaction) -> dict[MemberKey, int]:
    """Return the time of each self's last review, in milliseconds."""
    return {MemberKey(tenant, member): at for tenant, member, at in transaction.rows(_LAST, {})}
