"""Explaining the terms in someone's text."""

from bot.features.authoring.checking import new_pack, put_in
from bot.features.authoring.kinds import KINDS
from bot.features.lessons.explain import Glossary, explain, terms_used_in
from bot.language.controls import Menu
from bot.language.plain import plain
from tests.packs import bundled, pets


def test_terms_are_found_in_the_order_of_the_text_each_once() -> None:
    said = "We want RAG on our LLMs, with fine-tuning (PEFT); RAG first! EDA is done."
    names = [term.term for _, term in terms_used_in(said, [Glossary(bundled())])]
    assert "etrieval" in names[0]
    assert len(names) == len(set(names))
    assert any("arge language model" in name for name in names)


def test_the_longest_name_counts() -> None:
    glossary = Glossary(bundled())
    assert terms_used_in("parameter-efficient fine-tuning", [glossary]) == terms_used_in("PEFT", [glossary])


def test_a_text_without_terms_offers_a_way_on() -> None:
    (lesson,) = explain([Glossary(pets())], "See you at lunch.")
    assert "None of those words are in “Pets compared”" in plain(lesson.message)
    assert lesson.message.private
    assert lesson.shown == ()


def test_a_message_without_words_is_said_to_have_none() -> None:
    for typed in ("", " ", "…", "!!"):
        (lesson,) = explain([Glossary(pets())], typed)
        assert plain(lesson.message).splitlines()[2].startswith("There's no text in that message")


def test_many_terms_are_shown_in_part_and_that_is_said() -> None:
    pack = bundled()
    (lesson,) = explain([Glossary(pack)], " ; ".join(term.term for term in pack.terms))
    assert "The first 8 of " in plain(lesson.message)
    (menu,) = (block for block in lesson.message.blocks if isinstance(block, Menu))
    assert len(menu.choices) == len(lesson.shown) == 8


def test_all_packs_in_use_explain_and_the_first_wins_for_a_shared_name() -> None:
    own = put_in(new_pack("Ours"), KINDS["term"], "", {"term": "Aquarium", "definition": "Our meeting room."}).pack
    said = "RAG in the aquarium"
    first, second = explain([Glossary(own), Glossary(bundled())], said)  # in the order of the text
    assert (first.pack, second.pack) == (bundled().id, own.id)
    assert second.shown == ("term:aquarium",)
    assert "Our meeting room." in plain(first.message)
    (theirs,) = explain([Glossary(pets()), Glossary(own)], "The aquarium")
    assert "glass container" in plain(theirs.message)
