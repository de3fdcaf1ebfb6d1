"""What a schedule is about: the pack and the topics that it was made for, if they still exist."""

from bot.content.model import Pack, Topic
from bot.features.packs.shelf import Shelf
from bot.features.scheduling.model import ScheduleDraft
from bot.language.refusals import Refusal
from bot.language.text import listed


def find(shelf: Shelf, draft: ScheduleDraft) -> tuple[Pack, Topic | None]:
    """Return the pack and the topic of a schedule; None for the topic if it's about the whole pack.

    Raises:
        Refusal: one of them is gone.
    """
    pack, topics = find_all(shelf, draft)
    return pack, topics[0] if topics else None


def find_all(shelf: Shelf, draft: ScheduleDraft) -> tuple[Pack, tuple[Topic, ...]]:
    """Return the pack and the topics of a schedule; no topics if it's about the whole pack.

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


def titled(noun: str, shelf: Shelf, draft: ScheduleDraft, *, pack_named: bool = False) -> str:
    """Return what a schedule posts and about what, such as “Tip on Daily care”, without topics that are gone.

    Args:
        noun: what each post is, such as “Tip”.
        shelf: holds the packs.
        draft: the schedule.
        pack_named: whether the whole pack was named, so that its title says something.
    """
    titles = titles_of(shelf.get(draft.tenant, draft.pack), draft, pack_named=pack_named)
    return f"{noun} on {listed(titles, 'and')}" if titles else noun


def titles_of(pack: Pack | None, draft: ScheduleDraft, *, pack_named: bool) -> list[str]:
    """Return the titles of a schedule's topics that still exist, or the pack's title if the pack was named.

    Args:
        pack: the schedule's pack; None if it's gone.
        draft: the schedule.
        pack_named: whether the whole pack was named, rather than being the first one in use.
    """
    if pack is None:
        return []
    if not draft.topics and pack_named:
        return [pack.title]
    return [pack.topic_by_id[topic].title for topic in draft.topics if topic in pack.topic_by_id]
