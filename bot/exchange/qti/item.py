"""Convert items of QTI 2 to questions of a pack."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from xml.etree.ElementTree import Element

from bot.exchange import questions, weighted
from bot.exchange.html import text_of
from bot.exchange.pictures import Find, Gallery
from bot.exchange.qti.body import feedback_in, html_of, interactions
from bot.exchange.questions import NoQuestion
from bot.exchange.weighted import ConvertedQuestion, WeightedAnswer, worth_of

_GAP = re.compile("\ue000(\\d+)\ue001")
_NAMED_GAP = re.compile("\ue000([^\ue001]*)\ue001")
_BESIDE_GAPS = ("prompt", "gapText", "gapImg")
_GAPS = ("textEntryInteraction", "inlineChoiceInteraction")
_NUMBERS = ("float", "integer")


@dataclass(frozen=True, slots=True)
class _Declared:
    """The declared answers of an interaction.

    Args:
        correct: the right answers: identifiers, pairs of them, or texts.
        worth: answer → points.
        is_number: whether the answer is a number.
    """

    correct: list[str]
    worth: dict[str, Decimal]
    is_number: bool

    @property
    def best(self) -> list[str]:
        """Return the right answers, and others that earn the most points."""
        most = max(self.worth.values(), default=Decimal(0))
        full = [answer for answer, worth in self.worth.items() if worth == most and worth > 0]
        return list(dict.fromkeys((*self.correct, *full)))

    @property
    def right(self) -> list[str]:
        """Return the right answers, or if there are none, those that earn points."""
        return self.correct or [answer for answer, worth in self.worth.items() if worth > 0]


def convert(element: Element, gallery: Gallery, find: Find) -> ConvertedQuestion:
    """Convert an item.

    Args:
        element: the item's XML element, without namespaces.
        gallery: collects its picture.
        find: returns a picture's bytes by its src.

    Raises:
        NoQuestion: it can't be turned into one of Versed's questions.
    """
    body = element.find("itemBody")
    if element.tag != "assessmentItem" or body is None:
        raise NoQuestion("is of QTI 3, and I read QTI 1 and 2; export it as that")
    found_interactions = interactions(body)
    if not found_interactions:
        raise NoQuestion("doesn't ask anything; there's no interaction in it")
    gaps = all(each.tag in _GAPS for each in found_interactions)
    if len(found_interactions) > 1 and not gaps:
        raise NoQuestion("asks several things in one; split it")
    places = {id(each): place for place, each in enumerate(found_interactions)}

    def shown(interaction: Element) -> str:
        prompt = interaction.find("prompt")
        own_prompt = f"<p>{html_of(prompt, lambda _: '')}</p>" if prompt is not None else ""
        if interaction.tag in ("gapMatchInteraction", "hottextInteraction"):
            return own_prompt + "".join(html_of(each, shown) for each in interaction if each.tag not in _BESIDE_GAPS)
        if interaction.tag == "gap":
            return f"\ue000{interaction.get('identifier', '')}\ue001"
        return f"\ue000{places[id(interaction)]}\ue001" if gaps else own_prompt

    (text,), image, changed = gallery.with_picture([html_of(body, shown)], find, element.get("title", ""))
    if not gaps and not text:
        raise NoQuestion("asks nothing; write its prompt")
    declared = {each.get("identifier", ""): _declared(each) for each in element.iter("responseDeclaration")}
    rights = [
        declared.get(each.get("responseIdentifier", ""), _Declared([], {}, False)) for each in found_interactions
    ]
    replies = {name: text_of(reply) for name, reply in feedback_in(element).items()}
    if found_interactions[0].tag == "gapMatchInteraction":
        found = _placed(found_interactions[0], text, rights[0], _explanation(replies))
    elif gaps:
        found = _with_gaps(element, text, found_interactions, rights, _explanation(replies))
    else:
        found = _convert(found_interactions[0], text, rights[0], replies)
    return replace(found, fields=found.fields | image, changed=(*found.changed, *changed))


def _convert(interaction: Element, prompt: str, declared: _Declared, replies: dict[str, str]) -> ConvertedQuestion:
    choices = {
        each.get("identifier", ""): text_of(html_of(each, lambda _: ""))
        for each in interaction.iter()
        if _is_choice(each)
    }
    pairs = [pair for each in declared.right if len(pair := each.split()) == 2]
    match interaction.tag:
        case "choiceInteraction" | "hottextInteraction":
            names = list(choices)
            right = [names.index(each) for each in declared.right if each in choices]
            whys = {names.index(name): reply for name, reply in replies.items() if name in choices}
            explanation = _explanation({name: reply for name, reply in replies.items() if name not in choices})
            whys |= {place: explanation for place in right if explanation and place not in whys}
            return ConvertedQuestion(questions.choice(prompt, list(choices.values()), right, whys))
        case "orderInteraction":
            steps = [choices.get(each, "") for each in declared.correct]
            return weighted.ordered(prompt, steps, _explanation(replies))
        case "matchInteraction" | "associateInteraction":
            known = [(choices[left], choices[right]) for left, right in pairs if {left, right} <= choices.keys()]
            used = {each for pair in pairs for each in pair}
            second = interaction.findall("simpleMatchSet")[1:]
            spare = [each.get("identifier", "") for group in second for each in group]
            known += [("", choices[each]) for each in spare if each in choices and each not in used]
            return weighted.matched(prompt, known, _explanation(replies))
        case "sliderInteraction":
            return weighted.number(
                prompt, [WeightedAnswer(each, Decimal(100)) for each in declared.right[:1]], _explanation(replies)
            )
        case "extendedTextInteraction" | "uploadInteraction" | "drawingInteraction":
            raise NoQuestion("is an essay, a file or a drawing, which I can't judge")
        case _:
            raise NoQuestion(
                f"is a kind of question I don't know ({interaction.tag.removesuffix('Interaction')[:40]})"
            )


def _placed(interaction: Element, text: str, declared: _Declared, explanation: str) -> ConvertedQuestion:
    """Convert a text with gaps for given words.

    Args:
        interaction: the interaction.
        text: the item's text, with the identifiers of the gaps.
        declared: which word belongs in which gap.
        explanation: the text shown after answering.
    """
    words = {each.get("identifier", ""): text_of(html_of(each, lambda _: "")) for each in interaction.iter("gapText")}
    pairs = [pair for each in declared.right if len(pair := each.split()) == 2]
    filling = {gap: words[word] for word, gap in pairs if word in words}
    gaps = _NAMED_GAP.findall(text)
    if not gaps or not filling.keys() >= set(gaps):
        raise NoQuestion("has a gap without a right answer; add one")
    return weighted.filled(_NAMED_GAP, text, [[filling[gap]] for gap in gaps], explanation, list(words.values()))


def _is_choice(element: Element) -> bool:
    return element.tag in ("simpleChoice", "simpleAssociableChoice", "inlineChoice", "hottext")


def _with_gaps(
    element: Element, text: str, found_interactions: list[Element], rights: list[_Declared], explanation: str
) -> ConvertedQuestion:
    """Convert a text with gaps; with a single typed gap at its end, it becomes a question with a typed answer.

    Args:
        element: the item.
        text: the item's text, with placeholders for gaps.
        found_interactions: the interactions.
        rights: the declared answers of each interaction.
        explanation: the text shown after answering.
    """
    if not all(each.best for each in rights):
        raise NoQuestion("has a gap without a right answer; add one")
    before, _, after = (*_GAP.split(text), "", "")[:3]
    if found_interactions[0].tag == "textEntryInteraction" and len(found_interactions) == 1 and not after.strip(" ."):
        if rights[0].is_number:
            answers = [WeightedAnswer(f"{each}:{_tolerance(element)}", Decimal(100)) for each in rights[0].right[:1]]
            return weighted.number(before.strip(), answers, explanation)
        return ConvertedQuestion(questions.typed(before.strip(), rights[0].best, explanation))
    words: list[str] = []
    filled: list[list[str]] = []
    for each, right in zip(found_interactions, rights, strict=True):
        choices = {
            choice.get("identifier", ""): text_of(html_of(choice, lambda _: ""))
            for choice in each
            if _is_choice(choice)
        }
        words += choices.values()
        filled.append([choices[name] for name in right.right[:1] if name in choices] if choices else right.best)
    if not all(filled):
        raise NoQuestion("has a gap without a right answer; add one")
    chosen = all(each.tag == "inlineChoiceInteraction" for each in found_interactions)
    return weighted.filled(_GAP, text, filled, explanation, words if chosen else ())


def _explanation(replies: dict[str, str]) -> str:
    """Return the first feedback that isn't for wrong answers."""
    right = [
        reply for name, reply in replies.items() if "incorrect" not in name.lower() and "wrong" not in name.lower()
    ]
    return next((reply for reply in right if reply), "")


def _declared(element: Element) -> _Declared:
    correct = [(each.text or "").strip() for each in element.findall("correctResponse/value")]
    worth = {each.get("mapKey", ""): worth_of(each.get("mappedValue", "")) for each in element.iter("mapEntry")}
    return _Declared([each for each in correct if each], worth, element.get("baseType") in _NUMBERS)


def _tolerance(element: Element) -> str:
    """Return the absolute tolerance of a number, from the item's response processing."""
    found = [each.get("tolerance", "") for each in element.iter("equal") if each.get("toleranceMode") == "absolute"]
    return (found[0].split() or ["0"])[0] if found else "0"
