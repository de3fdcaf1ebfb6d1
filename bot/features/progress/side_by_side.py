"""Compares what two members have answered, and suggests what to do next."""

from collections.abc import Mapping

from bot.content.model import Pack, Topic
from bot.features.learners import settings
from bot.features.learners.chosen import Chosen
from bot.features.lessons.actions import ShowTopic
from bot.features.lessons.lesson import Lesson
from bot.features.quizzes.actions import StartQuiz
from bot.features.quizzes.model import Tally
from bot.features.quizzes.store import answers
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Footer, Heading, Table, message
from bot.language.people import Member, MemberKey
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.rich_text import CommandMention, text
from bot.storage.database import Database
from bot.storage.transaction import Transaction

NOTHING = Tally(right=0, total=0)


async def side_by_side(pack: Pack, asker: Asker, other: Member, chosen: Chosen, database: Database) -> Lesson:
    """Return a comparison of the asker's progress with that of a member who shares theirs.

    Args:
        pack: the pack.
        asker: who asks.
        other: the other member.
        chosen: has the settings.
        database: has the answers.

    Raises:
        Refusal: the other member is the asker, or doesn't share their progress.
    """
    if other.id == asker.member.id:
        raise Refusal("That's you! Run /progress to see how you're doing.")
    if not await settings.shares_progress(asker.tenant, other, chosen):
        raise Refusal(
            text(
                f"{other.name} doesn't share their progress; they can with ",
                CommandMention("/settings share:yes"),
                ".",
            )
        )

    def tallies(transaction: Transaction) -> list[Mapping[str, Tally]]:
        both = (asker.key, MemberKey(asker.tenant.key, other.id))
        return [answers.tally(transaction, who, pack.id) for who in both]

    mine, theirs = await database.read(tallies)
    rows = tuple(
        (topic.title, share(mine.get(topic.id, NOTHING)), share(theirs.get(topic.id, NOTHING)))
        for topic in pack.topics
    )
    page = message(
        Heading(f"You and {other.name}"),
        text("Questions answered right, by topic. The best way to overtake someone is another quiz."),
        Table(("Topic", "You", other.name), rows),
        Buttons(onward(pack, mine, {})),
        Footer(pack.title),
        private=True,
    )
    return Lesson(page, pack.id)


def share(tally: Tally) -> str:
    """Return a tally in words."""
    return f"{tally.right} of {tally.total}" if tally.total else "–"


def greeting(right: int, total: int) -> str:
    """Return a sentence about all answers together."""
    if not total:
        return "You haven't answered a question yet. A first quiz takes two minutes."
    return f"{right} of {total} answers right so far ({100 * right // total}%)."


def onward(pack: Pack, tallies: Mapping[str, Tally], has_seen: Mapping[str, int]) -> tuple[Button, ...]:
    """Return buttons for a quiz on the weakest topic, and for reading about the least-read one.

    Args:
        pack: the topics' pack.
        tallies: counts of answers by topic.
        has_seen: the number of items read by topic.
    """
    weakest = min(pack.topics, key=lambda topic: _strength(topic, tallies))
    unread = min(pack.topics, key=lambda topic: has_seen.get(topic.id, 0))
    return (
        Button(f"Quiz: {weakest.title}", encode(StartQuiz(pack.id, weakest.id)), Emphasis.PRIMARY),
        Button(f"Read: {unread.title}", encode(ShowTopic(pack.id, unread.id))),
    )


def _strength(topic: Topic, tallies: Mapping[str, Tally]) -> float:
    """Return the share of right answers, smoothed with one right and one wrong answer so that few say little."""
    tally = tallies.get(topic.id, NOTHING)
    return (tally.right + 1) / (tally.total + 2)
