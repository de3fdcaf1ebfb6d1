"""Explaining the terms in somebody's text."""

from bot.features.lessons.explain import Glossary, explain
from bot.language.message import Menu
from bot.language.plain import plain
from tests.packs import bundled, pets


def test_terms_are_found_in_the_order_of_the_text_each_once() -> None:
    found = Glossary(bundled()).within("We want RAG on our LLMs, with fine-tuning (PEFT); RAG first! EDA is done.")
    names = [term.term for term in found]
    assert "etrieval" in names[0]
    assert len(names) == len(set(names))
    assert any("arge language model" in name for name in names)


def test_the_longest_name_counts() -> None:
    glossary = Glossary(bundled())
    terms = {term.id for term in glossary.within("parameter-efficient fine-tuning")}
    assert terms == {term.id for term in glossary.within("PEFT")}


def test_a_text_without_terms_offers_a_way_on() -> None:
    lesson = explain(pets(), Glossary(pets()), "See you at lunch.")
    assert "None of the words there are in “Pets compared”" in plain(lesson.message)
    assert lesson.message.private
    assert lesson.shown == ()


def test_many_terms_are_shown_in_part_and_that_is_said() -> None:
    pack = bundled()
    lesson = explain(pack, Glossary(pack), " ; ".join(term.term for term in pack.terms))
    assert "The first 8 of " in plain(lesson.message)
    (menu,) = (block for block in lesson.message.blocks if isinstance(block, Menu))
    assert len(menu.choices) == len(lesson.shown) == 8
