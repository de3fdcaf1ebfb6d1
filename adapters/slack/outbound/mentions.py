"""Dates and channel mentions in Slack's own formats, as rich text and as markup; neither pings anybody.

https://docs.slack.dev/messaging/formatting-message-text, https://docs.slack.dev/reference/block-kit/block-elements
"""

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from adapters.slack.outbound.escape import escaped, inert
from bot.language.rich_text import ChannelMention, Moment, Shows
from bot.language.text import printable

_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,30}", re.ASCII)
_FALLBACK = 200
"""Maximum number of characters in the fallback text of a date, for clients that can't format it."""

_FORMATS: Mapping[Shows, str] = {
    Shows.RELATIVE: "{date_long_pretty} at {time}",  # Slack's {ago} isn't updated as time passes
    Shows.TIME: "{time}",
    Shows.DAY: "{date_long}",
    Shows.DAY_AND_TIME: "{date_long_pretty} at {time}",
}

SlackMention: TypeAlias = Moment | ChannelMention


def rich(mention: SlackMention) -> dict[str, Any] | None:
    """Return a moment or a channel as a rich text element; None if Slack can only show its plain text."""
    if isinstance(mention, Moment):
        at = _timestamp(mention)
        element = {"type": "date", "timestamp": at, "format": _FORMATS[mention.shows], "fallback": _words(mention)}
        return element if at > 0 else None
    if _CHANNEL.fullmatch(mention.id):
        return {"type": "channel", "channel_id": mention.id}
    return None


def markup(mention: SlackMention) -> str | None:
    """Return a moment or a channel as markup; None if Slack can only show its plain text."""
    if isinstance(mention, Moment):
        at = _timestamp(mention)
        return f"<!date^{at}^{_FORMATS[mention.shows]}|{escaped(_words(mention))}>" if at > 0 else None
    return f"<#{mention.id}>" if _CHANNEL.fullmatch(mention.id) else None


def _timestamp(moment: Moment) -> int:
    return int(moment.at.timestamp())


def _words(moment: Moment) -> str:
    """Return the fallback text of a date, with “|” replaced because it separates fields in the markup."""
    return " ".join(inert(printable(moment.text)).replace("|", "¦").split())[:_FALLBACK] or "–"
