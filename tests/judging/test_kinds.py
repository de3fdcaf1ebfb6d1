"""More than a thousand typed answers by kind, and whether each counts as right; and that a glance changes nothing."""

from collections import Counter
from pathlib import Path

import pytest

from bot.judging.judge import judge
from bot.judging.model import Wanted
from bot.language.text import clean

_HERE = Path(__file__).parent


def pairs(name: str) -> list[tuple[str, str, str, str]]:
    """Verdict, answer, what's typed, and their language."""
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines if not line.startswith("#"))
    return [(verdict, answer, typed, "".join(language) or "en") for verdict, answer, typed, *language in cells]


KINDS = pairs("kinds.tsv")


def test_there_are_hundreds_of_both_sorts() -> None:
    assert min(Counter(verdict for verdict, *_ in KINDS).values()) > 400


@pytest.mark.parametrize(("verdict", "answer", "typed", "language"), KINDS)
def test_kinds(verdict: str, answer: str, typed: str, language: str) -> None:
    judged = judge(clean(typed), Wanted((clean(answer),), language=language))
    assert judged.verdict.counts is (verdict == "right"), judged


@pytest.mark.parametrize(("verdict", "answer", "typed", "language"), KINDS + pairs("pairs.tsv"))
def test_a_glance_tells_what_a_careful_look_would(verdict: str, answer: str, typed: str, language: str) -> None:
    """A space that isn't ASCII changes nothing but that the text is looked at with more care."""
    wanted = Wanted((clean(answer),), language=language)
    assert judge(f"{clean(typed)}\u00a0", wanted) == judge(clean(typed), wanted)
