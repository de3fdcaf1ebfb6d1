"""The log of what the editors of a tenant's packs did."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, delete, exists, func, select, update

from bot.features.packs.model import A_FILE, IMPORTED_FROM, LEFT, AuditEntry, EditorAct
from bot.language.people import Member, MemberKey
from bot.runtime.bulkhead import readable
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import pack_log, pack_version
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Row, Transaction, Values

_LOG = (
    select(pack_log.c.name, pack_log.c.act, pack_log.c.title, pack_log.c.version, pack_log.c.about, pack_log.c.at)
    .where(pack_log.c.tenant == bindparam("tenant_"))
    .order_by(pack_log.c.number.desc())
    .limit(bindparam("most_"))
)
_PUBLISHED = (
    select(pack_log.c.pack, pack_log.c.title, pack_log.c.about)
    .where((pack_log.c.tenant == bindparam("tenant_")) & (pack_log.c.act == EditorAct.PUBLISHED.value))
    .order_by(pack_log.c.number.desc())
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


def add(
    transaction: Transaction,
    me: MemberKey,
    number: int,
    entry: AuditEntry,
    pack: str = "",
) -> None:
    """Add an entry to the log.

    Args:
        transaction: to write in.
        me: the editor.
        number: the number of the change.
        entry: the log entry.
        pack: the id of the pack, or "".
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
    """Return a tenant's log entries, latest first.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        most: the maximum number of entries.
    """
    rows = transaction.rows(_LOG, {"tenant_": tenant, "most_": most})
    return readable("entry of the editors' log", rows, _entry)


def published(transaction: Transaction, tenant: str) -> list[tuple[str, str, str]]:
    """Return the pack, the title and the note of each publication in a tenant's log, latest first."""
    return [(pack, title, note) for pack, title, note in transaction.rows(_PUBLISHED, {"tenant_": tenant})]


def _entry(row: Row) -> AuditEntry:
    name, act, title, version, about, at = row
    return AuditEntry(name or LEFT, EditorAct(act), title, version, _named(about), from_milliseconds(at))


def _named(about: str) -> str:
    """Return the object of an act as text: for a person, their name."""
    person = Member.read(about)
    return person.name if person is not None else about


def forget(transaction: Transaction, me: MemberKey, names: Collection[str]) -> None:
    """Remove a member and the names of their files from the log; the entries stay.

    Args:
        transaction: to write in.
        me: the member whose data is erased.
        names: the display names they've had.
    """
    for change in (_FILES_IN_NOTES, _FILES_IN_LOG, _NAMELESS):
        transaction.change(change, key_of(me))
    transaction.change(_ABOUT_ME, _about(me))
    transaction.change(_ABOUT, {"tenant_": me.tenant, "names_": [*names]})  # entries of earlier versions


def said_of(transaction: Transaction, me: MemberKey) -> list[dict[str, int | str]]:
    """Return the entries of others about a member: that they were made an editor, or dismissed."""
    return [{"act": act, "about": about, "at": at} for act, about, at in transaction.rows(_SAID_OF_ME, _about(me))]


def _about(me: MemberKey) -> Values:
    begins = Member(me.member, "").text
    return {"tenant_": me.tenant, "begins_": begins, "length_": len(begins)}


def expire(transaction: Transaction, before: datetime) -> None:
    """Delete entries from before a given time, in UTC."""
    transaction.change(_OLD_LOG, {"before_": to_milliseconds(before)})
