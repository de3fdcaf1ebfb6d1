"""The rows of a table become items. Pure."""

import re
from ast import literal_eval
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.exchange import questions
from bot.exchange.html import has_html, pictures_in, text_of
from bot.exchange.model import Found, Left, Taken
from bot.exchange.questions import NoQuestion
from bot.exchange.source import Unreadable
from bot.exchange.tables.cells import SIGNS
from bot.exchange.tables.layout import Layout, Row, layout
from bot.exchange.tables.marking import By, marks_one, right, way
from bot.language.text import fold, listed

_LEVELS = {
    **dict.fromkeys(("1", "easy", "beginner", "low", "leicht", "einfach", "facile", "facil"), 1),
    **dict.fromkeys(("2", "medium", "intermediate", "mittel", "moyen", "medio", "media"), 2),
    **dict.fromkeys(("3", "hard", "difficult", "advanced", "high", "schwer", "schwierig", "difficile", "dificil"), 3),
}
_LONGEST_TERM = 80
_LABEL = re.compile(r"\(?([A-Ja-j])[.):]\s*(\S.*)", re.DOTALL)
_NO_COLUMNS = (
    "I can't tell what the columns of this table are; put headers such as Front and Back, Term and Definition, or "
    "Question, A, B, C and Correct above them."
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table.

    Args:
        rows: its rows, as texts.
        name: what it's called; "" if it's the only one.
    """

    rows: Sequence[Row]
    name: str = ""


def found_in(kind: str, sheets: Sequence[Sheet], columns: Mapping[str, str], notes: Sequence[str] = ()) -> Found:
    """Read tables.

    Args:
        kind: what people call this sort of file.
        sheets: its tables.
        columns: which column is to be read as what, where that was said: header → field.
        notes: what's to be told of how they were read.

    Raises:
        Unreadable: it can't be told what their columns are.
    """
    taken: list[Taken] = []
    left: list[Left] = []
    shown: dict[str, str] = {}
    told = list(notes)
    for sheet in sheets:
        plan = layout(sheet.rows, columns)
        if not plan.says_enough:
            left.append(Left(f"sheet {sheet.name}" if sheet.name else "the table", "its columns say nothing I know"))
            continue
        shown |= plan.columns
        reader = _Reader(plan, sheet)
        for item in reader.items():
            (taken if isinstance(item, Taken) else left).append(item)  # type: ignore[arg-type]
        if reader.filled_down:
            told.append(f"{reader.filled_down} rows had no topic of their own and got that of the row above.")
        if not plan.is_known:
            told.append("No headers that I know, so I guessed the columns from what's in them.")
    if not shown:
        raise Unreadable(_NO_COLUMNS)
    return Found(kind, tuple(taken), tuple(left), columns=shown, notes=tuple(dict.fromkeys(told)))


class _Reader:
    """Reads the rows of one table, of which each may lean on the ones before it."""

    def __init__(self, plan: Layout, sheet: Sheet) -> None:
        self.plan = plan
        self.sheet = sheet
        self.filled_down = 0
        self._topic = ""
        self._by = By.TEXT
        self._by_letter = False
        self._has_options = not {"option", "options", "wrong"}.isdisjoint(plan.fields)

    def items(self) -> Iterator[Taken | Left]:
        """Yield what became of each row that has anything in it."""
        rows = [(place + 1, _Cells(self.plan.fields, row)) for place, row in enumerate(self.sheet.rows)]
        rows = [(number, cells) for number, cells in rows[self.plan.start :] if cells.has_anything]
        if "option" in self.plan.fields or "options" in self.plan.fields:
            self._by = way((cells.mark, cells.options) for _, cells in rows)
        letters = {cells.mark.upper() for _, cells in rows if len(cells.mark) == 1 and not any(cells.options)}
        self._by_letter = {each for each in letters if each.isalpha()} == {"T", "F"}
        for number, cells in rows:
            where = f"sheet {self.sheet.name}, row {number}" if self.sheet.name else f"row {number}"
            topic = self._topic_of(cells)
            try:
                kind, fields = self._made(cells)
            except NoQuestion as error:
                yield Left(where, str(error))
                continue
            yield Taken(where, kind, {**fields, **_extras(cells)}, cells["key"], topic, tuple(cells.changed))

    def _topic_of(self, cells: "_Cells") -> str:
        own = cells["topic"]
        if not own and self._topic:
            self.filled_down += 1
        self._topic = own or self._topic
        return self._topic or self.sheet.name

    def _made(self, cells: "_Cells") -> tuple[str, dict[str, Any]]:
        """Return the kind and the fields of the item in a row."""
        asked = cells["prompt"] or cells["front"] or cells["term"]
        if not asked:
            raise NoQuestion(f"has nothing in the column “{self._header('prompt', 'front', 'term')}”; fill it in")
        if self._has_options and self._is_choice(cells):
            return "questions", self._choice(asked, cells)
        answer = cells["answer"] or cells["correct"] or cells["back"] or cells["definition"]
        if (not answer and cells["term"]) or cells["front"]:
            answer = answer or cells["explanation"]
        if not answer:
            header = self._header("answer", "correct", "back", "definition", "option")
            raise NoQuestion(f"has nothing in the column “{header}”; fill it in")
        if cells["prompt"]:
            return questions.asked(asked, answer, cells["explanation"], self._by_letter)
        if cells["term"] and len(asked) <= _LONGEST_TERM:
            return "terms", _term(asked, answer, cells)
        return "cards", {"front": asked, "back": answer}

    def _is_choice(self, cells: "_Cells") -> bool:
        """Return whether a row asks to choose; without options it doesn't, if its answer has a column apart."""
        if any(cells.options) or cells.wrong:
            return bool(cells.mark) or len(list(filter(None, cells.options))) > 1
        has_own = "correct" in self.plan.fields and cells["answer"] and not cells["correct"]
        return not has_own and marks_one(cells.mark, len(cells.options))

    def _choice(self, asked: str, cells: "_Cells") -> dict[str, Any]:
        """Return the fields of a question with options."""
        if cells.wrong:
            rights = [each for each in (cells["correct"] or cells["answer"],) if each]
            options, places = [*rights, *cells.wrong], list(range(len(rights)))
        else:
            marked = right(cells.mark, cells.options, self._by)
            kept = [place for place, option in enumerate(cells.options) if option]
            options, places = [cells.options[place] for place in kept], [kept.index(place) for place in marked]
        if len(options) == 1 and places:  # as Quizizz has questions with a gap
            return questions.typed(asked, options, cells["explanation"])
        return questions.choice(asked, options, places, dict.fromkeys(places, cells["explanation"]))

    def _header(self, *fields: str) -> str:
        """Return what the column is called that's read as one of some fields."""
        pairs = zip(self.plan.headers, self.plan.fields, strict=True)
        return next((header for header, field in pairs if field in fields), listed(list(fields), "or"))


class _Cells:
    """The cells of a row, by what they're read as."""

    def __init__(self, fields: Sequence[str], row: Row) -> None:
        self._cells: dict[str, str] = {}
        self.wrong: list[str] = []
        self.options: list[str] = []
        self.changed: list[str] = []
        self.has_anything = False
        for field, cell in zip(fields, row, strict=False):
            text = self._shown(_bare(cell)) if field else _bare(cell)
            self.has_anything = self.has_anything or bool(text)
            match field:
                case "option":
                    self.options.append(text)
                case "wrong":
                    self.wrong += [text] if text else []
                case "options":
                    self.options += _unlabelled(_split(text))
                case "answer" if text and self._cells.get("answer"):
                    self._cells["answer"] += f"\n{text}"
                case "aliases" if text and self._cells.get("aliases"):
                    self._cells["aliases"] += f";{text}"
                case _ if field and text:
                    self._cells[field] = text

    def _shown(self, text: str) -> str:
        """Return a cell as people read it, if HTML slipped into it."""
        if not has_html(text):
            return text
        told = ["HTML read as text", *(["its pictures left out"] if pictures_in(text) else [])]
        self.changed += (each for each in told if each not in self.changed)
        return text_of(text)

    def __getitem__(self, field: str) -> str:
        return self._cells.get(field, "")

    @property
    def mark(self) -> str:
        """Return what says which option is right."""
        return self["correct"] or self["answer"]


def _bare(cell: str) -> str:
    """Return a cell without the mark that keeps a program from taking it for a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text.lstrip("'")[:1] in SIGNS else text


def _unlabelled(options: list[str]) -> list[str]:
    """Return options without the letters before them, if each has its own in order: “A) Rome”."""
    found = [_LABEL.match(option) for option in options]
    labels = "".join(each[1].upper() for each in found if each)
    if len(options) < 2 or labels != "ABCDEFGHIJ"[: len(options)]:
        return options
    return [each[2].strip() for each in found if each]


def _split(text: str) -> list[str]:
    """Return the options that stand in one cell: as a program's list, or with one of the usual marks between."""
    if text.startswith("[") and text.endswith("]"):
        with suppress(ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return [str(each).strip() for each in literal_eval(text) if str(each).strip()]
    for mark in ("\n", "|", ";", ","):
        if mark in text:
            return [each.strip() for each in text.split(mark) if each.strip()]
    return [text] if text else []


def _term(name: str, definition: str, cells: _Cells) -> dict[str, Any]:
    fields: dict[str, Any] = {"term": name, "definition": definition}
    if cells["example"]:
        fields["example"] = cells["example"]
    if cells["aliases"]:
        fields["aliases"] = [each for each in _split(cells["aliases"]) if len(each) <= _LONGEST_TERM]
    return fields


def _extras(cells: _Cells) -> dict[str, Any]:
    """Return what any item may have beside what it says."""
    level = _LEVELS.get(fold(cells["level"]))
    extras: dict[str, Any] = {"level": level} if level else {}
    if cells["hint"] and (cells["prompt"] or cells.wrong or any(cells.options)):
        extras["hint"] = cells["hint"]
    return extras
