"""Default objectives for items that come without any, such as spreadsheet rows: one for each topic."""

from bot.content.model import Objective, Topic


def plain_objective(topic: Topic) -> Objective:
    """Return a topic's default objective; it has the topic's id."""
    return Objective(id=topic.id, topic=topic.id, statement=_statement(topic))


def is_plain(objective: Objective, topic: Topic) -> bool:
    """Return whether an objective is its topic's default one.

    Args:
        objective: an objective of a pack.
        topic: the topic that it belongs to.
    """
    return objective.statement == _statement(topic)


def _statement(topic: Topic) -> str:
    return f"Knows {topic.title}."
