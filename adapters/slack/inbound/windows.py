"""Windows: a modal that was sent off stays open until Slack is told, so what's refused can be put right in it.

https://docs.slack.dev/surfaces/modals#displaying_errors
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from bot.language.refusals import Refusal

Told: TypeAlias = Mapping[str, Any]
"""What Slack is told of a modal that was sent off; empty to close it."""


class Window:
    """A modal that was sent off, until Slack is told what becomes of it.

    Args:
        show: makes what shows a refusal in it, with all that was typed; None if it can't be shown there.
    """

    def __init__(self, show: Callable[[Refusal], Told | None]) -> None:
        self._show = show
        self._told: asyncio.Future[Told] = asyncio.get_running_loop().create_future()
        self.serving: asyncio.Task[Any] | None = None
        """What serves it."""

    def keep_open(self, refused: Refusal) -> bool:
        """Show a refusal in it; return False if it's too late for that, so that it has to be said in another way."""
        shown = None if self._told.done() else self._show(refused)
        if shown is None:
            return False
        self._told.set_result(shown)
        return True

    def close(self) -> None:
        """Have it closed, unless Slack was told before."""
        if not self._told.done():
            self._told.set_result({})

    async def told(self, seconds: float) -> Told:
        """Return what to tell Slack, once it's known; after a while it's closed all the same.

        Args:
            seconds: how long to wait.
        """
        await asyncio.wait({self._told}, timeout=seconds)
        self.close()
        return self._told.result()
