"""The full-text index finds and ranks as SQLite's does, which has the same stemmer, columns and formula."""

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.content.finding.full_text import FullText, _stems

WORD = st.sampled_from(["walk", "walks", "walking", "dog", "dogs", "lead", "leading", "is", "relate", "relational"])
TEXT = st.lists(WORD, max_size=8).map(" ".join)
ROWS = st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT), min_size=1, max_size=6)
PHRASE = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
WEIGHTS = "5.0, 1.5, 3.0, 0.5"


@given(ROWS, st.lists(PHRASE, min_size=1, max_size=3))
def test_it_finds_what_sqlite_finds(rows: Sequence[tuple[str, str, str, str]], phrases: Sequence[str]) -> None:
    found = FullText(rows).occurrences(phrases)
    wanted = " OR ".join(f'"{phrase}"' for phrase in phrases)
    assert set(np.flatnonzero(found.scores)) == set(_by_sqlite(rows, wanted))
    assert set(np.flatnonzero(found.in_title)) == set(_by_sqlite(rows, f"title : ({wanted})"))
    assert found.count == len(_by_sqlite(rows, wanted))
    assert found.is_taught == bool(_by_sqlite(rows, f"{{title taught}} : ({wanted})"))


@given(ROWS, PHRASE, PHRASE)
def test_it_ranks_as_sqlite_does(rows: Sequence[tuple[str, str, str, str]], one: str, other: str) -> None:
    assume(_stems(one, "en") != _stems(other, "en"))  # SQLite counts what both mean twice
    scores = FullText(rows).occurrences([one, other]).scores
    theirs = _by_sqlite(rows, f'"{one}" OR "{other}"')
    assert {row: float(scores[row]) for row in theirs} == pytest.approx(theirs, rel=1e-4)


def test_a_concept_counts_once_where_two_of_its_phrases_have_the_same_stem() -> None:
    index = FullText([("walks", "", "", ""), ("dog", "", "", "")])
    both, one = index.occurrences(["walks", "walking"]), index.occurrences(["walk"])
    assert both.scores.tolist() == one.scores.tolist()


@pytest.mark.parametrize(
    ("language", "said", "meant"),
    [("de", "bewerbungen", "bewerbung"), ("fr-CA", "remboursées", "rembourser"), ("es", "limpiando", "limpiar")],
)
def test_words_are_stemmed_in_their_language(language: str, said: str, meant: str) -> None:
    assert FullText([(meant, "", "", "")], language).occurrences([said]).count == 1
    assert FullText([(meant, "", "", "")], "tlh").occurrences([said]).count == 0


def test_an_index_of_nothing_finds_nothing() -> None:
    assert FullText([]).occurrences(["walk"]).count == 0
    assert FullText([("", "", "", "")]).occurrences(["walk", "…"]).count == 0


@pytest.fixture
def busy() -> Iterator[None]:
    """Threads take turns all the time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("busy")
def test_many_threads_may_look_things_up_at_once() -> None:
    """They stem words that nobody has stemmed before."""
    words = [f"thread{number}ing" for number in range(400)]
    index = FullText([(word, "", "", "") for word in words])

    def ask(first: int) -> list[int]:
        return [index.occurrences([f"thread{number}s"]).count for number in range(first, first + 50)]

    with ThreadPoolExecutor(8) as threads:
        assert all(count == 1 for found in threads.map(ask, range(0, 400, 50)) for count in found)


def _by_sqlite(rows: Sequence[tuple[str, str, str, str]], wanted: str) -> dict[int, float]:
    """Return the score of each row that SQLite finds."""
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE doc USING fts5(title, body, taught, tested, tokenize = 'porter unicode61')")
    index.executemany("INSERT INTO doc VALUES (?, ?, ?, ?)", rows)
    select = f"SELECT rowid - 1, -bm25(doc, {WEIGHTS}) FROM doc WHERE doc MATCH ?"
    return dict(index.execute(select, (wanted,)))
