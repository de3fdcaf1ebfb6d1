"""Items that a question names, if it says nothing else: “what is quantization?”, “lost cards”, “how RAG works”."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from bot.content.finding.concepts import stems
from bot.content.finding.documents import Answering, heading, names
from bot.language.fillers import ASKING, FILLERS
from bot.language.text import words

_Spelling: TypeAlias = Callable[[Sequence[str]], Iterable[str]]
_Name: TypeAlias = tuple[int, frozenset[str]]

_ABOUT_IT = frozenset(
    words("how why who whose when where which good benefits advantages drawbacks disadvantages pros cons purpose")
)


def asks_what(question: str) -> bool:
    """Return whether a question that only names something asks what it is, and not for something about it."""
    return _ABOUT_IT.isdisjoint(words(question))


class NameIndex:
    """An index of the items of a pack by their names.

    Args:
        items: the items, in the order that every index uses.
    """

    def __init__(self, items: Sequence[Answering]) -> None:
        self._by_spelling = {spell: _by_telling_words(items, spell) for spell in (tuple, stems)}

    def rows(self, question: str) -> frozenset[int]:
        """Return the positions of the items that a question names, as written or else with other endings."""
        for spell, by_telling_words in self._by_spelling.items():
            said = frozenset(spell(words(question)))
            found = [(row, len(name)) for row, name in by_telling_words.get(_telling(said), ()) if name <= said]
            if found:
                longest = max(length for _, length in found)
                return frozenset(row for row, length in found if length == longest)
        return frozenset()


def _by_telling_words(items: Sequence[Answering], spell: _Spelling) -> Mapping[frozenset[str], Sequence[_Name]]:
    """Map the telling words of each name to the positions of items with such a name, each with all words of the name.

    Args:
        items: the items, in order.
        spell: leaves words as they are, or strips their endings.
    """
    found: defaultdict[frozenset[str], list[_Name]] = defaultdict(list)
    for row, item in enumerate(items):
        for name in dict.fromkeys((heading(item), *names(item))):
            said = frozenset(spell(words(name)))
            found[_telling(said)].append((row, said))
    return found


def _telling(said: frozenset[str]) -> frozenset[str]:
    """Return the words that tell what's asked about; all of them if none does."""
    return said - FILLERS - ASKING or said
