"""Read H5P: packages (`.h5p`) or their JSON content, including questions inside slides, books and question sets.

Sources: https://h5p.org/documentation/developers/json-file-definitions, and the semantics of each content type.
"""

import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.exchange import archive, questions, weighted
from bot.exchange.html import text_of
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.questions import NoQuestion
from bot.exchange.source import SourceFile, Unreadable

_Content: TypeAlias = Mapping[str, Any]
_Item: TypeAlias = tuple[str, dict[str, Any]]

_LARGEST = 20 * 1024 * 1024
_DEEPEST = 40
_ABOUT, _INSIDE = "h5p.json", "content/content.json"
_LIBRARY = re.compile(r'"library"\s*:\s*"H5P\.')
_STARRED = re.compile(r"\*([^*\n]+)\*")
"""An answer in a text: right answers separated by slashes, then a colon and a tip."""

_BROKEN = "This H5P file is broken; download it again."
_SILENT = frozenset(
    {"AdvancedText", "Text", "Image", "Video", "Audio", "Table", "Link", "Accordion", "Column", "Row", "RowColumn"}
    | {"QuestionSet", "CoursePresentation", "InteractiveBook", "InteractiveVideo", "Chart", "Timeline", "Shape"}
)
"""Content types that aren't questions themselves."""


class H5p:
    """Reads H5P packages, or their content."""

    name = "H5P"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is H5P: a package with a description, or JSON that names libraries."""
        if archive.is_archive(source.raw):
            return float(_ABOUT.encode() in source.raw and _INSIDE.encode() in source.raw)
        text = (source.text or "").lstrip()
        return 0.99 if text.startswith("{") and (_LIBRARY.search(text) or '"dialogs"' in text) else 0.0

    def read(self, source: SourceFile) -> ParsedFile:
        """Read an H5P file.

        Raises:
            Unreadable: the file is broken.
        """
        title, library, content = "", "", source.raw
        if archive.is_archive(source.raw):
            with archive.opened(source.raw) as parts:
                about, content = _json_of(parts), archive.entry(parts, _INSIDE, _LARGEST)
            title, library = str(about.get("title") or ""), str(about.get("mainLibrary") or "")
        taken: list[ImportedItem] = []
        left: list[LeftOut] = []
        for number, (kind, params) in enumerate(_asking(_parsed(content), library.removeprefix("H5P.")), start=1):
            where = f"content {number} ({kind})"
            try:
                items = _KINDS[kind].convert(params) if kind in _KINDS else _unknown(kind)
                taken += [ImportedItem(where, *item) for item in items]
            except (NoQuestion, AttributeError, TypeError, ValueError) as error:
                left.append(LeftOut(where, str(error) if isinstance(error, NoQuestion) else "isn't valid H5P"))
        return ParsedFile(self.name, tuple(taken), tuple(left), title, notes=source.notes)


def _json_of(parts: zipfile.ZipFile) -> dict[str, Any]:
    return _parsed(archive.entry(parts, _ABOUT, _LARGEST))


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_BROKEN) from error
    if not isinstance(found, dict):
        raise Unreadable(_BROKEN)
    return found


def _asking(content: _Content, library: str) -> Iterator[tuple[str, _Content]]:
    """Yield all questions and cards in a content, however deeply nested, each with its content type.

    Args:
        content: the content of a package.
        library: its content type; "" to detect that by its fields.
    """
    kind = library or next((name for name, each in _KINDS.items() if each.field and each.field in content), "")
    if kind in _KINDS:
        yield kind, content
        return
    yield from _within(content, 0)


def _within(part: object, depth: int) -> Iterator[tuple[str, _Content]]:
    if depth > _DEEPEST:
        return
    if isinstance(part, dict):
        library, params = part.get("library"), part.get("params")
        if isinstance(library, str) and isinstance(params, dict):
            kind = library.partition(" ")[0].removeprefix("H5P.")
            if kind in _KINDS or kind not in _SILENT:
                yield kind, params
                return
        for each in part.values():
            yield from _within(each, depth + 1)
    elif isinstance(part, list):
        for each in part:
            yield from _within(each, depth + 1)


def _unknown(kind: str) -> list[_Item]:
    if kind == "Essay":
        raise NoQuestion("is an essay, which I can't judge")
    raise NoQuestion(f"is a kind of question I don't know ({kind[:40]})")


def _said(params: _Content, *names: str) -> str:
    return next((text_of(str(params[name])) for name in names if params.get(name)), "")


def _chosen(params: _Content) -> list[_Item]:
    answers = params["answers"]
    extras = [each.get("tipsAndFeedback") or {} for each in answers]
    whys = {place: why for place, each in enumerate(extras) if (why := _said(each, "chosenFeedback"))}
    right = [place for place, each in enumerate(answers) if each.get("correct")]
    options = [_said(each, "text") for each in answers]
    return [("questions", questions.choice(_said(params, "question"), options, right, whys))]


def _judged(params: _Content) -> list[_Item]:
    behaviour = params.get("behaviour") or {}
    whys = [_said(behaviour, name) for name in ("feedbackOnCorrect", "feedbackOnWrong")]
    is_true = str(params["correct"]).lower() == "true"
    return [("questions", questions.judged(_said(params, "question"), is_true, *whys))]


def _sets(params: _Content) -> list[_Item]:
    return [_first_of(_said(each, "question"), each["answers"]) for each in params["choices"]]


def _summed_up(params: _Content) -> list[_Item]:
    prompt = _said(params, "intro") or "Which statement is right?"
    return [_first_of(prompt, each["summary"]) for each in params["summaries"]]


def _first_of(prompt: str, options: Sequence[object]) -> _Item:
    """Return a choice question; its first option is the right one."""
    return "questions", questions.choice(prompt, [text_of(str(each)) for each in options], [0])


def _gapped(params: _Content) -> list[_Item]:
    return [_filled(text_of(str(each)), ()) for each in params["questions"]]


def _dragged(params: _Content) -> list[_Item]:
    text = _said(params, "textField")
    spare = [each.partition(":")[0] for each in _STARRED.findall(_said(params, "distractors"))]
    return [_filled(text, [*_right_in(text), *spare])]


def _filled(text: str, words: Sequence[str]) -> _Item:
    rights = [each.partition(":")[0].split("/") for each in _STARRED.findall(text)]
    if not rights:
        raise NoQuestion("has no gaps; put a word between stars")
    return "questions", weighted.filled(_STARRED, text, rights, "", words).fields


def _right_in(text: str) -> list[str]:
    return [each.partition(":")[0] for each in _STARRED.findall(text)]


def _turned(params: _Content) -> list[_Item]:
    cards = params.get("dialogs") or params.get("cards") or ()
    return [("cards", {"front": _said(each, "text"), "back": _said(each, "answer")}) for each in cards]


def _crossed(params: _Content) -> list[_Item]:
    return [("questions", questions.typed(_said(each, "clue"), [_said(each, "answer")])) for each in params["words"]]


@dataclass(frozen=True, slots=True)
class _Kind:
    """How to convert a content type.

    Args:
        convert: converts the content to items.
        field: a field that identifies the content type if it isn't named; "" if there's none.
    """

    convert: Callable[[_Content], list[_Item]]
    field: str = ""


_KINDS = {
    "MultiChoice": _Kind(_chosen, "answers"),
    "TrueFalse": _Kind(_judged),
    "SingleChoiceSet": _Kind(_sets, "choices"),
    "Summary": _Kind(_summed_up, "summaries"),
    "Blanks": _Kind(_gapped),
    "DragText": _Kind(_dragged, "textField"),
    "Dialogcards": _Kind(_turned, "dialogs"),
    "Flashcards": _Kind(_turned),
    "Crossword": _Kind(_crossed),
}
