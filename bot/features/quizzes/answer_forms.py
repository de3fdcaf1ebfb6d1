"""The forms for questions without buttons, and their content as text. Pure.

A form's content is turned into what people type where no form can be shown (“A C”, “1b 2a”, “sample; population”), so
grading only ever reads text.
"""

import re
from collections.abc import Mapping
from typing import assert_never

from bot.content.gaps import BETWEEN_GAPS, BLANK, LONGEST_FILLING, Gapped, gapped
from bot.content.question import (
    ChoiceQuestion,
    ClozeQuestion,
    EstimateQuestion,
    FreeTextQuestion,
    MatchQuestion,
    MistakeQuestion,
    NumberQuestion,
    OrderQuestion,
    SeveralQuestion,
    TrueFalseQuestion,
    WhichSideQuestion,
    prompt_of,
)
from bot.features.quizzes.grading import LONGEST_TYPED, NOT_TYPED
from bot.features.quizzes.options import letter, options_of, rights_shown
from bot.features.quizzes.parts import example_of
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.questions import shuffled, words_of
from bot.language.forms import TYPED, Form, FormField, Suggestion, text_form
from bot.language.refusals import Refusal
from bot.language.text import clean

_TITLE = "Your answer"

_LINE = 75
"""A choice up to this many characters is shown whole on every platform; longer ones are repeated above the form."""

_AROUND = 35
"""Characters shown on each side of a gap."""

_SEVERAL_LEFT_OUT = re.compile(r"…[\s,.…]*…")
"""Matches adjacent gaps, or a gap next to cut-off text, with no word between them."""


def form(posed: Posed) -> Form:
    """Return the form for an answer that isn't given with a button.

    Raises:
        Refusal: the question is answered with buttons.
    """
    question = posed.question
    match question:
        case FreeTextQuestion():
            return text_form(_TITLE, "A word or two", longest=LONGEST_TYPED, asks=question.prompt)
        case NumberQuestion():
            return text_form(_TITLE, _counted("A number", question.unit), longest=LONGEST_TYPED, asks=question.prompt)
        case EstimateQuestion():
            return text_form(
                _TITLE, _counted("Your guess", question.unit), longest=LONGEST_TYPED, asks=question.prompt
            )
        case SeveralQuestion():
            return _ticks(posed, question)
        case MatchQuestion():
            return _pairs(posed, question)
        case ClozeQuestion():
            return _gaps(posed, question)
        case ChoiceQuestion() | TrueFalseQuestion() | WhichSideQuestion() | MistakeQuestion() | OrderQuestion():
            raise Refusal(NOT_TYPED)
        case _:
            assert_never(question)


def in_words(posed: Posed, filled: Mapping[str, str]) -> str:
    """Return a form's content as the text that people would type without a form.

    Args:
        posed: the question.
        filled: the untrusted content by field name; or the whole answer as text, in the form's only field.
    """
    question = posed.question
    if TYPED in filled:
        return clean(filled[TYPED])
    match question:
        case MatchQuestion():
            return " ".join(f"{number}{clean(filled.get(number, ''))}" for number in _numbers(len(question.pairs)))
        case ClozeQuestion():
            fillings = (clean(filled.get(number, "")) for number in _numbers(len(gapped(question.text).gaps)))
            return BETWEEN_GAPS.join(each.replace(";", ",") for each in fillings)
        case SeveralQuestion() | FreeTextQuestion() | NumberQuestion() | EstimateQuestion():
            return ""
        case ChoiceQuestion() | TrueFalseQuestion() | WhichSideQuestion() | MistakeQuestion() | OrderQuestion():
            return ""
        case _:
            assert_never(question)


def to_choose_from(posed: Posed) -> list[str]:
    """Return the choices, one per line; none if the answer is typed freely."""
    question = posed.question
    match question:
        case SeveralQuestion():
            return [option.label for option in options_of(posed)]
        case MatchQuestion():
            lefts = [f"{number}. {pair.left}" for number, pair in enumerate(question.pairs, 1)]
            return [*lefts, "", *(each.label for each in _rights(posed, question))]
        case ClozeQuestion() if question.choose:
            return [f"Choose from: {' · '.join(_words(posed, question))}"]
        case ClozeQuestion() | FreeTextQuestion() | NumberQuestion() | EstimateQuestion():
            return []
        case ChoiceQuestion() | TrueFalseQuestion() | WhichSideQuestion() | MistakeQuestion() | OrderQuestion():
            return []
        case _:
            assert_never(question)


def _counted(label: str, unit: str | None) -> str:
    return f"{label}, in {unit}" if unit else label


def _numbers(count: int) -> list[str]:
    """Return the names of the fields of a form with several fields."""
    return [str(number) for number in range(1, count + 1)]


def _ticks(posed: Posed, question: SeveralQuestion) -> Form:
    options = tuple(Suggestion(option.label[0], option.label) for option in options_of(posed))
    ticks = FormField(TYPED, "Tick all that apply", several=options)
    return Form(_TITLE, (ticks,), _asking(posed, options), example_of(question))


def _pairs(posed: Posed, question: MatchQuestion) -> Form:
    rights = _rights(posed, question)
    lefts = zip(_numbers(len(question.pairs)), question.pairs, strict=True)
    fields = tuple(FormField(number, pair.left, choices=rights) for number, pair in lefts)
    return Form(_TITLE, fields, _asking(posed, rights), example_of(question))


def _gaps(posed: Posed, question: ClozeQuestion) -> Form:
    text = gapped(question.text)
    words = tuple(Suggestion(word, word) for word in _words(posed, question)) if question.choose else ()
    names = [TYPED] if len(text.gaps) == 1 else _numbers(len(text.gaps))
    fields = tuple(
        FormField(
            name,
            "What's missing" if name == TYPED else f"Gap {name}",
            hint=_around(text, place),
            required=name == TYPED,
            longest=LONGEST_FILLING,
            choices=words,
        )
        for place, name in enumerate(names)
    )
    return Form(_TITLE, fields, prompt_of(question), example_of(question))


def _asking(posed: Posed, choices: tuple[Suggestion, ...]) -> str:
    """Return what's above the fields: the question, and the choices if any is too long to be shown whole."""
    listed = to_choose_from(posed) if any(len(each.label) > _LINE for each in choices) else []
    return "\n".join([prompt_of(posed.question), *(["", *listed] if listed else [])])


def _rights(posed: Posed, question: MatchQuestion) -> tuple[Suggestion, ...]:
    """Return the choices for the right-hand sides: each has its letter as value, and letter and text as label."""
    rights = enumerate(rights_shown(question, posed.seed))
    return tuple(Suggestion(letter(place), f"{letter(place)}. {right}") for place, (_, right) in rights)


def _words(posed: Posed, question: ClozeQuestion) -> list[str]:
    words = words_of(question)
    return [words[number] for number in shuffled(question, posed.seed)]


def _around(text: Gapped, position: int) -> str:
    """Return a gap with a few words on each side; other gaps nearby become an ellipsis.

    Args:
        text: the text with gaps.
        position: the position of the gap, from 0.
    """
    before = "…".join(text.parts[: position + 1])
    after = "…".join(text.parts[position + 1 :])
    if len(before) > _AROUND:
        before = f"…{before[-_AROUND:].partition(' ')[2]}"
    if len(after) > _AROUND:
        after = f"{after[:_AROUND].rpartition(' ')[0]}…"
    return _SEVERAL_LEFT_OUT.sub("…", " ".join(f"{before}{BLANK}{after}".split()))
