"""What a pack is about as a whole: its summary and its topics, with a place to start."""

from dataclasses import replace

from bot.content.model import Pack
from bot.features.lessons import compare, topics
from bot.features.lessons.lesson import Lesson
from bot.language.controls import Menu
from bot.language.message import Message
from bot.language.rich_text import strong, text


def overview(pack: Pack, *, private: bool = False) -> Lesson:
    """Return all topics of a pack; if it compares something, with a word on each side.

    Args:
        pack: the pack with the topics.
        private: whether only the asker sees it.
    """
    if pack.sides:
        return compare.overview(pack, pack.sides, private=private)
    return topics.overview(pack, private=private)


def outline(pack: Pack) -> Message:
    """Return what a pack is about, and where to start with it."""
    page = overview(pack, private=True).message
    if len(pack.topics) == 1:
        return topics.page(pack, pack.topics[0], private=True).message
    start = text("New to this? Start with ", strong(pack.topics[0].title), ".")
    menu = next(place for place, block in enumerate(page.blocks) if isinstance(block, Menu))
    return replace(page, blocks=(*page.blocks[:menu], start, *page.blocks[menu:]), replaces=False)
