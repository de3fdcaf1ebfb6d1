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


@given(st.integers(1, 50), st.data())  # beyond, a float can't tell the highest luck from 1
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


LONGER = [(f"A saw is {each}. You keep it dry.", False) for each in ("old", "red", "big", "dull", "cheap")]


def test_statements_that_their_sentences_give_away(tmp_path: Path) -> None:
    found = about(tmp_path, statements(*LONGER, ("A saw is wet.", True)), "sentences")

    assert found == [
        "5 warning: all 5 true-false statements of two sentences or more, this being the first, are false; turn some "
        "round, or make one sentence of some"
    ]


@pytest.mark.parametrize("more", [LONGER[:4], [*LONGER[1:], ("A saw is old. You keep it dry.", True)]])
def test_statements_whose_sentences_say_nothing(tmp_path: Path, more: list[tuple[str, bool]]) -> None:
    assert about(tmp_path, statements(*more, ("A saw is wet.", True)), "sentences") == []


def mistakes(*parts: tuple[str, str]) -> str:
    """Questions with a mistake in the second part."""
    return "questions:\n" + "".join(
        f"  - id: m-{number}\n    objectives: [cut]\n    type: mistake\n    prompt: {'abcdefghij'[number] * 9}?\n"
        f"    parts:\n      - {{text: {first}, why: Yes.}}\n      - {{text: {second}, fix: No.}}\n    {EXPLAINED}\n"
        for number, (first, second) in enumerate(parts)
    )


def test_mistakes_that_are_mostly_the_longest_part(tmp_path: Path) -> None:
    long, short = ("A saw", "A file that's blunt"), ("A saw that's sharp", "A file")

    assert about(tmp_path / "five", mistakes(*[long] * 5, *[short] * 3), "longest") == [
        "7 warning: in 5 of 8 questions with a mistake, this being the first, it's the longest part; lengthen other "
        "parts until it's less than half"
    ]
    assert about(tmp_path / "half", mistakes(*[long] * 4, *[short] * 4), "longest") == []
    assert about(tmp_path / "few", mistakes(*[long] * 7), "longest") == []


def test_statements_whose_wording_says_nothing(tmp_path: Path) -> None:
    turned = [*CUED, ("Files always have ridges.", True), ("A saw can sing.", True)]

    assert about(tmp_path / "turned", statements(*turned), "hedge") == []
    assert about(tmp_path / "few", statements(*CUED), "hedge") == []


def test_words_of_another_language_arent_cues(tmp_path: Path) -> None:
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
