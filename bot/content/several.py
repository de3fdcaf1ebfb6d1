"""Several titles at once, as in “data, models” or “data and models”."""

import re
from collections.abc import Iterator

from bot.content.titles import Title, Titles

_BETWEEN = re.compile(r"\s*(?:[,;+&/、，]|\band\b)\s*", re.IGNORECASE)

_LONGEST = 100
"""Characters of a suggestion, which platforms don't take longer."""


class SeveralTitles:
    """Titles of which several may be named in one go; a title that has a comma or an “and” in it comes first.

    Args:
        titles: those there are.
    """

    def __init__(self, titles: Titles) -> None:
        self._titles = titles

    def exact(self, typed: str) -> Title | None:
        """Return the title with this name, or one that stands for several, each by its name."""
        return self._titles.exact(typed) or _together([self._titles.exact(part) for part in parts(typed)])

    def match(self, typed: str) -> Title | None:
        """Return the title that's clearly meant, or one that stands for several, each of which is."""
        if found := self._titles.exact(typed):
            return found
        named = parts(typed)
        several = _together([self._titles.match(part) for part in named]) if len(named) > 1 else None
        return several or self._titles.match(typed)

    def complete(self, typed: str, limit: int = 25) -> list[Title]:
        """Return titles for what's half typed: once others are named, those and one more."""
        *named, last = _BETWEEN.split(typed)
        before = [found for part in named if part.strip() and (found := self._titles.match(part))]
        if not before or self._titles.exact(typed):
            return self._titles.complete(typed, limit)
        more = [each for each in self._titles.complete(last, limit + len(before)) if each not in before]
        return [each for each in _each_with(before, more) if len(each.name) <= _LONGEST][:limit]


def parts(typed: str) -> list[str]:
    """Return the names in a text that has one or several."""
    return [part for part in map(str.strip, _BETWEEN.split(typed)) if part]


def _each_with(before: list[Title], more: list[Title]) -> Iterator[Title]:
    for each in more:
        if (title := _together([*before, each])) is not None:
            yield title


def _together(found: list[Title | None]) -> Title | None:
    """Return a title that stands for some, each once; None if one is missing."""
    known = [title for title in found if title is not None]
    if not known or len(known) < len(found):
        return None
    once = list(dict.fromkeys(known))
    if len(once) == 1:
        return once[0]
    return Title(",".join(each.key for each in once), ", ".join(each.name for each in once))
