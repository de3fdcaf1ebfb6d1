"""Packs, handed out. Pure."""

from bot.exchange.writing.pieces import Writer, Written, lines
from bot.features.learners.settings_page import NamedPack
from bot.language.message import File, Footer, Message, message
from bot.language.rich_text import strong, text
from bot.language.text import counted

_MOST_LINES = 12


def folder(pack: NamedPack, data: bytes) -> Message:
    """Hand out a pack's files."""
    return message(
        text("Here's ", strong(pack.title), " as a folder of YAML. Anyone who runs Versed can teach from it."),
        File(f"{pack.id}.zip", data, "application/zip"),
        private=True,
    )


def deck(pack: NamedPack, data: bytes, cards: int) -> Message:
    """Hand out a pack as a deck for Anki.

    Args:
        pack: how it's listed.
        data: the file.
        cards: how many the deck has.
    """
    return message(
        text("Here's ", strong(pack.title), f" as a deck for Anki: {counted(cards, 'card')}."),
        File(f"{pack.id}.apkg", data, "application/octet-stream"),
        Footer("Questions, tips and comparisons aren't in it unless they're flashcards, too."),
        private=True,
    )


def written(pack: NamedPack, writer: Writer, file: Written) -> Message:
    """Hand out a pack as a file of another program's, and say what isn't in it.

    Args:
        pack: how it's listed.
        writer: what wrote the file.
        file: as it was written.
    """
    return message(
        text("Here's ", strong(pack.title), "."),
        text("\n".join(lines(file, writer.name, _MOST_LINES))),
        File(f"{pack.id}.{writer.ending}", file.data, "application/octet-stream"),
        private=True,
    )
