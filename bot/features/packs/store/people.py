"""Those who edit a tenant's packs: who may, what they did, and what they're working on."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import BigInteger, LargeBinary, bindparam, delete, exists, func, select, update

from bot.features.packs.model import A_FILE, BROUGHT, IMPORTED_FROM, LEFT, AuditEntry, Editor, EditorAct
from bot.features.packs.packed import PackedPack
from bot.language.people import Member, Self
from bot.runtime.bulkhead import readable
from bot.storage.personal_data import of_member
from bot.storage.tables import pack_draft, pack_editor, pack_log, pack_version
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Row, Transaction, Values

_EDITORS = (
    select(pack_editor.c.member, pack_editor.c.name, pack_editor.c.granted)
    .where(pack_editor.c.tenant == bindparam("tenant_"))
    .order_by(pack_editor.c.at, pack_editor.c.member)
)
_IS_EDITOR = select(pack_editor.c.member).where(of_member(pack_editor) & pack_editor.c.granted)
_GRANT = update(pack_editor).where(of_member(pack_editor)).values(granted=True)
_DISMISS = delete(pack_editor).where(of_member(pack_editor))

_LOG = (
    select(pack_log.c.name, pack_log.c.act, pack_log.c.title, pack_log.c.version, pack_log.c.about, pack_log.c.at)
    .where(pack_log.c.tenant == bindparam("tenant_"))
    .order_by(pack_log.c.number.desc())
    .limit(bindparam("most_"))
)
_NAMELESS = update(pack_log).where(of_member(pack_log)).values(member="", name="")
_MINE = of_member(pack_log)
_FILES_IN_LOG = (
    update(pack_log).where(_MINE & pack_log.c.about.startswith(IMPORTED_FROM)).values(about=IMPORTED_FROM + A_FILE)
)
_FILES_IN_NOTES = (
    update(pack_version)
    .where(
        (pack_version.c.tenant == bindparam("tenant_"))
        & pack_version.c.note.startswith(IMPORTED_FROM)
        & exists().where(
            _MINE & (pack_log.c.pack == pack_version.c.pack) & (pack_log.c.version == pack_version.c.number)
        )
    )
    .values(note=IMPORTED_FROM + A_FILE)
)
_ABOUT = (
    update(pack_log)
    .where(
        (pack_log.c.tenant == bindparam("tenant_"))
        & pack_log.c.act.in_((EditorAct.EDITOR_ADDED.value, EditorAct.EDITOR_REMOVED.value))
        & pack_log.c.about.in_(bindparam("names_", expanding=True))
    )
    .values(about=LEFT)
)
_IS_ABOUT_ME = func.substr(pack_log.c.about, 1, bindparam("length_")) == bindparam("begins_")
_OF_ME = (
    (pack_log.c.tenant == bindparam("tenant_"))
    & pack_log.c.act.in_((EditorAct.EDITOR_ADDED.value, EditorAct.EDITOR_REMOVED.value))
    & _IS_ABOUT_ME
)
_ABOUT_ME = update(pack_log).where(_OF_ME).values(about=LEFT)
_SAID_OF_ME = select(pack_log.c.act, pack_log.c.about, pack_log.c.at).where(_OF_ME).order_by(pack_log.c.number)
_OLD_LOG = delete(pack_log).where(pack_log.c.at < bindparam("before_", type_=BigInteger))

_DRAFT_OF = (
    (pack_draft.c.tenant == bindparam("tenant_"))
    & (pack_draft.c.pack == bindparam("pack_"))
    & (pack_draft.c.member == bindparam("member_"))
)
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


def editors(transaction: Transaction, tenant: str) -> list[Editor]:
    """Return a tenant's editors and those who ask to be ones, in the order in which they asked."""
    rows = transaction.rows(_EDITORS, {"tenant_": tenant})
    return [Editor(member, name, bool(granted)) for member, name, granted in rows]


def is_editor(transaction: Transaction, tenant: str, member: str) -> bool:
    """Return whether a member was made an editor.

    Args:
        transaction: to read in.
        tenant: where.
        member: who.
    """
    return bool(transaction.rows(_IS_EDITOR, {"tenant_": tenant, "member_": member}))


def ask(transaction: Transaction, tenant: str, asks: Member, at: datetime) -> None:
    """Note that a member asks to be an editor, unless they are one or have asked before.

    Args:
        transaction: to write in.
        tenant: where.
        asks: who.
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


def appoint(transaction: Transaction, tenant: str, member: str) -> None:
    """Make a member an editor who has asked for it.

    Args:
        transaction: to write in.
        tenant: where.
        member: who, by id.
    """
    transaction.change(_GRANT, {"tenant_": tenant, "member_": member})


def dismiss(transaction: Transaction, tenant: str, member: str) -> bool:
    """Make a member no editor any more; return False if they were none.

    Args:
        transaction: to write in.
        tenant: where.
        member: who.
    """
    return transaction.change(_DISMISS, {"tenant_": tenant, "member_": member}) > 0


def log(
    transaction: Transaction,
    me: Self,
    number: int,
    entry: AuditEntry,
    pack: str = "",
) -> None:
    """Keep what someone did.

    Args:
        transaction: to write in.
        me: who.
        number: of the change.
        entry: what they did.
        pack: the id of the pack that it was done to, or "".
    """
    row: Values = {
        "tenant": me.tenant,
        "number": number,
        "member": me.member,
        "name": entry.by,
        "act": entry.act.value,
        "pack": pack,
        "title": entry.title,
        "version": entry.version,
        "about": entry.about,
        "at": to_milliseconds(entry.at),
    }
    transaction.add_missing(pack_log, [row])


def entries(transaction: Transaction, tenant: str, most: int) -> list[AuditEntry]:
    """Return what a tenant's editors did, the latest first.

    Args:
        transaction: to read in.
        tenant: whose.
        most: how many things.
    """
    rows = transaction.rows(_LOG, {"tenant_": tenant, "most_": most})
    return readable("entry of the editors' log", rows, _entry)


def _entry(row: Row) -> AuditEntry:
    name, act, title, version, about, at = row
    return AuditEntry(name or LEFT, EditorAct(act), title, version, _named(about), from_milliseconds(at))


def _named(about: str) -> str:
    """Return what something was done to, as people read it: of a person, the name."""
    person = Member.read(about)
    return person.name if person is not None else about


def forget(transaction: Transaction, me: Self, names: Collection[str]) -> None:
    """Take a member out of the log, and the names of the files that they brought; what they did stays.

    Args:
        transaction: to write in.
        me: who has everything erased.
        names: under which they were shown.
    """
    for change in (_FILES_IN_NOTES, _FILES_IN_LOG, _NAMELESS):
        transaction.change(change, {"tenant_": me.tenant, "member_": me.member})
    transaction.change(_ABOUT_ME, _about(me))
    transaction.change(_ABOUT, {"tenant_": me.tenant, "names_": [*names]})  # as earlier versions kept them


def said_of(transaction: Transaction, me: Self) -> list[dict[str, int | str]]:
    """Return what others did about a member: that they were made an editor, or none any more."""
    return [{"act": act, "about": about, "at": at} for act, about, at in transaction.rows(_SAID_OF_ME, _about(me))]


def _about(me: Self) -> Values:
    begins = Member(me.member, "").text
    return {"tenant_": me.tenant, "begins_": begins, "length_": len(begins)}


def expire(transaction: Transaction, log_before: datetime, drafts_before: datetime, files_before: datetime) -> None:
    """Delete what was done, drafts that were changed last, and files that were brought, before a moment each.

    Args:
        transaction: to write in.
        log_before: for what was done, in UTC.
        drafts_before: for drafts, in UTC.
        files_before: for files, in UTC.
    """
    transaction.change(_OLD_LOG, {"before_": to_milliseconds(log_before)})
    transaction.change(_OLD_DRAFTS, {"before_": to_milliseconds(drafts_before)})
    transaction.change(_OLD_FILES, {"before_": to_milliseconds(files_before)})


def keep_file(transaction: Transaction, me: Self, kept: PackedPack, at: datetime) -> None:
    """Keep a file that a member brought, in place of the one before.

    Args:
        transaction: to write in.
        me: who.
        kept: what's kept of it.
        at: now, in UTC.
    """
    transaction.put(pack_draft, [_row(me, BROUGHT, 0, kept, at)])


def begin_draft(transaction: Transaction, me: Self, pack: str, on: int, kept: PackedPack, at: datetime) -> bool:
    """Keep what a member begins to work on; return False if they have begun something for that pack already.

    Args:
        transaction: to write in.
        me: who.
        pack: the id of the pack that it changes, or NEW.
        on: the number of the version that it changes; 0 for none.
        kept: what's kept of the whole pack as it would be.
        at: now, in UTC.
    """
    return transaction.add_each(pack_draft, [_row(me, pack, on, kept, at)])[0]


def change_draft(
    transaction: Transaction, me: Self, pack: str, before: bytes, on: int, kept: PackedPack, at: datetime
) -> bool:
    """Keep what a member is working on in place of what they had; return False if they have something else by now.

    Args:
        transaction: to write in.
        me: who.
        pack: the id of the pack that it changes, or NEW.
        before: the content of what they had.
        on: the number of the version that it changes; 0 for none.
        kept: what's kept of the whole pack as it would be.
        at: now, in UTC.
    """
    changed = {f"{name}_": value for name, value in _row(me, pack, on, kept, at).items()}
    return transaction.change(_CHANGE, {**changed, "before_": before}) > 0


def draft(transaction: Transaction, me: Self, pack: str) -> tuple[int, bytes] | None:
    """Return what a member is working on: the version that it changes, and its content.

    Args:
        transaction: to read in.
        me: who.
        pack: the id of the pack that it changes, or NEW.
    """
    rows = transaction.rows(_DRAFT, _key(me, pack))
    return (int(rows[0][0]), bytes(rows[0][1])) if rows else None


def take_draft(transaction: Transaction, me: Self, pack: str, content: bytes) -> bool:
    """Delete what a member was working on; return False if they have something else by now, or nothing.

    Args:
        transaction: to write in.
        me: who.
        pack: the id of the pack that it changes, or NEW.
        content: of it, as it was read.
    """
    return transaction.change(_TAKE, {**_key(me, pack), "before_": content}) > 0


def drop_draft(transaction: Transaction, me: Self, pack: str) -> bool:
    """Delete what a member is working on; return whether there was anything.

    Args:
        transaction: to write in.
        me: who.
        pack: the id of the pack that it changes, or NEW.
    """
    return transaction.change(_DROP, _key(me, pack)) > 0


def _key(me: Self, pack: str) -> Values:
    return {"tenant_": me.tenant, "member_": me.member, "pack_": pack}


def _row(me: Self, pack: str, on: int, kept: PackedPack, at: datetime) -> Values:
    return {
        "tenant": me.tenant,
        "pack": pack,
        "member": me.member,
        "on": on,
        "content": kept.content,
        "images": " ".join(kept.images),
        "at": to_milliseconds(at),
    }
