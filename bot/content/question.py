"""The models of the questions that a quiz may ask, one for each kind."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictBool, StringConstraints

from bot.content.gaps import gapped
from bot.content.item import BOTH, Item
from bot.content.part import OneLine, Paragraph, Part, Sentence, ShortLine, Slug

TOLERANCE = r"^\d{1,12}(\.\d{1,12})?( ?%)?$"
"""Pattern of a tolerance: a number, or a percentage."""

WITHIN = r"^(\d{1,12}(\.\d{1,12})?( ?%)?|× ?\d{1,6}(\.\d{1,6})?)$"
"""Pattern of the distance at which an estimate scores nothing: a number, a percentage, or a factor."""

NUMBER = r"^-?\d{1,15}(\.\d{1,12})?$"
"""Pattern of a number in digits."""

_Number = Annotated[str, StringConstraints(pattern=NUMBER)]
_Unit = Annotated[str, StringConstraints(min_length=1, max_length=30)]
_Believes = Annotated[Slug | None, Field(description="The misconception behind this answer.")]


class Option(Part):
    """One option of a choice question."""

    text: OneLine
    correct: StrictBool = False
    why: Sentence | None = Field(
        default=None, description="Why it's right, or which belief makes it tempting and why that's wrong."
    )
    misconception: _Believes = None


class Explanation(Part):
    """What a learner reads after a right or a wrong answer."""

    right: Sentence
    wrong: Sentence


class QuestionItem(Item):
    """What every question has."""

    hint: Sentence | None = Field(
        default=None, description="What helps someone who's stuck, without giving the answer away."
    )


class ChoiceQuestion(QuestionItem):
    """A question with several options, one of which is right."""

    type: Literal["choice"]
    prompt: Sentence
    options: tuple[Option, ...] = Field(min_length=2, max_length=6)


class SeveralQuestion(QuestionItem):
    """A question with several right options: all of them have to be ticked, and no others."""

    type: Literal["several"]
    prompt: Sentence
    options: tuple[Option, ...] = Field(min_length=3, max_length=6)


class TrueFalseQuestion(QuestionItem):
    """A statement to be judged true or false."""

    type: Literal["true-false"]
    statement: Sentence
    answer: StrictBool
    explanation: Explanation | None = None
    misconception: _Believes = None


class WhichSideQuestion(QuestionItem):
    """A statement to be assigned to a side."""

    type: Literal["which-side"]
    statement: Sentence
    answer: Slug = Field(description=f"A side's id, or {BOTH!r}.")
    explanation: Explanation | None = None
    misconception: _Believes = None


class Reject(Part):
    """Tempting wrong answers, and what to say to someone who gives one."""

    answers: tuple[ShortLine, ...] = Field(min_length=1, description="Wrong answers that this reply fits.")
    reply: Sentence = Field(description="Why it's wrong; shown instead of the explanation.")
    misconception: _Believes = None


class TypedItem(QuestionItem):
    """What every question that's answered by typing has."""

    prompt: Sentence
    reject: tuple[Reject, ...] = Field(
        default=(), description="Tempting wrong answers, each with a reply of its own."
    )
    accepts: tuple[ShortLine, ...] = Field(default=(), description="Answers that `check` makes sure count.")
    rejects: tuple[ShortLine, ...] = Field(default=(), description="Answers that `check` makes sure don't count.")
    explanation: Explanation | None = None


class FreeTextQuestion(TypedItem):
    """A question answered by typing a text."""

    type: Literal["free-text"]
    answers: tuple[ShortLine, ...] = Field(min_length=1, description="Accepted answers; the first is shown.")
    match: Literal["forgiving", "words", "exact", "number"] = Field(
        default="forgiving",
        description="How closely: forgiving of slips and plurals; words: within a longer phrase, too; exact: "
        "character by character; number: by value.",
    )
    tolerance: Annotated[str, StringConstraints(pattern=TOLERANCE)] | None = Field(
        default=None, description='How far a number may be off: "0.5", or a share of the right one: "5 %". Quoted.'
    )
    unit: _Unit | None = Field(
        default=None,
        description="What a bare number counts: °C, km/h, $. Other units of the same kind are converted.",
    )


class NumberRange(Part):
    """The smallest and the largest number that's right."""

    least: _Number
    most: _Number


class NumberQuestion(TypedItem):
    """A question whose answer is a number: one value, give or take, or anything within a range."""

    type: Literal["number"]
    value: _Number = Field(description='The right number, quoted: "0.95". With `range`, the one that\'s shown.')
    range: NumberRange | None = Field(default=None, description="The range in which every number is right.")
    tolerance: Annotated[str, StringConstraints(pattern=TOLERANCE)] | None = Field(
        default=None, description='How far off is still right: "0.5", or a share: "5 %". Quoted.'
    )
    unit: _Unit | None = Field(
        default=None, description="What a bare number counts: °C, km/h, $, %. Others of its kind are converted."
    )


class EstimateQuestion(TypedItem):
    """A number to be guessed: the closer the guess, the more it scores."""

    type: Literal["estimate"]
    value: _Number = Field(description="The number to come close to, quoted.")
    within: Annotated[str, StringConstraints(pattern=WITHIN)] = Field(
        description='How far off a guess scores nothing: "50", "50 %" of the number, or "×10" for a factor. Quoted.'
    )
    unit: _Unit | None = None


class Pair(Part):
    """Two things that belong together."""

    left: ShortLine
    right: ShortLine


class MatchQuestion(QuestionItem):
    """Pairs to be found."""

    type: Literal["match"]
    prompt: Sentence
    pairs: tuple[Pair, ...] = Field(min_length=3, max_length=5)
    decoys: tuple[ShortLine, ...] = Field(default=(), max_length=3, description="Right-hand things that fit nowhere.")
    explanation: Explanation | None = None


class ClozeQuestion(QuestionItem):
    """A text with gaps to be filled."""

    type: Literal["cloze"]
    prompt: Sentence = "Fill the gaps."
    text: Paragraph = Field(
        description="With gaps in double braces: the answer, and after bars others that count, {{a|b}}."
    )
    choose: StrictBool = Field(default=False, description="Gaps are filled from a list, instead of by typing.")
    decoys: tuple[ShortLine, ...] = Field(default=(), max_length=5, description="More words for that list.")
    explanation: Explanation | None = None


class Segment(Part):
    """One part of a text in which there's one mistake."""

    text: OneLine
    fix: Sentence | None = Field(default=None, description="What should be there; only the mistake has it.")
    why: Sentence | None = Field(default=None, description="What to say to someone who picks this part.")
    misconception: _Believes = None


class MistakeQuestion(QuestionItem):
    """A text in parts, one of which has a mistake: which one?"""

    type: Literal["mistake"]
    prompt: Sentence = "Where's the mistake?"
    parts: tuple[Segment, ...] = Field(min_length=2, max_length=6, description="In the order in which they're read.")
    explanation: Explanation | None = None


class OrderQuestion(QuestionItem):
    """Steps to be put in order."""

    type: Literal["order"]
    prompt: Sentence
    items: tuple[ShortLine, ...] = Field(min_length=3, max_length=6, description="In the right order.")
    explanation: Explanation | None = None


TypedQuestion: TypeAlias = FreeTextQuestion | NumberQuestion | EstimateQuestion
"""Questions whose answer is typed and judged as a whole."""

Question: TypeAlias = Annotated[
    ChoiceQuestion
    | SeveralQuestion
    | TrueFalseQuestion
    | WhichSideQuestion
    | FreeTextQuestion
    | NumberQuestion
    | EstimateQuestion
    | MatchQuestion
    | ClozeQuestion
    | MistakeQuestion
    | OrderQuestion,
    Field(discriminator="type"),
]


def prompt_of(question: Question) -> str:
    """Return what a question asks, without its options."""
    match question:
        case TrueFalseQuestion() | WhichSideQuestion():
            return question.statement
        case ClozeQuestion():
            return f"{question.prompt} {gapped(question.text).blank}"
        case _:
            return question.prompt
