"""Stores a learner's decks: the version of the pack they were last matched with, and the topic being reviewed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Select, bindparam, func, select, update

from bot.features.learners.store import learners
from bot.features.reviews.model import CardState
from bot.features.reviews.store import cards
from bot.features.reviews.store.cards import DeckKey
from bot.language.people import Learner, MemberKey
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import deck, learner
from bot.storage.transaction import Transaction, Values


@dataclass(frozen=True, slots=True)
class OpenDeck:
    """A learner's deck of one pack, as found in a transaction.

    Args:
        me: the self that is asking.
        learner: the learner that self belongs to.
        key: identifies the cards, stored under the learner's home.
        fingerprint: of the deck that the cards were last matched with; learners.REBUILD if there's none.
        topic: the id of the topic being reviewed, or "" for all.
    """

    me: MemberKey
    learner: Learner
    key: DeckKey
    fingerprint: str
    topic: str


_HERE = of_member(deck) & (deck.c.pack == bindparam("pack_"))
_KEEP_TOPIC = update(deck).where(_HERE).values(topic=bindparam("topic"))
_KEEP_FINGERPRINT = update(deck).where(_HERE).values(fingerprint=bindparam("fingerprint"))


def _at_home() -> Select[tuple[str, str, str | None]]:
    """Return a statement that selects a deck at the learner's home; the last column is NULL without linked selves."""
    me = of_member(learner)
    home_tenant = select(learner.c.home_tenant).where(me).scalar_subquery()
    home_member = select(learner.c.home_member).where(me).scalar_subquery()
    return select(deck.c.fingerprint, deck.c.topic, home_tenant).where(
        (deck.c.tenant == func.coalesce(home_tenant, bindparam("tenant_")))
        & (deck.c.member == func.coalesce(home_member, bindparam("member_")))
        & (deck.c.pack == bindparam("pack_"))
    )


_TO_READ = _at_home()
_TO_CHANGE = _TO_READ.with_for_update(of=deck)


def open_deck(transaction: Transaction, me: MemberKey, pack: str) -> OpenDeck:
    """Return a learner's deck of a pack, locked until the transaction ends.

    Args:
        transaction: to work in.
        me: one of the learner's selves.
        pack: the pack's id.
    """
    return _open(transaction, me, pack, _TO_CHANGE)


def look_into_deck(transaction: Transaction, me: MemberKey, pack: str) -> OpenDeck:
    """Return a learner's deck of a pack for reading, without a lock.

    Args:
        transaction: to read in.
        me: one of the learner's selves.
        pack: the pack's id.
    """
    return _open(transaction, me, pack, _TO_READ)


def keep_topic(transaction: Transaction, opened: OpenDeck, topic: str) -> OpenDeck:
    """Store the topic to review from now on.

    Args:
        transaction: to work in.
        opened: the deck, opened in this transaction.
        topic: the topic's id, or "" for all.
    """
    if topic != opened.topic:
        transaction.change(_KEEP_TOPIC, {**opened.key.values, "topic": topic})
    return replace(opened, topic=topic)


def match(transaction: Transaction, opened: OpenDeck, states: Sequence[CardState], fingerprint: str) -> None:
    """Store the changes that match a learner's cards with a deck.

    Args:
        transaction: to work in.
        opened: the deck, opened in this transaction.
        states: the cards that are new or have changed.
        fingerprint: the fingerprint of the pack's deck.
    """
    key = opened.key
    row = {"tenant": key.tenant, "member": key.member, "pack": key.pack, "fingerprint": fingerprint, "topic": ""}
    transaction.add_missing(deck, [row])
    transaction.change(_KEEP_FINGERPRINT, {**key.values, "fingerprint": fingerprint})
    cards.put(transaction, key, states)


def _open(
    transaction: Transaction, me: MemberKey, pack: str, statement: Select[tuple[str, str, str | None]]
) -> OpenDeck:
    values: Values = {**key_of(me), "pack_": pack}
    rows = transaction.rows(statement, values)
    fingerprint, topic, linked = rows[0] if rows else (learners.REBUILD, "", "unknown")
    whose = Learner(me, (me,)) if linked is None else learners.of(transaction, me)
    return OpenDeck(me, whose, DeckKey(whose.home.tenant, whose.home.member, pack), fingerprint, topic)
