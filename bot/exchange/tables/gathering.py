"""Find rows that belong to others: headings between rows, and questions with one row per answer. Pure."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from bot.exchange import questions
from bot.exchange.tables.row_cells import Cells, is_tick
from bot.language.text import as_seen

_LONGEST_HEADING = 60
_FEWEST_COLUMNS = 3
"""With at least this many columns, a row with a single cell is a heading rather than an incomplete item."""

_VERDICTS = frozenset({"", *"01xyn✓✔✅☑✗✘❌☐", "yes", "no", "right", "wrong", "correct", "incorrect"})
_REQUIRED = ("(required)", "(required in all cases", "(optional)")


def is_template(cells: Cells) -> bool:
    """Return whether a row describes the columns, as in templates below their headers."""
    return any(each in cells.asked.lower() for each in _REQUIRED) and "question" in cells.asked.lower()


def headings_among(fields: Sequence[str], rows: Sequence[Cells]) -> dict[int, str]:
    """Return the rows that are headings for the rows below them: index → heading.

    Args:
        fields: the fields that the columns are read as.
        rows: the rows of the table.
    """
    if "topic" in fields or sum(map(bool, fields)) < _FEWEST_COLUMNS:
        return {}
    found = {place: cells.first for place, cells in enumerate(rows) if _is_heading(cells)}
    has_below = all(place + 1 < len(rows) and place + 1 not in found for place in found)
    return found if has_below and (0 in found or len(found) > 1) else {}


def _is_heading(cells: Cells) -> bool:
    return cells.filled == 1 and len(cells.first) <= _LONGEST_HEADING and cells.first[-1] not in "?.!…_"


def gathered(rows: Sequence[tuple[int, Cells]]) -> list[tuple[int, Cells]]:
    """Join questions that have one row per answer, with a column that says whether it's right.

    Args:
        rows: the rows of a table, with their numbers.

    Returns:
        One row for each question, with the number of its first row; none if the table isn't like that.
    """
    prompts = list(accumulate((as_seen(cells.asked) for _, cells in rows), _filled_down))
    verdicts = [cells["correct"] for _, cells in rows]
    if not any(map(is_tick, verdicts)) or any(_is_no_verdict(each) for each in verdicts):
        return []
    if not any(before == after for before, after in pairwise(prompts)):
        return []
    found: list[tuple[int, Cells]] = []
    for place, (number, cells) in enumerate(rows):
        if not place or prompts[place] != prompts[place - 1]:
            found.append((number, cells))
        found[-1][1].options.append(cells["answer"])
        found[-1][1].ticked += [len(found[-1][1].options) - 1] if is_tick(cells["correct"]) else []
    for _, cells in found:
        cells.forget("correct", "answer")
    return found


def _filled_down(above: str, own: str) -> str:
    return own or above


def _is_no_verdict(text: str) -> bool:
    return questions.truth(text) is None and text.strip().lower() not in _VERDICTS
