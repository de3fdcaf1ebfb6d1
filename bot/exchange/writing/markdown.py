"""Write packs as Markdown that people and Versed can read: headings, cards, terms, boxes, questions, gaps."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, assert_never

from bot.content.gaps import gapped
from bot.content.model import Card, ClozeCard, Pack, Term
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
from bot.exchange.model import LeftOut
from bot.exchange.questions import QUESTION_MARKS, asked
from bot.exchange.writing.pieces import NoPlaceError, Piece, Written, pieces, told

_SIGNS = re.compile(r"[\\`*_\[\]{}|$]|(?<=:):|(?<==)=")
_CODE = re.compile(r"(`[^`\n]*`)")
_LABELLED = re.compile(r"^\s*(\w+\s*\d*\s*)([:.)])")
"""The beginning of a list entry or a question: `1.`, `Q:`."""


class MarkdownWriter:
    """Writes Markdown files."""

    name = "Markdown"
    ending = "md"

    def write(self, pack: Pack, _images: Mapping[str, bytes]) -> Written:
        """Write a pack's cards, terms and questions."""
        makers: dict[str, Callable[[Any], Piece[str]]] = {
            "cards": _card,
            "clozes": _with_gaps,
            "terms": _term,
            "questions": _question,
        }
        found = pieces(pack, makers, self.name)
        blocks = [f"# {_line(pack.title)}"]
        for topic, items in found.by_topic.items():
            if items:
                blocks += [f"## {_line(topic).rstrip('?')}", *items]
        asking = [topic for topic in found.by_topic if topic.endswith(QUESTION_MARKS)]
        found.changed = [*(LeftOut(f"topic {topic}", "its question mark") for topic in asking), *found.changed]
        return found.written(("\n\n".join(blocks) + "\n").encode())


def _card(card: Card) -> Piece[str]:
    front, back = _lines(card.front), _lines(card.back)
    fields = {"front", "back"}
    if len(front) == len(back) == 1:
        sign = ":::" if card.reverse is True else "::"
        fields |= {"reverse"} if card.reverse is True else set()
        return Piece(f"{front[0]} {sign} {back[0]}", frozenset(fields))
    return Piece("\n".join((*front, "?", *back)), frozenset(fields))


def _with_gaps(cloze: ClozeCard) -> Piece[str]:
    text = gapped(cloze.text)
    asks = any(each.rstrip(" *_").endswith(QUESTION_MARKS) for each in (text.parts[0], text.filled))
    if "\n" in cloze.text or asks:
        raise NoPlaceError("has several lines, or ends in a question mark")
    line = text.with_gaps([f"\0{place}\0" for place in range(len(text.gaps))])
    gaps = [f"{{{{{'|'.join(map(_escaped, gap))}}}}}" for gap in text.gaps]
    written = re.sub("\0(\\d+)\0", lambda found: gaps[int(found[1])], _line(line))
    return Piece(written, frozenset({"text"}))


def _term(term: Term) -> Piece[str]:
    if term.term.endswith(QUESTION_MARKS):
        raise NoPlaceError("ends in a question mark, which Markdown takes for a question")
    definition = re.sub(r"\s*\n\s*", " ", term.definition)
    changed = () if definition == term.definition else ("its line breaks",)
    return Piece(f"{_line(term.term)}\n: {_escaped(definition)}", frozenset({"term", "definition"}), changed)


def _question(question: Question) -> Piece[str]:
    match question:
        case ChoiceQuestion() | SeveralQuestion():
            return _with_boxes(question)
        case TrueFalseQuestion():
            why, lost = told(question.explanation)
            body = _asked(question.statement, str(question.answer).lower(), why)
            return Piece(body, frozenset({"statement", "answer", "explanation"}), lost)
        case FreeTextQuestion():
            answer = ";".join(question.answers)
            _, comes_back = asked(question.prompt, answer)
            same = comes_back.get("answers") == list(question.answers)
            why, lost = told(question.explanation)
            changed = () if same else ("that it's typed: its answer is long, so it comes back as a card",)
            fields = frozenset({"prompt", "answers", "explanation"})
            return Piece(_asked(question.prompt, answer, why), fields, (*changed, *lost))
        case NumberQuestion():
            why, lost = told(question.explanation)
            fields = frozenset({"prompt", "value", "explanation"})
            return Piece(_asked(question.prompt, question.value, why), fields, ("that it's a number", *lost))
        case (
            WhichSideQuestion()
            | EstimateQuestion()
            | MatchQuestion()
            | ClozeQuestion()
            | MistakeQuestion()
            | OrderQuestion()
        ):
            raise NoPlaceError(f"Markdown has nothing for this kind of question ({question.type})")
        case _:
            assert_never(question)


def _with_boxes(question: ChoiceQuestion | SeveralQuestion) -> Piece[str]:
    """Return a question with a box for each option; all right options must have one reason, or it's lost."""
    boxes = [f"- [{'x' if option.correct else ' '}] {_escaped(option.text)}" for option in question.options]
    reasons = {option.why or "" for option in question.options if option.correct}
    why = reasons.pop() if len(reasons) == 1 else ""
    is_lost = any(option.misconception or (option.why or "") != why * option.correct for option in question.options)
    changed = ("why options are right or wrong",) if is_lost else ()
    return Piece(
        "\n".join((*_lines(question.prompt), *boxes, *_remark(why))), frozenset({"prompt", "options"}), changed
    )


def _asked(prompt: str, answer: str, why: str) -> str:
    first, *more = _lines(prompt)
    return "\n".join((f"Q: {first}", *more, f"A: {_escaped(answer)}", *_remark(why)))


def _remark(why: str) -> Sequence[str]:
    """Return the line that explains an answer, if it's explained."""
    return [f"Explanation: {_escaped(' '.join(why.split()))}"] if why else []


def _lines(text: str) -> Sequence[str]:
    """Return the lines of a text, escaped so that none has a special meaning.

    Raises:
        NoPlaceError: the text has an empty line or a line that begins with fenced code, which can't be escaped.
    """
    lines = text.split("\n")
    if not all(map(str.strip, lines)):
        raise NoPlaceError("has an empty line in it")
    if any(line.lstrip().startswith("```") for line in lines):
        raise NoPlaceError("has a piece of code in it")
    return [_line(line) for line in lines]


def _line(text: str) -> str:
    """Escape a line so that it isn't read as a heading, a list entry or a question."""
    escaped = _escaped(text)
    if labelled := _LABELLED.match(escaped):
        return f"{escaped[: labelled.start(2)]}\\{escaped[labelled.start(2) :]}"
    return f"\\{escaped}" if escaped[:1] in "-+#>:~?" else escaped


def _escaped(text: str) -> str:
    """Escape special characters except for those in backticks, where they have no meaning."""
    parts = _CODE.split(text)
    if any("::" in part or "{{" in part or "|" in part for part in parts[1::2]):
        raise NoPlaceError("has code with signs in it that mean something in Markdown")
    return "".join(part if place % 2 else _SIGNS.sub(r"\\\g<0>", part) for place, part in enumerate(parts))
