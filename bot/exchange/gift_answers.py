"""What stands in the braces of GIFT: options, answers, numbers, pairs. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.content.gaps import BLANK
from bot.exchange import questions
from bot.exchange.html import has_html, text_of
from bot.exchange.questions import NoQuestion

_ESCAPED = re.compile(r"\\([~=#{}:\\n/\[\]\"'>-])")
_HIDDEN = {character: chr(0xE000 + ord(character)) for character in "~=#{}:\\/[]\"'>-"}
_SHOWN = str.maketrans({hidden: shown for shown, hidden in _HIDDEN.items()})
_WEIGHT = re.compile(r"%(-?\d+(?:\.\d+)?)%")
_FORM = re.compile(r"^\s*\[(?:html|moodle|plain|markdown)\]", re.IGNORECASE)
_MOST_PAIRS, _FEWEST_PAIRS = 5, 3
_MOST_DECOYS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, taken apart; what's escaped is hidden.

    Args:
        before: what stands before the answers.
        answers: what stands in the braces.
        after: what stands after them, if a word is missing.
        form: how the texts are marked up; "" if that's not said.
    """

    before: str
    answers: str
    after: str
    form: str


@dataclass(frozen=True, slots=True)
class Made:
    """A question in a pack's words.

    Args:
        fields: what it says.
        changed: what couldn't be kept.
    """

    fields: dict[str, Any]
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    """One of the answers of a question.

    Args:
        text: it.
        weight: percent of the points that it's worth.
        feedback: what's said about it.
        is_marked: whether it's marked as right.
    """

    text: str
    weight: Decimal
    feedback: str
    is_marked: bool


def hidden(text: str) -> str:
    """Return a text in which what's escaped can't be taken for a sign any more."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else _HIDDEN[found[1]], text)


def made(asked: Asked) -> Made:
    """Return the question that some GIFT stands for.

    Args:
        asked: it, taken apart.

    Raises:
        NoQuestion: there's none, or Versed has nothing of the kind.
    """
    body, _, general = asked.answers.partition("####")
    body, explanation = body.strip(), _plain(general, asked.form)
    prompt = _prompt(asked)
    if not body:
        raise NoQuestion("is an essay without an answer; there's nothing to judge by")
    if not prompt:
        raise NoQuestion("asks nothing; write something before the {")
    if body.startswith("#"):
        return _number(prompt, body[1:], explanation, asked.form)
    first, *feedback = body.split("#")
    verdict = questions.truth(first) if first.strip().upper() in ("T", "F", "TRUE", "FALSE") else None
    if verdict is not None:
        wrong, right = (*(_plain(each, asked.form) for each in feedback[:2]), "", "")[:2]
        return Made(questions.judged(prompt, verdict, right or explanation, wrong or explanation))
    answers = _answers(body, asked.form)
    if any(each.is_marked and "->" in each.text for each in answers):
        return _matched(prompt, answers, explanation)
    if not any(each.is_marked for each in answers) and not any(each.weight for each in answers):
        raise NoQuestion("doesn't say which option is right; put = before it")
    if all(each.is_marked for each in answers):
        return _typed(asked, prompt, answers, explanation)
    return _chosen(prompt, answers, explanation)


def _plain(text: str, form: str) -> str:
    """Return a text as people read it."""
    found = _FORM.match(text)
    own = found[0].strip(" []").lower() if found else form.lower()
    text = (text[found.end() :] if found else text).translate(_SHOWN).strip()
    if own == "html" or (own != "plain" and has_html(text)):
        return text_of(text)
    return text


def _prompt(asked: Asked) -> str:
    before = _plain(asked.before, asked.form)
    after = _plain(asked.after, asked.form)
    if not after:
        return before
    return f"{before} {BLANK}{'' if after[0] in '.,;:!?)' else ' '}{after}".strip()


def _answers(body: str, form: str) -> list[_Answer]:
    """Return the answers in some braces, in their order; without any sign, all of it is the one right answer."""
    pieces = re.split(r"([~=])", body)
    if len(pieces) == 1:
        pieces = ["", "=", body]
    found: list[_Answer] = []
    for sign, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        weight = _WEIGHT.match(piece.strip())
        text = piece.strip()[weight.end() :] if weight else piece
        answer, _, feedback = text.partition("#")
        share = Decimal(weight[1]) if weight else Decimal(100 if sign == "=" else 0)
        if answer.strip():
            found.append(_Answer(_plain(answer, form), share, _plain(feedback, form), sign == "="))
    return found


def _chosen(prompt: str, answers: Sequence[_Answer], explanation: str) -> Made:
    """Return a question with options; several are right where several are worth something and none all."""
    full = [place for place, each in enumerate(answers) if each.weight >= 100]
    worth = [place for place, each in enumerate(answers) if each.weight > 0]
    right = full[:1] if len(full) == 1 else full or worth
    whys = {place: each.feedback for place, each in enumerate(answers)}
    for place in right:
        whys[place] = f"{whys[place]} {explanation}".strip()
    changed = ("points for what's partly right left out",) if full and len(worth) > len(full) else ()
    return Made(questions.choice(prompt, [each.text for each in answers], right, whys), changed)


def _typed(asked: Asked, prompt: str, answers: Sequence[_Answer], explanation: str) -> Made:
    """Return a question whose answer is typed: into a gap, if a word is missing."""
    told = next((each.feedback for each in answers if each.feedback), "") or explanation
    full = [each for each in answers if each.weight >= 100] or list(answers)
    changed = ("answers that are partly right left out",) if len(full) < len(answers) else ()
    texts = [each.text for each in full]
    before, after = _plain(asked.before, asked.form), _plain(asked.after, asked.form)
    if after and not any(mark in f"{before}{after}{''.join(texts)}" for mark in ("{{", "}}", "|")):
        gap = f"{{{{{'|'.join(texts)}}}}}"
        text = f"{before} {gap}{'' if after[0] in '.,;:!?)' else ' '}{after}".strip()
        return Made({"type": "cloze", "text": text} | questions.explained(told), changed)
    return Made(questions.typed(prompt, texts, told), changed)


def _matched(prompt: str, answers: Sequence[_Answer], explanation: str) -> Made:
    pairs = [tuple(part.strip() for part in each.text.partition("->")[::2]) for each in answers]
    decoys = [right for left, right in pairs if not left and right]
    whole = [{"left": left, "right": right} for left, right in pairs if left and right]
    if len(whole) < _FEWEST_PAIRS:
        raise NoQuestion(f"has {len(whole)} pairs; {_FEWEST_PAIRS} or more make a question")
    changed = [f"{len(whole) - _MOST_PAIRS} pairs left out, as {_MOST_PAIRS} fit"] if len(whole) > _MOST_PAIRS else []
    changed += ["some wrong answers left out"] if len(decoys) > _MOST_DECOYS else []
    fields: dict[str, Any] = {"type": "match", "prompt": prompt, "pairs": whole[:_MOST_PAIRS]}
    if decoys:
        fields["decoys"] = decoys[:_MOST_DECOYS]
    return Made(fields | questions.explained(explanation), tuple(changed))


def _number(prompt: str, body: str, explanation: str, form: str) -> Made:
    """Return a question for a number: a value and how far off is right, or a range."""
    found = _answers(body, form)
    best = max(found, key=lambda each: each.weight, default=None)
    if best is None or not best.is_marked:
        raise NoQuestion("has no number as its answer; write one after the #")
    changed = ("other numbers left out",) if len(found) > 1 else ()
    fields: dict[str, Any] = {"type": "number", "prompt": prompt}
    low, dots, high = best.text.partition("..")
    if dots:
        least, most = _decimal(low), _decimal(high)
        fields |= {"value": _written((least + most) / 2), "range": {"least": _written(least), "most": _written(most)}}
    else:
        value, _, tolerance = best.text.partition(":")
        fields["value"] = _written(_decimal(value))
        if tolerance.strip() and (off := _decimal(tolerance)):
            fields["tolerance"] = _written(abs(off))
    return Made(fields | questions.explained(best.feedback or explanation), changed)


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or abs(number) >= 10**15:
        raise NoQuestion(f"has “{text.strip()[:30]}” where a number should be; write one in figures")
    return number


def _written(number: Decimal) -> str:
    """Return a number as packs have it: in figures, without more decimals than they may have."""
    text = f"{round(number, 12):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
