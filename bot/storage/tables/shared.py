"""What all tables share: the metadata they belong to, and how their keys and indexes are named."""

from sqlalchemy import MetaData, text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    },
)

PRIVATE = text("member <> ''")
"""What is one member's own. Said in just these words in a query too, or the databases wouldn't use its index."""
