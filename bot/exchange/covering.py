"""Add topics to the text of a pack's cover, keeping its comments and layout. Pure."""

from collections.abc import Sequence

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from bot.content.model import Topic
from bot.content.writing.texts import scalar


def with_topics(cover: str, topics: Sequence[Topic]) -> str | None:
    """Return a cover with more topics; None if that's impossible because its topics are in brackets.

    Args:
        cover: the text of a valid pack.yaml.
        topics: the topics to add; only their ids and titles are written.
    """
    if not topics:
        return cover
    root = yaml.compose(cover, yaml.CSafeLoader)
    assert root is not None  # noqa: S101 - the cover is valid
    listed = next(value for key, value in root.value if key.value == "topics")
    if listed.flow_style:
        return None
    lines = cover.split("\n")
    indent = " " * listed.start_mark.column
    added: list[str] = []
    for topic in topics:
        added += (f"{indent}- id: {topic.id}", f"{indent}  title: {scalar(topic.title)}")
    end = _last(listed).end_mark
    place = end.line + (end.column > 0)
    while place > 0 and not lines[place - 1].strip():  # a block scalar's end includes its trailing blank lines
        place -= 1
    return "\n".join([*lines[:place], *added, *lines[place:]])


def _last(node: Node) -> Node:
    """Return the last node within a node."""
    if not node.value or getattr(node, "flow_style", False):
        return node
    if isinstance(node, SequenceNode):
        return _last(node.value[-1])
    return _last(node.value[-1][1]) if isinstance(node, MappingNode) else node
