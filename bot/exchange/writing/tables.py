"""Write packs as tables: CSV, Excel workbooks, and Kahoot's spreadsheet."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, assert_never

from bot.content.model import Card, Pack, Term
from bot.content.question import (
    ChoiceQuestion,
    ClozeQuestion,
    EstimateQuestion,
    FreeTextQuestion,
    MatchQuestion,
    MistakeQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    SeveralQuestion,
    TrueFalseQuestion,
    WhichSideQuestion,
)
from bot.exchange.questions import asked
from bot.exchange.tables.cells import Cell, as_csv, as_sheets
from bot.exchange.tables.marking import is_mark
from bot.exchange.writing.pieces import NoPlaceError, Piece, Pieces, Written, pieces, told

CellTexts: TypeAlias = "dict[str, str]"

_LETTERS = "ABCDEF"
_COLUMNS = (
    *("ID", "Topic", "Front", "Back", "Term", "Definition", "Aliases", "Example", "Question"),
    *(*_LETTERS, "Correct", "Answer", "Explanation", "Hint", "Level"),
)
_SHEETS = {"Front": "Cards", "Term": "Terms", "Question": "Questions"}
"""The column that identifies rows of a kind → the name of their sheet."""

_KAHOOT_HEAD = (
    "Question - max 120 characters",
    *(f"Answer {number} - max 75 characters" for number in range(1, 5)),
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
)
"""The columns of Kahoot's template (https://support.kahoot.com/hc/en-us/articles/115002812547)."""

_KAHOOT_PROMPT, _KAHOOT_OPTION, _KAHOOT_OPTIONS, _KAHOOT_SECONDS = 120, 75, 4, 30


class CsvWriter:
    """Writes CSV files."""

    name = "CSV"
    ending = "csv"

    def write(self, pack: Pack, _images: Mapping[str, bytes]) -> Written:
        """Write a pack's cards, terms and questions as one table."""
        found = _rows(pack, self.name)
        rows = _cells(found)
        columns = _used(rows)
        data = as_csv([columns, *(_line(row, columns) for row in rows)])
        return found.written(data)


class XlsxWriter:
    """Writes Excel workbooks."""

    name = "Excel workbook"
    ending = "xlsx"

    def write(self, pack: Pack, _images: Mapping[str, bytes]) -> Written:
        """Write a pack's cards, terms and questions, each kind on a sheet of its own."""
        found = _rows(pack, self.name)
        rows = _cells(found)
        sheets: dict[str, list[list[Cell]]] = {}
        for column, name in _SHEETS.items():
            of_kind = [row for row in rows if column in row]
            columns = _used(of_kind)
            if of_kind:
                sheets[name] = [[*columns], *(_line(row, columns) for row in of_kind)]
        return found.written(as_sheets(sheets))


class KahootWriter:
    """Writes spreadsheets that Kahoot can import."""

    name = "Kahoot spreadsheet"
    ending = "xlsx"

    def write(self, pack: Pack, _images: Mapping[str, bytes]) -> Written:
        """Write those of a pack's questions with options that fit Kahoot's limits."""
        found = pieces(pack, {"questions": _for_kahoot}, "Kahoot")
        rows = [row for each in found.by_topic.values() for row in each]
        data = as_sheets({"Kahoot": [list(_KAHOOT_HEAD), *rows]})
        return found.written(data)


def _rows(pack: Pack, name: str) -> Pieces[CellTexts]:
    options = [
        option.text
        for question in pack.questions
        if isinstance(question, ChoiceQuestion | SeveralQuestion)
        for option in question.options
    ]
    by_text = any(map(is_mark, options))  # if an option is a letter, letters can't name the right one
    return pieces(pack, {"cards": _card, "terms": _term, "questions": lambda each: _question(each, by_text)}, name)


def _cells(all_pieces: Pieces[CellTexts]) -> list[CellTexts]:
    return [{**row, "Topic": topic} for topic, rows in all_pieces.by_topic.items() for row in rows]


def _used(rows: Sequence[CellTexts]) -> list[str]:
    named = {column for row in rows for column, text in row.items() if text}
    return [column for column in _COLUMNS if column in named]


def _line(row: CellTexts, columns: Sequence[str]) -> list[Cell]:
    return [row.get(column, "") for column in columns]


def _card(card: Card) -> Piece[CellTexts]:
    return Piece({"ID": card.id, "Front": card.front, "Back": card.back}, frozenset({"front", "back"}))


def _term(term: Term) -> Piece[CellTexts]:
    fits = all(";" not in each for each in term.aliases)
    cells = {"ID": term.id, "Term": term.term, "Definition": term.definition, "Example": term.example or ""}
    fields = {"term", "definition", "example"}
    if fits and len(term.aliases) != 1:
        cells["Aliases"] = ";".join(term.aliases)
        fields.add("aliases")
    elif fits and not any(mark in term.aliases[0] for mark in "|,"):
        cells["Aliases"] = term.aliases[0]
        fields.add("aliases")
    return Piece(cells, frozenset(fields))


def _question(question: Question, by_text: bool) -> Piece[CellTexts]:
    cells = {"ID": question.id, "Hint": question.hint or "", "Level": str(question.level or "")}
    fields = {"hint", "level", "prompt", "explanation"}
    match question:
        case ChoiceQuestion() | SeveralQuestion():
            right = [place for place, option in enumerate(question.options) if option.correct]
            cells |= {letter: option.text for letter, option in zip(_LETTERS, question.options, strict=False)}
            cells["Question"] = question.prompt
            marks = [question.options[place].text for place in right] if by_text else [_LETTERS[at] for at in right]
            cells["Correct"] = (";" if by_text else ", ").join(marks)
            cells["Explanation"] = question.options[right[0]].why or ""
            return Piece(cells, frozenset(fields | {"options"}), _whys_lost(question, right))
        case TrueFalseQuestion():
            why, changed = told(question.explanation)
            cells |= {"Question": question.statement, "Answer": str(question.answer).lower(), "Explanation": why}
            return Piece(cells, frozenset(fields | {"statement", "answer"}), changed)
        case FreeTextQuestion():
            why, changed = told(question.explanation)
            answer = ";".join(question.answers)
            _, comes_back = asked(question.prompt, answer)
            if comes_back.get("answers") != list(question.answers):
                changed = (*changed, "that it's typed: its answer is long, so it comes back as a card")
            cells |= {"Question": question.prompt, "Answer": answer, "Explanation": why}
            return Piece(cells, frozenset(fields | {"answers"}), changed)
        case NumberQuestion():
            why, changed = told(question.explanation)
            cells |= {"Question": question.prompt, "Answer": question.value, "Explanation": why}
            return Piece(cells, frozenset(fields | {"value"}), (*changed, "that it's a number"))
        case (
            WhichSideQuestion()
            | EstimateQuestion()
            | MatchQuestion()
            | ClozeQuestion()
            | MistakeQuestion()
            | OrderQuestion()
        ):
            raise NoPlaceError(f"tables have no columns for this kind of question ({question.type})")
        case _:
            assert_never(question)


def _whys_lost(question: ChoiceQuestion | SeveralQuestion, right: Sequence[int]) -> tuple[str, ...]:
    first = question.options[right[0]].why
    others = [
        option.why
        for place, option in enumerate(question.options)
        if option.why and (place not in right or option.why != first)
    ]
    beliefs = any(option.misconception for option in question.options)
    return (*(("why other options are right or wrong",) if others else ()), *(("misconceptions",) if beliefs else ()))


def _for_kahoot(question: Question) -> Piece[list[Cell]]:
    match question:
        case ChoiceQuestion() | SeveralQuestion():
            prompt, options = question.prompt, [option.text for option in question.options]
            right = [place for place, option in enumerate(question.options, start=1) if option.correct]
            whys = any(option.why or option.misconception for option in question.options)
            fields = frozenset({"prompt", "options"})
        case TrueFalseQuestion():
            prompt, options, right = question.statement, ["True", "False"], [1 if question.answer else 2]
            whys, fields = False, frozenset({"statement", "answer"})
        case (
            WhichSideQuestion()
            | FreeTextQuestion()
            | NumberQuestion()
            | EstimateQuestion()
            | MatchQuestion()
            | ClozeQuestion()
            | MistakeQuestion()
            | OrderQuestion()
        ):
            raise NoPlaceError(f"Kahoot has no spreadsheet for this kind of question ({question.type})")
        case _:
            assert_never(question)
    if len(prompt) > _KAHOOT_PROMPT:
        raise NoPlaceError(f"asks in {len(prompt)} characters; Kahoot has room for {_KAHOOT_PROMPT}")
    if len(options) > _KAHOOT_OPTIONS:
        raise NoPlaceError(f"has {len(options)} options; Kahoot has room for {_KAHOOT_OPTIONS}")
    if any(len(option) > _KAHOOT_OPTION for option in options):
        raise NoPlaceError(f"has an option of more than {_KAHOOT_OPTION} characters, Kahoot's limit")
    blanks = [""] * (_KAHOOT_OPTIONS - len(options))
    row: list[Cell] = [prompt, *options, *blanks, _KAHOOT_SECONDS, ",".join(map(str, right))]
    return Piece(row, fields, ("why options are right or wrong",) if whys else ())
