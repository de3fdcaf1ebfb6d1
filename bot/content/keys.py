"""Which short answers may be typed for a card or into a gap: the answers given, and their other names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.content.derived import CachedPerPack
from bot.content.gaps import BLANK, Gapped
from bot.content.model import Pack, Term
from bot.content.shorter_answers import shorter_answers
from bot.judging.model import Match, Wanted
from bot.judging.reading import name_of
from bot.language.text import fold


class Keys(NamedTuple):
    """The answers that count as right.

    Args:
        answers: the one to show comes first; each also counts within other words: an “AI chatbot” is a chatbot.
        standalone: answers that count only by themselves: “injection” is short for prompt injection, but SQL
            injection isn't one.
        prompt: the text that the learner sees.
    """

    answers: tuple[str, ...] = ()
    standalone: tuple[str, ...] = ()
    prompt: str = ""

    def wanted(self, pack: Pack) -> Wanted:
        """Return these keys as input for the judge.

        Args:
            pack: the pack that they come from.
        """
        return Wanted(
            self.answers, Match.WORDS, language=pack.language, standalone=self.standalone, prompt=self.prompt
        )


NOTHING = Keys()
"""The keys where typing makes no sense."""


def keys(answers: Sequence[str], more: Sequence[str], prompt: str, pack: Pack) -> Keys:
    """Return the keys for some answers, adding the other names of those that are terms of the pack.

    Args:
        answers: the accepted answers, the one to show first.
        more: answers that count only by themselves.
        prompt: the text that the learner sees; other names that occur in it don't count.
        pack: the pack that they come from.
    """
    terms, prompt_text = list(_called(answers, pack)), fold(prompt)
    aliases = _untold((name for term in terms for name in term.aliases), prompt_text)
    typed = _untold((name for term in terms for name in term.typed), prompt_text)
    shorter = shorter_answers(answers, prompt, pack)
    standalone = tuple(dict.fromkeys((*more, *typed, *shorter)))
    return Keys(tuple(dict.fromkeys((*answers, *aliases))), standalone, prompt)


def keys_of_gap(text: Gapped, position: int, pack: Pack) -> Keys:
    """Return the keys of a gap: its answers, also together with neighbouring words.

    Args:
        text: the text with the gap.
        position: the gap's index, from 0.
        pack: the pack that the text comes from.
    """
    prompt = text.with_gaps([*text.answers[:position], BLANK, *text.answers[position + 1 :]])
    return keys(text.gaps[position], text.beside(position), prompt, pack)


def _untold(names: Iterable[str], prompt: str) -> Iterator[str]:
    return (name for name in names if not re.search(rf"\b{re.escape(fold(name))}\b", prompt))


def _called(answers: Sequence[str], pack: Pack) -> Iterator[Term]:
    terms = _terms(pack)
    for answer in answers:
        term = terms.get(name_of(answer, pack.language))
        if term is not None:
            yield term


def _by_name(pack: Pack) -> Mapping[str, Term]:
    return {name_of(term.term, pack.language): term for term in pack.terms}


_terms = CachedPerPack(_by_name)
"""The terms of a pack by their main names; an alias, such as “application”, may mean other things, too."""
