"""Wording that gives answers away is found, and wording that doesn't is left alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.faults.cues import guessed, luck
from tests.content.faults.found import EXPLAINED, about, choice, statements
from tests.content.small_pack import COVER

CUED = [("A saw may be rusty.", True), ("All saws are red.", False), ("A file usually is flat.", True)]


@pytest.mark.parametrize(
    ("statement", "guess"),
    [
        ("A saw can cut.", True),
        ("A saw cannot cut.", False),
        ("A saw can't cut.", False),
        ("A saw may cut anything.", False),
        ("A saw cuts.", None),
        ("Canned saws maybe cut Mayan ball.", None),
    ],
)
def test_what_the_wording_of_a_statement_says(statement: str, guess: bool | None) -> None:
    assert guessed(statement) is guess


@given(st.integers(1, 60), st.data())
def test_luck_is_a_probability_that_falls_with_every_hit(tries: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(1, tries))

    assert 0 < luck(hits, tries) < luck(hits - 1, tries) <= 1


def test_statements_that_their_wording_gives_away(tmp_path: Path) -> None:
    cued = [*CUED, ("Files always hurt.", False), ("Some saws sing.", True), ("A saw can sing.", True)]

    assert about(tmp_path, statements(*cued), "hedge") == [
        "5 warning: 5 true-false statements hedge (may, usually) or have an absolute word (all, never); calling the "
        "first true and the second false is right in 5: `tf-0`, `tf-1`, `tf-2`, `tf-3` and `tf-5`; reword some, or "
        "turn them round"
    ]


def test_statements_whose_wording_says_nothing(tmp_path: Path) -> None:
    turned = [*CUED, ("Files always have ridges.", True), ("A saw can sing.", True)]

    assert about(tmp_path / "turned", statements(*turned), "hedge") == []
    assert about(tmp_path / "few", statements(*CUED), "hedge") == []


def test_words_of_another_language_are_no_cues(tmp_path: Path) -> None:
    cued = [*CUED, ("Files always hurt.", False), ("A saw can sing.", True)]

    assert about(tmp_path, statements(*cued), "hedge", pack=COVER.replace("language: en", "language: de")) == []


def test_wrong_options_that_alone_are_absolute(tmp_path: Path) -> None:
    every = choice("What cuts?", "A saw", "Any file", "No file", "Only glue")
    most = choice("What cuts?", "A saw", "Any file", "No file", "The glue")

    says = (
        "only wrong options have absolute words, “any”, “no” and “only”; reword them, or give a right option such "
        "a word"
    )
    assert about(tmp_path / "every", every, "absolute") == [f"7 warning: {says}"]
    assert about(tmp_path / "most", most, "absolute") == [f"7 note: {says.replace(', “no” and “only”', ' and “no”')}"]


@pytest.mark.parametrize("options", [("A saw", "Any file", "The glue"), ("Only a saw", "Any file", "No glue")])
def test_options_that_are_as_absolute_as_the_right_one(tmp_path: Path, options: tuple[str, ...]) -> None:
    assert about(tmp_path, choice("What cuts?", *options), "absolute") == []


def sides(*answers: str) -> str:
    """Which-side questions with these answers."""
    return "questions:\n" + "".join(
        f"  - id: ws-{number}\n    objectives: [cut]\n    type: which-side\n"
        f"    statement: {'abcdefghij'[number] * 9}.\n    answer: {answer}\n    {EXPLAINED}\n"
        for number, answer in enumerate(answers)
    )


def test_a_side_that_is_nearly_always_right(tmp_path: Path) -> None:
    assert about(tmp_path, sides("saw", *["both"] * 5, "file", "saw"), "which-side") == [
        "12 warning: 5 of 8 which-side questions, this being the first, have the answer `both`; change some until "
        "it's less than half"
    ]


def test_sides_of_which_both_are_never_right(tmp_path: Path) -> None:
    assert about(tmp_path, sides(*["saw", "file"] * 4), "which-side") == [
        "6 note: none of 8 which-side questions has the answer `both`, so nobody needs to think of it; ask for "
        "something that the sides share"
    ]


def test_sides_that_are_right_as_often_as_others(tmp_path: Path) -> None:
    assert about(tmp_path, sides(*["saw", "file", "both"] * 3), "which-side") == []
    assert about(tmp_path / "few", sides(*["saw"] * 7), "which-side") == []
