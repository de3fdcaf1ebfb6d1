"""Who does it: a sentence about a side, a role or a person says so."""

import pytest

from bot.content.finding.documents import AnsweringItem, heading
from bot.content.finding.ranking import Hit
from bot.content.model import Pack
from bot.features.asking.part import answer_in
from bot.features.asking.preferred import saying_who_first
from bot.features.asking.question_forms import wants_side
from bot.features.asking.who import introduction, is_someone, who_wanted
from tests.features.asking.kitchen import kitchen
from tests.packs import bundled, meetings

DS, MM, KITCHEN = bundled(), meetings(), kitchen()


@pytest.mark.parametrize(
    ("pack", "said", "says_who"),
    [
        (DS, "AI engineers steer or adapt a model.", True),
        (DS, "Data cleaning gets a raw table into a state a model can learn from.", False),
        (DS, "Everyone in the team.", True),
        (DS, "A minute saves everyone ten.", False),
        (MM, "Minutes are the notes of what was said in a meeting.", False),
        (MM, "An owner is the one person who keeps it up to date.", True),
        (MM, "Meeting or call: Everyone in the room, for the whole hour.", True),
        (KITCHEN, "Denis Papin, in 1679.", True),
        (KITCHEN, "A French physicist did.", True),
        (KITCHEN, "Most people like a list.", False),
        (KITCHEN, "“Lt. Wenlow” and “Little Wenlow” become one town.", False),
    ],
)
def test_a_side_or_a_person_answers_who(pack: Pack, said: str, says_who: bool) -> None:
    tells = who_wanted(pack, "who does it?")
    assert tells is not None
    assert tells(said) is says_who


@pytest.mark.parametrize(
    ("question", "said", "says_who"),
    [
        ("who developed PDF?", "It was developed by Adobe to replace faxes.", True),
        ("who wrote LibOFX?", "It was created by one of the developers.", True),
        ("who invented it?", "It's made by boiling milk.", False),
        ("who created it?", "It's designed by half.", False),
        ("who uses it?", "It was developed by Adobe.", False),
    ],
)
def test_a_maker_need_not_be_a_person(question: str, said: str, says_who: bool) -> None:
    tells = who_wanted(KITCHEN, question)
    assert tells is not None
    assert tells(said) is says_who


def test_sides_that_are_not_people_answer_which_one() -> None:
    which = who_wanted(MM, "which one fits?")
    assert which is not None
    assert which("A meeting fits.")
    assert who_wanted(MM, "what fits?") is None


@pytest.mark.parametrize(
    ("pack", "question", "found", "first"),
    [
        (
            DS,
            "who trains the model",
            [DS.term_by_id["ai-engineer"], DS.comparison_by_id["models-trainer"]],
            "Who trains it",
        ),
        (DS, "who builds chatbots?", [DS.term_by_id["chatbot"], DS.term_by_id["ai-engineer"]], "AI engineer"),
        (DS, "what is a chatbot?", [DS.term_by_id["chatbot"], DS.term_by_id["ai-engineer"]], "Chatbot"),
        (
            MM,
            "who pays for a call?",
            [MM.term_by_id["minutes"], MM.comparison_by_id["who-pays"]],
            "Who pays for it",
        ),
        (KITCHEN, "who taught the world canning?", [KITCHEN.cards[1], KITCHEN.cards[2]], "Canning"),
    ],
)
def test_items_that_say_who_come_first(pack: Pack, question: str, found: list[AnsweringItem], first: str) -> None:
    hits = [Hit(item, 1 - number / 10, ()) for number, item in enumerate(found)]
    assert heading(saying_who_first(pack, hits, question)[0].item) == first


def test_a_far_weaker_hit_stays_behind() -> None:
    hits = [Hit(DS.term_by_id["chatbot"], 1.0, ()), Hit(DS.term_by_id["ai-engineer"], 0.1, ())]
    assert saying_who_first(DS, hits, "who builds chatbots?") == hits


def test_a_comparison_headed_who_is_shown_for_each_side() -> None:
    assert answer_in(DS, DS.comparison_by_id["models-trainer"], "who trains the model?") == ""


@pytest.mark.parametrize(
    ("question", "is_asked"),
    [
        ("fine-tuning who does that", True),
        ("We have a model that finds customers at risk, and it's too slow. Who should make it quicker?", True),
        ("How do I word a proposal in the chat so that people who don't react have agreed to it?", False),
        ("The model that says who'll quit our gym works a treat. Can't we use the same one for towels?", False),
    ],
)
def test_who_may_be_a_relative_pronoun_in_a_long_question(question: str, is_asked: bool) -> None:
    assert wants_side(question) is is_asked


@pytest.mark.parametrize(
    ("said", "distance"),
    [
        ("Ask Priya, our buyer, for the list.", 0),
        ("Priya Rao is the buyer.", 0),
        ("Priya is Anna's deputy.", 0),
        ("The list comes from the head buyer, Priya.", 0),
        ("Looks after the money: Priya.", 0),
        ("It's simple. Priya counts twice.", 1),
        ("Bring it to Priya.", 2),
        ("Priya's list is long.", 2),
    ],
)
def test_what_introduces_someone_comes_before_what_mentions_them(said: str, distance: int) -> None:
    assert introduction("Priya", said) == distance


@pytest.mark.parametrize(
    ("name", "said", "is_person"),
    [
        ("Priya", "Bring it to Priya.", True),
        ("Python", "Both know Python, and Python is easy.", False),
        ("Fern", "Fern answers 400 questions.", True),
        ("Will", "That's Will's list.", True),
        ("Mark", "The buyer is our new colleague, Mark.", True),
    ],
)
def test_a_name_that_is_also_a_word_is_someone_who_does_or_has_something(
    name: str, said: str, is_person: bool
) -> None:
    assert is_someone(name, [said], "en") is is_person
    assert not is_someone(name, [], "en")


def test_whoever_is_asked_after_is_in_the_sentence_that_comes_first() -> None:
    (card,) = (each for each in KITCHEN.cards if each.front == "Canning")
    assert answer_in(KITCHEN, card, "who is appert?").startswith("Nicolas Appert")
