"""Stores the log of reviews: every rating, and every rating taken back."""

from sqlalchemy import bindparam, insert, select

from bot.features.reviews.model import Phase, Review
from bot.features.reviews.store.decks import OpenDeck
from bot.language.people import Learner, MemberKey
from bot.runtime.bulkhead import readable
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import review
from bot.storage.times import from_milliseconds, maybe_milliseconds, maybe_moment, to_milliseconds
from bot.storage.transaction import Row, Transaction, Values

_ADD = insert(review)
_MINE = of_member(review)
_OF_PACK = _MINE & (review.c.pack == bindparam("pack_"))
_ONE = select(review.c.at).where(_OF_PACK & (review.c.at == bindparam("at_")) & (review.c.card == bindparam("card_")))
_LOG = select(
    review.c.at, review.c.card, review.c.number, review.c.rating, review.c.phase, review.c.interval, review.c.undid
).where(_OF_PACK)
_FIRST = select(review.c.at).where(_OF_PACK).limit(1)


def has_any(transaction: Transaction, learner: Learner, pack: str) -> bool:
    """Return whether a learner has ever reviewed a card of a pack.

    Args:
        transaction: to read in.
        learner: the learner.
        pack: the pack's id.
    """
    return any(transaction.rows(_FIRST, {**key_of(me), "pack_": pack}) for me in learner.selves)


def log(transaction: Transaction, learner: Learner, pack: str) -> list[Review]:
    """Return all reviews of a pack by a learner's selves.

    Args:
        transaction: to read in.
        learner: the learner.
        pack: the pack's id.
    """
    rows = (row for me in learner.selves for row in transaction.rows(_LOG, {**key_of(me), "pack_": pack}))
    return readable("review", rows, _review)


def add(transaction: Transaction, opened: OpenDeck, entry: Review) -> None:
    """Add a rating, or one taken back, to the log.

    Args:
        transaction: to work in.
        opened: the deck, opened in this transaction.
        entry: the entry to add.
    """
    me = _giver(transaction, opened, entry)
    transaction.change(
        _ADD,
        {
            "tenant": me.tenant,
            "member": me.member,
            "at": to_milliseconds(entry.at),
            "pack": opened.key.pack,
            "card": entry.card,
            "number": entry.number,
            "rating": int(entry.rating),
            "phase": int(entry.phase),
            "interval": entry.interval,
            "undid": maybe_milliseconds(entry.undid),
        },
    )


def _giver(transaction: Transaction, opened: OpenDeck, entry: Review) -> MemberKey:
    """Return the self that an entry belongs to; taking a rating back belongs to the self that gave the rating."""
    if entry.undid is None:
        return opened.me
    values: Values = {"at_": to_milliseconds(entry.undid), "pack_": opened.key.pack, "card_": entry.card}
    selves = opened.learner.selves
    gave = (me for me in selves if transaction.rows(_ONE, {**key_of(me), **values}))
    return next(gave, opened.me)


def _review(row: Row) -> Review:
    at, card, number, rating, phase, interval, undid = row
    return Review(from_milliseconds(at), card, number, rating, Phase(phase), interval, maybe_moment(undid))
