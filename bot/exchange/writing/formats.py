"""Every sort of file that a pack can be written as, beside Anki's decks (bot/features/reviews/anki.py)."""

from bot.exchange.writing.gift import GiftWriter
from bot.exchange.writing.markdown import MarkdownWriter
from bot.exchange.writing.moodle import MoodleXmlWriter
from bot.exchange.writing.pieces import Writer
from bot.exchange.writing.tables import CsvWriter, KahootWriter, XlsxWriter

ANKI = "anki"
"""The name of a deck for Anki, as it's typed."""

WRITERS: dict[str, Writer] = {
    "csv": CsvWriter(),
    "xlsx": XlsxWriter(),
    "gift": GiftWriter(),
    "moodle": MoodleXmlWriter(),
    "kahoot": KahootWriter(),
    "markdown": MarkdownWriter(),
}
"""The name of a sort, as it's typed → what writes it."""
