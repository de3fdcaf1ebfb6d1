"""Find out a table's layout: where its headers are, and the field of each column. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from statistics import median

from bot.exchange import questions
from bot.exchange.source import Unreadable
from bot.exchange.tables.header_rows import ANSWERS, BESIDE, SheetRow, headers_in, repeats
from bot.exchange.tables.headers import FIELDS, LEVELS, MANY, fields_of, lone_option, with_languages
from bot.exchange.tables.neighbours import inferred, marked, says_little
from bot.language.text import fold, listed

_SAMPLED = 200
_LONGEST_OPTION = 40


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a table.

    Args:
        headers: the names of the columns; “column 1” for one without a name.
        fields: the field that each column is read as; "" for none.
        start: the index of the first row with contents.
        is_known: whether the fields come from headers or from someone's choice, so that nothing was guessed.
    """

    headers: tuple[str, ...]
    fields: tuple[str, ...]
    start: int
    is_known: bool

    @property
    def columns(self) -> dict[str, str]:
        """Return the field of each column: header → field."""
        return dict(zip(self.headers, self.fields, strict=True))

    @property
    def says_enough(self) -> bool:
        """Return whether there's a column for questions, and at least one other."""
        return any(each in self.fields for each in ANSWERS) and sum(map(bool, self.fields)) > 1


def layout(rows: Sequence[SheetRow], columns: Mapping[str, str], is_headed: bool = False) -> Layout:
    """Find out the layout of a table.

    Args:
        rows: all rows, as texts.
        columns: the fields that someone chose: header → field.
        is_headed: whether the first row is known to have the headers.

    Raises:
        Unreadable: the chosen fields don't fit the table.
    """
    width = min(max(map(len, rows[:_SAMPLED]), default=0), 50)
    row, start = (rows[0], 1) if is_headed and rows else headers_in(rows, columns, width)
    headers = _headers(row, width)
    by_name = with_languages(fields_of(headers), headers) if start else [None] * width
    known = is_headed or sum(bool(each) for each in by_name) > 1
    fields = [each or "" for each in by_name]
    if fields.count("option") == 1 and {"answer", "correct", "wrong", "options"}.isdisjoint(fields):
        fields[fields.index("option")] = "answer"  # Q and A
    if "answer" not in fields and "correct" in fields and (spot := lone_option(headers)) is not None:
        fields[spot] = "answer"  # with one row per option
    if known:
        sample = rows[start : start + _SAMPLED]
        cells = [[row[spot].strip() if spot < len(row) else "" for row in sample] for spot in range(width)]
        fields = inferred(fields, headers, cells)
        headers = _over_texts(headers, by_name, fields)
    chosen = _told(headers, columns)
    fields = [chosen.get(spot, each) for spot, each in enumerate(fields)]
    if not known and not chosen:
        fields = guessed(rows[start : start + _SAMPLED], width, by_name)
    return Layout(headers, tuple(_single(fields, chosen)), start, known or bool(chosen))


def _headers(row: SheetRow, width: int) -> tuple[str, ...]:
    """Return the names of the columns, made unique."""
    names: list[str] = []
    for spot in range(width):
        name = " ".join(row[spot].split())[:80] if spot < len(row) else ""
        name = name or f"column {spot + 1}"
        names.append(name if name not in names else f"{name} ({spot + 1})")
    return tuple(names)


def _over_texts(headers: tuple[str, ...], by_name: Sequence[str | None], fields: Sequence[str]) -> tuple[str, ...]:
    """Move a header that spans a column of numbers and one of texts to the texts."""
    names = list(headers)
    for spot in range(len(names) - 1):
        if by_name[spot] and not fields[spot] and fields[spot + 1] == by_name[spot] and not by_name[spot + 1]:
            names[spot], names[spot + 1] = f"column {spot + 1}", names[spot]
    return tuple(names)


def _told(headers: Sequence[str], columns: Mapping[str, str]) -> dict[int, str]:
    """Return the fields that someone chose: index of the column → field."""
    chosen: dict[int, str] = {}
    places = {" ".join(fold(header).split()): spot for spot, header in enumerate(headers)}
    for header, field in columns.items():
        place = places.get(" ".join(fold(header).split()))
        if place is None:
            raise Unreadable(f"There's no column “{header}”; there are {listed(list(headers)[:12], 'and')}.")
        if field and field not in FIELDS:
            raise Unreadable(f"A column can't be read as “{field}”; use {listed(list(FIELDS), 'or')}.")
        chosen[place] = field
    return chosen


def _single(fields: Sequence[str], chosen: Mapping[int, str]) -> list[str]:
    """Remove duplicates of fields that may occur only once, preferring the columns that someone chose."""
    taken = set(chosen.values())
    single: list[str] = []
    for spot, field in enumerate(fields):
        is_free = spot in chosen or field in MANY or field not in taken
        single.append(field if is_free else "")
        taken.add(field)
    return single


def guessed(rows: Sequence[SheetRow], width: int, by_name: Sequence[str | None]) -> list[str]:
    """Guess the fields of a table's columns from their cells.

    Args:
        rows: some of the rows.
        width: the number of columns.
        by_name: the field of each column by its header; None if it's unknown.
    """
    columns = [[row[spot].strip() if spot < len(row) else "" for row in rows] for spot in range(width)]
    fields = [each or "" for each in by_name]
    open_ = [spot for spot in range(width) if by_name[spot] is None and any(columns[spot])]
    correct = marked(columns, open_, open_)
    if correct is not None and len(open_) > 3 and _says_right(columns, open_, correct):
        return _of_questions(columns, open_, correct, fields)
    if asking := _unmarked(columns, open_):
        for spot in asking:
            fields[spot] = "prompt" if spot == asking[0] else "option"
        return fields
    open_ = [spot for spot in open_ if not says_little(columns[spot])] if len(open_) > 2 else open_
    if len(open_) > 2 and "topic" not in fields:
        topic = next((spot for spot in open_ if repeats(columns[spot])), None)
        if topic is not None:
            fields[topic] = "topic"
            open_.remove(topic)
    beside = next((BESIDE[field] for field in fields if field in BESIDE), "")
    if open_ and beside and beside not in fields:
        fields[open_[0]] = beside
    elif len(open_) >= 2:
        first, second = open_[:2]
        fields[first], fields[second] = _pair(columns[first], columns[second])
    return fields


def _says_right(columns: Sequence[Sequence[str]], open_: Sequence[int], correct: int) -> bool:
    """Return whether a column of numbers can say which option is right; beside tasks, it may hold days or ranks."""
    numbers = sum(cell.strip(" .)").isdecimal() for cell in columns[correct])
    if numbers * 2 < sum(map(bool, columns[correct])):
        return True
    return any(_asks(columns[spot]) for spot in open_)


def _pair(prompts: Sequence[str], answered: Sequence[str]) -> tuple[str, str]:
    """Return the fields of two columns: question and answer, term and definition, or the sides of cards."""
    filled = [each for each in prompts if each]
    verdicts = [questions.truth(each) for each in answered if each]
    if _asks(filled) or (len(verdicts) > 1 and None not in verdicts):
        return "prompt", "answer"
    short = median(map(len, filled)) if filled else 0
    long = median([len(each) for each in answered if each] or [0])
    return ("term", "definition") if short <= 40 and long >= max(30, 1.5 * short) else ("front", "back")


def _asks(column: Sequence[str]) -> bool:
    """Return whether most cells of a column end in a question mark."""
    return sum(cell.endswith(questions.QUESTION_MARKS) for cell in column) * 2 > sum(map(bool, column))


def _unmarked(columns: Sequence[Sequence[str]], open_: Sequence[int]) -> Sequence[int]:
    """Return the columns of a question and its three or more short options, none of them marked as right.

    Assuming that the first option is right could teach something wrong.
    """
    asking = [place for place, spot in enumerate(open_) if _asks(columns[spot])]
    if len(asking) != 1:
        return ()
    options = open_[asking[0] + 1 :]
    is_full = all(sum(map(bool, columns[spot])) * 2 > len(columns[spot]) for spot in options[:3])
    short = all(_is_option(columns[spot]) for spot in options)
    return open_[asking[0] :] if len(options) > 2 and is_full and short else ()


def _is_option(column: Sequence[str]) -> bool:
    is_short = median([len(cell) for cell in column if cell]) <= _LONGEST_OPTION
    return is_short and not repeats(column) and not _tells_level(column)


def _behind(columns: Sequence[Sequence[str]], open_: Sequence[int], correct: int) -> Sequence[int]:
    """Return the columns of options after the column that says which of them is right."""
    spots = [spot for spot in open_ if spot > correct]
    same = [spot for spot in spots if any(map(_are_same, columns[spot], columns[correct]))]
    if not same:
        return ()
    return list(takewhile(lambda spot: spot <= same[-1] or _is_option(columns[spot]), spots))


def _are_same(cell: str, other: str) -> bool:
    return bool(cell) and cell == other


def _of_questions(
    columns: Sequence[Sequence[str]], open_: Sequence[int], correct: int, fields: list[str]
) -> list[str]:
    """Return the fields of a table of choice questions, in which the question comes before the options."""
    texts = (spot for spot in open_ if spot != correct and not repeats(columns[spot]) and _is_text(columns[spot]))
    prompt = next(texts, open_[0])
    behind = () if any(prompt < spot < correct for spot in open_) else _behind(columns, open_, correct)
    for spot in open_:
        if spot == correct:
            fields[spot] = "correct"
        elif spot == prompt:
            fields[spot] = "prompt"
        elif prompt < spot < correct or spot in behind or (correct < prompt and spot > prompt):
            fields[spot] = "option"
        elif _tells_level(columns[spot]):
            fields[spot] = "level"
        elif spot < prompt and repeats(columns[spot]):
            fields[spot] = "topic"
        elif spot > correct:
            fields[spot] = "topic" if repeats(columns[spot]) else "explanation"
    return fields


def _tells_level(column: Sequence[str]) -> bool:
    filled = [fold(cell) for cell in column if cell]
    return len(filled) > 1 and all(cell in LEVELS and not cell.isdecimal() for cell in filled)


def _is_text(column: Sequence[str]) -> bool:
    return median([len(cell) for cell in column if cell] or [0]) > 8
