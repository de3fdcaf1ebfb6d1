"""More than a thousand typed answers by kind, and whether each counts as right, with or without the fast path."""

from collections import Counter
from pathlib import Path

from bot.judging.in_context import shorter_in_context
from bot.judging.judge import judge
from bot.judging.model import Wanted
from bot.language.text import clean

_HERE = Path(__file__).parent


def pairs(name: str) -> list[tuple[str, str, str, str]]:
    """Return each line's verdict, answer, typed text and language."""
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines if not line.startswith("#"))
    return [(verdict, answer, typed, "".join(language) or "en") for verdict, answer, typed, *language in cells]


KINDS = pairs("kinds.tsv")


def test_there_are_hundreds_of_both_sorts() -> None:
    assert min(Counter(verdict for verdict, *_ in KINDS).values()) > 400


def test_kinds() -> None:
    judged = [(pair, judge(clean(pair[2]), Wanted((clean(pair[1]),), language=pair[3]))) for pair in KINDS]
    assert [each for each in judged if each[1].verdict.counts is not (each[0][0] == "right")] == []


def test_what_the_question_makes_clear() -> None:
    """In these lines, the question follows."""
    wrong = []
    for verdict, answer, typed, prompt in pairs("with_prompts.tsv"):
        shorter = shorter_in_context(answer, prompt, "en")
        judged = judge(clean(typed), Wanted((clean(answer),), standalone=shorter, prompt=prompt))
        if judged.verdict.counts is not (verdict == "right"):
            wrong.append((answer, typed, prompt, judged))
    assert wrong == []


def test_the_fast_path_gives_the_same_as_the_full_judge() -> None:
    """A space that isn't ASCII changes nothing, except that the text doesn't take the fast path."""
    wrong = []
    for _, answer, typed, language in KINDS + pairs("pairs.tsv"):
        wanted = Wanted((clean(answer),), language=language)
        careful, quick = judge(f"{clean(typed)}\u00a0", wanted), judge(clean(typed), wanted)
        if careful != quick:
            wrong.append((answer, typed, careful, quick))
    assert wrong == []
