"""What comparisons look like: how the sides of a pack differ, topic by topic and aspect by aspect."""

from collections.abc import Iterator, Sequence

from bot.content.item import BOTH
from bot.content.model import Comparison, Example, Pack, Side, Topic
from bot.features.lessons import cards
from bot.features.lessons.actions import ShowComparison, ShowExample, ShowTopic, ShowTopics, look_closer
from bot.features.lessons.lesson import Lesson, key
from bot.features.quizzes.actions import StartQuiz
from bot.illustrations.beside import beside
from bot.language.actions import encode
from bot.language.controls import LONGEST_DETAIL, Button, Buttons, Choice, Emphasis, Menu
from bot.language.length import fits
from bot.language.message import Block, Drawing, Facts, Footer, Heading, Table, message
from bot.language.rich_text import emphasis, strong, text
from bot.language.text import shortened

_SHOWN_FIRST = 3
"""Maximum number of a long topic's aspects that everyone in a channel sees at once."""


def overview(pack: Pack, sides: Sequence[Side], *, private: bool = False) -> Lesson:
    """Return all topics of a pack, with a short description of each side shown.

    Args:
        pack: the pack with the topics.
        sides: which sides to show.
        private: whether only the asker sees it.
    """
    table: Block = Table(
        ("Topic", *(side.name for side in sides)),
        tuple((topic.title, *(topic.in_short[side.id] for side in sides)) for topic in pack.topics if topic.in_short),
        sides=True,
    )
    opening: list[Block] = [Heading(pack.title), *([text(pack.summary)] if pack.summary else [])]
    says_something = any(topic.in_short for topic in pack.topics)
    if not says_something or (not private and not fits((*opening, table, Footer(pack.credit)))):
        table = text("\n".join(f"• {topic.title}" for topic in pack.topics))
    page = message(
        *opening,
        table,
        topic_menu(pack),
        Buttons((Button("Quiz me", encode(StartQuiz(pack.id)), Emphasis.PRIMARY),)),
        Footer(pack.credit),
        private=private,
        replaces=private,
    )
    return Lesson(page, pack.id)


def topic_menu(pack: Pack) -> Menu:
    """Return a menu of a pack's topics."""
    lines = (
        Choice(topic.title, encode(ShowTopic(pack.id, topic.id)), shortened(topic.summary or "", LONGEST_DETAIL))
        for topic in pack.topics
    )
    return Menu("Look closer at a topic …", tuple(lines))


def topic_table(pack: Pack, topic: Topic, sides: Sequence[Side], *, private: bool = False) -> Lesson:
    """Return a topic as a table, with buttons to continue.

    Args:
        pack: the topic's pack.
        topic: what to compare.
        sides: which sides to show.
        private: whether only the asker sees it.
    """
    rows = pack.comparisons_by_topic[topic.id]
    tables: list[Block] = [_table(rows, sides)] if rows else []
    as_picture = Button("As a picture", encode(ShowTopic(pack.id, topic.id, picture=1)))
    buttons = (*_onward(pack, topic), *((as_picture,) if rows else ()))
    page = message(*_topic_page(pack, topic, tables, buttons), private=private, replaces=private)
    return Lesson(page, pack.id, tuple(key(row) for row in rows))


def drawn_topic(pack: Pack, topic: Topic, picture: Drawing, number: int, *, private: bool = False) -> Lesson:
    """Return one of a topic's pictures, with a button to the next one.

    Args:
        pack: the topic's pack.
        topic: what to compare.
        picture: the picture to show.
        number: which of the topic's pictures it is, from 0.
        private: whether only the asker sees it.
    """
    parts = cards.parts(pack, topic)
    following = (number + 1) % len(parts)
    label = "More: " if following else "Back to "
    more = Button(
        f"{label}{cards.in_words(parts[following], with_total=False)}",
        encode(ShowTopic(pack.id, topic.id, picture=following + 1)),
    )
    buttons = (*((more,) if len(parts) > 1 else ()), *_onward(pack, topic))
    page = message(*_topic_page(pack, topic, [picture], buttons), private=private, replaces=private)
    return Lesson(page, pack.id, tuple(key(row) for row in parts[number].rows))


def nothing_drawn(pack: Pack, topic: Topic, *, private: bool = False) -> Lesson:
    """Say that a topic has nothing to draw.

    Args:
        pack: the topic's pack.
        topic: the topic that was to be drawn.
        private: whether only the asker sees it.
    """
    note = text("There's no picture of this topic, as nothing in it is compared side by side. Try a quiz instead.")
    page = message(*_topic_page(pack, topic, [], _onward(pack, topic), note), private=private, replaces=private)
    return Lesson(page, pack.id)


def beginning(pack: Pack, topic: Topic, sides: Sequence[Side], picture: Drawing) -> Lesson:
    """Return a long topic for everyone in a channel: a picture, as many aspects as fit, and a button for the rest.

    Args:
        pack: the topic's pack.
        topic: what to compare.
        sides: which sides to show.
        picture: the topic's picture.
    """
    rows = pack.comparisons_by_topic[topic.id]
    more = Button(f"All {len(rows)} aspects", encode(ShowTopic(pack.id, topic.id)))
    pages = [
        tuple(_topic_page(pack, topic, [picture, _table(rows[:count], sides)], (more, *_onward(pack, topic))))
        for count in range(min(_SHOWN_FIRST, len(rows)), 0, -1)
    ]
    page = next((page for page in pages if fits(page)), pages[-1])
    rows_shown = next(len(block.rows) for block in page if isinstance(block, Table))
    return Lesson(message(*page), pack.id, tuple(key(row) for row in rows[:rows_shown]))


def _topic_page(
    pack: Pack, topic: Topic, blocks: Sequence[Block], buttons: Sequence[Button], *notes: Block
) -> Iterator[Block]:
    yield Heading(topic.title)
    if topic.summary:
        yield text(topic.summary)
    yield from notes
    yield from blocks
    if blocks:
        rows = pack.comparisons_by_topic[topic.id]
        lines = tuple(Choice(row.aspect, encode(ShowComparison(pack.id, row.id))) for row in rows)
        yield Menu("Look closer at one aspect …", lines)
    yield Buttons(tuple(buttons))
    yield Footer(pack.with_topic(topic))


def _onward(pack: Pack, topic: Topic) -> tuple[Button, ...]:
    return (*_quiz_and_next(pack, topic), *_example_button(pack, topic))


def _table(rows: Sequence[Comparison], sides: Sequence[Side]) -> Table:
    return Table(
        ("Aspect", *(side.name for side in sides)),
        tuple((row.aspect, *(row.cells[side.id] for side in sides)) for row in rows),
        sides=True,
    )


def aspect(
    pack: Pack, row: Comparison, sides: Sequence[Side], *, picture: Drawing | None = None, private: bool = False
) -> Lesson:
    """Return one aspect side by side, with what to remember.

    Args:
        pack: the aspect's pack.
        row: the aspect of a topic.
        sides: which sides to show.
        picture: shown instead of the sides.
        private: whether only the asker sees it.
    """
    topic = pack.topic_of(row)
    page = message(
        *aspect_body(pack, row, sides, picture),
        Buttons(
            (
                Button("Quiz me", encode(StartQuiz(pack.id, topic.id)), Emphasis.PRIMARY),
                Button(f"All of {topic.title}", encode(ShowTopic(pack.id, topic.id))),
                *_example_button(pack, topic),
            )
        ),
        Footer(pack.source_of(row)),
        private=private,
        replaces=private,
    )
    return Lesson(page, pack.id, (key(row),))


def aspect_body(pack: Pack, row: Comparison, sides: Sequence[Side], picture: Drawing | None = None) -> list[Block]:
    """Return one aspect side by side, with what to remember, without anything to press.

    Args:
        pack: the aspect's pack.
        row: the aspect of a topic.
        sides: which sides to show.
        picture: shown instead of the sides.
    """
    around = beside(pack, row)
    is_drawn = picture is not None and row.figure is not None
    return [
        Heading(f"{pack.topic_of(row).title}: {row.aspect}"),
        *around.above,
        picture or Facts(tuple((side.name, row.cells[side.id]) for side in sides)),
        *(block for block in around.below if not (is_drawn and isinstance(block, Drawing))),
        text(strong("Remember: "), row.takeaway),
    ]


def worked_example(pack: Pack, example: Example, *, solved: bool) -> Lesson:
    """Return a worked example: first the task alone, to think about, then with its solution.

    Args:
        pack: the example's pack.
        example: the example.
        solved: whether to show the solution.
    """
    topic = pack.topic_of(example)
    around = beside(pack, example)
    blocks: list[Block] = [Heading(f"Whose task is it? {example.title}"), *around.above]
    blocks += [text(example.task), *around.below]
    if not solved:
        solve = Button("Show the answer", encode(ShowExample(pack.id, example.id, solved=True)), Emphasis.PRIMARY)
        blocks += [text(emphasis("Decide for yourself first, then look.")), Buttons((solve,))]
    else:
        role = "Both, together" if example.role == BOTH else pack.side_by_id[example.role].name
        others = pack.examples_by_topic[topic.id]
        following = others[(others.index(example) + 1) % len(others)]
        onward = [look_closer(pack, topic)]
        if following is not example:
            onward.insert(0, Button("Next example", encode(ShowExample(pack.id, following.id)), Emphasis.PRIMARY))
        blocks += [text(strong(f"{role}. "), example.why), Buttons(tuple(onward))]
    blocks.append(Footer(pack.source_of(example)))
    return Lesson(message(*blocks, private=True, replaces=True), pack.id, (key(example),) if solved else ())


def _quiz_and_next(pack: Pack, topic: Topic) -> tuple[Button, ...]:
    position = pack.topics.index(topic)
    quiz = Button("Quiz me", encode(StartQuiz(pack.id, topic.id)), Emphasis.PRIMARY)
    if position + 1 == len(pack.topics):
        return quiz, Button("All topics", encode(ShowTopics(pack.id)))
    following = pack.topics[position + 1]
    return quiz, Button(f"Next: {following.title}", encode(ShowTopic(pack.id, following.id)))


def _example_button(pack: Pack, topic: Topic) -> tuple[Button, ...]:
    examples = pack.examples_by_topic[topic.id]
    return (Button("A worked example", encode(ShowExample(pack.id, examples[0].id))),) if examples else ()
