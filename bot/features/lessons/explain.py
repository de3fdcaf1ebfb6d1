"""Explains the glossary terms in someone's message."""

from collections.abc import Iterable, Sequence

from bot.content.model import Pack, Term
from bot.features.lessons.actions import ShowTerm, ShowTopics
from bot.features.lessons.lesson import Lesson, key
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Choice, Emphasis, Menu
from bot.language.message import Facts, Footer, Heading, message
from bot.language.rich_text import text
from bot.language.text import fold, listed, singular
from bot.naming.marks import marked_words

_MOST_TERMS = 8
"""Maximum number of terms explained at once; a long text has more, but nobody would read them."""


class Glossary:
    """An index of a pack's terms by the words of their names.

    Args:
        pack: the pack with the terms.

    Attributes:
        pack: the pack with the terms.
        longest: the number of words in the longest name.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._terms: dict[tuple[str, ...], Term] = {}
        for term in pack.terms:
            for name in (term.term, *term.aliases):
                if key := _key(marked_words(name)):
                    self._terms.setdefault(key, term)
        self.longest = max(map(len, self._terms), default=0)

    def called(self, words: Sequence[str]) -> Term | None:
        """Return the term that these words name, if any."""
        return self._terms.get(_key(words)) or self._terms.get(_key(map(_plain, words)))


def terms_used_in(typed: str, glossaries: Sequence[Glossary]) -> list[tuple[Pack, Term]]:
    """Return the terms that a text uses, each once and in order; if names overlap, the longest counts.

    Args:
        typed: the text, written by anyone.
        glossaries: the glossaries of the packs in use; if several have a name, the first one counts.
    """
    rest, longest = marked_words(typed), max((each.longest for each in glossaries), default=0)
    found: dict[tuple[str, str], tuple[Pack, Term]] = {}
    while rest:
        step = 1
        for length in range(min(longest, len(rest)), 0, -1):
            named = ((each.pack, each.called(rest[:length])) for each in glossaries)
            pack, term = next(((pack, term) for pack, term in named if term is not None), (None, None))
            if pack is not None and term is not None:
                found.setdefault((pack.id, term.id), (pack, term))
                step = length
                break
        rest = rest[step:]
    return list(found.values())


def explain(glossaries: Sequence[Glossary], typed: str) -> list[Lesson]:
    """Return what the terms in a text mean, privately: one lesson for each pack that has some of them.

    All lessons have the same message.

    Args:
        glossaries: the glossaries of the packs in use; not empty.
        typed: the text, written by anyone.
    """
    terms = terms_used_in(typed, glossaries)
    first = glossaries[0].pack
    titles = listed([f"“{each.pack.title}”" for each in glossaries], "or")
    if not terms:
        has_words = bool(marked_words(typed))
        nothing = message(
            text(
                f"None of those words are in {titles}; try /ask with your own question."
                if has_words
                else "There's no text in that message for me to read, so pick another one, or ask me with /ask."
            ),
            Buttons((Button("All topics", encode(ShowTopics(first.id)), Emphasis.PRIMARY),)),
            Footer(first.title),
            private=True,
        )
        return [Lesson(nothing, first.id)]
    first_terms = terms[:_MOST_TERMS]
    packs = {pack.id: pack for pack, _ in first_terms}
    more = [text(f"The first {len(first_terms)} of {len(terms)}:")] if len(terms) > len(first_terms) else []
    lines = tuple(Choice(term.term, encode(ShowTerm(pack.id, term.id))) for pack, term in first_terms)
    explained = message(
        Heading("Terms in that message"),
        *more,
        Facts(tuple((term.term, term.definition) for _, term in first_terms)),
        Menu("Look closer at one …", lines),
        Footer(" · ".join(pack.title for pack in packs.values())),
        private=True,
    )
    return [
        Lesson(explained, pack, tuple(key(term) for other, term in first_terms if other.id == pack)) for pack in packs
    ]


def _plain(word: str) -> str:
    """Return a word without asterisks for emphasis; other signs stay, as C++ and C# aren't C."""
    return word.rstrip("*")


def _key(name: Iterable[str]) -> tuple[str, ...]:
    return tuple(singular(fold(word)) for word in name)
