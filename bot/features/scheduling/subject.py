"""What a schedule is about: the pack and the topic that it was made for, if they are still there."""

import json

from bot.content.model import Pack, Topic
from bot.features.packs.shelf import Shelf
from bot.features.scheduling.model import ScheduleDraft
from bot.language.refusals import Refusal
from bot.language.text import listed

NAMED = "named"
"""Among a schedule's options: its topic was typed, be it that of all of a pack."""


def find(shelf: Shelf, draft: ScheduleDraft) -> tuple[Pack, Topic | None]:
    """Return the pack and the topic; None for the topic if it's about all of them.

    Raises:
        Refusal: one of them is gone.
    """
    pack, topics = find_all(shelf, draft)
    return pack, topics[0] if topics else None


def find_all(shelf: Shelf, draft: ScheduleDraft) -> tuple[Pack, tuple[Topic, ...]]:
    """Return the pack and the topics of a schedule that mixes several; none of them if it's about all.

    Raises:
        Refusal: one of them is gone.
    """
    pack = shelf.get(draft.tenant, draft.pack)
    if pack is None:
        raise Refusal(f"The pack {draft.pack} isn't here any more; make a new schedule.")
    for topic in draft.topics:
        if topic not in pack.topic_by_id:
            raise Refusal(f"The topic {topic} has left the pack; make a new schedule.")
    return pack, tuple(pack.topic_by_id[topic] for topic in draft.topics)


def titled(noun: str, shelf: Shelf, draft: ScheduleDraft) -> str:
    """Return what's posted and about what, such as “Tip on Daily care”; without a topic that's gone.

    Args:
        noun: what a post is.
        shelf: has the packs.
        draft: what's scheduled.
    """
    titles = titles_of(shelf.get(draft.tenant, draft.pack), draft)
    return f"{noun} on {listed(titles, 'and')}" if titles else noun


def titles_of(pack: Pack | None, draft: ScheduleDraft) -> list[str]:
    """Return the titles of a schedule's topics that are still there, or that of its pack if that was named.

    Args:
        pack: what it posts from; None if that's gone.
        draft: what's scheduled.
    """
    if pack is None:
        return []
    if not draft.topics and names_pack(draft):
        return [pack.title]
    return [pack.topic_by_id[topic].title for topic in draft.topics if topic in pack.topic_by_id]


def names_pack(draft: ScheduleDraft) -> bool:
    """Return whether a schedule stays with its pack because that was named, and not only the first in use."""
    return bool(json.loads(draft.options).get(NAMED))
