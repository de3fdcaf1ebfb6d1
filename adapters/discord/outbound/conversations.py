"""The conversations with one person each, where they are written to in private."""

from cachetools import LRUCache

from adapters.discord.outbound.rest import Rest
from adapters.discord.outbound.wire import from_json, to_json

_OPEN = "/users/@me/channels"
"""Opens the conversation with someone, or finds it open
(https://discord.com/developers/docs/resources/user#create-dm)."""

_MOST = 10_000
"""Conversations that are remembered; the least recently used go first."""


class Conversations:
    """Opens conversations; opening one twice does no harm.

    Args:
        rest: sends.
    """

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._channels: LRUCache[str, str] = LRUCache(_MOST)

    async def channel(self, member: str) -> str:
        """Return the id of the channel of the conversation with someone.

        Args:
            member: their id.

        Raises:
            Failure: Discord didn't open it.
            ValueError, KeyError, TypeError: its answer can't be read.
        """
        if (known := self._channels.get(member)) is not None:
            return known
        body = to_json({"recipient_id": member})
        opened = from_json(await self._rest.call("POST", _OPEN, body, as_bot=True, limited_by=_OPEN))
        channel = self._channels[member] = str(opened["id"])
        return channel
