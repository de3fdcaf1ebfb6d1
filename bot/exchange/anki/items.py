"""Convert Anki's notes to items of a pack: cards, texts with gaps, questions with a typed answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.exchange import questions
from bot.exchange.anki import templates
from bot.exchange.anki.collection import Note, Template
from bot.exchange.anki.templates import TemplateSide
from bot.exchange.html import text_of
from bot.exchange.pictures import Find, Gallery
from bot.exchange.questions import NoQuestion
from bot.language.text import as_seen, counted, fold

_LONGEST = 300
"""Maximum number of characters on a side of a card."""

_BESIDE = frozenset({"source", "sources", "quelle", "quellen", "reference", "references", "id", "guid", "uuid"})
"""Names of fields with a note's source or id, which aren't worth learning."""

_SOUND = re.compile(r"\[sound:[^\]\n]{0,500}\]|\[anki:tts[^\]]{0,200}\].{0,2000}?\[/anki:tts\]")
_MATHEMATICS = (
    (re.compile(r"\[\$\$\](.{0,4000}?)\[/\$\$\]", re.DOTALL), r"\\[\1\\]"),
    (re.compile(r"\[\$\](.{0,4000}?)\[/\$\]", re.DOTALL), r"\\(\1\\)"),
    (re.compile(r"\[latex\](.{0,4000}?)\[/latex\]", re.DOTALL), r"\1"),
    (re.compile(r"<anki-mathjax[^>]{0,100}>(.{0,4000}?)</anki-mathjax>", re.DOTALL), r"\\(\1\\)"),
)
_GAP = re.compile(r"\{\{c\d{1,3}::((?:(?!\{\{|\}\}).)*?)(?:::((?:(?!\{\{|\}\}).)*?))?\}\}", re.DOTALL)
"""A gap without a nested one (https://docs.ankiweb.net/editing.html#cloze-deletion)."""

_OPEN, _BAR, _CLOSE = "\ue000", "\ue001", "\ue002"
"""Placeholders for a gap's syntax while the text is HTML."""

_OUTER = re.compile(r"\{\{c\d{1,3}::|(?:::(?:(?!::|\{\{|\}\}).){0,200})?\}\}")
_LONGEST_TEXT = 20_000
_ONLY_A_PICTURE = "What's this?"


@dataclass(frozen=True, slots=True)
class NoteItem:
    """An item made from a note.

    Args:
        kind: the list of a pack that it belongs to.
        fields: its fields, named as in a pack's YAML.
        card: the number of the card that it's made from, from 0.
        is_first: whether it's the note's first item.
        changed: what couldn't be kept, in a few words each.
    """

    kind: str
    fields: dict[str, Any]
    card: int
    is_first: bool = True
    changed: tuple[str, ...] = ()


def items_of(note: Note, gallery: Gallery, find: Find) -> Iterator[NoteItem]:
    """Yield the items made from a note.

    Args:
        note: a note from an Anki deck.
        gallery: collects its pictures.
        find: returns a picture's bytes by its src.

    Raises:
        NoQuestion: no item can be made from it.
    """
    sounds = sum(len(_SOUND.findall(text)) for text in note.fields.values())
    silent = replace(note, fields={name: _spoken(text) for name, text in note.fields.items()})
    remarks = (f"{counted(sounds, 'sound')} left out",) if sounds else ()
    if any(len(text) > _LONGEST_TEXT for text in silent.fields.values()):
        raise NoQuestion("is too long for a card; shorten it")
    items = [_with_gaps(silent, gallery, find)] if note.type.is_cloze else _of_cards(silent, gallery, find)
    for place, item in enumerate(items):
        yield replace(item, is_first=place == 0, changed=(*item.changed, *remarks))


def _spoken(html: str) -> str:
    """Return HTML without sounds, and with formulas in MathJax's delimiters."""
    html = _SOUND.sub("", html)
    if "[" in html or "<anki" in html:
        for pattern, delimiters in _MATHEMATICS:
            html = pattern.sub(delimiters, html)
    return html


def _of_cards(note: Note, gallery: Gallery, find: Find) -> list[NoteItem]:
    """Return an item for each card of a note; two cards that reverse each other become one asked both ways."""
    items: list[NoteItem] = []
    why = NoQuestion("has no cards; fill in its fields in Anki")
    for number in sorted(note.decks):
        template = note.type.templates.get(number)
        if template is None:
            continue
        try:
            item = _of_card(note, number, template, gallery, find)
        except NoQuestion as error:
            why = error
            continue
        earlier = next((place for place, each in enumerate(items) if _is_reverse(item, each)), None)
        if earlier is None:
            items.append(item)
        else:
            items[earlier] = replace(items[earlier], fields=items[earlier].fields | {"reverse": True})
    if not items:
        raise why
    return items


def _of_card(note: Note, number: int, template: Template, gallery: Gallery, find: Find) -> NoteItem:
    front_side = templates.front(template.front, note.fields)
    beside = {name for name in note.fields if fold(name) in _BESIDE}
    answer = templates.back(template.back, note.fields, front_side, beside)
    (front,), image, changed = gallery.with_picture([front_side.html], find, front_side.html)
    back = text_of(answer.html)
    if len(back) > _LONGEST and len(answer.fields) > 1:
        back, left = text_of(note.fields[answer.fields[0]]), answer.fields[1:]
        changed = (*changed, f"left out of the back: {', '.join(dict.fromkeys(left))}")
    if "<img" in answer.html:
        changed = (*changed, "the picture on its back left out")
    if not front and image:
        front = _ONLY_A_PICTURE
        changed = (*changed, f"its front is only a picture, so it asks “{_ONLY_A_PICTURE}”")
    if typed := _typed(note, front_side, front):
        return NoteItem("questions", typed | image, number, changed=changed)
    if not front:
        raise NoQuestion("has nothing on its front that can be shown; write something there")
    if not back:
        only = "only a picture on its back" if "<img" in answer.html else "nothing on its back"
        raise NoQuestion(f"has {only}; write the answer there")
    return NoteItem("cards", {"front": front, "back": back} | image, number, changed=changed)


def _typed(note: Note, front_side: TemplateSide, front: str) -> dict[str, Any]:
    """Return the fields of a question with a typed answer, if the card asks for typing; otherwise none."""
    answer = text_of(note.fields[front_side.typed]) if front_side.typed else ""
    if not (front and answer) or "\n" in answer or len(answer) > questions.LONGEST_ANSWER:
        return {}
    return questions.typed(front, [answer])


def _is_reverse(item: NoteItem, earlier: NoteItem) -> bool:
    """Return whether a card is the reverse of an earlier one."""
    if (item.kind, earlier.kind) != ("cards", "cards"):
        return False
    one, two = item.fields, earlier.fields
    return (as_seen(one["front"]), as_seen(one["back"])) == (as_seen(two["back"]), as_seen(two["front"]))


def _with_gaps(note: Note, gallery: Gallery, find: Find) -> NoteItem:
    """Convert a cloze note."""
    template = next(iter(note.type.templates.values()), Template("", ""))
    front_side = templates.front(template.front, note.fields)
    html = note.fields.get(front_side.gaps, "")
    if "image-occlusion:" in html:
        raise NoQuestion("hides parts of a picture, which I can't do; make cards of it")
    if not _GAP.search(html):
        raise NoQuestion("has no gaps; mark one in Anki")
    if any(mark in html for mark in ("|", _OPEN, _BAR, _CLOSE)) and any("|" in gap[1] for gap in _GAP.finditer(html)):
        raise NoQuestion("has a bar in a gap; write it in another way")
    hints = sum(bool(gap[2]) for gap in _GAP.finditer(html))
    marked = _GAP.sub(lambda gap: f"{_OPEN}{gap[1]}{_CLOSE}", html)
    (text,), image, changed = gallery.with_picture([_OUTER.sub("", marked)], find, html)
    text = text.replace("{{", "{ {").replace("}}", "} }")
    text = re.sub(f"{_OPEN}\\s*([^{_CLOSE}]*?)\\s*{_CLOSE}", lambda gap: f"{{{{{' '.join(gap[1].split())}}}}}", text)
    changed = (*changed, *((f"{counted(hints, 'hint')} left out",) if hints else ()))
    more = [
        name
        for name in note.fields
        if name != front_side.gaps and fold(name) not in _BESIDE and text_of(note.fields[name])
    ]
    changed = (*changed, *((f"left out: {', '.join(more)}",) if more else ()))
    return NoteItem("clozes", {"text": text} | image, 0, changed=changed)
