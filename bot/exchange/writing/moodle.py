"""Write packs as Moodle XML (https://docs.moodle.org/en/Moodle_XML_format)."""

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import assert_never
from xml.etree.ElementTree import Element, SubElement, tostring

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
    OrderQuestion,
    Question,
    SeveralQuestion,
    TrueFalseQuestion,
    WhichSideQuestion,
    prompt_of,
)
from bot.exchange.writing.pieces import NoPlaceError, Piece, Written, pieces, told
from bot.exchange.writing.shares import shares, tolerance
from bot.language.text import as_seen, shortened

_LONGEST_NAME = 60
_SIGNS = re.compile(r"[~=#{}\\\"/]")
_LOOKS_EMBEDDED = re.compile(r"\{\d{0,4}:|\[\[\d")


class MoodleXmlWriter:
    """Writes Moodle XML files."""

    name = "Moodle XML"
    ending = "xml"

    def write(self, pack: Pack, images: Mapping[str, bytes]) -> Written:
        """Write a pack's questions.

        Args:
            pack: the pack to write.
            images: the pack's pictures: file name in the pack → bytes.
        """
        found = pieces(pack, {"questions": lambda each: _question(each, images)}, self.name)
        quiz = Element("quiz")
        for topic, questions in found.by_topic.items():
            if questions:
                category = SubElement(SubElement(quiz, "question", type="category"), "category")
                SubElement(category, "text").text = f"$course$/top/{topic.replace('/', '//')}"
                quiz.extend(questions)
        raw = tostring(quiz, encoding="utf-8", xml_declaration=True)
        return found.written(raw + b"\n")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question without its answers, which are already in its element.

    Args:
        kind: Moodle's type of question.
        text: the text of the question.
        fields: the names of the fields that were written.
        changed: what couldn't be kept, in a few words each.
    """

    kind: str
    text: str
    fields: set[str]
    changed: tuple[str, ...] = ()


def _question(question: Question, images: Mapping[str, bytes]) -> Piece[Element]:
    element = Element("question")
    _text(element, "name", shortened(" ".join(prompt_of(question).split()), _LONGEST_NAME))
    written = _answers(element, question)
    element.set("type", written.kind)
    fields = {"hint", *written.fields, *_ask(element, written.text, question, images)}
    SubElement(element, "idnumber").text = question.id
    if question.hint:
        _text(element, "hint", question.hint)
    return Piece(element, frozenset(fields), written.changed)


def _answers(element: Element, question: Question) -> _Asked:
    match question:
        case ChoiceQuestion() | SeveralQuestion():
            return _options(element, question)
        case TrueFalseQuestion():
            return _verdicts(element, question)
        case FreeTextQuestion():
            return _typed(element, question)
        case NumberQuestion():
            return _number(element, question)
        case MatchQuestion():
            return _pairs(element, question)
        case OrderQuestion():
            return _steps(element, question)
        case ClozeQuestion():
            return _gaps(element, question)
        case WhichSideQuestion() | EstimateQuestion() | MistakeQuestion():
            raise NoPlaceError(f"Moodle has nothing for this kind of question ({question.type})")
        case _:
            assert_never(question)


def _options(element: Element, question: ChoiceQuestion | SeveralQuestion) -> _Asked:
    SubElement(element, "single").text = str(isinstance(question, ChoiceQuestion)).lower()
    SubElement(element, "shuffleanswers").text = "true"
    for option, share in zip(question.options, shares(question), strict=True):
        _answer(element, option.text, share, option.why or "")
    lost = ("misconceptions",) if any(option.misconception for option in question.options) else ()
    return _Asked("multichoice", question.prompt, {"prompt", "options"}, lost)


def _verdicts(element: Element, question: TrueFalseQuestion) -> _Asked:
    why = question.explanation
    for verdict in (True, False):
        is_right = verdict is question.answer
        reply = (why.right if is_right else why.wrong) if why else ""
        _answer(element, str(verdict).lower(), 100 if is_right else 0, reply)
    return _Asked("truefalse", question.statement, {"statement", "answer", "explanation"})


def _typed(element: Element, question: FreeTextQuestion) -> _Asked:
    for each in question.answers:
        _answer(element, each.replace("*", r"\*"), 100)
    return _Asked("shortanswer", question.prompt, {"prompt", "answers", "explanation"}, _explain(element, question))


def _pairs(element: Element, question: MatchQuestion) -> _Asked:
    pairs = [(each.left, each.right) for each in question.pairs]
    for left, right in (*pairs, *(("", decoy) for decoy in question.decoys)):
        SubElement(SubElement(_text(element, "subquestion", left), "answer"), "text").text = right
    fields = {"prompt", "pairs", "decoys", "explanation"}
    return _Asked("matching", question.prompt, fields, _explain(element, question))


def _steps(element: Element, question: OrderQuestion) -> _Asked:
    for place, step in enumerate(question.items, start=1):
        _answer(element, step, place)
    return _Asked("ordering", question.prompt, {"prompt", "items", "explanation"}, _explain(element, question))


def _number(element: Element, question: NumberQuestion) -> _Asked:
    lost = _explain(element, question)
    value, off = question.value, tolerance(question)
    if question.range:
        least, most = float(question.range.least), float(question.range.most)
        value, off = f"{(least + most) / 2:.12g}", f"{(most - least) / 2:.12g}"
        lost += ("its range: it becomes a number, give or take",)
    SubElement(_answer(element, value, 100), "tolerance").text = off
    if question.unit:
        unit = SubElement(SubElement(element, "units"), "unit")
        SubElement(unit, "multiplier").text = "1"
        SubElement(unit, "unit_name").text = question.unit
    fields = {"prompt", "value", "range", "tolerance", "unit", "explanation"}
    return _Asked("numerical", question.prompt, fields, lost)


def _gaps(element: Element, question: ClozeQuestion) -> _Asked:
    text = gapped(question.text)
    fields = {"text", "choose", "decoys", "explanation"}
    if any(map(_LOOKS_EMBEDDED.search, text.parts)):
        raise NoPlaceError("has braces or brackets that Moodle takes for gaps")
    if not question.choose:
        listed = ("~".join(f"={_escaped(each)}" for each in gap) for gap in text.gaps)
        marked = text.with_gaps([f"{{1:SHORTANSWER:{each}}}" for each in listed])
        return _Asked("cloze", marked, fields, _explain(element, question))
    words = list({as_seen(each): each for each in (*text.answers, *question.decoys)}.values())
    for word in words:
        SubElement(_text(element, "selectoption", word), "group").text = "1"
    places = {as_seen(word): place for place, word in enumerate(words, start=1)}
    lost = ("other answers that count",) if any(len(gap) > 1 for gap in text.gaps) else ()
    marked = text.with_gaps([f"[[{places[as_seen(each)]}]]" for each in text.answers])
    return _Asked("gapselect", marked, fields, lost + _explain(element, question))


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", text)


def _explain(
    element: Element, question: FreeTextQuestion | NumberQuestion | MatchQuestion | OrderQuestion | ClozeQuestion
) -> tuple[str, ...]:
    why, lost = told(question.explanation)
    if why:
        _text(element, "generalfeedback", why)
    return lost


def _answer(element: Element, text: str, share: object, why: str = "") -> Element:
    answer = _text(element, "answer", text)
    answer.set("fraction", str(share))
    if why:
        _text(answer, "feedback", why)
    return answer


def _ask(element: Element, text: str, question: Question, images: Mapping[str, bytes]) -> Iterable[str]:
    """Add the question's text and its picture; return the name of the picture's field if it could be added."""
    picture = question.image
    raw = images.get(picture.file) if picture else None
    if picture is None or raw is None:
        _text(element, "questiontext", text)
        return ()
    name = picture.file.rpartition("/")[2]
    as_html = escape(text).replace("\n", "<br>")
    html = f'<p>{as_html}</p><p><img src="@@PLUGINFILE@@/{name}" alt="{escape(picture.alt)}"></p>'
    text_element = _text(element, "questiontext", html, "html")
    SubElement(text_element, "file", name=name, path="/", encoding="base64").text = base64.b64encode(raw).decode()
    return ("image",)


def _text(parent: Element, name: str, text: str, form: str = "plain_text") -> Element:
    """Add an element with a text, and return it."""
    element = SubElement(parent, name, {} if name == "name" else {"format": form})
    SubElement(element, "text").text = text
    return element
