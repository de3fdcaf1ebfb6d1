"""Shorter answers that are enough because of what a question says, unless they name something else in the pack."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.content.derived import CachedPerPack, When
from bot.content.model import Pack
from bot.content.question import FreeTextQuestion
from bot.judging.in_context import initials, shorter_in_context
from bot.judging.reading import name_of, named

_LONGEST_END = 4
"""How many words at the end of a name to compare, at most."""


class NamedThings(NamedTuple):
    """What a pack names: its terms and its free-text answers.

    Args:
        names: their keys, as returned by `reading.name_of`.
        ends: how many of them end with certain words.
    """

    names: frozenset[str]
    ends: Mapping[tuple[str, ...], int]


def shorter_answers(answers: Sequence[str], prompt: str, pack: Pack) -> tuple[str, ...]:
    """Return the shorter ways to give an answer: “Pacific” for “Pacific Ocean” if an ocean is asked for.

    Args:
        answers: the question's answers; at least one.
        prompt: the question.
        pack: the pack that it comes from.
    """
    found = [(short, answer) for answer in answers for short in shorter_in_context(answer, prompt, pack.language)]
    if pack.language[:2] == "en":
        found += [(short, answers[0]) for short in initials(answers[0], prompt)]
    return tuple(dict.fromkeys(short for short, answer in found if not _names_another(short, answer, pack)))


def names(pack: Pack) -> list[str]:
    """Return a pack's terms and its free-text answers, right and wrong, as written.

    Args:
        pack: the pack.
    """
    found = [name for term in pack.terms for name in (term.term, *term.aliases)]
    for question in pack.questions:
        if isinstance(question, FreeTextQuestion):
            found += question.answers
            found += (answer for each in question.reject for answer in each.answers)
    return found


def _names_another(short: str, answer: str, pack: Pack) -> bool:
    """Return whether a shorter answer is the name of something else, or the end of other names, too: Pierre Curie."""
    known = named_things(pack)
    is_end = answer.lower().endswith(short.lower())
    return name_of(short, pack.language) in known.names or (
        is_end and known.ends.get(named(short, pack.language), 0) > 1
    )


def _all_named(pack: Pack) -> NamedThings:
    distinct = {name_of(name, pack.language): named(name, pack.language) for name in names(pack)}
    ends = (words[-length:] for words in distinct.values() for length in range(1, min(len(words), _LONGEST_END + 1)))
    return NamedThings(frozenset(distinct), Counter(ends))


named_things = CachedPerPack(_all_named, When.SOON)
"""What a pack names, collected once."""
