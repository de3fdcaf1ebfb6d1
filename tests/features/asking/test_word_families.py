"""Families of words: a word's forms and the words derived from it."""

import pytest

from bot.features.asking.part import answer_in
from bot.features.asking.word_families import family
from tests.packs import bundled


@pytest.mark.parametrize(
    "alike",
    ["GPU GPUs", "take takes taking", "cost costs", "box boxes", "policy policies", "plan planned", "menu menus",
     "train training trained trains", "predict prediction predicts", "speed speeds", "team team's",
     "pay paid pays", "write wrote written writing", "keep kept", "choose chose chosen"],
)  # fmt: skip
def test_forms_of_a_word_share_it(alike: str) -> None:
    assert len(set(map(family, alike.split()))) == 1


@pytest.mark.parametrize("apart", ["cost cook", "data date", "test text", "role rule", "found founded"])
def test_other_words_dont(apart: str) -> None:
    first, second = apart.split()
    assert family(first) != family(second)


@pytest.mark.parametrize("question", ["WHY ARE GPUS SO EXPENSIVE", "which one needs GPUs?", "who needs more GPUs"])
def test_a_plural_isnt_looked_for_alone(question: str) -> None:
    assert answer_in(bundled(), bundled().term_by_id["gpu"], question).startswith("A GPU (graphics processing unit)")
