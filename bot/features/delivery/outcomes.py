"""The interface for those who put posts into the outbox, and are told how these end."""

from datetime import datetime
from typing import Protocol

from bot.features.delivery.model import BrokenPost, Ending, Post
from bot.storage.transaction import Transaction


class Outcomes(Protocol):
    """Is told how posts end, in the same transaction that stores it."""

    def ended(self, transaction: Transaction, post: Post, ending: Ending) -> None:
        """Handle the end of a post.

        Args:
            transaction: the transaction to write in.
            post: the post, as it was claimed.
            ending: how it ended.
        """

    def unreadable(self, transaction: Transaction, post: BrokenPost, reason: str, at: datetime) -> None:
        """Handle a post that was given up because it can't be read.

        Args:
            transaction: the transaction to write in.
            post: the post.
            reason: why, as a sentence.
            at: now, in UTC.
        """
