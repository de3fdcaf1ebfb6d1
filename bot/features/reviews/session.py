"""A review session: what comes next, and what a press does to it.

All its state is in the store, so that it goes on after a restart, or on another platform that the learner has linked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from bot.content.answers import vocabulary
from bot.content.at_hand import at_hand
from bot.content.derived import PerPack, When
from bot.content.model import Pack, Topic
from bot.features.learners import settings
from bot.features.learners.linking import self_of
from bot.features.learners.settings import Study
from bot.features.learners.store import learners
from bot.features.learners.store.settings import Chosen
from bot.features.quizzes.questions import bank
from bot.features.reviews import matching, pages, scheduling
from bot.features.reviews.deck import Deck
from bot.features.reviews.model import (
    CardState,
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
from bot.features.reviews.store import cards, decks, reviews
from bot.features.reviews.store import queue as review_queue
from bot.features.reviews.store.decks import OpenDeck
from bot.language.forms import Form
from bot.language.message import Message
from bot.language.people import Learner
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_T = TypeVar("_T")

_MOVED_ON = "You've already dealt with that card; here's the next one."


@dataclass(frozen=True, slots=True)
class NamedCard:
    """A card as a press names it, untrusted.

    Args:
        pack: where it comes from.
        code: of the card.
        number: how many times it had been rated when the button was made.
    """

    pack: Pack
    code: str
    number: int


@dataclass(frozen=True, slots=True)
class SessionState:
    """Where a session stands after a press.

    Args:
        opened: the learner's cards.
        upcoming: what comes next.
        outlook: how the deck stands, if nothing is left today.
        changed: the card that the press changed, as it is now; None if it came too late.
        lapsed: whether the card was forgotten just now.
    """

    opened: OpenDeck
    upcoming: Upcoming
    outlook: Outlook | None
    changed: CardState | None = None
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class RatingOutcome:
    """What came of a rating.

    Args:
        message: what to say.
        finished: whether nothing is left today.
    """

    message: Message
    finished: bool


class Reviews:
    """Serves review sessions.

    Args:
        database: where cards and reviews are kept.
        chosen: the settings in force.
    """

    def __init__(self, database: Database, chosen: Chosen) -> None:
        self._database = database
        self._chosen = chosen
        self.deck = PerPack(Deck)
        self._untouched = PerPack(lambda pack: tuple(matching.moved(self.deck(pack), ())), When.SOON)

    async def start(self, pack: Pack, topic: Topic | None, asker: Asker, *, resume: bool) -> Message:
        """Show the next card.

        Args:
            pack: whose cards.
            topic: the topic to keep to from now on, or None.
            asker: who reviews.
            resume: without a topic, go on with the one that was kept to last, as long as it has cards left.

        Raises:
            Refusal: there are no cards.
        """
        deck, study = self.deck(pack), await self._study(asker)
        if not deck.cards:
            raise Refusal("There are no cards in this pack yet; try /quiz.")

        def begin(transaction: Transaction, opened: OpenDeck, limits: DailyLimits) -> SessionState:
            if study.missed:
                bring_forward(transaction, opened, deck, bank(pack), asker.at)
            if topic is not None:
                opened = decks.keep_topic(transaction, opened, topic.id)
            elif opened.topic and not (resume and _any_left(transaction, opened, limits, asker.at)):
                opened = decks.keep_topic(transaction, opened, "")
            return _session_state(transaction, opened, limits, asker.at)

        return self._page(deck, asker, study, await self._within(asker, study, deck, begin))

    async def any_left(self, pack: Pack, asker: Asker) -> bool:
        """Return whether any card of a pack waits for the asker today.

        Args:
            pack: whose cards.
            asker: who reviews.
        """
        deck, study = self.deck(pack), await self._study(asker)

        def look(transaction: Transaction, opened: OpenDeck, limits: DailyLimits) -> bool:
            return _any_left(transaction, replace(opened, topic=""), limits, asker.at)

        return bool(deck.cards) and await self._within(asker, study, deck, look)

    async def reveal(self, named: NamedCard, asker: Asker, typed: str | None = None) -> Message:
        """Show the back of a card, with the interval that each rating gives.

        Args:
            named: the card.
            asker: who reviews.
            typed: what they answered, if they typed.
        """
        deck, study = self.deck(named.pack), await self._study(asker)
        if typed is not None:
            await at_hand(vocabulary, named.pack)

        def look(transaction: Transaction, opened: OpenDeck, limits: DailyLimits) -> SessionState:
            state = _find(transaction, opened, deck, named)
            return _session_state(transaction, opened, limits, asker.at, changed=state)

        session = await self._within(asker, study, deck, look)
        state = session.changed
        if state is None:
            return self._page(deck, asker, study, session, _MOVED_ON)
        seed = scheduling.seed_of(state.card, state.reps + 1)
        intervals = scheduling.previews(state.memory, asker.at, _plan(study), seed)
        return pages.back(deck, deck.by_id[state.card], state, intervals, typed, asker.locale)

    async def rate(self, named: NamedCard, rating: Rating, asker: Asker) -> RatingOutcome:
        """Rate a card, and show the next one.

        Args:
            named: the card.
            rating: how well it was remembered.
            asker: who reviews.
        """
        deck, study = self.deck(named.pack), await self._study(asker)
        session = await self._answer(named, rating, asker, study)
        if session.changed is None:
            page = self._page(deck, asker, study, session, _MOVED_ON)
        else:
            leech = pages.leech(deck, session.changed) if session.lapsed else []
            page = self._page(deck, asker, study, session, undo=session.changed, above=leech)
        return RatingOutcome(page, finished=session.upcoming.state is None)

    async def answer(self, named: NamedCard, rating: Rating, asker: Asker) -> SessionState:
        """Rate a card; return where the session stands once that's durable.

        Args:
            named: the card.
            rating: how well it was remembered.
            asker: who reviews.
        """
        return await self._answer(named, rating, asker, await self._study(asker))

    async def _answer(self, named: NamedCard, rating: Rating, asker: Asker, study: Study) -> SessionState:
        deck, plan, until = self.deck(named.pack), _plan(study), _end_of_day(asker, study)

        def work(transaction: Transaction, opened: OpenDeck, limits: DailyLimits) -> SessionState:
            state = _find(transaction, opened, deck, named)
            if state is None:
                return _session_state(transaction, opened, limits, asker.at)
            change = scheduling.rate_card(state, rating, asker.at, plan)
            reviews.keep(transaction, opened, change)
            cards.keep(transaction, opened.key, buried(_siblings(transaction, opened, deck, state), until))
            lapsed = change.state.memory.lapses > state.memory.lapses
            return _session_state(transaction, opened, limits, asker.at, changed=change.state, lapsed=lapsed)

        return await self._within(asker, study, deck, work)

    async def undo(self, named: NamedCard, asker: Asker) -> Message:
        """Take the last rating of a card back, and show that card again."""
        deck, study = self.deck(named.pack), await self._study(asker)
        until = _end_of_day(asker, study)

        def work(transaction: Transaction, opened: OpenDeck, limits: DailyLimits) -> SessionState:
            state = _find(transaction, opened, deck, named)
            if state is None or state.before is None:
                return _session_state(transaction, opened, limits, asker.at)
            change = taken_back(state, asker.at)
            reviews.keep(transaction, opened, change)
            cards.keep(transaction, opened.key, unburied(_siblings(transaction, opened, deck, state), until))
            session = _session_state(transaction, opened, limits, asker.at)
            return replace(
                session, changed=change.state, upcoming=replace(session.upcoming, state=change.state, early=False)
            )

        session = await self._within(asker, study, deck, work)
        undone = session.changed is not None
        return self._page(deck, asker, study, session, "Undone; rate it again." if undone else _MOVED_ON)

    async def put_aside(self, named: NamedCard, asker: Asker, *, for_good: bool) -> Message:
        """Put a card aside, and show the next one.

        Args:
            named: the card.
            asker: who reviews.
            for_good: suspend it; otherwise it comes back tomorrow.
        """
        deck, study = self.deck(named.pack), await self._study(asker)
        until = _end_of_day(asker, study)

        def work(transaction: Transaction, opened: OpenDeck, limits: DailyLimits) -> SessionState:
            state = _find(transaction, opened, deck, named)
            if state is not None and for_good:
                state = replace(state, suspended=True)
            elif state is not None:
                state = replace(state, buried=until)
            if state is not None:
                cards.keep(transaction, opened.key, [state])
            return _session_state(transaction, opened, limits, asker.at, changed=state)

        session = await self._within(asker, study, deck, work)
        if session.changed is None:
            return self._page(deck, asker, study, session, _MOVED_ON)
        said = "Suspended: you won't see that card again." if for_good else "Set aside until tomorrow."
        return self._page(deck, asker, study, session, said)

    async def bring_back(self, pack: Pack, asker: Asker) -> Message:
        """Bring all suspended cards back, and show the next card."""
        deck, study = self.deck(pack), await self._study(asker)

        def work(transaction: Transaction, opened: OpenDeck, limits: DailyLimits) -> SessionState:
            suspended = [each for each in cards.everything(transaction, opened.key) if each.suspended]
            cards.keep(transaction, opened.key, [replace(each, suspended=False) for each in suspended])
            return _session_state(transaction, opened, limits, asker.at)

        return self._page(deck, asker, study, await self._within(asker, study, deck, work), "They're back.")

    def form(self, named: NamedCard) -> Form:
        """Return what to ask before an answer is typed.

        Raises:
            Refusal: the card isn't answered by typing.
        """
        card = self.deck(named.pack).by_code.get(named.code)
        if card is None or not card.typed.answers:
            raise Refusal("You don't type the answer to that card; run /review to continue.")
        return pages.form(card)

    async def states(self, pack: Pack, asker: Asker) -> list[CardState]:
        """Return all cards of a learner, in line with the pack as it is now."""
        return await self.look(pack, asker, lambda _transaction, _learner, states: list(states))

    async def look(
        self, pack: Pack, asker: Asker, work: Callable[[Transaction, Learner, Sequence[CardState]], _T]
    ) -> _T:
        """Look at a learner's cards, in line with the pack; all are new if they haven't begun.

        Args:
            pack: whose cards.
            asker: the learner.
            work: only reads; gets the cards, those that have left the pack included.
        """

        def attempt(transaction: Transaction, opened: OpenDeck) -> _T:
            begun = opened.fingerprint != learners.REBUILD
            states = cards.everything(transaction, opened.key) if begun else self._untouched(pack)
            return work(transaction, opened.learner, states)

        plan = _plan(await self._study(asker))
        return await matching.read(self._database, self_of(asker), self.deck(pack), plan, attempt)

    async def _within(
        self, asker: Asker, study: Study, deck: Deck, work: Callable[[Transaction, OpenDeck, DailyLimits], _T]
    ) -> _T:
        """Work on a learner's cards in one transaction: in line with the deck, unburied, within today's limits."""
        since = scheduling.day_start(scheduling.learning_day(asker.at, study.zone), study.zone)
        limits = DailyLimits(study.new_cards, study.reviews, since)

        def attempt(transaction: Transaction, opened: OpenDeck) -> _T:
            review_queue.unbury(transaction, opened, asker.at)
            return work(transaction, opened, limits)

        return await matching.transact(self._database, self_of(asker), deck, _plan(study), attempt)

    async def _study(self, asker: Asker) -> Study:
        return await settings.study(asker, self._chosen)

    def _page(
        self,
        deck: Deck,
        asker: Asker,
        study: Study,
        session: SessionState,
        said: str = "",
        *,
        undo: CardState | None = None,
        above: pages.Blocks = (),
    ) -> Message:
        return pages.page(
            deck, session.opened.topic, session.upcoming, session.outlook, asker.at, study.zone, said, undo, above
        )


def _end_of_day(asker: Asker, study: Study) -> datetime:
    """Return when the asker's day ends, in UTC."""
    return scheduling.day_start(scheduling.learning_day(asker.at, study.zone) + timedelta(days=1), study.zone)


def _siblings(transaction: Transaction, opened: OpenDeck, deck: Deck, state: CardState) -> list[CardState]:
    """Return the other cards of the same item."""
    states = (cards.find(transaction, opened.key, each) for each in deck.siblings.get(state.card, ()))
    return [each for each in states if each is not None]


def _plan(study: Study) -> Plan:
    return Plan(study.retention / 100, study.zone)


def _any_left(transaction: Transaction, opened: OpenDeck, limits: DailyLimits, at: datetime) -> bool:
    return review_queue.upcoming(transaction, opened, limits, at).state is not None


def _find(transaction: Transaction, opened: OpenDeck, deck: Deck, named: NamedCard) -> CardState | None:
    """Return the card that a press names, if it still stands as the press says."""
    card = deck.by_code.get(named.code)
    state = cards.find(transaction, opened.key, card.id) if card else None
    return state if state is not None and state.reps == named.number else None


def _session_state(
    transaction: Transaction,
    opened: OpenDeck,
    limits: DailyLimits,
    at: datetime,
    *,
    changed: CardState | None = None,
    lapsed: bool = False,
) -> SessionState:
    upcoming = review_queue.upcoming(transaction, opened, limits, at)
    outlook = review_queue.outlook(transaction, opened, at) if upcoming.state is None else None
    return SessionState(opened, upcoming, outlook, changed, lapsed)
