"""English that's hard to read is noted; grades are Flesch and Kincaid's."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.faults.prose import syllables
from bot.content.faults.readability import grade
from bot.language.sentences import sentences
from tests.content.faults.found import about
from tests.content.small_pack import COVER

LONG = "A saw cuts wood, and " * 5 + "a file is for what comes next."
HARD = "International organisations systematically underestimate unavoidable administrative responsibilities. " * 4
PASSIVE = "The saw is taken. The wood is cut. The file is oiled by you."


def tip(text: str) -> str:
    """A tip."""
    return f'tips:\n  - id: t\n    objectives: [cut]\n    title: Sawing\n    text: "{text}"\n'


def test_texts_that_are_hard_to_read(tmp_path: Path) -> None:
    assert about(tmp_path / "a", tip(LONG), "runs to") == [
        "5 note: the part from “A saw cuts wood, …” runs to 32 words; make it two sentences"
    ]
    assert about(tmp_path / "b", tip(HARD), "grade") == [
        "5 note: this reads like grade 50; use shorter sentences, or shorter words"
    ]
    assert about(tmp_path / "c", tip(PASSIVE), "passive") == ["5 note: 3 of 3 sentences are passive; say who does it"]


@pytest.mark.parametrize(
    "text",
    [
        "A saw cuts wood, and " * 4 + "a file smooths.",
        "A saw cuts wood, and " * 3 + "that's it: " + "a file smooths it, and " * 3 + "that's it.",
        "International organisations underestimate responsibilities.",
        "The saw is taken. The wood is cut. Then you oil it. You put it away.",
        "It's not used. You're tired of it. It is full of rust.",
    ],
)
def test_texts_that_are_easy_to_read(tmp_path: Path, text: str) -> None:
    assert about(tmp_path, tip(text), "5 note") == []


def test_other_answers_of_a_gap_arent_part_of_its_text(tmp_path: Path) -> None:
    others = "|".join(f"a saw of the {number} kind that whoever comes may use" for number in range(4))
    gaps = f'clozes:\n  - id: c\n    objectives: [cut]\n    text: "{{{{A saw|{others}}}}} cuts wood."\n'

    assert about(tmp_path, gaps, "note") == []


def test_texts_in_other_languages_are_left_alone(tmp_path: Path) -> None:
    german = COVER.replace("language: en", "language: de")

    assert about(tmp_path, tip(LONG), "5 note", pack=german) == []


@pytest.mark.parametrize(
    ("word", "count"),
    [("the", 1), ("model", 2), ("table", 2), ("asked", 1), ("needed", 2), ("cases", 2), ("smile", 1)],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('He said "Yes." Then he went.', 2),
        ("Try Dr. Fox, e.g. Apples. See v1.2 now!", 2),
        ("Really? (Yes.) It goes… On.", 4),
        ("One\n\ntwo", 2),
        ("one\ntwo. three", 1),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@given(st.text(alphabet='aeiou bcd.?!\n“”"A1', max_size=80))
def test_nothing_is_lost_between_sentences(text: str) -> None:
    assert " ".join(sentences(text)).split() == text.split()


@given(st.text(alphabet="aeiou bcd.?!\nA1", max_size=80))
def test_a_grade_is_no_less_than_that_of_a_word(text: str) -> None:
    assert grade(text) >= grade("word") or grade(text) == 0
