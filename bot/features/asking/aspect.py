"""The aspect in which a question compares sides, which is searched for without their names.

Every comparison is about the sides, so their names tell nothing, and drown the aspect where meaning is compared.
"""

from collections.abc import Sequence

from bot.content.finding.concepts import is_comparing
from bot.content.finding.documents import heading
from bot.content.finding.finder import mentioned_sides
from bot.content.finding.ranking import Hit
from bot.content.model import Comparison, Pack, Topic
from bot.language.fillers import FILLERS
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
"""Words that lead to an aspect or away from it, and are no part of it."""

_LONGEST = 6
"""Words of an aspect at most: what's left of a long question without the sides isn't one."""

_NEAR = 0.4
"""Share of the best answer's score from which something side by side comes before it."""


def aspect_of(pack: Pack, question: str) -> str:
    """Return the aspect in which a question compares sides; "" if it compares none, or as a whole.

    Args:
        pack: whose sides.
        question: as asked, without slips.
    """
    sides = mentioned_sides(pack, question) if is_comparing(question) else []
    if len({side.named.id for side in sides}) < 2:
        return ""
    said = _trimmed([word for word in words(without(question, sides)) if not is_comparing(word)])
    return " ".join(said) if len(said) <= _LONGEST and any(word not in FILLERS for word in said) else ""


def side_by_side_first(pack: Pack, hits: Sequence[Hit], aspect: str) -> list[Hit]:
    """Return hits with what compares the sides in an aspect first: what's called so, then what's nearly as good.

    Args:
        pack: where they're from.
        hits: the best first.
        aspect: in which sides are compared.
    """
    wanted, best = words(aspect), hits[0].score
    comparing: tuple[Comparison | Topic, ...] = (*pack.comparisons, *pack.topics)
    named = next((each for each in comparing if words(heading(each)) in (wanted, ["the", *wanted])), None)

    def later(hit: Hit) -> tuple[bool, bool]:
        is_side_by_side = isinstance(hit.item, Comparison) and hit.score >= _NEAR * best
        return hit.item is not named, not is_side_by_side

    if named and all(hit.item is not named for hit in hits):
        hits = [Hit(named, best), *hits]
    return sorted(hits, key=later)


def _trimmed(said: list[str]) -> list[str]:
    """Return words without those at either end that lead to something or away from it."""
    telling = [place for place, word in enumerate(said) if word not in _EDGES]
    return said[telling[0] : telling[-1] + 1] if telling else []
