"""The pages about uploaded files. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.content.inventory import contents
from bot.content.model import Pack
from bot.exchange.import_summary import lines
from bot.exchange.model import Imported
from bot.exchange.tables.headers import FIELDS
from bot.features.imports.actions import (
    BackToPreview,
    DropFile,
    KeepFile,
    PublishFile,
    ReadColumn,
    ShowColumn,
)
from bot.features.imports.making import LOOKED_AT, Advice, Made, is_export
from bot.features.imports.preview import preview
from bot.features.packs.actions import ShowPack, UsePack
from bot.features.packs.model import Listed, count, learned_with
from bot.features.packs.upload import Upload
from bot.features.quizzes.questions import bank
from bot.language.actions import encode
from bot.language.controls import MOST_CHOICES, Button, Buttons, Choice, Emphasis, Menu
from bot.language.locales import language_of
from bot.language.message import Block, Footer, Heading, Message, message
from bot.language.rich_text import CommandMention, Span, strong, text
from bot.language.text import fold, shortened
from bot.language.tongues import NAMES as LANGUAGES

_MOST_LINES = 14
"""Maximum number of lines on what was taken and left out; the rest is counted."""

_MOST_KEPT = 3
_MOST_ADVICE = 3
_LONGEST = 160
_LONGEST_NAME = 60

NOT_USED = "not used"

_READ_AS = {
    "front": "card: front",
    "back": "card: back",
    "term": "term",
    "definition": "term: what it means",
    "prompt": "question",
    "answer": "question: answer",
    "option": "question: an option",
    "tick": "question: whether the option before is right",
    "why": "question: about the option before",
    "options": "question: all options",
    "kind": "question: what sort it is",
    "wrong": "question: a wrong option",
    "correct": "question: what's right",
    "aliases": "other names",
    "key": "key (tells rows apart)",
}
"""Names of fields for people, where the field's own name says too little."""


_NAMED = re.compile(r"`([^`]+)`")
"""Matches names in backquotes, as in messages for authors of files."""


def preview_page(upload: Upload, result: Made, on: Listed | None) -> Message:
    """Preview a pack made from a file, with the choices about it.

    Args:
        upload: the file.
        result: the pack made from it.
        on: the pack that it updates; None for a new one.
    """
    return message(
        Heading(f"{upload.name}: {f'changes to {on.title}' if on else result.pack.title}"),
        text("\n".join(lines(result.imported, _MOST_LINES, _called))),
        *_pack(upload, result, on),
        *_differs(result, on),
        *_language(upload, result),
        *_menu(upload, result.imported.found.columns),
        Heading("As members will see it"),
        *preview(result.imported),
        *_advice(result),
        Buttons(tuple(_decisions(upload, result))),
        Footer(text("I'll keep it for a week; ", CommandMention("/pack import"), " shows this again.")),
        private=True,
        replaces=True,
    )


def nothing_taken(upload: Upload, imported: Imported) -> Message:
    """Show that nothing in a table could be used, with menus to change what its columns are read as."""
    return message(
        Heading(f"{upload.name}: nothing I can take yet"),
        text("\n".join(lines(imported, _MOST_LINES, _called))),
        text("Tell me what its columns are, and I'll read it again."),
        *_menu(upload, imported.found.columns),
        Buttons((Button("Cancel", encode(DropFile(upload.mark)), Emphasis.DANGER),)),
        private=True,
        replaces=True,
    )


def unchanged(upload: Upload, on: Listed, kept: Sequence[str]) -> Message:
    """Say that a file changes nothing.

    Args:
        upload: the file.
        on: the pack.
        kept: a line for each item that differs from the file because an editor changed it.
    """
    file, pack = strong(upload.name), strong(on.title)
    if not kept:
        said = text("Nothing to do: everything in ", file, " is in ", pack, " already.")
    else:
        said = text("Nothing new in ", file, "; ", pack, " stays as your team edited it:\n", "\n".join(_kept(kept)))
    return message(
        said,
        private=True,
        replaces=True,
    )


def column(upload: Upload, columns: Mapping[str, str], position: int) -> Message:
    """Show what a column is read as, and what else it can be.

    Args:
        upload: the table.
        columns: what each column is read as: header → field.
        position: the index of the column, from 0.
    """
    header, now = [*columns.items()][position]

    def press(field: str) -> str:
        return encode(ReadColumn(upload.mark, position, field))

    choices = tuple(Choice(_called(field), press(field)) for field in ("", *FIELDS))
    return message(
        Heading(f"The column “{shortened(header, 40)}”"),
        text(f"I read it as: {_called(now)}."),
        Menu(f"Read it as: {_called(now)}", choices, press(now)),
        Buttons((Button("Back", encode(BackToPreview(upload.mark))),)),
        private=True,
        replaces=True,
    )


def kept(upload: Upload) -> Message:
    """Confirm that a file is kept for later."""
    return message(
        text("I'll keep ", strong(upload.name), " for a week. ", CommandMention("/pack import"), " shows it again."),
        private=True,
        replaces=True,
    )


def dropped(upload: Upload) -> Message:
    """Confirm that a file was deleted."""
    return message(text("Gone: ", strong(upload.name), ". Nothing has changed."), private=True, replaces=True)


def published(result: Made, listed: Listed, *, in_use: bool, administers: bool) -> Message:
    """Confirm that a pack made from a file was published; if it isn't in use, say how to use it.

    Args:
        result: the pack as it was made.
        listed: the pack's entry in the list.
        in_use: whether the pack is in use where the editor is.
        administers: whether the reader may choose packs.
    """
    everywhere = Button("Teach it everywhere", encode(UsePack(listed.id, True)), Emphasis.PRIMARY)
    use = (everywhere, Button("Teach it here", encode(UsePack(listed.id, False))))
    ask = text("An administrator can have me teach it, with ", CommandMention("/pack use"), ".")
    once = "I teach it now; try " if in_use else "Once I teach it, try "
    return message(
        text("Published: ", strong(listed.title), f", version {listed.version}. It has {contents(result.pack)}."),
        Buttons((*(use if administers and not in_use else ()), Button("Show it", encode(ShowPack(listed.id))))),
        *(() if administers or in_use else (ask,)),
        Footer(text(once, *_ways(result.pack), ".")),
        private=True,
        replaces=True,
    )


def _ways(pack: Pack) -> Iterator[Span | CommandMention]:
    """Yield the commands that have something from a pack, which has at least one item."""
    for place, command in enumerate(learned_with(pack, has_quiz=bool(bank(pack)))[:2]):
        if place:
            yield Span(" or ")
        yield CommandMention(command)


def _pack(upload: Upload, result: Made, on: Listed | None) -> Iterator[Block]:
    """Yield which pack is updated, if the editor might not expect that one, and the title that it would get."""
    if on is None:
        return
    if result.pack.title != on.title:
        yield text("Publishing this also renames ", strong(on.title), " to ", strong(result.pack.title), ".")
    same = fold(on.title) == fold(result.imported.pack.title)
    if not (upload.pack or same or is_export(upload, on)):
        yield text(
            "I take it for a new edition of what ",
            strong(on.title),
            " came from. If it isn't, name a new pack with ",
            CommandMention("/pack import title:…"),
            ".",
        )


def _differs(result: Made, on: Listed | None) -> Iterator[Block]:
    """Yield how the new version would differ from the current one."""
    if on is None:
        return
    same = len(result.imported.placed) - result.new - result.changed - len(result.kept)
    sentences = [f"{result.new} new, {result.changed} changed, {max(same, 0)} as before."]
    sentences += _missing(result.gone)
    yield text("\n".join([*sentences, *_corrections(result.corrections), *_kept(result.kept)]))


def _language(upload: Upload, result: Made) -> Iterator[Block]:
    """Yield which language typed answers will be judged in, if that isn't clear, and how to change it."""
    read, now, before = map(_spoken, (result.imported.pack.language, result.pack.language, result.language_before))
    if upload.language:
        if now != before:
            yield text(f"I'll judge typed answers in {now}{f' instead of {before}' if before else ''}.")
    elif read in (now, "English"):
        if not before and now != "English":
            yield text(
                f"I take this for {now}, so I'll judge typed answers in {now}. ",
                "If it isn't, use ",
                CommandMention("/pack import language:English"),
                ".",
            )
    else:
        yield text(
            f"This looks like {read}, but I judge typed answers to {result.pack.title} in {now}. ",
            CommandMention("/pack import"),
            f" with language:{read} changes that.",
        )


def _spoken(language: str) -> str:
    return LANGUAGES.get(language_of(language), language)


def _missing(gone: Sequence[str]) -> Iterator[str]:
    """Yield what the file doesn't have any more."""
    if not gone:
        return
    quoted = ", ".join(f"“{shortened(each, _LONGEST_NAME)}”" for each in gone[:_MOST_KEPT])
    names = f"{quoted}{', …' if len(gone) > _MOST_KEPT else ''}"
    yield (
        f"1 item from earlier imports isn't in the file now; it stays for the moment: {names}"
        if len(gone) == 1
        else f"{len(gone):,} items from earlier imports aren't in the file now; they stay for the moment: {names}"
    )


def _corrections(lines: Sequence[str]) -> Iterator[str]:
    """Yield what was recognised though it asks something else now."""
    yield from lines[:_MOST_KEPT]
    if len(lines) > _MOST_KEPT:
        yield f"… and {len(lines) - _MOST_KEPT:,} more corrections."


def _kept(lines: Sequence[str]) -> Iterator[str]:
    """Yield what's different from the file because an editor changed it."""
    yield from (shortened(each, _LONGEST) for each in lines[:_MOST_KEPT])
    if len(lines) > _MOST_KEPT:
        yield f"… and {len(lines) - _MOST_KEPT:,} more that editors changed."


def _menu(upload: Upload, columns: Mapping[str, str]) -> Iterator[Menu]:
    """Yield the menu of a table's columns."""
    lines = [
        Choice(f"{shortened(header, 40)} → {_called(field)}", encode(ShowColumn(upload.mark, position)))
        for position, (header, field) in enumerate(columns.items())
    ]
    if lines:
        yield Menu("Is a column something else?", tuple(lines[:MOST_CHOICES]))


def _called(field: str) -> str:
    return _READ_AS.get(field, field) or NOT_USED


def _advice(result: Made) -> Iterator[Block]:
    """Yield advice on what could be better."""
    if count(result.pack) > LOOKED_AT:
        yield text(f"I only look for what could be better in packs of up to {LOOKED_AT:,} items.")
    if not result.advice:
        return
    yield Heading("What could be better")
    more = len(result.advice) - _MOST_ADVICE
    most = sorted(result.advice, key=lambda each: -each.times)[:_MOST_ADVICE]
    quoted = [replace(each, sentence=_NAMED.sub(r"“\1”", each.sentence)) for each in most]
    bullets = [f"• {_about(each)}{shortened(each.sentence, _LONGEST)}" for each in quoted]
    yield text("\n".join([*bullets, *([f"… and {more} more"] if more > 0 else [])]))


def _about(advice: Advice) -> str:
    """Return which items some advice is about, before its sentence, unless that names the item anyway."""
    many = f"{advice.times} times" if advice.times > 1 else ""
    item = "" if advice.sentence.startswith(advice.item) else advice.item
    return f"{', as in '.join(filter(None, (many, item)))}: " if many or item else ""


def _decisions(upload: Upload, result: Made) -> Iterator[Button]:
    yield Button("Publish", encode(PublishFile(upload.mark, removes_missing=False)), Emphasis.PRIMARY)
    if result.gone:
        yield Button(
            f"Publish, and remove {len(result.gone)}", encode(PublishFile(upload.mark, removes_missing=True))
        )
    yield Button("Keep as draft", encode(KeepFile(upload.mark)))
    yield Button("Cancel", encode(DropFile(upload.mark)), Emphasis.DANGER)
