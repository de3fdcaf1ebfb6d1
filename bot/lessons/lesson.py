"""What a lesson returns: a message, and the items that it showed."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.content.model import Comparison, Example, Item, Pack, Term, Tip
from bot.message import Message

_KINDS: dict[type[Item], str] = {Comparison: "comparison", Term: "term", Tip: "tip", Example: "example"}


@dataclass(frozen=True, slots=True)
class Lesson:
    """A message that teaches.

    Args:
        message: what is said.
        pack: the id of the pack that it comes from.
        shown: keys of the items that the learner has now seen (see key).
    """

    message: Message
    pack: str
    shown: tuple[str, ...] = ()


def key(item: Item) -> str:
    """An item's identity within its pack, as kind:id, for example term:rag."""
    return f"{_KINDS[type(item)]}:{item.id}"


def teachings(pack: Pack) -> Iterable[Item]:
    """Everything in a pack that can be seen outside a quiz."""
    return (*pack.comparisons, *pack.terms, *pack.tips, *pack.examples)
