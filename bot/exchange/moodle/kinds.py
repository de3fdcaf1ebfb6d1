"""Convert each of Moodle's types of questions to one of a pack's."""

import re
from xml.etree.ElementTree import Element

from bot.exchange import questions, weighted
from bot.exchange.moodle import gaps
from bot.exchange.moodle.asked import MoodleQuestion, shown
from bot.exchange.questions import NoQuestion
from bot.exchange.weighted import ConvertedQuestion

_LONGEST_UNIT = 30
_SELDOM = {
    "essay": "is an essay; there's nothing to judge by",
    "description": "is a description without answers; there's nothing to ask",
    "random": "is a placeholder for a question that Moodle picks at random; the others are here",
    **dict.fromkeys(("calculated", "calculatedsimple", "calculatedmulti"), "gets new numbers each time; fix them"),
    **dict.fromkeys(("ddimageortext", "ddmarker"), "asks for places on a picture, which I can't"),
    **dict.fromkeys(("coderunner", "stack", "pmatch"), "is judged by a program of Moodle's, which I don't have"),
}


def convert(asked: MoodleQuestion) -> ConvertedQuestion:
    """Convert a question.

    Args:
        asked: the question from Moodle XML.

    Raises:
        NoQuestion: it can't be turned into one of Versed's questions.
    """
    make = _KINDS.get(asked.kind)
    if make is None:
        raise NoQuestion(_SELDOM.get(asked.kind, f"is of a kind that I don't know ({asked.kind[:40] or 'none'})"))
    if not asked.prompt:
        raise NoQuestion("asks nothing; write its text")
    return make(asked)


def _chosen(asked: MoodleQuestion) -> ConvertedQuestion:
    return weighted.chosen(asked.prompt, asked.answers, asked.explanation)


def _judged(asked: MoodleQuestion) -> ConvertedQuestion:
    verdicts = {questions.truth(each.text): each for each in asked.answers}
    right = max(asked.answers, key=lambda each: each.weight, default=None)
    if right is None or right.weight <= 0 or (verdict := questions.truth(right.text)) is None:
        raise NoQuestion("doesn't say whether it's true; mark one of its answers")
    wrong = verdicts.get(not verdict)
    why, why_not = right.feedback, wrong.feedback if wrong else ""
    both = asked.explanation
    told = questions.together(why, both), questions.together(why_not, both)
    return ConvertedQuestion(questions.judged(asked.prompt, verdict, *told))


def _typed(asked: MoodleQuestion) -> ConvertedQuestion:
    kept = [each for each in asked.answers if "*" not in each.text.replace(r"\*", "")]
    texts, changed = weighted.counting([each for each in kept if each.weight > 0])
    any_ = any("*" in each.text.strip("*") and each.weight > 0 for each in asked.answers if each not in kept)
    told = next((each.feedback for each in kept if each.weight > 0 and each.feedback), "") or asked.explanation
    texts = [each.replace(r"\*", "*") for each in texts]
    more = ("answers with * in them left out",) if any_ else ()
    return ConvertedQuestion(questions.typed(asked.prompt, texts, told), (*changed, *more))


def _number(asked: MoodleQuestion) -> ConvertedQuestion:
    answers = [each for each in asked.answers if not each.text.startswith("*") and each.weight > 0]
    found = weighted.number(asked.prompt, answers, asked.explanation)
    unit = next((_unit(each) for each in asked.element.iter("unit") if _unit(each)), "")
    return ConvertedQuestion(found.fields | ({"unit": unit} if unit else {}), found.changed)


def _unit(element: Element) -> str:
    """Return the unit that the question's number is given in; "" for other units, which Moodle converts."""
    name = (element.findtext("unit_name") or "").strip()
    is_own = re.fullmatch(r"1(?:\.0*)?", (element.findtext("multiplier") or "").strip())
    return name if is_own and len(name) <= _LONGEST_UNIT else ""


def _matched(asked: MoodleQuestion) -> ConvertedQuestion:
    pairs = [
        (shown(each), shown(found))
        for each in asked.element.iter("subquestion")
        if (found := each.find("answer")) is not None
    ]
    return weighted.matched(asked.prompt, pairs, asked.explanation)


def _ordered(asked: MoodleQuestion) -> ConvertedQuestion:
    return weighted.ordered(asked.prompt, [each.text for each in asked.answers], asked.explanation)


def _embedded(asked: MoodleQuestion) -> ConvertedQuestion:
    return gaps.embedded(asked.prompt, asked.explanation)


def _placed(asked: MoodleQuestion) -> ConvertedQuestion:
    words = [shown(each) for name in ("dragbox", "selectoption") for each in asked.element.findall(name)]
    return gaps.placed(asked.prompt, words, asked.explanation)


_KINDS = {
    "multichoice": _chosen,
    "multichoiceset": _chosen,
    "truefalse": _judged,
    "shortanswer": _typed,
    "numerical": _number,
    "matching": _matched,
    "ddmatch": _matched,
    "ordering": _ordered,
    "cloze": _embedded,
    "multianswer": _embedded,
    "ddwtos": _placed,
    "gapselect": _placed,
}
