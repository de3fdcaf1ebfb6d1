"""Which tips a place has been shown, and which may be next. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple


class TipShelf(NamedTuple):
    """The tips of a pack in a place; each place goes through them in its own rounds."""

    tenant: str
    place: str
    pack: str


class LastShown(NamedTuple):
    """When a tip was last shown: the round, and the time in milliseconds."""

    round: int
    at: int


class Rounds:
    """The tips that a place has been shown; none is repeated until all have been shown.

    Tips that the place has never seen come first; after that, tips come in rounds. A tip is due if it hasn't been
    shown in the current round, which is the latest round of any tip there; if none is due, the next round begins. So
    a tip that's new to the pack is shown once, and not repeated until it has caught up.

    Args:
        last_shown: when each tip was last shown, by the id that it had then.
        current: returns a tip's current id.
    """

    def __init__(self, last_shown: Mapping[str, LastShown], current: Callable[[str], str]) -> None:
        self._shown: dict[str, LastShown] = {}
        for tip, last in last_shown.items():
            self._shown[current(tip)] = max(last, self._shown.get(current(tip), last))

    def due(self, candidates: Sequence[str]) -> tuple[int, list[str]]:
        """Return the next tip's round, and the candidates that may be next; at least one."""
        current = max((last_time.round for last_time in self._shown.values()), default=1)
        due = [tip for tip in candidates if tip not in self._shown]
        due = due or [tip for tip in candidates if self._shown[tip].round < current]
        if due:
            return current, due
        last = max(self._shown, key=lambda tip: self._shown[tip].at)
        return current + 1, [tip for tip in candidates if tip != last] or list(candidates)

    def show(self, tip: str, number: int, at: int) -> None:
        """Record that a tip was shown.

        Args:
            tip: the tip's id.
            number: the round's number.
            at: when, in milliseconds.
        """
        self._shown[tip] = LastShown(number, at)


def longest_unseen(shelves: Iterable[TipShelf], last_shown: Mapping[TipShelf, Mapping[str, LastShown]]) -> TipShelf:
    """Return the shelf whose latest tip was shown the longest ago; the first one if several are equal.

    Args:
        shelves: the shelves, in order of preference; not empty.
        last_shown: when the tips of each shelf were last shown, by tip id.
    """
    return min(shelves, key=lambda shelf: max((last.at for last in last_shown[shelf].values()), default=0))
