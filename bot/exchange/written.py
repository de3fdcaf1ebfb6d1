"""Convert questions as they stand in a text, with options or without, to the fields of a pack's questions. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.exchange import questions
from bot.exchange.lettered import labels_in, says_labels
from bot.exchange.questions import NoQuestion
from bot.language.text import as_seen

ASKS_NOTHING = "asks nothing, and has no options"
REASON = re.compile(r"^\(?([A-Ha-h])\)?\s*(?:[–—:-]|\.(?=\s))\s*(\S.*)$")
"""The letter of the right option, and why it's right."""

_LETTER = re.compile(r"\W*(?![TF]\W*$)[A-Za-z]\W*")
"""An answer that can only name an option."""

_AFTER_OPTION = re.compile(r"\s*(?:[–—:;.,-]|\()\s*(\S.*)$")
"""What stands between the right option and why it's right."""

_JUDGED = re.compile(
    r"^[*_]*(?:true\s*(?:or|/)\s*false|t\s*/\s*f|(?:richtig|wahr)\s*(?:oder|/)\s*(?:falsch|unwahr)|"
    r"vrai\s*(?:ou|/)\s*faux|(?:verdadero|vero|verdadeiro)\s*(?:o|ou|/)\s*falso|"
    r"waar\s*(?:of|/)\s*(?:niet waar|onwaar))"
    r"[*_]*\s*[:?.–-]+[*_]*\s*(?=\S)",
    re.IGNORECASE,
)
"""What people write before a statement to be judged."""


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A question as written in the file.

    Args:
        line: the line on which it begins, from 1.
        number: the number before it; 0 if there's none.
        prompt: the text of the question.
        topic: the heading above it.
        options: the options by their letters.
        starred: the letters of the options that are marked as right.
        answer: the text after “Answer:”; None if there's no such line.
        feedback: the text shown after answering.
    """

    line: int
    number: int
    prompt: str
    topic: str
    options: Mapping[str, str]
    starred: tuple[str, ...]
    answer: str | None
    feedback: str


def converted(question: WrittenQuestion, answer: str | None) -> tuple[str, dict[str, Any]]:
    """Return the kind and the fields of an item made from a question.

    Args:
        question: the question as it stands in the text.
        answer: its answer, below it or in an answer key; None if there's none.

    Raises:
        NoQuestion: it can't be asked.
    """
    return ("questions", _chosen(question, answer)) if question.options else _replied(question, answer)


def _replied(question: WrittenQuestion, answer: str | None) -> tuple[str, dict[str, Any]]:
    """Return the kind and the fields of a question without options."""
    if not question.number and answer is None and not question.prompt.endswith(questions.QUESTION_MARKS):
        raise NoQuestion(ASKS_NOTHING)
    if not answer or _LETTER.fullmatch(answer):
        raise NoQuestion("has no options; write them below it, as A. and B.")
    statement = _JUDGED.sub("", question.prompt)
    if (verdict := questions.truth(answer)) is not None:
        return "questions", questions.judged(statement, verdict, question.feedback)
    kind, fields = questions.asked(statement, answer, question.feedback)
    return kind, fields | ({"back": questions.together(answer, question.feedback)} if kind == "cards" else {})


def _chosen(question: WrittenQuestion, answer: str | None) -> dict[str, Any]:
    """Return the fields of a question with options."""
    labels, options = list(question.options), list(question.options.values())
    why = question.feedback
    if answer and (reason := REASON.match(answer)) and as_seen(reason[2]) not in map(as_seen, options):
        answer, why = reason[1], questions.together(reason[2], why)
    letters = labels_in(answer) if answer and says_labels(answer) else list(question.starred)
    places = [labels.index(letter) for letter in letters if letter in labels]
    if answer and not says_labels(answer):
        places = [place for place, option in enumerate(options) if as_seen(option) == as_seen(answer)]
        told = [(place, found[1]) for place, option in enumerate(options) if (found := _reason_after(option, answer))]
        if not places and len(told) == 1:
            places, why = [told[0][0]], questions.together(told[0][1], why)
    if answer and (not places or (says_labels(answer) and len(places) < len(letters))):
        raise NoQuestion(f"says that {answer.strip()[:20]} is right, which isn't one of its options")
    return questions.choice(question.prompt, options, places, dict.fromkeys(places, why))


def _reason_after(option: str, answer: str) -> re.Match[str] | None:
    """Return the reason behind an option's text in an answer: “Ethiopia – a goatherd found it”."""
    return _AFTER_OPTION.match(answer, len(option)) if answer.lower().startswith(option.lower()) else None
