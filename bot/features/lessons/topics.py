"""Topics of a pack that compares nothing: what each is about, what you learn, and buttons to continue."""

from collections.abc import Iterator

from bot.content.model import Pack, Topic
from bot.features.lessons.actions import ShowTerm, ShowTip, ShowTopic, ShowTopics
from bot.features.lessons.lesson import Lesson
from bot.features.quizzes.actions import StartQuiz
from bot.language.actions import encode
from bot.language.controls import MOST_CHOICES, Button, Buttons, Choice, Emphasis, Menu
from bot.language.message import Block, Footer, Heading, Message, message
from bot.language.rich_text import strong, text

_MOST_OBJECTIVES = 6
"""Maximum number of objectives listed; more are too long to read."""


def overview(pack: Pack, *, private: bool = False) -> Lesson:
    """Return all topics of a pack.

    Args:
        pack: the pack with the topics.
        private: whether only the asker sees it.
    """
    lines = (f"• {topic.title}: {topic.summary}" if topic.summary else f"• {topic.title}" for topic in pack.topics)
    content = message(
        Heading(pack.title),
        *([text(pack.summary)] if pack.summary else []),
        text("\n".join(lines)),
        Menu(
            "Look closer at a topic …",
            tuple(Choice(topic.title, encode(ShowTopic(pack.id, topic.id))) for topic in pack.topics),
        ),
        Buttons(tuple(_onward(pack))),
        Footer(pack.credit),
        private=private,
        replaces=private,
    )
    return Lesson(content, pack.id)


def page(pack: Pack, topic: Topic, *, private: bool = False) -> Lesson:
    """Return one topic, with buttons to continue.

    Args:
        pack: the topic's pack.
        topic: the topic to show.
        private: whether only the asker sees it.
    """
    content = message(
        Heading(topic.title),
        *([text(topic.summary)] if topic.summary else []),
        *_contents(pack, topic),
        Buttons((*_onward(pack, topic), _next(pack, topic))),
        Footer(pack.with_topic(topic)),
        private=private,
        replaces=private,
    )
    return Lesson(content, pack.id)


def nothing_compared(pack: Pack) -> Message:
    """Say that a pack has nothing to compare, and offer what it has instead."""
    sentence = text("“", pack.title, "” has nothing to compare; look at its topics, or take a quiz.")
    all_topics = Button("All topics", encode(ShowTopics(pack.id)), Emphasis.PRIMARY)
    return message(sentence, Buttons((all_topics, Button("Quiz me", encode(StartQuiz(pack.id))))), private=True)


def _contents(pack: Pack, topic: Topic) -> Iterator[Block]:
    """Yield a topic's objectives, if it has more than one, and its terms."""
    objectives = [each for each in pack.objectives if each.topic == topic.id]
    if len(objectives) > 1:
        lines = (f"\n• {each.statement}" for each in objectives[:_MOST_OBJECTIVES])
        yield text(strong("What you'll learn:"), *lines)
    terms = [each for each in pack.terms if pack.topic_of(each) is topic][:MOST_CHOICES]
    if terms:
        yield Menu("Look up a term …", tuple(Choice(each.term, encode(ShowTerm(pack.id, each.id))) for each in terms))


def _onward(pack: Pack, topic: Topic | None = None) -> Iterator[Button]:
    within = topic.id if topic else ""
    yield Button("Quiz me", encode(StartQuiz(pack.id, within)), Emphasis.PRIMARY)
    if any(topic is None or pack.topic_of(tip) is topic for tip in pack.tips):
        yield Button("A tip", encode(ShowTip(pack.id, within)))


def _next(pack: Pack, topic: Topic) -> Button:
    position = pack.topics.index(topic)
    if position + 1 == len(pack.topics):
        return Button("All topics", encode(ShowTopics(pack.id)))
    following = pack.topics[position + 1]
    return Button(f"Next: {following.title}", encode(ShowTopic(pack.id, following.id)))
