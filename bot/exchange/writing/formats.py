"""All file formats that a pack can be exported to, except for Anki's decks (bot/features/reviews/anki.py)."""

from bot.exchange.writing.gift import GiftWriter
from bot.exchange.writing.markdown import MarkdownWriter
from bot.exchange.writing.moodle import MoodleXmlWriter
from bot.exchange.writing.pieces import Writer
from bot.exchange.writing.tables import CsvWriter, KahootWriter, XlsxWriter

ANKI = "anki"
"""The name that people type for an Anki deck."""

WRITERS: dict[str, Writer] = {
    "csv": CsvWriter(),
    "xlsx": XlsxWriter(),
    "gift": GiftWriter(),
    "moodle": MoodleXmlWriter(),
    "kahoot": KahootWriter(),
    "markdown": MarkdownWriter(),
}
"""The name that people type for a format → its writer."""
