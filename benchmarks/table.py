"""A table of results, each next to its target."""

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Row:
    """One result.

    Args:
        what: what was measured.
        value: the result.
        unit: the unit: ms, s, MB, × …
        target: the value that it should reach; None if it's only for information.
        at_most: whether smaller is better.
    """

    what: str
    value: float
    unit: str
    target: float | None = None
    at_most: bool = True

    @property
    def reached(self) -> bool:
        """Whether the target is met."""
        return self.target is None or (self.value <= self.target if self.at_most else self.value >= self.target)


def show(title: str, rows: Iterable[Row]) -> None:
    """Print a table."""
    print(f"\n{title}")
    for row in rows:
        sign = "≤" if row.at_most else "≥"
        target = (
            "" if row.target is None else f"{sign} {row.target:g} {row.unit}  {'ok' if row.reached else 'MISSED'}"
        )
        print(f"  {row.what:<66} {row.value:>10.4g} {row.unit:<7} {target}")


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which the given share (0…1) of the values lies (nearest rank)."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


class Stopwatch:
    """Measures the seconds spent in its with-block."""

    seconds: float

    def __enter__(self) -> Self:
        self._start = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self._start
