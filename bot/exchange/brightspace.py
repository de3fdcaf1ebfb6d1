"""Read question files of Brightspace (D2L): CSV in which each part of a question has its own row.

https://community.d2l.com/brightspace/kb/articles/3534-bulk-create-quiz-questions
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from bot.exchange import questions, weighted
from bot.exchange.html import has_html, text_of
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.questions import NoQuestion
from bot.exchange.source import SourceFile, Unreadable
from bot.exchange.weighted import ConvertedQuestion, WeightedAnswer, worth_of

_BEGINS = "newquestion"
_CELLS = 5

_Rows: TypeAlias = "Sequence[Sequence[str]]"
"""Rows of at least five cells; the first cell says what a row contains."""


class Brightspace:
    """Reads question files for Brightspace."""

    name = "Brightspace questions"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is for Brightspace: its questions begin with “NewQuestion”."""
        lines = (source.text or "")[:50_000].lower().split("\n")
        return 0.99 * any(line.lstrip('" ').startswith(_BEGINS) for line in lines)

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a question file for Brightspace.

        Raises:
            Unreadable: the file isn't valid CSV.
        """
        taken: list[ImportedItem] = []
        left: list[LeftOut] = []
        for number, rows in _questions(source.text or ""):
            about = {row[0].lower(): row[1] for row in reversed(rows)}
            try:
                converted = _convert(
                    rows[0][1].upper(), about.get("questiontext", ""), rows[1:], about.get("feedback", "")
                )
            except NoQuestion as error:
                left.append(LeftOut(f"row {number}", str(error)))
                continue
            hint = {"hint": about["hint"]} if about.get("hint") else {}
            taken.append(
                ImportedItem(
                    f"row {number}",
                    "questions",
                    converted.fields | hint,
                    about.get("id", ""),
                    changed=converted.changed,
                )
            )
        return ParsedFile(self.name, tuple(taken), tuple(left), notes=source.notes)


def _questions(text: str) -> Iterator[tuple[int, _Rows]]:
    """Yield the questions of a file, each as the number of its first row and its rows."""
    rows: list[list[str]] = []
    start = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
            cells = [text_of(cell) if has_html(cell) else cell.strip() for cell in row]
            cells += [""] * (_CELLS - len(cells))
            if cells[0].lower() == _BEGINS:
                if rows:
                    yield start, rows
                start, rows = number, [cells]
            elif rows and any(cells):
                rows.append(cells)
    except csv.Error as error:
        raise Unreadable("This table is broken; save it again as CSV.") from error
    if rows:
        yield start, rows


def _convert(kind: str, prompt: str, rows: _Rows, explanation: str) -> ConvertedQuestion:
    """Convert a question.

    Args:
        kind: Brightspace's name of its type, in capitals.
        prompt: the text of the question.
        rows: the question's rows below “NewQuestion”.
        explanation: the text shown after answering.

    Raises:
        NoQuestion: it can't be turned into one of Versed's questions.
    """
    if not prompt:
        raise NoQuestion("asks nothing; fill in “QuestionText”")
    match kind:
        case "MC" | "MS":
            return weighted.chosen(prompt, _answers(rows, "option", whole=kind == "MS"), explanation)
        case "SA":
            texts, changed = weighted.counting([each for each in _answers(rows, "answer") if each.weight > 0])
            return ConvertedQuestion(questions.typed(prompt, texts, explanation), changed)
        case "TF":
            return ConvertedQuestion(_judged(prompt, {row[0].lower(): row for row in rows}, explanation))
        case "M":
            return _matched(prompt, rows, explanation)
        case "O":
            return weighted.ordered(prompt, [row[1] for row in rows if row[0].lower() == "item"], explanation)
        case "WR":
            raise NoQuestion("needs a long answer, which I can't judge")
    raise NoQuestion(f"is a kind of question I don't know ({kind[:20] or 'none'})")


def _answers(rows: _Rows, name: str, whole: bool = False) -> list[WeightedAnswer]:
    """Return the answers with their weights in percent; with `whole`, the file has 1 for right answers."""
    found = [row for row in rows if row[0].lower() == name]
    times = 100 if whole else 1
    return [
        WeightedAnswer(row[2], times * worth_of(row[1]), row[4] if name == "option" else "")
        for row in found
        if row[2]
    ]


def _judged(prompt: str, rows: Mapping[str, Sequence[str]], explanation: str) -> dict[str, Any]:
    worth = {verdict: worth_of(rows[verdict][1]) if verdict in rows else Decimal(0) for verdict in ("true", "false")}
    if worth["true"] == worth["false"]:
        raise NoQuestion("doesn't say whether it's true; write 100 behind TRUE or FALSE")
    answer = worth["true"] > worth["false"]
    replies = {verdict: questions.together(row[2], explanation) for verdict, row in rows.items()}
    right, wrong = ("true", "false") if answer else ("false", "true")
    return questions.judged(prompt, answer, replies.get(right, explanation), replies.get(wrong, explanation))


def _matched(prompt: str, rows: _Rows, explanation: str) -> ConvertedQuestion:
    left = {row[1]: row[2] for row in rows if row[0].lower() == "choice"}
    pairs = [(left.get(row[1], ""), row[2]) for row in rows if row[0].lower() == "match"]
    return weighted.matched(prompt, pairs, explanation)
