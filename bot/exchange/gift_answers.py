"""Convert the answers in GIFT's braces: options, typed answers, numbers, pairs. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.content.gaps import BLANK
from bot.exchange import questions
from bot.exchange.html import has_html, text_of
from bot.exchange.maths import readable
from bot.exchange.questions import NoQuestion
from bot.exchange.weighted import ConvertedQuestion, WeightedAnswer, chosen, counting, matched, number

_ESCAPED = re.compile(r"\\([~=#{}:\\n/\[\]\"'>-])")
_HIDDEN = {character: chr(0xE000 + ord(character)) for character in "~=#{}:\\/[]\"'>-"}
_SHOWN = str.maketrans({hidden: shown for shown, hidden in _HIDDEN.items()})
_WEIGHT = re.compile(r"%(-?\d+(?:\.\d+)?)%")
_FORM = re.compile(r"^\s*\[(?:html|moodle|plain|markdown)\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GiftQuestion:
    """A question split into parts, with escaped characters hidden.

    Args:
        before: the text before the answers.
        answers: the text in the braces.
        after: the text after the answers, if they fill in a missing word.
        form: the markup of the texts, such as html; "" if it isn't given.
    """

    before: str
    answers: str
    after: str
    form: str


@dataclass(frozen=True, slots=True)
class _Signed:
    """One of the answers in a pair of braces.

    Args:
        answer: its text, weight and feedback.
        is_marked: whether it's marked as right with =.
    """

    answer: WeightedAnswer
    is_marked: bool


def hidden(text: str) -> str:
    """Return a text with escaped characters replaced by private-use ones, so that they aren't parsed as syntax."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else _HIDDEN[found[1]], text)


def convert(question: GiftQuestion) -> ConvertedQuestion:
    """Convert a GIFT question.

    Args:
        question: the question, split into parts.

    Raises:
        NoQuestion: it can't be turned into one of Versed's questions.
    """
    body, _, general = question.answers.partition("####")
    body, explanation = body.strip(), _plain(general, question.form)
    prompt = _prompt(question)
    if not body:
        raise NoQuestion("is an essay without an answer, so I couldn't judge it")
    if not prompt:
        raise NoQuestion("asks nothing; write something before the {")
    if body.startswith("#"):
        return _number(prompt, body[1:], explanation, question.form)
    first, *feedback = body.split("#")
    verdict = questions.truth(first) if first.strip().upper() in ("T", "F", "TRUE", "FALSE") else None
    if verdict is not None:
        replies = (*(_plain(each, question.form) for each in feedback[:2]), "", "")[:2]
        wrong, right = (questions.together(each, explanation) for each in replies)
        return ConvertedQuestion(questions.judged(prompt, verdict, right, wrong))
    signed = _signed(body, question.form)
    answers = [each.answer for each in signed]
    if any(each.is_marked and "->" in each.answer.text for each in signed):
        return matched(prompt, map(_pair, answers), explanation)
    if not any(each.is_marked for each in signed) and not any(each.weight for each in answers):
        raise NoQuestion("doesn't say which option is right; put = before it")
    if all(each.is_marked for each in signed):
        return _typed(question, prompt, answers, explanation)
    return chosen(prompt, answers, explanation)


def _plain(text: str, form: str) -> str:
    """Return a text without markup and escapes."""
    found = _FORM.match(text)
    own_form = found[0].strip(" []").lower() if found else form.lower()
    text = (text[found.end() :] if found else text).translate(_SHOWN).strip()
    if own_form == "html" or (own_form != "plain" and has_html(text)):
        return text_of(text)
    return readable(text)


def _prompt(question: GiftQuestion) -> str:
    before = _plain(question.before, question.form)
    after = _plain(question.after, question.form)
    if not after:
        return before
    return f"{before} {BLANK}{'' if after[0] in '.,;:!?)' else ' '}{after}".strip()


def _signed(body: str, form: str) -> list[_Signed]:
    """Return the answers in a pair of braces, in order; a text without = or ~ is a single right answer."""
    pieces = re.split(r"([~=])", body)
    if len(pieces) == 1:
        pieces = ["", "=", body]
    found: list[_Signed] = []
    for sign, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        weight = _WEIGHT.match(piece.strip())
        text = piece.strip()[weight.end() :] if weight else piece
        answer, _, feedback = text.partition("#")
        share = Decimal(weight[1]) if weight else Decimal(100 if sign == "=" else 0)
        if answer.strip():
            found.append(_Signed(WeightedAnswer(_plain(answer, form), share, _plain(feedback, form)), sign == "="))
    return found


def _typed(
    question: GiftQuestion, prompt: str, answers: Sequence[WeightedAnswer], explanation: str
) -> ConvertedQuestion:
    """Convert a question with typed answers; if a word is missing in its text, it becomes a gap."""
    reply = next((each.feedback for each in answers if each.feedback), "") or explanation
    texts, changed = counting(answers)
    before, after = _plain(question.before, question.form), _plain(question.after, question.form)
    if after and not any(mark in f"{before}{after}{''.join(texts)}" for mark in ("{{", "}}", "|")):
        gap = f"{{{{{'|'.join(texts)}}}}}"
        text = f"{before} {gap}{'' if after[0] in '.,;:!?)' else ' '}{after}".strip()
        return ConvertedQuestion({"type": "cloze", "text": text} | questions.explained(reply), changed)
    return ConvertedQuestion(questions.typed(prompt, texts, reply), changed)


def _pair(answer: WeightedAnswer) -> tuple[str, str]:
    left, _, right = answer.text.partition("->")
    return left.strip(), right.strip()


def _number(prompt: str, body: str, explanation: str, form: str) -> ConvertedQuestion:
    signed = _signed(body, form)
    if not any(each.is_marked for each in signed):
        raise NoQuestion("has no number as its answer; write one after the #")
    return number(prompt, [each.answer for each in signed], explanation)
