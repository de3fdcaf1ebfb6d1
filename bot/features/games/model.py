"""What names a game, those who play it and where it runs; and the right to run it. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

SOMEONE = "Someone who left"
"""What a player is called who has had everything about them erased."""

_ERASED = "erased:"
"""What ids begin with that replace those of erased people."""


class Key(NamedTuple):
    """Which game: its id, and the tenant where it was started; a plain tuple, as it's looked up at every press."""

    tenant: str
    game: str


class Person(NamedTuple):
    """A member, by identity: a plain tuple, as crowds are looked up by it."""

    tenant: str
    member: str

    @property
    def erased(self) -> bool:
        """Return whether this id stands for someone who's been erased."""
        return self.member.startswith(_ERASED)

    def replaced_by(self, token: str) -> "Person":
        """Return who stands for this person from now on; the token leads back to nobody."""
        return Person(self.tenant, _ERASED + token)


@dataclass(frozen=True, slots=True)
class Venue:
    """A place where the game runs.

    Args:
        tenant, place: their keys.
        name: as the other places see it.
    """

    tenant: str
    place: str
    name: str


@dataclass(frozen=True, slots=True)
class Lease:
    """A game that a replica runs.

    Args:
        key: which game.
        epoch: raised whenever another replica takes over, so that the former one's changes match no row.
        beat: the last sign of life before.
    """

    key: Key
    epoch: int
    beat: datetime
