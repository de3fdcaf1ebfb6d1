"""Adds pictures by an edit if Slack hasn't processed them by the time their message is sent.

Slack accepts an upload before it can show it, and refuses blocks that show the picture until then. Sources:
https://github.com/slackapi/slack-github-action/issues/413, https://github.com/slackapi/python-slack-sdk/issues/1521
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from adapters.slack.outbound.api import ApiError, Limited, Refused
from bot.runtime.tasks import Tasks

_log = logging.getLogger(__name__)

WAITS = (1.5, 3.0, 6.0, 12.0)
"""Seconds to wait before each try."""


class LatePictures:
    """Puts pictures into messages that were sent without them."""

    def __init__(self) -> None:
        self._tasks = Tasks()
        self._latest: dict[str, object] = {}

    def show(self, ref: str, edit: Callable[[], Awaitable[object]]) -> None:
        """Edit a message as soon as Slack accepts its picture, unless the message has changed since.

        Args:
            ref: the message's reference, which edits don't change.
            edit: edits it.
        """
        self._latest[ref] = edit
        self._tasks.start(self._edit(ref, edit))

    def changed(self, ref: str) -> None:
        """Note that a message has been changed, so that no pending picture replaces its new contents."""
        self._latest.pop(ref, None)

    async def close(self) -> None:
        """Give up on pending edits."""
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
                except Limited as error:
                    _log.info("a picture has to wait: %s", error)
                else:
                    return
            _log.warning("Slack didn't take a picture in time, so it stays described")
        except ApiError as error:
            _log.warning("couldn't show a picture later: %s", error)
        finally:
            if self._latest.get(ref) is edit:
                del self._latest[ref]
