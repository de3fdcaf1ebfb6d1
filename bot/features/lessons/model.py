"""Which tips a place has been shown, and which may come next. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple


class TipShelf(NamedTuple):
    """The tips of a pack in a place: each place goes through them in rounds of its own."""

    tenant: str
    place: str
    pack: str


class LastShown(NamedTuple):
    """When a tip was shown last: in which round, and the time in milliseconds."""

    round: int
    at: int


class Rounds:
    """Which tips a place has been shown; none comes twice until all have been shown.

    Tips that the place has never seen come first; after that tips go in rounds. A tip is due if it hasn't been shown
    in the current round, which is the latest of any tip there; when none is due, the next round begins. So a tip that
    is new to the pack is shown once, and not again and again until it has caught up.

    Args:
        shown: when each tip was shown last, by the id that it had then.
        current: tells the id that a tip has now.
    """

    def __init__(self, shown: Mapping[str, LastShown], current: Callable[[str], str]) -> None:
        self._shown: dict[str, LastShown] = {}
        for tip, last in shown.items():
            self._shown[current(tip)] = max(last, self._shown.get(current(tip), last))

    def due(self, candidates: Sequence[str]) -> tuple[int, list[str]]:
        """Return the round that the next tip belongs to, and which of the candidates may be it; at least one."""
        current = max((shown.round for shown in self._shown.values()), default=1)
        due = [tip for tip in candidates if tip not in self._shown]
        due = due or [tip for tip in candidates if self._shown[tip].round < current]
        if due:
            return current, due
        last = max(self._shown, key=lambda tip: self._shown[tip].at)
        return current + 1, [tip for tip in candidates if tip != last] or list(candidates)

    def show(self, tip: str, number: int, at: int) -> None:
        """Note a tip as shown.

        Args:
            tip: its id.
            number: of the round.
            at: when, in milliseconds.
        """
        self._shown[tip] = LastShown(number, at)


def longest_unseen(shelves: Iterable[TipShelf], shown: Mapping[TipShelf, Mapping[str, LastShown]]) -> TipShelf:
    """Return whose turn it is: of some shelves the one that no tip was shown of for longest, the first of equals.

    Args:
        shelves: one at least, the first first.
        shown: when tips of each were shown last, by the tip's id.
    """
    return min(shelves, key=lambda shelf: max((last.at for last in shown[shelf].values()), default=0))
