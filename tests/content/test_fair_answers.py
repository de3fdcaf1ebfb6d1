"""The bundled packs accept typed answers that a fair marker would accept, and refuse those they would refuse.

The lists were written from the prompts alone, before anybody looked at the accepted answers. One was then used to
widen those. The held-out one never is, so it shows what learners experience.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.content.answers import vocabulary, wanted_in_gaps
from bot.content.faults.sample_answers import judged
from bot.content.model import Pack
from bot.content.question import ClozeQuestion, EstimateQuestion, NumberQuestion, Question, TypedQuestion
from bot.features.reviews.deck import Deck
from bot.judging.judge import judge
from bot.judging.model import Verdict, Wanted
from bot.language.text import clean
from tests.packs import bundled, meetings

_PACKS = Path(__file__).parents[1] / "packs"


class Row(NamedTuple):
    """A typed answer and a fair marker's verdict."""

    asked: str
    verdict: str
    typed: str


def rows(name: str) -> list[Row]:
    """The rows of a list."""
    lines = (_PACKS / name).read_text(encoding="utf-8").splitlines()
    return [Row(*line.split("\t")) for line in lines if not line.startswith("#")]


ROWS, HELD_OUT = rows("typed_answers.tsv"), rows("held_out_answers.tsv")

LEAST_TAKEN = {"text": 0.97, "number": 0.97, "card": 0.95, "term": 0.97}
LEAST_TAKEN_OF_HELD_OUT = {"text": 0.94, "number": 0.95, "card": 0.87, "term": 0.87}
LEAST_REFUSED = 0.98
ENOUGH_ASKED, HELD_OUT_ASKED = 0.95, 0.3
"""Minimum shares of typed items that are in each list; some items are newer than the lists."""


class Asked(NamedTuple):
    """Something that's answered by typing."""

    kind: str
    pack: Pack
    by: TypedQuestion | Wanted

    def takes(self, typed: str) -> bool:
        """Return whether an answer counts."""
        if isinstance(self.by, Wanted):
            return judge(clean(typed), self.by, vocabulary(self.pack)).verdict.counts
        return judged(self.by, typed, self.pack)[0]


@cache
def everything() -> dict[str, Asked]:
    """All typed questions, gaps and cards of the bundled packs, by id."""
    return {name: each for pack in (bundled(), meetings()) for name, each in _typed(pack)}


def _typed(pack: Pack) -> Iterator[tuple[str, Asked]]:
    for question in pack.questions:
        yield from _asked(question, pack)
    for card in Deck(pack).cards:
        if card.typed.answers:
            kind = "term" if card.id.startswith("term:") else "card"
            yield card.id, Asked(kind, pack, card.typed.wanted(pack))


def _asked(question: Question, pack: Pack) -> Iterator[tuple[str, Asked]]:
    if isinstance(question, TypedQuestion):
        kind = "number" if isinstance(question, NumberQuestion | EstimateQuestion) else "text"
        yield question.id, Asked(kind, pack, question)
    elif isinstance(question, ClozeQuestion) and not question.choose:
        for number, wanted in enumerate(wanted_in_gaps(question, pack), 1):
            yield f"{question.id}:{number}", Asked("text", pack, wanted)


def test_nearly_every_typed_item_is_in_the_list() -> None:
    found = Counter((row.asked, row.verdict) for row in ROWS)

    assert {row.asked for row in (*ROWS, *HELD_OUT)} <= everything().keys()
    assert len({row.asked for row in ROWS}) >= ENOUGH_ASKED * len(everything())
    assert all(count >= (8 if verdict == "right" else 4) for (_, verdict), count in found.items())
    assert len({(row.asked, row.typed) for row in (*ROWS, *HELD_OUT)}) == len(ROWS) + len(HELD_OUT)


def test_nearly_a_third_of_typed_items_are_in_the_held_out_list() -> None:
    held = {row.asked for row in HELD_OUT}

    assert len(held) >= HELD_OUT_ASKED * len(everything())


@pytest.mark.parametrize(("listed", "least"), [(ROWS, LEAST_TAKEN), (HELD_OUT, LEAST_TAKEN_OF_HELD_OUT)])
@pytest.mark.parametrize("kind", ["text", "number", "card", "term"])
def test_fair_answers_are_taken_and_tempting_ones_refused(
    kind: str, listed: list[Row], least: dict[str, float]
) -> None:
    by_id = everything()
    taken: dict[str, list[bool]] = {"right": [], "wrong": []}
    for row in listed:
        if by_id[row.asked].kind == kind:
            taken[row.verdict].append(by_id[row.asked].takes(row.typed))

    assert sum(taken["right"]) >= least[kind] * len(taken["right"])
    assert taken["wrong"].count(False) >= LEAST_REFUSED * len(taken["wrong"])


def test_the_answer_shown_is_always_right_and_replies_are_given() -> None:
    for asked in everything().values():
        if isinstance(asked.by, Wanted):
            assert judge(asked.by.answers[0], asked.by, vocabulary(asked.pack)).verdict is Verdict.RIGHT
        else:
            for rejected in asked.by.reject:
                assert not any(asked.takes(answer) for answer in rejected.answers)
