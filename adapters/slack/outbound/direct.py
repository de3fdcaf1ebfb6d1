"""Direct conversations: opened with one person each, and remembered.

Source: https://docs.slack.dev/reference/methods/conversations.open
"""

from cachetools import LRUCache

from adapters.slack.origin import Origin
from adapters.slack.outbound.api import ApiError, Unsure
from adapters.slack.workspace.installations import Installations

_REMEMBERED = 10_000
"""Conversations whose ids are remembered; the least recently used go first."""


class DirectConversations:
    """Opens conversations with one person; opening one twice finds the same.

    Args:
        installations: call Slack.
    """

    def __init__(self, installations: Installations) -> None:
        self._installations = installations
        self._ids: LRUCache[tuple[str, str], str] = LRUCache(_REMEMBERED)

    async def open(self, team: str, user: str) -> str:
        """Return the id of the conversation with a member.

        Args:
            team: the workspace.
            user: the id of one of its members.

        Raises:
            ApiError: Slack doesn't open one, or doesn't tell it.
        """
        if (known := self._ids.get((team, user))) is not None:
            return known
        said = await self._installations.call(team, "conversations.open", form={"users": user})
        channel = said.get("channel")
        found = channel.get("id") if isinstance(channel, dict) else None
        if not isinstance(found, str) or not found:
            raise Unsure("Slack didn't say the id of the conversation that it opened.")
        self._ids[team, user] = found
        return found

    async def is_alone(self, origin: Origin) -> bool:
        """Return whether nobody but the asker and the bot is there: what's private may stay, as anything said.

        Slack forgets ephemeral messages. Two people have direct conversations, too, where commands can be used.
        """
        if not origin.channel.startswith("D"):
            return False
        try:
            return await self.open(origin.team, origin.user) == origin.channel
        except ApiError:
            return False
