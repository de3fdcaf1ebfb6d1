"""A learner's cards: what is known of each, and which queue it waits in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, bindparam, select, update

from bot.storage.tables import card as cards
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Row, Transaction, Values

ABSENT_POSITION = -1
"""The position of a card that has left its pack; should it come back, so does its history."""


class Rating(IntEnum):
    """How well a card was remembered."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Phase(IntEnum):
    """How far a card has been learnt."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


class Queue(IntEnum):
    """Where a card waits."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    BURIED = 3
    SUSPENDED = 4
    ABSENT = 5


_QUEUES = {
    Phase.NEW: Queue.NEW,
    Phase.LEARNING: Queue.LEARNING,
    Phase.REVIEW: Queue.REVIEW,
    Phase.RELEARNING: Queue.LEARNING,
}
"""Where a card waits that is neither gone nor put aside."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of how well a card is remembered.

    Args:
        phase: how far it has been learnt.
        step: of learning or relearning.
        stability: days until it is remembered with a chance of 90 %.
        difficulty: from 1 to 10.
        due: when it comes back, in UTC.
        last: when it was reviewed last, in UTC.
        lapses: how often it was forgotten after it had been learnt.
    """

    phase: Phase = Phase.NEW
    step: int | None = None
    stability: float | None = None
    difficulty: float | None = None
    due: datetime | None = None
    last: datetime | None = None
    lapses: int = 0


@dataclass(frozen=True, slots=True)
class Review:
    """One entry of the log: a card was rated, or its last rating taken back.

    Args:
        at: when, in UTC.
        card: its id within the pack.
        number: which repetition of the card it was, from 1.
        rating: how well it was remembered; 0 where a rating was taken back.
        phase: of the card before.
        interval: milliseconds until the card was due again.
        undid: when the rating that was taken back had been given, or None.
    """

    at: datetime
    card: str
    number: int
    rating: int
    phase: Phase
    interval: int
    undid: datetime | None = None


@dataclass(frozen=True, slots=True)
class CardState:
    """A card as a learner has it.

    Args:
        card: its id within the pack.
        topic: the id of its topic.
        position: its place among new cards, or ABSENT_POSITION.
        memory: what is known of it.
        reps: how often it has been rated or a rating taken back; a press that names another number is an old one.
        suspended: the learner does not want to see it.
        buried: until when it stays away, in UTC, or None.
        before: what was known before the last rating, where that can still be taken back.
    """

    card: str
    topic: str
    position: int
    memory: Memory = Memory()
    reps: int = 0
    suspended: bool = False
    buried: datetime | None = None
    before: Memory | None = None

    @property
    def queue(self) -> Queue:
        """Where the card waits."""
        if self.position == ABSENT_POSITION:
            return Queue.ABSENT
        if self.suspended:
            return Queue.SUSPENDED
        if self.buried is not None:
            return Queue.BURIED
        return _QUEUES[self.memory.phase]

    @property
    def wake(self) -> int:
        """When its turn comes in that queue: milliseconds, or for a new card its position."""
        if self.buried is not None:
            return to_milliseconds(self.buried)
        return self.position if self.memory.due is None else to_milliseconds(self.memory.due)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Whose cards of which pack: a learner's home and the pack's id."""

    tenant: str
    member: str
    pack: str

    @property
    def values(self) -> dict[str, str]:
        """As a statement takes them."""
        return {"tenant_": self.tenant, "member_": self.member, "pack_": self.pack}


ON_SHELF = (
    (cards.c.tenant == bindparam("tenant_"))
    & (cards.c.member == bindparam("member_"))
    & (cards.c.pack == bindparam("pack_"))
)
_COLUMNS = tuple(each for each in cards.c if each.name not in ("tenant", "member", "pack", "queue", "wake"))
_ONE = ON_SHELF & (cards.c.card == bindparam("card_"))
_FIND = select(*_COLUMNS).where(_ONE)
_ALL = select(*_COLUMNS).where(ON_SHELF)
_CHANGED = [each.name for each in cards.c if each.name not in ("tenant", "member", "pack", "card")]
_KEEP: Update = update(cards).where(_ONE).values({name: bindparam(name) for name in _CHANGED})


def find(transaction: Transaction, shelf: Shelf, card: str) -> CardState | None:
    """One card."""
    rows = transaction.rows(_FIND, {**shelf.values, "card_": card})
    return read(rows[0]) if rows else None


def everything(transaction: Transaction, shelf: Shelf) -> list[CardState]:
    """All cards of a shelf, those that have left the pack included."""
    return [read(row) for row in transaction.rows(_ALL, shelf.values)]


def keep(transaction: Transaction, shelf: Shelf, states: Sequence[CardState]) -> None:
    """Change cards that are there."""
    transaction.change_each(_KEEP, [{**shelf.values, "card_": state.card, **_values(state)} for state in states])


def add(transaction: Transaction, shelf: Shelf, states: Sequence[CardState]) -> None:
    """Add cards that are not there yet."""
    key = {"tenant": shelf.tenant, "member": shelf.member, "pack": shelf.pack}
    transaction.add_missing(cards, [{**key, "card": state.card, **_values(state)} for state in states])


def chosen(*conditions: ColumnElement[bool]) -> Select[Any]:
    """A statement that finds cards of a shelf, to be read with `read`."""
    return select(*_COLUMNS).where(ON_SHELF, *conditions)


def read(row: Row) -> CardState:
    """A card from the columns that `chosen` selects."""
    name, topic, position, suspended, buried, reps, phase, step, stability, difficulty, due, last, lapses, before = (
        row
    )
    memory = Memory(Phase(phase), step, stability, difficulty, _moment(due), _moment(last), lapses)
    return CardState(
        card=name,
        topic=topic,
        position=position,
        memory=memory,
        reps=reps,
        suspended=bool(suspended),
        buried=from_milliseconds(buried) if buried else None,
        before=None if before is None else _unpacked(before),
    )


def taken_back(state: CardState) -> CardState:
    """A card as it was before its last rating, which must be there to be taken back."""
    if state.before is None:
        raise ValueError(f"{state.card} has no rating to take back")
    return replace(state, memory=state.before, before=None, reps=state.reps + 1)


def _values(state: CardState) -> Values:
    memory = state.memory
    return {
        "topic": state.topic,
        "position": state.position,
        "queue": int(state.queue),
        "wake": state.wake,
        "suspended": int(state.suspended),
        "buried": to_milliseconds(state.buried) if state.buried else 0,
        "reps": state.reps,
        "phase": int(memory.phase),
        "step": memory.step,
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "due": _milliseconds(memory.due),
        "last": _milliseconds(memory.last),
        "lapses": memory.lapses,
        "before": None if state.before is None else _packed(state.before),
    }


def _packed(memory: Memory) -> str:
    due, last = _milliseconds(memory.due), _milliseconds(memory.last)
    return json.dumps(
        [int(memory.phase), memory.step, memory.stability, memory.difficulty, due, last, memory.lapses],
        separators=(",", ":"),
    )


def _unpacked(packed: str) -> Memory:
    phase, step, stability, difficulty, due, last, lapses = json.loads(packed)
    return Memory(Phase(phase), step, stability, difficulty, _moment(due), _moment(last), lapses)


def _milliseconds(at: datetime | None) -> int | None:
    return None if at is None else to_milliseconds(at)


def _moment(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else from_milliseconds(milliseconds)
