"""A challenge's thread: what begins it, and how it's found again.

Its first words are filed under the schedule that posts the challenge's results. If they've arrived, there's a thread;
if not, all goes the way of challenges without one.
"""

from bot.content.model import Pack, Topic
from bot.features.challenges.model import Challenge
from bot.features.challenges.store import challenges
from bot.features.delivery.model import Post
from bot.features.delivery.store import by_schedule
from bot.features.scheduling.kinds import Followed
from bot.language.message import Message, message
from bot.language.people import platform_of
from bot.language.platforms import traits
from bot.language.rich_text import text
from bot.storage.transaction import Transaction

FIRST_WORDS = text(
    "Talk about this challenge here, but keep your answers to yourself until it closes. The results come here, too."
)
"""What a thread begins with."""


def has_one(tenant: str, *, wanted: bool) -> bool:
    """Return whether a challenge gets a thread: someone wants it, and there are threads.

    Args:
        tenant: whose challenge it is.
        wanted: whether it was asked for.
    """
    return wanted and traits(platform_of(tenant)).threads


def name_of(pack: Pack, topic: Topic | None) -> str:
    """Return what a challenge's thread is called."""
    return f"Challenge: {topic.title if topic else pack.title}"


def announced(made: Challenge, said: Message, name: str) -> Followed:
    """Return what announces a challenge, with what begins its thread.

    Args:
        made: the challenge.
        said: what announces it.
        name: what the thread is called.
    """
    return Followed(said, message(FIRST_WORDS), name, reply_of=made.schedule)


def open_in(transaction: Transaction, tenant: str, place: str) -> Challenge | None:
    """Return the open challenge of a place, or of the thread that the place is; its time may be over.

    On Discord a thread is a place of its own, with the id of the post that it belongs to.

    Args:
        transaction: to read in.
        tenant: whose.
        place: its id.
    """
    if (made := challenges.open_in(transaction, tenant, place)) is not None:
        return made
    for each in challenges.open_in_tenant(transaction, tenant):
        begun = first_words(transaction, each)
        if begun is not None and begun.under == place:
            return each
    return None


def first_words(transaction: Transaction, made: Challenge) -> Post | None:
    """Return the post that began a challenge's thread, which tells where it is; None if there's no thread."""
    return by_schedule.first_reply(transaction, made.tenant, made.schedule)
