"""Finds out from Slack what keeps the bot from posting in a channel.

Source: https://docs.slack.dev/reference/methods/conversations.info
"""

import logging
from collections.abc import Collection

from cachetools import TTLCache

from adapters.slack.outbound.api import ApiError, Refused
from adapters.slack.workspace.installations import Installations
from bot.language.people import id_of
from bot.language.port import Destination, Extra
from bot.language.rich_text import ChannelMention, Line, text

_log = logging.getLogger(__name__)

_LASTS = 30.0
"""Seconds for which we cache that posting is allowed; obstacles aren't cached, as they may be fixed any time."""
_MOST = 10_000
_ABSENT = frozenset({"channel_not_found", "not_in_channel"})


def not_in_public(channel: ChannelMention) -> Line:
    """Return a sentence saying that the bot isn't in a public channel, which it can join by itself."""
    return text("I'm not in ", channel, " yet, so I can't post there; type /invite @Versed there first.")


def _not_in_private(channel: ChannelMention) -> Line:
    return text("I'm not in the private channel ", channel, "; type /invite @Versed there first.")


def _archived(channel: ChannelMention) -> Line:
    return text("I can't post in ", channel, ", as it's archived; choose another channel.")


class SlackAccess:
    """Checks where the bot may post.

    Args:
        installations: calls Slack with the workspace's token.
    """

    def __init__(self, installations: Installations) -> None:
        self._installations = installations
        self._free: TTLCache[tuple[str, str], bool] = TTLCache(_MOST, _LASTS)

    async def obstacle(self, to: Destination, _also: Collection[Extra] = ()) -> Line | None:
        """Return what keeps the bot from posting in a channel, and what to do (see bot.language.port.Access).

        A bot that may post may also open threads. It may pin if the app has that scope, which only a try can tell.
        """
        team = id_of(to.tenant)
        if (team, to.place) in self._free:
            return None
        sentence = await self._look(team, to.place)
        if sentence is None:
            self._free[team, to.place] = True
        return sentence

    async def _look(self, team: str, channel: str) -> Line | None:
        try:
            answer = await self._installations.call(team, "conversations.info", form={"channel": channel})
        except Refused as error:
            return await self._look_closer(team, channel) if error.code in _ABSENT else None
        except ApiError as error:
            _log.info("couldn't look up a channel: %s", error)
            return None
        channel_data = answer.get("channel")
        if not isinstance(channel_data, dict):
            return None
        named = ChannelMention(channel, f"#{channel_data.get('name') or channel}")
        if channel_data.get("is_archived"):
            return _archived(named)
        if channel_data.get("is_member") is not False:
            return None
        return _not_in_private(named) if channel_data.get("is_private") else not_in_public(named)

    async def _look_closer(self, team: str, channel: str) -> Line | None:
        """Ask for the history instead, because conversations.info needs another scope for private channels."""
        form = {"channel": channel, "limit": "1"}
        try:
            await self._installations.call(team, "conversations.history", form=form)
        except Refused as error:
            return _not_in_private(ChannelMention(channel, f"#{channel}")) if error.code in _ABSENT else None
        except ApiError as error:
            _log.info("couldn't look at a channel's history: %s", error)
        return None
