"""Late interaction: each token of a question is matched with the most similar token of a text."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.finding.confidence import confidence
from bot.content.finding.documents import answering, heading
from bot.content.finding.everyday import Everyday
from bot.content.finding.finder import Finder
from bot.content.finding.late_interaction import LateInteraction
from bot.content.finding.texts import everyday_texts, texts_of
from bot.content.finding.vector_files import ByText, recalled, work_out
from bot.content.finding.vectors import Vectors
from bot.meaning.meaning import Meaning
from bot.meaning.model import embedded
from bot.meaning.quantised import Floats
from tests.content.finding.words import Words, everyday_of, meanings
from tests.packs import helpdesk, pets

_WIDTH = 4


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(0, 5), min_size=1, max_size=6), st.integers(1, 5))
def test_likeness_is_the_weighted_mean_over_the_nearest_tokens(seed: int, lengths: list[int], asked: int) -> None:
    drawn = np.random.default_rng(seed)
    texts = [_pieces(drawn, length) for length in lengths]
    counts = drawn.random(asked).astype(np.float32)
    question = Meaning(np.zeros(1, np.float32), _pieces(drawn, asked), counts / counts.sum())
    places = [int(each) for each in drawn.permutation(len(texts))]
    found = LateInteraction(texts).likeness(question, places)
    for place, likeness in zip(places, found, strict=True):
        near = [max((float(piece @ each) for each in texts[place]), default=0.0) for piece in question.tokens]
        assert likeness == pytest.approx(
            sum(count * each for count, each in zip(question.weights, near, strict=True)), abs=0.02
        )


def _axis(number: int) -> Floats:
    return np.asarray(np.eye(_WIDTH)[number], np.float32)


def _pieces(drawn: np.random.Generator, length: int) -> Floats:
    rows = drawn.normal(size=(length, _WIDTH)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def test_without_tokens_nothing_is_matched() -> None:
    pack = pets()
    meant = {text: Meaning(_axis(0)) for text in (*texts_of(pack), *everyday_texts())}
    vectors = Vectors(pack, answering(pack), meant, Everyday(meant))
    (asked,) = embedded().encode("a dog")
    assert vectors.matches(asked, [0, 1]) is None


def test_a_text_about_the_whole_question_comes_before_one_equally_near() -> None:
    """Two cards have the same vector; one has both tokens of the question, the other only one."""
    pack, east, west, north = helpdesk(), _axis(0), _axis(1), _axis(2)
    items = answering(pack)
    here, elsewhere = Meaning(np.full(_WIDTH, 0.5, np.float32)), Meaning(north, north[None])
    meant = dict.fromkeys((*texts_of(pack), *everyday_texts()), elsewhere)
    whole, half = pack.cards[5], pack.cards[2]
    meant[f"{whole.front} {whole.back}"] = Meaning(here.vector, np.stack([east, west]))
    meant[f"{half.front} {half.back}"] = Meaning(here.vector, east[None])
    vectors = Vectors(pack, items, meant, Everyday(meant))
    question = Meaning(here.vector, np.stack([east, west]), np.full(2, 0.5, np.float32))
    rows = [items.index(whole), items.index(half)]
    close = vectors.matches(question, rows)
    assert close is not None
    assert close.items == pytest.approx([1, 0.5], abs=0.01)
    assert close.nearest == pytest.approx(1, abs=0.01)
    finder = Finder(pack)
    hits = finder.ranking.find(finder.query("xyzzy plugh"), question, vectors, 8).hits
    assert [heading(hit.item) for hit in hits[:2]] == [whole.front, half.front]


def test_token_vectors_are_only_stored_for_texts_compared_by_them(tmp_path: Path) -> None:
    pack, model, file = pets(), embedded(), tmp_path / "kept.one"
    texts = dict(list(texts_of(pack).items())[:40])
    assert set(texts.values()) == {True, False}
    made: ByText = {}
    assert work_out(texts, model, file, lambda: False, made)
    kept = recalled(texts, model.name, file)
    assert list(kept) == list(texts)
    for text, by_token in texts.items():
        assert bool(len(kept[text].tokens)) == by_token
        assert kept[text].vector == pytest.approx(made[text].vector, abs=0.01)
        if by_token:
            assert kept[text].tokens == pytest.approx(made[text].tokens, abs=0.01)


def test_vectors_stored_without_tokens_arent_used_where_tokens_are_wanted(tmp_path: Path) -> None:
    text, model, file = "a dog needs a walk", Words(), tmp_path / "kept.one"
    assert work_out({text: False}, model, file, lambda: False, {})
    assert list(recalled({text: False}, model.name, file)) == [text]
    assert recalled({text: True}, model.name, file) == {}


def test_confidence_grows_with_how_much_of_the_question_is_matched() -> None:
    pack, model = helpdesk(), embedded()
    vectors = Vectors(pack, answering(pack), meanings(model, texts_of(pack)), everyday_of(model))
    question = pack.cards[0].front
    (meaning,) = model.encode(question)
    finder = Finder(pack)
    signs = finder.ranking.signs(finder.query(question), meaning, vectors)
    assert signs.best_item is not None
    assert confidence(signs) > confidence(signs._replace(best_item=signs.best_item - 0.2))
