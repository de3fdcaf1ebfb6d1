"""Keeps the edits of boards within Slack's limit for a workspace: 50 edits a minute, in all channels together.

Source: https://docs.slack.dev/reference/methods/chat.update, https://docs.slack.dev/apis/web-api/rate-limits
"""

from collections.abc import Callable
from time import monotonic

from cachetools import LRUCache

from adapters.slack.outbound.api import Held

_EVERY = 1.5
"""Seconds from one edit to the next in the long run."""
_AT_ONCE = 10
"""How many edits may come at once after a quiet time. With those, 50 fit into a minute."""
_AT_ONCE_IF_NOT_URGENT = 4
"""How many of them needn't be urgent: the rest is kept for edits that are."""
_MOST = 10_000


class EditBudget:
    """Spreads the edits in each workspace over time.

    Args:
        seconds: returns the time of a monotonic clock.
    """

    def __init__(self, seconds: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._paid_at: LRUCache[str, float] = LRUCache(_MOST)
        """When each workspace's edits so far will have had their time."""

    def spend(self, team: str, *, urgent: bool) -> None:
        """Take an edit from a workspace's budget.

        Args:
            team: the id of the workspace.
            urgent: whether people can't go on without it.

        Raises:
            Held: the budget is spent for now. The wait is short, as the next edit may be an urgent one.
        """
        now = self._seconds()
        owed = max(0.0, self._paid_at.get(team, now) - now)
        most = (_AT_ONCE if urgent else _AT_ONCE_IF_NOT_URGENT) - 1
        if (wait := owed - most * _EVERY) > 0:
            raise Held("an edit", min(wait, _EVERY))
        self._paid_at[team] = now + owed + _EVERY
