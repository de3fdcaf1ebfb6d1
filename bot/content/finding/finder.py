"""Finding things in a pack: topics, aspects, terms and sides by name, and answers to free questions."""

import re
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from bot.content.derived import CachedPerPack, When
from bot.content.finding.concepts import Named, Reader
from bot.content.finding.documents import answering, documents, named_cards
from bot.content.finding.halves import Compared, compared, compares_all_sides
from bot.content.finding.named import ItemNames, asks_what
from bot.content.finding.query import Query
from bot.content.finding.ranking import Ranking
from bot.content.finding.wording import Wording
from bot.content.model import Comparison, Pack, Side, Topic
from bot.language.locales import language_of
from bot.language.refusals import Offer, Refusal
from bot.language.stop_words import STOP_WORDS
from bot.language.text import words
from bot.meaning.common_words import common_words
from bot.naming.marks import marked_words
from bot.naming.mentions import Mention, mentions
from bot.naming.titles import Title, Titles
from bot.naming.unknown import unknown
from bot.runtime.memory import with_numpy

if TYPE_CHECKING:  # it needs numpy, which is only imported once someone asks something
    from bot.content.finding.search import Search

_DOTTED = re.compile(r"\b[A-Z](?:\.[A-Z])+\b\.?")


class Finder:
    """Looks things up in one pack.

    Args:
        pack: the pack to index; a changed pack needs a new Finder.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.topics = Titles(Title(topic.id, topic.title, (topic.id, *topic.aliases)) for topic in pack.topics)
        self.aspects = _aspects(pack.comparisons)
        self.sides = sides_of(pack)

    @property
    def terms(self) -> Titles:
        """Return the terms by name."""
        return terms_of(self.pack)

    @property
    def ranking(self) -> Ranking:
        """Return the ranking of answers to free questions."""
        return _searching_of(self.pack).ranking

    def corrected(self, question: str) -> str:
        """Return a question with its typos corrected and abbreviations written without stops: AI for “A.I.”."""
        return _DOTTED.sub(self._without_stops, _reading_of(self.pack).wording.corrected(question))

    def _without_stops(self, dotted: re.Match[str]) -> str:
        joined = dotted[0].replace(".", "")
        return joined if joined.lower() not in STOP_WORDS and self.has_a_word_of(joined) else dotted[0]

    def query(self, text: str) -> Query:
        """Return the query for a text whose typos are corrected."""
        spelled_out = _reading_of(self.pack).wording.spelled_out(text)
        return Query(text, spelled_out, marked_words(text), asks_what(text))

    def compared(self, question: str) -> Compared:
        """Return what a question, with its typos corrected, compares as a whole."""
        found = compared(_reading_of(self.pack).reader, question, _searching_of(self.pack).search.has)
        is_of_all = not found.named and len(self.pack.sides) > 1 and compares_all_sides(question)
        return Compared(self.pack.sides) if is_of_all else found

    def has_a_word_of(self, question: str) -> bool:
        """Return whether an item of the pack has any word of a question, with its typos corrected."""
        concepts = _reading_of(self.pack).reader.concepts(question)
        return any(map(_searching_of(self.pack).search.has, concepts))

    def mentions(self, question: str) -> list[Mention[Named]]:
        """Return the terms, sides and cards that a question mentions; “it” isn't a mention of the term IT."""
        return mentions(question, self._mentioned)

    def _mentioned(self, name: str) -> Named | None:
        if all(word in STOP_WORDS for word in words(name)):
            return None
        if (side := _side(self.pack, name)) is not None:
            return side
        if term := self.terms.exact(name):
            return self.pack.term_by_id[term.key]
        card = fronts_of(self.pack).exact(name)
        return self.pack.card_by_id[card.key] if card else None

    def topic(self, typed: str) -> Topic:
        """Return the topic that's meant. Raises Refusal, listing all topics."""
        found = self.topics.match(typed)
        if found is None:
            there_are = ", ".join(topic.title for topic in self.pack.topics)
            raise unknown(
                "topic", f"I don't have a topic “{typed}”", self.topics, typed, f"Choose one of: {there_are}."
            )
        return self.pack.topic_by_id[found.key]

    def aspect(self, typed: str, topic: Topic | None) -> Comparison:
        """Return the comparison that's meant, within a topic if given. Raises Refusal, offering the closest ones."""
        titles = self.aspects
        if topic is not None:
            titles = _aspects(each for each in self.pack.comparisons if self.pack.topic_of(each) is topic)
        found = titles.match(typed)
        if found is None:
            where = f" in {topic.title}" if topic else ""
            see_all = f"Run /compare {topic.title} to see them all." if topic else "Run /compare to see the topics."
            raise unknown("aspect", f"I don't have an aspect “{typed}”{where}", titles, typed, see_all)
        return self.pack.comparison_by_id[found.key]

    def unknown_term(self, typed: str) -> Refusal:
        """Return the refusal of a term that the pack doesn't have, offering the closest ones."""
        ask = f"/ask {typed}"
        if not self.terms.nearest(typed):
            sentence = f"“{typed}” isn't in this glossary. Try {ask}."
            return Refusal(sentence, option="term", offers=[Offer(ask, line=ask)])
        return unknown("term", f"“{typed}” isn't in this glossary", self.terms, typed, "")

    def side(self, typed: str) -> Side:
        """Return the side that's meant. Raises Refusal, listing all sides."""
        found = self.sides.match(typed, shortest=1)
        if found is None:
            there_are = " or ".join(side.name for side in self.pack.sides)
            raise unknown("sides", f"I don't have a side “{typed}”", self.sides, typed, f"Choose {there_are}.")
        return self.pack.side_by_id[found.key]


def mentioned_sides(pack: Pack, question: str) -> list[Mention[Side]]:
    """Return the sides that a question mentions, even if a side's name is a filler elsewhere: “make or buy”.

    Args:
        pack: the pack with the sides.
        question: the question as typed.
    """
    return mentions(question, partial(_side, pack))


def _side(pack: Pack, name: str) -> Side | None:
    side = sides_of(pack).exact(name)
    return pack.side_by_id[side.key] if side else None


def _aspects(comparisons: Iterable[Comparison]) -> Titles:
    return Titles(Title(each.id, each.aspect, (each.id,)) for each in comparisons)


class _Reading(NamedTuple):
    """Reads free questions.

    Args:
        reader: reads them in the pack's terms.
        names: what the pack's items are called.
        vocabulary: the words of its items, sorted.
        wording: corrects typos.
    """

    reader: Reader
    names: ItemNames
    vocabulary: list[str]
    wording: Wording


def _reading(pack: Pack) -> _Reading:
    reader = Reader(pack)
    vocabulary = sorted(
        {word for texts in documents(pack) for text in texts for word in text.split() if len(word) > 3}
    )
    common = common_words() if language_of(pack.language) == "en" else ()
    names = ItemNames(answering(pack), reader, pack.language)
    return _Reading(reader, names, vocabulary, Wording(pack, vocabulary, common))


class _Searching(NamedTuple):
    """Answers free questions.

    Args:
        search: searches by words.
        ranking: ranks by words and meaning.
    """

    search: "Search"
    ranking: Ranking


def _searching(pack: Pack) -> _Searching:
    with with_numpy():
        from bot.content.finding.search import Search

    reading = _reading_of(pack)
    search = Search(pack, reading.reader, reading.names.terms, reading.vocabulary)
    return _Searching(search, Ranking(pack, reading.names, search))


sides_of = CachedPerPack(
    lambda pack: Titles(Title(side.id, side.name, (side.id, *side.aliases)) for side in pack.sides)
)
"""The sides of a pack by name."""

terms_of = CachedPerPack(
    lambda pack: Titles(Title(term.id, term.term, (term.id, *term.aliases)) for term in pack.terms), When.SOON
)
"""The terms of a pack by name."""

fronts_of = CachedPerPack(lambda pack: Titles(Title(card.id, name) for name, card in named_cards(pack)), When.SOON)
"""The cards of a pack that explain one thing, by its name."""

_reading_of = CachedPerPack(_reading, When.SOON)

_searching_of = CachedPerPack(_searching, When.WANTED)
