"""The networks of a simulated world: they lose, delay and duplicate requests, and answer when they like."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from bot.features.delivery import waits
from bot.language.message import Message
from bot.language.port import Destination, Postponed, Queued, Reason, Rejected, Uncertain, UnreadableHistory
from tests.fakes.platform import FakePort

if TYPE_CHECKING:
    from tests.features.delivery.world import World

LONGEST_DELAY = 80.0
"""Maximum number of seconds a request may be on its way; beyond the grace period, nobody could promise anything."""


@dataclass
class Trouble:
    """The chance of each fault, on one kind of day."""

    death: float = 0.0
    freeze: float = 0.0
    lost_request: float = 0.0
    lost_reply: float = 0.0
    delayed: float = 0.0
    limited: float = 0.0
    banned: float = 0.0
    refused: float = 0.0
    unreadable: float = 0.0
    history_down: float = 0.0
    mute: float = 0.0


ORDINARY = Trouble(lost_request=0.06, lost_reply=0.08, delayed=0.06, limited=0.06, history_down=0.1, mute=0.01)
DEADLY = Trouble(0.03, 0.01, 0.1, 0.15, 0.1, 0.05, 0.004, 0.01, 0.03, 0.2, 0.03)
CLOCKS = Trouble(lost_request=0.1, lost_reply=0.1, delayed=0.05, limited=0.05)


@dataclass(eq=False)
class Request:
    """A post on its way, which arrives whatever becomes of its sender."""

    arrives: datetime
    take: Callable[[], None]


@dataclass
class Network:
    """The connection to a platform."""

    world: "World"
    port: FakePort
    answers: dict[int, str | Exception] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=count)

    @property
    def repeat_within(self) -> timedelta:
        return self.port.repeat_within

    async def now(self) -> datetime | None:
        world = self.world
        if world.happens(world.trouble.mute, "time not told"):
            await world.park(world.random.uniform(0.05, 5.0))
            raise Postponed("It does not answer.", 10.0)
        return await self.port.now()

    async def post(self, to: Destination, said: Message, key: str) -> str:
        world, trouble, number = self.world, self.world.trouble, next(self._numbers)
        delay = world.random.uniform(0.05, 2.0)
        if world.happens(trouble.delayed, "request delayed"):
            delay = world.random.uniform(5.0, LONGEST_DELAY)
        refusal = self._refusal(to, key)

        def take() -> None:
            world.note(key, f"sending {number} arrives")
            self.answers[number] = refusal or self.port.take(to, said, key)

        world.note(key, f"sending {number} begins; it takes {delay:.0f} s; {refusal or 'it will be taken'}")
        if not world.happens(trouble.lost_request, "request lost"):
            world.requests.append(Request(world.clock.true + timedelta(seconds=delay), take))
            if self.repeat_within and world.happens(trouble.delayed, "request doubled"):
                again = timedelta(seconds=min(delay + 1.0, LONGEST_DELAY))
                world.requests.append(Request(world.clock.true + again, take))
        answered = delay + world.random.uniform(0.05, 1.0)
        if world.happens(trouble.lost_reply, "reply lost"):
            await world.park(min(answered, 20.0))
            raise Uncertain("The connection was cut.")
        await world.park(min(answered, waits.SEND_WITHIN.total_seconds()))
        answer = self.answers.pop(number, None)
        if answer is None:
            raise Uncertain("There was no answer.")
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _refusal(self, to: Destination, key: str) -> Exception | None:
        """Return what the platform answers if it refuses a post."""
        world, trouble = self.world, self.world.trouble
        if to in world.lost_places:
            return Rejected("I am not in that channel.", Reason.PLACE_LOST)
        if world.happens(trouble.refused, "place lost"):
            world.lost_places[to] = world.clock.true + timedelta(hours=world.random.uniform(1, 50))
            world.lost_at[to] = world.clock.true
            return Rejected("I am not in that channel.", Reason.PLACE_LOST)
        if world.happens(trouble.banned, "banned"):
            world.excused.add(key)
            return Postponed("Banned.", 82_721)
        if world.happens(trouble.limited, "limited"):
            seconds = world.random.uniform(1, 120)
            return Queued("In line.", seconds) if seconds < 30 else Postponed("Too fast.", seconds)
        return None

    async def look_up(self, to: Destination, key: str, since: datetime, until: datetime) -> str | None:
        world = self.world
        await world.park(world.random.uniform(0.05, 2.0))
        if world.happens(world.trouble.history_down, "history down"):
            raise Postponed("Wait.", world.random.uniform(1, 60))
        if key in world.unreadable or world.happens(world.trouble.unreadable, "history unreadable"):
            world.unreadable.add(key)
            raise UnreadableHistory("I can't read that channel's history.")
        found = await self.port.look_up(to, key, since, until)
        world.note(key, f"the history from {since} to {until} has {found}")
        return found

    async def pin(self, to: Destination, ref: str) -> None:
        await self._reach("pin")
        await self.port.pin(to, ref)
        await self._come_back("pin")

    async def unpin(self, to: Destination, ref: str) -> None:
        await self._reach("unpin")
        await self.port.unpin(to, ref)
        await self._come_back("unpin")

    async def _reach(self, what: str) -> None:
        world = self.world
        await world.park(world.random.uniform(0.05, 2.0))
        if world.happens(world.trouble.lost_request, f"{what} lost"):
            raise Uncertain("The connection was cut.")
        if world.happens(world.trouble.limited, f"{what} limited"):
            raise Postponed("Too fast.", world.random.uniform(1, 120))

    async def _come_back(self, what: str) -> None:
        world = self.world
        await world.park(world.random.uniform(0.05, 2.0))
        if world.happens(world.trouble.lost_reply, f"{what}'s reply lost"):
            raise Uncertain("There was no answer.")
