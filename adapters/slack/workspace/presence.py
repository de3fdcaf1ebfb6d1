"""Which channels someone is in, as Slack says: public ones, as the app has no right to look at private ones.

Source: https://docs.slack.dev/reference/methods/users.conversations
"""

import logging
from collections.abc import Callable, Collection
from time import monotonic

from cachetools import TTLCache

from adapters.slack.outbound.api import ApiError
from adapters.slack.workspace.installations import Installations
from bot.language.people import id_of

_log = logging.getLogger(__name__)

_LASTS = 60.0
"""Seconds for which it's remembered, and for which Slack isn't asked again."""
_MOST = 10_000
_PAGES = 5
"""Requests for one member at most."""
_A_PAGE = "999"


class SlackPresence:
    """Knows which public channels members are in, by one request a minute for each who opens their Home.

    Args:
        installations: call Slack.
        seconds: tells the time on a clock that only goes forward.
    """

    def __init__(self, installations: Installations, seconds: Callable[[], float] = monotonic) -> None:
        self._installations = installations
        self._known: TTLCache[tuple[str, str], frozenset[str]] = TTLCache(_MOST, _LASTS, seconds)

    async def among(self, tenant: str, member: str, places: Collection[str]) -> Collection[str]:
        """Return those of some channels that a member is in (see bot.language.port.Presence).

        Args:
            tenant: the workspace's key.
            member: who, by id.
            places: the channels, by id.
        """
        key = (id_of(tenant), member)
        if (known := self._known.get(key)) is None:
            known = self._known[key] = await self._ask(*key)
        return known.intersection(places)

    async def _ask(self, team: str, user: str) -> frozenset[str]:
        form = {"user": user, "types": "public_channel", "exclude_archived": "true", "limit": _A_PAGE}
        found: set[str] = set()
        for _ in range(_PAGES):
            try:
                said = await self._installations.call(team, "users.conversations", form=form)
            except ApiError as error:
                _log.info("couldn't look up which channels a member is in: %s", error)
                break
            channels, more = said.get("channels"), said.get("response_metadata")
            described = [each for each in channels if isinstance(each, dict)] if isinstance(channels, list) else []
            # A channel that has become private, or that Slack shows as such, is none of these.
            found |= {str(each.get("id")) for each in described if not each.get("is_private")}
            cursor = more.get("next_cursor") if isinstance(more, dict) else None
            if not cursor:
                break
            form = {**form, "cursor": str(cursor)}
        return frozenset(found)
