"""Submitted modals stay open until Slack gets our response, so that people can correct what's refused.

https://docs.slack.dev/surfaces/modals#displaying_errors
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from bot.language.refusals import Refusal

ModalResponse: TypeAlias = Mapping[str, Any]
"""Our response to a modal's submission; empty to close it."""


class Window:
    """A submitted modal that waits for our response.

    Args:
        show: makes a response that shows a refusal in the modal and keeps its contents; None if that's impossible.
    """

    def __init__(self, show: Callable[[Refusal], ModalResponse | None]) -> None:
        self._show = show
        self._response: asyncio.Future[ModalResponse] = asyncio.get_running_loop().create_future()
        self.serving: asyncio.Task[Any] | None = None
        """The task that serves the submission."""

    def keep_open(self, refused: Refusal) -> bool:
        """Show a refusal in the modal; return False if that's impossible or too late, so it has to go elsewhere."""
        view = None if self._response.done() else self._show(refused)
        if view is None:
            return False
        self._response.set_result(view)
        return True

    def close(self) -> None:
        """Close the modal, unless the response is already set."""
        if not self._response.done():
            self._response.set_result({})

    async def response(self, seconds: float) -> ModalResponse:
        """Return the response for Slack once it's known; close the modal if that takes too long.

        Args:
            seconds: how long to wait.
        """
        await asyncio.wait({self._response}, timeout=seconds)
        self.close()
        return self._response.result()
