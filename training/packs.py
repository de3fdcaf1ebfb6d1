"""The packs that the model is trained on: their items, questions that they answer, and questions that they don't."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_TEXTS = Path(__file__).with_name("texts")


@dataclass(frozen=True, slots=True)
class Pack:
    """A small pack and its questions.

    Args:
        name: its subject.
        items: its items, each as a title and a text.
        asked: questions, each with the positions of the items that answer it.
        off: questions that it doesn't answer, most of them near its topic.
    """

    name: str
    items: Sequence[str]
    asked: Sequence[tuple[str, Sequence[int]]]
    off: Sequence[str]


def packs() -> list[Pack]:
    """Return all packs, always in the same order."""
    return [_pack(each) for file in sorted(_TEXTS.glob("*.json")) for each in json.loads(file.read_text("utf-8"))]


def _pack(read: dict[str, list[dict[str, str]]]) -> Pack:
    return Pack(
        str(read["pack"]),
        [f"{item['title']}. {item['text']}" for item in read["items"]],
        [(each["ask"], [int(place) for place in each["items"]]) for each in read["asked"]],
        [str(each) for each in read["off"]],
    )
