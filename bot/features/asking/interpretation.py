"""What a question asks of a pack, worked out once for searching and for the page, and what's found by that."""

from dataclasses import dataclass

from bot.content.finding.answerer import Answerer
from bot.content.finding.documents import speaks_of
from bot.content.finding.finder import Finder
from bot.content.finding.halves import Compared
from bot.content.finding.query import Query
from bot.content.finding.ranking import Found
from bot.features.asking.aspect import aspect_of
from bot.features.asking.question_forms import subject
from bot.language.fillers import FILLERS
from bot.language.text import singular, words


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A question as a pack reads it.

    Args:
        question: as asked, or what a follow-up says in full.
        text: the same without slips.
        query: what's searched for: the text without how it's to be answered.
        compared: what it compares as a whole.
        aspect: in which it compares sides; "" if it compares none, or as a whole.
    """

    question: str
    text: str
    query: Query
    compared: Compared
    aspect: str


def interpret(finder: Finder, question: str) -> Interpretation:
    """Return what a question asks of a pack. Call it in a thread, since an index or a dictionary may have to be made.

    Args:
        finder: of the pack.
        question: as asked, or what a follow-up says in full.
    """
    text = finder.corrected(question)
    query = finder.query(subject(text))
    compared = finder.compared(query.text)
    aspect = "" if len(compared.named) > 1 else aspect_of(finder.pack, text)
    return Interpretation(question, text, query, compared, aspect)


async def find(answerer: Answerer, finder: Finder, meant: Interpretation) -> Found:
    """Return what a pack has for a question, going by the aspect alone where it compares sides in one.

    Args:
        answerer: finds answers.
        finder: of the pack.
        meant: what a question asks of it.
    """
    if not meant.aspect:
        return await answerer.find(finder, meant.query)
    found = await answerer.find(finder, finder.query(meant.aspect))
    if found.is_covered:
        return found
    whole = await answerer.find(finder, meant.query)
    telling = {singular(word) for word in words(meant.aspect) if word not in FILLERS}
    spoken = tuple(hit for hit in whole.hits if speaks_of(finder.pack, hit.item, telling))
    return Found(spoken, whole.confidence) if spoken else Found(whole.hits, found.confidence)
