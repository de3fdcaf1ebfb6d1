"""Convert rows with options to questions. Pure."""

import re
from typing import Any

from bot.exchange import questions
from bot.exchange.questions import NoQuestion
from bot.exchange.tables.marking import By, marks_one, right
from bot.exchange.tables.row_cells import Cells

_TYPED = re.compile(r"fill|blank|typ(?:ed|ing)|short|lücke", re.IGNORECASE)
_UNJUDGED = re.compile(r"poll|survey|umfrage|sondage", re.IGNORECASE)
"""What programs call questions without right answers."""


def is_choice(cells: Cells, has_own: bool) -> bool:
    """Return whether a row is a question with options; without any, it still is if the answer is an option's letter.

    Args:
        cells: the row's cells.
        has_own: whether the table has a column for the right option, so that an answer in another column is typed.
    """
    if any(cells.options) or cells.wrong:
        return bool(cells.mark) or len(list(filter(None, cells.options))) > 1 or bool(_TYPED.search(cells["kind"]))
    is_apart = has_own and cells["answer"] and not cells["correct"]
    return not is_apart and marks_one(cells.mark, len(cells.options))


def choice(prompt: str, cells: Cells, by: By) -> dict[str, Any]:
    """Return the fields of a question with options.

    Args:
        prompt: the text of the question.
        cells: the row's cells.
        by: how the table says which option is right.

    Raises:
        NoQuestion: the row can't be turned into a question.
    """
    if cells.wrong:
        rights = [each for each in (cells["correct"] or cells["answer"],) if each]
        options, places = [*rights, *cells.wrong], list(range(len(rights)))
        return questions.choice(prompt, options, places, dict.fromkeys(places, cells["explanation"]))
    filled = [place for place, option in enumerate(cells.options) if option]
    is_typed = _TYPED.fullmatch(cells.mark.strip()) or (not cells.mark and _TYPED.search(cells["kind"]))
    if is_typed and not cells.ticked:
        return questions.typed(prompt, [cells.options[place] for place in filled], cells["explanation"])
    marked = _marked(cells, by)
    if not marked and _UNJUDGED.search(cells["kind"]):
        raise NoQuestion("is a poll, in which nothing is right or wrong")
    options, places = [cells.options[place] for place in filled], [filled.index(place) for place in marked]
    if len(options) == 1 and places:  # Quizizz writes questions with a gap like this
        return questions.typed(prompt, options, cells["explanation"])
    whys = {filled.index(place): why for place, why in cells.whys.items() if place in filled}
    for place in places:
        whys[place] = questions.together(whys.get(place, ""), cells["explanation"])
    return questions.choice(prompt, options, places, whys)


def _marked(cells: Cells, by: By) -> list[int]:
    """Return the indexes of the right options, according to a column, or to ticks and stars."""
    if cells.mark.strip():
        return right(cells.mark, cells.options, by)
    if not cells.ticked:
        cells.unstarred()
    return [place for place in cells.ticked if cells.options[place]]
