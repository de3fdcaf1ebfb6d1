"""Weather: what goes wrong with posts, and with looks at what was posted, by chance but from a seed.

Both fakes know faults by the same names, so that the same weather is over both.
"""

from collections import Counter
from random import Random
from typing import Any

KINDS = ("lost", "cut", "down", "down after all", "held back", "silent", "limited")
"""Lost on the way there; cut off once it was taken; refused by a server that is down; taken by one that then is down;
held back on the way; taken, and not answered for long; too many."""

_READING = 0.2
"""How much less often reading meets a fault."""


class Weather:
    """Decides what happens to a request.

    Args:
        seed: of the chances.
        share: of requests that meet a fault.
        longest: seconds for which a request is held back at most.
    """

    def __init__(self, seed: int, share: float, longest: float) -> None:
        self._random = Random(seed)
        self.share = share
        self._longest = longest
        self.faults: Counter[str] = Counter()
        self.met: set[str] = set()
        """The keys of the posts that met a fault."""

    def fault(self, key: str, *, reads: bool = False) -> dict[str, Any] | None:
        """What befalls a request, as the fields of a fault; None where it goes well.

        Args:
            key: of the post that it carries, or "".
            reads: whether it only reads, so that there's nothing to be taken.
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
