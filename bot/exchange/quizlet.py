"""Read Quizlet's exports: each card is a term, a tab and its definition, followed by a line break or semicolon."""

from bot.exchange.model import ParsedFile
from bot.exchange.source import SourceFile
from bot.exchange.tables.headers import field_of
from bot.exchange.tables.rows import Worksheet, parsed_file

_SAMPLED = 300
_FEWEST = 3


class Quizlet:
    """Reads sets exported from Quizlet."""

    name = "Quizlet export"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is from Quizlet: every card has one tab, and there are no headers."""
        text = source.text or ""
        if _on_one_line(text):
            return 0.6
        if "\t" not in text[:10_000]:
            return 0.0
        cards = [card for card in _cards(text)[:_SAMPLED] if card.strip()]
        fitting = sum(card.count("\t") == 1 and not card.startswith("\t") for card in cards)
        if not cards or fitting < 0.9 * len(cards) or len(cards) < 2:
            return 0.0
        return 0.0 if all(map(field_of, cards[0].split("\t"))) else 0.6

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a set.

        Raises:
            Unreadable: the chosen columns don't fit.
        """
        text = source.text or ""
        rows = _on_one_line(text) or [card.split("\t", 1) for card in _cards(text)]
        return parsed_file(self.name, [Worksheet(rows)], source.columns, source.notes)


def _on_one_line(text: str) -> list[list[str]]:
    """Return the sides of cards that are all on one line, between semicolons; none if it isn't like that."""
    cards = [card.split(",") for card in text.strip().split(";") if card.strip()]
    is_one = "\n" not in text.strip() and len(cards) >= _FEWEST and all(len(card) == 2 for card in cards)
    return [[side.strip() for side in card] for card in cards] if is_one else []


def _cards(text: str) -> list[str]:
    """Return the cards of a set; lines without a tab continue the previous card's definition."""
    lines = text.split("\n")
    if ";" in text and any(line.count("\t") > 1 for line in lines):
        return [card for card in text.strip().split(";") if card.strip()]
    cards: list[list[str]] = []
    for line in lines:
        if "\t" in line or not cards:
            cards.append([line])
        else:
            cards[-1].append(line)
    return ["\n".join(card).rstrip("\n") for card in cards]
