"""Kinds of figures: a question with “how” isn't answered by just any number."""

import pytest

from bot.content.finding.documents import AnsweringItem
from bot.content.model import Pack
from bot.features.asking.figures import figure_wanted
from bot.features.asking.part import answer_in
from tests.features.asking.kitchen import kitchen
from tests.packs import bundled, meetings

_ASKED = {
    "how long does it take?": (
        [
            "It takes 40 minutes.",
            "A 30-minute call.",
            "Ten silent minutes.",
            "In seconds.",
            "Half an hour.",
            "Overnight.",
        ],
        ["400 questions a day.", "The longest of all.", "At one time.", "14 GB.", "A second shop.", "£9 a month."],
    ),
    "how long should a message be?": (
        ["One page.", "Three short sentences.", "5 minutes."],
        ["Billions of parameters."],
    ),
    "how often should I do it?": (
        ["Every two days.", "Once a week.", "It's trained again every night.", "Weekly.", "Three times a day."],
        ["It takes two weeks.", "Billions of parameters.", "One of them is dry."],
    ),
    "how many times a day?": (["Three times a day."], ["Three days."]),
    "how much does it cost to train one?": (
        ["£9 for 1,000 answers.", "About 200 euros.", "Two dollars."],
        ["14 GB at two bytes each.", "Two thousand chips for 50 days.", "3 pages."],
    ),
    "what does it cost?": (["$5 million.", "It costs 60 shields to build."], ["9 hours.", "It costs two days."]),
    "how much memory does it need?": (["14 GB at two bytes each."], ["Seven billion parameters.", "3 g of salt."]),
    "how many GPUs are needed?": (
        ["Thousands of GPUs.", "Hundreds to thousands of them.", "A GPU is dear. One GPU is enough."],
        ["A GPU does thousands of sums.", "One of these days.", "The one GPU in the room.", "A GPU."],
    ),
    "GPU how many are needed?": (
        ["It keeps thousands of them busy.", "Ask about all four and you can place it."],
        ["A chip for thousands of sums."],
    ),
    "queen how many does she lay?": (
        ["She lays up to 2,000 eggs a day."],
        ["Two drones fight.", "She lays eggs."],
    ),
    "how old was she when she died?": (
        ["She died at 36.", "He retired at the age of 79, and sailed.", "She lived for ninety years."],
        ["Spin at 30 °C.", "Meet at 36 Hill Road."],
    ),
    "how many hours?": (["It takes 3 hours."], ["Three people."]),
    "how many grams of salt?": (["About 10 g."], ["100 °C."]),
    "how hot is it?": (["Above 140 °C.", "Between 70 and 85 °C."], ["140 people."]),
    "how thick is it?": (["About 3 mm."], ["3 minutes.", "In 3 layers."]),
    "how big is it?": (["14 GB.", "80 litres.", "Billions of tokens."], ["Big."]),
    "how much data does it need?": (["A few hundred rows.", "Two gigabytes."], ["Some more."]),
}


@pytest.mark.parametrize("question", _ASKED)
def test_a_figure_is_of_the_kind_that_is_asked_for(question: str) -> None:
    has_figure = figure_wanted(question)
    assert has_figure is not None
    fitting, others = _ASKED[question]
    assert [said for said in fitting if not has_figure(said)] == []
    assert [said for said in others if has_figure(said)] == []


@pytest.mark.parametrize("question", ["what is a GPU?", "how do I train a model?", "why so long?"])
def test_a_question_may_want_no_figure(question: str) -> None:
    assert figure_wanted(question) is None


DS, MM, KITCHEN = bundled(), meetings(), kitchen()


@pytest.mark.parametrize(
    ("pack", "item", "question", "said"),
    [
        (DS, DS.term_by_id["gpu"], "how many GPUs are needed?", "hundreds to thousands of them busy"),
        (DS, DS.term_by_id["gpu"], "GPU how many are needed?", "hundreds to thousands of them busy"),
        (DS, DS.term_by_id["pre-training"], "how long does pre-training take", "weeks to months"),
        (DS, DS.term_by_id["quantization"], "how much memory does a 7B model need", "14 GB"),
        (DS, DS.term_by_id["foundation-model"], "how often should a model be retrained", "A foundation model is"),
        (DS, DS.term_by_id["quantization"], "how much does it cost to train a model", "Quantization stores"),
        (DS, DS.comparison_by_id["models-training-time"], "how long does training take?", ""),
        (MM, MM.term_by_id["one-to-one"], "how often should we meet?", "A one-to-one is"),
        (KITCHEN, KITCHEN.cards[0], "how long does ragù keep?", "In the fridge it keeps for three days."),
        (KITCHEN, KITCHEN.cards[0], "how much meat does ragù take?", "Use 500 g of meat for four people."),
        (KITCHEN, KITCHEN.cards[0], "how many people does ragù feed?", "Use 500 g of meat for four people."),
        (KITCHEN, KITCHEN.cards[0], "how often do I stir ragù?", "Stir it every ten minutes."),
    ],
)
def test_the_sentence_with_such_a_figure_comes_first(
    pack: Pack, item: AnsweringItem, question: str, said: str
) -> None:
    answer = answer_in(pack, item, question)
    assert said in answer
    assert bool(answer) == bool(said)
