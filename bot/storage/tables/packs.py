"""Packs of tenants: their versions, what they show, drafts, who edits them, and what's switched off."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text, true

from bot.storage.tables.shared import metadata

own_pack = Table(
    "own_pack",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("summary", Text),
    # The number of the version that's taught; it's always the last.
    Column("version", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("removed", BigInteger),
)

# What a pack was at some moment; it never changes. Who made it so is in the log, from which people can have
# themselves erased.
pack_version = Table(
    "pack_version",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    # The SCHEMA_VERSION of packs by which it was written.
    Column("schema", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    # The digests of the images that it shows, with spaces between them.
    Column("images", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# An image of any version or draft, once, by its SHA-256.
pack_image = Table(
    "pack_image",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
)
Index("ix_pack_image_digest", pack_image.c.digest)

# What an editor is working on; the pack is "" for one that isn't there yet, and ":file" where the content is a file
# that they brought.
pack_draft = Table(
    "pack_draft",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    # The number of the version that it changes; 0 for none.
    Column("on", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("images", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# What the last import into a pack wrote: a hash of each field of each item, so that what editors changed stays.
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
    # Whether an administrator has said yes; before, the member only asks.
    Column("granted", Boolean, nullable=False, server_default=true()),
)

# What editors did; of someone who had themselves erased, that it was done.
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
    # The version that came of it; 0 for none.
    Column("version", Integer, nullable=False),
    # What it was done to, such as an item.
    Column("about", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# What a tenant doesn't want of a pack, its own or another's: kind:id of an item or a topic.
pack_off = Table(
    "pack_off",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("part", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)

# When something of the above changed last, by a number that grows by one with each change of anybody's; the tenant ""
# has the last number of all, so that one row tells whether anything is new.
pack_change = Table(
    "pack_change",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)
Index("ix_pack_change_number", pack_change.c.number)

# How much of its own a tenant may have, where that isn't what's usual; NULL for that.
pack_quota = Table(
    "pack_quota",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("packs", Integer),
    Column("items", Integer),
    Column("megabytes", Integer),
)
