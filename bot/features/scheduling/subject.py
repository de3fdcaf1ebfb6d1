"""What a schedule is about: the pack and the topic that it was made for, if they are still there."""

from bot.content.library import Library
from bot.content.model import Pack, Topic
from bot.features.scheduling.model import Draft
from bot.language.message import Refusal


def find(library: Library, draft: Draft) -> tuple[Pack, Topic | None]:
    """Return the pack and the topic; None for the topic if it's about all of them.

    Raises:
        Refusal: one of them is gone.
    """
    pack = library.get(draft.pack)
    if pack is None:
        raise Refusal(f"The pack {draft.pack} is not installed any more; make a new schedule.")
    topic = pack.topic_by_id.get(draft.topic)
    if draft.topic and topic is None:
        raise Refusal(f"The topic {draft.topic} has left the pack; make a new schedule.")
    return pack, topic


def titled(noun: str, library: Library, draft: Draft) -> str:
    """Return what's posted and about what, such as “Tip on Daily care”; without a topic that's gone.

    Args:
        noun: what a post is.
        library: the packs.
        draft: what's scheduled.
    """
    pack = library.get(draft.pack)
    topic = pack.topic_by_id.get(draft.topic) if pack else None
    return f"{noun} on {topic.title}" if topic else noun
