"""The identity of games, their players and their channels, and the lease to run a game. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.language.people import MemberKey

SOMEONE = "Someone who left"
"""The name shown for an erased player."""

_ERASED = "erased:"
"""Prefix of the ids that replace those of erased people."""


class Key(NamedTuple):
    """A game's key: its id, and the tenant where it was started. It's a tuple for fast look-ups at every press."""

    tenant: str
    game: str


@dataclass(frozen=True, slots=True)
class Venue:
    """A channel where the game runs.

    Args:
        tenant, place: the tenant's key and the channel's id.
        name: the name that the other channels see.
    """

    tenant: str
    place: str
    name: str


@dataclass(frozen=True, slots=True)
class Lease:
    """A replica's lease to run a game.

    Args:
        key: the game's key.
        epoch: incremented at each takeover, so that the former replica's updates match no row.
        beat: the last heartbeat before this lease.
    """

    key: Key
    epoch: int
    beat: datetime


def stand_in_for(who: MemberKey, token: str) -> MemberKey:
    """Return the stand-in for an erased person; the token must not identify them."""
    return MemberKey(who.tenant, _ERASED + token)


def is_erased(who: MemberKey) -> bool:
    """Return whether this is the stand-in for an erased person."""
    return who.member.startswith(_ERASED)
