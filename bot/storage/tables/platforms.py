"""Tables of the platforms' adapters: installations, events, owed answers, the playground's history, shards."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from bot.storage.tables.shared import metadata

once = Table(
    "once",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("event", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)
Index("ix_once_at", once.c.at)

installation = Table(
    "installation",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("bot", Text, nullable=False),
    Column("token", Text, nullable=False),
    Column("refresh", Text),
    Column("expires", BigInteger),
    Column("at", BigInteger, nullable=False),
)

# A tenant that seems to have removed Versed; its data is deleted at `until`, unless it comes back.
removal = Table(
    "removal",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("until", BigInteger, nullable=False),
)

# A request that was acknowledged to the platform, kept until it's answered.
owed = Table(
    "owed",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("lease_until", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
)
Index("ix_owed_platform_lease_until", owed.c.platform, owed.c.lease_until)

# The public messages in the playground's channels, so that they survive a restart; people's lines and the answers to
# them include the person's name.
said = Table(
    "said",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("place", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("message", Text),
    Column("version", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
)
Index("ix_said_number", said.c.tenant, said.c.number)
Index("ix_said_member", said.c.tenant, said.c.member)

# Which replica holds which Discord shard. Shards belong to no tenant, so the tenant column has the bot's key.
discord_shard = Table(
    "discord_shard",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("shard", Integer, primary_key=True, autoincrement=False),
    Column("holder", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("lease_until", BigInteger, nullable=False),
    Column("started", BigInteger, nullable=False),
    Column("session", Text),
    Column("sequence", BigInteger, nullable=False),
)

# The replicas that share the shards, including those that hold none.
discord_replica = Table(
    "discord_replica",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("lease_until", BigInteger, nullable=False),
)
