"""What a text mentions by name, as it's typed: a long name wins over its parts, so an AI engineer is no AI."""

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
"""Words of a name at most."""

_HYPHEN = "-"

_ARTICLE = re.compile(r"(?:an?|the)\s|.*\sthe\Z", re.IGNORECASE | re.DOTALL)
"""An article around a name, which is no part of what's said, though titles are found with it, too."""

_OWNING = re.compile(r"['’]s$", re.IGNORECASE)
_SEVERAL = re.compile(r"(?<=[A-Z\d])s$")
"""The plural of an abbreviation, however short: DSs."""


@dataclass(frozen=True, slots=True)
class Mention(Generic[_T]):
    """Something that a text mentions by name.

    Args:
        named: what it is.
        said: its name as it's typed.
        start, end: where that stands.
    """

    named: _T
    said: str
    start: int
    end: int


def mentions(text: str, named: Callable[[str], _T | None]) -> list[Mention[_T]]:
    """Return what a text mentions by name, in order.

    Args:
        text: as typed.
        named: tells what a name stands for; it's also asked for the singular of a plural, and for an owner.
    """

    def known(said: Sequence[re.Match[str]]) -> Mention[_T] | None:
        start, end = said[0].start(), said[-1].end()
        found = next((each for form in _forms(text[start:end]) if (each := named(form)) is not None), None)
        return None if found is None else Mention(found, text[start:end], start, end)

    found = [each for _, each in longest_known([*_WORD.finditer(text)], _LONGEST, known) if each is not None]
    return [each for each in found if not _is_part_of_a_word(text, each, found)]


def _is_part_of_a_word(text: str, mention: Mention[_T], others: Sequence[Mention[_T]]) -> bool:
    """Return whether a hyphen joins a mention to what's none, as in pre-training; DS-AIE has two of them.

    Args:
        text: where it stands.
        mention: one of several.
        others: all of them.
    """
    before, after = text[: mention.start], text[mention.end :]
    is_led_to = before.endswith(_HYPHEN) and all(each.end != mention.start - 1 for each in others)
    leads_on = after.startswith(_HYPHEN) and all(each.start != mention.end + 1 for each in others)
    return (is_led_to and before[-2:-1].isalnum()) or (leads_on and after[1:2].isalnum())


def without(text: str, mentioned: Sequence[Mention[_T]]) -> str:
    """Return a text without what it mentions by name.

    Args:
        text: as typed.
        mentioned: found in it, in order.
    """
    for each in reversed(mentioned):
        text = f"{text[: each.start]} {text[each.end :]}"
    return text


def longest_known(
    said: Sequence[_WordT], longest: int, known: Callable[[Sequence[_WordT]], _FoundT | None]
) -> Iterator[tuple[Sequence[_WordT], _FoundT | None]]:
    """Yield words in order, those that are known together with what's known of them, the longest run first.

    Args:
        said: the words.
        longest: words of a run at most.
        known: tells what's known of a run; None for nothing, so that a word by itself is yielded with that.
    """
    start = 0
    while start < len(said):
        for length in range(min(longest, len(said) - start), 0, -1):
            run = said[start : start + length]
            found = known(run)
            if found is not None or length == 1:
                yield run, found
                start += length
                break


def _forms(name: str) -> Iterator[str]:
    """Yield what a name may be a form of, as it's written first: AI engineers, AI engineer's."""
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
