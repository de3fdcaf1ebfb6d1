"""Pictures that Slack hasn't processed when their message is sent: they come a little later, by an edit.

Slack takes an upload before it can be shown, and refuses the blocks that show it until then. Sources:
https://github.com/slackapi/slack-github-action/issues/413, https://github.com/slackapi/python-slack-sdk/issues/1521
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from adapters.slack.outbound.api import ApiError, Refused
from bot.runtime.tasks import Tasks

_log = logging.getLogger(__name__)

WAITS = (1.5, 3.0, 6.0, 12.0)
"""Seconds from one try to the next."""


class LatePictures:
    """Puts pictures into messages that were sent without them."""

    def __init__(self) -> None:
        self._tasks = Tasks()
        self._latest: dict[str, object] = {}

    def show(self, ref: str, edit: Callable[[], Awaitable[object]]) -> None:
        """Edit a message as soon as Slack takes its picture, unless it says something else by then.

        Args:
            ref: the message, the same whenever it's edited.
            edit: edits it.
        """
        self._latest[ref] = edit
        self._tasks.start(self._edit(ref, edit))

    def changed(self, ref: str) -> None:
        """Note that a message says something else from now on."""
        self._latest.pop(ref, None)

    async def close(self) -> None:
        """Leave what's pending as it is."""
        await self._tasks.drain(0)

    async def _edit(self, ref: str, edit: Callable[[], Awaitable[object]]) -> None:
        try:
            for wait in WAITS:
                await asyncio.sleep(wait)
                if self._latest.get(ref) is not edit:
                    return
                try:
                    await edit()
                except Refused as error:
                    if not error.dislikes_blocks:
                        raise
                else:
                    return
            _log.warning("Slack hasn't processed a picture in time, so it stays described")
        except ApiError as error:
            _log.warning("couldn't show a picture later: %s", error)
        finally:
            if self._latest.get(ref) is edit:
                del self._latest[ref]
