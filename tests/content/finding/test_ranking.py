"""Ranking: which items come first, which follow the best one, and what a card is found by."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from bot.content.finding.documents import answering, heading
from bot.content.finding.everyday import Everyday
from bot.content.finding.finder import Finder
from bot.content.finding.ranking import Found, Hit
from bot.content.finding.texts import everyday_texts, texts_of
from bot.content.finding.vectors import Vectors
from bot.content.model import Card, Pack
from bot.features.asking.preferred import worth_showing
from bot.meaning.meaning import Meaning
from bot.meaning.model import embedded
from tests.content.finding.words import everyday_of, meanings
from tests.packs import bundled, changed, helpdesk, meetings


@pytest.fixture(scope="module")
def find() -> Callable[[str], Found]:
    pack, model = bundled(), embedded()
    vectors = Vectors(pack, answering(pack), meanings(model, texts_of(pack)), everyday_of(model))
    finder = Finder(pack)
    return lambda question: finder.ranking.find(finder.query(question), model.encode(question)[0], vectors, 8)


@pytest.fixture
def hits(find: Callable[[str], Found]) -> Callable[[str], Sequence[Hit]]:
    return lambda question: find(question).hits


@pytest.mark.parametrize("form", ["{}", "what is {}", "What's {}?", "define {}", "can you explain {} simply, please"])
def test_a_terms_definition_is_always_found(form: str) -> None:
    for pack in (bundled(), meetings()):
        look = by_words(pack)
        for term in pack.terms:
            found = look(form.format(term.term))
            assert found.is_covered, term.term
            assert found.hits[0].item is term


def test_a_terms_definition_is_found_whatever_means_nearly_the_same(find: Callable[[str], Found]) -> None:
    for term in bundled().terms:
        found = find(f"what is {term.term}")
        assert found.is_covered, term.term
        assert found.hits[0].item is term


def test_items_that_mention_a_term_come_before_those_that_dont(find: Callable[[str], Found]) -> None:
    look = by_words(bundled(), limit=300)
    for number, term in enumerate(bundled().terms):
        found = find(("how does {} work?", "why do we need {}?", "pros and cons of {}")[number % 3].format(term.term))
        assert found.is_covered, term.term
        assert found.hits[0].item in [hit.item for hit in look(term.term).hits], term.term


def by_words(pack: Pack, limit: int = 8) -> Callable[[str], Found]:
    finder = Finder(pack)
    return lambda question: finder.ranking.by_words(finder.query(question), limit)


@pytest.mark.parametrize("question", ["lost card", "Lost cards?", "what's a lost card"])
def test_a_card_is_named_by_its_front(question: str) -> None:
    objectives = helpdesk().cards[0].objectives
    lost = Card(id="lost", objectives=objectives, front="Lost card", back="Ring the desk.")
    fees = [
        Card(id=f"fee-{number}", objectives=objectives, front=f"Lost card, fee {number}", back="A lost card.")
        for number in range(5)
    ]
    pack = changed(helpdesk(), cards=(*helpdesk().cards, *fees, lost))
    assert by_words(pack)(question).hits[0].item is lost


@pytest.mark.parametrize("question", ["BIA", "what does BIA stand for?", "what's the bia short for", "acronym ROI"])
def test_an_item_is_named_by_its_initials(question: str) -> None:
    pack = _with_cards("Business impact analysis", "What is a return on investment?", "Cardiac arrest team")
    found = by_words(pack)(question)
    assert found.is_covered
    assert found.hits[0].item in pack.cards[-3:-1]


def test_initials_that_are_a_word_name_nothing() -> None:
    assert not by_words(_with_cards("Cardiac arrest team"))("what is a cat?").is_covered


@pytest.mark.parametrize("question", ["what does canning stand for", "is canning an abbreviation?"])
def test_words_that_ask_what_a_name_stands_for_are_no_part_of_it(question: str) -> None:
    assert by_words(_with_cards("Canning"))(question).is_covered


def _with_cards(*fronts: str) -> Pack:
    objectives = helpdesk().cards[0].objectives
    cards = [
        Card(id=f"card-{number}", objectives=objectives, front=front, back="A picture.")
        for number, front in enumerate(fronts)
    ]
    return changed(helpdesk(), cards=(*helpdesk().cards, *cards))


@pytest.mark.parametrize("question", ["?", "", "🐶", "…", "+"])
def test_a_question_without_words_names_nothing(question: str) -> None:
    found = by_words(_with_cards("🐶", "🐱", "+", "…"))(question)
    assert not found.is_covered
    assert not found.hits


def test_an_item_named_by_another_form_may_have_no_words_of_the_question() -> None:
    """Without their endings “caring” and “cars” are the same, but their stems differ."""
    found = by_words(_with_cards("Caring"))("cars")
    assert all(hit.score <= 1 for hit in found.hits)  # which NaN isn't


def test_four_different_things_are_shown(hits: Callable[[str], Sequence[Hit]]) -> None:
    found = hits("do I need a GPU")
    best, second, third, fourth = worth_showing(found)
    assert tuple(found[:4]) == (best, second, third, fourth), "nothing on the same again stands between them"
    before = set(best.teaches)
    for each in (second, third, fourth):
        assert not before.issuperset(each.teaches)
        before |= set(each.teaches)


def test_nothing_is_shown_twice(hits: Callable[[str], Sequence[Hit]]) -> None:
    found = hits("who trains the model")
    assert len({id(hit.item) for hit in found}) == len(found) == 8


def test_a_card_is_found_by_its_front_alone() -> None:
    pack = helpdesk()
    items = answering(pack)
    asked, front = np.zeros(4, np.float32), np.zeros(4, np.float32)
    asked[0] = front[0] = 1
    elsewhere = Meaning(np.array([0, 0, 0, 1], np.float32))
    by_text = dict.fromkeys(texts_of(pack), elsewhere)
    some = pack.cards[7]
    by_text[some.front] = Meaning(front)
    everyday = Everyday(dict.fromkeys(everyday_texts(), elsewhere))
    near = Vectors(pack, items, by_text, everyday).near(asked)
    assert items[int(near.items.argmax())] is some
    assert heading(some) == some.front
