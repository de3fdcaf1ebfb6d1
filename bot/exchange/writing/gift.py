"""Write packs as GIFT (https://docs.moodle.org/en/GIFT_format)."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import assert_never

from bot.content.gaps import gapped
from bot.content.model import Pack
from bot.content.question import (
    ChoiceQuestion,
    ClozeQuestion,
    EstimateQuestion,
    FreeTextQuestion,
    MatchQuestion,
    MistakeQuestion,
    NumberQuestion,
    Option,
    OrderQuestion,
    Question,
    SeveralQuestion,
    TrueFalseQuestion,
    WhichSideQuestion,
)
from bot.exchange.writing.pieces import NoPlaceError, Piece, Written, pieces, told
from bot.exchange.writing.shares import shares, tolerance

_SIGNS = re.compile(r"[~=#{}:\\]")
_MARKED = re.compile(r"\[(?:html|moodle|plain|markdown)\]|%", re.IGNORECASE)
_PUNCTUATION = ".,;:!?)"


class GiftWriter:
    """Writes GIFT files."""

    name = "GIFT"
    ending = "gift"

    def write(self, pack: Pack, _images: Mapping[str, bytes]) -> Written:
        """Write a pack's questions."""
        found = pieces(pack, {"questions": _question}, self.name)
        blocks: list[str] = []
        for topic, questions in found.by_topic.items():
            if questions:
                blocks.append(f"$CATEGORY: $course$/top/{topic.replace('/', '//')}")
                blocks += questions
        text = "\n\n".join(blocks) + "\n"
        return found.written(text.encode())


def _question(question: Question) -> Piece[str]:
    match question:
        case ChoiceQuestion() | SeveralQuestion():
            answers = " ".join(map(_option, question.options, shares(question)))
            lost = ["misconceptions"] if any(option.misconception for option in question.options) else []
            return _piece(question, question.prompt, answers, {"prompt", "options"}, lost)
        case TrueFalseQuestion():
            why = question.explanation
            replies = f"#{_escaped(why.wrong)}#{_escaped(why.right)}" if why else ""
            answers = ("T" if question.answer else "F") + replies
            return _piece(question, question.statement, answers, {"statement", "answer", "explanation"})
        case FreeTextQuestion():
            return _typed(question, question.prompt, question.answers, {"prompt", "answers"})
        case NumberQuestion():
            why_, dropped = told(question.explanation)
            span = f"{question.range.least}..{question.range.most}" if question.range else ""
            value = span or f"{question.value}:{tolerance(question)}"
            fields = {"prompt", "value", "range", "tolerance", "explanation"}
            return _piece(question, question.prompt, f"#{value}{_explained(why_)}", fields, dropped)
        case MatchQuestion():
            return _matched(question)
        case ClozeQuestion():
            return _missing(question)
        case WhichSideQuestion() | EstimateQuestion() | MistakeQuestion() | OrderQuestion():
            raise NoPlaceError(f"GIFT has nothing for this kind of question ({question.type})")
        case _:
            assert_never(question)


def _piece(
    question: Question, before: str, answers: str, fields: set[str], changed: Sequence[str] = (), after: str = ""
) -> Piece[str]:
    """Return a question in GIFT.

    Args:
        question: the question from the pack.
        before: the text before its answers.
        answers: the text in the braces.
        fields: the names of the fields that these texts include.
        changed: what else couldn't be kept.
        after: the text after the answers, if they fill in a missing word.
    """
    head = f"// [id:{question.id}]\n::{question.id}::[plain]"
    return Piece(f"{head}{_escaped(before)}{{{answers}}}{_escaped(after)}", frozenset(fields), tuple(changed))


def _option(option: Option, share: Decimal) -> str:
    sign = "=" if share == 100 else f"~%{share}%" if share else "~"
    if sign in "=~" and _MARKED.match(option.text):
        sign += f"%{share}%" if option.text.startswith("%") else "[plain]"
    why = f"#{_escaped(option.why)}" if option.why else ""
    return f"{sign}{_answer(option.text)}{why}"


def _typed(
    question: FreeTextQuestion | ClozeQuestion,
    before: str,
    answers: Sequence[str],
    fields: set[str],
    after: str = "",
) -> Piece[str]:
    why, changed = told(question.explanation)
    listed = " ".join(f"=%100%{_answer(each)}" if each.startswith("%") else f"={_answer(each)}" for each in answers)
    return _piece(question, before, f"{listed}{_explained(why)}", fields | {"explanation"}, changed, after)


def _matched(question: MatchQuestion) -> Piece[str]:
    why, changed = told(question.explanation)
    pairs = [f"={_answer(pair.left)} -> {_answer(pair.right)}" for pair in question.pairs]
    pairs += [f"= -> {_answer(decoy)}" for decoy in question.decoys]
    fields = {"prompt", "pairs", "decoys", "explanation"}
    return _piece(question, question.prompt, " ".join(pairs) + _explained(why), fields, changed)


def _missing(question: ClozeQuestion) -> Piece[str]:
    """Convert a text with one gap."""
    text = gapped(question.text)
    if len(text.gaps) > 1:
        raise NoPlaceError("has several gaps, and GIFT allows one per question")
    before, after = text.parts
    if question.choose or not after.strip() or not before.endswith(" ") or after[0] not in f" {_PUNCTUATION}":
        raise NoPlaceError("has a gap that GIFT can't hold")
    return _typed(question, before, text.gaps[0], {"text"}, after)


def _explained(why: str) -> str:
    return f"####{_escaped(why)}" if why else ""


def _answer(text: str) -> str:
    if "->" in text:
        raise NoPlaceError("has an arrow in an answer, which GIFT takes for a pair")
    return _escaped(text)


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", text).replace("\n", "\\n")
