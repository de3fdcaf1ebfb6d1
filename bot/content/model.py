"""The pack: what a folder of YAML may hold, as typed models, and the same as JSON Schema.

A pack is one `pack.yaml` (the Cover) and any number of other YAML files (each a Sheet of items). Items name the
objectives that they teach; an item belongs to the topic of the first one.
"""

from functools import cached_property
from typing import Annotated, Literal, TypeAlias, TypeVar

from pydantic import Field, StrictBool, StringConstraints

from bot.content.figure import Figure
from bot.content.part import Address, Line, Locale, OneLine, Paragraph, Part, Sentence, Slug

SCHEMA_VERSION = 6
"""Raised whenever these models change, so that cached packs are read again."""

TOLERANCE = r"^\d{1,12}(\.\d{1,12})?( ?%)?$"
"""How far a number may be off: a number, or a share in percent."""

BOTH = "both"
"""The answer of a which-side question, or the role of a worked example, that fits every side."""


class Side(Part):
    """One of the things compared."""

    id: Slug = Field(description="Stable id, used as the key of comparison cells.")
    name: Line = Field(description="As a learner reads it, in the singular: Data scientist.")
    aliases: tuple[Line, ...] = Field(default=(), description="Other names that a learner may type.")


class Topic(Part):
    """A named group of objectives."""

    id: Slug
    title: Line
    summary: Sentence = Field(description="What the topic is about, in one sentence.")
    in_short: dict[Slug, Sentence] = Field(description="The topic in a few words for each side: side id → text.")
    aliases: tuple[Line, ...] = Field(default=(), description="Other names that a learner may type.")


class Source(Part):
    """Where the knowledge of a pack comes from."""

    title: Line
    credit: Sentence = Field(description="Whom to thank, and for what.")
    url: Address | None = None


class CommandWords(Part):
    """A command in another language."""

    name: Annotated[str, StringConstraints(pattern=r"^[^\sA-Z/]+$", max_length=32)] | None = Field(
        default=None, description="What is typed after the slash: one word in lower case."
    )
    summary: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = None


class Cover(Part):
    """`pack.yaml`: what a pack is about."""

    id: Slug
    title: Line
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")] = Field(description='Quoted: "1.0.0".')
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
    summary: Sentence
    authors: tuple[Line, ...] = Field(min_length=1)
    licence: Line
    source: Source
    sides: tuple[Side, ...] = Field(min_length=2, max_length=5)
    topics: tuple[Topic, ...] = Field(min_length=1, max_length=25)
    synonyms: tuple[tuple[Line, ...], ...] = Field(
        default=(), description="Groups of words that a learner may use for one another when asking."
    )
    commands: dict[Locale, dict[str, CommandWords]] = Field(
        default={}, description="Commands in other languages, where a platform shows them: locale → command → words."
    )


class Objective(Part):
    """One thing that a learner should know afterwards."""

    id: Slug
    topic: Slug
    statement: Sentence = Field(description="What the learner knows afterwards, as a sentence.")


Objectives: TypeAlias = Annotated[tuple[Slug, ...], Field(min_length=1, description="Ids of the objectives taught.")]


class Item(Part):
    """What every teaching item has."""

    id: Slug = Field(description="Stable and unique among the items of its kind.")
    objectives: Objectives


_ItemT = TypeVar("_ItemT", bound=Item)


class Comparison(Item):
    """One aspect of a topic, told for each side."""

    aspect: Line
    cells: dict[Slug, Sentence] = Field(description="One text per side: side id → text.")
    takeaway: Sentence = Field(description="What to remember.")
    figure: Figure | None = Field(default=None, description="Small data that pictures draw, beside the cells.")


class Term(Item):
    """A glossary entry."""

    term: Line
    aliases: tuple[Line, ...] = Field(default=(), description="Abbreviations and other names.")
    definition: Paragraph
    example: Sentence | None = None
    see_also: tuple[Slug, ...] = Field(default=(), description="Ids of related terms.")


class Tip(Item):
    """A short lesson that stands alone, made to be posted."""

    title: Line
    text: Paragraph


class Example(Item):
    """A worked example: a task as a team meets it, whose work it is, and why."""

    title: Line
    task: Paragraph
    role: Slug = Field(description=f"A side's id, or {BOTH!r}.")
    why: Paragraph


class Card(Item):
    """A flashcard."""

    front: Sentence
    back: Sentence


class Option(Part):
    """One option of a choice question."""

    text: OneLine
    correct: StrictBool = False
    why: Sentence = Field(description="Why it is right, or which belief makes it tempting and why that is wrong.")


class Explanation(Part):
    """What a learner reads after answering."""

    right: Sentence
    wrong: Sentence


class QuestionItem(Item):
    """What every question has."""

    hint: Sentence | None = Field(
        default=None, description="What helps someone who's stuck, without giving the answer away."
    )


class ChoiceQuestion(QuestionItem):
    """One of several options is right."""

    type: Literal["choice"]
    prompt: Sentence
    options: tuple[Option, ...] = Field(min_length=2, max_length=6)


class TrueFalseQuestion(QuestionItem):
    """A statement to be judged."""

    type: Literal["true-false"]
    statement: Sentence
    answer: StrictBool
    explanation: Explanation


class WhichSideQuestion(QuestionItem):
    """A statement to be given to a side."""

    type: Literal["which-side"]
    statement: Sentence
    answer: Slug = Field(description=f"A side's id, or {BOTH!r}.")
    explanation: Explanation


class Reject(Part):
    """Tempting wrong answers, and what to say to someone who gives one."""

    answers: tuple[Line, ...] = Field(min_length=1, description="Wrong answers that this reply fits.")
    reply: Sentence = Field(description="Why it's wrong; shown instead of the explanation.")


class FreeTextQuestion(QuestionItem):
    """A question answered by typing."""

    type: Literal["free-text"]
    prompt: Sentence
    answers: tuple[Line, ...] = Field(min_length=1, description="Accepted answers; the first is shown.")
    match: Literal["forgiving", "words", "exact", "number"] = Field(
        default="forgiving",
        description="How closely: forgiving of slips and plurals; words: within a longer phrase, too; exact: "
        "character by character; number: by value.",
    )
    reject: tuple[Reject, ...] = Field(
        default=(), description="Tempting wrong answers, each with a reply of its own."
    )
    tolerance: Annotated[str, StringConstraints(pattern=TOLERANCE)] | None = Field(
        default=None, description='How far a number may be off: "0.5", or a share of the right one: "5 %". Quoted.'
    )
    unit: Annotated[str, StringConstraints(min_length=1, max_length=30)] | None = Field(
        default=None,
        description="What a bare number counts: °C, km/h, $. Other units of the same kind are converted.",
    )
    explanation: Explanation


class OrderQuestion(QuestionItem):
    """Steps to be put in order."""

    type: Literal["order"]
    prompt: Sentence
    items: tuple[Line, ...] = Field(min_length=3, max_length=6, description="In the right order.")
    explanation: Explanation


Question: TypeAlias = Annotated[
    ChoiceQuestion | TrueFalseQuestion | WhichSideQuestion | FreeTextQuestion | OrderQuestion,
    Field(discriminator="type"),
]


class Sheet(Part):
    """Any other YAML file of a pack: items of one kind or of several."""

    objectives: tuple[Objective, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    terms: tuple[Term, ...] = ()
    tips: tuple[Tip, ...] = ()
    examples: tuple[Example, ...] = ()
    cards: tuple[Card, ...] = ()
    questions: tuple[Question, ...] = ()


class Pack(Cover, Sheet):
    """A whole pack, loaded: the cover and all sheets as one."""

    @cached_property
    def topic_by_id(self) -> dict[str, Topic]:
        """Return topics by id, in the pack's order."""
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def objective_by_id(self) -> dict[str, Objective]:
        """Return objectives by id."""
        return {objective.id: objective for objective in self.objectives}

    @cached_property
    def side_by_id(self) -> dict[str, Side]:
        """Return sides by id, in the pack's order."""
        return {side.id: side for side in self.sides}

    @cached_property
    def comparison_by_id(self) -> dict[str, Comparison]:
        """Return comparisons by id."""
        return {comparison.id: comparison for comparison in self.comparisons}

    @cached_property
    def term_by_id(self) -> dict[str, Term]:
        """Return terms by id."""
        return {term.id: term for term in self.terms}

    @cached_property
    def tip_by_id(self) -> dict[str, Tip]:
        """Return tips by id."""
        return {tip.id: tip for tip in self.tips}

    @cached_property
    def example_by_id(self) -> dict[str, Example]:
        """Return worked examples by id."""
        return {example.id: example for example in self.examples}

    @cached_property
    def question_by_id(self) -> "dict[str, Question]":
        """Return written questions by id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def comparisons_by_topic(self) -> dict[str, tuple[Comparison, ...]]:
        """Return comparisons by the id of their topic, in the pack's order."""
        return {topic.id: self._of(topic, self.comparisons) for topic in self.topics}

    @cached_property
    def examples_by_topic(self) -> dict[str, tuple[Example, ...]]:
        """Return worked examples by the id of their topic, in the pack's order."""
        return {topic.id: self._of(topic, self.examples) for topic in self.topics}

    def _of(self, topic: Topic, items: tuple[_ItemT, ...]) -> tuple[_ItemT, ...]:
        return tuple(item for item in items if self.topic_of(item) is topic)

    def topic_of(self, item: Item) -> Topic:
        """Return the topic of an item: that of the first objective it names."""
        return self.topic_by_id[self.objective_by_id[item.objectives[0]].topic]

    def source_of(self, item: Item) -> str:
        """Return where an item comes from, as learners read it: pack and topic."""
        return f"{self.title} · {self.topic_of(item).title}"
