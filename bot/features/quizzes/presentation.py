"""How a question of any type is put to a person: pure, without state or I/O."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.content.model import Pack
from bot.content.question import (
    ChoiceQuestion,
    FreeTextQuestion,
    OrderQuestion,
    Question,
    TrueFalseQuestion,
    WhichSideQuestion,
)
from bot.features.challenges.actions import TryChoice, TryOrder, TryWords
from bot.features.games.actions import PlayChoice, PlayOrder, PlayWords
from bot.features.quizzes.actions import ChooseAnswer, PickNext, TypeAnswer
from bot.features.quizzes.questions import shuffled, side_options
from bot.language.actions import Action, encode
from bot.language.message import Block, Button, Buttons, Emphasis, Form, Span, Text, emphasis, strong, text

_LABEL = 38
"""Characters of a button's label up to which platforms show it whole."""

_ITEM = 30
"""The same for what's put in order, which no platform letters by itself; some show no more."""

TYPED = 200
"""Characters of a typed answer that are read."""


@dataclass(frozen=True, slots=True)
class Means:
    """The actions by which a question is answered; each takes the quiz's id and the position.

    Args:
        choose: also takes the number of an option.
        type: opens a form.
        pick: also takes the digits picked so far.
    """

    choose: Callable[[str, int, int], Action]
    type: Callable[[str, int], Action]
    pick: Callable[[str, int, str], Action]


ALONE = Means(ChooseAnswer, TypeAnswer, PickNext)
IN_GAME = Means(PlayChoice, PlayWords, PlayOrder)
IN_CHALLENGE = Means(TryChoice, TryWords, TryOrder)


@dataclass(frozen=True, slots=True)
class Posed:
    """A question as it stands in one quiz, game or challenge.

    Args:
        pack: where it comes from.
        question: what is asked.
        quiz: the quiz's id.
        position: of the question in the quiz, from 0.
        seed: of the quiz: decides the order of options.
        means: how it is answered.
    """

    pack: Pack
    question: Question
    quiz: str
    position: int
    seed: int
    means: Means = ALONE


def put(posed: Posed, picked: str = "") -> list[Block]:
    """Return the question and the means to answer it.

    Args:
        posed: what to ask.
        picked: for an order question, the digits of the items put in order so far.
    """
    question = posed.question
    match question:
        case ChoiceQuestion():
            options = [(number, question.options[number].text) for number in shuffled(question, posed.seed)]
            return [text(strong(question.prompt)), *_lettered(posed, options)]
        case TrueFalseQuestion():
            return [text("True or false? ", strong(question.statement)), _choices(posed, [(1, "True"), (0, "False")])]
        case WhichSideQuestion():
            names = [name for _, name in side_options(posed.pack.sides)]
            return [text("Whose is it? ", strong(question.statement)), _choices(posed, list(enumerate(names)))]
        case FreeTextQuestion():
            press = encode(posed.means.type(posed.quiz, posed.position))
            return [
                text(strong(question.prompt)),
                Buttons((Button("Type your answer", press, Emphasis.PRIMARY, form(question)),)),
            ]
        case OrderQuestion():
            return [text("Put in order: ", strong(question.prompt)), *_ordering(posed, question, picked)]


def form(question: FreeTextQuestion) -> Form:
    """Return what is asked for when an answer is typed."""
    return Form("Your answer", "A word or two", max_length=TYPED, asks=question.prompt)


def describe(posed: Posed, given: str) -> str:
    """Return a stored answer in words, as the learner saw it."""
    question = posed.question
    match question:
        case ChoiceQuestion():
            return _letter(shuffled(question, posed.seed).index(int(given)))
        case TrueFalseQuestion():
            return "True" if given == "1" else "False"
        case WhichSideQuestion():
            return side_options(posed.pack.sides)[int(given)][1]
        case FreeTextQuestion():
            return given
        case OrderQuestion():
            return ", ".join(question.items[int(digit)] for digit in given)


def in_full(posed: Posed, given: str) -> str:
    """Return a stored answer as it stood there to be chosen, or as it was typed."""
    return {key: shown for key, shown, _ in options_of(posed)}.get(given) or describe(posed, given)


def options_of(posed: Posed) -> list[tuple[str, str, bool]]:
    """Return a question's options as shown: how an answer stores each, its text, and whether it is right.

    None for a question that is not answered by choosing.
    """
    question = posed.question
    match question:
        case ChoiceQuestion():
            return [
                (str(number), f"{_letter(place)}. {question.options[number].text}", question.options[number].correct)
                for place, number in enumerate(shuffled(question, posed.seed))
            ]
        case TrueFalseQuestion():
            return [("1", "True", question.answer), ("0", "False", not question.answer)]
        case WhichSideQuestion():
            sides = side_options(posed.pack.sides)
            return [(str(number), name, side == question.answer) for number, (side, name) in enumerate(sides)]
        case FreeTextQuestion() | OrderQuestion():
            return []


def marked(posed: Posed, given: str) -> list[Block]:
    """Return what was chosen or typed, beside what there was to choose from: what's right and what's theirs shows.

    Args:
        posed: what was asked.
        given: the answer, as it's stored.
    """
    match posed.question:
        case FreeTextQuestion():
            return [text("You wrote “", given, "”.")]
        case OrderQuestion():
            return [text("Your order: ", describe(posed, given), ".")]
        case _:
            return [Text(tuple(_marked(options_of(posed), given))[:-1])]


def _marked(options: Sequence[tuple[str, str, bool]], given: str) -> Iterator[Span]:
    for stored, label, right in options:
        line = f"{'✓' if right else '✗' if stored == given else '○'} {label}"
        yield strong(line) if right else Span(line)
        if stored == given:
            yield emphasis(" (your answer)")
        yield Span("\n")


def solution(posed: Posed) -> tuple[str, str]:
    """Return the right answer in words, and why it is right."""
    question = posed.question
    match question:
        case ChoiceQuestion():
            right = next(option for option in question.options if option.correct)
            return right.text, right.why
        case TrueFalseQuestion():
            return "True" if question.answer else "False", question.explanation.right
        case WhichSideQuestion():
            return dict(side_options(posed.pack.sides))[question.answer], question.explanation.right
        case FreeTextQuestion():
            return question.answers[0], question.explanation.right
        case OrderQuestion():
            return " → ".join(question.items), question.explanation.right


def _letter(place: int) -> str:
    return "ABCDEF"[place]


def _lettered(posed: Posed, options: Sequence[tuple[int, str]]) -> list[Block]:
    """Options as lettered buttons; where a text does not fit a button, all are written out above."""
    lettered = [(number, f"{_letter(place)}. {option}") for place, (number, option) in enumerate(options)]
    if all(len(label) <= _LABEL for _, label in lettered):
        return [_choices(posed, lettered)]
    listed = text("\n".join(label for _, label in lettered))
    return [listed, _choices(posed, [(number, label[0]) for number, label in lettered])]


def _choices(posed: Posed, options: Sequence[tuple[int, str]]) -> Buttons:
    def press(number: int) -> str:
        return encode(posed.means.choose(posed.quiz, posed.position, number))

    return Buttons(tuple(Button(label, press(number)) for number, label in options), answers=True)


def _ordering(posed: Posed, question: OrderQuestion, picked: str) -> list[Block]:
    so_far = [question.items[int(digit)] for digit in picked]
    rest = [number for number in shuffled(question, posed.seed) if str(number) not in picked]

    def step(then: str) -> str:
        return encode(posed.means.pick(posed.quiz, posed.position, then))

    long = any(len(item) > _ITEM for item in question.items)
    letters = {number: _letter(place) for place, number in enumerate(shuffled(question, posed.seed))}
    labels = letters if long else dict(enumerate(question.items))
    buttons = [Button(labels[number], step(picked + str(number))) for number in rest]
    blocks: list[Block] = [text(emphasis("Press what comes first." if not picked else "Press what comes next."))]
    if long:
        blocks.append(text("\n".join(f"{letters[number]}. {question.items[number]}" for number in rest)))
    if picked:
        blocks.insert(0, text("\n".join(f"{place}. {item}" for place, item in enumerate(so_far, 1))))
        buttons.append(Button("Start again", step(""), Emphasis.DANGER))
    return [*blocks, Buttons(tuple(buttons))]
