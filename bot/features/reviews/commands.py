"""The command /review, and the buttons of a session."""

from collections.abc import Mapping
from typing import Protocol

from bot.content.model import Pack
from bot.features.packs.taught import Packs, existing
from bot.features.packs.topics import topic_option
from bot.features.reviews import actions
from bot.features.reviews.model import Rating
from bot.features.reviews.session import Reviews
from bot.features.reviews.steps import CardRef
from bot.language.actions import encode
from bot.language.commands import Command
from bot.language.controls import Button
from bot.language.forms import TYPED, Form
from bot.language.message import Message
from bot.language.options import options
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.routes import Routes
from bot.language.text import clean


class ReminderOffers(Protocol):
    """Offers reminders to members who have finished."""

    async def offer(self, asker: Asker) -> Button | None:
        """Return the button that starts reminders, if it's time to offer them."""


@options
class ReviewOptions:
    """What to review."""

    topic: str = topic_option()


REVIEW = Command(
    "review", "Flashcards just for you; each comes back right before you'd forget it", "/review data", ReviewOptions
)
COMMANDS = (REVIEW,)


class ReviewCommands:
    """Serves reviews.

    Args:
        packs: knows what's taught where.
        reviews: runs the sessions.
        reminders: offers reminders at the end of a session.
    """

    def __init__(self, packs: Packs, reviews: Reviews, reminders: ReminderOffers) -> None:
        self._packs = packs
        self._reviews = reviews
        self._reminders = reminders

    def register(self, routes: Routes) -> None:
        """Register the command, buttons and form that are served here."""
        routes.command(REVIEW, self.review)
        routes.press(actions.StartReview, self.start)
        routes.press(actions.RevealCard, self.reveal)
        routes.answer_form(actions.RecallCard, self.form, self.fill)
        routes.press(actions.RateCard, self.rate)
        routes.press(actions.UndoRating, self.undo)
        routes.press(actions.BuryCard, self.bury)
        routes.press(actions.SuspendCard, self.suspend)
        routes.press(actions.BringBack, self.bring_back)

    async def review(self, asker: Asker, options: ReviewOptions) -> Message:
        """Serve /review [topic]."""
        pack, topic = await self._packs.topics.one(asker, options.topic)
        if not options.topic:
            pack = next(iter(await self._waiting(asker)), pack)
        return await self._reviews.start(pack, topic, asker, resume=True)

    async def _waiting(self, asker: Asker) -> list[Pack]:
        """Return the packs in use with cards left for today, in order of preference; none if only one is in use."""
        packs = await self._packs.used(asker)
        if len(packs) == 1:
            return []
        return [pack for pack in packs if await self._reviews.any_left(pack, asker)]

    async def start(self, asker: Asker, action: actions.StartReview) -> Message:
        """Show the next card, from the given topic or from all."""
        pack = await self._packs.get(asker, action.pack)
        topic = existing(pack.topic_by_id, action.topic) if action.topic else None
        return await self._reviews.start(pack, topic, asker, resume=False)

    async def reveal(self, asker: Asker, action: actions.RevealCard) -> Message:
        """Show the back of a card."""
        return await self._reviews.reveal(await self._card_ref(asker, action), asker)

    async def form(self, asker: Asker, action: actions.RecallCard) -> Form:
        """Return the form for typing an answer."""
        return self._reviews.form(await self._card_ref(asker, action))

    async def fill(self, asker: Asker, action: actions.RecallCard, filled: Mapping[str, str]) -> Message:
        """Show the back of a card, with a verdict on the typed answer.

        Args:
            asker: who reviews.
            action: says which card.
            filled: the form's fields, with the answer as typed.
        """
        card_ref = await self._card_ref(asker, action)
        self._reviews.form(card_ref)  # refuses a card that isn't answered by typing
        return await self._reviews.reveal(card_ref, asker, clean(filled.get(TYPED, "")))

    async def rate(self, asker: Asker, action: actions.RateCard) -> Message:
        """Rate a card."""
        try:
            rating = Rating(action.rating)
        except ValueError:
            raise Refusal("That rating doesn't exist; press one of the ones shown.") from None
        return await self._reviews.rate(await self._card_ref(asker, action), rating, asker, self._offer)

    async def _offer(self, asker: Asker) -> Button | None:
        """Return the button to continue with another pack, or else perhaps to be reminded."""
        if waiting := await self._waiting(asker):
            return Button(f"Continue with {waiting[0].title}", encode(actions.StartReview(waiting[0].id)))
        return await self._reminders.offer(asker)

    async def undo(self, asker: Asker, action: actions.UndoRating) -> Message:
        """Take the last rating back."""
        return await self._reviews.undo(await self._card_ref(asker, action), asker)

    async def bury(self, asker: Asker, action: actions.BuryCard) -> Message:
        """Put a card aside until tomorrow."""
        return await self._reviews.put_aside(await self._card_ref(asker, action), asker, for_good=False)

    async def suspend(self, asker: Asker, action: actions.SuspendCard) -> Message:
        """Put a card aside for good."""
        return await self._reviews.put_aside(await self._card_ref(asker, action), asker, for_good=True)

    async def bring_back(self, asker: Asker, action: actions.BringBack) -> Message:
        """Bring all suspended cards back."""
        return await self._reviews.bring_back(await self._packs.get(asker, action.pack), asker)

    async def _card_ref(
        self,
        asker: Asker,
        action: actions.RevealCard
        | actions.RecallCard
        | actions.RateCard
        | actions.UndoRating
        | actions.BuryCard
        | actions.SuspendCard,
    ) -> CardRef:
        return CardRef(await self._packs.get(asker, action.pack), action.card, action.number)
