"""The steps of a review session, each within one transaction: what a press reads and writes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.content.model import Pack, Topic
from bot.features.learners.store import learners
from bot.features.quizzes.questions import bank
from bot.features.reviews import queueing, scheduling
from bot.features.reviews.deck import Deck
from bot.features.reviews.model import (
    CardState,
    Change,
    DailyLimits,
    Outlook,
    Rating,
    Upcoming,
    buried,
    taken_back,
    unburied,
)
from bot.features.reviews.scheduling import Plan
from bot.features.reviews.sooner import bring_forward
from bot.features.reviews.store import cards, decks, queue, reviews
from bot.features.reviews.store.decks import OpenDeck
from bot.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class CardRef:
    """A card as a button names it, untrusted.

    Args:
        pack: the card's pack.
        code: the card's code.
        number: the card's number of ratings when the button was made.
    """

    pack: Pack
    code: str
    number: int


@dataclass(frozen=True, slots=True)
class SessionState:
    """The state of a session after a press.

    Args:
        opened: the learner's deck.
        upcoming: what comes next.
        outlook: the state of the deck, if nothing is left today.
        changed: the card after the press changed it; None if the press came too late.
        lapsed: whether the card was forgotten just now.
    """

    opened: OpenDeck
    upcoming: Upcoming
    outlook: Outlook | None
    changed: CardState | None = None
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session within a transaction: the cards are matched with the deck, and locked.

    If a session is only read, it isn't locked, and the deck may not have been started: then cards are missing.

    Args:
        transaction: to work in.
        opened: the learner's deck, opened in this transaction.
        deck: the current deck of the pack.
        limits: the day's limits.
        at: now, in UTC.
        until: when the learner's day ends, in UTC.
    """

    transaction: Transaction
    opened: OpenDeck
    deck: Deck
    limits: DailyLimits
    at: datetime
    until: datetime

    def find(self, card_ref: CardRef) -> CardState | None:
        """Return the card that a button names, if its number of ratings is still the same."""
        card = self.deck.by_code.get(card_ref.code)
        state = cards.find(self.transaction, self.opened.key, card.id) if card else None
        return state if state is not None and state.reps == card_ref.number else None

    def siblings(self, state: CardState) -> list[CardState]:
        """Return the other cards of the same item."""
        names = self.deck.siblings.get(state.card, ())
        states = (cards.find(self.transaction, self.opened.key, each) for each in names)
        return [each for each in states if each is not None]

    def save(self, change: Change, siblings: Sequence[CardState]) -> None:
        """Log a rating, or one taken back, and store the new states of the card and its siblings."""
        reviews.add(self.transaction, self.opened, change.entry)
        cards.keep(self.transaction, self.opened.key, [change.state, *siblings])

    def any_left(self) -> bool:
        """Return whether any card is left today, ignoring buried ones."""
        return queueing.upcoming(self.transaction, self.opened, self.limits, self.at).state is not None

    def state(self, changed: CardState | None = None, *, lapsed: bool = False) -> SessionState:
        """Return the current state of the session.

        Args:
            changed: the card that the press changed.
            lapsed: whether the card was forgotten just now.
        """
        upcoming = queueing.upcoming(self.transaction, self.opened, self.limits, self.at)
        nothing_left = upcoming.state is None
        outlook = queue.outlook(self.transaction, self.opened, self.at) if nothing_left else None
        return SessionState(self.opened, upcoming, outlook, changed, lapsed)


def begin(session: OpenSession, topic: Topic | None, *, resume: bool, missed: bool) -> SessionState:
    """Begin a session.

    Args:
        session: the session within the transaction.
        topic: the topic to review from now on, or None.
        resume: without a topic, continue with the last one as long as it has cards left.
        missed: whether to bring cards forward that help with missed questions.
    """
    if missed:
        bring_forward(session.transaction, session.opened, session.deck, bank(session.deck.pack), session.at)
    if topic is not None:
        session = _kept_to(session, topic.id)
    elif session.opened.topic and not (resume and session.any_left()):
        session = _kept_to(session, "")
    return session.state()


def any_left(session: OpenSession) -> bool:
    """Return whether any card is left today, on any topic; only reads, so the deck may not have been started."""
    transaction, opened = session.transaction, session.opened
    if opened.fingerprint == learners.REBUILD:
        return queueing.allowance(transaction, opened.learner, session.limits).new > 0
    opened = replace(opened, topic="")
    return queueing.left_today(transaction, opened, session.limits, session.at).total > 0


def rate(session: OpenSession, card_ref: CardRef, rating: Rating, plan: Plan) -> SessionState:
    """Rate a card; its siblings wait until tomorrow.

    Args:
        session: the session within the transaction.
        card_ref: the card.
        rating: how well it was remembered.
        plan: the learner's plan.
    """
    state = session.find(card_ref)
    if state is None:
        return session.state()
    change = scheduling.rate_card(state, rating, session.at, plan)
    session.save(change, buried(session.siblings(state), session.until))
    return session.state(change.state, lapsed=change.state.memory.lapses > state.memory.lapses)


def undo(session: OpenSession, card_ref: CardRef) -> SessionState:
    """Take back a card's last rating; the card comes next."""
    state = session.find(card_ref)
    if state is None or state.before is None:
        return session.state()
    change = taken_back(state, session.at)
    session.save(change, unburied(session.siblings(state), session.until))
    restored = session.state(change.state)
    return replace(restored, upcoming=replace(restored.upcoming, state=change.state, early=False))


def put_aside(session: OpenSession, card_ref: CardRef, *, for_good: bool) -> SessionState:
    """Put a card aside.

    Args:
        session: the session within the transaction.
        card_ref: the card.
        for_good: whether to suspend it; otherwise, it comes back tomorrow.
    """
    state = session.find(card_ref)
    if state is None:
        return session.state()
    aside = replace(state, suspended=True) if for_good else replace(state, buried=session.until)
    cards.keep(session.transaction, session.opened.key, [aside])
    return session.state(aside)


def bring_back(session: OpenSession) -> SessionState:
    """Bring back all suspended cards."""
    key = session.opened.key
    suspended = [each for each in cards.everything(session.transaction, key) if each.suspended]
    cards.keep(session.transaction, key, [replace(each, suspended=False) for each in suspended])
    return session.state()


def _kept_to(session: OpenSession, topic: str) -> OpenSession:
    return replace(session, opened=decks.keep_topic(session.transaction, session.opened, topic))
