"""Weather: random faults, from a seed, that befall posts and look-ups of what was posted.

Both fakes give faults the same names, so that both can have the same weather.
"""

from collections import Counter
from random import Random
from typing import Any

KINDS = ("lost", "cut", "down", "down after all", "held back", "silent", "limited")
"""Lost on the way; cut off once it was taken; refused by a server that's down; taken by one that then goes down; held
back on the way; taken but not answered for a long time; refused because there were too many."""

_READING = 0.2
"""How often reading meets a fault, as a share of how often posting does."""


class Weather:
    """Decides what happens to a request.

    Args:
        seed: the seed for all random choices.
        share: the share of requests that meet a fault.
        longest: the most seconds for which a request is held back.
    """

    def __init__(self, seed: int, share: float, longest: float) -> None:
        self._random = Random(seed)
        self.share = share
        self._longest = longest
        self.faults: Counter[str] = Counter()
        self.met: set[str] = set()
        """The keys of the posts that met a fault."""

    def fault(self, key: str, *, reads: bool = False) -> dict[str, Any] | None:
        """The fields of the fault that befalls a request; None if it goes well.

        Args:
            key: the key of the post that it carries, or "".
            reads: whether it only reads, so that there's nothing to take.
        """
        random = self._random
        if random.random() >= (self.share * _READING if reads else self.share):
            return None
        kind = random.choice(("lost", "down", "limited") if reads else KINDS)
        self.faults[f"{kind}, reading" if reads else kind] += 1
        if key:
            self.met.add(key)
        match kind:
            case "lost":
                return {"drop": True}
            case "cut":
                return {"drop": True, "accept": True}
            case "down":
                return {"status": random.choice((500, 502, 503))}
            case "down after all":
                return {"status": random.choice((500, 502, 503)), "accept": True}
            case "held back":
                return {"delay": random.uniform(0.0, self._longest)}
            case "silent":
                return {"delay": self._longest, "accept": True}
            case _:
                return {"status": 429, "retry_after": random.choice((1.0, 1.0, 2.0))}
