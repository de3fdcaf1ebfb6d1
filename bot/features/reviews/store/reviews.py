"""Reviews: a card rated, a rating taken back, and the log of both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.sql.base import Executable

from bot.features.learners.store import learners
from bot.features.learners.store.learners import Learner, Self
from bot.features.reviews.store import cards
from bot.features.reviews.store.cards import CardState, Memory, Phase, Rating, Review, Shelf
from bot.storage.tables import deck, review
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction, Values

Schedule: TypeAlias = Callable[[Memory, Rating, datetime, str, int], Memory]
"""What is known of a card after a rating: takes what was known before, the rating, when it was given, the card's id
and the number of the repetition."""

_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Opened:
    """A learner's cards of one pack, held for the length of a transaction.

    Args:
        me: the self that is asking.
        learner: whom it belongs to.
        shelf: at the learner's home.
        fingerprint: of the deck that the cards were last matched with; learners.REBUILD where there is none.
        topic: the topic that the learner keeps to, or "".
    """

    me: Self
    learner: Learner
    shelf: Shelf
    fingerprint: str
    topic: str


_HERE = (
    (deck.c.tenant == bindparam("tenant_"))
    & (deck.c.member == bindparam("member_"))
    & (deck.c.pack == bindparam("pack_"))
)
_DECK = select(deck.c.fingerprint, deck.c.topic).where(_HERE).with_for_update()
_DECK_TO_READ = select(deck.c.fingerprint, deck.c.topic).where(_HERE)
_KEEP_TOPIC = update(deck).where(_HERE).values(topic=bindparam("topic"))
_KEEP_FINGERPRINT = update(deck).where(_HERE).values(fingerprint=bindparam("fingerprint"))
_ADD = insert(review)
_MINE = (review.c.tenant == bindparam("tenant_")) & (review.c.member == bindparam("member_"))
_ONE = select(review.c.at).where(
    _MINE
    & (review.c.at == bindparam("at_"))
    & (review.c.pack == bindparam("pack_"))
    & (review.c.card == bindparam("card_"))
)
_LOG = select(
    review.c.at, review.c.card, review.c.number, review.c.rating, review.c.phase, review.c.interval, review.c.undid
).where(_MINE & (review.c.pack == bindparam("pack_")))

_FIRST = select(review.c.at).where(_MINE & (review.c.pack == bindparam("pack_"))).limit(1)


def open_deck(transaction: Transaction, me: Self, pack: str) -> Opened:
    """A learner's cards of a pack; nobody else changes them until the transaction ends."""
    return _open(transaction, me, pack, _DECK)


def look_into_deck(transaction: Transaction, me: Self, pack: str) -> Opened:
    """A learner's cards of a pack, only to look at."""
    return _open(transaction, me, pack, _DECK_TO_READ)


def has_any(transaction: Transaction, learner: Learner, pack: str) -> bool:
    """Whether a learner has ever reviewed a card of a pack."""
    return any(
        transaction.rows(_FIRST, {"tenant_": tenant, "member_": member, "pack_": pack})
        for tenant, member in learner.selves
    )


def keep_topic(transaction: Transaction, opened: Opened, topic: str) -> Opened:
    """Keep to a topic from now on, or with "" to none."""
    if topic != opened.topic:
        transaction.change(_KEEP_TOPIC, {**opened.shelf.values, "topic": topic})
    return replace(opened, topic=topic)


def log(transaction: Transaction, learner: Learner, pack: str) -> list[Review]:
    """All reviews of a pack that a learner's selves have given."""
    return [
        Review(from_milliseconds(at), card, number, rating, Phase(phase), interval, _moment(undid))
        for tenant, member in learner.selves
        for at, card, number, rating, phase, interval, undid in transaction.rows(
            _LOG, {"tenant_": tenant, "member_": member, "pack_": pack}
        )
    ]


def match(transaction: Transaction, opened: Opened, states: Sequence[CardState], fingerprint: str) -> None:
    """Bring a learner's cards in line with a deck.

    Args:
        transaction: to work in.
        opened: in this transaction.
        states: the cards that are new or have changed.
        fingerprint: of the deck.
    """
    shelf = opened.shelf
    row = {"tenant": shelf.tenant, "member": shelf.member, "pack": shelf.pack}
    transaction.add_missing(deck, [{**row, "fingerprint": fingerprint, "topic": ""}])
    transaction.change(_KEEP_FINGERPRINT, {**shelf.values, "fingerprint": fingerprint})
    cards.add(transaction, shelf, states)
    cards.keep(transaction, shelf, states)


def rate(
    transaction: Transaction, opened: Opened, state: CardState, rating: Rating, at: datetime, schedule: Schedule
) -> CardState:
    """Rate a card that stands as its press says."""
    at = _after(state, at)
    number = state.reps + 1
    memory = schedule(state.memory, rating, at, state.card, number)
    rated = CardState(
        state.card, state.topic, state.position, memory, number, state.suspended, buried=None, before=state.memory
    )
    interval = (memory.due - at) // _MILLISECOND if memory.due else 0
    entry = Review(at, state.card, number, rating, state.memory.phase, interval)
    _note(transaction, opened.me, opened.shelf.pack, entry)
    cards.keep(transaction, opened.shelf, [rated])
    return rated


def take_back(transaction: Transaction, opened: Opened, state: CardState, at: datetime) -> CardState:
    """Take back the last rating of a card that stands as its press says, and has one to take back."""
    restored = cards.taken_back(state)
    pack = opened.shelf.pack
    # Noted with the self that gave it, so that the two stay or go together.
    owner = next((each for each in opened.learner.selves if _gave(transaction, each, pack, state)), opened.me)
    phase = restored.memory.phase
    entry = Review(_after(state, at), state.card, restored.reps, 0, phase, 0, undid=state.memory.last)
    _note(transaction, owner, pack, entry)
    cards.keep(transaction, opened.shelf, [restored])
    return restored


def _open(transaction: Transaction, me: Self, pack: str, wanted: Executable) -> Opened:
    learner = learners.of(transaction, me)
    shelf = Shelf(learner.home.tenant, learner.home.member, pack)
    found = transaction.rows(wanted, shelf.values)
    fingerprint, topic = found[0] if found else (learners.REBUILD, "")
    return Opened(me, learner, shelf, fingerprint, topic)


def _gave(transaction: Transaction, me: Self, pack: str, state: CardState) -> bool:
    at = to_milliseconds(state.memory.last) if state.memory.last else 0
    values: Values = {"tenant_": me.tenant, "member_": me.member, "at_": at, "pack_": pack, "card_": state.card}
    return bool(transaction.rows(_ONE, values))


def _after(state: CardState, at: datetime) -> datetime:
    """The moment of a press in whole milliseconds, and after the card's last one, whatever the clocks say."""
    at = from_milliseconds(to_milliseconds(at))
    last = state.memory.last
    return at if last is None or at > last else last + _MILLISECOND


def _note(transaction: Transaction, me: Self, pack: str, entry: Review) -> None:
    transaction.change(
        _ADD,
        {
            "tenant": me.tenant,
            "member": me.member,
            "at": to_milliseconds(entry.at),
            "pack": pack,
            "card": entry.card,
            "number": entry.number,
            "rating": int(entry.rating),
            "phase": int(entry.phase),
            "interval": entry.interval,
            "undid": None if entry.undid is None else to_milliseconds(entry.undid),
        },
    )


def _moment(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else from_milliseconds(milliseconds)
