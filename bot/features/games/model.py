"""What names a game, and the right to run it. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Key(NamedTuple):
    """Which game: its id, and the tenant where it was started; a plain tuple, as it's looked up at every press."""

    tenant: str
    game: str


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
