"""Home: what a member sees when they come to Versed itself: today's tip, how they are doing, and where to go on."""

from datetime import date
from random import Random

from bot.content.model import Pack, Tip
from bot.features.lessons.actions import ShowTip, ShowTopic, ShowTopics
from bot.features.lessons.lesson import Lesson, key
from bot.features.progress.model import OwnProgress
from bot.features.progress.own import blocks
from bot.features.quizzes.actions import StartQuiz
from bot.features.reminders.service import OFFER
from bot.language.actions import encode
from bot.language.message import Block, Button, Buttons, Emphasis, Footer, Heading, message, text
from bot.language.requests import Asker


def home(pack: Pack, asker: Asker, stands: OwnProgress, *, reminded: bool) -> Lesson:
    """Return a member's home; the tip stays the same for a day, in UTC.

    Args:
        pack: what's taught.
        asker: the member.
        stands: how they are doing.
        reminded: whether they are told when flashcards are due.
    """
    tip = tip_of_the_day(pack, asker.member.id, asker.at.date())
    said = message(
        *([] if tip is None else _tip(pack, tip)),
        *blocks(pack, stands),
        Buttons((Button("All topics", encode(ShowTopics(pack.id))), *([] if reminded else [OFFER]))),
        Footer(pack.title if tip is None else pack.source_of(tip)),
        private=True,
    )
    return Lesson(said, pack.id, () if tip is None else (key(tip),))


def tip_of_the_day(pack: Pack, member: str, day: date) -> Tip | None:
    """Return a member's tip of a day: each comes once before any comes again, in an order of the member's own.

    Args:
        pack: where it comes from.
        member: their id.
        day: the day.
    """
    tips = list(pack.tips)
    if not tips:
        return None
    Random(f"{pack.id}:{member}").shuffle(tips)
    return tips[day.toordinal() % len(tips)]


def _tip(pack: Pack, tip: Tip) -> list[Block]:
    topic = pack.topic_of(tip)
    return [
        Heading(f"Today's tip: {tip.title}"),
        text(tip.text),
        Buttons(
            (
                Button("Quiz me on this", encode(StartQuiz(pack.id, topic.id)), Emphasis.PRIMARY),
                Button("Tell me more", encode(ShowTopic(pack.id, topic.id))),
                Button("Another tip", encode(ShowTip(pack.id))),
            )
        ),
    ]
