"""Stores a learner's cards: the state of each, and the queue in which it waits."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, bindparam, select, update

from bot.features.reviews.model import CardState, Memory, Phase
from bot.runtime.bulkhead import readable
from bot.storage.personal_data import of_member
from bot.storage.tables import card as cards
from bot.storage.times import from_milliseconds, maybe_milliseconds, maybe_moment, to_milliseconds
from bot.storage.transaction import Row, Transaction, Values


@dataclass(frozen=True, slots=True)
class DeckKey:
    """Identifies a learner's deck: their home, and the pack's id."""

    tenant: str
    member: str
    pack: str

    @property
    def values(self) -> dict[str, str]:
        """Return it as parameters for a statement."""
        return {"tenant_": self.tenant, "member_": self.member, "pack_": self.pack}


IN_DECK = of_member(cards) & (cards.c.pack == bindparam("pack_"))
_COLUMNS = tuple(each for each in cards.c if each.name not in ("tenant", "member", "pack", "queue", "wake"))
_ONE = IN_DECK & (cards.c.card == bindparam("card_"))
_FIND = select(*_COLUMNS).where(_ONE)
_ALL = select(*_COLUMNS).where(IN_DECK)
_CHANGED = [each.name for each in cards.c if each.name not in ("tenant", "member", "pack", "card")]
_KEEP: Update = update(cards).where(_ONE).values({name: bindparam(name) for name in _CHANGED})
_PACK = json.JSONEncoder(separators=(",", ":")).encode


def find(transaction: Transaction, key: DeckKey, card: str) -> CardState | None:
    """Return one card, if it's stored.

    Args:
        transaction: to read in.
        key: identifies the deck.
        card: the card's id within the pack.
    """
    rows = transaction.rows(_FIND, {**key.values, "card_": card})
    return read(rows[0]) if rows else None


def everything(transaction: Transaction, key: DeckKey) -> list[CardState]:
    """Return all readable cards of a deck, including those that have left the pack."""
    return readable("flashcard", transaction.rows(_ALL, key.values), read)


def keep(transaction: Transaction, key: DeckKey, states: Sequence[CardState]) -> None:
    """Update stored cards.

    Args:
        transaction: to work in.
        key: identifies the deck.
        states: the new states.
    """
    transaction.change_each(_KEEP, [{**key.values, "card_": state.card, **_values(state)} for state in states])


def add(transaction: Transaction, key: DeckKey, states: Sequence[CardState]) -> None:
    """Add the cards that aren't stored yet.

    Args:
        transaction: to work in.
        key: identifies the deck.
        states: the cards to add.
    """
    transaction.add_missing(cards, [_row(key, state) for state in states])


def put(transaction: Transaction, key: DeckKey, states: Sequence[CardState]) -> None:
    """Add cards, or update those that are stored.

    Args:
        transaction: to work in.
        key: identifies the deck.
        states: the new states.
    """
    transaction.put(cards, [_row(key, state) for state in states])


def chosen(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Return a statement that selects cards of a deck; parse the rows with `read`."""
    return select(*_COLUMNS).where(IN_DECK, *conditions)


def read(row: Row) -> CardState:
    """Parse a row with the columns that `chosen` selects."""
    name, topic, position, suspended, buried, reps, phase, step, stability, difficulty, due, last, lapses, before = (
        row
    )
    memory = Memory(Phase(phase), step, stability, difficulty, maybe_moment(due), maybe_moment(last), lapses)
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


def _row(key: DeckKey, state: CardState) -> Values:
    return {
        "tenant": key.tenant,
        "member": key.member,
        "pack": key.pack,
        "card": state.card,
        **_values(state),
    }


def _values(state: CardState) -> Values:
    memory = state.memory
    due = maybe_milliseconds(memory.due)
    buried = to_milliseconds(state.buried) if state.buried else 0
    return {
        "topic": state.topic,
        "position": state.position,
        "queue": int(state.queue),
        # When its turn comes in that queue: a time in milliseconds, or a new card's position.
        "wake": buried or (state.position if due is None else due),
        "suspended": int(state.suspended),
        "buried": buried,
        "reps": state.reps,
        "phase": int(memory.phase),
        "step": memory.step,
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "due": due,
        "last": maybe_milliseconds(memory.last),
        "lapses": memory.lapses,
        "before": None if state.before is None else _packed(state.before),
    }


def _packed(memory: Memory) -> str:
    due, last = maybe_milliseconds(memory.due), maybe_milliseconds(memory.last)
    return _PACK([int(memory.phase), memory.step, memory.stability, memory.difficulty, due, last, memory.lapses])


def _unpacked(packed: str) -> Memory:
    phase, step, stability, difficulty, due, last, lapses = json.loads(packed)
    return Memory(Phase(phase), step, stability, difficulty, maybe_moment(due), maybe_moment(last), lapses)
