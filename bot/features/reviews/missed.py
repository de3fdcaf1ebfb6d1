"""Cards that help with questions missed in quizzes come sooner. Pure.

Their memory state doesn't change. An early review is no problem, as FSRS uses the time since the last review.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from bot.content.question import Question
from bot.features.reviews.deck import Deck
from bot.features.reviews.flashcard import Flashcard
from bot.features.reviews.model import CardState, Queue

LATELY = timedelta(days=14)
"""For how long a missed question brings cards forward."""

_MOST = 3
"""Maximum number of cards that help with a question."""


_BEFORE_ALL = -(2**40)
"""Added to the position of a new card to put it before all others."""

_FIRST = datetime(1970, 1, 1, microsecond=1000, tzinfo=UTC)
"""A wake time before any question was missed."""


class Forward(NamedTuple):
    """A card to bring forward.

    Args:
        state: the card.
        missed: when a question that it helps with was missed.
        first: whether it comes before all other cards brought forward.
    """

    state: CardState
    missed: datetime
    first: bool

    @property
    def wakes(self) -> int | datetime:
        """Return its new wake time: for a new card a position before all others, else the time of the miss."""
        if self.state.queue is Queue.NEW:
            return (2 if self.first else 1) * _BEFORE_ALL + self.state.position
        return _FIRST if self.first else self.missed


def helping(deck: Deck, missed: Iterable[tuple[Question, datetime]]) -> dict[str, datetime]:
    """Return the ids of the cards that help with some questions, each with the time of the latest miss.

    Args:
        deck: the deck of the questions' pack.
        missed: the questions, each with the time when it was missed.
    """
    found: dict[str, datetime] = {}
    for question, at in missed:
        for card in _helping(deck, question):
            found[card.id] = max(at, found.get(card.id, at))
    return found


def _helping(deck: Deck, question: Question) -> list[Flashcard]:
    """Return the card of the item that a question was derived from, else the first cards of its objective."""
    kind, _, rest = question.id.partition(":")
    same = deck.by_id.get(f"{kind}:{rest.partition(':')[0]}") if rest else None
    return [same] if same is not None else list(deck.by_objective.get(question.objectives[0], ()))[:_MOST]


def to_bring_forward(states: Iterable[CardState], missed: Mapping[str, datetime]) -> Iterator[CardState]:
    """Yield the cards to show sooner: new and waiting ones that haven't been reviewed since the miss.

    Args:
        states: the learner's cards.
        missed: the time, by card id, when a question that the card helps with was missed.
    """
    for state in states:
        waits = state.queue in (Queue.NEW, Queue.REVIEW)
        if waits and (state.memory.last is None or state.memory.last < missed[state.card]):
            yield state
