"""Packs of tenants, with their versions, drafts, editors and log."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _large(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _content() -> sa.Column[bytes]:
    return sa.Column("content", sa.LargeBinary, nullable=False)


def _key(table: str, *names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*names, name=f"pk_{table}")


def upgrade() -> None:
    """Add eight tables."""
    op.create_table(
        "own_pack",
        *map(_text, ("tenant", "id", "title")),
        sa.Column("summary", sa.Text),
        *map(_number, ("version", "size")),
        _large("at"),
        sa.Column("removed", sa.BigInteger),
        _key("own_pack", "tenant", "id"),
    )
    op.create_table(
        "pack_version",
        *map(_text, ("tenant", "pack")),
        *map(_number, ("number", "schema")),
        _content(),
        _text("images"),
        _number("size"),
        _text("note"),
        _large("at"),
        _key("pack_version", "tenant", "pack", "number"),
    )
    op.create_table(
        "pack_image",
        *map(_text, ("tenant", "digest")),
        _content(),
        _large("at"),
        _key("pack_image", "tenant", "digest"),
    )
    op.create_index("ix_pack_image_digest", "pack_image", ["digest"])
    op.create_table(
        "pack_draft",
        *map(_text, ("tenant", "pack", "member")),
        _number("on"),
        _content(),
        _text("images"),
        _large("at"),
        _key("pack_draft", "tenant", "pack", "member"),
    )
    op.create_table(
        "pack_editor",
        *map(_text, ("tenant", "member", "name")),
        _large("at"),
        _key("pack_editor", "tenant", "member"),
    )
    op.create_table(
        "pack_log",
        _text("tenant"),
        _large("number"),
        *map(_text, ("member", "name", "act", "pack", "title")),
        _number("version"),
        _text("about"),
        _large("at"),
        _key("pack_log", "tenant", "number"),
    )
    op.create_table(
        "pack_off", *map(_text, ("tenant", "pack", "part")), _large("at"), _key("pack_off", "tenant", "pack", "part")
    )
    op.create_table("pack_change", _text("tenant"), _large("number"), _key("pack_change", "tenant"))
    op.create_index("ix_pack_change_number", "pack_change", ["number"])
