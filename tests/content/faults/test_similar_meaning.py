"""Items with a similar meaning are noted where that may be a mistake."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from yaml.nodes import MappingNode

from bot.content.faults.similar_meaning import ItemText, alike
from bot.content.reading.raw_pack import Entry
from bot.content.reading.reader import Document
from tests.content.faults.found import EXPLAINED, about, statements

OTHERS = [
    (f"The {name} is {colour}.", True) for name, colour in [("shed", "red"), ("door", "green"), ("bench", "blue")]
]


@given(st.lists(st.frozensets(st.sampled_from("abcdefg")), max_size=8))
def test_likeness_is_between_0_and_1(texts: list[frozenset[str]]) -> None:
    entry = Entry(Document(Path("x"), {}, MappingNode("", []), ()), "cards", 0, {})
    for likeness, first, second in alike([ItemText(entry, words) for words in texts]):
        assert 0 <= likeness <= 1
        assert first.words & second.words
        if first.words == second.words:
            assert likeness > 0.999


def noted(folder: Path, text: str, words: str) -> list[str]:
    """Return the notes that contain some words, with file names relative to the pack."""
    return [each.replace(f"{folder}/pack/", "") for each in about(folder, text, words)]


def test_questions_that_may_be_one(tmp_path: Path) -> None:
    twice = [("A rip saw cuts along the grain.", True), *OTHERS, ("Along the grain, you cut with a rip saw.", True)]
    once = [("A rip saw cuts along the grain.", True), *OTHERS, ("A tenon saw cuts joints.", True)]

    assert noted(tmp_path / "a", statements(*twice), "much the same") == [
        "26 note: this asks much the same as `tf-0` in extra.yaml:2: “along”, “cut”, “grain” and “rip”; see whether "
        "both are needed"
    ]
    assert noted(tmp_path / "b", statements(*once), "much the same") == []
    one_case = statements(*twice).replace("type: true", "case: shed\n    type: true")
    one_case += "cases:\n  - {id: shed, title: The shed, text: Ben saws in there.}\n"
    assert noted(tmp_path / "c", one_case, "much the same") == []


def sided(*said: tuple[str, str]) -> str:
    """Which-side questions."""
    return "questions:\n" + "".join(
        f"  - id: ws-{number}\n    objectives: [cut]\n    type: which-side\n    statement: {text}\n"
        f"    answer: {answer}\n    {EXPLAINED}\n"
        for number, (text, answer) in enumerate(said)
    )


def test_statements_that_repeat_a_cell(tmp_path: Path) -> None:
    cell = (
        "comparisons:\n  - id: use\n    objectives: [cut]\n    aspect: Use\n    takeaway: Look first.\n"
        "    cells: {saw: Cuts boards and thick planks, file: Smooths}\n"
    )

    assert noted(tmp_path / "a", sided(("It cuts thick boards for shelves.", "saw")) + cell, "comparison") == [
        "5 note: 3 of 4 words are taken from the comparison `use`, so it's enough to have read that; ask about a "
        "case instead"
    ]
    assert noted(tmp_path / "b", sided(("Ben trims thick boards for shelves.", "saw")) + cell, "comparison") == []
    assert noted(tmp_path / "c", sided(("It cuts thick boards for shelves.", "file")) + cell, "comparison") == []


def test_answers_that_may_contradict_each_other(tmp_path: Path) -> None:
    others = [(text, "saw") for text, _ in OTHERS]
    oak = [("Someone trims an oak plank.", "saw"), *others]

    assert noted(tmp_path / "a", sided(*oak, ("The oak plank is trimmed.", "both")), "contradict") == [
        "26 note: this is about `both`, `ws-0` in extra.yaml:2 about `saw`, and they share “oak” and “plank”; make "
        "sure they don't contradict each other"
    ]
    assert noted(tmp_path / "b", sided(*oak, ("The oak plank is trimmed.", "saw")), "contradict") == []
    assert noted(tmp_path / "c", sided(*oak, ("The oak plank is trimmed.", "file")), "contradict") == []
    assert noted(tmp_path / "d", sided(*oak, ("Someone's axe is trimmed.", "both")), "contradict") == []
