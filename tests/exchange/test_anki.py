"""Decks from Anki, old and new, made by Anki itself, and our own decks when they're read again."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard
from anki.collection import Collection, ExportAnkiPackageOptions

from bot.exchange.assembling import assembled
from bot.exchange.formats import read
from bot.exchange.model import ParsedFile
from bot.exchange.source import Unreadable
from bot.features.reviews import anki
from bot.features.reviews.deck import Deck
from tests.fakes.commands import png
from tests.packs import workshop


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def add(collection: Collection, kind: str, deck: str, *texts: str, tags: tuple[str, ...] = ()) -> None:
    model, home = collection.models.by_name(kind), collection.decks.id(deck)
    assert model
    assert home
    note = collection.new_note(model)
    for place, text in enumerate(texts):
        note.fields[place] = text
    note.tags = list(tags)
    collection.add_note(note, home)


def exported(collection: Collection, folder: Path, *, legacy: bool) -> bytes:
    path = folder / "deck.apkg"
    options = ExportAnkiPackageOptions(with_scheduling=False, with_deck_configs=False, with_media=True, legacy=legacy)
    collection.export_anki_package(out_path=str(path), options=options, limit=None)
    return path.read_bytes()


def said(found: ParsedFile) -> list[tuple[str, str, dict[str, object], tuple[str, ...]]]:
    return [(each.kind, each.topic, dict(each.fields), each.changed) for each in found.taken]


@pytest.mark.parametrize("legacy", [True, False])
def test_decks_of_every_version(collection: Collection, tmp_path: Path, *, legacy: bool) -> None:
    picture = collection.media.write_data("a leaf.png", png())
    add(
        collection,
        "Basic",
        "Tea::Leaves",
        f'<img src="{picture}"><div>Which&nbsp;<b>leaf</b>?</div>',
        "<i>Mint</i>[sound:a.mp3]",
    )
    add(collection, "Basic (and reversed card)", "Tea::Words", "tea", "Tee<br>(der)")
    add(collection, "Basic (type in the answer)", "Tea::Words", r"How hot? \(x^2\)", "75 &deg;C")
    add(collection, "Cloze", "Tea::Words", "{{c1::Mint}} is {{c2::no {{c3::tea}}::what?}}.", "more")
    found = read(exported(collection, tmp_path, legacy=legacy))
    ((name, _),) = found.images.items()
    assert (found.format, found.title, found.left) == ("Anki deck", "Tea", ())
    assert said(found) == [
        (
            "cards",
            "Leaves",
            {"front": "Which leaf?", "back": "Mint", "image": {"file": name, "alt": "Which leaf?"}},
            ("1 sound left out",),
        ),
        ("cards", "Words", {"front": "tea", "back": "Tee\n(der)", "reverse": True}, ()),
        ("questions", "Words", {"type": "free-text", "prompt": "How hot? x²", "answers": ["75 °C"]}, ()),
        ("clozes", "Words", {"text": "{{Mint}} is no {{tea}}."}, ("left out: Back Extra",)),
    ]
    assert not assembled(found, "Tea").left


def test_our_own_decks_come_back() -> None:
    pack = workshop()
    found = read(anki.package([anki.Learnt(Deck(pack))], datetime(2026, 3, 2, tzinfo=UTC), {}))
    assert not found.left
    assert {each.text for each in pack.clozes} <= {each.fields.get("text") for each in found.taken}
    sides = [(each.fields["front"], each.fields["back"]) for each in found.taken if each.kind == "cards"]
    assert all(
        any(each.front in front and back.startswith(each.back) for front, back in sides) for each in pack.cards
    )


def old(notes: int = 1, schema: str = "") -> bytes:
    """Return a database like those in packages from Anki 2.0."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "CREATE TABLE col (models, decks); CREATE TABLE cards (nid, did, odid, ord);"
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, guid, mid, tags, flds);" + schema
    )
    models = {
        "1": {"type": 0, "flds": [{"name": name} for name in ("Land", "Capital", "Notes")]}
        | {"tmpls": [{"qfmt": "Capital of {{Land}}?", "afmt": "{{Capital}}{{#Notes}}<br>{{Notes}}{{/Notes}}"}]}
    }
    connection.execute("INSERT INTO col VALUES (?, ?)", (json.dumps(models), '{"1": {"name": "Lands"}}'))
    rows = [(number, f"g{number}", 1, "Europe::West leech", "France\x1fParis\x1f") for number in range(notes)]
    connection.executemany("INSERT INTO notes VALUES (?, ?, ?, ?, ?)", rows)
    connection.execute("INSERT INTO cards SELECT id, 1, 0, 0 FROM notes")
    connection.commit()
    return connection.serialize()


def packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("_", "."), content)
    return made.getvalue()


def test_templates_keep_their_words_and_tags_are_topics_of_a_single_deck() -> None:
    (taken,) = read(packed(collection_anki2=old(), media=b"{}")).taken
    assert (taken.key, taken.topic, dict(taken.fields)) == (
        "g0",
        "West",
        {"front": "Capital of France?", "back": "Paris"},
    )


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"collection_anki2": b"SQLite format 3\0" + b"\xff" * 5000}, "broken"),
        ({"collection_anki2": old()[:6000]}, "broken"),
        ({"collection_anki2": old(20_001)}, "more than 20,000 notes"),
        ({"collection_anki21b": zstandard.compress(bytes(300_000_000))}, "larger inside"),
        ({"collection_anki21b": b"\x28\xb5\x2f\xfdnonsense"}, "broken"),
        ({"collection_anki2": old(), "media": zstandard.compress(b"\x0a\xff\xff\xff")}, "broken"),
        ({"collection_anki2x": b""}, "broken"),
    ],
)
def test_broken_and_malicious_files_are_refused_in_a_sentence(parts: dict[str, bytes], why: str) -> None:
    with pytest.raises(Unreadable, match=f"{why}.*\\.$"):
        read(packed(**parts))


def test_views_and_triggers_of_a_deck_do_nothing() -> None:
    view = (
        "DROP TABLE notes; CREATE VIEW notes AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) "
        "SELECT id, 'g' AS guid, 1 AS mid, '' AS tags, 'x' AS flds FROM n;"
    )
    connection = sqlite3.connect(":memory:")
    connection.deserialize(old())
    connection.executescript(view)
    with pytest.raises(Unreadable, match="broken"):
        read(packed(collection_anki2=connection.serialize()))


@pytest.mark.parametrize("with_html", [True, False])
def test_notes_in_plain_text(collection: Collection, tmp_path: Path, *, with_html: bool) -> None:
    add(collection, "Basic", "Tea::Leaves", 'A "big"\tleaf?', "green<br>brown", tags=("plant",))
    add(collection, "Basic (and reversed card)", "Tea::Cups", "cup", "Tasse")
    add(collection, "Basic (type in the answer)", "Tea::Cups", "How many?", "three")
    add(collection, "Cloze", "Tea::Cups", "Tea is {{c1::hot::how?}}", "")
    path = tmp_path / "notes.txt"
    beside = {f"with_{name}": True for name in ("tags", "deck", "notetype", "guid")}
    collection.export_note_csv(out_path=str(path), limit=None, with_html=with_html, **beside)
    found = read(path.read_bytes())
    assert (found.format, found.title, found.left) == ("Anki text", "Tea", ())
    assert [each.kind for each in found.taken] == ["cards", "cards", "questions", "clozes"]
    assert [each.topic for each in found.taken] == ["Leaves", "Cups", "Cups", "Cups"]
    fields = [dict(each.fields) for each in found.taken]
    assert fields[0] == {"front": 'A "big" leaf?', "back": "green\nbrown" if with_html else "green brown"}
    assert fields[1] == {"front": "cup", "back": "Tasse", "reverse": True}
    assert fields[2]["answers"] == ["three"]
    assert fields[3] == {"text": "Tea is {{hot}}"}
    assert all(each.key for each in found.taken)


def test_notes_in_plain_text_by_the_names_of_their_columns() -> None:
    head = "#separator:Semicolon\n#html:false\n#deck:Data\n#columns:Asked;{Answer};Remark\n#tags column:4\n"
    (item,) = read(f"{head}a < b?;no;so;maths\n".encode()).taken
    assert (dict(item.fields), item.topic) == ({"front": "a < b?", "back": "no\nso"}, "maths")


def test_nonsensical_headers_of_plain_text_do_no_harm() -> None:
    (item,) = read(f'#separator:"\n#html:true\n#deck column:{"9" * 5000}\na\tb\n'.encode()).taken
    assert dict(item.fields) == {"front": "a", "back": "b"}
