"""Convert questions of learning platforms, where each answer earns a share of the points and has feedback. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.content.gaps import LONGEST_FILLING
from bot.exchange import questions
from bot.exchange.questions import NoQuestion
from bot.language.text import as_seen

_MOST_PAIRS, _FEWEST_PAIRS = 5, 3
_MOST_DECOYS = 3
_MOST_WORDS = 5
_MOST_STEPS, _FEWEST_STEPS = 6, 3
_LONGEST_SHOWN = 30
_MOST_FIGURES = 15


@dataclass(frozen=True, slots=True)
class ConvertedQuestion:
    """A question converted to a pack's fields.

    Args:
        fields: its fields, named as in a pack's YAML.
        changed: what couldn't be kept, in a few words each.
    """

    fields: dict[str, Any]
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WeightedAnswer:
    """One of the answers of a question.

    Args:
        text: the text of the answer.
        weight: the percentage of the points that it earns.
        feedback: the remark shown to people who choose it.
    """

    text: str
    weight: Decimal
    feedback: str = ""


def chosen(prompt: str, answers: Sequence[WeightedAnswer], explanation: str) -> ConvertedQuestion:
    """Convert a question with options; those that earn full points are right, or any points if none earns all.

    Args:
        prompt: the text of the question.
        answers: the options.
        explanation: the explanation shown to everyone.
    """
    full = [place for place, each in enumerate(answers) if each.weight >= 100]
    worth = [place for place, each in enumerate(answers) if each.weight > 0]
    right = full[:1] if len(full) == 1 else full or worth
    whys = {place: each.feedback for place, each in enumerate(answers)}
    for place in right:
        whys[place] = questions.together(whys[place], explanation)
    changed = ("points for partly right answers left out",) if full and len(worth) > len(full) else ()
    return ConvertedQuestion(questions.choice(prompt, [each.text for each in answers], right, whys), changed)


def counting(answers: Sequence[WeightedAnswer]) -> tuple[list[str], tuple[str, ...]]:
    """Return the typed answers that earn full points, or all if none does, and what that changes."""
    full = [each for each in answers if each.weight >= 100] or list(answers)
    changed = ("answers that are partly right left out",) if len(full) < len(answers) else ()
    return [each.text for each in full], changed


def matched(prompt: str, pairs: Iterable[tuple[str, str]], explanation: str) -> ConvertedQuestion:
    """Convert a matching question.

    Args:
        prompt: the text of the question.
        pairs: left and right sides; without a left side, the right one is a decoy.
        explanation: the text shown after answering.

    Raises:
        NoQuestion: there are too few pairs.
    """
    pairs = list(pairs)
    whole = [{"left": left, "right": right} for left, right in pairs if left and right]
    known = {as_seen(each["right"]) for each in whole}
    decoys = [right for left, right in pairs if not left and right and as_seen(right) not in known]
    if len(whole) < _FEWEST_PAIRS:
        raise NoQuestion(f"has {len(whole)} pairs; {_FEWEST_PAIRS} or more make a question")
    changed = [f"{len(whole) - _MOST_PAIRS} pairs left out, as {_MOST_PAIRS} fit"] if len(whole) > _MOST_PAIRS else []
    changed += ["some wrong answers left out"] if len(decoys) > _MOST_DECOYS else []
    fields: dict[str, Any] = {"type": "match", "prompt": prompt, "pairs": whole[:_MOST_PAIRS]}
    if decoys:
        fields["decoys"] = decoys[:_MOST_DECOYS]
    return ConvertedQuestion(fields | questions.explained(explanation), tuple(changed))


def ordered(prompt: str, steps: Sequence[str], explanation: str) -> ConvertedQuestion:
    """Convert an ordering question.

    Args:
        prompt: the text of the question.
        steps: the steps in the right order.
        explanation: the text shown after answering.

    Raises:
        NoQuestion: there are too few or too many steps.
    """
    if not _FEWEST_STEPS <= len(steps) <= _MOST_STEPS:
        raise NoQuestion(f"has {len(steps)} steps; {_FEWEST_STEPS} to {_MOST_STEPS} make a question")
    return ConvertedQuestion(
        {"type": "order", "prompt": prompt, "items": list(steps)} | questions.explained(explanation)
    )


def filled(
    gap: re.Pattern[str], text: str, rights: Sequence[Sequence[str]], explanation: str, words: Sequence[str] = ()
) -> ConvertedQuestion:
    """Convert a text with gaps.

    Args:
        gap: matches a gap in the text.
        text: the whole text, including gaps.
        rights: the accepted answers of each gap.
        explanation: the text shown after answering.
        words: the words to choose from; none if answers are typed.

    Raises:
        NoQuestion: the text has braces, or an answer is too long or has braces or bars.
    """
    bare = gap.sub("", text)
    if "{{" in bare or "}}" in bare or any(mark in each for texts in rights for each in texts for mark in "{}|"):
        raise NoQuestion("has braces or bars where words should be; leave them out")
    if any(len(each) > LONGEST_FILLING for texts in rights for each in texts):
        raise NoQuestion(f"has a gap for more than {LONGEST_FILLING} characters; shorten it")
    fillings = iter(rights)
    fields: dict[str, Any] = {"type": "cloze", "text": gap.sub(lambda _: f"{{{{{'|'.join(next(fillings))}}}}}", text)}
    if not words:
        return ConvertedQuestion(fields | questions.explained(explanation))
    known = {as_seen(each) for texts in rights for each in texts}
    decoys = list({as_seen(each): each for each in words if as_seen(each) not in known}.values())
    changed = ("some wrong answers left out",) if len(decoys) > _MOST_WORDS else ()
    fields["choose"] = True
    return ConvertedQuestion(fields | {"decoys": decoys[:_MOST_WORDS]} | questions.explained(explanation), changed)


def number(prompt: str, answers: Sequence[WeightedAnswer], explanation: str) -> ConvertedQuestion:
    """Convert a question whose answer is a number.

    Args:
        prompt: the text of the question.
        answers: each a value, a value with a tolerance, or a range: 5; 5:0.1; 4..6.
        explanation: the text shown after answering.

    Raises:
        NoQuestion: no answer is right, or the best one isn't a number.
    """
    best = max(answers, key=lambda each: each.weight, default=None)
    if best is None or best.weight <= 0:
        raise NoQuestion("has no number as its answer; write one")
    changed = ("other numbers left out",) if len(answers) > 1 else ()
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
    return ConvertedQuestion(fields | questions.explained(best.feedback or explanation), changed)


def worth_of(text: str) -> Decimal:
    """Parse the weight of an answer; return 0 if it isn't a number."""
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        return Decimal(0)
    return found if _is_usual(found) else Decimal(0)


def _is_usual(weight: Decimal) -> bool:
    """Return whether a number is safe to calculate with, unlike 1e9999999."""
    return weight.is_finite() and weight.adjusted() < _MOST_FIGURES


def _decimal(text: str) -> Decimal:
    try:
        found = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        found = Decimal("nan")
    if not _is_usual(found):
        raise NoQuestion(f"has “{text.strip()[:_LONGEST_SHOWN]}” where a number should be; write one in figures")
    return found


def _written(value: Decimal) -> str:
    """Return a number in a pack's notation: in digits, with at most twelve decimals."""
    text = f"{round(value, 12):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
