"""Compares what two members have answered."""

from collections.abc import Mapping

from bot.content.model import Pack
from bot.features.learners import settings
from bot.features.learners.chosen import Chosen
from bot.features.lessons.lesson import Lesson
from bot.features.progress.model import NO_ANSWERS
from bot.features.progress.tally_pages import counted_right, onward
from bot.features.quizzes.model import Tally
from bot.features.quizzes.store import answers
from bot.language.controls import Buttons
from bot.language.message import Footer, Heading, Table, message
from bot.language.people import Member, MemberKey
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.rich_text import CommandMention, text
from bot.storage.database import Database
from bot.storage.transaction import Transaction


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
        (topic.title, counted_right(mine.get(topic.id, NO_ANSWERS)), counted_right(theirs.get(topic.id, NO_ANSWERS)))
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
