"""Tips that use a word of the glossary and don't explain it are noted."""

from pathlib import Path

import pytest

from tests.content.faults.found import about

TERMS = (
    "terms:\n  - {id: kerf, objectives: [cut], term: Kerf, aliases: [saw cut, slot, SC], definition: A gap.}\n"
    "  - {id: saw, objectives: [cut], term: Saw, definition: It leaves a kerf.}\n"
)


def tip(text: str) -> str:
    """A tip beside a glossary."""
    return f'tips:\n  - id: t\n    objectives: [cut]\n    title: Sawing\n    text: "{text}"\n{TERMS}'


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Mind the kerf when you measure.", "kerf"),
        ("Leave room for two saw cuts.", "saw cuts"),
        ("Mind the SC.", "SC"),
    ],
)
def test_a_word_that_nobody_explains(tmp_path: Path, text: str, word: str) -> None:
    assert about(tmp_path, tip(text), "beginner") == [
        f"5 note: a beginner may not know “{word}”, which the glossary explains; say it here, too, in a few words"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Mind the kerf (what the saw takes away).",
        "Mind the kerf: the width of the blade.",
        "The gap is called a kerf.",
        "A kerf wastes wood.",
        "Mind the slot.",
        "Mind the saw.",
        "Kerfs need room. Leave some for the kerf.",
        "Mind the kerfuffle.",
    ],
)
def test_a_word_that_is_explained_or_usual_or_on_the_cover(tmp_path: Path, text: str) -> None:
    assert about(tmp_path, tip(text), "beginner") == []


def test_a_word_of_many_tips(tmp_path: Path) -> None:
    tips = "".join(
        f"  - {{id: t{number}, objectives: [cut], title: {'abc'[number]}, text: Mind the kerf.}}\n"
        for number in range(3)
    )

    assert about(tmp_path, f"tips:\n{tips}{TERMS}", "beginner") == []
