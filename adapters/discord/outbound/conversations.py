"""Direct conversations: opens one with a person, and caches its id."""

from cachetools import LRUCache

from adapters.discord.outbound.rest import Rest
from adapters.discord.outbound.wire import from_json, to_json

_OPEN = "/users/@me/channels"
"""The path that opens a conversation with someone, or returns the open one
(https://docs.discord.com/developers/resources/user#create-dm)."""

_MOST = 10_000
"""At most this many conversations' ids are cached; the least recently used is dropped first."""


class Conversations:
    """Opens conversations; opening one again is harmless.

    Args:
        rest: sends the requests.
    """

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._channels: LRUCache[str, str] = LRUCache(_MOST)

    async def channel(self, member: str) -> str:
        """Return the channel id of the conversation with someone.

        Args:
            member: their id.

        Raises:
            Failure: Discord didn't open it.
            ValueError, KeyError, TypeError: Discord's answer can't be parsed.
        """
        if (known := self._channels.get(member)) is not None:
            return known
        body = to_json({"recipient_id": member})
        opened = from_json(await self._rest.call("POST", _OPEN, body, as_bot=True, limited_by=_OPEN))
        channel = self._channels[member] = str(opened["id"])
        return channel
