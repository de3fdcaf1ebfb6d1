"""What all tables share: their metadata, and the naming convention for keys and indexes."""

from sqlalchemy import MetaData, text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    },
)

PRIVATE = text("member <> ''")
"""Rows of a single member. Queries must use exactly this text, or the databases won't use its partial index."""
