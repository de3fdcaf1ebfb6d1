"""Questions that people ask, for developing the search and for measuring it.

Some are held out: nobody looks at their results while working on the search, so their figures show how new questions
will fare. A hash decides which ones; another seed holds out others.
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
    "guest",
)
"""tuned: used to develop the first search; review: a reader's; fresh: written blind, most of it held out; small: for
small packs, and long ones off the topic; later: written blind again, after the search was tuned; more: written for
development; imported: for packs that were imported; blind: written before the search was worked on once more; wider:
for development, with another imported pack; unseen: written before that; trial: with an imported pack of its own,
before the model was trained; decks: for the cards of twelve teams, with many questions just off the topic; latest:
with an imported pack of its own, before the model learned to look closely; visitor: with one more, never tuned on;
tester: written for development, with many questions just off the topic; exam: for both packs that come with Versed,
never tuned on; guest: with an imported pack of its own, never tuned on."""

_HELD_OUT = {
    "fresh": 6,
    "later": 5,
    "blind": 5,
    "unseen": 10,
    "trial": 5,
    "latest": 10,
    "visitor": 10,
    "exam": 10,
    "guest": 10,
}
"""How many tenths of the questions are held out, by set."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question.

    Args:
        kind: the set it's from.
        pack: the id of the pack it's for.
        style: how it's phrased, if that's noted.
        text: the question.
        teaches: objectives that it's about, or names of items about it; an item that teaches one answers it.
            Empty if it's off the pack's topic.
        held_out: whether it's kept out of development.
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
        seed: decides which ones are held out.
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
