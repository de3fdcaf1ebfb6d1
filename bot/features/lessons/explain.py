"""Explain: the terms of a pack that another person's text uses."""

from collections.abc import Iterable

from bot.content.marks import marked_words
from bot.content.model import Pack, Term
from bot.features.lessons.actions import ShowTerm, ShowTopics
from bot.features.lessons.lesson import Lesson, key
from bot.language.actions import encode
from bot.language.message import Button, Buttons, Choice, Emphasis, Facts, Footer, Heading, Menu, message, text
from bot.language.text import fold, singular

_MOST_TERMS = 8
"""Terms explained at once; a long text has more, and nobody reads more."""


class Glossary:
    """The terms of a pack by the words of their names.

    Args:
        pack: whose terms.
    """

    def __init__(self, pack: Pack) -> None:
        self._terms: dict[tuple[str, ...], Term] = {}
        for term in pack.terms:
            for name in (term.term, *term.aliases):
                if key := _key(marked_words(name)):
                    self._terms.setdefault(key, term)
        self._longest = max(map(len, self._terms), default=0)

    def within(self, said: str) -> list[Term]:
        """Return the terms that a text uses, in its order, each once; of overlapping names the longest counts."""
        rest = marked_words(said)
        found: dict[str, Term] = {}
        while rest:
            for length in range(min(self._longest, len(rest)), 0, -1):
                term = self._terms.get(_key(rest[:length])) or self._terms.get(_key(map(_plain, rest[:length])))
                if term is not None:
                    found.setdefault(term.id, term)
                    break
            else:
                length = 1
            rest = rest[length:]
        return list(found.values())


def explain(pack: Pack, glossary: Glossary, said: str) -> Lesson:
    """Return what the terms in a text mean, for the asker alone.

    Args:
        pack: where the meanings come from.
        glossary: of that pack.
        said: the text, by anyone.
    """
    terms = glossary.within(said)
    if not terms:
        nothing = message(
            text("None of the words there are in “", pack.title, "”; try /ask with your own question."),
            Buttons((Button("All topics", encode(ShowTopics(pack.id)), Emphasis.PRIMARY),)),
            Footer(pack.title),
            private=True,
        )
        return Lesson(nothing, pack.id)
    shown = terms[:_MOST_TERMS]
    more = [text(f"The first {len(shown)} of {len(terms)}:")] if len(terms) > len(shown) else []
    explained = message(
        Heading("Terms in that message"),
        *more,
        Facts(tuple((term.term, term.definition) for term in shown)),
        Menu("Look closer at one …", tuple(Choice(term.term, encode(ShowTerm(pack.id, term.id))) for term in shown)),
        Footer(pack.title),
        private=True,
    )
    return Lesson(explained, pack.id, tuple(key(term) for term in shown))


def _plain(word: str) -> str:
    """Return a word without the signs that emphasise it; C++ and C# are other words than C."""
    return word.rstrip("*")


def _key(name: Iterable[str]) -> tuple[str, ...]:
    return tuple(singular(fold(word)) for word in name)
