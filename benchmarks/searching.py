"""The search methods to compare, on the built-in packs and on small ones."""

import sqlite3
from collections.abc import Callable, Mapping
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

from platformdirs import user_cache_path

from bot.content.finding.confidence import Signs
from bot.content.finding.documents import answering, documents, taught, telling
from bot.content.finding.everyday import Everyday
from bot.content.finding.finder import Finder
from bot.content.finding.query import Query
from bot.content.finding.ranking import Found, Hit
from bot.content.finding.texts import everyday_texts, texts_of
from bot.content.finding.vector_files import ByText, recalled, work_out
from bot.content.finding.vectors import Vectors
from bot.content.model import Pack
from bot.content.reading.load import load
from bot.language.text import words
from bot.meaning.meaning import Meaning
from bot.meaning.model import embedded
from tests.features.asking.questions import Asked
from tests.packs import PETS, WORKSHOP, decks, frontdesk, funicular, gardening, helpdesk, pool, printshop, sailing

Look: TypeAlias = Callable[[Asked], Found]

_IMPORTED = (sailing, helpdesk, gardening, pool, funicular, printshop, frontdesk)

LOOKED_AT = 8
"""Number of items from which an answer is chosen."""


class Plain:
    """A database's plain full-text search: any of the words, ranked by BM25."""

    def __init__(self, pack: Pack) -> None:
        self._items = answering(pack)
        self._told = telling(pack)
        self._index = sqlite3.connect(":memory:")
        self._index.execute(
            "CREATE VIRTUAL TABLE doc USING fts5(title, body, taught, tested, tokenize = 'porter unicode61')"
        )
        self._index.executemany("INSERT INTO doc VALUES (?, ?, ?, ?)", documents(pack))

    def find(self, question: str) -> Found:
        """Return what it finds; it never refuses a question."""
        wanted = " OR ".join(f'"{word}"' for word in words(question))
        rows = self._index.execute(
            "SELECT rowid FROM doc WHERE doc MATCH ? ORDER BY rank LIMIT ?", (wanted, LOOKED_AT)
        )
        items = [self._items[row - 1] for (row,) in rows]
        return Found(tuple(Hit(item, 0.0, taught(item, self._told)) for item in items), 1.0)


class Searcher:
    """All search methods, on the built-in packs, two small ones, imported ones and decks."""

    def __init__(self) -> None:
        self.model = embedded()
        self._packs = {pack.id: pack for pack in (*map(load, _folders()), *(each() for each in _IMPORTED), *decks())}
        self.first_pack = next(iter(self._packs.values()))
        self._plain = {id_: Plain(pack) for id_, pack in self._packs.items()}
        self._finders = {id_: Finder(pack) for id_, pack in self._packs.items()}

    def plain(self, asked: Asked) -> Found:
        """Return what plain BM25 finds."""
        return self._plain[asked.pack].find(asked.text)

    def words(self, asked: Asked) -> Found:
        """Return what Versed finds by words only."""
        return self._finders[asked.pack].ranking.by_words(self._query(asked), LOOKED_AT)

    def both(self, asked: Asked) -> Found:
        """Return what Versed finds by words and meaning."""
        ranking = self._finders[asked.pack].ranking
        return ranking.find(self._query(asked), self.meaning(asked), self._vectors[asked.pack], LOOKED_AT)

    def signs(self, asked: Asked) -> Signs:
        """Return the signs from which the confidence in an answer is computed."""
        ranking = self._finders[asked.pack].ranking
        return ranking.signs(self._query(asked), self.meaning(asked), self._vectors[asked.pack])

    def meaning(self, asked: Asked) -> Meaning:
        """Return the embedding of a question."""
        (meaning,) = self.model.encode(self._query(asked).spelled_out)
        return meaning

    def _query(self, asked: Asked) -> Query:
        finder = self._finders[asked.pack]
        return finder.query(finder.corrected(asked.text))

    @cached_property
    def everyday(self) -> Everyday:
        """The embeddings of everyday texts."""
        return Everyday(self._meanings("everyday", everyday_texts()))

    @cached_property
    def _vectors(self) -> Mapping[str, Vectors]:
        return {
            id_: Vectors(pack, answering(pack), self._meanings(id_, texts_of(pack)), self.everyday)
            for id_, pack in self._packs.items()
        }

    def _meanings(self, whose: str, texts: Mapping[str, bool]) -> ByText:
        file = user_cache_path("versed", appauthor=False) / f"benchmark-{whose}.vectors"
        found = recalled(texts, self.model.name, file)
        work_out(texts, self.model, file, lambda: False, found)
        return found


def _folders() -> list[Path]:
    content = Path(str(files("content")))
    return [*sorted(folder.parent for folder in content.glob("*/pack.yaml")), PETS, WORKSHOP]
