"""Read Anki's packages: archives with a database and media files (https://docs.ankiweb.net/exporting.html)."""

import json
import zipfile
from collections.abc import Iterator, Sequence

import zstandard

from bot.exchange import archive
from bot.exchange.anki import collection
from bot.exchange.anki.collection import AnkiCollection, Note
from bot.exchange.anki.items import items_of
from bot.exchange.anki.protobuf import fields
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.pictures import LARGEST_PICTURE, Find, Gallery
from bot.exchange.questions import NoQuestion
from bot.exchange.source import SourceFile, Unreadable
from bot.language.text import shortened

_COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""The names of the database, newest first; a new package also contains an old one, which only says to update Anki."""

_COMPRESSED = b"\x28\xb5\x2f\xfd"
"""The first bytes of Zstandard data (RFC 8878, section 3.1.1)."""

_LARGEST_WINDOW = 128 * 1024 * 1024
_LONGEST_WHERE = 40
_ANKI_TAGS = frozenset({"leech", "marked"})


class Anki:
    """Reads Anki's packages: decks, or a whole collection."""

    name = "Anki deck"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is an Anki package: it's an archive with a collection in it."""
        return float(archive.is_archive(source.raw) and b"collection.anki2" in source.raw)

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a package.

        Raises:
            Unreadable: the package is broken, too large or malicious.
        """
        with archive.opened(source.raw) as parts:
            names = set(parts.namelist())
            name = next((each for each in _COLLECTIONS if each in names), "")
            if not name:
                raise Unreadable(collection.BROKEN)
            contents = collection.read(_unpacked(archive.entry(parts, name), archive.MOST_UNPACKED))
            media = _media(parts, names)

            def picture(src: str) -> bytes | None:
                entry = media.get(src)
                if entry not in names or parts.getinfo(entry).file_size > LARGEST_PICTURE:
                    return None
                return _unpacked(archive.entry(parts, entry, LARGEST_PICTURE), LARGEST_PICTURE)

            return parsed_file(self.name, contents, Gallery(), picture)


def parsed_file(
    kind: str, contents: AnkiCollection, gallery: Gallery, picture: Find, remarks: Sequence[str] = ()
) -> ParsedFile:
    """Convert the notes of a collection.

    Args:
        kind: the format's everyday name.
        contents: the collection.
        gallery: collects the pictures.
        picture: returns a picture's bytes by its src.
        remarks: remarks on how the file was read.
    """
    imported: list[ImportedItem] = []
    left_out: list[LeftOut] = []
    decks = {deck for note in contents.notes for deck in note.decks.values()}
    for number, note in enumerate(contents.notes, start=1):
        where = f"note {number} (“{shortened(_first_words(note), _LONGEST_WHERE)}”)"
        try:
            items = list(items_of(note, gallery, picture))
        except NoQuestion as error:
            left_out.append(LeftOut(where, str(error)))
            continue
        for item in items:
            topic = _topic(note, item.card, decks)
            key = note.guid if item.is_first else f"{note.guid} {item.card + 1}"
            imported.append(ImportedItem(where, item.kind, item.fields, key, topic, item.changed))
    return ParsedFile(kind, tuple(imported), tuple(left_out), _title(decks), gallery.images, notes=tuple(remarks))


def _first_words(note: Note) -> str:
    return collection.bare(next((each for each in note.fields.values() if each.strip()), ""))


def _topic(note: Note, card: int, decks: set[str]) -> str:
    """Return the last part of the deck's name or, if there's only one deck, of the note's first tag."""
    if len(decks) > 1:
        return note.decks.get(card, next(iter(note.decks.values()), "")).rpartition("::")[2]
    tags = [tag for tag in note.tags if tag.lower() not in _ANKI_TAGS]
    return tags[0].rpartition("::")[2].replace("_", " ") if tags else ""


def _title(decks: set[str]) -> str:
    """Return the name of the deck that contains all others; "" if there's none."""
    roots = {deck.partition("::")[0] for deck in decks}
    return next(iter(decks)).rpartition("::")[2] if len(decks) == 1 else roots.pop() if len(roots) == 1 else ""


def _media(parts: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    """Return the media of a package: file name → name of the archive's entry."""
    if "media" not in names:
        return {}
    raw = archive.entry(parts, "media")
    try:
        if not raw.startswith(_COMPRESSED):
            return {str(name): str(entry) for entry, name in json.loads(raw or b"{}").items()}
        return dict(_entries(_unpacked(raw, archive.MOST_UNPACKED)))
    except (ValueError, AttributeError, RecursionError) as error:
        raise Unreadable(collection.BROKEN) from error


def _entries(raw: bytes) -> Iterator[tuple[str, str]]:
    """Yield the media in the new format: `MediaEntries` in Anki's proto/anki/import_export.proto."""
    entries = (value for number, value in fields(raw) if number == 1 and isinstance(value, bytes))
    for position, entry in enumerate(entries):
        name = next((value for number, value in fields(entry) if number == 1 and isinstance(value, bytes)), b"")
        yield name.decode(errors="replace"), str(position)


def _unpacked(raw: bytes, most: int) -> bytes:
    """Decompress bytes if they're compressed with Zstandard.

    Args:
        raw: the bytes from the archive.
        most: the maximum number of decompressed bytes.

    Raises:
        Unreadable: the bytes are broken, or the result is too large.
    """
    if not raw.startswith(_COMPRESSED):
        return raw
    try:
        with zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW).stream_reader(raw) as reader:
            unpacked = reader.read(most + 1)
    except zstandard.ZstdError as error:
        raise Unreadable(collection.BROKEN) from error
    if len(unpacked) > most:
        raise Unreadable(
            "This deck is much larger inside than a deck should be; export it again, or just a part of it."
        )
    return unpacked
