"""Objectives that are hardly asked about, or only recalled, and terms that nothing asks about."""

from pathlib import Path

from bot.content.check import check_paths
from tests.content.faults.found import EXPLAINED
from tests.content.small_pack import write


def noted(folder: Path, **files: str) -> list[str]:
    """The notes on a pack."""
    return [note.text for note in check_paths([write(folder, **files)]).notes]


def questions(*levels: int | None) -> str:
    """Questions of these levels; each about cutting."""
    return "questions:\n" + "".join(
        f"  - id: q{number}\n    objectives: [cut]\n    type: which-side\n    statement: {'abcdefgh'[number] * 9}.\n"
        f"    answer: saw\n    {EXPLAINED}\n" + ("" if level is None else f"    level: {level}\n")
        for number, level in enumerate(levels)
    )


CARD = "cards:\n  - {id: c, objectives: [smooth], front: What smooths?, back: A file.}\n"


def test_objectives_that_few_questions_ask_about(tmp_path: Path) -> None:
    assert noted(tmp_path / "two", extra=questions(None, None) + CARD) == [
        "2 questions ask about `cut`; write 3, so that quizzes don't repeat themselves",
        "no question asks about `smooth`; write 3, so that quizzes don't repeat themselves",
    ]
    assert noted(tmp_path / "three", extra=questions(None, None, None)) == []


def test_objectives_that_are_only_recalled(tmp_path: Path) -> None:
    says = (
        "`cut` is only ever recalled (level 1); add a question that applies it to a case or asks to judge something"
    )

    assert noted(tmp_path / "recalled", extra=questions(1, 1, 1)) == [says]
    assert noted(tmp_path / "applied", extra=questions(1, 1, 2)) == []
    assert noted(tmp_path / "unsaid", extra=questions(1, None, 1)) == []


def test_terms_that_nothing_asks_about(tmp_path: Path) -> None:
    terms = (
        "terms:\n  - {id: rasp, objectives: [cut], term: Rasp, definition: Coarse., see_also: [tooth]}\n"
        "  - {id: tooth, objectives: [cut], term: Tooth, definition: Part of a rasp., see_also: [rasp]}\n"
    )
    asked = questions(None, None, None).replace("aaaaaaaaa", "It has one tooth")

    assert noted(tmp_path / "pack", extra=asked, terms=terms) == [
        "no question or card has `Rasp` in it; ask for it, or use it in one"
    ]
