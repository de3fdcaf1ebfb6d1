"""A review session: what comes next, and what a press does to it.

All its state is in the store, so that it goes on after a restart, or on another platform that the learner has linked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from bot.content.answers import vocabulary
from bot.content.at_hand import at_hand
from bot.content.derived import PerPack, When
from bot.content.model import Pack, Topic
from bot.features.learners import settings
from bot.features.learners.chosen import Chosen
from bot.features.learners.linking import self_of
from bot.features.learners.settings import Study
from bot.features.learners.store import learners
from bot.features.reviews import matching, pages, queueing, scheduling, steps
from bot.features.reviews.deck import Deck
from bot.features.reviews.model import CardState, DailyLimits, Rating
from bot.features.reviews.scheduling import Plan
from bot.features.reviews.steps import NamedCard, OpenSession, SessionState
from bot.features.reviews.store import cards
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
        begin = partial(steps.begin, topic=topic, resume=resume, missed=study.missed)
        return self._page(deck, asker, study, await self._within(asker, study, deck, begin))

    async def any_left(self, pack: Pack, asker: Asker) -> bool:
        """Return whether any card of a pack waits for the asker today; a deck that isn't begun stays so.

        Args:
            pack: whose cards.
            asker: who reviews.
        """
        deck, study = self.deck(pack), await self._study(asker)
        return bool(deck.cards) and await self._look(asker, study, deck, steps.any_left)

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
        state = await self._look(asker, study, deck, lambda session: session.find(named))
        if state is None:
            return self._page(
                deck, asker, study, await self._within(asker, study, deck, OpenSession.state), _MOVED_ON
            )
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
        rate = partial(steps.rate, named=named, rating=rating, plan=_plan(study))
        return await self._within(asker, study, self.deck(named.pack), rate)

    async def undo(self, named: NamedCard, asker: Asker) -> Message:
        """Take the last rating of a card back, and show that card again."""
        deck, study = self.deck(named.pack), await self._study(asker)
        session = await self._within(asker, study, deck, partial(steps.undo, named=named))
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
        put_aside = partial(steps.put_aside, named=named, for_good=for_good)
        session = await self._within(asker, study, deck, put_aside)
        if session.changed is None:
            return self._page(deck, asker, study, session, _MOVED_ON)
        said = "Suspended: you won't see that card again." if for_good else "Set aside until tomorrow."
        return self._page(deck, asker, study, session, said)

    async def bring_back(self, pack: Pack, asker: Asker) -> Message:
        """Bring all suspended cards back, and show the next card."""
        deck, study = self.deck(pack), await self._study(asker)
        session = await self._within(asker, study, deck, steps.bring_back)
        return self._page(deck, asker, study, session, "They're back.")

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

    async def _within(self, asker: Asker, study: Study, deck: Deck, step: Callable[[OpenSession], _T]) -> _T:
        """Take a step in one transaction: with cards in line with the deck, unburied, within today's limits."""

        def work(transaction: Transaction, opened: OpenDeck) -> _T:
            queueing.unbury(transaction, opened, asker.at)
            return step(_session(transaction, opened, deck, study, asker.at))

        return await matching.transact(self._database, self_of(asker), deck, _plan(study), work)

    async def _look(self, asker: Asker, study: Study, deck: Deck, look: Callable[[OpenSession], _T]) -> _T:
        """Only look at a session: cards stay buried, and a deck that isn't begun stays so."""

        def work(transaction: Transaction, opened: OpenDeck) -> _T:
            return look(_session(transaction, opened, deck, study, asker.at))

        return await matching.read(self._database, self_of(asker), deck, _plan(study), work)

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


def _session(transaction: Transaction, opened: OpenDeck, deck: Deck, study: Study, at: datetime) -> OpenSession:
    today = scheduling.learning_day(at, study.zone)
    since, until = (scheduling.day_start(day, study.zone) for day in (today, today + timedelta(days=1)))
    return OpenSession(transaction, opened, deck, DailyLimits(study.new_cards, study.reviews, since), at, until)


def _plan(study: Study) -> Plan:
    return Plan(study.retention / 100, study.zone)
