"""The cells of a row by field, and parsing of single cells. Pure."""

import json
import re
from ast import literal_eval
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from bot.exchange import questions
from bot.exchange.html import has_html, pictures_in, text_of
from bot.exchange.tables.cells import SIGNS
from bot.exchange.tables.header_rows import SheetRow

_LABEL = re.compile(r"\(?([A-Ja-j])[.):]\s*(\S.*)", re.DOTALL)
_STARRED = re.compile(
    r"(?:[*✓✔✅☑]|\[[xX]\])\s*(\S.*)|(.*\S)\s*(?:[*✓✔✅☑]|\((?:correct|right|richtig|correcte?|correcta)\))",
    re.DOTALL,
)
"""A star or tick before or after the text of an option."""

_NO_TICK = frozenset({"", "0", "-", "–", "no", "n", "nein", "non", "nee", "wrong", "incorrect", "✗", "✘", "❌", "☐"})
_ERRORS = frozenset({"#NAME?", "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#ERROR!", "#SPILL!"})
"""What a spreadsheet shows where a formula failed."""

_SAYS = ("text", "option", "answer", "label", "value", "content")
_IS_RIGHT = ("isCorrect", "is_correct", "correct", "isRight", "right")
_AFTER = ("explanation", "feedback", "reason")


class Cells:
    """The cells of a row, by field.

    Args:
        fields: the field of each column; "" for none.
        row: the cells.
        commas: whether commas separate several wrong answers in one cell.
    """

    def __init__(self, fields: Sequence[str], row: SheetRow, commas: bool = False) -> None:
        self._cells: dict[str, str] = {}
        self.wrong: list[str] = []
        self.options: list[str] = []
        self.ticked: list[int] = []
        self.whys: dict[int, str] = {}
        self.changed: list[str] = []
        self.filled = 0
        self.is_empty = True
        self.first = ""
        for field, cell in zip(fields, row, strict=False):
            text = self._shown(_bare(cell)) if field else _bare(cell)
            self.filled += bool(text)
            self.is_empty = self.is_empty and (not text or (not field and text.isdecimal()))  # templates number rows
            self.first = self.first or text
            match field:
                case "option":
                    self.options.append(text)
                case "tick":
                    self.ticked += [len(self.options) - 1] if is_tick(text) and self.options else []
                case "why" if text:
                    self.whys[len(self.options) - 1] = text
                case "wrong":
                    self.wrong += split(text, "\n|;," if commas else "\n|;") if fields.count("wrong") == 1 else [text]
                case "options":
                    self._take_options(text)
                case "answer" | "aliases" | "correct" if text and self._cells.get(field):
                    self._cells[field] += f"\n{text}" if field == "answer" else f";{text}"
                case _ if field and text:
                    self._cells[field] = text
        self.wrong = [each for each in self.wrong if each]

    def _take_options(self, text: str) -> None:
        for each in _objects(text) or _unlabelled(split(text)):
            if isinstance(each, str):
                self.options.append(each)
                continue
            self.options.append(_first(each, _SAYS))
            self.ticked += [len(self.options) - 1] if is_tick(_first(each, _IS_RIGHT)) else []
            if why := _first(each, _AFTER):
                self.whys[len(self.options) - 1] = why

    def unstarred(self) -> None:
        """Read stars and ticks in the texts of options as marks of right ones, if some have them, but not all."""
        found = [_STARRED.fullmatch(option) for option in self.options]
        if 0 < sum(map(bool, found)) < sum(map(bool, self.options)):
            self.ticked = [place for place, each in enumerate(found) if each]
            self.options = [
                (each[1] or each[2]) if each else option for each, option in zip(found, self.options, strict=True)
            ]

    def standing_out(self, looks: Mapping[str, object]) -> list[int]:
        """Return the options that look different from the others, and like each other; none if nothing marks any.

        Args:
            looks: the cells of the row that stand out: text → what it looks like.
        """
        places = [place for place, option in enumerate(self.options) if option and option in looks]
        is_one_look = len({looks[self.options[place]] for place in places}) == 1
        is_marked = bool(self.mark or self.ticked or any(map(_STARRED.fullmatch, self.options)))
        return places if is_one_look and not is_marked and len(places) < sum(map(bool, self.options)) else []

    def forget(self, *fields: str) -> None:
        """Remove the cells of some fields."""
        for field in fields:
            self._cells.pop(field, None)

    def _shown(self, text: str) -> str:
        """Return a cell as plain text, converting HTML if it contains any."""
        if not has_html(text):
            return text
        remarks = ["HTML read as text", *(["its pictures left out"] if pictures_in(text) else [])]
        self.changed += (each for each in remarks if each not in self.changed)
        return text_of(text)

    def __getitem__(self, field: str) -> str:
        return self._cells.get(field, "")

    @property
    def asked(self) -> str:
        """Return the text of the question, the front or the term."""
        return self["prompt"] or self["front"] or self["term"]

    @property
    def mark(self) -> str:
        """Return the cell that says which option is right."""
        return self["correct"] or self["answer"]


def is_tick(text: str) -> bool:
    """Return whether a cell counts as ticked: x, ✓, yes, TRUE, 1."""
    return text.strip().lower() not in _NO_TICK and questions.truth(text) is not False


def split(text: str, marks: str = "\n|;,") -> list[str]:
    """Split a cell with several values: a list literal, or values with one of the usual separators.

    Args:
        text: the text of the cell.
        marks: the possible separators; the first one that occurs is used.
    """
    if text.startswith("[") and text.endswith("]"):
        with suppress(ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return [str(each).strip() for each in literal_eval(text) if str(each).strip()]
    for mark in marks:
        if mark in text:
            return [each.strip() for each in text.split(mark) if each.strip()]
    return [text] if text else []


def _objects(text: str) -> list[dict[str, Any]]:
    """Return the options in a cell with a JSON list of objects; none if it's something else."""
    if not text.startswith("[{"):
        return []
    with suppress(ValueError, RecursionError):
        found = json.loads(text)
        if all(isinstance(each, dict) and _first(each, _SAYS) for each in found):
            return list(found)
    return []


def _first(fields: dict[str, Any], names: Sequence[str]) -> str:
    return next((str(fields[name]).strip() for name in names if fields.get(name) is not None), "")


def _bare(cell: str) -> str:
    """Return a cell without the apostrophe that keeps programs from taking it for a formula; "" if that failed."""
    text = cell.strip()
    if text in _ERRORS:
        return ""
    return text[1:] if text.startswith("'") and text.lstrip("'")[:1] in SIGNS else text


def _unlabelled(options: list[str]) -> list[str]:
    """Return options without the letters before them, if they're lettered in order: “A) Rome”."""
    found = [_LABEL.match(option) for option in options]
    labels = "".join(each[1].upper() for each in found if each)
    if len(options) < 2 or labels != "ABCDEFGHIJ"[: len(options)]:
        return options
    return [each[2].strip() for each in found if each]
