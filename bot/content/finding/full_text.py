"""A full-text index of texts in columns: SQLite's FTS5 with Porter stemming, ranked by BM25."""

import sqlite3
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache

_WEIGHTS = "5.0, 1.5, 3.0, 0.5"
"""BM25 weights of matches in the title, in the text, in the objectives taught and in the questions testing them."""

_BEST = 300
"""Maximum number of rows returned for a group of phrases: a large pack has a common word everywhere."""

_COMMON, _COMMON_SHARE = 1_000, 0.1
"""If more rows than both this number and this share mention a word, it says so little that only titles count: SQLite
takes a microsecond or two to rank each row."""

_MOST_KNOWN = 256
"""Maximum number of groups of phrases whose rows are cached."""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The rows that mention something.

    Args:
        count: the number of rows.
        best: the best rows, the best first: each row's number, its score, and whether the title mentions it.
        is_taught: whether any title or objective mentions it.
    """

    count: int
    best: Sequence[tuple[int, float, bool]]
    is_taught: bool


class FullText:
    """The index. It's thread-safe.

    Args:
        rows: the title, the text, the objectives and the tests of each row.
    """

    def __init__(self, rows: Sequence[tuple[str, str, str, str]]) -> None:
        self._known = LRUCache[tuple[str, ...], Occurrences](_MOST_KNOWN)
        self._looking = Lock()
        self._index = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        weakref.finalize(self, self._index.close)  # when a pack is reloaded, its old index goes
        self._index.execute(
            "CREATE VIRTUAL TABLE doc USING fts5(title, body, taught, tested, tokenize = 'porter unicode61')"
        )
        self._index.executemany("INSERT INTO doc VALUES (?, ?, ?, ?)", rows)
        self._size = len(rows)

    def occurrences(self, phrases: tuple[str, ...]) -> Occurrences:
        """Return the rows that mention any of some phrases; cached, because people ask about the same things."""
        with self._looking:
            if phrases not in self._known:
                self._known[phrases] = self._look_up(phrases)
            return self._known[phrases]

    def _look_up(self, phrases: tuple[str, ...]) -> Occurrences:
        wanted = " OR ".join(f'"{phrase}"' for phrase in phrases)
        ((count,),) = self._index.execute("SELECT count(*) FROM doc WHERE doc MATCH ?", (wanted,))
        titles = f"title : ({wanted})"
        if count > max(_COMMON, _COMMON_SHARE * self._size):
            best = self._ranked(titles, self._size)
            in_title = {row for row, _ in best}
        else:
            best = self._ranked(wanted, _BEST)
            in_title = {row for (row,) in self._index.execute("SELECT rowid FROM doc WHERE doc MATCH ?", (titles,))}
        an_objective = "SELECT 1 FROM doc WHERE taught MATCH ? LIMIT 1"
        is_taught = bool(in_title) or self._index.execute(an_objective, (wanted,)).fetchone() is not None
        numbered = [(row - 1, -worse, row in in_title) for row, worse in best[:_BEST]]  # SQLite counts from 1
        return Occurrences(count, numbered, is_taught)

    def _ranked(self, wanted: str, limit: int) -> list[tuple[int, float]]:
        """Return the matching rows, the best first, each with its BM25 score; lower is better."""
        select = f"SELECT rowid, bm25(doc, {_WEIGHTS}) AS worse FROM doc WHERE doc MATCH ? ORDER BY worse LIMIT ?"  # noqa: S608 (constants)
        return self._index.execute(select, (wanted, limit)).fetchall()
