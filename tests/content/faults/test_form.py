"""Right options that can be told by their form are noted, and those that can't aren't."""

from pathlib import Path

import pytest

from tests.content.faults.found import about, choice


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("A saw", ["Glue, the blue", "A file, a flat one", "Oil, or fat"], "all the others have a comma"),
        ("A saw", ["Glue since it sticks", "A file as it's flat"], "all the others have a reason"),
        ("A saw with 60 teeth", ["A file with ridges", "A pot of glue"], "it alone has a number"),
        ("For cutting wood", ["To smooth wood", "To paint it"], "all the others have “to” at the beginning"),
        ("Cutting wood", ["A smooth file", "The paint"], "it alone has a form with -ing at the beginning"),
        ("A saw.", ["A file", "Some glue"], "it alone has a full stop at the end"),
    ],
)  # fmt: skip
def test_an_option_that_its_form_gives_away(tmp_path: Path, right: str, wrong: list[str], told: str) -> None:
    assert about(tmp_path, choice("What's best?", right, *wrong), "form") == [
        f"7 note: people can tell the right option by its form: {told}; make them alike"
    ]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("A saw, sharp", ["A file", "Some glue"]),
        ("A saw with 60 teeth", ["A file with 80", "Some glue"]),
        ("Cutting", ["Glue", "Paint"]),
        ("Something with teeth", ["Glue", "Paint"]),
        ("A saw.", ["A file"]),
    ],
)
def test_an_option_that_its_form_does_not_give_away(tmp_path: Path, right: str, wrong: list[str]) -> None:
    assert about(tmp_path, choice("What's best?", right, *wrong), "form") == []


def test_a_right_option_that_echoes_the_question(tmp_path: Path) -> None:
    assert about(
        tmp_path, choice("What cuts thick boards?", "One with teeth for boards", "A file", "Some glue"), "repeats"
    ) == ["7 note: only the right option repeats “board” from the question; let a wrong one do so, too, or none"]


@pytest.mark.parametrize("wrong", ["A file for boards", "A file"])
def test_an_echo_in_wrong_options_or_in_none(tmp_path: Path, wrong: str) -> None:
    right = "One with teeth for boards" if "boards" in wrong else "A saw"

    assert about(tmp_path, choice("What cuts boards?", right, wrong, "Some glue"), "repeats") == []
