"""Find several titles at once, as in “data, models” or “data and models”."""

import re
from collections.abc import Callable

from bot.language.text import as_seen
from bot.naming.titles import Title, Titles

_BETWEEN = re.compile(r"\s*[,;+&/、，]\s*")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_LAST = re.compile(r"(?:.*[,;+&/、，]|.*\sand\s)\s*", re.IGNORECASE | re.DOTALL)

_LONGEST = 100
"""Maximum number of characters in a suggestion, which is the platforms' limit."""


class SeveralTitles:
    """Finds one or several titles; a single title whose name has a comma or “and” is preferred.

    Args:
        titles: the titles to search.
    """

    def __init__(self, titles: Titles) -> None:
        self._titles = titles

    def exact(self, typed: str) -> Title | None:
        """Return the title with this exact name, or a combined one if these are several exact names; else None."""
        return self._titles.exact(typed) or self._named(typed, self._titles.exact)

    def match(self, typed: str) -> Title | None:
        """Return the title that's clearly meant, or a combined one if several are; else None."""
        return self.exact(typed) or self._named(typed, self._titles.match) or self._titles.match(typed)

    def complete(self, typed: str, limit: int = 25) -> list[Title]:
        """Return titles that complete a text; after complete names and a separator, those combined with one more."""
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
        """Return the titles that a text names, without duplicates; None if a part of it names none."""
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
    """Split a text into names, separated by commas and the like."""
    return [part for part in map(str.strip, _BETWEEN.split(typed)) if part]


def _together(titles: list[Title]) -> Title:
    """Return a single title that combines several."""
    if len(titles) == 1:
        return titles[0]
    return Title(",".join(each.key for each in titles), ", ".join(each.name for each in titles))
