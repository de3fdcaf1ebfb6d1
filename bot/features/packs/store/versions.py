"""Tenants' packs, with their immutable versions and their images."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial

from sqlalchemy import BigInteger, bindparam, delete, func, select, update

from bot.content.model import SCHEMA_VERSION
from bot.features.packs.model import LEFT, EditorAct, Listed, Version
from bot.features.packs.packed import PackedPack, PackedVersion
from bot.language.actions import kept_id
from bot.runtime.bulkhead import readable
from bot.storage.tables import (
    own_pack,
    pack_draft,
    pack_image,
    pack_import,
    pack_log,
    pack_off,
    pack_version,
)
from bot.storage.times import from_milliseconds, maybe_milliseconds, maybe_moment, to_milliseconds
from bot.storage.transaction import Row, Transaction, Values

_OF_TENANT = own_pack.c.tenant == bindparam("tenant_")
_ONE = _OF_TENANT & (own_pack.c.id == bindparam("pack_"))
_COLUMNS = (
    own_pack.c.id,
    own_pack.c.title,
    own_pack.c.summary,
    own_pack.c.version,
    own_pack.c.size,
    own_pack.c.at,
    own_pack.c.removed,
)
_COUNT = select(func.count()).select_from(own_pack).where(_OF_TENANT)
_LIST = select(*_COLUMNS).where(_OF_TENANT).order_by(own_pack.c.at, own_pack.c.id)
_FIND = select(*_COLUMNS).where(_ONE)
_REMOVE = update(own_pack).where(_ONE).values(removed=bindparam("removed_", type_=BigInteger))
_LONG_GONE = select(own_pack.c.tenant, own_pack.c.id).where(
    own_pack.c.removed < bindparam("before_", type_=BigInteger)
)

_OF_PACK = (pack_version.c.tenant == bindparam("tenant_")) & (pack_version.c.pack == bindparam("pack_"))
_CONTENT = select(pack_version.c.content, pack_version.c.schema).where(
    _OF_PACK & (pack_version.c.number == bindparam("number_"))
)
_WHO = (
    (pack_log.c.tenant == pack_version.c.tenant)
    & (pack_log.c.pack == pack_version.c.pack)
    & (pack_log.c.version == pack_version.c.number)
    & pack_log.c.act.in_((EditorAct.PUBLISHED.value, EditorAct.RESTORED.value))
)
_HISTORY = (
    select(pack_version.c.number, pack_version.c.size, pack_version.c.note, pack_version.c.at, pack_log.c.name)
    .select_from(pack_version.outerjoin(pack_log, _WHO))
    .where(_OF_PACK)
    .order_by(pack_version.c.number.desc())
)
_OLD = delete(pack_version).where(_OF_PACK & (pack_version.c.number <= bindparam("number_")))
_EXPIRE = [
    delete(own_pack).where(_ONE),
    delete(pack_version).where(_OF_PACK),
    delete(pack_import).where(
        (pack_import.c.tenant == bindparam("tenant_")) & (pack_import.c.pack == bindparam("pack_"))
    ),
    delete(pack_off).where((pack_off.c.tenant == bindparam("tenant_")) & (pack_off.c.pack == bindparam("pack_"))),
]
_IMAGES = (pack_image.c.tenant == bindparam("tenant_")) & pack_image.c.digest.in_(
    bindparam("digests_", expanding=True)
)
_SHOWN = select(pack_version.c.images).where(pack_version.c.tenant == bindparam("tenant_"))
_DRAWN = select(pack_draft.c.images).where(pack_draft.c.tenant == bindparam("tenant_"))
_KEPT = select(pack_image.c.digest).where(pack_image.c.tenant == bindparam("tenant_"))
_DROP_IMAGE = delete(pack_image).where(
    (pack_image.c.tenant == bindparam("tenant_")) & (pack_image.c.digest == bindparam("digest_"))
)
_THERE = select(pack_image.c.digest).where(_IMAGES)
_IMAGES_OF = select(pack_image.c.digest, pack_image.c.content).where(_IMAGES)
_IMAGE = select(pack_image.c.content).where(pack_image.c.digest == bindparam("digest_")).limit(1)


def of_tenant(transaction: Transaction, tenant: str) -> list[Listed]:
    """Return a tenant's readable packs, including those removed recently."""
    rows = transaction.rows(_LIST, {"tenant_": tenant})
    return readable(
        "pack of a tenant", rows, lambda row: _listed(*row), tenant=tenant, called="One of your team's packs"
    )


def count(transaction: Transaction, tenant: str) -> int:
    """Return the number of a tenant's packs, including unreadable ones."""
    ((number,),) = transaction.rows(_COUNT, {"tenant_": tenant})
    return int(number)


def find(transaction: Transaction, tenant: str, pack: str) -> Listed | None:
    """Return a tenant's pack, even if it was removed recently; None if there's none.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        pack: the pack's id.
    """
    rows = transaction.rows(_FIND, {"tenant_": tenant, "pack_": pack})
    return _listed(*rows[0]) if rows else None


def publish(transaction: Transaction, tenant: str, listed: Listed, packed: PackedPack, note: str) -> None:
    """Add a version of a pack and make it the current one.

    Args:
        transaction: to write in.
        tenant: the key of the tenant.
        listed: the pack's list entry, with the number of its new version.
        packed: the stored form of the version.
        note: the editor's note.
    """
    at = to_milliseconds(listed.at)
    row: Values = {
        "tenant": tenant,
        "id": listed.id,
        "title": listed.title,
        "summary": listed.summary,
        "version": listed.version,
        "size": listed.items,
        "at": at,
        "removed": None,
    }
    transaction.put(own_pack, [row])
    version: Values = {
        "tenant": tenant,
        "pack": listed.id,
        "number": listed.version,
        "schema": SCHEMA_VERSION,
        "content": packed.content,
        "images": " ".join(packed.images),
        "size": listed.items,
        "note": note,
        "at": at,
    }
    transaction.add_missing(pack_version, [version])


def remove(transaction: Transaction, tenant: str, pack: str, at: datetime | None) -> None:
    """Remove a pack, or restore it.

    Args:
        transaction: to write in.
        tenant: the key of the tenant.
        pack: the pack's id.
        at: when it's removed, in UTC; None to restore it.
    """
    removed = maybe_milliseconds(at)
    transaction.change(_REMOVE, {"tenant_": tenant, "pack_": pack, "removed_": removed})


def content(transaction: Transaction, tenant: str, pack: str, number: int) -> PackedVersion | None:
    """Return the content of a version; None if it isn't kept.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        pack: the pack's id.
        number: the number of the version.
    """
    rows = transaction.rows(_CONTENT, {"tenant_": tenant, "pack_": pack, "number_": number})
    return PackedVersion(bytes(rows[0][0]), rows[0][1]) if rows else None


def history(transaction: Transaction, tenant: str, pack: str) -> list[Version]:
    """Return the versions of a pack that are kept, latest first.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        pack: the pack's id.
    """
    rows = transaction.rows(_HISTORY, {"tenant_": tenant, "pack_": pack})
    return readable("version of a pack", rows, partial(_version, pack))


def remove_versions(transaction: Transaction, tenant: str, pack: str, until: int) -> None:
    """Delete old versions of a pack.

    Args:
        transaction: to write in.
        tenant: the key of the tenant.
        pack: the pack's id.
        until: delete versions up to this number, inclusive.
    """
    transaction.change(_OLD, {"tenant_": tenant, "pack_": pack, "number_": until})


def expire_removed(transaction: Transaction, before: datetime) -> None:
    """Delete the packs that were removed before a given time, with everything that belongs to them."""
    for tenant, pack in transaction.rows(_LONG_GONE, {"before_": to_milliseconds(before)}):
        for statement in _EXPIRE:
            transaction.change(statement, {"tenant_": tenant, "pack_": pack})
        drop_images(transaction, tenant)


def keep_images(transaction: Transaction, tenant: str, images: Mapping[str, bytes], at: datetime) -> None:
    """Store images under their digests.

    Args:
        transaction: to write in.
        tenant: the key of the tenant.
        images: the files by their SHA-256.
        at: now, in UTC.
    """
    transaction.add_missing(
        pack_image,
        [
            {"tenant": tenant, "digest": digest, "content": raw, "at": to_milliseconds(at)}
            for digest, raw in images.items()
        ],
    )


def drop_images(transaction: Transaction, tenant: str) -> None:
    """Delete the images of a tenant that no version and no draft uses any more."""
    rows = [*transaction.rows(_SHOWN, {"tenant_": tenant}), *transaction.rows(_DRAWN, {"tenant_": tenant})]
    used = {digest for (digests,) in rows for digest in digests.split()}
    stored = {digest for (digest,) in transaction.rows(_KEPT, {"tenant_": tenant})}
    unused: list[Values] = [{"tenant_": tenant, "digest_": digest} for digest in sorted(stored - used)]
    transaction.change_each(_DROP_IMAGE, unused)


def missing_images(transaction: Transaction, tenant: str, digests: Collection[str]) -> set[str]:
    """Return the digests for which no image is stored.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        digests: the digests to look up.
    """
    rows = transaction.rows(_THERE, {"tenant_": tenant, "digests_": [*digests]})
    return {*digests} - {digest for (digest,) in rows}


def images(transaction: Transaction, tenant: str, digests: Collection[str]) -> dict[str, bytes]:
    """Return images by their digests.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        digests: the digests to look up; those without an image are left out.
    """
    rows = transaction.rows(_IMAGES_OF, {"tenant_": tenant, "digests_": [*digests]})
    return {digest: bytes(raw) for digest, raw in rows}


def image(transaction: Transaction, digest: str) -> bytes | None:
    """Return an image by its digest, from any tenant: anyone who knows a file's digest has seen the file."""
    rows = transaction.rows(_IMAGE, {"digest_": digest})
    return bytes(rows[0][0]) if rows else None


def _version(pack: str, row: Row) -> Version:
    number, items, note, at, by = row
    return Version(pack, number, items, note, from_milliseconds(at), by or LEFT)


def _listed(pack_id: str, title: str, summary: str, version: int, items: int, at: int, removed: int | None) -> Listed:
    removed_at = maybe_moment(removed)
    return Listed(kept_id(pack_id), title, summary, version, items, from_milliseconds(at), removed_at)
