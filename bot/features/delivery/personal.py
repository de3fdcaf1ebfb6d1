"""Personal data in the outbox: direct messages to a person, and posts that name them."""

from collections.abc import Collection

from bot.features.delivery.store import outbox as posts
from bot.language.people import MemberKey
from bot.language.unnamed import stored_without_names
from bot.storage.personal_data import MemberRows
from bot.storage.tables import PRIVATE, outbox
from bot.storage.transaction import Transaction


class PostData(MemberRows):
    """Holds posts to members."""

    def __init__(self) -> None:
        super().__init__(outbox, only=PRIVATE)

    def forget(
        self, transaction: Transaction, me: MemberKey, names: Collection[str] = (), own_place: str = ""
    ) -> None:
        """Delete the posts to a member, and remove their names from results that are still to be posted.

        See Holder.
        """
        super().forget(transaction, me, names, own_place)
        for key, announced in posts.announced(transaction, me.tenant).items():
            unnamed = stored_without_names(announced, names)
            if unnamed != announced:
                posts.rewrite(transaction, me.tenant, key, unnamed)


HOLDER = PostData()
