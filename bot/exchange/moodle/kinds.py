"""Convert each of Moodle's types of questions to one of a pack's."""

import re
from dataclasses import replace
from xml.etree.ElementTree import Element

from bot.exchange import questions, weighted
from bot.exchange.moodle import gaps
from bot.exchange.moodle.asked import MoodleQuestion, shown
from bot.exchange.questions import NoQuestion
from bot.exchange.weighted import ConvertedQuestion, WeightedAnswer

_LONGEST_UNIT = 30
_SELDOM = {
    "essay": "is an essay, which I can't judge",
    "description": "is a description without answers; there's nothing to ask",
    "random": "is a placeholder for a question that Moodle picks at random; the others are here",
    **dict.fromkeys(
        ("calculated", "calculatedsimple", "calculatedmulti"),
        "gets new numbers each time; choose fixed ones",
    ),
    **dict.fromkeys(("ddimageortext", "ddmarker"), "asks for places on a picture, which I can't do"),
    **dict.fromkeys(("coderunner", "stack", "pmatch"), "is judged by a program in Moodle, which I don't have"),
}


def convert(question: MoodleQuestion) -> ConvertedQuestion:
    """Convert a question.

    Args:
        question: the question from Moodle XML.

    Raises:
        NoQuestion: it can't be turned into one of Versed's questions.
    """
    make = _KINDS.get(question.kind)
    if make is None:
        raise NoQuestion(
            _SELDOM.get(question.kind, f"is a kind of question I don't know ({question.kind[:40] or 'none'})")
        )
    if not question.prompt:
        raise NoQuestion("asks nothing; write its text")
    return make(question)


def _chosen(question: MoodleQuestion) -> ConvertedQuestion:
    return weighted.chosen(question.prompt, question.answers, question.explanation)


def _judged(question: MoodleQuestion) -> ConvertedQuestion:
    verdicts = {questions.truth(each.text): each for each in question.answers}
    right = max(question.answers, key=lambda each: each.weight, default=None)
    if right is None or right.weight <= 0 or (verdict := questions.truth(right.text)) is None:
        raise NoQuestion("doesn't say whether it's true; mark one of its answers")
    wrong = verdicts.get(not verdict)
    why, why_not = right.feedback, wrong.feedback if wrong else ""
    both = question.explanation
    replies = questions.together(why, both), questions.together(why_not, both)
    return ConvertedQuestion(questions.judged(question.prompt, verdict, *replies))


def _typed(question: MoodleQuestion) -> ConvertedQuestion:
    right = [each for each in map(_without_stars, question.answers) if each.weight > 0 and each.text]
    plain_answers = [each for each in right if "*" not in each.text.replace(r"\*", "")]
    texts, changed = weighted.counting(plain_answers)
    any_ = len(plain_answers) < len(right)
    if any_ and all(each.weight < 100 for each in plain_answers):
        raise NoQuestion("accepts only answers with *; write one without")
    reply = next((each.feedback for each in plain_answers if each.feedback), "") or question.explanation
    texts = [each.replace(r"\*", "*") for each in texts]
    more = ("answers with * in them left out",) if any_ else ()
    return ConvertedQuestion(questions.typed(question.prompt, texts, reply), (*changed, *more))


def _without_stars(answer: WeightedAnswer) -> WeightedAnswer:
    """Return an answer without the stars around it, which stand for more words."""
    text = answer.text.strip()
    end = text.rstrip("*") if not text.endswith(r"\*") else text
    return replace(answer, text=end.lstrip("*").strip())


def _number(question: MoodleQuestion) -> ConvertedQuestion:
    answers = [each for each in question.answers if not each.text.startswith("*") and each.weight > 0]
    found = weighted.number(question.prompt, answers, question.explanation)
    unit = next((_unit(each) for each in question.element.iter("unit") if _unit(each)), "")
    return ConvertedQuestion(found.fields | ({"unit": unit} if unit else {}), found.changed)


def _unit(element: Element) -> str:
    """Return the unit that the question's number is given in; "" for other units, which Moodle converts."""
    name = (element.findtext("unit_name") or "").strip()
    is_own = re.fullmatch(r"1(?:\.0*)?", (element.findtext("multiplier") or "").strip())
    return name if is_own and len(name) <= _LONGEST_UNIT else ""


def _matched(question: MoodleQuestion) -> ConvertedQuestion:
    pairs = [
        (shown(each), shown(found))
        for each in question.element.iter("subquestion")
        if (found := each.find("answer")) is not None
    ]
    return weighted.matched(question.prompt, pairs, question.explanation)


def _ordered(question: MoodleQuestion) -> ConvertedQuestion:
    return weighted.ordered(question.prompt, [each.text for each in question.answers], question.explanation)


def _embedded(question: MoodleQuestion) -> ConvertedQuestion:
    return gaps.embedded(question.prompt, question.explanation)


def _placed(question: MoodleQuestion) -> ConvertedQuestion:
    words = [shown(each) for name in ("dragbox", "selectoption") for each in question.element.findall(name)]
    return gaps.placed(question.prompt, words, question.explanation)


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
