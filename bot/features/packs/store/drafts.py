"""Editors' drafts, and the files that they uploaded."""

from datetime import datetime

from sqlalchemy import BigInteger, LargeBinary, bindparam, delete, select, update

from bot.features.packs.model import BROUGHT
from bot.features.packs.packed import PackedPack
from bot.language.people import MemberKey
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import pack_draft
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction, Values

_DRAFT_OF = of_member(pack_draft) & (pack_draft.c.pack == bindparam("pack_"))
_DRAFT = select(pack_draft.c.on, pack_draft.c.content).where(_DRAFT_OF)
_DROP = delete(pack_draft).where(_DRAFT_OF)
_STILL = _DRAFT_OF & (pack_draft.c.content == bindparam("before_", type_=LargeBinary))
_TAKE = delete(pack_draft).where(_STILL)
_CHANGE = (
    update(pack_draft)
    .where(_STILL)
    .values(
        {
            "on": bindparam("on_"),
            "content": bindparam("content_", type_=LargeBinary),
            "images": bindparam("images_"),
            "at": bindparam("at_", type_=BigInteger),
        }
    )
)
_OLD_DRAFTS = delete(pack_draft).where(pack_draft.c.at < bindparam("before_", type_=BigInteger))
_OLD_FILES = delete(pack_draft).where(
    (pack_draft.c.pack == BROUGHT) & (pack_draft.c.at < bindparam("before_", type_=BigInteger))
)


def keep_file(transaction: Transaction, me: MemberKey, packed: PackedPack, at: datetime) -> None:
    """Store a member's uploaded file, replacing the one before.

    Args:
        transaction: to write in.
        me: the editor.
        packed: the stored form of the file.
        at: now, in UTC.
    """
    transaction.put(pack_draft, [_row(me, BROUGHT, 0, packed, at)])


def begin(transaction: Transaction, me: MemberKey, pack: str, on: int, packed: PackedPack, at: datetime) -> bool:
    """Insert a member's new draft; return False if they already have one for that pack.

    Args:
        transaction: to write in.
        me: the editor.
        pack: the id of the pack that it changes, or NEW.
        on: the number of the version that it changes; 0 for a new pack.
        packed: the stored form of the whole changed pack.
        at: now, in UTC.
    """
    return transaction.add_each(pack_draft, [_row(me, pack, on, packed, at)])[0]


def change(
    transaction: Transaction, me: MemberKey, pack: str, before: bytes, on: int, packed: PackedPack, at: datetime
) -> bool:
    """Update a member's draft; return False if it has changed since it was read.

    Args:
        transaction: to write in.
        me: the editor.
        pack: the id of the pack that it changes, or NEW.
        before: the stored content that it replaces.
        on: the number of the version that it changes; 0 for a new pack.
        packed: the stored form of the whole changed pack.
        at: now, in UTC.
    """
    changed = {f"{name}_": value for name, value in _row(me, pack, on, packed, at).items()}
    return transaction.change(_CHANGE, {**changed, "before_": before}) > 0


def find(transaction: Transaction, me: MemberKey, pack: str) -> tuple[int, bytes] | None:
    """Return a member's draft: the number of the version that it changes, and its stored content.

    Args:
        transaction: to read in.
        me: the editor.
        pack: the id of the pack that it changes, or NEW.
    """
    rows = transaction.rows(_DRAFT, _key(me, pack))
    return (int(rows[0][0]), bytes(rows[0][1])) if rows else None


def take(transaction: Transaction, me: MemberKey, pack: str, content: bytes) -> bool:
    """Delete a member's draft; return False if it has changed since it was read, or is gone.

    Args:
        transaction: to write in.
        me: the editor.
        pack: the id of the pack that it changes, or NEW.
        content: its stored content, as it was read.
    """
    return transaction.change(_TAKE, {**_key(me, pack), "before_": content}) > 0


def drop(transaction: Transaction, me: MemberKey, pack: str) -> bool:
    """Delete a member's draft; return whether there was one.

    Args:
        transaction: to write in.
        me: the editor.
        pack: the id of the pack that it changes, or NEW.
    """
    return transaction.change(_DROP, _key(me, pack)) > 0


def _key(me: MemberKey, pack: str) -> Values:
    return {**key_of(me), "pack_": pack}


def _row(me: MemberKey, pack: str, on: int, packed: PackedPack, at: datetime) -> Values:
    return {
        "tenant": me.tenant,
        "pack": pack,
        "member": me.member,
        "on": on,
        "content": packed.content,
        "images": " ".join(packed.images),
        "at": to_milliseconds(at),
    }


def expire(transaction: Transaction, drafts_before: datetime, files_before: datetime) -> None:
    """Delete old drafts and old uploads.

    Args:
        transaction: to write in.
        drafts_before: delete drafts last changed before then, in UTC.
        files_before: delete files uploaded before then, in UTC.
    """
    transaction.change(_OLD_DRAFTS, {"before_": to_milliseconds(drafts_before)})
    transaction.change(_OLD_FILES, {"before_": to_milliseconds(files_before)})
