"""An index of the words in a pack's texts, to find out whether a name is used."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pydantic import BaseModel

from bot.content.model import Pack, Sheet
from bot.language.text import as_seen, fold
from bot.naming.marks import marked_words

_SILENT = frozenset(
    {
        *("id", "objectives", "topic", "see_also", "type", "role", "match", "tolerance", "unit"),
        *("side", "sides", "icon", "was", "case", "needs", "misconception", "owner", "language", "file", "tex"),
        *("value", "within", "range", "accepts", "rejects", "typed", "asked"),
    }
)
"""Fields that hold ids and the like instead of text. A which-side `answer` does, too, but does no harm here."""


def speakers(pack: Pack) -> list[BaseModel]:
    """Return every part of a pack that has texts: topics and items."""
    return [*pack.topics, *(item for kind in Sheet.model_fields for item in getattr(pack, kind))]


class Mentions:
    """An index from words to the parts of a pack that use them.

    Args:
        speakers: items, topics and anything else that has texts.
    """

    def __init__(self, speakers: Iterable[BaseModel]) -> None:
        self._texts: list[tuple[int, str]] = []
        self._words: list[str] = []
        self._speakers: list[int] = []
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for speaker in speakers:
            for text in texts(speaker):
                self._add(text, id(speaker))

    def elsewhere(self, name: str, speaker: BaseModel) -> bool:
        """Return whether a part other than `speaker` uses a name, in the singular or plural.

        Args:
            name: the name to look for.
            speaker: the part that doesn't count, usually the one whose name it is.
        """
        name_words = _words(name)
        if not name_words or name.endswith("*"):
            return self._is_shown_elsewhere(as_seen(name), speaker)
        start, last = name_words[:-1], _numbers(name_words[-1])
        first = name_words[:1] if start else last
        return any(
            self._speakers[place] != id(speaker)
            and self._words[place : place + len(start)] == start
            and self._words[place + len(start)] in last
            for word in first
            for place in self._places.get(word, ())
        )

    def _is_shown_elsewhere(self, name: str, speaker: BaseModel) -> bool:
        """Return whether a part other than `speaker` uses a name made of symbols by itself: == isn't part of ===."""
        marks = "".join(sorted(each for each in set(name) if not each.isalnum()))
        pattern = re.compile(rf"(?<![\w{re.escape(marks)}]){re.escape(name)}(?![\w{re.escape(marks)}])")
        return any(who != id(speaker) and pattern.search(as_seen(text)) for who, text in self._texts)

    def _add(self, text: str, speaker: int) -> None:
        self._texts.append((speaker, text))
        for word in _words(text):
            self._places[word].append(len(self._words))
            self._words.append(word)
            self._speakers.append(speaker)
        self._words.append("")  # so that no name matches across two texts
        self._speakers.append(speaker)


def _words(text: str) -> list[str]:
    """Return the folded words of a text, including symbols that belong to them: c++, c#."""
    return [fold(word).rstrip("*") for word in marked_words(text)]


def texts(part: object) -> Iterator[str]:
    """Yield every text in a part of a pack that learners read."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, BaseModel):
        for field in _spoken(type(part)):
            yield from texts(getattr(part, field))
    elif isinstance(part, dict):
        for value in part.values():
            yield from texts(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from texts(value)


@lru_cache
def _spoken(kind: type[BaseModel]) -> tuple[str, ...]:
    return tuple(field for field in kind.model_fields if field not in _SILENT)


def _numbers(word: str) -> tuple[str, ...]:
    """Return a word, its regular plurals, and its singular if it looks like a plural."""
    forms = [word, f"{word}s", f"{word}es"]
    if word.endswith("y"):
        forms.append(f"{word[:-1]}ies")
    if word.endswith("ies"):
        forms.append(f"{word[:-3]}y")
    if word.endswith("s"):
        forms.append(word[:-1])
    return tuple(forms)
