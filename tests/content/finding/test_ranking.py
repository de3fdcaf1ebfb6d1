"""Ranking: what stands behind the best item, and what a card is found by."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from bot.content.finding.documents import answering, heading
from bot.content.finding.everyday import Everyday
from bot.content.finding.finder import Finder
from bot.content.finding.ranking import Hit
from bot.content.finding.texts import everyday_texts, texts_of
from bot.content.finding.vectors import Vectors
from bot.features.lessons.ask import worth_showing
from bot.meaning.meaning import Meaning
from bot.meaning.model import embedded
from tests.content.finding.words import everyday_of, meanings
from tests.packs import bundled, helpdesk


@pytest.fixture(scope="module")
def hits() -> Callable[[str], Sequence[Hit]]:
    pack, model = bundled(), embedded()
    vectors = Vectors(pack, answering(pack), meanings(model, texts_of(pack)), everyday_of(model))
    ranking = Finder(pack).ranking
    return lambda question: ranking.find(question, model.encode(question)[0], vectors, 8).hits


def test_what_is_shown_is_about_four_things(hits: Callable[[str], Sequence[Hit]]) -> None:
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
