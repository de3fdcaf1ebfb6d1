"""How a table is laid out: where its headers stand, and which column is read as what. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

from bot.exchange.source import Unreadable
from bot.exchange.tables.headers import FIELDS, MANY, field_of, is_language, named
from bot.language.text import fold, listed

Row: TypeAlias = "Sequence[str]"

_LOOKED_AT = 20
"""Rows among which headers are looked for: templates explain themselves first."""

_SAMPLED = 200
_LONGEST_HEADER = 40
_ANSWERS = {"front": "back", "term": "definition", "prompt": "answer"}
_BESIDE = {**_ANSWERS, **{answer: asked for asked, answer in _ANSWERS.items()}, "correct": "prompt"}
"""What a column is whose header isn't known, beside one whose header is."""

_MARKED = frozenset("abcdefgh12345678")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is laid out.

    Args:
        headers: what the columns are called: by the table, or “column 1” where it doesn't say.
        fields: what each is read as; "" for none.
        start: the place of the first row with contents, from 0.
        is_known: whether the headers say so, and nothing was guessed.
    """

    headers: tuple[str, ...]
    fields: tuple[str, ...]
    start: int
    is_known: bool

    @property
    def columns(self) -> dict[str, str]:
        """Return header → field."""
        return dict(zip(self.headers, self.fields, strict=True))

    @property
    def says_enough(self) -> bool:
        """Return whether there's something that asks, and something else."""
        return any(each in self.fields for each in _ANSWERS) and sum(map(bool, self.fields)) > 1


def layout(rows: Sequence[Row], columns: Mapping[str, str]) -> Layout:
    """Find out how a table is laid out.

    Args:
        rows: all of it, as texts.
        columns: what was said: header → field.

    Raises:
        Unreadable: what was said doesn't fit the table.
    """
    width = min(max(map(len, rows[:_SAMPLED]), default=0), 50)
    place = _header_row(rows, columns)
    if place is None:
        place = _likely_header(rows, width)
    headers = _headers(rows[place] if place is not None else (), width)
    start = 0 if place is None else place + 1
    by_name = [field_of(header) if place is not None else None for header in headers]
    told = _told(headers, columns)
    known = sum(bool(each) for each in by_name) > 1
    fields = [told.get(spot, each or "") for spot, each in enumerate(by_name)]
    if fields.count("option") == 1 and {"answer", "correct", "wrong", "options"}.isdisjoint(fields):
        fields[fields.index("option")] = "answer"  # Q and A
    if not known and not told:
        fields = guessed(rows[start : start + _SAMPLED], width, by_name)
    return Layout(headers, tuple(_single(fields, told)), start, known or bool(told))


def _header_row(rows: Sequence[Row], columns: Mapping[str, str]) -> int | None:
    """Return where the headers stand, if any are known."""
    said = named(columns)
    best, most = None, 1
    for place, row in enumerate(rows[:_LOOKED_AT]):
        found = [field_of(cell) or "" for cell in row if cell.strip() and len(cell) <= 80]
        score = sum(map(bool, found)) + sum(fold(cell.strip()) in said for cell in row)
        if (score > most and (len(set(found) - {""}) > 1 or said)) or (said and best is None and score):
            best, most = place, max(score, most)
    return best


def _likely_header(rows: Sequence[Row], width: int) -> int | None:
    """Return 0 if the first row looks like headers of which one is known at most.

    They're all filled and short, and one is known, all are languages, or the rest is longer.
    """
    if len(rows) < 2 or width < 2:
        return None
    first = [cell.strip() for cell in rows[0]]
    if len(first) < width or not all(first) or len(set(first)) < len(first):
        return None
    if any(len(cell) > _LONGEST_HEADER or cell[-1] in "?.!," or cell[0].isdigit() for cell in first):
        return None
    if any(field_of(cell) in _BESIDE for cell in first) and all(cell[0].isupper() for cell in first):
        return 0
    if all(map(is_language, first)) and not all(map(is_language, rows[1])):
        return 0
    if len(rows) < 4:
        return None
    rest = [[row[spot].strip() for row in rows[1:_SAMPLED] if spot < len(row)] for spot in range(width)]
    longer = sum(
        median(map(len, column)) > 1.5 * len(cell) + 5 for cell, column in zip(first, rest, strict=True) if column
    )
    apart = any(_repeats(column) and cell not in column for cell, column in zip(first, rest, strict=True))
    return 0 if longer * 2 >= width or (longer and apart) else None


def _headers(row: Row, width: int) -> tuple[str, ...]:
    """Return what the columns are called, each by a name of its own."""
    names: list[str] = []
    for spot in range(width):
        name = " ".join(row[spot].split())[:80] if spot < len(row) else ""
        name = name or f"column {spot + 1}"
        names.append(name if name not in names else f"{name} ({spot + 1})")
    return tuple(names)


def _told(headers: Sequence[str], columns: Mapping[str, str]) -> dict[int, str]:
    """Return what was said about columns, by their place."""
    told: dict[int, str] = {}
    places = {" ".join(fold(header).split()): spot for spot, header in enumerate(headers)}
    for header, field in columns.items():
        place = places.get(" ".join(fold(header).split()))
        if place is None:
            raise Unreadable(f"There's no column “{header}”; there are {listed(list(headers)[:12], 'and')}.")
        if field and field not in FIELDS:
            raise Unreadable(f"A column can't be read as “{field}”; use {listed(list(FIELDS), 'or')}.")
        told[place] = field
    return told


def _single(fields: Sequence[str], told: Mapping[int, str]) -> list[str]:
    """Return the fields of columns, of which only some may be there more than once; what was said comes first."""
    taken = set(told.values())
    kept: list[str] = []
    for spot, field in enumerate(fields):
        is_free = spot in told or field in MANY or field not in taken
        kept.append(field if is_free else "")
        taken.add(field)
    return kept


def guessed(rows: Sequence[Row], width: int, by_name: Sequence[str | None]) -> list[str]:
    """Return what the columns of a table are by what stands in them.

    Args:
        rows: some of it.
        width: how many columns it has.
        by_name: what each is by its header, as far as that's known.
    """
    columns = [[row[spot].strip() if spot < len(row) else "" for row in rows] for spot in range(width)]
    fields = [each or "" for each in by_name]
    open_ = [spot for spot in range(width) if by_name[spot] is None and any(columns[spot])]
    correct = _marked(columns, open_)
    if correct is not None and len(open_) > 3:
        return _of_questions(columns, open_, correct, fields)
    if len(open_) > 2 and "topic" not in fields:
        topic = next((spot for spot in open_ if _repeats(columns[spot])), None)
        if topic is not None:
            fields[topic] = "topic"
            open_.remove(topic)
    beside = next((_BESIDE[field] for field in fields if field in _BESIDE), "")
    if open_ and beside and beside not in fields:
        fields[open_[0]] = beside
    elif len(open_) >= 2:
        first, second = open_[:2]
        fields[first], fields[second] = _pair(columns[first], columns[second])
    return fields


def _pair(asked: Sequence[str], answered: Sequence[str]) -> tuple[str, str]:
    """Return what two columns are: questions, terms, or the two sides of cards."""
    filled = [each for each in asked if each]
    if sum(each.endswith("?") for each in filled) * 2 > len(filled):
        return "prompt", "answer"
    short = median(map(len, filled)) if filled else 0
    long = median([len(each) for each in answered if each] or [0])
    return ("term", "definition") if short <= 40 and long >= max(30, 1.5 * short) else ("front", "back")


def _marked(columns: Sequence[Sequence[str]], open_: Sequence[int]) -> int | None:
    """Return the column that says which option is right: a letter or a number, or what another column says."""
    for spot in reversed(open_):
        filled = [(place, cell) for place, cell in enumerate(columns[spot]) if cell]
        if len(filled) < 2:
            continue
        marks = sum(cell.lower().strip(" .)") in _MARKED for _, cell in filled)
        same = sum(any(columns[other][place] == cell for other in open_ if other != spot) for place, cell in filled)
        if max(marks, same) >= 0.8 * len(filled):
            return spot
    return None


def _of_questions(
    columns: Sequence[Sequence[str]], open_: Sequence[int], correct: int, fields: list[str]
) -> list[str]:
    """Return what the columns of a table of questions are: what's asked comes before the options."""
    texts = (spot for spot in open_ if spot != correct and not _repeats(columns[spot]) and _is_text(columns[spot]))
    asked = next(texts, open_[0])
    for spot in open_:
        if spot == correct:
            fields[spot] = "correct"
        elif spot == asked:
            fields[spot] = "prompt"
        elif asked < spot < correct or (correct < asked and spot > asked):
            fields[spot] = "option"
        elif spot < asked and _repeats(columns[spot]):
            fields[spot] = "topic"
        elif spot > correct:
            fields[spot] = "topic" if _repeats(columns[spot]) else "explanation"
    return fields


def _is_text(column: Sequence[str]) -> bool:
    return median([len(cell) for cell in column if cell] or [0]) > 8


def _repeats(column: Sequence[str]) -> bool:
    """Return whether a column has few different values, as one of topics does."""
    filled = [cell for cell in column if cell]
    return len(filled) >= 4 and len(Counter(filled)) * 2 <= len(filled) and max(map(len, filled)) <= 80
