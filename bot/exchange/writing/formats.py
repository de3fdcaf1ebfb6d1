"""Every sort of file that a pack can be written as, beside Anki's decks (bot/features/reviews/anki.py)."""

from bot.exchange.writing.gift import Gift
from bot.exchange.writing.markdown import Markdown
from bot.exchange.writing.moodle import MoodleXml
from bot.exchange.writing.pieces import Writer
from bot.exchange.writing.tables import Csv, Kahoot, Xlsx

ANKI = "anki"
"""The name of a deck for Anki, as it's typed."""

WRITERS: dict[str, Writer] = {
    "csv": Csv(),
    "xlsx": Xlsx(),
    "gift": Gift(),
    "moodle": MoodleXml(),
    "kahoot": Kahoot(),
    "markdown": Markdown(),
}
"""The name of a sort, as it's typed → what writes it."""
