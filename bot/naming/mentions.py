"""Find names mentioned in a typed text. Long names take precedence: “AI engineer” doesn't mention AI."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.language.text import singular, words

_T = TypeVar("_T")
_WordT = TypeVar("_WordT")
_FoundT = TypeVar("_FoundT")

_WORD = re.compile(r"[\w+#&.'’]*\w[+#]*")

_LONGEST = 6
"""Maximum number of words in a name."""

_HYPHEN = "-"

_ARTICLE = re.compile(r"(?:an?|the)\s|.*\sthe\Z", re.IGNORECASE | re.DOTALL)
"""An article around a name, which isn't part of the mention, though titles are also found with it."""

_OWNING = re.compile(r"['’]s$", re.IGNORECASE)
_SEVERAL = re.compile(r"(?<=[A-Z\d])s$")
"""The plural of an abbreviation, however short: DSs."""


@dataclass(frozen=True, slots=True)
class Mention(Generic[_T]):
    """A mention of something by name.

    Args:
        named: the thing that's mentioned.
        said: its name as typed.
        start, end: the position of the name in the text.
    """

    named: _T
    said: str
    start: int
    end: int


def mentions(text: str, named: Callable[[str], _T | None]) -> list[Mention[_T]]:
    """Return the mentions in a text, in order.

    Args:
        text: the typed text.
        named: looks up a name; it's also called with the singular of plurals, and without a possessive 's.
    """

    def known(matches: Sequence[re.Match[str]]) -> Mention[_T] | None:
        start, end = matches[0].start(), matches[-1].end()
        found = next((each for form in _forms(text[start:end]) if (each := named(form)) is not None), None)
        return None if found is None else Mention(found, text[start:end], start, end)

    found = [each for _, each in longest_known([*_WORD.finditer(text)], _LONGEST, known) if each is not None]
    return [each for each in found if not _is_part_of_a_word(text, each, found)]


def _is_part_of_a_word(text: str, mention: Mention[_T], others: Sequence[Mention[_T]]) -> bool:
    """Return whether a hyphen joins a mention to something else, as in pre-training; DS-AIE is two mentions.

    Args:
        text: the text with the mention.
        mention: the mention to check.
        others: all mentions in the text.
    """
    before, after = text[: mention.start], text[mention.end :]
    is_led_to = before.endswith(_HYPHEN) and all(each.end != mention.start - 1 for each in others)
    leads_on = after.startswith(_HYPHEN) and all(each.start != mention.end + 1 for each in others)
    return (is_led_to and before[-2:-1].isalnum()) or (leads_on and after[1:2].isalnum())


def without(text: str, mentioned: Sequence[Mention[_T]]) -> str:
    """Return a text with its mentions removed.

    Args:
        text: the typed text.
        mentioned: the mentions found in it, in order.
    """
    for each in reversed(mentioned):
        text = f"{text[: each.start]} {text[each.end :]}"
    return text


def longest_known(
    all_words: Sequence[_WordT], longest: int, known: Callable[[Sequence[_WordT]], _FoundT | None]
) -> Iterator[tuple[Sequence[_WordT], _FoundT | None]]:
    """Yield words in known runs, the longest possible, or else one by one; each with the result of its lookup.

    Args:
        all_words: the words.
        longest: the maximum number of words in a run.
        known: looks up a run; returns None if it's unknown.
    """
    start = 0
    while start < len(all_words):
        for length in range(min(longest, len(all_words) - start), 0, -1):
            run = all_words[start : start + length]
            found = known(run)
            if found is not None or length == 1:
                yield run, found
                start += length
                break


def _forms(name: str) -> Iterator[str]:
    """Yield a name as written, then its base forms: AI engineer for AI engineers or AI engineer's."""
    if _ARTICLE.match(name):
        return
    yield name
    owner = _OWNING.sub("", name)
    if owner != name:
        yield owner
    *first, last = words(owner) or [""]
    if singular(last) != last:
        yield " ".join((*first, singular(last)))
    elif _SEVERAL.search(owner):
        yield _SEVERAL.sub("", owner)
