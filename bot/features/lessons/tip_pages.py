"""How a tip looks to the asker, when shared, and when posted."""

from dataclasses import replace

from bot.content.model import Pack, Tip, Topic
from bot.features.authoring.actions import ReportItem, something_wrong
from bot.features.lessons.actions import SayOfTip, ShareTip, ShowTip, ShowTopic
from bot.features.lessons.lesson import Lesson, key
from bot.features.quizzes.actions import StartQuiz
from bot.illustrations.beside import beside
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Footer, Heading, Message, message
from bot.language.people import Member
from bot.language.rich_text import text
from bot.language.sharing import SHOW


def show(
    pack: Pack, tip: Tip, *, within: Topic | None = None, private: bool = False, shareable: bool = False
) -> Lesson:
    """Return a tip, with buttons to continue.

    Args:
        pack: the tip's pack.
        tip: the tip.
        within: the topic of the next tip, or None for any.
        private: whether only the asker sees it.
        shareable: whether a private tip can be shown to others.
    """
    another = Button("Another tip", encode(ShowTip(pack.id, within.id if within else "")))
    to_all = [Button(SHOW, encode(ShareTip(pack.id, tip.id)))] if private and shareable else []
    return Lesson(_said(pack, tip, another, *to_all, private=private), pack.id, (key(tip),))


def share(pack: Pack, tip: Tip, by: Member) -> Lesson:
    """Return a tip for everyone, headed by the name of the person who shows it.

    Args:
        pack: the tip's pack.
        tip: the tip.
        by: the member who shows it.
    """
    lesson = show(pack, tip)
    page = replace(lesson.message, blocks=(Footer(f"{by.name} shows you a tip"), *lesson.message.blocks))
    return replace(lesson, message=page)


def post(pack: Pack, tip: Tip) -> Message:
    """Return a tip as it's posted, for everyone in a place."""
    return _said(pack, tip)


def body(pack: Pack, tip: Tip) -> list[Block]:
    """Return what a tip says, without anything to press."""
    around = beside(pack, tip)
    return [Heading(tip.title), *around.above, text(tip.text), *around.below]


def _said(pack: Pack, tip: Tip, *more: Button, private: bool = False) -> Message:
    topic = pack.topic_of(tip)
    return message(
        *body(pack, tip),
        Buttons(
            (
                Button("Quiz me on this", encode(StartQuiz(pack.id, topic.id)), Emphasis.PRIMARY),
                Button("Tell me more", encode(ShowTopic(pack.id, topic.id))),
                *more,
                Button("Useful", encode(SayOfTip(pack.id, tip.id, known=False))),
                Button("Knew that", encode(SayOfTip(pack.id, tip.id, known=True))),
                something_wrong(ReportItem(pack.id, "tip", tip.id)),
            )
        ),
        Footer(pack.source_of(tip)),
        private=private,
        replaces=private,
    )
