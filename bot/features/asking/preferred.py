"""Which of the best answers are shown together, and which comes first. Pure."""

from collections.abc import Sequence

from bot.content.finding.documents import heading
from bot.content.finding.ranking import Hit
from bot.content.model import Pack
from bot.features.asking.part import answer_in
from bot.features.asking.question_forms import wants_side
from bot.features.asking.who import who_wanted
from bot.features.asking.word_families import spoken_of

_NEAR = 0.5
"""Minimum share of the best answer's score that another answer needs to come before it."""

_WORTH_ADDING = 0.15
"""Minimum share of the best answer's score for a further answer."""

_MOST_OTHERS = 3
"""Maximum number of further answers shown with the best one."""


def saying_who_first(pack: Pack, hits: Sequence[Hit], question: str) -> Sequence[Hit]:
    """Move the hit that says who to the front, if a question asks who.

    Args:
        pack: the hits' pack.
        hits: the hits, the best first; not empty.
        question: the question as asked.
    """
    if not wants_side(question):
        return hits
    near = [hit for hit in hits if hit.score >= _NEAR * hits[0].score]
    first = min(near, key=lambda hit: _lacks(pack, hit, question))
    return [first, *(hit for hit in hits if hit is not first)]


def _lacks(pack: Pack, hit: Hit, question: str) -> int:
    """Return how far an item is from saying who: 0 if its heading asks it, 1 if one sentence says it all, else 2."""
    question_words, named = spoken_of(question), heading(hit.item)
    if wants_side(named) and question_words & spoken_of(named):
        return 0
    sentence, says_who = answer_in(pack, hit.item, question), who_wanted(pack, question)
    return 1 if says_who and says_who(sentence) and question_words <= spoken_of(sentence) else 2


def worth_showing(hits: Sequence[Hit]) -> list[Hit]:
    """Return the answers to show together, the best first.

    Args:
        hits: the hits, the best first; not empty.
    """
    best, *others = hits
    return [best, *_adding_something(best, others)[:_MOST_OTHERS]]


def _adding_something(best: Hit, others: Sequence[Hit]) -> list[Hit]:
    """Return the further answers that are good enough, and whose name and an objective aren't covered yet."""
    taught, names = set(best.teaches), {heading(best.item)}
    found = []
    for hit in others:
        new = set(hit.teaches) - taught
        is_new = heading(hit.item) not in names and (new or not hit.teaches)
        if is_new and hit.score >= _WORTH_ADDING * best.score:
            found.append(hit)
            taught |= new
            names.add(heading(hit.item))
    return found
