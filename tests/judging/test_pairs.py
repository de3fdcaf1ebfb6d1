"""Several hundred typed answers, and whether each counts as right."""

from collections import Counter
from pathlib import Path

import pytest

from bot.judging.judge import judge
from bot.judging.model import Wanted
from bot.language.text import clean

_LINES = (Path(__file__).parent / "pairs.tsv").read_text(encoding="utf-8").splitlines()
PAIRS = [line.split("\t") for line in _LINES if not line.startswith("#")]


def test_there_are_hundreds_of_both_sorts() -> None:
    assert min(Counter(verdict for verdict, _, _ in PAIRS).values()) > 250


@pytest.mark.parametrize(("verdict", "answer", "typed"), PAIRS)
def test_pairs(verdict: str, answer: str, typed: str) -> None:
    judged = judge(clean(typed), Wanted((answer,)))
    assert judged.verdict.counts is (verdict == "right"), judged
    assert judged.answer == answer
