"""Objectives for what comes without any, such as the rows of a spreadsheet: one for each topic."""

from bot.content.model import Objective, Topic


def plain_objective(topic: Topic) -> Objective:
    """Return the objective of all that belongs to a topic and says no more; it has the topic's id."""
    return Objective(id=topic.id, topic=topic.id, statement=_statement(topic))


def is_plain(objective: Objective, topic: Topic) -> bool:
    """Return whether an objective says no more than its topic does.

    Args:
        objective: of a pack.
        topic: that it belongs to.
    """
    return objective.statement == _statement(topic)


def _statement(topic: Topic) -> str:
    return f"Knows {topic.title}."
