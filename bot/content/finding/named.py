"""Items that a question names, if it says nothing else: “what is quantization?”, “lost cards”, “how RAG works”.

And items that it can't mean, because their names differ from what it names in a sign or an accent: C++ isn't C.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from bot.content.finding.concepts import Reader, stems
from bot.content.finding.documents import AnsweringItem, heading, indexed, names
from bot.content.finding.initials import initials_of
from bot.content.finding.query import Query
from bot.content.model import Term
from bot.language.stop_words import ASKING_WORDS, stop_words_in
from bot.language.text import words
from bot.naming.marks import is_signed, marked_words, says_otherwise

_Spelling: TypeAlias = Callable[[Sequence[str]], Iterable[str]]
_Name: TypeAlias = tuple[int, frozenset[str]]

_ABOUT_IT = frozenset(
    words("how why who whose when where which good benefits advantages drawbacks disadvantages pros cons purpose")
)


def asks_what(question: str) -> bool:
    """Return whether a question that only names something asks what it is, and not for something about it."""
    return _ABOUT_IT.isdisjoint(words(question))


class ItemNames:
    """What the items of a pack are called.

    Args:
        items: the items, in the order that every index uses.
        reader: reads questions in the pack's terms.
        language: the pack's language.
    """

    def __init__(self, items: Sequence[AnsweringItem], reader: Reader, language: str) -> None:
        self._reader = reader
        self._index = NameIndex(items, language)
        self._marked = [[marked_words(name) for name in names(item)] for item in items]
        self._signed = {row for row, marked in enumerate(self._marked) if any(map(is_signed, marked))}
        self.terms = {indexed(item.term): row for row, item in enumerate(items) if isinstance(item, Term)}

    def named(self, question: str) -> frozenset[int]:
        """Return the rows of what a question names by any of its names, if it says nothing else."""
        if rows := self._index.rows(question):
            return rows
        meant = self._reader.named(question)
        term = self.terms.get(indexed(meant.term if isinstance(meant, Term) else meant.name)) if meant else None
        return frozenset() if term is None else frozenset({term})

    def others(self, query: Query, rows: Iterable[int]) -> list[int]:
        """Return those rows whose names differ from what a question names in a sign or an accent.

        Args:
            query: the query.
            rows: the rows to look at.
        """
        has_signs = is_signed(query.marked)
        return [row for row in rows if (has_signs or row in self._signed) and self._is_another(row, query.marked)]

    def _is_another(self, row: int, said: Sequence[str]) -> bool:
        otherwise = [says_otherwise(said, name) for name in self._marked[row]]
        return any(otherwise) and not any(
            set(name) <= set(said) for name, other in zip(self._marked[row], otherwise, strict=True) if not other
        )


class NameIndex:
    """An index of the items of a pack by their names.

    Args:
        items: the items, in the order that every index uses.
        language: their language.
    """

    def __init__(self, items: Sequence[AnsweringItem], language: str) -> None:
        self._fillers = stop_words_in(language) | ASKING_WORDS
        self._by_spelling = {spell: self._by_telling_words(items, spell) for spell in (tuple, stems)}
        self._by_initials: defaultdict[str, list[int]] = defaultdict(list)
        for row, item in enumerate(items):
            for short in initials_of(item, language):
                self._by_initials[short].append(row)

    def rows(self, question: str) -> frozenset[int]:
        """Return the positions of the items that a question names, as written, with other endings or in short."""
        for spell, by_telling_words in self._by_spelling.items():
            said = frozenset(spell(words(question)))
            found = [(row, len(name)) for row, name in by_telling_words.get(self._telling(said), ()) if name <= said]
            if found:
                longest = max(length for _, length in found)
                return frozenset(row for row, length in found if length == longest)
        telling = self._telling(frozenset(words(question)))
        return frozenset(self._by_initials.get(next(iter(telling)), ())) if len(telling) == 1 else frozenset()

    def _by_telling_words(
        self, items: Sequence[AnsweringItem], spell: _Spelling
    ) -> Mapping[frozenset[str], Sequence[_Name]]:
        """Map the telling words of each name to the positions of items with it, each with all words of the name.

        Args:
            items: the items, in order.
            spell: leaves words as they are, or strips their endings.
        """
        found: defaultdict[frozenset[str], list[_Name]] = defaultdict(list)
        for row, item in enumerate(items):
            for name in dict.fromkeys((heading(item), *names(item))):
                said = frozenset(spell(words(name)))
                if said:  # a name such as 🐶 has no words
                    found[self._telling(said)].append((row, said))
        return found

    def _telling(self, said: frozenset[str]) -> frozenset[str]:
        """Return the words that tell what's asked about; all of them if none does."""
        return said - self._fillers or said
