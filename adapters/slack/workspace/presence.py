"""Looks up which channels someone is in: only public ones, as the app has no scope for private ones.

Source: https://docs.slack.dev/reference/methods/users.conversations
"""

import logging
from collections.abc import Collection

from cachetools import TTLCache

from adapters.slack.outbound.api import ApiError
from adapters.slack.workspace.installations import Installations
from bot.language.people import MemberKey, id_of

_log = logging.getLogger(__name__)

_LASTS = 60.0
"""Seconds for which someone's channels are cached."""
_MOST = 10_000
_PAGES = 5
"""Maximum number of requests for one member."""
_A_PAGE = "999"


class SlackPresence:
    """Looks up which public channels members are in, at most once a minute for each member who opens Home.

    Args:
        installations: calls Slack with the workspace's token.
    """

    def __init__(self, installations: Installations) -> None:
        self._installations = installations
        self._known: TTLCache[tuple[str, str], frozenset[str]] = TTLCache(_MOST, _LASTS)

    async def among(self, me: MemberKey, places: Collection[str]) -> Collection[str]:
        """Return the channels out of `places` that a member is in (see bot.language.port.Presence)."""
        key = (id_of(me.tenant), me.member)
        if (known := self._known.get(key)) is None:
            known = self._known[key] = await self._ask(*key)
        return known.intersection(places)

    async def _ask(self, team: str, user: str) -> frozenset[str]:
        form = {"user": user, "types": "public_channel", "exclude_archived": "true", "limit": _A_PAGE}
        channel_ids: set[str] = set()
        for _ in range(_PAGES):
            try:
                answer = await self._installations.call(team, "users.conversations", form=form)
            except ApiError as error:
                _log.info("couldn't look up which channels a member is in: %s", error)
                break
            channels, more = answer.get("channels"), answer.get("response_metadata")
            described = [each for each in channels if isinstance(each, dict)] if isinstance(channels, list) else []
            # Skip channels that have become private.
            channel_ids |= {str(each.get("id")) for each in described if not each.get("is_private")}
            cursor = more.get("next_cursor") if isinstance(more, dict) else None
            if not cursor:
                break
            form = {**form, "cursor": str(cursor)}
        return frozenset(channel_ids)
