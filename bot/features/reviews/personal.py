"""What is held of a person who reviews flashcards: their decks, cards and reviews."""

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
    """Holds rows that name a member; cards follow the home of the learner."""

    def __init__(self) -> None:
        super().__init__(review, card, deck)

    def link(self, transaction: Transaction, first: Learner, second: Learner) -> None:
        """Have the cards at the home that stays worked out again, from the reviews of both.

        Args:
            transaction: to write in.
            first: the learner whose home stays.
            second: the other.
        """
        selves.drop_cards(transaction, second.home)
        selves.rebuild_cards(transaction, first.home)

    def unlink(self, transaction: Transaction, whole: Learner, me: MemberKey, rest: MemberKey) -> None:
        """Have the cards of both worked out again, each from its own reviews.

        Args:
            transaction: to write in.
            whole: the learner as it was.
            me: the self that leaves, which may be their home.
            rest: the home of those who stay.
        """
        if whole.home == me:
            selves.drop_cards(transaction, me)
        else:
            selves.rebuild_cards(transaction, rest)

    def prune(self, transaction: Transaction, before: datetime) -> None:
        """Delete the cards and reviews of each learner who has given none since a moment.

        They stay or go as a whole, over all selves that are linked: without the older reviews, it couldn't be said
        when a card comes back.
        """
        old = to_milliseconds(before)
        last = selves.last_reviews(transaction)
        silent: set[MemberKey] = set()
        for me, at in last.items():
            with bulkhead("learner"):  # nothing behind it asks the database
                silent |= {me} if at < old else set()
        for me in silent:
            if all(each in silent or each not in last for each in learners.of(transaction, me).selves):
                selves.drop_reviews(transaction, me)
                selves.drop_cards(transaction, me)


HOLDER = ReviewData()
