"""Schedules on both databases, posting to fake platforms by a fake clock."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest

from bot.features.delivery.delivery import Delivery
from bot.features.delivery.model import Post
from bot.features.delivery.store import by_schedule
from bot.features.scheduling.calendar import first
from bot.features.scheduling.kinds import Followed, Usual
from bot.features.scheduling.model import Late, Schedule, ScheduleDraft
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.features.scheduling.store import schedules
from bot.features.scheduling.wording import read_days
from bot.language.message import Message, message
from bot.language.refusals import Refusal
from bot.language.rich_text import text
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.fakes.platform import FakeClock, FakePort

FORGETFUL, CAREFUL = "slack", "discord"
"""A platform that posts a repeated request again, and one that drops it."""


class Numbered:
    """A kind of schedule whose messages are numbered."""

    name = "tip"
    after: tuple[str, ...] = ()
    usual = Usual("09:00", "weekdays")

    def __init__(self) -> None:
        self.number = 0
        self.refuses: str | None = None

    def options(self, given: Mapping[str, str | int]) -> str:
        return json.dumps(given)

    def subject(self, draft: ScheduleDraft) -> str:
        return draft.kind.capitalize()

    def details(self, draft: ScheduleDraft) -> Sequence[tuple[str, str]]:
        return [("Options", draft.options)]

    def compose(
        self, _transaction: Transaction, due: Sequence[Schedule], at: datetime
    ) -> Sequence[Message | Refusal]:
        return self.numbered(due, at)

    def numbered(self, due: Sequence[Schedule], _at: datetime) -> Sequence[Message | Refusal]:
        made: list[Message | Refusal] = []
        for each in due:
            self.number += 1
            made.append(Refusal(self.refuses) if self.refuses else message(text(f"{each.number}/{self.number}")))
        return made

    async def preview(self, draft: ScheduleDraft, _at: datetime) -> Message:
        return message(text(f"{draft.place}/{self.number + 1}"))


class Led(Numbered):
    """The same, but a schedule's options say what follows each message."""

    def compose(self, transaction: Transaction, due: Sequence[Schedule], at: datetime) -> Sequence[Any]:
        made = super().compose(transaction, due, at)
        return [_followed(said, json.loads(each.options)) for each, said in zip(due, made, strict=True)]


def _followed(said: Message | Refusal, options: Mapping[str, Any]) -> Message | Followed | Refusal:
    if isinstance(said, Refusal) or not options:
        return said
    reply = message(text("And you?")) if options.get("ask") else None
    return Followed(said, reply, options.get("thread", ""), pin=bool(options.get("pin")))


class Slow(Numbered):
    """The same, but composed before the transaction that stores the messages."""

    name = "report"

    async def prepare(self, due: Sequence[Schedule], at: datetime) -> Sequence[Message | Refusal]:
        return self.numbered(due, at)


def draft(**changes: object) -> ScheduleDraft:
    """Return the draft of a tip at nine in Berlin, every day."""
    fields: dict[str, object] = {
        "tenant": "slack:a",
        "platform": FORGETFUL,
        "kind": "tip",
        "place": "general",
        "place_name": "#general",
        "pack": "pets",
        "topic": "",
        "time": "09:00",
        "days": "every day",
        "zone": "Europe/Berlin",
        "starts": date(2026, 3, 1),
        "ends": None,
        "late": Late.POST,
    }
    fields |= changes
    if isinstance(words := fields["days"], str):
        fields["days"] = read_days(words)
    return ScheduleDraft(**fields)  # type: ignore[arg-type]


@dataclass
class Desk:
    """Everything that posts, on one database."""

    database: Database
    clock: FakeClock = field(default_factory=FakeClock)
    kind: Numbered = field(default_factory=Numbered)

    def __post_init__(self) -> None:
        self.ports = {
            FORGETFUL: FakePort(self.clock),
            CAREFUL: FakePort(self.clock, repeat_within=timedelta(seconds=60)),
        }
        self.planner = Planner(self.database, {"tip": self.kind}, self.clock, Random(1))
        self.outbox = self.another_outbox()

    @property
    def port(self) -> FakePort:
        return self.ports[FORGETFUL]

    def another_outbox(self) -> Delivery:
        """Return another outbox, such as another replica or a restarted process has."""
        return Delivery(self.database, self.ports, self.clock, ScheduleOutcomes({}))

    async def add(self, **changes: object) -> Schedule:
        made = draft(**changes)
        coming = first(made, self.clock.now)
        assert coming is not None
        return await self.database.transact(
            lambda transaction: schedules.add(transaction, made, coming.day, coming.at)
        )

    async def plan(self) -> int:
        return await self.planner.plan_due(self.ports)

    async def send(self, platform: str = FORGETFUL, *, by: Delivery | None = None) -> int:
        """Claim what is due and take each post one step further; return how many there were."""
        using = by or self.outbox
        claimed = await using.claim(platform, 10)
        for post in claimed:
            await using.deliver(post)
        return len(claimed)

    async def posts(self, number: int = 1, tenant: str = "slack:a") -> list[Post]:
        """Return the posts of a schedule, newest first."""
        return await self.database.read(lambda transaction: by_schedule.latest(transaction, tenant, number, 100))

    async def post(self, number: int = 1, tenant: str = "slack:a") -> Post:
        """Return the newest post of a schedule."""
        return (await self.posts(number, tenant))[0]

    async def schedule(self, number: int = 1, tenant: str = "slack:a") -> Schedule:
        found = await self.database.read(lambda transaction: schedules.find(transaction, tenant, number))
        assert found is not None
        return found

    def till_nine(self, **later: float) -> None:
        """Set the clock to nine o'clock in Berlin, or that much later."""
        today = self.clock.true.date()
        self.clock.true = datetime.combine(today, time(8), self.clock.true.tzinfo) + timedelta(**later)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)
