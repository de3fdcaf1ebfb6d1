"""Settings, notices, and the accounts (selves) that people have linked."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from bot.storage.tables.shared import metadata

setting = Table(
    "setting",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

notice = Table(
    "notice",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("member", Text, nullable=False, server_default=""),
    Column("sentence", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("told", BigInteger),
)
# There are few untold notices for single members, but every command looks for them.
Index(
    "ix_notice_personal",
    notice.c.at,
    sqlite_where=(notice.c.member != "") & notice.c.told.is_(None),
    postgresql_where=(notice.c.member != "") & notice.c.told.is_(None),
)

learner = Table(
    "learner",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("home_tenant", Text, nullable=False),
    Column("home_member", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
Index("ix_learner_home", learner.c.home_tenant, learner.c.home_member)

link_code = Table(
    "link_code",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("code", Text),
    Column("expires", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("since", BigInteger, nullable=False),
)
Index("ix_link_code_code", link_code.c.code)
