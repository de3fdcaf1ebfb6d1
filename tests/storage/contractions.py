"""What a revision takes from the previous version, which may still be running: found in the tables themselves."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, text

_COLUMNS = {
    "sqlite": """
        SELECT m.name, c.name, c.type, c."notnull", coalesce(c.dflt_value, ''), c.pk
        FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'
        """,
    "postgresql": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
            coalesce(pg_get_expr(d.adbin, d.adrelid), ''), 0
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
        """,
}
_UNIQUE = {
    "sqlite": """
        SELECT m.tbl_name, coalesce(m.sql, m.name) FROM sqlite_master m, pragma_index_list(m.tbl_name) l
        WHERE m.type = 'index' AND l.name = m.name AND l."unique"
        """,
    "postgresql": "SELECT tablename, indexdef FROM pg_indexes "
    "WHERE schemaname = current_schema() AND indexdef LIKE 'CREATE UNIQUE%'",
}


@dataclass(frozen=True, slots=True)
class Column:
    """What a version that knows a column relies on.

    Args:
        kind: its type, and its position in the primary key.
        required: whether it can't be NULL.
        has_default: whether code that doesn't know the column can insert a row.
    """

    kind: tuple[str, int]
    required: bool
    has_default: bool


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables at some revision.

    Args:
        columns: by table and name.
        unique: each unique index, with its table.
    """

    columns: dict[tuple[str, str], Column]
    unique: set[tuple[str, str]]

    @property
    def tables(self) -> set[str]:
        """Return the names of all tables."""
        return {table for table, _ in self.columns}


def read(connection: Connection) -> Schema:
    """Return the tables as they are now."""
    dialect = connection.dialect.name
    columns = {
        (table, name): Column((kind, key), bool(required), bool(default))
        for table, name, kind, required, default, key in connection.execute(text(_COLUMNS[dialect]))
    }
    return Schema(columns, {(table, what) for table, what in connection.execute(text(_UNIQUE[dialect]))})


def contractions(before: Schema, after: Schema) -> Iterable[str]:
    """Yield what would break code that was written for the earlier tables.

    That code reads and writes the columns it knows, and no others.

    Args:
        before: the tables that the code knows.
        after: the tables that it meets.
    """
    for (table, name), was in before.columns.items():
        now = after.columns.get((table, name))
        if now is None:
            yield f"{table}.{name} is gone"
        elif now.kind != was.kind:
            yield f"{table}.{name} is of another kind"
        elif now.required and not was.required:
            yield f"{table}.{name} mustn't be NULL any more"
        elif was.has_default and now.required and not now.has_default:
            yield f"{table}.{name} has lost its default"
    for (table, name), now in after.columns.items():
        is_new = table in before.tables and (table, name) not in before.columns
        if is_new and now.required and not now.has_default:
            yield f"{table}.{name} is new, and has to be given"
    for table, what in after.unique - before.unique:
        if table in before.tables:
            yield f"{table} has something new that has to be unique: {what}"
