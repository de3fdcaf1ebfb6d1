"""The aspect in which a question compares sides, to be searched for without the sides' names.

Every comparison is about the sides, so their names say nothing, and drown the aspect in a search by meaning.
"""

from collections.abc import Sequence

from bot.content.finding.concepts import is_comparing
from bot.content.finding.documents import heading
from bot.content.finding.finder import mentioned_sides
from bot.content.finding.ranking import Hit
from bot.content.model import Comparison, Pack, Topic
from bot.features.asking.all_sides import without_all_sides
from bot.language.stop_words import STOP_WORDS
from bot.language.text import words
from bot.naming.mentions import without

_EDGES = frozenset(
    words(
        """
        a about after again all also an and any are as at be been before between both but by can
        come comes could did do does each either explain for from give had has have how i if in into
        is it its me might must of on one or other our please regard regarding respect should
        show so tell terms than that the their them there these they this those to us was way ways
        we were what what's when where which will with would you your
        """
    )
)
"""Words that come before or after an aspect and aren't part of it."""

_NO_ASPECT = STOP_WORDS | frozenset(
    words(
        """
        area areas aspect aspects point points respect respects thing things way ways
        two three four five six many several
        """
    )
)
"""Words that name no aspect, though they may count some: “which four things set the roles apart?”"""

_LONGEST = 6
"""Maximum number of words in an aspect: the rest of a long question without the sides isn't one."""

_NEAR = 0.4
"""Minimum share of the best answer's score for a comparison to come before it."""


def aspect_of(pack: Pack, question: str, *, weighs: bool = False) -> str:
    """Return the aspect in which a question compares sides; "" if it compares none, or compares them as a whole.

    Args:
        pack: the pack with the sides.
        question: the question as asked, with typos corrected.
        weighs: whether it asks which side is more so.
    """
    sides = mentioned_sides(pack, question) if weighs or is_comparing(question) else []
    if len({side.named.id for side in sides}) > 1:
        about = without(question, sides)
    elif not sides and len(pack.sides) > 1 and is_comparing(question):
        about = without_all_sides(question)
    else:
        return ""
    telling = _trimmed([word for word in words(about) if not is_comparing(word)])
    return " ".join(telling) if len(telling) <= _LONGEST and not _NO_ASPECT.issuperset(telling) else ""


def side_by_side_first(pack: Pack, hits: Sequence[Hit], aspect: str) -> list[Hit]:
    """Return hits with comparisons first: the item named like the aspect, then comparisons that are nearly as good.

    Args:
        pack: the hits' pack.
        hits: the hits, the best first.
        aspect: the aspect in which sides are compared.
    """
    aspect_words, best = words(aspect), hits[0].score
    comparing: tuple[Comparison | Topic, ...] = (*pack.comparisons, *pack.topics)
    named = next((each for each in comparing if words(heading(each)) in (aspect_words, ["the", *aspect_words])), None)

    def later(hit: Hit) -> tuple[bool, bool]:
        is_side_by_side = isinstance(hit.item, Comparison) and hit.score >= _NEAR * best
        return hit.item is not named, not is_side_by_side

    if named and all(hit.item is not named for hit in hits):
        hits = [Hit(named, best), *hits]
    return sorted(hits, key=later)


def _trimmed(all_words: list[str]) -> list[str]:
    """Return words without those at either end that aren't part of an aspect."""
    telling = [place for place, word in enumerate(all_words) if word not in _EDGES]
    return all_words[telling[0] : telling[-1] + 1] if telling else []
