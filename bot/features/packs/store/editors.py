"""The editors of a tenant's packs, and members who've asked to be editors."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from bot.features.packs.model import Editor
from bot.language.people import Member, MemberKey
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import pack_editor
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction, Values

_EDITORS = (
    select(pack_editor.c.member, pack_editor.c.name, pack_editor.c.granted)
    .where(pack_editor.c.tenant == bindparam("tenant_"))
    .order_by(pack_editor.c.at, pack_editor.c.member)
)
_IS_EDITOR = select(pack_editor.c.member).where(of_member(pack_editor) & pack_editor.c.granted)
_GRANT = update(pack_editor).where(of_member(pack_editor)).values(granted=True)
_DISMISS = delete(pack_editor).where(of_member(pack_editor))


def of_tenant(transaction: Transaction, tenant: str) -> list[Editor]:
    """Return a tenant's editors and the members who've asked to be editors, in the order in which they asked."""
    rows = transaction.rows(_EDITORS, {"tenant_": tenant})
    return [Editor(member, name, bool(granted)) for member, name, granted in rows]


def is_editor(transaction: Transaction, me: MemberKey) -> bool:
    """Return whether a member is an editor."""
    return bool(transaction.rows(_IS_EDITOR, key_of(me)))


def ask(transaction: Transaction, tenant: str, asks: Member, at: datetime) -> None:
    """Record that a member asks to be an editor, unless they're one or have asked before.

    Args:
        transaction: to write in.
        tenant: the key of the tenant.
        asks: the member who asks.
        at: now, in UTC.
    """
    row: Values = {
        "tenant": tenant,
        "member": asks.id,
        "name": asks.name,
        "at": to_milliseconds(at),
        "granted": False,
    }
    transaction.add_missing(pack_editor, [row])


def appoint(transaction: Transaction, me: MemberKey) -> None:
    """Make a member who has asked for it an editor."""
    transaction.change(_GRANT, key_of(me))


def dismiss(transaction: Transaction, me: MemberKey) -> bool:
    """Remove an editor or a request to be one; return False if there was none."""
    return transaction.change(_DISMISS, key_of(me)) > 0
