"""Direct messages: opens conversations with one person each, and caches their ids.

Source: https://docs.slack.dev/reference/methods/conversations.open
"""

from cachetools import LRUCache

from adapters.slack.origin import Origin
from adapters.slack.outbound.api import ApiError, Unsure
from adapters.slack.workspace.installations import Installations

_REMEMBERED = 10_000
"""At most this many conversation ids are cached; the least recently used is dropped first."""


class DirectConversations:
    """Opens conversations with one person; opening one again returns the same conversation.

    Args:
        installations: calls Slack with the workspace's token.
    """

    def __init__(self, installations: Installations) -> None:
        self._installations = installations
        self._ids: LRUCache[tuple[str, str], str] = LRUCache(_REMEMBERED)

    async def open(self, team: str, user: str) -> str:
        """Return the id of the conversation with a member.

        Args:
            team: the id of the workspace.
            user: the id of one of its members.

        Raises:
            ApiError: Slack doesn't open it, or doesn't return its id.
        """
        if (known := self._ids.get((team, user))) is not None:
            return known
        response = await self._installations.call(team, "conversations.open", form={"users": user})
        channel = response.get("channel")
        channel_id = channel.get("id") if isinstance(channel, dict) else None
        if not isinstance(channel_id, str) or not channel_id:
            raise Unsure("Slack didn't say the id of the conversation that it opened.")
        self._ids[team, user] = channel_id
        return channel_id

    async def is_alone(self, origin: Origin) -> bool:
        """Return whether only the asker and the bot are there, so that a private answer can be a normal message.

        Slack doesn't keep ephemeral messages. Two people's direct messages don't count: commands work there, too.
        """
        if not origin.channel.startswith("D"):
            return False
        try:
            return await self.open(origin.team, origin.user) == origin.channel
        except ApiError:
            return False
