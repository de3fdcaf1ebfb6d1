"""The pages that exported files come with. Pure."""

from bot.exchange.writing.pieces import Writer, Written, lines
from bot.features.learners.settings_page import NamedPack
from bot.language.message import File, Footer, Message, message
from bot.language.rich_text import strong, text
from bot.language.text import counted

_MOST_LINES = 12


def folder(pack: NamedPack, data: bytes) -> Message:
    """Return a pack's folder."""
    return message(
        text("Here's ", strong(pack.title), " as a folder of YAML. Anyone who runs Versed can teach from it."),
        File(f"{pack.id}.zip", data, "application/zip"),
        private=True,
    )


def deck(pack: NamedPack, data: bytes, cards: int) -> Message:
    """Return a pack as a deck for Anki.

    Args:
        pack: the pack's entry in the list.
        data: the content of the file.
        cards: the number of cards in the deck.
    """
    return message(
        text("Here's ", strong(pack.title), f" as a deck for Anki: {counted(cards, 'card')}."),
        File(f"{pack.id}.apkg", data, "application/octet-stream"),
        Footer("Questions, tips and comparisons aren't in it unless they're flashcards, too."),
        private=True,
    )


def written(pack: NamedPack, writer: Writer, file: Written) -> Message:
    """Return a pack in another program's format, and say what's left out.

    Args:
        pack: the pack's entry in the list.
        writer: the writer of that format.
        file: the written file.
    """
    return message(
        text("Here's ", strong(pack.title), "."),
        text("\n".join(lines(file, writer.name, _MOST_LINES))),
        File(f"{pack.id}.{writer.ending}", file.data, "application/octet-stream"),
        private=True,
    )
