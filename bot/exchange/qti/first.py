"""Convert items of QTI 1.2, which Canvas, Blackboard and Common Cartridge use, to questions of a pack.

https://www.imsglobal.org/question/qtiv1p2/imsqti_asi_bindv1p2.html
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from html import escape
from xml.etree.ElementTree import Element

from bot.exchange import questions, weighted
from bot.exchange.html import text_of
from bot.exchange.pictures import Find, Gallery
from bot.exchange.questions import NoQuestion
from bot.exchange.weighted import ConvertedQuestion, WeightedAnswer, worth_of

_ASKING = ("response_lid", "response_str", "response_num", "response_xy", "response_grp")
_ESSAYS = ("essay", "file_upload")
_GAP = re.compile(r"\[([^\[\]\n]{1,100})\]")


@dataclass(frozen=True, slots=True)
class _Case:
    """The points and feedback for some answers, from a `respcondition`.

    Args:
        worth: the points.
        values: the answers, each as the id of the response and its value.
        least, most: the limits of a number, inclusive; None if there are none.
        is_other: whether the condition applies to all other answers.
        replies: the ids of the feedback.
    """

    worth: Decimal
    values: tuple[tuple[str, str], ...]
    least: str | None
    most: str | None
    is_other: bool
    replies: tuple[str, ...]


def convert(item: Element, gallery: Gallery, find: Find) -> ConvertedQuestion:
    """Convert an item.

    Args:
        item: the item of QTI 1, without namespaces.
        gallery: collects its picture.
        find: returns a picture's bytes by its src.

    Raises:
        NoQuestion: it can't be turned into one of Versed's questions.
    """
    presentation = item.find("presentation")
    asking = [each for each in presentation.iter() if each.tag in _ASKING] if presentation is not None else []
    if presentation is None or not asking:
        raise NoQuestion("doesn't ask anything; there's nothing in it to respond to")
    kind = " ".join(each.text or "" for each in item.iter("fieldentry"))
    cases = [_case(each) for each in item.iter("respcondition")]
    if next(item.iter("setvar"), None) is None:  # some programs leave out points and only say what's right
        cases = [replace(each, worth=Decimal(1)) if each.values and not each.replies else each for each in cases]
    right = [each for each in cases if each.worth > 0]
    if any(each in kind for each in _ESSAYS) or (asking[0].tag == "response_str" and not right):
        raise NoQuestion("is an essay, which I can't judge")
    (prompt,), image, changed = gallery.with_picture([_html_of(presentation)], find, item.get("title", ""))
    if not prompt:
        raise NoQuestion("asks nothing; write its text")
    replies = {each.get("ident", ""): text_of(_html_of(each)) for each in item.iter("itemfeedback")}
    found = _convert(asking, prompt, cases, replies)
    return replace(found, fields=found.fields | image, changed=(*found.changed, *changed))


def _convert(asking: list[Element], prompt: str, cases: list[_Case], replies: dict[str, str]) -> ConvertedQuestion:
    right = [each for each in cases if each.worth > 0]
    explanation = _explanation(right, cases, replies)
    if gaps := _gaps(asking, prompt):
        return _filled(gaps, prompt, right, explanation)
    if len(asking) > 1:
        return _matched(asking, prompt, right, explanation)
    match asking[0].tag:
        case "response_lid":
            return _chosen(asking[0], prompt, cases, replies, explanation)
        case "response_str" | "response_num":
            between = next((each for each in right if each.least is not None and each.most is not None), None)
            if between is not None:
                return weighted.number(
                    prompt, [WeightedAnswer(f"{between.least}..{between.most}", Decimal(100))], explanation
                )
            best = max(each.worth for each in right)
            answers = [value for each in right if each.worth == best for _, value in each.values]
            return ConvertedQuestion(questions.typed(prompt, answers, explanation))
        case tag:
            raise NoQuestion(f"is a kind of question I don't know ({tag})")


def _chosen(
    interaction: Element, prompt: str, cases: list[_Case], replies: dict[str, str], explanation: str
) -> ConvertedQuestion:
    labels = {each.get("ident", ""): text_of(_html_of(each)) for each in interaction.iter("response_label")}
    names = list(labels)
    best = max((each.worth for each in cases), default=Decimal(0))
    is_single = interaction.get("rcardinality", "Single") == "Single"
    counting = [each for each in cases if each.worth > 0 and (each.worth == best or not is_single)]
    right = sorted({names.index(value) for each in counting for _, value in each.values if value in labels})
    whys = {
        names.index(each.values[0][1]): reply
        for each in cases
        if len(each.values) == 1 and each.values[0][1] in labels and (reply := _said(each, replies))
    }
    whys |= {place: explanation for place in right if explanation and place not in whys}
    return ConvertedQuestion(questions.choice(prompt, list(labels.values()), right, whys))


def _gaps(asking: list[Element], prompt: str) -> dict[str, Element]:
    """Return the gaps by their names, which Canvas puts in brackets: [colour]; {} unless all responses are gaps."""
    named = {text_of(_html_of(each)): each for each in asking if each.tag == "response_lid"}
    return named if len(named) == len(asking) and named.keys() <= set(_GAP.findall(prompt)) else {}


def _filled(gaps: Mapping[str, Element], prompt: str, right: list[_Case], explanation: str) -> ConvertedQuestion:
    """Convert a text with gaps; answers are typed unless there are wrong ones to choose from."""
    chosen = [value for each in right for value in each.values]
    words: dict[str, str] = {}
    rights: list[list[str]] = []
    has_wrong = False
    for name in (each for each in _GAP.findall(prompt) if each in gaps):
        labels = {each.get("ident", ""): text_of(_html_of(each)) for each in gaps[name].iter("response_label")}
        texts = [
            labels[value]
            for interaction, value in chosen
            if interaction == gaps[name].get("ident") and value in labels
        ]
        if not texts:
            raise NoQuestion("has a gap without a right answer; add one")
        rights.append(texts)
        words |= labels
        has_wrong = has_wrong or len(texts) < len(labels)
    gap = re.compile("|".join(re.escape(f"[{name}]") for name in gaps))
    rights = [each[:1] for each in rights] if has_wrong else rights
    return weighted.filled(gap, prompt, rights, explanation, list(words.values()) if has_wrong else ())


def _matched(asking: list[Element], prompt: str, right: list[_Case], explanation: str) -> ConvertedQuestion:
    """Convert a matching question: one response for each pair, all with the same answers to choose from."""
    if any(each.tag != "response_lid" for each in asking):
        raise NoQuestion("has several gaps; ask for each of them in a question of its own")
    labels = {
        each.get("ident", ""): text_of(_html_of(each))
        for interaction in asking
        for each in interaction.iter("response_label")
    }
    chosen = {respondent: value for each in right for respondent, value in each.values}
    lefts = {each.get("ident", ""): text_of(_html_of(each)) for each in asking}
    if not all(lefts.values()):
        raise NoQuestion("asks several things in one; split it")
    pairs = [(left, labels.get(chosen.get(name, ""), "")) for name, left in lefts.items()]
    used = {right for _, right in pairs}
    return weighted.matched(
        prompt, [*pairs, *(("", each) for each in labels.values() if each not in used)], explanation
    )


def _explanation(right: list[_Case], cases: list[_Case], replies: dict[str, str]) -> str:
    """Return the feedback for everyone, or that for right answers."""
    to_all = [each for each in cases if each.is_other and not each.worth]
    found = (_said(each, replies) for each in (*to_all, *right))
    return next((reply for reply in found if reply), "")


def _said(case: _Case, replies: dict[str, str]) -> str:
    return " ".join(reply for each in case.replies if (reply := replies.get(each, "")))


def _case(element: Element) -> _Case:
    variables = element.find("conditionvar")
    values = tuple(_values(variables)) if variables is not None else ()
    worth = max((worth_of(each.text or "") for each in element.findall("setvar")), default=Decimal(0))
    least, most = (
        next((each.text or "" for tag in tags for each in element.iter(tag)), None)
        for tags in (("vargte", "vargt"), ("varlte", "varlt"))
    )
    return _Case(
        worth,
        values,
        least,
        most,
        next(element.iter("other"), None) is not None,
        tuple(each.get("linkrefid", "") for each in element.iter("displayfeedback")),
    )


def _values(condition: Element) -> Iterator[tuple[str, str]]:
    """Yield the id of the response and the value of each answer in a condition, except for negated ones."""
    for each in condition:
        if each.tag in ("varequal", "varsubstring", "varsubset"):
            yield each.get("respident", ""), (each.text or "").strip()
        elif each.tag != "not":
            yield from _values(each)


def _html_of(element: Element) -> str:
    """Return the materials in an element as HTML, without those of its responses and options."""
    pieces = []
    for each in element:
        if each.tag == "mattext":
            text = "".join(each.itertext())
            pieces.append(text if each.get("texttype", "text/plain") == "text/html" else f"<p>{escape(text)}</p>")
        elif each.tag == "matimage":
            pieces.append(f'<img src="{escape(each.get("uri", ""))}" alt="{escape(each.get("label", ""))}">')
        elif each.tag not in (*_ASKING, "render_choice", "response_label"):
            pieces.append(_html_of(each))
    return "".join(pieces)
