"""Moments and channels as Slack shows them by itself, in rich text and in markup; none of these pings anybody.

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
"""Characters of the words that stand for a moment where Slack can't show it."""

_FORMATS: Mapping[Shows, str] = {
    Shows.RELATIVE: "{date_long_pretty} at {time}",  # Slack's {ago} stands still
    Shows.TIME: "{time}",
    Shows.DAY: "{date_long}",
    Shows.DAY_AND_TIME: "{date_long_pretty} at {time}",
}

Mention: TypeAlias = Moment | ChannelMention


def rich(mention: Mention) -> dict[str, Any] | None:
    """Return a moment or a channel as an element of rich text; None if Slack can't show it but by its words."""
    if isinstance(mention, Moment):
        at = _timestamp(mention)
        shown = {"type": "date", "timestamp": at, "format": _FORMATS[mention.shows], "fallback": _words(mention)}
        return shown if at > 0 else None
    if _CHANNEL.fullmatch(mention.id):
        return {"type": "channel", "channel_id": mention.id}
    return None


def markup(mention: Mention) -> str | None:
    """Return the same as markup; None if Slack can't show it but by its words."""
    if isinstance(mention, Moment):
        at = _timestamp(mention)
        return f"<!date^{at}^{_FORMATS[mention.shows]}|{escaped(_words(mention))}>" if at > 0 else None
    return f"<#{mention.id}>" if _CHANNEL.fullmatch(mention.id) else None


def _timestamp(moment: Moment) -> int:
    return int(moment.at.timestamp())


def _words(moment: Moment) -> str:
    """Return the words for where Slack can't show it; a bar would end the markup's field before them."""
    return " ".join(inert(printable(moment.text)).replace("|", "¦").split())[:_FALLBACK] or "–"
