"""The sentence of an item that comes first because it answers the question."""

import pytest

from bot.content.finding.documents import AnsweringItem
from bot.content.model import Pack
from bot.features.asking.part import answer_in, rest_of
from bot.language.sentences import sentences
from tests.features.asking.kitchen import kitchen
from tests.packs import bundled, meetings, pets

PETS, DS, MM, KITCHEN = pets(), bundled(), meetings(), kitchen()


@pytest.mark.parametrize(
    ("item", "question", "answer"),
    [
        (PETS.comparison_by_id["exercise"], "how much exercise does a dog need?", "Dog: Several walks a day"),
        (
            PETS.comparison_by_id["exercise"],
            "cats and dogs?",
            "Only one of the three must be walked.",
        ),
        (PETS.comparison_by_id["exercise"], "how much exercise?", "Only one of the three must be walked."),
        (PETS.comparison_by_id["housing"], "how big is it?", ""),
        (PETS.term_by_id["litter-box"], "example of a litter box", "A tray in the bathroom, cleaned every morning."),
        (
            PETS.term_by_id["litter-box"],
            "what is it?",
            "A tray of sand in which an indoor animal buries its droppings.",
        ),
        (PETS.example_by_id["traveller"], "fed by a machine?", "It can be fed by a machine; the others miss you."),
        (PETS.tip_by_id["water"], "how much water do I change?", "Change a third of the water every week."),
        (PETS.topic_by_id["care"], "daily care", "What a day with each of them asks of you."),
        (PETS.topic_by_id["care"], "what does a cat want each day?", "Cat: Feed and play"),
        (PETS.comparison_by_id["exercise"], "who takes several walks?", "Dog: Several walks a day"),
        (PETS.comparison_by_id["exercise"], "what's the dog's exercise?", "Dog: Several walks a day"),
    ],
)
def test_the_sentence_that_answers_comes_first(item: AnsweringItem, question: str, answer: str) -> None:
    assert answer_in(PETS, item, question) == answer


@pytest.mark.parametrize(
    ("said", "question", "answer"),
    [
        ("Pets move. A dog walks far.", "who walks far?", "A dog walks far."),
        ("A walk has an end. How long is a walk? Try 20 minutes.", "how long is a walk?", "Try 20 minutes."),
        (
            "A walk takes an hour. Your call took 4 minutes.",
            "how long a walk before I call?",
            "A walk takes an hour.",
        ),
        ("A walk is a walk. Going for a walk helps.", "explain going for a walk simply", "A walk is a walk."),
        (
            "A walk is good. A dog's heart beats 90 times a minute.",
            "how fast does a heart beat?",
            "A dog's heart beats 90 times a minute.",
        ),
        ("Call 2222. Say what you see. Stay with the pup.", "my pup is worse, who do I call?", "Call 2222."),
        ("Stay with the pup. Call 2222.", "whom should we tell about a sick pup?", "Call 2222."),
        ("The vet, at once. Move it if you can.", "who do I ring about a sick dog?", "The vet, at once."),
        ("Walks help. Paid walks began in 1884.", "when was the first paid walk?", "Paid walks began in 1884."),
        (
            "A walk is good. A walk takes an hour. A guide costs £5.",
            "how long is a walk, and how much does it cost?",
            "A walk takes an hour.",
        ),
        (
            "Nobody pulls. Drop the lead and tell Ana.",
            "a walk went wrong, who do I tell?",
            "Drop the lead and tell Ana.",
        ),
        ("A walk is a walk. It's on in May.", "when is the walk?", "A walk is a walk. It's on in May."),
        ("A walk is good. The next one is at 9:30.", "what time is the walk?", "The next one is at 9:30."),
        ("A walk is good. Bleep 1190 for the keeper.", "what's the keeper's number?", "Bleep 1190 for the keeper."),
        ("A walk is good. Turn round above 28 degrees.", "at what heat do we turn?", "Turn round above 28 degrees."),
        ("A walk tires dogs. Anyone can take one.", "who can go for a morning walk?", "A walk tires dogs."),
    ],
)
def test_what_is_asked_for_picks_the_sentence(said: str, question: str, answer: str) -> None:
    tip = PETS.tip_by_id["walk"].model_copy(update={"text": said})
    assert answer_in(PETS, tip, question) == answer


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("and in 1810?", "Nicolas Appert taught the world canning in 1810."),
        ("canning in 1810", "Nicolas Appert taught the world canning in 1810."),
        ("canning in a jar", "Cooking food in a closed jar, so that it keeps."),
        ("canning", "Cooking food in a closed jar, so that it keeps."),
        ("what's it with Appert?", "Cooking food in a closed jar, so that it keeps."),
    ],
)
def test_the_one_sentence_with_all_that_is_asked_about_a_card_comes_first(question: str, answer: str) -> None:
    (card,) = (each for each in KITCHEN.cards if each.front == "Canning")
    assert answer_in(KITCHEN, card, question) == answer


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("what should I not do with a burn?", "Don't use ice."),
        ("what not to put on a burn", "Don't use ice."),
        ("mistakes with a burn?", "Don't use ice."),
        ("what do I do with a burn?", "Cool it for 20 minutes."),
        ("how to treat a burn", "Cool it for 20 minutes."),
        ("what is a burn and how do I treat it?", "Damage to the skin."),
        ("how do I tell it's a burn?", "Damage to the skin."),
        ("how do I protect skin?", "Damage to the skin."),
    ],
)
def test_a_definition_gives_way_to_what_to_do(question: str, answer: str) -> None:
    card = KITCHEN.cards[0].model_copy(
        update={"front": "Burn", "back": "Damage to the skin. Cool it for 20 minutes. Don't use ice."}
    )
    assert answer_in(KITCHEN, card, question) == answer


def test_of_two_dates_the_one_with_the_questions_verb_comes_first() -> None:
    back = "A mathematician, born in 1912. He broke Enigma. He died in 1954."
    card = KITCHEN.cards[0].model_copy(update={"front": "Alan Turing", "back": back})
    assert answer_in(KITCHEN, card, "when did Alan Turing die?") == "He broke Enigma. He died in 1954."
    assert answer_in(KITCHEN, card, "when was Alan Turing born?") == "A mathematician, born in 1912."


def test_a_figure_answers_how_long() -> None:
    tip = PETS.tip_by_id["walk"].model_copy(update={"text": "Dogs like it. A walk takes 40 minutes. Some are long."})
    assert answer_in(PETS, tip, "how long is a walk?") == "A walk takes 40 minutes."


def test_the_rest_leaves_that_sentence_out() -> None:
    text = "One is first. Is it 1.5 or 2? “Two,” he said. Three."
    assert sentences(text) == ["One is first.", "Is it 1.5 or 2?", "“Two,” he said.", "Three."]
    assert rest_of(text, "Is it 1.5 or 2?") == "One is first. “Two,” he said. Three."


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        (
            DS.example_by_id["ex-ls-advert"],
            "Tess writes a job advert: “AI engineer. You'll work with artificial intelligence.”",
        ),
        (
            MM.example_by_id["ex-silent-yes"],
            "Lew posted on Friday at six: “Okay to sell the old postcards for charity? Thoughts?”",
        ),
        (KITCHEN.cards[1], "Browning of proteins and sugars above 140 °C."),
    ],
)
def test_a_quote_is_said_whole_and_a_unit_ends_a_sentence(item: AnsweringItem, answer: str) -> None:
    pack = next(each for each in (DS, MM, KITCHEN) if item in (*each.examples, *each.cards))
    assert answer_in(pack, item, "are you an AI?") == answer


@pytest.mark.parametrize(
    ("pack", "item", "question", "answer"),
    [
        (KITCHEN, KITCHEN.cards[5], "example of umami", "Found in soy sauce, tomatoes and parmesan."),
        (KITCHEN, KITCHEN.cards[6], "give me an example of chiffonade", "Basil is the usual example."),
        (KITCHEN, KITCHEN.cards[3], "example of a roux", "Equal parts of flour and fat, cooked together."),
        (DS, DS.term_by_id["gpu"], "example of a GPU", DS.term_by_id["gpu"].example),
        (MM, MM.term_by_id["agenda"], "example of an agenda", MM.term_by_id["agenda"].example),
    ],
)
def test_an_example_is_found_wherever_it_is(pack: Pack, item: AnsweringItem, question: str, answer: str) -> None:
    assert answer_in(pack, item, question) == answer


@pytest.mark.parametrize(
    "said", ["Some herbs, such as basil.", "For instance, basil.", "Herbs, e.g. basil.", "Found in soil."]
)
def test_an_example_is_recognised_by_its_wording(said: str) -> None:
    tip = PETS.tip_by_id["walk"].model_copy(update={"text": f"Plants are green. {said} Others aren't."})
    assert answer_in(PETS, tip, "example of a herb") == said
