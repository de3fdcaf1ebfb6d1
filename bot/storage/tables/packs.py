"""Tenants' packs: versions, images, drafts, editors, and the parts that are switched off."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text, true

from bot.storage.tables.shared import metadata

own_pack = Table(
    "own_pack",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("summary", Text),
    # The number of the current version, which is always the latest.
    Column("version", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("removed", BigInteger),
)

# A version of a pack, which never changes. Who made it is only in the log, from which people can be erased.
pack_version = Table(
    "pack_version",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    # The SCHEMA_VERSION with which it was written.
    Column("schema", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    # The digests of its images, separated by spaces.
    Column("images", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# The images of all versions and drafts, each stored once under its SHA-256.
pack_image = Table(
    "pack_image",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
)
Index("ix_pack_image_digest", pack_image.c.digest)

# What an editor is working on; pack is "" for a new pack, and ":file" if the content is a file that they uploaded.
pack_draft = Table(
    "pack_draft",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    # The number of the version that it's based on; 0 for none.
    Column("on", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("images", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# What the last import into a pack wrote: a hash of each field of each item, to tell what editors have changed since.
pack_import = Table(
    "pack_import",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("wrote", LargeBinary, nullable=False),
)

pack_editor = Table(
    "pack_editor",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    # Whether an administrator has agreed; until then, it's a request.
    Column("granted", Boolean, nullable=False, server_default=true()),
)

# The editors' actions; an erased editor's actions stay, without the name.
pack_log = Table(
    "pack_log",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("member", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("title", Text, nullable=False),
    # The resulting version; 0 for none.
    Column("version", Integer, nullable=False),
    # What the action changed, such as an item.
    Column("about", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# The parts of a pack that a tenant has switched off, each the kind:id of an item or a topic.
pack_off = Table(
    "pack_off",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("part", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)

# The last change to a tenant's rows above, from a counter shared by all tenants; the row of tenant "" has the current
# number, so that reading one row tells whether anything is new.
pack_change = Table(
    "pack_change",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)
Index("ix_pack_change_number", pack_change.c.number)

# A tenant's own limits, where they differ from the defaults; NULL for the default.
pack_quota = Table(
    "pack_quota",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("packs", Integer),
    Column("items", Integer),
    Column("megabytes", Integer),
)
