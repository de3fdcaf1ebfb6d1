"""Convert the rows of tables to items. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.exchange import questions
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.questions import NoQuestion
from bot.exchange.source import Unreadable
from bot.exchange.tables.articles import with_articles
from bot.exchange.tables.choices import choice, is_choice
from bot.exchange.tables.gathering import gathered, headings_among, is_template
from bot.exchange.tables.header_rows import SheetRow, hold_answers_of_people
from bot.exchange.tables.headers import LEVELS, fields_of
from bot.exchange.tables.layout import Layout, layout
from bot.exchange.tables.marking import By, how_marked
from bot.exchange.tables.neighbours import only_ticks
from bot.exchange.tables.row_cells import Cells, is_tick, split
from bot.exchange.tables.several import tables_in
from bot.language.text import counted, fold, listed

MOST_ROWS = 50_000
"""Maximum number of rows in all tables of a file together."""

_LONGEST_TERM = 80
_FEWEST_ALIKE = 3
"""If in this many rows the same option stands out, its column is just formatted so."""

_JUDGED = re.compile(r"t/?f|true\W*(?:or\W*)?false", re.IGNORECASE)
"""What programs call true-false questions, in which T and F mean true and false."""

_GUESSED = "No headers that I know, so I guessed the columns from what's in them."
_GUESSED_SOME = "I don't know all the headers, so I guessed the other columns from what's in them."
_NO_COLUMNS = (
    "I can't tell what the columns of this table are; put headers such as Front and Back, Term and Definition, or "
    "Question, A, B, C and Correct above them."
)
_NO_QUESTIONS = "This table holds what people answered in a form; use one with the questions and the right answers."


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A table.

    Args:
        rows: its rows, as texts.
        name: its name; "" if it's the only one.
        of_program: whether it was made from a program's objects: its first row has the names of their fields, and
            numbers count from 0.
        by_place: whether numbers are known to name right options by their place, even if options are numbers.
        looks: the cells that stand out, in bold or in a colour: number of the row → text → what it looks like.
    """

    rows: Sequence[SheetRow]
    name: str = ""
    of_program: bool = False
    by_place: bool = False
    looks: Mapping[int, Mapping[str, object]] = field(default_factory=dict)


def parsed_file(
    kind: str, sheets: Sequence[Worksheet], columns: Mapping[str, str], notes: Sequence[str] = ()
) -> ParsedFile:
    """Convert the tables of a file to items.

    Args:
        kind: the format's everyday name.
        sheets: the tables.
        columns: how to read columns, if someone chose: header → field.
        notes: remarks on how the file was read.

    Raises:
        Unreadable: the columns can't be identified.
    """
    taken: list[ImportedItem] = []
    left: list[LeftOut] = []
    columns_found: dict[str, str] = {}
    remarks = list(notes)
    sheets = [replace(each, rows=rows) for each in sheets for rows in _tables(each)]
    placed = [with_articles(each.rows) for each in sheets]
    sheets = [replace(each, rows=rows) for each, (rows, _) in zip(sheets, placed, strict=True)]
    if any(moved for _, moved in placed):
        remarks.append("Articles have a column of their own, so I put them before their nouns.")
    plans = [layout(each.rows, columns, each.of_program) for each in sheets]
    is_any_known = any(each.is_known and each.says_enough for each in plans)
    for sheet, plan in zip(sheets, plans, strict=True):
        if why := _why_left_out(sheet, plan, is_any_known=is_any_known):
            left.append(LeftOut(f"sheet {sheet.name}" if sheet.name else "the table", why))
            continue
        columns_found |= plan.columns
        reader = _Reader(plan, sheet)
        for item in reader.items():
            (taken if isinstance(item, ImportedItem) else left).append(item)  # type: ignore[arg-type]
        remarks += reader.notes
        if not plan.is_known:
            knows_some = any(fields_of(plan.headers))
            remarks.append(_GUESSED_SOME if knows_some else _GUESSED)
    if not columns_found:
        raise Unreadable(
            _NO_QUESTIONS if any(map(hold_answers_of_people, (each.rows for each in sheets))) else _NO_COLUMNS
        )
    return ParsedFile(kind, tuple(taken), tuple(left), columns=columns_found, notes=tuple(dict.fromkeys(remarks)))


def _why_left_out(sheet: Worksheet, plan: Layout, *, is_any_known: bool) -> str:
    """Return why a table isn't read; "" if it is.

    Args:
        sheet: the table.
        plan: what its columns are.
        is_any_known: whether the columns of any table in the file are known.
    """
    if hold_answers_of_people(sheet.rows):
        return "holds what people answered in a form"
    if not plan.says_enough or (is_any_known and not plan.is_known):  # such as a pivot table beside the questions
        return "its columns say nothing I know"
    return ""


def _tables(sheet: Worksheet) -> Iterable[Sequence[SheetRow]]:
    return (sheet.rows,) if sheet.of_program else tables_in(sheet.rows)


class _Reader:
    """Converts the rows of one table; a row may depend on the ones before it, as for its topic."""

    def __init__(self, plan: Layout, sheet: Worksheet) -> None:
        self.plan = plan
        self.sheet = sheet
        self.notes: list[str] = []
        self._filled_down = 0
        self._beside = 0
        self._topic = ""
        self._by = By.TEXT
        self._by_letter = self._by_tick = False
        self._has_options = not {"option", "options", "wrong"}.isdisjoint(plan.fields)

    def items(self) -> Iterator[ImportedItem | LeftOut]:
        """Yield the result for each row that isn't empty."""
        rows = self._rows()
        headings = headings_among(self.plan.fields, [cells for _, cells in rows])
        for place, (number, cells) in enumerate(rows):
            if place in headings:
                self._topic = headings[place]
                continue
            where = f"sheet {self.sheet.name}, row {number}" if self.sheet.name else f"row {number}"
            topic = self._topic_of(cells)
            try:
                kind, fields = self._convert(cells)
            except NoQuestion as error:
                yield LeftOut(where, str(error))
                continue
            self._beside += kind == "cards" and bool(
                cells["example"] or cells["explanation"] not in ("", fields["back"])
            )
            yield ImportedItem(where, kind, {**fields, **_extras(cells)}, cells["key"], topic, tuple(cells.changed))
        if headings:
            self.notes.append(f"{counted(len(headings), 'row')} with a single cell became topics.")
        if self._beside:
            cards = counted(self._beside, "card")
            self.notes.append(f"{cards} lost an example or explanation, because cards only have two sides.")
        if self._filled_down:
            rows_ = counted(self._filled_down, "row")
            self.notes.append(f"{rows_} had no topic and got that of the row above.")

    def _rows(self) -> list[tuple[int, Cells]]:
        """Return the rows that aren't empty, with their numbers, and find out how they mark right answers."""
        fields = self.plan.fields
        below = self.sheet.rows[self.plan.start :]
        wrong = (
            [row[fields.index("wrong")] for row in below if len(row) > fields.index("wrong")]
            if "wrong" in fields
            else []
        )
        commas = any(wrong) and all("," in cell for cell in wrong if cell.strip())
        numbered = [
            (number, Cells(fields, row, commas))
            for number, row in enumerate(below, self.plan.start + 1)
            if not self._repeats_headers(row)
        ]
        rows = [(number, cells) for number, cells in numbered if not cells.is_empty and not is_template(cells)]
        if {"correct", "wrong"} <= set(fields) and "option" not in fields:
            self._by_tick = only_ticks([each for _, cells in rows for each in (cells["correct"], *cells.wrong)])
        if not self._has_options and (together := gathered(rows)):
            self._has_options = True
            return together
        if "option" in fields or "options" in fields:
            from_0 = self.sheet.of_program or "index" in self._header("correct").lower()
            marks = ((cells.mark, cells.options) for _, cells in rows)
            self._by = By.PLACE if self.sheet.by_place else how_marked(marks, from_0)
            self._tick_standing_out(rows)
        answers = {fold(cells.mark) for _, cells in rows if cells.mark and not any(cells.options)}
        letters = {each for each in answers if len(each) == 1 and each.isalpha()}
        self._by_letter = letters == {"t", "f"} or answers in questions.SHORT_VERDICTS
        return rows

    def _tick_standing_out(self, rows: Sequence[tuple[int, Cells]]) -> None:
        """Tick options that look different from the others, unless that's just how a column looks."""
        told = [(cells, cells.standing_out(self.sheet.looks.get(number, {}))) for number, cells in rows]
        places = {tuple(each) for _, each in told if each}
        if len(places) == 1 and sum(bool(each) for _, each in told) >= _FEWEST_ALIKE:
            return
        for cells, each in told:
            cells.ticked = cells.ticked or each
        if places:
            self.notes.append("Options in bold or in a colour count as right; check a few.")

    def _repeats_headers(self, row: SheetRow) -> bool:
        """Return whether a row says the headers again, as where one file was put below another."""
        return self.plan.start > 0 and list(row) == list(self.sheet.rows[self.plan.start - 1])

    def _topic_of(self, cells: Cells) -> str:
        own_topic = cells["topic"]
        self._filled_down += not own_topic and bool(self._topic) and "topic" in self.plan.fields
        if own_topic.isdecimal() and self.plan.is_known:  # “Unit 3” rather than “3”
            own_topic = f"{self._header('topic')} {own_topic}"
        self._topic = own_topic or self._topic
        return self._topic or self.sheet.name

    def _convert(self, cells: Cells) -> tuple[str, dict[str, Any]]:
        """Return the kind and the fields of a row's item."""
        prompt = cells.asked
        if not prompt:
            raise NoQuestion(f"has nothing in the column “{self._header('prompt', 'front', 'term')}”; fill it in")
        if self._by_tick:
            return "questions", self._ticked(prompt, cells)
        if self._has_options and is_choice(cells, "correct" in self.plan.fields):
            return "questions", choice(prompt, cells, self._by)
        answer = cells["answer"] or cells["correct"] or cells["back"] or cells["definition"]
        if (not answer and cells["term"]) or cells["front"]:
            answer = answer or cells["explanation"]
        if not answer and self._has_options:
            raise NoQuestion("has neither options nor an answer; fill them in")
        if not answer:
            header = self._header("answer", "correct", "back", "definition")
            raise NoQuestion(f"has nothing in the column “{header}”; fill it in")
        if cells["prompt"]:
            by_letter = self._by_letter or _JUDGED.fullmatch(cells["kind"]) is not None
            return questions.asked(prompt, answer, cells["explanation"], by_letter)
        if cells["term"] and len(prompt) <= _LONGEST_TERM:
            return "terms", _term(prompt, answer, cells)
        return "cards", {"front": prompt, "back": answer}

    def _ticked(self, statement: str, cells: Cells) -> dict[str, Any]:
        """Return the fields of a true-false question, with a tick in the column for true or in that for false."""
        is_true, is_false = is_tick(cells["correct"]), any(map(is_tick, cells.wrong))
        if is_true == is_false:
            raise NoQuestion("doesn't say whether it's true; tick one of the two columns")
        return questions.judged(statement, is_true, cells["explanation"])

    def _header(self, *fields: str) -> str:
        """Return the name of the first column that's read as one of some fields."""
        pairs = zip(self.plan.headers, self.plan.fields, strict=True)
        return next((header for header, field in pairs if field in fields), listed(list(fields), "or"))


def _term(name: str, definition: str, cells: Cells) -> dict[str, Any]:
    fields: dict[str, Any] = {"term": name, "definition": definition}
    if cells["example"]:
        fields["example"] = cells["example"]
    if cells["aliases"]:
        fields["aliases"] = [each for each in split(cells["aliases"]) if len(each) <= _LONGEST_TERM]
    return fields


def _extras(cells: Cells) -> dict[str, Any]:
    """Return the fields that any kind of item may have: level and hint."""
    level = LEVELS.get(fold(cells["level"]))
    extras: dict[str, Any] = {"level": level} if level else {}
    if cells["hint"] and (cells["prompt"] or cells.wrong or any(cells.options)):
        extras["hint"] = cells["hint"]
    return extras
