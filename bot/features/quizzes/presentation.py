"""How a question of any type is presented to a person. Pure, without state or I/O."""

from collections.abc import Sequence
from typing import NamedTuple, assert_never

from bot.content.gaps import gapped
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
)
from bot.content.solutions import side_options
from bot.features.quizzes.answer_forms import form, to_choose_from
from bot.features.quizzes.options import letter, options_of
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.questions import shuffled
from bot.illustrations.beside import beside
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block
from bot.language.rich_text import Text, emphasis, strong, text

_LABEL = 38
"""Button labels up to this many characters are shown whole on every platform."""

_ITEM = 30
"""Maximum length of an item to order on a button; no platform adds letters to these, and some show no more."""


class Presented(NamedTuple):
    """The parts of a question.

    Args:
        prompt: what it asks.
        choices: what there is to choose from, if the buttons don't say it, and what was picked so far.
        buttons: the buttons to answer it.
    """

    prompt: Text
    choices: Sequence[Text]
    buttons: Buttons


def present(posed: Posed, picked: str = "", first: Sequence[Block] = ()) -> list[Block]:
    """Return the question, what's shown beside it, and the buttons to answer it.

    Args:
        posed: the question.
        picked: for an order question, the digits of the items put in order so far.
        first: what comes right above these buttons.
    """
    prompt, choices, answers = presented(posed, picked)
    return [*_with_what_stands_beside(posed, prompt), *choices, *first, answers]


def asked(posed: Posed) -> list[Block]:
    """Return the question and what's shown beside it, without the buttons to answer it."""
    return _with_what_stands_beside(posed, presented(posed).prompt)


def pictured(posed: Posed) -> tuple[Block, ...]:
    """Return what's shown below a question again with its answer; its case isn't repeated."""
    return beside(posed.pack, posed.question).below


def _with_what_stands_beside(posed: Posed, prompt: Block) -> list[Block]:
    around = beside(posed.pack, posed.question)
    return [*around.above, prompt, *around.below]


def present_alone(posed: Posed, picked: str = "") -> list[Block]:
    """Return the question and the buttons to answer it; for when what's shown beside it is already in view.

    Args:
        posed: the question.
        picked: for an order question, the digits of the items put in order so far.
    """
    prompt, choices, answers = presented(posed, picked)
    return [prompt, *choices, answers]


def presented(posed: Posed, picked: str = "") -> Presented:
    """Return the parts of a question.

    Args:
        posed: the question.
        picked: for an order question, the digits of the items put in order so far.
    """
    question = posed.question
    match question:
        case ChoiceQuestion():
            return Presented(text(strong(question.prompt)), *_lettered(posed))
        case MistakeQuestion():
            return Presented(text(strong(question.prompt)), *_listed(posed))
        case TrueFalseQuestion():
            asks = text("True or false? ", strong(question.statement))
            return Presented(asks, [], _choices(posed, [(1, "True"), (0, "False")]))
        case WhichSideQuestion():
            names = [name for _, name in side_options(posed.pack.sides)]
            asks = text(f"{posed.pack.side_question} ", strong(question.statement))
            return Presented(asks, [], _choices(posed, list(enumerate(names))))
        case OrderQuestion():
            return Presented(text("Put in order: ", strong(question.prompt)), *_ordering(posed, question, picked))
        case ClozeQuestion():
            return Presented(text(strong(question.prompt), f"\n{gapped(question.text).blank}"), *_by_form(posed))
        case SeveralQuestion() | MatchQuestion() | FreeTextQuestion() | NumberQuestion() | EstimateQuestion():
            return Presented(text(strong(question.prompt)), *_by_form(posed))
        case _:
            assert_never(question)


_BUTTONS = {
    "free-text": "Type your answer",
    "number": "Type your answer",
    "estimate": "Take a guess",
    "several": "Pick all that apply",
    "match": "Match them",
    "cloze": "Fill the gaps",
}
"""The label of the button that opens the form, by question type."""


def _by_form(posed: Posed) -> tuple[list[Text], Buttons]:
    """Return the choices, and a button that opens a form."""
    listed = [text("\n".join(lines))] if (lines := to_choose_from(posed)) else []
    press = encode(posed.answer_actions.type(posed.quiz, posed.position))
    button = Button(_BUTTONS[posed.question.type], press, Emphasis.PRIMARY, form(posed))
    return listed, Buttons((button,))


def _lettered(posed: Posed) -> tuple[list[Text], Buttons]:
    """Return options as lettered buttons; if any text is too long for a button, write them all out above."""
    options = options_of(posed)
    if all(len(option.label) <= _LABEL for option in options):
        return [], _choices(posed, [(int(option.stored), option.label) for option in options])
    return _listed(posed)


def _listed(posed: Posed) -> tuple[list[Text], Buttons]:
    """Return options written out, with their letters as buttons below."""
    options = options_of(posed)
    listed = text("\n".join(option.label for option in options))
    return [listed], _choices(posed, [(int(option.stored), option.label[0]) for option in options])


def _choices(posed: Posed, options: Sequence[tuple[int, str]]) -> Buttons:
    def press(number: int) -> str:
        return encode(posed.answer_actions.choose(posed.quiz, posed.position, number))

    return Buttons(tuple(Button(label, press(number)) for number, label in options), answers=True)


def _ordering(posed: Posed, question: OrderQuestion, picked: str) -> tuple[list[Text], Buttons]:
    so_far = [question.items[int(digit)] for digit in picked]
    rest = [number for number in shuffled(question, posed.seed) if str(number) not in picked]

    def step(then: str) -> str:
        return encode(posed.answer_actions.pick(posed.quiz, posed.position, then))

    long = any(len(item) > _ITEM for item in question.items)
    letters = {number: letter(place) for place, number in enumerate(shuffled(question, posed.seed))}
    labels = letters if long else dict(enumerate(question.items))
    buttons = [Button(labels[number], step(picked + str(number))) for number in rest]
    lines = [text(emphasis("Press what comes first." if not picked else "Press what comes next."))]
    if long:
        lines.append(text("\n".join(f"{letters[number]}. {question.items[number]}" for number in rest)))
    if picked:
        lines.insert(0, text("\n".join(f"{place}. {item}" for place, item in enumerate(so_far, 1))))
        buttons.append(Button("Start again", step(""), Emphasis.DANGER))
    return lines, Buttons(tuple(buttons))
