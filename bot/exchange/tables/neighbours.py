"""Infer the fields of columns from their neighbours and cells if headers aren't enough. Pure."""

import re
from collections.abc import Sequence
from statistics import median

from bot.exchange.tables.header_rows import repeats
from bot.exchange.tables.headers import KINDS, STANDS_FOR, field_of, folded

_MARKED = frozenset("abcdefgh12345678")
_LETTERS = re.compile(r"[a-jA-J]?")
_TICK = re.compile(
    r"x|\*|✓|✔|☑|✅|✗|✘|❌|☐|1|0|yes|no|y|n|true|false|ja|nein|oui|non|wahr|falsch|si|sí|-|", re.IGNORECASE
)
_ASKED = frozenset({"prompt", "front", "term"})
_ANSWERS = {"front": "back", "term": "definition", "prompt": "answer"}
_ANSWERED = frozenset((*_ANSWERS.values(), "correct", "wrong", "aliases"))
_GENDERS = frozenset(("m", "f", "n", "w", "nt", "mf", "m/f", "pl", "masc", "fem", "neut", "masculine", "feminine"))
_SHORTEST_QUESTION = 8
_SAYING = frozenset({"correct", "answer", "tick", "wrong"})
"""Fields of columns that say which option is right."""


def inferred(fields: Sequence[str], headers: Sequence[str], columns: Sequence[Sequence[str]]) -> list[str]:
    """Return the fields of columns, correcting and completing those known by their headers.

    Args:
        fields: the field of each column by its header; "" for none.
        headers: the names of the columns; “column 3” for one without a name.
        columns: the cells of each column, from some of the rows.
    """
    found = _moved(list(fields), headers, columns)
    found = _long_forms(found, headers)
    if "term" in found and "explanation" in found and not {"definition", "back", "answer"} & set(found):
        found[found.index("explanation")] = "definition"
    if found.count("option") > 1:
        found = _by_option(found, columns)
        if _SAYING.isdisjoint(found):
            found = _lettered(found, columns)
    found = _single(found, columns)
    has_options = found.count("option") > 1 or "options" in found
    if has_options and _ASKED.isdisjoint(found):
        found = _asking(found, headers, columns)
    if has_options and _SAYING.isdisjoint(found):
        open_ = [spot for spot, field in enumerate(found) if not field and field_of(headers[spot]) is None]
        spot = marked(columns, open_, [spot for spot, field in enumerate(found) if field == "option"])
        if spot is not None:
            found[spot] = "correct"
    kind = next((spot for spot, header in enumerate(headers) if folded(header) in KINDS), None)
    if has_options and kind is not None and not found[kind]:
        found[kind] = "kind"
    return found if has_options else _completed(found, headers, columns)


def _completed(fields: list[str], headers: Sequence[str], columns: Sequence[Sequence[str]]) -> list[str]:
    """Complete a column of questions, or of answers: the first texts with an unknown header are the other one."""
    asked = next((field for field in fields if field in _ASKED), None)
    answered = next((field for field in fields if field in _ANSWERED), None)
    missing = _ANSWERS.get(asked or "") if answered is None else None
    if asked is None and answered is not None:
        missing = next((each for each, answer in _ANSWERS.items() if answer == answered), None)
    open_ = (spot for spot, field in enumerate(fields) if not field and field_of(headers[spot]) is None)
    spot = next((spot for spot in open_ if not repeats(columns[spot]) and not says_little(columns[spot])), None)
    if missing is not None and spot is not None:
        fields[spot] = missing
    return fields


def says_little(column: Sequence[str]) -> bool:
    """Return whether a column has nothing that could be asked: only numbers, prices, dates or genders of words."""
    return all(cell.rstrip(".").lower() in _GENDERS or not any(map(str.isalpha, cell)) for cell in column)


def marked(columns: Sequence[Sequence[str]], open_: Sequence[int], options: Sequence[int]) -> int | None:
    """Return the index of the column that says which option is right, by letter, number or text; None if none does.

    Args:
        columns: the cells of each column.
        open_: the indexes of the candidates.
        options: the indexes of columns that may hold options.
    """
    for spot in reversed(open_):
        filled = [(place, cell) for place, cell in enumerate(columns[spot]) if cell]
        if len(filled) < 2 or _are_counted([cell for _, cell in filled]):
            continue
        marks = sum(cell.lower().strip(" .)") in _MARKED for _, cell in filled)
        same = sum(any(columns[other][place] == cell for other in options if other != spot) for place, cell in filled)
        if max(marks, same) >= 0.8 * len(filled):
            return spot
    return None


def _are_counted(cells: Sequence[str]) -> bool:
    """Return whether cells number the rows: 1, 2, 3 and so on."""
    return len(cells) > 2 and [cell.strip(" .)") for cell in cells] == [str(each + 1) for each in range(len(cells))]


def only_ticks(column: Sequence[str]) -> bool:
    """Return whether a column has only ticks, and isn't empty."""
    return any(column) and all(_TICK.fullmatch(cell) for cell in column)


def _moved(fields: list[str], headers: Sequence[str], columns: Sequence[Sequence[str]]) -> list[str]:
    """Move the field of a header over numbers to the texts beside them, if that column has no header."""
    for spot, field in enumerate(fields[:-1]):
        has_none = headers[spot + 1] == f"column {spot + 2}"
        beside = [cell for cell, text in zip(columns[spot], columns[spot + 1], strict=True) if text]
        if field in _ASKED and has_none and any(beside) and all(cell.isdecimal() or not cell for cell in beside):
            fields[spot], fields[spot + 1] = "", field
    return fields


def _long_forms(fields: list[str], headers: Sequence[str]) -> list[str]:
    """Read the long forms of abbreviations as aliases if another column has definitions."""
    spots = [spot for spot, header in enumerate(headers) if folded(header) in STANDS_FOR]
    others = [spot for spot, header in enumerate(headers) if field_of(header) == "definition" and spot not in spots]
    if "term" in fields and spots and others:
        fields[spots[0]], fields[others[0]] = "aliases", "definition"
    return fields


def _by_option(fields: list[str], columns: Sequence[Sequence[str]]) -> list[str]:
    """Assign the columns right after each option to that option: ticks, or explanations."""
    behind = [spot for spot, field in enumerate(fields) if spot and fields[spot - 1] in ("option", "tick", "why")]
    for named, each in (("correct", "tick"), ("explanation", "why")):
        spots = [spot for spot in behind if fields[spot] == named]
        ticks = named != "correct" or all(only_ticks(columns[spot]) or not any(columns[spot]) for spot in spots)
        if len(spots) > 1 and ticks:
            for spot in spots:
                fields[spot] = each
    return fields


def _lettered(fields: list[str], columns: Sequence[Sequence[str]]) -> list[str]:
    """Read columns of letters after the options as naming the right ones: “Answer 1” beside A, B, C and D."""
    spots = [spot for spot, field in enumerate(fields) if field == "option"]
    letters = [spot for spot in spots if any(columns[spot]) and all(map(_LETTERS.fullmatch, columns[spot]))]
    if letters and len(spots) - len(letters) > 1 and letters[0] > spots[len(spots) - len(letters) - 1]:
        for spot in letters:
            fields[spot] = "correct"
    return fields


def _single(fields: list[str], columns: Sequence[Sequence[str]]) -> list[str]:
    """Keep only the first column that says which option is right, unless each has just a letter."""
    spots = [spot for spot, field in enumerate(fields) if field == "correct"]
    if not all(_LETTERS.fullmatch(cell) for spot in spots for cell in columns[spot]):
        for spot in spots[1:]:
            fields[spot] = ""
    return fields


def _asking(fields: list[str], headers: Sequence[str], columns: Sequence[Sequence[str]]) -> list[str]:
    """Read the column with the longest texts as the question, preferably one before the options."""
    open_ = [
        spot
        for spot, field in enumerate(fields)
        if not field and field_of(headers[spot]) is None and any(columns[spot]) and not repeats(columns[spot])
    ]
    lengths = {spot: median(len(cell) for cell in columns[spot] if cell) for spot in open_}
    texts = [spot for spot in open_ if lengths[spot] > _SHORTEST_QUESTION]
    options = next(spot for spot, field in enumerate(fields) if field in ("option", "options"))
    before = [spot for spot in texts if spot < options]
    if texts:
        fields[max(before or texts, key=lambda spot: lengths[spot])] = "prompt"
    return fields
