"""The personal data of people who review flashcards: their decks, cards and reviews."""

from datetime import datetime

from bot.features.learners.store import learners
from bot.features.reviews.store import selves
from bot.language.people import Learner, MemberKey
from bot.runtime.bulkhead import bulkhead
from bot.storage.personal_data import MemberRows
from bot.storage.tables import card, deck, review
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction


class ReviewData(MemberRows):
    """Has rows that name a member; cards are stored under the learner's home."""

    def __init__(self) -> None:
        super().__init__(review, card, deck)

    def link(self, transaction: Transaction, first: Learner, second: Learner) -> None:
        """Mark the cards at the remaining home to be rebuilt from the reviews of both learners (see Holder)."""
        selves.drop_cards(transaction, second.home)
        selves.rebuild_cards(transaction, first.home)

    def unlink(self, transaction: Transaction, whole: Learner, me: MemberKey, rest: MemberKey) -> None:
        """Mark the cards to be rebuilt, for each part from its own reviews (see Holder)."""
        if whole.home == me:
            selves.drop_cards(transaction, me)
        else:
            selves.rebuild_cards(transaction, rest)

    def prune(self, transaction: Transaction, before: datetime) -> None:
        """Delete the cards and reviews of each learner without a review since a moment.

        It's all or nothing for all linked selves together: without the older reviews, nobody could tell when a card
        comes back.
        """
        old = to_milliseconds(before)
        last = selves.last_reviews(transaction)
        silent: set[MemberKey] = set()
        for me, at in last.items():
            with bulkhead("learner"):  # nothing in it uses the database
                silent |= {me} if at < old else set()
        for me in silent:
            if all(each in silent or each not in last for each in learners.of(transaction, me).selves):
                selves.drop_reviews(transaction, me)
                selves.drop_cards(transaction, me)


HOLDER = ReviewData()
