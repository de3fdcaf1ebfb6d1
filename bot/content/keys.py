"""What may be typed on a card or into a gap, where a word or two is asked for: the answers, and their other names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.content.derived import PerPack
from bot.content.gaps import BLANK, Gapped
from bot.content.model import Pack, Term
from bot.judging.model import Match, Wanted
from bot.judging.reading import name_of
from bot.language.text import fold


class Keys(NamedTuple):
    """What's right.

    Args:
        answers: the one to show first; each counts within other words, too, as an “AI chatbot” is a chatbot.
        alone: what counts only as it stands: “injection” is short for prompt injection, but SQL injection isn't one.
    """

    answers: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()

    def wanted(self, pack: Pack) -> Wanted:
        """Return what a typed answer is judged by.

        Args:
            pack: where it comes from.
        """
        return Wanted(self.answers, Match.WORDS, language=pack.language, alone=self.alone)


NOTHING = Keys()
"""What's right where typing makes no sense."""


def keys(answers: Sequence[str], more: Sequence[str], asked: str, pack: Pack) -> Keys:
    """Return what's right, with the other names of answers that are terms of the pack.

    Args:
        answers: that count, the one to show first.
        more: what else counts as it stands.
        asked: what a learner reads: a name that stands in there's no answer.
        pack: where it comes from.
    """
    terms, told = list(_called(answers, pack)), fold(asked)
    aliases = _untold((name for term in terms for name in term.aliases), told)
    typed = _untold((name for term in terms for name in term.typed), told)
    return Keys(tuple(dict.fromkeys((*answers, *aliases))), tuple(dict.fromkeys((*more, *typed))))


def keys_of_gap(text: Gapped, position: int, pack: Pack) -> Keys:
    """Return what's right in a gap: its answers, and those with the words beside it.

    Args:
        text: with the gap.
        position: of the gap, from 0.
        pack: where it comes from.
    """
    told = text.with_gaps([*text.answers[:position], BLANK, *text.answers[position + 1 :]])
    return keys(text.gaps[position], text.beside(position), told, pack)


def _untold(names: Iterable[str], told: str) -> Iterator[str]:
    return (name for name in names if not re.search(rf"\b{re.escape(fold(name))}\b", told))


def _called(answers: Sequence[str], pack: Pack) -> Iterator[Term]:
    terms = _terms(pack)
    for answer in answers:
        term = terms.get(name_of(answer, pack.language))
        if term is not None:
            yield term


def _by_name(pack: Pack) -> Mapping[str, Term]:
    return {name_of(term.term, pack.language): term for term in pack.terms}


_terms = PerPack(_by_name)
"""The terms of a pack by what they're called first: an alias, such as “application”, may mean other things, too."""
