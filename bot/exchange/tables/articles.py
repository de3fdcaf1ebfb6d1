"""Put the articles of vocabulary lists, which often have a column of their own, before their nouns. Pure."""

from collections.abc import Sequence

from bot.exchange.tables.header_rows import SheetRow
from bot.language.text import fold

_NAMES = """
    der die das den ein eine le la les l' un une des el los las una il lo gli i o a os as um uma de het een the an
"""
_ARTICLES = frozenset(map(fold, _NAMES.split()))
_HEADERS = frozenset(("article", "artikel", "art.", "articolo", "artigo", "articulo", "lidwoord", "der/die/das"))

_FEWEST = 2
_SAMPLED = 200


def with_articles(rows: Sequence[SheetRow]) -> tuple[Sequence[SheetRow], bool]:
    """Return rows with each article before its noun, and whether there were any.

    Args:
        rows: all rows of a table, including headers.
    """
    spot = next((spot for spot in range(max(map(len, rows), default=0)) if _holds_articles(rows, spot)), None)
    if spot is None:
        return rows, False
    return [_moved(row, spot) for row in rows], True


def _holds_articles(rows: Sequence[SheetRow], spot: int) -> bool:
    """Return whether a column holds articles, perhaps below a header, and the next one what they belong to."""
    column = [_cell(row, spot) for row in rows[:_SAMPLED]]
    filled = [(place, fold(cell)) for place, cell in enumerate(column) if cell]
    has_header = bool(filled) and filled[0][1] in _HEADERS
    articles = [(place, cell) for place, cell in filled if cell in _ARTICLES]
    if len(articles) < _FEWEST or len(filled) - len(articles) > 1 or (filled[0][1] not in _ARTICLES | _HEADERS):
        return False
    if not has_header and all(len(cell) < 2 for _, cell in articles):  # letters, which may say what's right
        return False
    return all(len(_cell(rows[place], spot + 1)) > 1 for place, _ in articles)


def _moved(row: SheetRow, spot: int) -> SheetRow:
    article, noun = _cell(row, spot), _cell(row, spot + 1)
    if fold(article) not in _ARTICLES or not noun:
        return row
    cells = list(row)
    cells[spot : spot + 2] = "", article + noun if article[-1] in "'’" else f"{article} {noun}"
    return cells


def _cell(row: SheetRow, spot: int) -> str:
    return row[spot].strip() if spot < len(row) else ""
