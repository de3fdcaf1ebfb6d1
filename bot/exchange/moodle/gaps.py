"""Convert Moodle's texts with gaps: with embedded answers, or with words to choose from. Pure.

https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.content.gaps import BLANK
from bot.exchange import weighted
from bot.exchange.questions import NoQuestion
from bot.exchange.weighted import ConvertedQuestion, WeightedAnswer

_GAP = re.compile(r"\{\d{0,4}:([A-Z_]{1,20}):((?:\\.|[^{}\\]){1,4000})\}")
_PLACE = re.compile(r"\[\[(\d{1,3})\]\]")
_WEIGHT = re.compile(r"^(?:(=)|%(-?\d{1,3}(?:\.\d{1,7})?)%)?")
_PIECES = re.compile(r"(?<!\\)~")
_REPLY = re.compile(r"(?<!\\)#")
_ESCAPED = re.compile(r"\\([~=#{}\\\"'/])")
_TYPED = ("SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC")
_NUMBERS = ("NUMERICAL", "NM")


def embedded(text: str, explanation: str) -> ConvertedQuestion:
    """Convert a text with embedded answers.

    Args:
        text: the text without HTML: {1:SHORTANSWER:=Berlin~Bonn}.
        explanation: the text shown after answering.

    Raises:
        NoQuestion: the text has no gaps, or some that can't be filled.
    """
    found = _GAP.findall(text)
    if not found:
        raise NoQuestion("has no gaps that I can tell; each needs the form {1:SHORTANSWER:=answer}")
    gaps = [(kind, _answers(body)) for kind, body in found]
    chosen = [kind.startswith(("MC", "MULTICHOICE")) for kind, _ in gaps]
    if not all(chosen) and not all(
        kind in (*_TYPED, *_NUMBERS) or is_chosen for (kind, _), is_chosen in zip(gaps, chosen, strict=True)
    ):
        raise NoQuestion("has gaps of which several answers are right; make one right")
    if len(gaps) == 1 and chosen[0]:
        return weighted.chosen(_GAP.sub(BLANK, text), gaps[0][1], explanation)
    rights = [_right(kind, answers) for kind, answers in gaps]
    if all(chosen):
        wrong = [each.text for _, answers in gaps for each in answers]
        rights = [[texts[0]] for texts in rights]
        return weighted.filled(_GAP, text, rights, explanation, wrong)
    return weighted.filled(_GAP, text, rights, explanation)


def placed(text: str, words: Sequence[str], explanation: str) -> ConvertedQuestion:
    """Convert a text with numbered gaps for given words.

    Args:
        text: the text without HTML: [[1]] is the gap for the first word.
        words: the words to choose from, including those that fit nowhere.
        explanation: the text shown after answering.

    Raises:
        NoQuestion: the text has no gaps, or one for a word that doesn't exist.
    """
    places = [int(number) for number in _PLACE.findall(text)]
    if not places or max(places) > len(words) or min(places) < 1:
        raise NoQuestion("has no places for its words; write [[1]] where the first one belongs")
    return weighted.filled(_PLACE, text, [[words[number - 1]] for number in places], explanation, words)


def _answers(body: str) -> list[WeightedAnswer]:
    found: list[WeightedAnswer] = []
    for piece in _PIECES.split(body):
        sign = _WEIGHT.match(piece.strip())
        assert sign is not None  # noqa: S101 - the pattern also matches ""
        text, *feedback = _REPLY.split(piece.strip()[sign.end() :], 1)
        weight = Decimal(100) if sign[1] else Decimal(sign[2] or 0)
        text, reply = (_ESCAPED.sub(r"\1", each).strip() for each in (text, "".join(feedback)))
        if text:
            found.append(WeightedAnswer(text, weight, reply))
    return found


def _right(kind: str, answers: Sequence[WeightedAnswer]) -> list[str]:
    texts, _ = weighted.counting([each for each in answers if each.weight > 0 and each.text != "*"])
    if not texts:
        raise NoQuestion("has a gap without a right answer; put = before it")
    return [each.partition(":")[0] for each in texts] if kind in _NUMBERS else texts
