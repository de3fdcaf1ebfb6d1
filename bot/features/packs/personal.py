"""The data held about people who edit packs: their right to, what they did, and their drafts."""

from collections.abc import Collection
from datetime import datetime

from bot.features.packs.model import DRAFTS_FOR, FILES_FOR, LOG_FOR, REMOVED_FOR
from bot.features.packs.store import audit_log, changes, drafts, versions
from bot.language.people import MemberKey
from bot.storage.personal_data import HeldRows, MemberRows
from bot.storage.tables import pack_draft, pack_editor, pack_log
from bot.storage.transaction import Transaction


class EditorData(MemberRows):
    """Holds the rows that name editors; the packs themselves belong to the tenant."""

    def __init__(self) -> None:
        super().__init__(pack_draft, pack_editor, pack_log, secret=("content",))

    def held(self, transaction: Transaction, me: MemberKey) -> HeldRows:
        """Return the member's rows, and the log entries of others about them."""
        rows = super().held(transaction, me)
        if about := audit_log.said_of(transaction, me):
            rows["pack_log"] = [*rows.get("pack_log", []), *about]
        return rows

    def forget(
        self, transaction: Transaction, me: MemberKey, names: Collection[str] = (), own_place: str = ""
    ) -> None:
        """Delete the member's drafts and their right to edit; what they did stays in the log without their name.

        See Holder.
        """
        audit_log.forget(transaction, me, names)
        super().forget(transaction, me, names, own_place)

    def purge(self, transaction: Transaction, tenant: str) -> None:
        """Tell all replicas to drop a tenant's packs from memory; their rows are deleted elsewhere."""
        changes.note(transaction, tenant)

    def prune(self, transaction: Transaction, before: datetime) -> None:
        """Do nothing: how long these rows are kept isn't the operator's choice."""

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Delete removed packs that can't be restored any more, old drafts, and old log entries."""
        versions.expire_removed(transaction, now - REMOVED_FOR)
        audit_log.expire(transaction, now - LOG_FOR)
        drafts.expire(transaction, now - DRAFTS_FOR, now - FILES_FOR)


HOLDER = EditorData()
