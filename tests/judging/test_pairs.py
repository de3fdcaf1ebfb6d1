"""Several hundred typed answers, and whether each counts as right."""

from collections import Counter
from pathlib import Path

from bot.judging.judge import judge
from bot.judging.model import Wanted
from bot.language.text import clean

_LINES = (Path(__file__).parent / "pairs.tsv").read_text(encoding="utf-8").splitlines()
PAIRS = [line.split("\t") for line in _LINES if not line.startswith("#")]


def test_there_are_hundreds_of_both_sorts() -> None:
    assert min(Counter(verdict for verdict, _, _ in PAIRS).values()) > 250


def test_pairs() -> None:
    judged = [(verdict, answer, typed, judge(clean(typed), Wanted((answer,)))) for verdict, answer, typed in PAIRS]
    assert [each for each in judged if each[3].verdict.counts is not (each[0] == "right")] == []
    assert [each for each in judged if each[3].answer != each[1]] == []
