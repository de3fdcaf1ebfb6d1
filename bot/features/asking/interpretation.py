"""What a question asks of a pack, computed once for the search and for the page; and the search itself."""

import asyncio
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.content.finding.answerer import Answerer
from bot.content.finding.confidence import SURE
from bot.content.finding.documents import answering, speaks_of, title_and_body
from bot.content.finding.finder import Finder, mentioned_sides
from bot.content.finding.halves import Compared
from bot.content.finding.query import Query
from bot.content.finding.ranking import Found, Hit
from bot.content.item import Item
from bot.features.asking.all_sides import with_sides_named
from bot.features.asking.aspect import aspect_of
from bot.features.asking.figures import OF_A_KIND, figure_wanted
from bot.features.asking.follow_up_phrasings import subject_words
from bot.features.asking.question_forms import Has, subject, telling_words
from bot.features.asking.side_by_side import explained
from bot.features.asking.who import introduction, is_someone, mentions_name, name_asked_after, who_wanted
from bot.features.asking.word_families import families, spoken_of
from bot.language.locales import language_of
from bot.language.tongues import is_in_another
from bot.naming.mentions import without

_MOST_MENTIONING = 8
"""Maximum number of items returned that mention someone."""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A question as understood in a pack.

    Args:
        question: the question as asked, or a follow-up in full.
        text: the question with typos corrected, and with the sides' names for words such as “both roles”.
        query: the query: the text without the words that say how to answer it.
        as_asked: the same, but without such names.
        compared: what it compares as a whole.
        aspect: the aspect in which it compares sides; "" if it compares none, or compares them as a whole.
        is_foreign: whether it's in another language than the pack. An English pack then knows only what it names; any
            other finds answers by their words, as always.
    """

    question: str
    text: str
    query: Query
    as_asked: Query
    compared: Compared
    aspect: str
    is_foreign: bool


def interpret(finder: Finder, question: str) -> Interpretation:
    """Return what a question asks of a pack. Call it in a thread, since it may build an index or a dictionary.

    Args:
        finder: the pack's finder.
        question: the question as asked, or a follow-up in full.
    """
    corrected = finder.corrected(question)
    text = with_sides_named(finder.pack, corrected)
    query = finder.query(subject(text))
    as_asked = query if text == corrected else finder.query(subject(corrected))
    compared = finder.compared(query.text)
    is_whole = len(compared.named) > 1 and not compared.weighs
    aspect = "" if is_whole else aspect_of(finder.pack, text, weighs=compared.weighs)
    is_foreign = is_in_another(question, language_of(finder.pack.language))
    return Interpretation(question, text, query, as_asked, compared, aspect, is_foreign)


async def find(answerer: Answerer, finder: Finder, meant: Interpretation) -> Found:
    """Return what a pack has for a question; if it compares sides in an aspect, search for the aspect first.

    Args:
        answerer: finds answers.
        finder: the pack's finder.
        meant: what the question asks of the pack.
    """
    if meant.is_foreign and language_of(finder.pack.language) == "en":
        return in_another_language(finder, meant.question, (await answerer.find(finder, meant.query)).hits)
    if not meant.aspect:
        found = await answerer.find(finder, meant.query)
        if not found.is_covered and meant.as_asked is not meant.query:
            found = await answerer.find(finder, meant.as_asked)
        if name_asked_after(meant.text):  # few questions do, and the others needn't wait for a thread
            mentioning = await asyncio.to_thread(mentioning_someone, finder, meant.text, found.hits)
            if mentioning:
                return Found(tuple(mentioning), SURE)
        told = () if found.is_sure else telling_first(finder, meant.text, found.hits)
        return Found(tuple(told), SURE) if told else found
    found = await answerer.find(finder, finder.query(meant.aspect))
    if found.is_covered:
        return found
    whole = await answerer.find(finder, meant.query)
    if not mentioned_sides(finder.pack, meant.text):
        return whole  # such as “which four things set the roles apart?”, which names no aspect
    telling = frozenset(telling_words(meant.aspect))
    spoken = tuple(hit for hit in whole.hits if speaks_of(finder.pack, hit.item, telling))
    return Found(spoken, whole.confidence) if spoken else Found(whole.hits, found.confidence)


def in_another_language(finder: Finder, question: str, hits: Sequence[Hit]) -> Found:
    """Return what an English pack has for a question in another language: what it names, or cards in a language, too.

    Args:
        finder: the pack's finder.
        question: the question as asked.
        hits: what was found; by meaning, that's anything.
    """
    mentioned = {each.named.id for each in finder.mentions(question)}
    known = tuple(
        hit
        for hit in hits
        if (isinstance(hit.item, Item) and hit.item.id in mentioned)
        or any(is_in_another(each, "en") for each in title_and_body(finder.pack, hit.item))
    )
    return Found(known, SURE) if known else Found(tuple(hits), 0.0)


def mentioning_someone(finder: Finder, question: str, hits: Sequence[Hit]) -> list[Hit]:
    """Return what mentions the person a question is about, first what introduces them: “who's Priya?”.

    There's nothing if the question asks anything else, or if the pack explains what's named.

    Args:
        finder: the pack's finder.
        question: the question, without typos.
        hits: what was found, the best first.
    """
    name = name_asked_after(question)
    if not name or finder.mentions(name):
        return []
    found = [hit.item for hit in hits]
    items = [*found, *(item for item in answering(finder.pack) if item not in found)]
    bodies = [(item, title_and_body(finder.pack, item)[1]) for item in items]
    mentioning = [(item, body) for item, body in bodies if mentions_name(name, body)]
    if not is_someone(name, [body for _, body in mentioning], finder.pack.language):
        return []
    mentioning.sort(key=lambda each: introduction(name, each[1]))
    return [finder.ranking.hit(item) for item, _ in mentioning[:_MOST_MENTIONING]]


def telling_first(finder: Finder, question: str, hits: Sequence[Hit]) -> Sequence[Hit]:
    """Return the hits, first the one that has what's asked for, however little its vector says so; none if none has.

    Args:
        finder: the pack's finder.
        question: the question, without typos.
        hits: what was found, the best first.
    """
    has_figure, says_who = figure_wanted(question), who_wanted(finder.pack, question)
    wanted = [each for each in (has_figure, says_who) if each is not None]
    about = _telling_about_named(finder, question, hits, wanted)
    if about:
        return [about, *(hit for hit in hits if hit is not about)]
    said = families(subject_words(question)) - (OF_A_KIND if has_figure else set())
    return hits if hits and wanted and _tells_what_is_wanted(finder, said, hits, wanted) else []


def _telling_about_named(finder: Finder, question: str, hits: Sequence[Hit], wanted: Sequence[Has]) -> Hit | None:
    """Return the hit that explains the one thing named, if it has all other words and what's wanted.

    Args:
        finder: the pack's finder.
        question: the question, without typos.
        hits: what was found, the best first.
        wanted: tests for the figure or the person that it wants.
    """
    mentioned = finder.mentions(question)
    if len({each.named.id for each in mentioned}) != 1:
        return None
    item = explained(finder.pack, mentioned[0].named)
    about = next((hit for hit in hits if hit.item is item), None)
    said = families(subject_words(without(question, mentioned)))
    if about is None or not said:
        return None
    told = _text(finder, about)
    return about if said <= spoken_of(told) and _has_all(wanted, told) else None


def _tells_what_is_wanted(finder: Finder, said: AbstractSet[str], hits: Sequence[Hit], wanted: Sequence[Has]) -> bool:
    """Return whether the best hit has what's wanted, and all words but one at most.

    One of these words must be in no other hit.

    Args:
        finder: the pack's finder.
        said: the families of the question's words.
        hits: what was found, the best first; not empty.
        wanted: tests for the figure or the person that the question wants; not empty.
    """
    told, *others = (_text(finder, hit) for hit in hits)
    if not _has_all(wanted, told):
        return False
    spoken = spoken_of(told)
    return len(said - spoken) <= 1 and not said & spoken <= spoken_of(" ".join(others))


def _text(finder: Finder, hit: Hit) -> str:
    return " ".join(title_and_body(finder.pack, hit.item))


def _has_all(wanted: Sequence[Has], told: str) -> bool:
    return all(has(told) for has in wanted)
