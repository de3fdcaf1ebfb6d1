"""Cards that can't be graded are found: two questions, sets, any example, yes or no."""

from pathlib import Path

import pytest

from bot.content.faults.cards import things
from tests.content.faults.found import about
from tests.content.small_pack import COVER


def card(front: str, back: str = "A saw.") -> str:
    """A card."""
    return f'cards:\n  - id: c\n    objectives: [cut]\n    front: "{front}"\n    back: "{back}"\n'


TWO = "the card asks two things, and half an answer is hard to grade; make it two"
SET = "the card asks for several things at once; make a card of each, or a cloze"
OPEN = "many answers would do, so nobody can grade one; ask for one fact"
YES_NO = "people can guess yes or no; ask what, which, how or why"


@pytest.mark.parametrize(
    ("front", "fault"),
    [
        ("What's a saw, and who uses it?", TWO),
        ("In what way is a saw like a file, and in what way not?", TWO),
        ("What does a saw do, and with what?", TWO),
        ("Saw or file: which one for what?", TWO),
        ("What's a saw? What's a file?", TWO),
        ("Say what a saw is, and what it's for.", TWO),
        ("Name the steps of sawing in order.", SET),
        ("What are the two parts of a saw?", SET),
        ("Which three tools cut?", SET),
        ("How does each of the tools wear out?", SET),
        ("What do you saw? Give two examples.", OPEN),
        ("What does a saw do? Give a well-known use.", OPEN),
        ("Does a saw cut?", YES_NO),
        ("You have a board. Isn't a saw the right tool?", YES_NO),
    ],
)
def test_a_card_that_cannot_be_graded(tmp_path: Path, front: str, fault: str) -> None:
    assert about(tmp_path, card(front), "") == [f"4 warning: {fault}"]


@pytest.mark.parametrize(
    "front",
    [
        "What's the difference between a saw and a file?",
        "Which part of a saw cuts?",
        "A label says who, what and by when. Which part of a saw cuts?",
        "Is it the saw or the file that has ridges?",
        "You have a board and a saw. What do you do with them?",
        "What do you call someone who saws and files?",
        "What does each new saw need?",
        "What's the use of a saw?",
        "Can opener",
        "DO",
    ],
)
def test_a_card_that_asks_for_one_thing(tmp_path: Path, front: str) -> None:
    assert about(tmp_path, card(front), "") == []


def test_the_answer_of_a_card(tmp_path: Path) -> None:
    assert about(tmp_path / "list", card("What cuts?", "Saws, files and knives. Others don't."), "") == [
        "5 warning: the answer lists 3 things; make a card of each, or a cloze"
    ]
    assert about(tmp_path / "long", card("What cuts?", "A saw, a saw. " * 7), "") == [
        "5 note: the answer has 28 words; nobody recalls more than a sentence or two"
    ]
    assert about(tmp_path / "enough", card("What cuts?", "A saw, a saw. " * 6), "") == []


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("Text, images, video and audio.", 4),
        ("Alike: text, images or audio", 3),
        ("Text and images.", 0),
        ("A saw, which has teeth, cuts and scrapes.", 0),
        ("It cuts wood, bone and whatever else you might have put below it by now.", 0),
    ],
)
def test_how_many_things_a_sentence_lists(sentence: str, count: int) -> None:
    assert things(sentence) == count


def test_cards_in_another_language_are_left_alone(tmp_path: Path) -> None:
    german = COVER.replace("language: en", "language: de")

    assert about(tmp_path, card("Does a saw cut?"), "", pack=german) == []
