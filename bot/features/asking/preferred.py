"""Which of the best answers comes first if a question asks who, and the best one doesn't say. Pure."""

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
