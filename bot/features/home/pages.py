"""A member's home page: today's tip, their progress, and what to do next."""

from collections.abc import Iterator, Sequence

from bot.content.model import Pack, Tip
from bot.features.challenges.actions import TakeChallenge
from bot.features.challenges.model import Challenge
from bot.features.help.actions import ShowHelp
from bot.features.home.model import tip_of_the_day
from bot.features.lessons.actions import ShowTip, ShowTopic, ShowTopics
from bot.features.lessons.lesson import Lesson, key
from bot.features.progress.actions import ShowProgress
from bot.features.progress.model import OwnProgress
from bot.features.quizzes.actions import StartQuiz
from bot.features.reminders.service import OFFER
from bot.features.reviews.actions import StartReview
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Countdown, Footer, Heading, message
from bot.language.offers import run
from bot.language.requests import Asker
from bot.language.rich_text import strong, text
from bot.language.text import counted

_MOST_CHALLENGES = 3
"""Maximum number of challenges that are shown."""


def home(
    pack: Pack,
    asker: Asker,
    progress: OwnProgress,
    *,
    reminded: bool,
    challenges: Sequence[Challenge] = (),
    in_progress: Sequence[Block] = (),
    settings: Sequence[Block] = (),
    admin_blocks: Sequence[Block] = (),
) -> Lesson:
    """Return a member's home; the tip changes daily at midnight UTC.

    Args:
        pack: the pack in use.
        asker: the member.
        progress: their progress.
        reminded: whether they get reminders when flashcards are due.
        challenges: the challenges they're taking and can continue.
        in_progress: blocks on other games and challenges in their channels.
        settings: blocks on their settings.
        admin_blocks: blocks for administrators.
    """
    tip = tip_of_the_day(pack, asker.member.id, asker.at.date())
    page = message(
        Heading(f"Hello, {asker.member.name}"),
        *_today(pack, progress),
        *(block for each in challenges[:_MOST_CHALLENGES] for block in _challenge_blocks(each)),
        *in_progress,
        *([] if tip is None else _tip(pack, tip)),
        Heading("For you"),
        Buttons((*_for_you(pack), *([] if reminded else [OFFER]))),
        *settings,
        *admin_blocks,
        private=True,
    )
    return Lesson(page, pack.id, () if tip is None else (key(tip),))


def _today(pack: Pack, progress: OwnProgress) -> list[Block]:
    """Return what there is to do today; for a newcomer, that's three questions."""
    look_around = Button("All topics", encode(ShowTopics(pack.id)))
    if not progress.has_begun:
        quiz = Button("Three questions", encode(StartQuiz(pack.id, questions=3)), Emphasis.PRIMARY)
        sentence = text(
            "I teach ", strong(pack.title), " in small bites. Answer three questions to see where you stand."
        )
        return [sentence, Buttons((quiz, look_around))]
    due = progress.forecast[0]
    streak = f"{counted(progress.streak, 'day')} in a row. " if progress.streak else ""
    waiting = f"{counted(due, 'flashcard')} due today." if due else "No flashcards are due today."
    review = Button(
        f"Review {due}" if due else "Learn new cards",
        encode(StartReview(pack.id)),
        Emphasis.PRIMARY if due else Emphasis.NORMAL,
    )
    quiz = Button("Quiz me", encode(StartQuiz(pack.id)), Emphasis.NORMAL if due else Emphasis.PRIMARY)
    return [text(strong(streak), waiting), Buttons((review, quiz, look_around))]


def _challenge_blocks(challenge: Challenge) -> list[Block]:
    go_on = Button("Continue", encode(TakeChallenge(challenge.id)))
    return [
        text(strong("Your challenge"), " in ", challenge.channel),
        Countdown(challenge.opened, challenge.closes),
        Buttons((go_on,)),
    ]


def _for_you(pack: Pack) -> Iterator[Button]:
    yield Button("My progress", encode(ShowProgress(pack.id)))
    for label, command in (("Leaderboard", "leaderboard"), ("Settings", "settings")):
        if press := run(command, {}):
            yield Button(label, press)
    yield Button("Help", encode(ShowHelp()))


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
        Footer(pack.source_of(tip)),
    ]
