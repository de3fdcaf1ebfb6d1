"""Review sessions: what comes next, and what each press does.

All state is in the database, so a session continues after a restart, or on another platform that the learner has
linked.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TypeAlias, TypeVar

from bot.content.answers import vocabulary
from bot.content.at_hand import at_hand
from bot.content.derived import CachedPerPack, When
from bot.content.model import Pack, Topic
from bot.features.learners import settings
from bot.features.learners.chosen import Chosen
from bot.features.learners.settings import Study
from bot.features.learners.store import learners
from bot.features.reviews import matching, pages, queueing, scheduling, steps
from bot.features.reviews.deck import Deck
from bot.features.reviews.model import CardState, DailyLimits, Rating
from bot.features.reviews.scheduling import Plan
from bot.features.reviews.steps import CardRef, OpenSession, SessionState
from bot.features.reviews.store import cards
from bot.features.reviews.store.decks import OpenDeck
from bot.language.controls import Button
from bot.language.forms import Form
from bot.language.message import Message
from bot.language.people import Learner
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_T = TypeVar("_T")

_MOVED_ON = "You've already dealt with that card; here's the next one."


OfferAtEnd: TypeAlias = Callable[[Asker], Awaitable[Button | None]]
"""Returns a button for the last page of a session, or None."""


class Reviews:
    """Runs review sessions.

    Args:
        database: stores cards and reviews.
        chosen: has the settings in force.
    """

    def __init__(self, database: Database, chosen: Chosen) -> None:
        self._database = database
        self._chosen = chosen
        self.deck = CachedPerPack(Deck)
        self._untouched = CachedPerPack(lambda pack: tuple(matching.moved(self.deck(pack), ())), When.SOON)

    async def start(self, pack: Pack, topic: Topic | None, asker: Asker, *, resume: bool) -> Message:
        """Show the next card.

        Args:
            pack: the pack with the cards.
            topic: the topic to review from now on, or None.
            asker: who reviews.
            resume: without a topic, continue with the last one as long as it has cards left.

        Raises:
            Refusal: there are no cards.
        """
        deck, study = self.deck(pack), await self._study(asker)
        if not deck.cards:
            raise Refusal("There are no cards in this pack yet; try /quiz.")
        begin = partial(steps.begin, topic=topic, resume=resume, missed=study.missed)
        return self._page(deck, asker, study, await self._within(asker, study, deck, begin))

    async def any_left(self, pack: Pack, asker: Asker) -> bool:
        """Return whether any card of a pack is left for the asker today; never adds a deck they haven't started.

        Args:
            pack: the pack with the cards.
            asker: who reviews.
        """
        deck, study = self.deck(pack), await self._study(asker)
        return bool(deck.cards) and await self._look(asker, study, deck, steps.any_left)

    async def reveal(self, card_ref: CardRef, asker: Asker, typed: str | None = None) -> Message:
        """Show the back of a card, with the interval after each rating.

        Args:
            card_ref: the card.
            asker: who reviews.
            typed: the answer, if they typed it.
        """
        deck, study = self.deck(card_ref.pack), await self._study(asker)
        if typed is not None:
            await at_hand(vocabulary, card_ref.pack)
        card = await self._look(asker, study, deck, lambda session: session.find(card_ref))
        if card is None:  # perhaps because the stored deck isn't in line with the pack
            after = await self._within(asker, study, deck, lambda session: session.state(session.find(card_ref)))
            card = after.changed
            if card is None:
                return self._page(deck, asker, study, after, _MOVED_ON)
        seed = scheduling.seed_of(card.card, card.reps + 1)
        intervals = scheduling.previews(card.memory, asker.at, _plan(study), seed)
        return pages.back(deck, deck.by_id[card.card], card, intervals, typed, asker.locale)

    async def rate(self, card_ref: CardRef, rating: Rating, asker: Asker, offer: OfferAtEnd | None = None) -> Message:
        """Rate a card, and show the next one.

        Args:
            card_ref: the card.
            rating: how well it was remembered.
            asker: who reviews.
            offer: called if nothing is left today.
        """
        deck, study = self.deck(card_ref.pack), await self._study(asker)
        after = await self._rate(card_ref, rating, asker, study)
        offered = await offer(asker) if offer and after.upcoming.state is None else None
        if after.changed is None:
            return self._page(deck, asker, study, after, _MOVED_ON, offered=offered)
        leech = pages.leech(deck, after.changed) if after.lapsed else []
        return self._page(deck, asker, study, after, undo=after.changed, above=leech, offered=offered)

    async def answer(self, card_ref: CardRef, rating: Rating, asker: Asker) -> SessionState:
        """Rate a card; return the state of the session once the rating is stored.

        Args:
            card_ref: the card.
            rating: how well it was remembered.
            asker: who reviews.
        """
        return await self._rate(card_ref, rating, asker, await self._study(asker))

    async def _rate(self, card_ref: CardRef, rating: Rating, asker: Asker, study: Study) -> SessionState:
        rate = partial(steps.rate, card_ref=card_ref, rating=rating, plan=_plan(study))
        return await self._within(asker, study, self.deck(card_ref.pack), rate)

    async def undo(self, card_ref: CardRef, asker: Asker) -> Message:
        """Take back a card's last rating, and show the card again."""
        deck, study = self.deck(card_ref.pack), await self._study(asker)
        after = await self._within(asker, study, deck, partial(steps.undo, card_ref=card_ref))
        undone = after.changed is not None
        return self._page(deck, asker, study, after, "Undone; rate it again." if undone else _MOVED_ON)

    async def put_aside(self, card_ref: CardRef, asker: Asker, *, for_good: bool) -> Message:
        """Put a card aside, and show the next one.

        Args:
            card_ref: the card.
            asker: who reviews.
            for_good: whether to suspend it; otherwise, it comes back tomorrow.
        """
        deck, study = self.deck(card_ref.pack), await self._study(asker)
        put_aside = partial(steps.put_aside, card_ref=card_ref, for_good=for_good)
        after = await self._within(asker, study, deck, put_aside)
        if after.changed is None:
            return self._page(deck, asker, study, after, _MOVED_ON)
        note = "Suspended: you won't see that card again." if for_good else "Set aside until tomorrow."
        return self._page(deck, asker, study, after, note)

    async def bring_back(self, pack: Pack, asker: Asker) -> Message:
        """Bring back all suspended cards, and show the next card."""
        deck, study = self.deck(pack), await self._study(asker)
        after = await self._within(asker, study, deck, steps.bring_back)
        return self._page(deck, asker, study, after, "They're back.")

    def form(self, card_ref: CardRef) -> Form:
        """Return the form for typing an answer.

        Raises:
            Refusal: the card isn't answered by typing.
        """
        card = self.deck(card_ref.pack).by_code.get(card_ref.code)
        if card is None or not card.typed.answers:
            raise Refusal("You don't type the answer to that card; run /review to continue.")
        return pages.form(card)

    async def states(self, pack: Pack, asker: Asker) -> list[CardState]:
        """Return all of a learner's cards, matched with the current pack."""
        return await self.look(pack, asker, lambda _transaction, _learner, states: list(states))

    async def look(
        self, pack: Pack, asker: Asker, work: Callable[[Transaction, Learner, Sequence[CardState]], _T]
    ) -> _T:
        """Read a learner's cards, matched with the pack; all are new if they haven't started.

        Args:
            pack: the pack with the cards.
            asker: the learner.
            work: only reads; it gets the cards, including those that have left the pack.
        """

        def attempt(transaction: Transaction, opened: OpenDeck) -> _T:
            is_begun = opened.fingerprint != learners.REBUILD
            states = cards.everything(transaction, opened.key) if is_begun else self._untouched(pack)
            return work(transaction, opened.learner, states)

        plan = _plan(await self._study(asker))
        return await matching.read(self._database, asker.key, self.deck(pack), plan, attempt)

    async def _within(self, asker: Asker, study: Study, deck: Deck, step: Callable[[OpenSession], _T]) -> _T:
        """Take a step in one transaction, after matching the cards with the deck and unburying those that are due."""

        def work(transaction: Transaction, opened: OpenDeck) -> _T:
            queueing.unbury(transaction, opened, asker.at)
            return step(_session(transaction, opened, deck, study, asker.at))

        return await matching.transact(self._database, asker.key, deck, _plan(study), work)

    async def _look(self, asker: Asker, study: Study, deck: Deck, look: Callable[[OpenSession], _T]) -> _T:
        """Only read a session: cards stay buried, and a deck that hasn't been started isn't added."""

        def work(transaction: Transaction, opened: OpenDeck) -> _T:
            return look(_session(transaction, opened, deck, study, asker.at))

        return await matching.read(self._database, asker.key, deck, _plan(study), work)

    async def _study(self, asker: Asker) -> Study:
        return await settings.study(asker, self._chosen)

    def _page(
        self,
        deck: Deck,
        asker: Asker,
        study: Study,
        after: SessionState,
        note: str = "",
        *,
        undo: CardState | None = None,
        above: pages.Blocks = (),
        offered: Button | None = None,
    ) -> Message:
        topic, outlook, at = after.opened.topic, after.outlook, asker.at
        return pages.page(deck, topic, after.upcoming, outlook, at, study.zone, note, undo, above, offered)


def _session(transaction: Transaction, opened: OpenDeck, deck: Deck, study: Study, at: datetime) -> OpenSession:
    today = scheduling.learning_day(at, study.zone)
    since, until = (scheduling.day_start(day, study.zone) for day in (today, today + timedelta(days=1)))
    return OpenSession(transaction, opened, deck, DailyLimits(study.new_cards, study.reviews, since), at, until)


def _plan(study: Study) -> Plan:
    return Plan(study.retention / 100, study.zone)
