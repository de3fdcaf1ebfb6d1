"""What a question asks of a pack, computed once for the search and for the page; and the search itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.finding.answerer import Answerer
from bot.content.finding.confidence import ENOUGH
from bot.content.finding.documents import speaks_of, title_and_body
from bot.content.finding.finder import Finder
from bot.content.finding.halves import Compared
from bot.content.finding.query import Query
from bot.content.finding.ranking import Found, Hit
from bot.features.asking.aspect import aspect_of
from bot.features.asking.figures import figure_wanted
from bot.features.asking.follow_up_phrasings import subject_words
from bot.features.asking.question_forms import subject, telling_words
from bot.features.asking.side_by_side import explained
from bot.features.asking.word_families import families, spoken_of
from bot.language.stop_words import STOP_WORDS
from bot.language.text import words
from bot.naming.mentions import without

_WHO_IS = re.compile(r"\W*who(?:['’]?s|\s+is)\s+(?P<name>[^\W\d_]+(?:\s+[^\W\d_]+)?)\W*", re.IGNORECASE)
"""Asks who someone is, by their name."""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A question as understood in a pack.

    Args:
        question: the question as asked, or a follow-up in full.
        text: the question with typos corrected.
        query: the query: the text without the words that say how to answer it.
        compared: what it compares as a whole.
        aspect: the aspect in which it compares sides; "" if it compares none, or compares them as a whole.
    """

    question: str
    text: str
    query: Query
    compared: Compared
    aspect: str


def interpret(finder: Finder, question: str) -> Interpretation:
    """Return what a question asks of a pack. Call it in a thread, since it may build an index or a dictionary.

    Args:
        finder: the pack's finder.
        question: the question as asked, or a follow-up in full.
    """
    text = finder.corrected(question)
    query = finder.query(subject(text))
    compared = finder.compared(query.text)
    is_whole = len(compared.named) > 1 and not compared.weighs
    aspect = "" if is_whole else aspect_of(finder.pack, text, weighs=compared.weighs)
    return Interpretation(question, text, query, compared, aspect)


async def find(answerer: Answerer, finder: Finder, meant: Interpretation) -> Found:
    """Return what a pack has for a question; if it compares sides in an aspect, search for the aspect first.

    Args:
        answerer: finds answers.
        finder: the pack's finder.
        meant: what the question asks of the pack.
    """
    if not meant.aspect:
        found = await answerer.find(finder, meant.query)
        if found.is_covered:
            return found
        if mentioning := mentioning_someone(finder, meant.text, found.hits):
            return Found(tuple(mentioning), ENOUGH)
        return Found(found.hits, ENOUGH) if tells(finder, meant.text, found.hits) else found
    found = await answerer.find(finder, finder.query(meant.aspect))
    if found.is_covered:
        return found
    whole = await answerer.find(finder, meant.query)
    telling = frozenset(telling_words(meant.aspect))
    spoken = tuple(hit for hit in whole.hits if speaks_of(finder.pack, hit.item, telling))
    return Found(spoken, whole.confidence) if spoken else Found(whole.hits, found.confidence)


def mentioning_someone(finder: Finder, question: str, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits that mention the person a question is about: “who's Priya?”; none if it asks anything else.

    Args:
        finder: the pack's finder.
        question: the question, without typos.
        hits: what was found.
    """
    asks = _WHO_IS.fullmatch(question)
    name = words(asks["name"]) if asks else []
    if not name or not STOP_WORDS.isdisjoint(name):
        return []
    written = re.compile(rf"\b{' '.join(map(str.capitalize, name))}\b")
    return [hit for hit in hits if written.search(title_and_body(finder.pack, hit.item)[1])]


def tells(finder: Finder, question: str, hits: Sequence[Hit]) -> bool:
    """Return whether the best hit explains the one thing that's named, and has all that's asked about it.

    So it has all other words of the question, and any figure: then it's the answer, however little its vector
    resembles the question.

    Args:
        finder: the pack's finder.
        question: the question, without typos.
        hits: what was found.
    """
    mentioned = finder.mentions(question)
    if not hits or len({each.named.id for each in mentioned}) != 1:
        return False
    item = explained(finder.pack, mentioned[0].named)
    if item is None or item is not hits[0].item:
        return False
    told = " ".join(title_and_body(finder.pack, item))
    said, has_figure = families(subject_words(without(question, mentioned))), figure_wanted(question)
    return bool(said) and said <= spoken_of(told) and (has_figure is None or has_figure(told))
