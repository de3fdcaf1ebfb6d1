"""What is held of people who edit packs: that they may, what they did, and what they're working on."""

from collections.abc import Collection
from datetime import datetime

from bot.features.packs.model import DRAFTS_FOR, FILES_FOR, LOG_FOR, REMOVED_FOR
from bot.features.packs.store import audit_log, changes, drafts, versions
from bot.language.people import MemberKey
from bot.storage.personal_data import Held, MemberRows
from bot.storage.tables import pack_draft, pack_editor, pack_log
from bot.storage.transaction import Transaction


class EditorData(MemberRows):
    """Holds rows that name editors; the packs themselves are the tenant's."""

    def __init__(self) -> None:
        super().__init__(pack_draft, pack_editor, pack_log, secret=("content",))

    def held(self, transaction: Transaction, me: MemberKey) -> Held:
        """Return the member's rows, and what others did about them."""
        found = super().held(transaction, me)
        if about := audit_log.said_of(transaction, me):
            found["pack_log"] = [*found.get("pack_log", []), *about]
        return found

    def forget(self, transaction: Transaction, me: MemberKey, names: Collection[str] = ()) -> None:
        """Delete the member's drafts and their right; what they did stays, as someone's who has left.

        Args:
            transaction: to write in.
            me: who has everything erased.
            names: under which they were shown.
        """
        audit_log.forget(transaction, me, names)
        super().forget(transaction, me, names)

    def purge(self, transaction: Transaction, tenant: str) -> None:
        """Tell all replicas to let go of a tenant's packs, which go by themselves."""
        changes.note(transaction, tenant)

    def prune(self, transaction: Transaction, before: datetime) -> None:
        """Leave it all: how long each is kept doesn't hang on the operator."""

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Delete packs that can't come back any more, old drafts, and what was done long ago."""
        versions.forget_removed(transaction, now - REMOVED_FOR)
        audit_log.expire(transaction, now - LOG_FOR)
        drafts.expire(transaction, now - DRAFTS_FOR, now - FILES_FOR)


HOLDER = EditorData()
