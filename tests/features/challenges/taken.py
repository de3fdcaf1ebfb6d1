"""A bot with challenges, for tests: members take them, and a planner closes them by the test's own clock."""

from datetime import datetime
from pathlib import Path
from random import Random

from bot.catalogue import CATALOGUE
from bot.content.reading.library import Library
from bot.core import build
from bot.features.challenges.actions import TryChoice, TryOrder, TryWords
from bot.features.challenges.model import Challenge
from bot.features.challenges.store import challenges
from bot.features.delivery.delivery import Delivery
from bot.features.quizzes.grading import judge_choice
from bot.features.quizzes.posed import IN_CHALLENGE, Posed
from bot.features.quizzes.questions import bank
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.language.actions import decode
from bot.language.codec import load
from bot.language.controls import Button
from bot.language.forms import AnyForm
from bot.language.message import Message
from bot.language.people import Member, Place, Tenant, platform_of
from bot.language.plain import buttons, plain
from bot.language.requests import Asker, Call, Pressed
from bot.language.slash import read
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.fakes.platform import FakeClock, FakePort
from tests.packs import PETS

HERE = Tenant("web:playground", "Playground")
GENERAL = Place("general", "#general")


class Bot:
    """One replica.

    Args:
        database: where everything is stored.
        clock: tells the time, and stamps presses.
        port: takes posts.
        seed: for everything random.
        pack: its only pack.
        tenant: the one its members belong to.
    """

    def __init__(
        self,
        database: Database,
        clock: FakeClock,
        port: FakePort | None = None,
        seed: int = 1,
        pack: Path = PETS,
        tenant: Tenant = HERE,
    ) -> None:
        self.tenant, self.platform = tenant, platform_of(tenant.key)
        self.database, self.clock = database, clock
        self.pictures = PictureCache()
        self.services = build(Library([pack]), database, self.pictures, Random(seed), clock)
        self.commands = self.services.application
        self.port = port or FakePort(clock)
        self.planner = Planner(database, self.services.composers, clock, Random(seed))
        self.outbox = Delivery(database, {self.platform: self.port}, clock, ScheduleOutcomes(self.services.composers))

    def close(self) -> None:
        self.pictures.close()

    def asker(
        self, name: str = "Ana", *, at: datetime | None = None, administrator: bool = False, place: Place = GENERAL
    ) -> Asker:
        member = Member(name.lower(), name, administrator=administrator)
        return Asker(self.tenant, place, member, at or self.clock.now)

    async def say(self, typed: str, name: str = "Ana", *, administrator: bool = True) -> Message:
        command, options = read(typed, CATALOGUE)
        return await self.commands.serve(Call(self.asker(name, administrator=administrator), command, options))

    async def press(
        self, press: Button | str, name: str = "Ana", typed: str = "", *, at: datetime | None = None
    ) -> Message:
        encoded = press.press if isinstance(press, Button) else press
        return await self.commands.press(Pressed(self.asker(name, at=at), encoded, typed))

    async def form(self, press: Button, name: str = "Ana") -> AnyForm | None:
        return (await self.commands.meant_by(Pressed(self.asker(name), press.press))).form

    async def post(self) -> list[str]:
        """Plan and send what's due; return everything posted so far."""
        await self.planner.plan_due([self.platform])
        for post in await self.outbox.claim(self.platform, 100):
            await self.outbox.deliver(post)
        return [each.text for each in self.port.log]

    async def posted(self) -> Message:
        """Plan and send what's due; return the last message as it was sent."""
        await self.planner.plan_due([self.platform])
        claimed = await self.outbox.claim(self.platform, 100)
        for post in claimed:
            await self.outbox.deliver(post)
        return load(claimed[-1].payload)

    async def begin(self, name: str, announced: Message) -> Message:
        """Take a challenge; return the page with the first question."""
        return await self.press(buttons(await self.press(buttons(announced)[0], name))[0], name)

    async def answer(self, name: str, page: Message, *, right: bool = True) -> Message:
        """Answer the question that a page asks, whatever its type."""
        posed = await self.posed(page)
        question = posed.question
        match question.type:
            case "free-text":
                typed = question.answers[0] if right else "nothing of the sort"
                return await self.press(labelled(page, "Type your answer"), name, typed)
            case "order":
                for item in question.items if right else reversed(question.items):
                    page = await self.press(labelled(page, item), name)
                return page
            case _:
                return await self.press(_option(posed, page, right=right), name)

    async def posed(self, page: Message) -> Posed:
        """Return the question that a page asks."""
        action = decode(buttons(page)[0].press)
        assert isinstance(action, TryChoice | TryOrder | TryWords)
        challenge = await self.challenge(action.challenge)
        pack = self.services.library.packs[challenge.pack]
        question = bank(pack)[challenge.questions[action.position]]
        return Posed(pack, question, challenge.id, action.position, challenge.seed, IN_CHALLENGE)

    async def challenge(self, challenge_id: str) -> Challenge:
        challenge = await self.database.read(
            lambda transaction: challenges.find(transaction, self.tenant.key, challenge_id)
        )
        assert challenge is not None
        return challenge


def labelled(said: Message, label: str) -> Button:
    """Return the button with a label, not counting a letter before it."""
    return next(each for each in buttons(said) if each.label == label or each.label.partition(". ")[2] == label)


def is_question(said: Message) -> bool:
    """Return whether a page asks a question."""
    return "Your clock runs out " in plain(said)


def _option(posed: Posed, page: Message, *, right: bool) -> Button:
    for button in buttons(page):
        action = decode(button.press)
        if isinstance(action, TryChoice) and judge_choice(posed, action.choice).verdict.counts is right:
            return button
    raise AssertionError("there is no such option")
