"""Define: a glossary entry as a message."""

import pytest

from bot.content.finding.finder import Finder
from bot.features.authoring.actions import ReportItem
from bot.features.lessons.actions import ShowTerm, ShowTopic
from bot.features.lessons.define import define
from bot.features.lessons.glossary import glossary, wants_all
from bot.features.quizzes.actions import StartQuiz
from bot.language.actions import decode
from bot.language.plain import buttons, plain
from tests.packs import pets

PETS = pets()
FINDER = Finder(PETS)


def test_a_term_shows_its_aliases_meaning_example_and_source() -> None:
    lesson = define(PETS, PETS.term_by_id["litter-box"])
    said = plain(lesson.message)
    assert said.startswith("Litter box\n==========\n\nAlso: LB\n\nA tray of sand")
    assert "For example: A tray in the bathroom" in said
    assert said.endswith("— Pets compared · Daily care")
    assert lesson.shown == ("term:litter-box",)


def test_a_term_leads_to_a_quiz_its_topic_and_its_neighbours() -> None:
    presses = {
        button.label: decode(button.press) for button in buttons(define(PETS, PETS.term_by_id["litter-box"]).message)
    }
    assert presses == {
        "Quiz me": StartQuiz("pets", "care"),
        "Compare Daily care": ShowTopic("pets", "care"),
        "Aquarium": ShowTerm("pets", "aquarium"),
        "Something's wrong here": ReportItem("pets", "term", "litter-box"),
    }


def test_what_a_term_lacks_is_left_out() -> None:
    term = PETS.term_by_id["litter-box"].model_copy(update={"aliases": (), "example": None, "see_also": ()})
    said = plain(define(PETS, term).message)
    assert "Also:" not in said
    assert "For example:" not in said


def test_only_a_press_is_answered_in_private() -> None:
    term = PETS.term_by_id["aquarium"]
    assert not define(PETS, term).message.private
    pressed = define(PETS, term, private=True).message
    assert pressed.private
    assert pressed.replaces


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("aquariums and ponds", "“aquariums and ponds” isn't in this glossary. Did you mean Aquarium?"),
        ("blockchain", "“blockchain” isn't in this glossary. Try /ask blockchain."),
    ],
)
def test_a_term_that_is_not_there_is_refused_with_an_offer(typed: str, sentence: str) -> None:
    assert FINDER.terms.match(typed) is None
    assert FINDER.unknown_term(typed).sentence == sentence


def test_all_terms_are_listed_by_topic() -> None:
    said = plain(glossary([PETS]))
    assert "Daily care\nLitter box" in said
    many = tuple(PETS.terms[0].model_copy(update={"id": f"t{number}", "term": f"T{number}"}) for number in range(500))
    assert "… and 340 more" in plain(glossary([PETS.model_copy(update={"terms": many})]))
    assert all(map(wants_all, ("list", "all terms", "the glossary")))
    assert not any(map(wants_all, ("to-do list", "all hands", "glossary of law")))
