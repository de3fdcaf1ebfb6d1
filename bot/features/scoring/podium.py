"""The card of the podium, for when a game or a challenge is over. Pure."""

from collections.abc import Sequence

from bot.content.model import Pack
from bot.language.text import counted
from bot.pictures.podium import MOST_STEPS, PodiumCard, PodiumStep


def podium(
    title: str, pack: Pack, topics: Sequence[str], asked: int, standings: Sequence[PodiumStep]
) -> PodiumCard | None:
    """Return the card of the first three ranks; None where nobody has scored.

    Args:
        title: how it ended.
        pack: what it was about.
        topics: the ids of its topics; none for all.
        asked: how many questions counted.
        standings: the best first.
    """
    steps = tuple(step for step in standings if step.points and step.rank <= MOST_STEPS)
    if not steps:
        return None
    on = [pack.topic_by_id[each].title for each in topics if each in pack.topic_by_id]
    return PodiumCard(
        title=title,
        subtitle=f"{pack.title} · {counted(asked, 'question')}",
        steps=steps,
        footer=f"{pack.title} · {', '.join(on)}" if on else pack.title,
    )
