"""Sentences that lean on the one before: one that stands alone is preferred, or both are quoted."""

import pytest

from bot.content.finding.documents import AnsweringItem
from bot.content.model import Pack
from bot.features.asking.leaning import leans
from bot.features.asking.part import answer_in, rest_of
from tests.features.asking.kitchen import kitchen
from tests.packs import bundled, meetings

DS, MM, KITCHEN = bundled(), meetings(), kitchen()


@pytest.mark.parametrize(
    "sentence",
    [
        "It thickens sauces.",
        "That takes weeks.",
        "That's data leakage.",
        "Most have billions of parameters.",
        "Half his meetings have shrunk.",
        "Some of it follows rules.",
        "Those built on a model answer freely.",
        "So a few labs do it.",
        "In it, nobody speaks.",
        "“They” stands for others.",
        "She's the data scientist.",
    ],
)
def test_a_sentence_may_lean(sentence: str) -> None:
    assert leans(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "A roux thickens sauces.",
        "It's easy to forget.",
        "It helps to put sources into the prompt.",
        "Those who wait get nothing.",
        "Most models are small.",
        "Half an hour is enough.",
        "Thatched roofs last.",
        "In meetings, nobody speaks.",
        "Two people own it.",
    ],
)
def test_another_stands_alone(sentence: str) -> None:
    assert not leans(sentence)


@pytest.mark.parametrize(
    ("pack", "item", "question", "said"),
    [
        (MM, MM.tip_by_id["price-on-the-invite"], "why are meetings expensive", "Twelve people for an hour"),
        (DS, DS.example_by_id["ex-da-leak"], "what is data leakage?", "Mia's model says each morning"),
        (DS, DS.term_by_id["context-engineering"], "why do models hallucinate?", "Context engineering is"),
        (KITCHEN, KITCHEN.cards[3], "how is a sauce thickened?", "Equal parts of flour and fat, cooked together."),
    ],
)
def test_it_yields_to_one_that_stands_alone(pack: Pack, item: AnsweringItem, question: str, said: str) -> None:
    assert answer_in(pack, item, question).startswith(said)


@pytest.mark.parametrize(
    ("pack", "item", "question", "said"),
    [
        (
            DS,
            DS.term_by_id["pre-training"],
            "how long does pre-training take?",
            "It reads a vast amount of text or looks at a vast number of pictures, and learns to fill in what's "
            "missing. That takes weeks to months on hundreds to thousands of graphics processors (GPUs).",
        ),
        (
            DS,
            DS.term_by_id["foundation-model"],
            "how many parameters does a foundation model have?",
            "A foundation model is a large model, trained in advance on a bit of everything, that takes on many "
            "tasks without being trained again. Most have billions of parameters, the numbers they learned.",
        ),
        (
            KITCHEN,
            KITCHEN.cards[3],
            "why does a roux thicken?",
            "Equal parts of flour and fat, cooked together. It thickens sauces because the starch swells.",
        ),
        (KITCHEN, KITCHEN.cards[4], "may I open the oven?", "No. A soufflé falls in cold air."),
    ],
)
def test_it_brings_along_what_it_leans_on(pack: Pack, item: AnsweringItem, question: str, said: str) -> None:
    assert answer_in(pack, item, question) == said


def test_both_are_left_out_of_the_rest() -> None:
    assert rest_of("One is. Two are. They do it. Three.", "Two are. They do it.") == "One is. Three."
