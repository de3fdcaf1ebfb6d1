"""Decks for Anki, opened with Anki itself."""

import html
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import genanki
import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from bot.content.model import Card, ClozeCard, Pack
from bot.content.reading.library import Library
from bot.features.reviews import anki, anki_media
from bot.features.reviews.anki import Learnt
from bot.features.reviews.deck import Deck
from bot.features.reviews.model import CardState, Phase, Rating
from bot.features.reviews.scheduling import Plan, rate_card
from bot.features.reviews.store import decks, reviews
from bot.illustrations.illustrator import Illustrator
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.features.reviews.desk import Learner
from tests.packs import WORKSHOP, bundled, changed, pets, workshop

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = Collection(str(tmp_path / "collection.anki2"))
    opened.set_config("fsrs", True)
    yield opened
    opened.close()


def bring_in(collection: Collection, package: bytes, folder: Path, *, scheduling: bool = False) -> None:
    path = folder / "deck.apkg"
    path.write_bytes(package)
    options = ImportAnkiPackageOptions(with_scheduling=scheduling, with_deck_configs=False)
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options))


def fields(collection: Collection) -> dict[str, list[str]]:
    return {str(note.guid): list(note.fields) for note in map(collection.get_note, collection.find_notes(""))}


def test_anki_opens_every_card(collection: Collection, tmp_path: Path) -> None:
    deck = Deck(bundled())
    bring_in(collection, anki.package([Learnt(deck)], AT, {}), tmp_path)
    assert collection.card_count() == len(deck.cards)
    assert bundled().title in [each.name for each in collection.decks.all_names_and_ids()]
    fronts = {each[0] for each in fields(collection).values()}
    asked = bundled().cards[0]
    assert asked.front in fronts
    card = collection.get_card(collection.find_cards(f'"{asked.front}"')[0])
    assert asked.back in card.answer()
    assert bundled().source_of(asked) in card.answer()


def test_new_cards_keep_the_decks_order(collection: Collection, tmp_path: Path) -> None:
    deck = Deck(pets())
    bring_in(collection, anki.package([Learnt(deck)], AT, {}), tmp_path)
    cards = sorted((collection.get_card(each) for each in collection.find_cards("")), key=lambda card: card.due)
    assert [card.note()["Front"] for card in cards] == [card.front for card in deck.cards]


def test_exporting_again_updates_and_duplicates_nothing(collection: Collection, tmp_path: Path) -> None:
    pack = pets()
    bring_in(collection, anki.package([Learnt(Deck(pack))], AT, {}), tmp_path)
    before = fields(collection)
    changed = pack.cards[0].model_copy(update={"back": "Twice a day & once at night, <really>."})
    newer: Pack = pack.model_copy(update={"cards": (changed, *pack.cards[1:])})
    bring_in(collection, anki.package([Learnt(Deck(newer))], AT + timedelta(days=1), {}), tmp_path)
    after = fields(collection)
    assert after.keys() == before.keys()
    different = [guid for guid in after if after[guid] != before[guid]]
    assert len(different) == 1
    assert after[different[0]][1] == "Twice a day &amp; once at night, &lt;really&gt;."
    assert collection.fix_integrity()[1]


async def test_scheduling_comes_along(sqlite_database: Database, collection: Collection, tmp_path: Path) -> None:
    ana = Learner(sqlite_database)
    ana.wait(days=-100)
    page = await ana.start()
    for rating in (4, 3, 1, 4, 4):
        named = ana.shown(page)
        assert named is not None
        page = await ana.rate(named, rating)
    undo = ana.undoable(page)
    assert undo is not None
    page = await ana.reviews.undo(undo, ana.asker)
    fifth = ana.shown(page)
    assert fifth is not None
    await ana.reviews.put_aside(fifth, ana.asker, for_good=True)
    ana.wait(days=50)
    page = await ana.start()
    while (named := ana.shown(page)) is not None and "to review" in str(page):
        page = await ana.rate(named, 3)
    states = await ana.reviews.states(ana.pack, ana.asker)
    log = await sqlite_database.transact(
        lambda transaction: reviews.log(transaction, decks.open_deck(transaction, ana.me, "pets").learner, "pets")
    )
    bring_in(
        collection, anki.package([Learnt(Deck(pets()), states, log)], ana.asker.at, {}), tmp_path, scheduling=True
    )
    deck = Deck(pets())
    by_front = {card.note()["Front"]: card for card in map(collection.get_card, collection.find_cards(""))}
    for state in states:
        check(collection, by_front[deck.by_id[state.card].front], state)
    effective = 5 + sum(entry.at > log[0].at + timedelta(days=1) for entry in log) - 1
    assert collection.db is not None
    assert collection.db.scalar("SELECT count() FROM revlog") == effective


def check(collection: Collection, card: Any, state: CardState) -> None:
    memory = state.memory
    assert (card.queue == -1) == state.suspended
    if memory.stability is None or memory.difficulty is None:
        assert card.type == 0
        return
    assert card.memory_state is not None
    assert card.memory_state.stability == pytest.approx(memory.stability, rel=1e-3, abs=1e-3)
    assert card.memory_state.difficulty == pytest.approx(memory.difficulty, abs=1e-2)
    assert card.lapses == memory.lapses
    assert memory.due is not None
    if memory.phase is Phase.REVIEW:
        assert card.type == 2
        days = card.due - collection.sched.today
        real = (memory.due - datetime.now(UTC)) / timedelta(days=1)
        assert abs(days - real) <= 1.5
    else:
        assert card.type in (1, 3)


def test_the_file_is_what_anki_expects() -> None:
    with zipfile.ZipFile(io.BytesIO(anki.package([Learnt(Deck(pets()))], AT, {}))) as archive:
        assert set(archive.namelist()) == {"collection.anki2", "media"}
        data = archive.read("collection.anki2")
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    guids = [guid for (guid,) in connection.execute("SELECT guid FROM notes ORDER BY guid")]
    connection.close()
    assert len(set(guids)) == len(Deck(pets()).cards)


def test_no_learning_history_lies_in_a_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that's killed would leave it there, where erasing never finds it."""
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    assert anki.package([Learnt(Deck(pets()))], AT, {})


def test_guids_never_change() -> None:
    deck = Deck(pets())
    assert anki._place(deck, deck.by_id["card:walks"]) == ("A5D]>sleAK", 0)


def with_gaps(**names: object) -> Deck:
    """Return a deck with a text with gaps and a card that's asked both ways."""
    text = "In {{C::\\(x\\)}} & [HTML] a {{brace}} is }: {{a|b}}."
    cloze = ClozeCard.model_validate({"id": "gaps", "objectives": ("C1",), "text": text} | names)
    card = Card(id="bark", objectives=("C1",), front="Which pet barks?", back="The dog", reverse=True)
    return Deck(changed(pets(), comparisons=(), terms=(), cards=(card,), clozes=(cloze,)))


def test_gaps_are_cards_of_one_note(collection: Collection, tmp_path: Path) -> None:
    deck = with_gaps()
    bring_in(collection, anki.package([Learnt(deck)], AT, {}), tmp_path)
    assert (collection.note_count(), collection.card_count()) == (3, 5)
    cards = [collection.get_card(each) for each in collection.find_cards("note:*gaps*")]
    answers = ["C::\\(x\\)", "brace", "a"]
    for card in cards:
        shown = html.unescape(re.sub("<[^>]+>", "", card.question()))
        others = [*answers[: card.ord], "[...]", *answers[card.ord + 1 :]]
        assert "In {} & [HTML] a {} is }}: {}.".format(*others) in shown
        assert answers[card.ord] in html.unescape(card.answer())
        assert "Pets compared · Daily care" in card.answer()
    assert sorted(card.ord for card in cards) == [0, 1, 2]


def test_a_renamed_item_updates_its_notes(collection: Collection, tmp_path: Path) -> None:
    bring_in(collection, anki.package([Learnt(with_gaps())], AT, {}), tmp_path)
    before = fields(collection)
    newer = with_gaps(id="third", was=("gaps", "second"), text="Only {{one}} and {{another}}, {{or}}.")
    bring_in(collection, anki.package([Learnt(newer)], AT + timedelta(days=1), {}), tmp_path)
    after = fields(collection)
    assert after.keys() == before.keys()
    assert [after[guid][0] for guid in after if after[guid] != before[guid]] == [
        "Only {{c1::one}} and {{c2::another}}, {{c3::or}}."
    ]


def test_each_gap_has_its_own_scheduling(collection: Collection, tmp_path: Path) -> None:
    deck = with_gaps()
    at = datetime.now(UTC) - timedelta(days=3)
    change = rate_card(CardState("cloze:old:2", "care", 0), Rating.EASY, at, Plan(0.9, UTC))
    state = replace(change.state, card="cloze:gaps:2")
    deck = with_gaps(was=("old",))
    package = anki.package([Learnt(deck, [state], [change.entry])], datetime.now(UTC), {})
    bring_in(collection, package, tmp_path, scheduling=True)
    cards = [collection.get_card(each) for each in collection.find_cards("note:*gaps*")]
    assert {card.ord: card.type for card in cards} == {0: 0, 1: 2, 2: 0}


def test_anki_updates_no_note_of_another_kind(collection: Collection, tmp_path: Path) -> None:
    """That's why a card asked both ways is two notes, the first of them the one that was there before."""
    deck = with_gaps()
    bring_in(collection, anki.package([Learnt(deck)], AT, {}), tmp_path)
    guid, _ = anki._place(deck, deck.by_id["card:bark"])
    other = genanki.Deck(1_500_000_000_001, "Other")
    model = genanki.Model(
        1_607_392_319_009,
        "Two ways",
        fields=[{"name": "Front"}, {"name": "Back"}],
        templates=[{"name": "There", "qfmt": "{{Front}}", "afmt": "{{Back}}"}],
    )
    other.add_note(genanki.Note(model=model, fields=["New", "New"], guid=guid))
    path = tmp_path / "other.apkg"
    genanki.Package([other]).write_to_file(path, timestamp=(AT + timedelta(days=2)).timestamp())
    bring_in(collection, path.read_bytes(), tmp_path)
    assert fields(collection)[guid][0] == "Which pet barks?"


async def test_what_is_shown_with_a_card_comes_along(collection: Collection, tmp_path: Path) -> None:
    cache = PictureCache()
    deck = Deck(workshop())
    pictures = await Illustrator(Library([WORKSHOP]), cache).pictures(anki_media.drawings([deck]))
    cache.close()
    assert len(pictures) == 4
    bring_in(collection, anki.package([Learnt(deck)], AT, pictures), tmp_path)
    shown = list(fields(collection).values())
    (pieces,) = [each for each in shown if "How many whole pieces" in each[0]]
    assert re.match(r'<div class="beside"><b>The crooked shelf</b><br>Mia wants .*<img src="versed-', pieces[0])
    assert pieces[0].count("<img ") == 2
    (kerf,) = [each for each in shown if each[1].startswith("Kerf")]
    assert "<img " not in kerf[0] + kerf[1]  # it would give the answer away
    assert "<img " in kerf[2]
    assert list(collection.media.check().missing) == []
    kept = [Path(collection.media.dir(), name).read_bytes() for name in re.findall(r'src="([^"]+)"', str(shown))]
    assert all(data.startswith(b"\x89PNG") for data in kept)


def test_what_is_not_drawn_is_described(collection: Collection, tmp_path: Path) -> None:
    bring_in(collection, anki.package([Learnt(Deck(workshop()))], AT, {}), tmp_path)
    written = html.unescape(str(list(fields(collection).values())))
    assert "<img" not in written
    assert "The width that's lost" in written.replace("\\'", "'")
