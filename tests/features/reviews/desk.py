"""A learner at their cards, without a platform."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.content.model import Card, ClozeCard, Pack
from bot.content.reading.library import Library
from bot.features.learners.chosen import Chosen
from bot.features.learners.linking import Linking
from bot.features.packs.shelf import Shelf
from bot.features.packs.taught import Packs
from bot.features.privacy.service import Privacy
from bot.features.reviews import actions
from bot.features.reviews.model import Rating
from bot.features.reviews.session import Reviews
from bot.features.reviews.steps import CardRef
from bot.illustrations.illustrator import Illustrator
from bot.language.actions import decode
from bot.language.controls import Button
from bot.language.message import Message
from bot.language.people import PLAYGROUND, Member, MemberKey, Place, Tenant
from bot.language.plain import buttons
from bot.language.requests import Asker
from bot.personal_data import PERSONAL_DATA
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.erasures import erasure
from tests.packs import PETS, changed, pets

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GAPS = ClozeCard(id="gaps", objectives=("C1",), text="A {{dog}} is walked, a {{cat}} isn't, a {{fish}} never is.")
TWO_WAYS = Card(id="bark", objectives=("C1",), front="Which pet barks?", back="The dog", reverse="What does it do?")


def asker_named(name: str, tenant: Tenant = PLAYGROUND, at: datetime = START) -> Asker:
    return Asker(tenant, Place("general", "#general"), Member(name.lower(), name), at)


def pack_of(*items: Card | ClozeCard) -> Pack:
    """Return Pets with these cards only."""
    cards = tuple(each for each in items if isinstance(each, Card))
    clozes = tuple(each for each in items if isinstance(each, ClozeCard))
    return changed(pets(), comparisons=(), terms=(), cards=cards, clozes=clozes)


@dataclass
class Learner:
    """Reviews the cards of a pack, at a time that only moves when told to."""

    database: Database
    asker: Asker = field(default_factory=lambda: asker_named("Ana"))
    pack: Pack = field(default_factory=pets)

    def __post_init__(self) -> None:
        self.chosen = Chosen(self.database)
        self.reviews = Reviews(self.database, self.chosen)

    @property
    def me(self) -> MemberKey:
        return MemberKey(self.asker.tenant.key, self.asker.member.id)

    @property
    def linking(self) -> Linking:
        return Linking(self.database, PERSONAL_DATA)

    @property
    def privacy(self) -> Privacy:
        library = Library([PETS])
        packs = Packs(Shelf(library, self.database), self.chosen)
        illustrator = Illustrator(library, PictureCache())
        return Privacy(self.database, PERSONAL_DATA, packs, self.reviews, illustrator, erasure(self.database))

    def wait(self, **time: float) -> None:
        self.asker = replace(self.asker, at=self.asker.at + timedelta(**time))

    async def choose(self, **settings: object) -> None:
        for name, value in settings.items():
            await self.chosen.put_personal(self.me, name, str(value))

    async def start(self, topic: str = "", *, resume: bool = True) -> Message:
        chosen = self.pack.topic_by_id[topic] if topic else None
        return await self.reviews.start(self.pack, chosen, self.asker, resume=resume)

    def named(self, button: Button) -> CardRef:
        action = decode(button.press)
        assert isinstance(action, actions.RevealCard | actions.UndoRating | actions.BuryCard | actions.SuspendCard)
        return CardRef(self.pack, action.card, action.number)

    def shown(self, message: Message) -> CardRef | None:
        """Return the card whose front a message shows."""
        return next((self.named(each) for each in buttons(message) if each.press.startswith("reveal.")), None)

    def undoable(self, message: Message) -> CardRef | None:
        return next((self.named(each) for each in buttons(message) if each.press.startswith("undo.")), None)

    async def rate(self, named: CardRef, rating: int = Rating.GOOD) -> Message:
        return await self.reviews.rate(named, Rating(rating), self.asker)
