"""Questions that people ask, to develop and to measure the search on.

Some are held out: nobody looks at how those come out while working on the search, so that the figures on them say
what new questions will meet. Which ones is drawn by hash; another seed draws others.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

SETS = (
    "tuned",
    "review",
    "fresh",
    "small",
    "later",
    "more",
    "imported",
    "blind",
    "wider",
    "unseen",
    "trial",
    "decks",
    "latest",
    "visitor",
    "tester",
    "exam",
)
"""tuned: what the first search was worked out on; review: a reader's; fresh: written blind, most of it held out;
small: put to small packs, and long ones off the topic; later: written blind again, after the search was tuned; more:
written to develop on; imported: put to packs that were imported; blind: written before the search was worked on once
more; wider: to develop on, with another imported pack; unseen: written before that; trial: with an imported pack of
its own, before the model learned; decks: put to the cards of twelve teams, with much that lies close by; latest: with
an imported pack of its own, before the model learned to look closely; visitor: with one more, never tuned on; tester:
written to develop on, with much that lies close by; exam: on both packs that come with Versed, never tuned on."""

_HELD_OUT = {"fresh": 6, "later": 5, "blind": 5, "unseen": 10, "trial": 5, "latest": 10, "visitor": 10, "exam": 10}
"""Tenths of the questions that are held out, by the set."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question.

    Args:
        kind: which set it's from.
        pack: the id of the pack that it's put to.
        style: how it's asked, if that's noted.
        text: the question.
        teaches: objectives that it's about, or what items about it are called; an item that teaches one answers it.
            None if it's off the pack's topic.
        held_out: whether nobody works on it.
    """

    kind: str
    pack: str
    style: str
    text: str
    teaches: frozenset[str]
    held_out: bool

    @property
    def is_covered(self) -> bool:
        """Return whether the pack is about it."""
        return bool(self.teaches)


def questions(seed: int = 1) -> Iterator[Asked]:
    """Yield all questions.

    Args:
        seed: another one holds others out.
    """
    for kind in SETS:
        for part in yaml.safe_load(Path(__file__).with_name(f"{kind}.yaml").read_text(encoding="utf-8")):
            for each in part["covered"]:
                held = _is_drawn(kind, each["ask"], seed)
                yield Asked(kind, part["pack"], each.get("style", ""), each["ask"], frozenset(each["teaches"]), held)
            for text in part["off_topic"]:
                held = _is_drawn(kind, text, seed)
                yield Asked(kind, part["pack"], "off topic", text, frozenset(), held)


def _is_drawn(kind: str, text: str, seed: int) -> bool:
    return int(hashlib.sha256(f"{seed}:{text}".encode()).hexdigest(), 16) % 10 < _HELD_OUT.get(kind, 0)
