"""Several titles at once, as in “data, models” or “data and models”."""

import re
from collections.abc import Callable

from bot.language.text import as_seen
from bot.naming.titles import Title, Titles

_BETWEEN = re.compile(r"\s*[,;+&/、，]\s*")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_LAST = re.compile(r"(?:.*[,;+&/、，]|.*\sand\s)\s*", re.IGNORECASE | re.DOTALL)

_LONGEST = 100
"""Characters of a suggestion, which platforms don't take longer."""


class SeveralTitles:
    """Titles, several of which may be named at once; one with a comma or an “and” in it comes first.

    Args:
        titles: those there are.
    """

    def __init__(self, titles: Titles) -> None:
        self._titles = titles

    def exact(self, typed: str) -> Title | None:
        """Return the title with this name, or one that stands for several, each by its name."""
        return self._titles.exact(typed) or self._named(typed, self._titles.exact)

    def match(self, typed: str) -> Title | None:
        """Return the title that's clearly meant, or one that stands for several, each of which is."""
        return self.exact(typed) or self._named(typed, self._titles.match) or self._titles.match(typed)

    def complete(self, typed: str, limit: int = 25) -> list[Title]:
        """Return titles for what's half typed: once others are named, those and one more."""
        found = self._titles.complete(typed, limit)
        cut = _LAST.match(typed)
        if cut is None or any(as_seen(title.name).startswith(as_seen(typed)) for title in found):
            return found
        before = self._each(cut[0], self._titles.match)
        if before is None:
            return found
        more = [each for each in self._titles.complete(typed[cut.end() :], limit + len(before)) if each not in before]
        return [both for each in more if len((both := _together([*before, each])).name) <= _LONGEST][:limit]

    def _named(self, typed: str, find: Callable[[str], Title | None]) -> Title | None:
        found = self._each(typed, find)
        return _together(found) if found else None

    def _each(self, typed: str, find: Callable[[str], Title | None]) -> list[Title] | None:
        """Return the titles that a text names, each once; None if it names something else."""
        found: dict[Title, None] = {}
        for part in parts(typed):
            whole = find(part)
            names = [whole] if whole is not None else [find(each) for each in _AND.split(f"{part} ") if each.strip()]
            for name in names:
                if name is None:
                    return None
                found[name] = None
        return list(found)


def parts(typed: str) -> list[str]:
    """Return the names in a text that has one or several, between commas."""
    return [part for part in map(str.strip, _BETWEEN.split(typed)) if part]


def _together(found: list[Title]) -> Title:
    """Return a title that stands for some."""
    if len(found) == 1:
        return found[0]
    return Title(",".join(each.key for each in found), ", ".join(each.name for each in found))
