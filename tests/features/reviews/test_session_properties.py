"""Whatever is pressed, in whatever order, at whatever time: no review is lost or counted twice."""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.features.reviews import scheduling
from bot.features.reviews.model import CardState, Memory, Queue, Rating, Review
from bot.features.reviews.scheduling import Plan
from bot.features.reviews.steps import CardRef
from bot.features.reviews.store import cards, decks, reviews
from bot.language.message import Message
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.features.reviews.desk import START, Learner, asker_named

_T = TypeVar("_T")

NEW, REVIEWS = 3, 4
ZONES = ("UTC", "Europe/Berlin", "Pacific/Kiritimati", "America/St_Johns", "Pacific/Pago_Pago")


class Crash(Exception):
    """The process dies here."""


class Sessions(RuleBasedStateMachine):
    """One learner, every button, an unruly clock, and a process that dies now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(migrated(), self.folder / "v.db")
        self.zone = "UTC"
        self.at = START
        self.ratings: dict[str, list[tuple[int, object]]] = {}
        self.pressed: list[CardRef] = []
        self.last: tuple[CardRef, Memory] | None = None
        self.open()
        self.run(self.learner.choose(new_cards=NEW, reviews=REVIEWS))
        self.page: Message = self.run(self.learner.start())

    def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        return self.runner.run(work)

    def open(self) -> None:
        self.database = self.run(Database.open(f"sqlite:///{self.folder / 'v.db'}"))
        self.learner = Learner(self.database, asker_named("Ana", at=self.at))

    @property
    def shown(self) -> CardRef | None:
        return self.learner.shown(self.page)

    @rule(rating=st.sampled_from(Rating))
    def rate(self, rating: Rating) -> None:
        if (named := self.shown) is None:
            return
        card = self.card(named)
        before = self.state(card).memory
        self.page = self.run(self.learner.rate(named, rating))
        self.ratings.setdefault(card, []).append((int(rating), before.phase))
        self.pressed.append(named)
        self.last = (named, before)

    @rule(which=st.integers(0, 30), rating=st.sampled_from(Rating))
    def press_an_old_button(self, which: int, rating: Rating) -> None:
        if self.pressed:
            self.page = self.run(self.learner.rate(self.pressed[which % len(self.pressed)], rating))

    @rule(rating=st.sampled_from(Rating))
    def press_twice_at_once(self, rating: Rating) -> None:
        if (named := self.shown) is None:
            return
        card = self.card(named)
        before = self.state(card).memory

        async def twice() -> list[Message]:
            return await asyncio.gather(*(self.learner.rate(named, rating) for _ in range(2)))

        self.page = self.run(twice())[1]
        self.ratings.setdefault(card, []).append((int(rating), before.phase))
        self.pressed.append(named)
        self.last = None  # the second press has taken the undo button away

    @rule()
    def undo(self) -> None:
        if self.last is None or (undo := self.learner.undoable(self.page)) is None:
            return
        named, before = self.last
        self.page = self.run(self.learner.reviews.undo(undo, self.learner.asker))
        assert self.state(self.card(named)).memory == before
        self.ratings[self.card(named)].pop()
        self.page = self.run(self.learner.reviews.undo(undo, self.learner.asker))  # once is enough
        self.last = None

    @rule(for_good=st.booleans())
    def put_aside(self, for_good: bool) -> None:
        if (named := self.shown) is not None:
            self.page = self.run(self.learner.reviews.put_aside(named, self.learner.asker, for_good=for_good))
            assert self.state(self.card(named)).queue is (Queue.SUSPENDED if for_good else Queue.BURIED)

    @rule()
    def bring_back(self) -> None:
        self.page = self.run(self.learner.reviews.bring_back(self.learner.pack, self.learner.asker))

    @rule(minutes=st.sampled_from((0, 1, 11, 300, 1440, 3 * 1440, 40 * 1440)))
    def wait(self, minutes: int) -> None:
        self.learner.wait(minutes=minutes)
        self.at = self.learner.asker.at
        self.page = self.run(self.learner.start())

    @rule(zone=st.sampled_from(ZONES))
    def travel(self, zone: str) -> None:
        self.zone = zone
        self.run(self.learner.choose(zone=zone))
        self.page = self.run(self.learner.start())

    @rule()
    def restart(self) -> None:
        self.run(self.database.close())
        self.open()
        self.page = self.run(self.learner.start())

    @rule(step=st.sampled_from(("before", "between", "after")), rating=st.sampled_from(Rating))
    def crash_while_rating(self, step: str, rating: Rating) -> None:
        """Die during a rating: none of it may stay."""
        if (named := self.shown) is None:
            return
        card = self.card(named)
        before = self.state(card)
        with pytest.MonkeyPatch.context() as patch:
            if step == "before":
                patch.setattr(reviews, "add", crash)
            elif step == "between":
                patch.setattr(cards, "keep", crash)
            else:
                patch.setattr("bot.features.reviews.steps.OpenSession.state", crash)
            with pytest.raises(Crash):
                self.run(self.learner.rate(named, rating))
        self.restart()
        assert self.state(card) == before

    @invariant()
    def the_log_says_what_was_pressed(self) -> None:
        entries = self.run(self.database.transact(self.log))
        undone = {(each.card, each.number - 1) for each in entries if each.undid is not None}
        in_force: dict[str, list[tuple[int, object]]] = {}
        for each in sorted(entries, key=lambda entry: entry.number):
            if each.undid is None and (each.card, each.number) not in undone:
                in_force.setdefault(each.card, []).append((each.rating, each.phase))
        assert in_force == {card: given for card, given in self.ratings.items() if given}

    @invariant()
    def the_cards_are_the_log_replayed(self) -> None:
        """All but the due day, which depends on the zone at the time."""
        entries = self.run(self.database.transact(self.log))
        plan = Plan(0.9, ZoneInfo(self.zone))
        for state in self.run(self.learner.reviews.states(self.learner.pack, self.learner.asker)):
            mine = [each for each in entries if each.card == state.card]
            replayed, _ = scheduling.fold(mine, plan)
            assert replace(replayed, due=None) == replace(state.memory, due=None)
            assert state.reps == max((each.number for each in mine), default=0)

    @invariant()
    def no_day_has_more_than_its_limits(self) -> None:
        entries = self.run(self.database.transact(self.log))
        undone = {(each.card, each.number - 1) for each in entries if each.undid is not None}
        since = scheduling.day_start(scheduling.learning_day(self.at, ZoneInfo(self.zone)), ZoneInfo(self.zone))
        today = [
            each
            for each in entries
            if each.undid is None and (each.card, each.number) not in undone and each.at >= since
        ]
        if self.shown is not None:
            state = self.state(self.card(self.shown))
            given = sum(each.phase is state.memory.phase for each in today)
            if state.queue is Queue.NEW:
                assert given < NEW
            elif state.queue is Queue.REVIEW:
                assert given < REVIEWS

    def log(self, transaction: Transaction) -> list[Review]:
        opened = decks.open_deck(transaction, self.learner.me, self.learner.pack.id)
        return reviews.log(transaction, opened.learner, self.learner.pack.id)

    def card(self, named: CardRef) -> str:
        return self.learner.reviews.deck(self.learner.pack).by_code[named.code].id

    def state(self, card: str) -> CardState:
        states = self.run(self.learner.reviews.states(self.learner.pack, self.learner.asker))
        return next(each for each in states if each.card == card)

    def teardown(self) -> None:
        self.run(self.database.close())
        self.runner.close()
        shutil.rmtree(self.folder)


def crash(*_: object, **__: object) -> None:
    raise Crash


_template: list[Path] = []


def migrated() -> Path:
    """Return the path of an empty database that's made once."""
    if not _template:
        path = Path(tempfile.mkdtemp()) / "v.db"

        async def make() -> None:
            await (await Database.open(f"sqlite:///{path}")).close()

        asyncio.run(make())
        _template.append(path)
    return _template[0]


Sessions.TestCase.settings = settings(max_examples=12, stateful_step_count=25)
TestSessions = Sessions.TestCase
