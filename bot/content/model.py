"""The models of a pack, which also define the JSON Schema of its YAML files.

A pack is one `pack.yaml` (the Cover) and any number of other YAML files (each a Sheet of items). Items name the
objectives that they teach; an item belongs to the topic of its first objective.
"""

from functools import cached_property
from typing import Annotated, TypeVar

from pydantic import Field, StrictBool, StringConstraints

from bot.content.figure import Figure
from bot.content.item import BOTH, Code, Item, Objectives, Picture
from bot.content.part import Address, Locale, Paragraph, Part, Sentence, ShortLine, Slug
from bot.content.question import Question
from bot.content.renamed import ById, by_id
from bot.content.sequence import everything_needed

SCHEMA_VERSION = 8
"""Increase this whenever the models of a pack change, here or in the modules they use, so that cached packs are read
again and older replicas know that they can't read newer packs."""

MOST_TOPICS = 25
"""At most this many topics in a pack."""


class Side(Part):
    """One of the things that are compared."""

    id: Slug = Field(description="Stable id, used as the key of comparison cells.")
    name: ShortLine = Field(description="As a learner reads it, in the singular: Data scientist.")
    aliases: tuple[ShortLine, ...] = Field(default=(), description="Other names that a learner may type.")


class Topic(Part):
    """A named group of objectives."""

    id: Slug
    title: ShortLine
    summary: Sentence | None = Field(default=None, description="What the topic is about, in one sentence.")
    in_short: dict[Slug, Sentence] = Field(
        default={}, description="The topic in a few words for each side, if the pack has sides: side id → text."
    )
    aliases: tuple[ShortLine, ...] = Field(default=(), description="Other names that a learner may type.")


class Source(Part):
    """Where the knowledge of a pack comes from."""

    title: ShortLine
    credit: Sentence = Field(description="Whom to thank, and for what.")
    url: Address | None = None


class CommandWords(Part):
    """A command in another language."""

    name: Annotated[str, StringConstraints(pattern=r"^[^\sA-Z/]+$", max_length=32)] | None = Field(
        default=None, description="What people type after the slash: one lower-case word."
    )
    summary: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = None


class Cover(Part):
    """`pack.yaml`: a pack's title, sides, topics and other general data."""

    id: Slug
    title: ShortLine
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")] = Field(
        default="1.0.0", description='Quoted: "1.0.0".'
    )
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")] = "en"
    summary: Sentence | None = None
    authors: tuple[ShortLine, ...] = ()
    licence: ShortLine | None = Field(
        default=None, description="What others may do with it; ask its authors if left out."
    )
    informal: StrictBool = Field(default=False, description="Whether it means to speak as people do.")
    owner: ShortLine | None = Field(default=None, description="Who looks after the facts that have a date.")
    source: Source | None = Field(default=None, description="Where the knowledge comes from, if it isn't your own.")
    sides: tuple[Side, ...] = Field(
        default=(), min_length=2, max_length=5, description="What's compared; leave it out if nothing is."
    )
    side_question: ShortLine = Field(
        default="Whose is it?", description="The line above the statement of a which-side question."
    )
    topics: tuple[Topic, ...] = Field(min_length=1, max_length=MOST_TOPICS)
    synonyms: tuple[tuple[ShortLine, ...], ...] = Field(
        default=(), description="Groups of words that a learner may use for one another when asking."
    )
    commands: dict[Locale, dict[str, CommandWords]] = Field(
        default={}, description="Commands in other languages, if a platform shows them: locale → command → words."
    )


class Objective(Part):
    """One thing that a learner should know afterwards."""

    id: Slug
    topic: Slug
    statement: Sentence = Field(description="What the learner knows afterwards, as a sentence.")
    needs: tuple[Slug, ...] = Field(default=(), description="Ids of objectives that come before this one.")
    asked: tuple[Sentence, ...] = Field(
        default=(), description="What people ask about it, in their words; helps `/ask`, and is never shown."
    )


_ItemT = TypeVar("_ItemT", bound=Item)


class Comparison(Item):
    """One aspect of a topic, described for each side."""

    aspect: ShortLine
    cells: dict[Slug, Sentence] = Field(description="One text per side: side id → text.")
    takeaway: Sentence = Field(description="What to remember.")


class Term(Item):
    """A glossary entry."""

    term: ShortLine
    aliases: tuple[ShortLine, ...] = Field(default=(), description="Abbreviations and other names.")
    definition: Paragraph
    example: Sentence | None = None
    see_also: tuple[Slug, ...] = Field(default=(), description="Ids of related terms.")
    typed: tuple[ShortLine, ...] = Field(
        default=(), description="What else counts when it's typed as it stands; never shown."
    )


class Tip(Item):
    """A short lesson that stands alone, made to be posted."""

    title: ShortLine
    text: Paragraph


class Example(Item):
    """A worked example: a task as a team meets it, whose work it is, and why."""

    title: ShortLine
    task: Paragraph
    role: Slug = Field(description=f"A side's id, or {BOTH!r}.")
    why: Paragraph


class Card(Item):
    """A flashcard."""

    front: Sentence
    back: Sentence
    reverse: Sentence | StrictBool = Field(
        default=False,
        description="Whether it's also asked the other way round: true if the back alone asks for the front, "
        "else the question to ask, whose answer is the front.",
    )
    typed: tuple[ShortLine, ...] = Field(
        default=(), description="What else counts when it's typed as it stands; never shown."
    )


class ClozeCard(Item):
    """A text with gaps, each of which is a flashcard."""

    text: Paragraph = Field(description="With gaps in double braces: A {{sample}} stands for a {{population}}.")


class Step(Part):
    """One step on the way to a solution."""

    ask: Sentence | None = Field(default=None, description="What to ask; “What comes next?” if left out.")
    do: Sentence = Field(description="What's done, and what comes of it.")


class WorkedCard(Item):
    """A problem solved step by step; each step is a flashcard that shows the steps before it."""

    problem: Paragraph
    steps: tuple[Step, ...] = Field(min_length=2, max_length=6)


class Case(Part):
    """A situation that several items refer to."""

    id: Slug
    title: ShortLine
    text: Paragraph
    figure: Figure | None = None
    image: Picture | None = None
    code: Code | None = None


class Misconception(Part):
    """Something that learners believe though it isn't true; wrong answers point to it."""

    id: Slug
    objectives: Objectives
    belief: Sentence = Field(description="What they believe, as they'd say it themselves.")
    truth: Sentence = Field(description="The truth, in one helpful sentence.")


class Sheet(Part):
    """Any other YAML file of a pack: items of one kind or of several."""

    objectives: tuple[Objective, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    terms: tuple[Term, ...] = ()
    tips: tuple[Tip, ...] = ()
    examples: tuple[Example, ...] = ()
    cards: tuple[Card, ...] = ()
    clozes: tuple[ClozeCard, ...] = ()
    worked: tuple[WorkedCard, ...] = ()
    questions: tuple[Question, ...] = ()
    cases: tuple[Case, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()


class Pack(Cover, Sheet):
    """A whole pack: its cover and all its sheets in one."""

    images: dict[str, str] = Field(default={}, description="Its image files: name → SHA-256.")

    @cached_property
    def topic_by_id(self) -> dict[str, Topic]:
        """Return topics by id, in the pack's order."""
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def objective_by_id(self) -> dict[str, Objective]:
        """Return objectives by id."""
        return {objective.id: objective for objective in self.objectives}

    @cached_property
    def needed(self) -> dict[str, frozenset[str]]:
        """Return the ids of all direct and indirect prerequisites of each objective, by its id."""
        return everything_needed({objective.id: objective.needs for objective in self.objectives})

    @cached_property
    def side_by_id(self) -> dict[str, Side]:
        """Return sides by id, in the pack's order."""
        return {side.id: side for side in self.sides}

    @cached_property
    def comparison_by_id(self) -> ById[Comparison]:
        """Return comparisons by id."""
        return by_id(self.comparisons)

    @cached_property
    def term_by_id(self) -> ById[Term]:
        """Return terms by id."""
        return by_id(self.terms)

    @cached_property
    def tip_by_id(self) -> ById[Tip]:
        """Return tips by id."""
        return by_id(self.tips)

    @cached_property
    def example_by_id(self) -> ById[Example]:
        """Return worked examples by id."""
        return by_id(self.examples)

    @cached_property
    def card_by_id(self) -> ById[Card]:
        """Return cards by id."""
        return by_id(self.cards)

    @cached_property
    def misconception_by_id(self) -> dict[str, Misconception]:
        """Return misconceptions by id."""
        return {each.id: each for each in self.misconceptions}

    @cached_property
    def case_by_id(self) -> dict[str, Case]:
        """Return the situations that items refer to, by id."""
        return {case.id: case for case in self.cases}

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
        """Return an item's topic, which is that of its first objective."""
        return self.topic_by_id[self.objective_by_id[item.objectives[0]].topic]

    @property
    def credit(self) -> str:
        """Return the pack's title and its source, as shown to learners."""
        return f"{self.title} · after “{self.source.title}”" if self.source else self.title

    def source_of(self, item: Item) -> str:
        """Return an item's pack and topic, as shown to learners."""
        return self.with_topic(self.topic_of(item))

    def with_topic(self, *topics: Topic) -> str:
        """Return the titles of the pack and of some topics, as shown to learners, without repeating any."""
        others = dict.fromkeys(topic.title for topic in topics if topic.title != self.title)
        return f"{self.title} · {', '.join(others)}" if others else self.title
