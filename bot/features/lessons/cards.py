"""Comparison cards: a topic as pictures, split so that each can be read on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.derived import CachedPerPack
from bot.content.figure import Figure, FlowFigure, OverlapFigure
from bot.content.model import Comparison, Pack, Side, Topic
from bot.illustrations.figures import drawn
from bot.pictures.comparison import AspectRow, ComparisonCard

_ROOM = 6
"""Maximum number of text rows on a card that's still readable in a chat."""

_OF_A_FIGURE, _OF_A_TALL_ONE = 2, 3
"""Number of text rows that a figure, or a tall one, takes the room of."""


@dataclass(frozen=True, slots=True)
class AspectsOnCard:
    """The aspects of a topic that are on one card.

    Args:
        rows: the aspects.
        first: the number of the first one, from 1.
        total: the number of aspects in the topic.
    """

    rows: tuple[Comparison, ...]
    first: int
    total: int


def parts(pack: Pack, topic: Topic) -> tuple[AspectsOnCard, ...]:
    """Return a topic's aspects, card by card; empty if it has none."""
    return _parts(pack)[topic.id]


def in_words(part: AspectsOnCard, *, with_total: bool = True) -> str:
    """Say which aspects are on a card: “aspects 5–9 of 9”.

    Args:
        part: the card.
        with_total: whether to add the total.
    """
    last = part.first + len(part.rows) - 1
    which = f"aspects {part.first}–{last}" if last > part.first else f"aspect {last}"
    return f"{which} of {part.total}" if with_total else which


def card_of(pack: Pack, topic: Topic, sides: Sequence[Side], number: int) -> ComparisonCard:
    """Return one of a topic's cards.

    Args:
        pack: the topic's pack.
        topic: what to compare.
        sides: which sides to show.
        number: which card, from 0.
    """
    part = parts(pack, topic)[number]
    is_whole = len(part.rows) == part.total
    return _card(pack, topic, sides, part.rows, "" if is_whole else in_words(part).capitalize())


def card_of_aspect(pack: Pack, row: Comparison, sides: Sequence[Side]) -> ComparisonCard:
    """Return the card of one aspect.

    Args:
        pack: the aspect's pack.
        row: the aspect.
        sides: which sides to show.
    """
    return _card(pack, pack.topic_of(row), sides, (row,), "")


def _card(pack: Pack, topic: Topic, sides: Sequence[Side], rows: Sequence[Comparison], part: str) -> ComparisonCard:
    return ComparisonCard(
        title=topic.title,
        subtitle=pack.title,
        sides=tuple(side.name for side in sides),
        rows=tuple(
            AspectRow(row.aspect, tuple(row.cells[side.id] for side in sides), drawn(row.figure, sides))
            for row in rows
        ),
        part=part,
        footer=pack.with_topic(topic),
    )


def _divided(rows: Sequence[Comparison]) -> tuple[AspectsOnCard, ...]:
    found: list[list[Comparison]] = []
    room = 0
    for row in rows:
        takes = _takes(row.figure)
        if takes > room:
            found.append([])
            room = _ROOM
        found[-1].append(row)
        room -= takes
    firsts = [1 + sum(map(len, found[:number])) for number in range(len(found))]
    return tuple(AspectsOnCard(tuple(each), first, len(rows)) for each, first in zip(found, firsts, strict=True))


def _takes(figure: Figure | None) -> int:
    if figure is None:
        return 1
    return _OF_A_TALL_ONE if isinstance(figure, FlowFigure | OverlapFigure) else _OF_A_FIGURE


_parts = CachedPerPack[dict[str, tuple[AspectsOnCard, ...]]](
    lambda pack: {
        topic.id: _divided(rows) for topic, rows in zip(pack.topics, pack.comparisons_by_topic.values(), strict=True)
    }
)
