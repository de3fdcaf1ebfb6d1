"""A challenge under any order of presses, duplicates and crashes: no answer is lost or counted twice."""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.features.challenges.actions import ShowTurn, TakeChallenge, TryChoice
from bot.features.challenges.opening import RESULTS
from bot.features.challenges.store import participants
from bot.features.league.store import results
from bot.features.quizzes.options import options_of
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.questions import bank
from bot.features.scheduling.kinds import SlowComposer
from bot.features.scheduling.planner import Planner
from bot.features.scoring.points import points
from bot.language.actions import encode
from bot.language.message import Message
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.storage.database import Database
from bot.storage.tables import answer, game_result
from bot.storage.times import from_milliseconds
from tests.fakes.platform import FakeClock, FakePort
from tests.features.challenges.taken import HERE, Bot
from tests.features.reviews.test_session_properties import migrated

_T = TypeVar("_T")

PEOPLE = ("Ana", "Ben", "Cleo")
QUESTIONS, LIMIT = 3, timedelta(seconds=30)
OPEN_FOR = timedelta(hours=1)


class Crash(BaseException):
    """The process dies here; no handler of ordinary errors catches this."""


@dataclass(frozen=True)
class Acknowledged:
    """An answer that someone was told is safe."""

    given: str
    right: bool
    delay: timedelta


class Taking(RuleBasedStateMachine):
    """Three people with every button there ever was, and a bot that's slow and dies."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(migrated(), self.folder / "v.db")
        self.clock = FakeClock()
        self.port = FakePort(self.clock)
        self.shown: dict[tuple[str, int], datetime] = {}
        self.safe: dict[tuple[str, int], Acknowledged] = {}
        self.open()
        announced = self.run(self.bot.say(f"/challenge {QUESTIONS} 30 closes:1h"))
        self.id = buttons(announced)[0].press.rpartition(":")[2]
        self.closes = self.clock.now + OPEN_FOR
        assert all(options_of(self.posed(position)) for position in range(QUESTIONS)), "every answer is a choice"

    def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        return self.runner.run(work)

    def open(self) -> None:
        self.database = self.run(Database.open(f"sqlite:///{self.folder / 'v.db'}"))
        self.bot = Bot(self.database, self.clock, self.port, seed=1)

    def press(self, name: str, press: str, at: datetime | None = None) -> Message | None:
        try:
            return self.run(self.bot.press(press, name, at=at))
        except Refusal:
            return None

    @property
    def is_open(self) -> bool:
        return self.clock.now < self.closes

    @rule(name=st.sampled_from(PEOPLE), position=st.integers(0, QUESTIONS))
    def ask_for(self, name: str, position: int) -> None:
        before = set(self.shown)
        said = self.press(name, encode(ShowTurn(self.id, position)))
        assert said is not None
        self.look_at(name, said)
        assert set(self.shown) - before <= {(name, position)}, "an old button starts no clock"

    @rule(name=st.sampled_from(PEOPLE))
    def go_on(self, name: str) -> None:
        """Go on as people do: take the challenge, then press the button that leads on."""
        said = self.press(name, encode(TakeChallenge(self.id)))
        assert said is not None
        onward = [each for each in buttons(said) if each.label.startswith(("Show question", "Continue", "Back"))]
        if onward:
            said = self.press(name, onward[0].press)
            assert said is not None
        self.look_at(name, said)

    @rule(name=st.sampled_from(PEOPLE), seconds=st.integers(1, 32), right=st.booleans(), times=st.integers(1, 2))
    def play(self, name: str, seconds: int, right: bool, times: int) -> None:
        """Play as most people do: see a question, think, answer."""
        self.go_on(name)
        mine = [position for who, position in self.shown if who == name]
        if mine:
            self.clock.go(seconds=seconds)
            choices = options_of(self.posed(max(mine)))
            choice = next(number for number, (_, _, is_right) in enumerate(choices) if is_right is right)
            self.press_all_at_once(name, max(mine), int(choices[choice][0]), 0, times)

    @precondition(lambda self: bool(self.shown))
    @rule(
        which=st.integers(0, 8),
        choice=st.integers(0, 1),
        ago=st.sampled_from((0, 0, 2, 28, 32)),
        times=st.integers(1, 3),
    )
    def answer_what_was_shown(self, which: int, choice: int, ago: int, times: int) -> None:
        name, position = list(self.shown)[which % len(self.shown)]
        self.press_all_at_once(name, position, choice, ago, times)

    @rule(name=st.sampled_from(PEOPLE), position=st.integers(0, QUESTIONS - 1), choice=st.integers(0, 3))
    def answer_anything(self, name: str, position: int, choice: int) -> None:
        self.press_all_at_once(name, position, choice, 0, 1)

    def press_all_at_once(self, name: str, position: int, choice: int, ago: int, times: int) -> None:
        """Press once or several times at once; the press may be served long after it was stamped."""
        at = self.clock.now - timedelta(seconds=ago)
        presses = [encode(TryChoice(self.id, position, (choice + each) % 3)) for each in range(times)]

        async def all_at_once() -> list[Message | BaseException]:
            pressing = (self.bot.press(press, name, at=at) for press in presses)
            return await asyncio.gather(*pressing, return_exceptions=True)

        said = [each for each in self.run(all_at_once()) if isinstance(each, Message)]
        fresh = [each for each in said if "Locked" in plain(each) and "first answer counts" not in plain(each)]
        assert len(fresh) <= 1
        if not fresh:
            return
        key = (name, position)
        assert key not in self.safe
        assert at < self.closes
        delay = at - self.shown[key]
        assert delay <= LIMIT
        self.remember(key, delay)

    @precondition(lambda self: self.is_open)
    @rule(name=st.sampled_from(PEOPLE), position=st.integers(0, QUESTIONS - 1), choice=st.integers(0, 1))
    def die_before_it_is_told(self, name: str, position: int, choice: int) -> None:
        """Die before anyone hears whether an answer was stored."""
        before = self.kept()
        self.press(name, encode(TryChoice(self.id, position, choice)))
        if self.kept() != before:
            self.remember((name, position), self.clock.now - self.shown[name, position])
        self.crash()

    @rule()
    def crash(self) -> None:
        self.run(self.database.close())
        self.bot.close()
        self.open()

    @rule()
    def die_while_closing(self) -> None:
        """Die with results made but not planned; another process makes the same ones, counted once."""
        composing = self.bot.services.composers[RESULTS]
        planner = self.bot.planner

        class Dying:
            name = RESULTS
            after: tuple[str, ...] = ()

            async def prepare(self, *given: Any) -> Sequence[Message | Refusal]:
                assert isinstance(composing, SlowComposer)
                await composing.prepare(*given)
                raise Crash

        kinds = {**self.bot.services.composers, RESULTS: Dying()}
        with suppress(Crash):
            self.run(Planner(planner._database, kinds, planner._clock, planner._batches._random).plan_due(["web"]))

    @rule(seconds=st.sampled_from((1, 7, 29, 31, 700)))
    def wait(self, seconds: int) -> None:
        self.clock.go(seconds=seconds)

    @precondition(lambda self: self.clock.now < self.closes - timedelta(minutes=5))
    @rule()
    def wait_till_it_nearly_closes(self) -> None:
        self.clock.true = self.closes - timedelta(seconds=9)

    @rule()
    def post(self) -> None:
        self.run(self.bot.post())

    @invariant()
    def what_was_acknowledged_is_kept(self) -> None:
        kept = self.kept()
        for key, told in self.safe.items():
            assert kept[key] == told.given

    @invariant()
    def nothing_is_told_or_counted_before_the_close(self) -> None:
        if self.is_open:
            assert self.told == []
            assert self.rows(game_result) == self.rows(answer) == []

    def teardown(self) -> None:
        """Close the challenge; the scores follow from what was acknowledged, and are told once."""
        self.clock.true = max(self.clock.true, self.closes)
        self.crash()
        other = Bot(self.database, self.clock, self.port, seed=2)

        async def both() -> None:
            await asyncio.gather(self.bot.post(), other.post())

        self.run(both())
        self.run(both())
        assert len(self.told) == 1
        nudged = [each.to.member for each in self.port.log if each.to.member]
        assert len(nudged) == len(set(nudged))
        counted = {name: self.naive(name) for name in PEOPLE if any(who == name for who, _ in self.shown)}
        assert self.scored() == counted
        assert len(self.rows(answer)) == len(self.kept())
        other.close()
        self.bot.close()
        self.run(self.database.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    @property
    def told(self) -> list[str]:
        """What was posted in the channel."""
        return [each.text for each in self.port.log if not each.to.member]

    def naive(self, name: str) -> int:
        mine = [told for (who, _), told in self.safe.items() if who == name and told.right]
        return sum(points(told.delay, LIMIT) for told in mine)

    def remember(self, key: tuple[str, int], delay: timedelta) -> None:
        """Remember a stored answer, which no other may replace."""
        given = self.kept()[key]
        right = next(right for each, _, right in options_of(self.posed(key[1])) if each == given)
        self.safe[key] = Acknowledged(given, right, max(timedelta(0), delay))

    def look_at(self, name: str, said: Message) -> None:
        """Remember when a question was first shown, and check the time it says is left."""
        words = plain(said)
        if "Your clock runs out" in words:
            position = int(words.partition("question ")[2].partition(" ")[0]) - 1
            first = self.shown.setdefault((name, position), self.clock.now)
            left = LIMIT - (self.clock.now - first)
            assert f"in {max(1, left // timedelta(seconds=1))} second" in words
            assert position == 0 or (name, position - 1) in self.shown

    def posed(self, position: int) -> Posed:
        challenge = self.run(self.bot.challenge(self.id))
        pack = self.bot.services.library.packs[challenge.pack]
        return Posed(pack, bank(pack)[challenge.questions[position]], challenge.id, position, challenge.seed)

    def kept(self) -> dict[tuple[str, int], str]:
        challenge = self.run(self.bot.challenge(self.id))
        turns = self.run(self.database.read(lambda transaction: participants.all_turns(transaction, challenge)))
        names = {name.lower(): name for name in PEOPLE}
        return {
            (names[member], turn.position): turn.answer.given
            for member, mine in turns.items()
            for turn in mine
            if turn.answer is not None
        }

    def scored(self) -> dict[str, int]:
        sums: dict[str, int] = {}
        since = from_milliseconds(0)
        for each in self.run(self.database.read(lambda transaction: results.since(transaction, HERE.key, since))):
            sums[each.name] = sums.get(each.name, 0) + each.points
        return sums

    def rows(self, table: Any) -> list[Any]:
        return list(self.run(self.database.read(lambda transaction: transaction.rows(table.select(), {}))))


TestTaking = Taking.TestCase
TestTaking.settings = settings(max_examples=12, stateful_step_count=25)
