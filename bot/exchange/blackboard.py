"""Read Blackboard's question files: one question per line, its fields separated by tabs, its type first.

https://help.blackboard.com/Learn/Instructor/Original/Tests_Pools_Surveys/Reuse_Questions/Upload_Questions
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.exchange import questions, weighted
from bot.exchange.html import has_html, text_of
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.questions import NoQuestion
from bot.exchange.source import SourceFile
from bot.exchange.weighted import ConvertedQuestion, WeightedAnswer

_SAMPLED = 50
_MOST = 0.8
_WRITTEN = frozenset({"ESS", "SR", "FIL", "OP"})
"""Types that can't be graded automatically: essays, short responses, file uploads, and opinion scales."""

_OTHERS = frozenset({"JUMBLED_SENTENCE", "QUIZ_BOWL"})
_VARIABLE = re.compile(r"\[([^\[\]]{1,60})\]")
"""A gap in a text: its name in brackets."""


class Blackboard:
    """Reads question files for Blackboard."""

    name = "Blackboard questions"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is for Blackboard: each line begins with the type of its question."""
        lines = [line for line in (source.text or "")[:50_000].split("\n") if line.strip()][:_SAMPLED]
        known = sum("\t" in line and line.split("\t")[0].strip().upper() in _KNOWN for line in lines)
        return 0.95 if known and known >= _MOST * len(lines) else 0.0

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a question file for Blackboard."""
        taken: list[ImportedItem] = []
        left: list[LeftOut] = []
        for number, line in enumerate((source.text or "").split("\n"), start=1):
            if not line.strip():
                continue
            kind, *cells = (text_of(cell) if has_html(cell) else cell.strip() for cell in line.rstrip().split("\t"))
            try:
                converted = _convert(kind.upper(), cells)
            except NoQuestion as error:
                left.append(LeftOut(f"line {number}", str(error)))
                continue
            taken.append(ImportedItem(f"line {number}", "questions", converted.fields, changed=converted.changed))
        return ParsedFile(self.name, tuple(taken), tuple(left), notes=source.notes)


def _convert(kind: str, cells: Sequence[str]) -> ConvertedQuestion:
    """Convert the question in a line.

    Args:
        kind: Blackboard's name of its type, in capitals.
        cells: the question's text, followed by its answers.

    Raises:
        NoQuestion: it can't be turned into one of Versed's questions.
    """
    if kind in _WRITTEN:
        raise NoQuestion("needs a long answer, which I can't judge")
    if kind not in _KINDS:
        raise NoQuestion(f"is a kind of question I don't know ({kind[:20] or 'none'})")
    if not cells or not cells[0]:
        raise NoQuestion("asks nothing; write its text behind the kind")
    return _KINDS[kind](cells[0], cells[1:])


def _chosen(prompt: str, cells: Sequence[str]) -> ConvertedQuestion:
    pairs = zip(cells[::2], cells[1::2], strict=False)
    answers = [WeightedAnswer(text, Decimal(100 * (mark.lower() == "correct"))) for text, mark in pairs if text]
    return weighted.chosen(prompt, answers, "")


def _judged(prompt: str, cells: Sequence[str]) -> ConvertedQuestion:
    verdict = questions.truth(cells[0]) if cells else None
    if verdict is None:
        raise NoQuestion("doesn't say whether it's true; write true or false behind it")
    return ConvertedQuestion(questions.judged(prompt, verdict))


def _typed(prompt: str, cells: Sequence[str]) -> ConvertedQuestion:
    return ConvertedQuestion(questions.typed(prompt, cells))


def _gapped(prompt: str, cells: Sequence[str]) -> ConvertedQuestion:
    """Convert a text with gaps; the cells have each gap's name and its answers, with an empty cell between gaps."""
    answers: dict[str, list[str]] = {}
    name = ""
    for cell in cells:
        if not cell:
            name = ""
        elif not name:
            name = cell
        else:
            answers.setdefault(name, []).append(cell)
    gaps = _VARIABLE.findall(prompt)
    if not gaps or not answers.keys() >= set(gaps):
        raise NoQuestion("has a gap without a right answer; add one")
    return weighted.filled(_VARIABLE, prompt, [answers[gap] for gap in gaps], "")


def _ordered(prompt: str, cells: Sequence[str]) -> ConvertedQuestion:
    return weighted.ordered(prompt, [cell for cell in cells if cell], "")


def _matched(prompt: str, cells: Sequence[str]) -> ConvertedQuestion:
    return weighted.matched(prompt, zip(cells[::2], cells[1::2], strict=False), "")


def _number(prompt: str, cells: Sequence[str]) -> ConvertedQuestion:
    if not cells:
        raise NoQuestion("has no number as its answer; write one")
    return weighted.number(prompt, [WeightedAnswer(":".join(cells[:2]), Decimal(100))], "")


_KINDS = {
    "MC": _chosen,
    "MA": _chosen,
    "TF": _judged,
    "FIB": _typed,
    "ORD": _ordered,
    "MAT": _matched,
    "NUM": _number,
    "FIB_PLUS": _gapped,
}
_KNOWN = {*_KINDS, *_WRITTEN, *_OTHERS}
