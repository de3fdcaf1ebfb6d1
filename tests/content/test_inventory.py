"""Counts of what a pack contains."""

from pathlib import Path

from bot.content.inventory import inventory
from bot.content.reading.load import load
from tests.content.faults.found import EXPLAINED
from tests.content.small_pack import write


def test_what_a_pack_holds(tmp_path: Path) -> None:
    kinds = ["type: true-false, answer: true, level: 1", "type: which-side, answer: saw, level: 3"]
    questions = "".join(
        f"  - {{id: q{number}, objectives: [cut], statement: It cuts., {EXPLAINED}, {kind}}}\n"
        for number, kind in enumerate([kinds[0], kinds[1], kinds[1]])
    )
    rest = "cards:\n  - {id: c, objectives: [smooth], front: What smooths?, back: A file.}\n"

    assert inventory(load(write(tmp_path / "pack", extra=f"questions:\n{questions}{rest}"))) == (
        "Tools: 2 objectives, 1 with 3 or more questions. 3 questions (2 which-side, 1 true-false; 1 at level 1, 2 "
        "at level 3). 1 flashcard."
    )


def test_an_empty_pack(tmp_path: Path) -> None:
    assert inventory(load(write(tmp_path / "pack"))) == (
        "Tools: 2 objectives, 0 with 3 or more questions. 0 questions."
    )
