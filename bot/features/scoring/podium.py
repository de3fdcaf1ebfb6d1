"""The podium card that's shown after a game or challenge. Pure."""

from collections.abc import Sequence

from bot.content.model import Pack
from bot.language.text import counted
from bot.pictures.podium import MOST_STEPS, PodiumCard, PodiumStep


def podium(
    title: str, pack: Pack, topics: Sequence[str], questions: int, standings: Sequence[PodiumStep]
) -> PodiumCard | None:
    """Return the card with the first three ranks; None if nobody has scored.

    Args:
        title: a sentence on how it ended.
        pack: the pack.
        topics: the ids of its topics; empty for all.
        questions: the number of questions that counted.
        standings: the ranks, best first.
    """
    steps = tuple(step for step in standings if step.points and step.rank <= MOST_STEPS)
    if not steps:
        return None
    on = [pack.topic_by_id[each].title for each in topics if each in pack.topic_by_id]
    return PodiumCard(
        title=title,
        subtitle=f"{pack.title} · {counted(questions, 'question')}",
        steps=steps,
        footer=f"{pack.title} · {', '.join(on)}" if on else pack.title,
    )
