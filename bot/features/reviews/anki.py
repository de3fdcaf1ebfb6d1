"""Decks for Anki: a pack as an .apkg file, with or without a learner's scheduling.

A note's guid is made from the pack's id and the card's first id, so exporting a deck again updates Anki's notes
instead of adding duplicates. The gaps of a text are the cards of one note, as in Anki itself. A card that's asked
both ways is two notes, because Anki doesn't update a note whose type has changed. Anki's columns are described at
https://github.com/ankidroid/Anki-Android/wiki/Database-Structure.
"""

import hashlib
import io
import itertools
import json
import re
import sqlite3
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import escape

import genanki

from bot.content.gaps import gapped
from bot.content.model import ClozeCard
from bot.content.renamed import first_id
from bot.features.reviews.anki_media import COMMANDS, CardImages, around, files
from bot.features.reviews.deck import Deck
from bot.features.reviews.flashcard import Flashcard
from bot.features.reviews.model import CardState, Phase, Review

_MODEL, _GAPS_MODEL = 1_607_392_319_001, 1_607_392_319_002
_CREATED = datetime.fromtimestamp(1_411_124_400, UTC)
"""The creation time of collections that genanki makes; Anki counts days from it."""

_DAY = timedelta(days=1)
_EASE = 2_500
"""A review card's ease, which FSRS ignores."""

_STYLE = """\
.card { font-family: system-ui, sans-serif; font-size: 20px; text-align: start; max-width: 40em; margin: auto; }
.card, .card div { unicode-bidi: plaintext; }
.more, .beside { margin-top: 1em; }
.beside img { max-width: 100%; }
pre { padding: 0.6em; white-space: pre-wrap; text-align: start; background: #8882; }
.source { margin-top: 2em; font-size: 14px; opacity: 0.7; }
"""
_IN_GAPS = str.maketrans({"}": "&#125;", ":": "&#58;"})
"""Escapes what Anki reads as a gap's end or its hint (https://docs.ankiweb.net/editing.html#cloze-deletion)."""

_MATHEMATICS = re.compile(r"\\[(\[]")
"""What MathJax typesets in Anki, even if it's escaped as entities (https://docs.ankiweb.net/math.html) …"""

_AS_IT_STANDS = '<span class="mathjax_ignore tex2jax_ignore">{}</span>'
"""… except in these classes, of MathJax 3 and 2 (https://docs.mathjax.org/en/latest/options/document.html)."""

_NESTING = re.compile("::+")
"""The separator of parent deck and subdeck in a name (https://docs.ankiweb.net/getting-started.html#decks)."""

_TYPES = {Phase.NEW: 0, Phase.LEARNING: 1, Phase.REVIEW: 2, Phase.RELEARNING: 3}


@dataclass(frozen=True, slots=True)
class Learnt:
    """A deck with a learner's progress in it.

    Args:
        deck: a pack's deck.
        states: the learner's cards.
        log: the learner's reviews of them.
    """

    deck: Deck
    states: Sequence[CardState] = ()
    log: Sequence[Review] = ()


def package(learnt: Iterable[Learnt], at: datetime, pictures: CardImages) -> bytes:
    """Make an .apkg file.

    Args:
        learnt: the decks, with or without a learner's progress.
        at: now, in UTC; if a deck is imported twice, the later export counts in Anki.
        pictures: the drawn pictures (see anki_media.drawings); a missing one is replaced by its description.
    """
    learnt = list(learnt)
    whole = genanki.Package([_deck(each.deck, pictures) for each in learnt])
    # In memory: on disk, a learner's history would stay if the process was killed.
    with closing(sqlite3.connect(":memory:")) as connection:
        cursor = connection.cursor()
        whole.write_to_db(cursor, at.timestamp(), itertools.count(int(at.timestamp() * 1000)))
        for each in learnt:
            _schedule(cursor, each)
        connection.commit()
        database = connection.serialize()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        # Without a timestamp, which Anki ignores, so that the same cards make the same file.
        archive.writestr(zipfile.ZipInfo("collection.anki2"), database, zipfile.ZIP_DEFLATED)
        media = files(pictures)
        archive.writestr(zipfile.ZipInfo("media"), json.dumps(dict(enumerate(media))))
        for number, data in enumerate(media.values()):
            archive.writestr(zipfile.ZipInfo(str(number)), data)
    return file.getvalue()


def _deck(deck: Deck, pictures: CardImages) -> genanki.Deck:
    pack = deck.pack
    about = "<br>".join(_html(each) for each in (pack.summary, pack.source and pack.source.credit) if each)
    anki_deck = genanki.Deck(_stable(pack.id), _name(pack.title), about)
    simple = _model(
        _MODEL,
        "Versed flashcard",
        ("Front", "Back", "More", "Source"),
        "{{Front}}",
        '{{FrontSide}}<hr id="answer">{{Back}}{{#More}}<div class="more">{{More}}</div>{{/More}}',
    )
    text = "{{cloze:Text}}"
    gaps = _model(_GAPS_MODEL, "Versed text with gaps", ("Text", "Source"), text, text, genanki.Model.CLOZE)
    for position, card in enumerate(deck.cards):
        guid, number = _place(deck, card)
        if number:
            continue  # the note was made with the first gap of its text
        source, tags = _html(pack.source_of(card.item)), [deck.topics[card.id]]
        beside = around(deck, card, pictures, _html)
        if isinstance(card.item, ClozeCard):
            model, fields = gaps, [beside.above + _with_gaps(card.item) + beside.below, source]
        else:
            front, back, more = map(_html, (card.front, card.back, card.more))
            model, fields = simple, [beside.above + front + beside.below, back, more + beside.after, source]
        anki_deck.add_note(genanki.Note(model=model, fields=fields, guid=guid, tags=tags, due=position))
    return anki_deck


def _model(
    number: int, name: str, fields: Sequence[str], front: str, back: str, kind: int = genanki.Model.FRONT_BACK
) -> genanki.Model:
    """Return a note type.

    Args:
        number: Anki's id for it.
        name: the name that people see in Anki.
        fields: the names of a note's fields.
        front: the template of the question.
        back: the template of the answer; the source is added to it.
        kind: whether a note's cards are made from templates or from gaps.
    """
    template = {"name": "Card", "qfmt": front, "afmt": back + '<div class="source">{{Source}}</div>'}
    named = [{"name": field} for field in fields]
    return genanki.Model(number, name, fields=named, templates=[template], css=_STYLE, model_type=kind)


def _schedule(cursor: sqlite3.Cursor, learnt: Learnt) -> None:
    """Add the learner's scheduling to the cards, and their reviews to Anki's log."""
    deck = learnt.deck
    rows = cursor.execute("SELECT notes.guid, cards.ord, cards.id FROM notes JOIN cards ON cards.nid = notes.id")
    cards = {(guid, number): card for guid, number, card in rows}
    ids = {card.id: cards[_place(deck, card)] for card in deck.cards}
    logs = _in_force(replace(review, card=deck.by_id.current(review.card)) for review in learnt.log)
    for state in learnt.states:
        if state.card not in ids or not (logs[state.card] or state.suspended):
            continue
        row = _columns(state, logs[state.card])
        assignments = ", ".join(f"{name} = :{name}" for name in row)
        cursor.execute(f"UPDATE cards SET {assignments} WHERE id = :id", {**row, "id": ids[state.card]})  # noqa: S608
        previous = 0
        for review in logs[state.card]:
            previous = _log(cursor, ids[state.card], review, previous)


def _columns(state: CardState, log: Sequence[Review]) -> dict[str, int | str]:
    memory = state.memory
    kind = _TYPES[memory.phase]
    queue = {0: 0, 1: 1, 2: 2, 3: 1}[kind]
    row: dict[str, int | str] = {"type": kind, "queue": -1 if state.suspended else queue}
    if memory.due is None or memory.last is None:
        return row
    ripe = memory.phase is Phase.REVIEW
    remembered = {"s": round(memory.stability or 0, 4), "d": round(memory.difficulty or 0, 3)}
    return row | {
        "due": (memory.due - _CREATED) // _DAY if ripe else int(memory.due.timestamp()),
        "ivl": max(1, round((memory.due - memory.last) / _DAY)) if ripe else 0,
        "factor": _EASE if kind >= 2 else 0,
        "left": 0 if ripe else 1001,
        "reps": len(log),
        "lapses": memory.lapses,
        "data": json.dumps(remembered, separators=(",", ":")),
    }


def _log(cursor: sqlite3.Cursor, card: int, review: Review, previous: int) -> int:
    """Add a review to Anki's log, whose ids are times in milliseconds; return its interval in Anki's format."""
    number = int(review.at.timestamp() * 1000)
    while cursor.execute("SELECT 1 FROM revlog WHERE id = ?", (number,)).fetchone():
        number += 1
    interval = timedelta(milliseconds=review.interval)
    written = round(interval / _DAY) if interval >= _DAY / 2 else -max(1, round(interval.total_seconds()))
    kind = {Phase.NEW: 0, Phase.LEARNING: 0, Phase.REVIEW: 1, Phase.RELEARNING: 2}[review.phase]
    row = (number, card, -1, review.rating, written, previous, 0, 0, kind)
    cursor.execute("INSERT INTO revlog VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    return written


def _in_force(log: Iterable[Review]) -> Mapping[str, list[Review]]:
    """Return the reviews that weren't taken back, by card, in order."""
    log = sorted(log, key=lambda review: (review.at, review.number))
    undone = {(review.card, review.undid, review.number - 1) for review in log if review.undid is not None}
    by_card: dict[str, list[Review]] = defaultdict(list)
    for review in log:
        if review.undid is None and (review.card, review.at, review.number) not in undone:
            by_card[review.card].append(review)
    return by_card


def _place(deck: Deck, card: Flashcard) -> tuple[str, int]:
    """Return the guid of a card's note, and the card's number in it, from 0."""
    note, number = first_id(card), 0
    if isinstance(card.item, ClozeCard):
        note, _, gap = note.rpartition(":")
        number = int(gap) - 1
    return str(genanki.guid_for("versed", deck.pack.id, note)), number


def _stable(name: str) -> int:
    """Return a stable id for a deck; Anki's ids look like times in milliseconds."""
    return 1_500_000_000_000 + int.from_bytes(hashlib.blake2b(name.encode(), digest_size=5).digest(), "big") % 10**11


def _name(title: str) -> str:
    """Return a pack's title as a deck's name, with “::” replaced by look-alikes (U+2236) to avoid a subdeck."""
    return _NESTING.sub(lambda colons: "∶" * len(colons[0]), title)


def _with_gaps(cloze: ClozeCard) -> str:
    """Return a text with gaps as a field; Anki makes one card from each gap."""
    text = gapped(cloze.text)
    answers = (_escaped(answer).translate(_IN_GAPS) for answer in text.answers)
    gaps = [f"{{{{c{number}::{answer}}}}}" for number, answer in enumerate(answers, 1)]
    written = replace(text, parts=tuple(map(_escaped, text.parts))).with_gaps(gaps)
    return _literal(written, text.filled)


def _html(text: str) -> str:
    """Return a text as a field that shows it literally."""
    return _literal(_escaped(text), text)


def _escaped(text: str) -> str:
    return escape(text).translate(COMMANDS).replace("\n", "<br>")


def _literal(written: str, text: str) -> str:
    """Return a field's HTML, wrapped if needed so that nothing in the text is typeset as mathematics."""
    return _AS_IT_STANDS.format(written) if _MATHEMATICS.search(text) else written
