"""Rows whose answer is chosen become questions. Pure."""

import re
from typing import Any

from bot.exchange import questions
from bot.exchange.questions import NoQuestion
from bot.exchange.tables.marking import By, marks_one, right
from bot.exchange.tables.row_cells import Cells

_TYPED = re.compile(r"fill|blank|typ(?:ed|ing)|short|lücke", re.IGNORECASE)
_UNJUDGED = re.compile(r"poll|survey|umfrage|sondage", re.IGNORECASE)
"""Kinds of questions, as programs call them."""


def is_choice(cells: Cells, has_own: bool) -> bool:
    """Return whether a row asks to choose; without options it doesn't, if its answer has a column apart.

    Args:
        cells: of the row.
        has_own: whether its table has a column for what's right.
    """
    if any(cells.options) or cells.wrong:
        return bool(cells.mark) or len(list(filter(None, cells.options))) > 1 or bool(_TYPED.search(cells["kind"]))
    is_apart = has_own and cells["answer"] and not cells["correct"]
    return not is_apart and marks_one(cells.mark, len(cells.options))


def choice(asked: str, cells: Cells, by: By) -> dict[str, Any]:
    """Return the fields of a question with options.

    Args:
        asked: what's asked.
        cells: of its row.
        by: how its table says which option is right.

    Raises:
        NoQuestion: none can be made of it.
    """
    if cells.wrong:
        rights = [each for each in (cells["correct"] or cells["answer"],) if each]
        options, places = [*rights, *cells.wrong], list(range(len(rights)))
        return questions.choice(asked, options, places, dict.fromkeys(places, cells["explanation"]))
    kept = [place for place, option in enumerate(cells.options) if option]
    is_typed = _TYPED.fullmatch(cells.mark.strip()) or (not cells.mark and _TYPED.search(cells["kind"]))
    if is_typed and not cells.ticked:
        return questions.typed(asked, [cells.options[place] for place in kept], cells["explanation"])
    marked = _marked(cells, by)
    if not marked and _UNJUDGED.search(cells["kind"]):
        raise NoQuestion("is a poll, in which nothing is right or wrong")
    options, places = [cells.options[place] for place in kept], [kept.index(place) for place in marked]
    if len(options) == 1 and places:  # as Quizizz has questions with a gap
        return questions.typed(asked, options, cells["explanation"])
    whys = {kept.index(place): why for place, why in cells.whys.items() if place in kept}
    for place in places:
        whys[place] = questions.together(whys.get(place, ""), cells["explanation"])
    return questions.choice(asked, options, places, whys)


def _marked(cells: Cells, by: By) -> list[int]:
    """Return the places of the options that are right: by what a column says, or by ticks and stars."""
    if cells.mark.strip():
        return right(cells.mark, cells.options, by)
    if not cells.ticked:
        cells.unstarred()
    return [place for place in cells.ticked if cells.options[place]]
