"""Read Anki's database, in its old and new format; nothing in it is trusted.

Tables: https://github.com/ankidroid/Anki-Android/wiki/Database-Structure, and rslib/src/storage in Anki.
"""

import json
import re
import sqlite3
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from bot.exchange.anki.protobuf import fields
from bot.exchange.source import Unreadable

MOST_NOTES = 20_000
_SECONDS = 8
"""CPU time in seconds that the database may take."""

_STEPS = 10_000
"""Number of SQLite's virtual machine instructions between two checks of the time."""

_LARGEST_VALUE = 50 * 1024 * 1024
BROKEN = "This deck is broken; export it from Anki again."
_TAG = re.compile(r"<[^<>]{0,500}>|\{\{c\d+::|\}\}|\[sound:[^\]]{0,300}\]|&nbsp;")


@dataclass(frozen=True, slots=True)
class Template:
    """The template for a card.

    Args:
        front: its front, as HTML with fields in double braces.
        back: its back.
    """

    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """An Anki note type.

    Args:
        is_cloze: whether its cards are the gaps of a text.
        fields: the names of its fields, in order.
        templates: its templates by number, from 0.
    """

    is_cloze: bool
    fields: tuple[str, ...]
    templates: dict[int, Template]


@dataclass(frozen=True, slots=True)
class Note:
    """An Anki note.

    Args:
        guid: its globally unique id, which copies share.
        type: its note type.
        fields: name → HTML.
        tags: its tags.
        decks: the decks of its cards: card number, from 0 → name.
    """

    guid: str
    type: NoteType
    fields: dict[str, str]
    tags: tuple[str, ...]
    decks: dict[int, str]


@dataclass(frozen=True, slots=True)
class AnkiCollection:
    """The contents of a database.

    Args:
        notes: the notes, oldest first.
    """

    notes: tuple[Note, ...]


def bare(html: str) -> str:
    """Return HTML without tags, to identify a note in messages."""
    return " ".join(_TAG.sub(" ", html).split())


def read(raw: bytes) -> AnkiCollection:
    """Read a database.

    Args:
        raw: the database's bytes, which may be hostile.

    Raises:
        Unreadable: the database is broken, too large, or takes too long.
    """
    connection = sqlite3.connect(":memory:")
    try:
        return _read(connection, raw)
    except (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        raise Unreadable(BROKEN) from error
    finally:
        connection.close()


def _read(connection: sqlite3.Connection, raw: bytes) -> AnkiCollection:
    _open(connection, raw)
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if not {"notes", "cards", "col"} <= tables:
        raise Unreadable(BROKEN)
    count = connection.execute("SELECT count(*) FROM (SELECT 1 FROM notes LIMIT ?)", (MOST_NOTES + 1,)).fetchone()[0]
    if count > MOST_NOTES:
        raise Unreadable(f"There are more than {MOST_NOTES:,} notes in this deck; export a part of it.")
    is_new = {"notetypes", "fields", "templates", "decks"} <= tables
    types = _new_types(connection) if is_new else _old_types(connection)
    decks = _new_decks(connection) if is_new else _old_decks(connection)
    cards: dict[int, dict[int, str]] = defaultdict(dict)
    for note, deck, home, number in connection.execute("SELECT nid, did, odid, ord FROM cards"):
        cards[note][int(number)] = decks.get(home or deck, "")
    notes: list[Note] = []
    for number, guid, kind, tags, texts in connection.execute(
        "SELECT id, guid, mid, tags, flds FROM notes ORDER BY id"
    ):
        if number not in cards or kind not in types:
            continue
        named = dict(zip(types[kind].fields, str(texts).split("\x1f"), strict=False))
        notes.append(Note(str(guid), types[kind], named, tuple(str(tags or "").split()), cards[number]))
    return AnkiCollection(tuple(notes))


def _open(connection: sqlite3.Connection, raw: bytes) -> None:
    """Open a database so that none of its views, triggers and functions can do harm (https://www.sqlite.org/security.html)."""
    image = bytearray(raw)
    image[18:20] = b"\x01\x01"  # turn off WAL mode, which in-memory databases don't support
    connection.deserialize(bytes(image))
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.text_factory = lambda text: text.decode(errors="replace")
    connection.create_collation("unicase", lambda one, two: (one > two) - (one < two))
    end = time.process_time() + _SECONDS
    connection.set_progress_handler(lambda: time.process_time() > end, _STEPS)
    for setting in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
        connection.execute(f"PRAGMA {setting}")
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise Unreadable(BROKEN)


def _old_types(connection: sqlite3.Connection) -> dict[int, NoteType]:
    """Return the note types of the old format, which are JSON in one row."""
    models: dict[str, Any] = json.loads(connection.execute("SELECT models FROM col").fetchone()[0])
    return {
        int(number): NoteType(
            model.get("type") == 1,
            tuple(str(each["name"]) for each in sorted(model["flds"], key=lambda each: each.get("ord", 0))),
            {
                int(each.get("ord", place)): Template(str(each.get("qfmt", "")), str(each.get("afmt", "")))
                for place, each in enumerate(model["tmpls"])
            },
        )
        for number, model in models.items()
    }


def _old_decks(connection: sqlite3.Connection) -> dict[int, str]:
    decks: dict[str, Any] = json.loads(connection.execute("SELECT decks FROM col").fetchone()[0])
    return {int(number): str(deck.get("name", "")) for number, deck in decks.items()}


def _new_types(connection: sqlite3.Connection) -> dict[int, NoteType]:
    """Return the note types of the new format: in tables, with settings as Protocol Buffers (notetypes.proto)."""
    names: dict[int, dict[int, str]] = defaultdict(dict)
    for kind, number, name in connection.execute("SELECT ntid, ord, name FROM fields"):
        names[kind][number] = str(name)
    templates: dict[int, dict[int, Template]] = defaultdict(dict)
    for kind, number, config in connection.execute("SELECT ntid, ord, config FROM templates"):
        texts = {field: value.decode(errors="replace") for field, value in fields(config) if isinstance(value, bytes)}
        templates[kind][number] = Template(texts.get(1, ""), texts.get(2, ""))
    return {
        kind: NoteType(
            dict(fields(config)).get(1) == 1,
            tuple(name for _, name in sorted(names[kind].items())),
            templates[kind],
        )
        for kind, config in connection.execute("SELECT id, config FROM notetypes")
    }


def _new_decks(connection: sqlite3.Connection) -> dict[int, str]:
    return {
        number: str(name).replace("\x1f", "::") for number, name in connection.execute("SELECT id, name FROM decks")
    }
