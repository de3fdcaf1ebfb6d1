"""What those who put posts into the outbox are told about them."""

from datetime import datetime
from typing import Protocol

from bot.features.delivery.model import BrokenPost, Ending, Post
from bot.storage.transaction import Transaction


class Outcomes(Protocol):
    """Is told what becomes of posts, in the transaction that notes it."""

    def ended(self, transaction: Transaction, post: Post, ending: Ending) -> None:
        """Hear that a post has ended.

        Args:
            transaction: to write in.
            post: as it was claimed.
            ending: how.
        """

    def unreadable(self, transaction: Transaction, post: BrokenPost, reason: str, at: datetime) -> None:
        """Hear that a post was given up, as it can't be read.

        Args:
            transaction: to write in.
            post: which.
            reason: why, in a sentence.
            at: now, in UTC.
        """
