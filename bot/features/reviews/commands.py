"""Reviews: /review, and the presses that lead through a session."""

from bot.features.reviews import actions
from bot.features.reviews.model import Rating
from bot.features.reviews.session import NamedCard
from bot.language.message import Form, Message, Refusal
from bot.language.requests import Asker
from bot.language.routes import Options, Routes
from bot.language.text import clean
from bot.services import Services, existing, text_of


class ReviewHandlers:
    """Serves reviews.

    Args:
        services: what it works with.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._reviews = services.reviews

    @property
    def routes(self) -> Routes:
        """What is served here."""
        return Routes(
            commands={"review": self.review},
            presses={
                actions.StartReview: self.start,
                actions.RevealCard: self.reveal,
                actions.RecallCard: self.recall,
                actions.RateCard: self.rate,
                actions.UndoRating: self.undo,
                actions.BuryCard: self.bury,
                actions.SuspendCard: self.suspend,
                actions.BringBack: self.bring_back,
            },
            forms={actions.RecallCard: self.form},
        )

    async def review(self, asker: Asker, options: Options) -> Message:
        """/review [topic]."""
        pack = await self._services.pack_for(asker)
        topic = self._services.finder(pack).topic(text_of(options, "topic")) if "topic" in options else None
        return await self._reviews.start(pack, topic, asker, resume=True)

    async def start(self, asker: Asker, action: actions.StartReview, _typed: str) -> Message:
        """The next card, of the topic named or of all."""
        pack = self._services.pack(action.pack)
        topic = existing(pack.topic_by_id, action.topic) if action.topic else None
        return await self._reviews.start(pack, topic, asker, resume=False)

    async def reveal(self, asker: Asker, action: actions.RevealCard, _typed: str) -> Message:
        """The back of a card."""
        return await self._reviews.reveal(self._named(action), asker)

    async def form(self, _asker: Asker, action: actions.RecallCard) -> Form:
        """What to ask before an answer is typed."""
        return self._reviews.form(self._named(action))

    async def recall(self, asker: Asker, action: actions.RecallCard, typed: str) -> Message:
        """The back of a card, with what was typed judged."""
        named = self._named(action)
        self._reviews.form(named)
        return await self._reviews.reveal(named, asker, clean(typed))

    async def rate(self, asker: Asker, action: actions.RateCard, _typed: str) -> Message:
        """A card rated."""
        try:
            rating = Rating(action.rating)
        except ValueError:
            raise Refusal("That rating does not exist; press one of those shown.") from None
        outcome = await self._reviews.rate(self._named(action), rating, asker)
        if outcome.finished:
            return await self._services.reminders.with_offer(outcome.message, asker)
        return outcome.message

    async def undo(self, asker: Asker, action: actions.UndoRating, _typed: str) -> Message:
        """The last rating taken back."""
        return await self._reviews.undo(self._named(action), asker)

    async def bury(self, asker: Asker, action: actions.BuryCard, _typed: str) -> Message:
        """A card put aside until tomorrow."""
        return await self._reviews.put_aside(self._named(action), asker, for_good=False)

    async def suspend(self, asker: Asker, action: actions.SuspendCard, _typed: str) -> Message:
        """A card put aside for good."""
        return await self._reviews.put_aside(self._named(action), asker, for_good=True)

    async def bring_back(self, asker: Asker, action: actions.BringBack, _typed: str) -> Message:
        """All suspended cards brought back."""
        return await self._reviews.bring_back(self._services.pack(action.pack), asker)

    def _named(
        self,
        action: actions.RevealCard
        | actions.RecallCard
        | actions.RateCard
        | actions.UndoRating
        | actions.BuryCard
        | actions.SuspendCard,
    ) -> NamedCard:
        return NamedCard(self._services.pack(action.pack), action.card, action.number)
