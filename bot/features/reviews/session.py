"""A review session: what comes next, and what a press does to it.

All its state is in the store, so that it goes on after a restart, or on another platform that the learner has linked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from bot.content.derived import PerPack
from bot.content.model import Pack, Topic
from bot.features.learners import settings
from bot.features.learners.linking import self_of
from bot.features.learners.settings import Study
from bot.features.learners.store import learners
from bot.features.learners.store.learners import Learner
from bot.features.learners.store.settings import Chosen
from bot.features.reviews import matching, pages, scheduling
from bot.features.reviews.deck import Deck, Flashcard
from bot.features.reviews.scheduling import Plan
from bot.features.reviews.store import cards, reviews
from bot.features.reviews.store import queue as review_queue
from bot.features.reviews.store.cards import CardState, Memory, Rating
from bot.features.reviews.store.queue import Limits, Outlook, Upcoming
from bot.features.reviews.store.reviews import Opened
from bot.language.message import Form, Message, Refusal
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.transaction import Transaction

_T = TypeVar("_T")

_TRIES = 3
"""Times that cards are matched with their deck before giving up: packs do not change that fast."""

_MOVED_ON = "That card has moved on since; here is what comes next."


@dataclass(frozen=True, slots=True)
class Named:
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
class Standing:
    """Where a session stands after a press.

    Args:
        opened: the learner's cards.
        upcoming: what comes next.
        outlook: how the deck stands, where nothing is left today.
        changed: the card that the press changed, as it is now; None where it came too late.
        lapsed: whether the card was forgotten just now.
    """

    opened: Opened
    upcoming: Upcoming
    outlook: Outlook | None
    changed: CardState | None = None
    lapsed: bool = False


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
        self._untouched = PerPack(lambda pack: tuple(matching.moved(self.deck(pack), ())))

    async def start(self, pack: Pack, topic: Topic | None, asker: Asker, *, resume: bool) -> Message:
        """The next card.

        Args:
            pack: whose cards.
            topic: the topic to keep to from now on, or None.
            asker: who reviews.
            resume: without a topic, go on with the one that was kept to last, as long as it has cards left.

        Raises:
            Refusal: there are no cards.
        """
        deck = self.deck(pack)
        if not deck.cards:
            raise Refusal("There are no cards in this pack yet; try /quiz.")

        def begin(transaction: Transaction, opened: Opened, limits: Limits) -> Standing:
            if topic is not None:
                opened = reviews.keep_topic(transaction, opened, topic.id)
            elif opened.topic and not (resume and self._left(transaction, opened, limits, asker.at)):
                opened = reviews.keep_topic(transaction, opened, "")
            return _standing(transaction, opened, limits, asker.at)

        study = await self._study(asker)
        return self._page(deck, asker, study, await self._within(asker, study, deck, begin))

    async def reveal(self, named: Named, asker: Asker, typed: str | None = None) -> Message:
        """The back of a card, with the interval that each rating gives.

        Args:
            named: the card.
            asker: who reviews.
            typed: what they answered, where they typed.
        """
        deck, study = self.deck(named.pack), await self._study(asker)

        def look(transaction: Transaction, opened: Opened, limits: Limits) -> Standing:
            state = _find(transaction, opened, deck, named)
            return _standing(transaction, opened, limits, asker.at, changed=state)

        standing = await self._within(asker, study, deck, look)
        state = standing.changed
        if state is None:
            return self._page(deck, asker, study, standing, _MOVED_ON)
        seed = scheduling.seed_of(state.card, state.reps + 1)
        intervals = scheduling.previews(state.memory, asker.at, _plan(study), seed)
        return pages.back(deck, deck.by_id[state.card], state, intervals, typed)

    async def rate(self, named: Named, rating: Rating, asker: Asker) -> Message:
        """Rate a card, and show the next one."""
        deck, study = self.deck(named.pack), await self._study(asker)
        standing = await self.answer(named, rating, asker)
        if standing.changed is None:
            return self._page(deck, asker, study, standing, _MOVED_ON)
        leech = pages.leech(deck, standing.changed) if standing.lapsed else []
        return self._page(deck, asker, study, standing, undo=standing.changed, above=leech)

    async def answer(self, named: Named, rating: Rating, asker: Asker) -> Standing:
        """Rate a card; returns where the session stands once that is durable."""
        deck, study = self.deck(named.pack), await self._study(asker)
        plan = _plan(study)

        def schedule(memory: Memory, rating: Rating, at: datetime, card: str, number: int) -> Memory:
            return scheduling.rate(memory, rating, at, plan, scheduling.seed_of(card, number))

        def work(transaction: Transaction, opened: Opened, limits: Limits) -> Standing:
            state = _find(transaction, opened, deck, named)
            if state is None:
                return _standing(transaction, opened, limits, asker.at)
            rated = reviews.rate(transaction, opened, state, rating, asker.at, schedule)
            lapsed = rated.memory.lapses > state.memory.lapses
            return _standing(transaction, opened, limits, asker.at, changed=rated, lapsed=lapsed)

        return await self._within(asker, study, deck, work)

    async def undo(self, named: Named, asker: Asker) -> Message:
        """Take the last rating of a card back, and show that card again."""
        deck, study = self.deck(named.pack), await self._study(asker)

        def work(transaction: Transaction, opened: Opened, limits: Limits) -> Standing:
            state = _find(transaction, opened, deck, named)
            if state is None or state.before is None:
                return _standing(transaction, opened, limits, asker.at)
            restored = reviews.take_back(transaction, opened, state, asker.at)
            standing = _standing(transaction, opened, limits, asker.at)
            return replace(standing, changed=restored, upcoming=replace(standing.upcoming, state=restored))

        standing = await self._within(asker, study, deck, work)
        taken = standing.changed is not None
        return self._page(deck, asker, study, standing, "Taken back; rate it again." if taken else _MOVED_ON)

    async def put_aside(self, named: Named, asker: Asker, *, for_good: bool) -> Message:
        """Put a card aside until tomorrow or for good, and show the next one."""
        deck, study = self.deck(named.pack), await self._study(asker)
        tomorrow = scheduling.learning_day(asker.at, study.zone) + timedelta(days=1)

        def work(transaction: Transaction, opened: Opened, limits: Limits) -> Standing:
            state = _find(transaction, opened, deck, named)
            if state is not None and for_good:
                state = replace(state, suspended=True)
            elif state is not None:
                state = replace(state, buried=scheduling.day_start(tomorrow, study.zone))
            if state is not None:
                cards.keep(transaction, opened.shelf, [state])
            return _standing(transaction, opened, limits, asker.at, changed=state)

        standing = await self._within(asker, study, deck, work)
        if standing.changed is None:
            return self._page(deck, asker, study, standing, _MOVED_ON)
        said = "Suspended: you will not see that card again." if for_good else "Put aside until tomorrow."
        return self._page(deck, asker, study, standing, said)

    async def bring_back(self, pack: Pack, asker: Asker) -> Message:
        """Bring all suspended cards back, and show the next card."""
        deck, study = self.deck(pack), await self._study(asker)

        def work(transaction: Transaction, opened: Opened, limits: Limits) -> Standing:
            suspended = [each for each in cards.everything(transaction, opened.shelf) if each.suspended]
            cards.keep(transaction, opened.shelf, [replace(each, suspended=False) for each in suspended])
            return _standing(transaction, opened, limits, asker.at)

        return self._page(deck, asker, study, await self._within(asker, study, deck, work), "They are back.")

    def form(self, named: Named) -> Form:
        """What to ask before an answer is typed. Raises Refusal where the card is not answered by typing."""
        card = self.deck(named.pack).by_code.get(named.code)
        if card is None or not card.typed:
            raise Refusal("That card is not answered by typing; run /review to go on.")
        return pages.form(card)

    async def states(self, pack: Pack, asker: Asker) -> list[CardState]:
        """All cards of a learner, in line with the pack as it is now."""
        return await self.look(pack, asker, lambda _transaction, _learner, states: list(states))

    async def look(
        self, pack: Pack, asker: Asker, work: Callable[[Transaction, Learner, Sequence[CardState]], _T]
    ) -> _T:
        """Look at a learner's cards, in line with the pack; those of one who has not begun are all new.

        Args:
            pack: whose cards.
            asker: the learner.
            work: only reads; gets the cards, those that have left the pack included.
        """
        deck, me = self.deck(pack), self_of(asker)

        def attempt(transaction: Transaction) -> tuple[_T] | None:
            opened = reviews.look_into_deck(transaction, me, pack.id)
            if opened.fingerprint == deck.fingerprint:
                return (work(transaction, opened.learner, cards.everything(transaction, opened.shelf)),)
            if opened.fingerprint == learners.REBUILD and not reviews.has_any(transaction, opened.learner, pack.id):
                return (work(transaction, opened.learner, self._untouched(pack)),)
            return None

        for _ in range(_TRIES):
            done = await self._database.read(attempt)
            if done is not None:
                return done[0]
            await matching.match(self._database, me, deck, _plan(await self._study(asker)))
        raise StoreError(f"The cards of {pack.id} keep changing; try again in a minute.")

    async def _within(
        self, asker: Asker, study: Study, deck: Deck, work: Callable[[Transaction, Opened, Limits], _T]
    ) -> _T:
        """Work on a learner's cards in one transaction, once they are in line with the deck."""
        me = self_of(asker)
        since = scheduling.day_start(scheduling.learning_day(asker.at, study.zone), study.zone)
        limits = Limits(study.new_cards, study.reviews, since)

        def attempt(transaction: Transaction) -> tuple[_T] | None:
            opened = reviews.open_deck(transaction, me, deck.pack.id)
            return (work(transaction, opened, limits),) if opened.fingerprint == deck.fingerprint else None

        for _ in range(_TRIES):
            done = await self._database.transact(attempt)
            if done is not None:
                return done[0]
            await matching.match(self._database, me, deck, _plan(study))
        raise StoreError(f"The cards of {deck.pack.id} keep changing; try again in a minute.")

    async def _study(self, asker: Asker) -> Study:
        return await settings.study(asker, self._chosen)

    def _left(self, transaction: Transaction, opened: Opened, limits: Limits, at: datetime) -> bool:
        return _standing(transaction, opened, limits, at).upcoming.state is not None

    def _page(
        self,
        deck: Deck,
        asker: Asker,
        study: Study,
        standing: Standing,
        said: str = "",
        *,
        undo: CardState | None = None,
        above: pages.Blocks = (),
    ) -> Message:
        return pages.page(
            deck, standing.opened.topic, standing.upcoming, standing.outlook, asker.at, study.zone, said, undo, above
        )


def _plan(study: Study) -> Plan:
    return Plan(study.retention / 100, study.zone)


def _find(transaction: Transaction, opened: Opened, deck: Deck, named: Named) -> CardState | None:
    """The card that a press names, where it still stands as the press says."""
    card: Flashcard | None = deck.by_code.get(named.code)
    state = cards.find(transaction, opened.shelf, card.id) if card else None
    return state if state is not None and state.reps == named.number else None


def _standing(
    transaction: Transaction,
    opened: Opened,
    limits: Limits,
    at: datetime,
    *,
    changed: CardState | None = None,
    lapsed: bool = False,
) -> Standing:
    upcoming = review_queue.upcoming(transaction, opened.shelf, opened.learner, opened.topic, limits, at)
    outlook = review_queue.outlook(transaction, opened.shelf, at) if upcoming.state is None else None
    return Standing(opened, upcoming, outlook, changed, lapsed)
