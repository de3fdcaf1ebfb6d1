"""A challenge's thread: how it starts, and how it's found again.

The thread's first message is stored under the schedule that posts the challenge's results. If it was delivered,
there's a thread; otherwise everything happens as for challenges without one.
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
"""The first message of a thread."""


def has_one(tenant: str, *, wanted: bool) -> bool:
    """Return whether a challenge gets a thread: it was asked for, and the platform has threads.

    Args:
        tenant: the challenge's tenant.
        wanted: whether it was asked for.
    """
    return wanted and traits(platform_of(tenant)).threads


def name_of(pack: Pack, topic: Topic | None) -> str:
    """Return the name of a challenge's thread."""
    return f"Challenge: {topic.title if topic else pack.title}"


def announced(challenge: Challenge, announcement: Message, name: str) -> Followed:
    """Return the announcement of a challenge together with the first message of its thread.

    Args:
        challenge: the challenge.
        announcement: what the channel sees.
        name: the name of the thread.
    """
    return Followed(announcement, message(FIRST_WORDS), name, reply_of=challenge.schedule)


def open_in(transaction: Transaction, tenant: str, place: str) -> Challenge | None:
    """Return the open challenge of a place, or of a thread if the place is one; its time may already be up.

    On Discord, a thread is a place of its own whose id is the id of the post that it belongs to.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        place: the place's id.
    """
    if (challenge := challenges.open_in(transaction, tenant, place)) is not None:
        return challenge
    for each in challenges.open_in_tenant(transaction, tenant):
        first_post = first_words(transaction, each)
        if first_post is not None and first_post.under == place:
            return each
    return None


def first_words(transaction: Transaction, challenge: Challenge) -> Post | None:
    """Return the post that started a challenge's thread, which tells where that is; None if there's no thread."""
    return by_schedule.first_reply(transaction, challenge.tenant, challenge.schedule)
