"""Objectives for what comes without any, such as the rows of a spreadsheet: one for each topic."""

from bot.content.model import Objective, Topic


def plain_objective(topic: Topic) -> Objective:
    """Return the objective of all that belongs to a topic and says no more; it has the topic's id."""
    return Objective(id=topic.id, topic=topic.id, statement=f"Knows {topic.title}.")
