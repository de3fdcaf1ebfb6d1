"""Turns Discord's markdown into the text that people read.

https://docs.discord.com/developers/reference#message-formatting and
https://support.discord.com/hc/en-us/articles/210298617 (Markdown Text 101)
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

_MARKUP = re.compile(
    r"```(?:\w*\n)?(?P<block>.+?)```"
    r"|(?P<ticks>`+)(?P<code>.+?)(?P=ticks)"
    r"|\\(?P<escaped>[^\w\s])"
    r"|<t:(?P<moment>-?[0-9]{1,12})(?::(?P<shows>[tTdDfFsSR]))?>"
    r"|<(?:(?P<address>https?://[^\s<>]+)|@!?(?P<person>[0-9]+)|(?P<role>@&)[0-9]+|(?P<channel>\#)[0-9]+"
    r"|(?P<command>/[^:<>]+):[0-9]+|a?(?P<emoji>:\w+:)[0-9]+)>"
    r"|\[(?P<label>[^\[\]]+)\]\(<?(?P<target>https?://[^\s<>()]+)>?\)"
    r"|(?P<plain>https?://[^\s<>*|]+)"
    r"|(?m:^[ \t]*)(?:\#{1,3}|-\#|>(?:>>)?)[ \t]+"
    r"|(?P<mark>\*{1,3}|__|~~|\|\|)(?![*\s])(?P<styled>.{1,500}?)(?<=\S)(?P=mark)(?!(?<=\*)\*)"
    r"|(?<!\w)_(?=\S)(?P<leaning>.{1,500}?)(?<=\S)_(?!\w)",
    re.DOTALL,
)


def readable(markdown: str, names: Mapping[str, str]) -> str:
    """Return a message's text without markup.

    Args:
        markdown: the text, as Discord sent it.
        names: the names of the people that it mentions, by their ids.
    """
    return _MARKUP.sub(partial(_read, names=names), markdown)


def _read(match: re.Match[str], names: Mapping[str, str]) -> str:
    kind = match.lastgroup
    if kind is None:  # the start of a heading or a quote
        return ""
    match kind:
        case "styled" | "leaning":
            return readable(match[kind], names)
        case "target":
            return f"{match['label']} ({match['target']})"
        case "moment" | "shows":
            return _moment(int(match["moment"]), match["shows"] or "f")
        case "person":
            return f"@{names.get(match['person'], 'someone')}"
        case "role":
            return "@role"
        case "channel":
            return "#channel"
        case _:
            return match[kind]


def _moment(timestamp: int, shows: str) -> str:
    """Return a timestamp in words, in UTC, because Discord doesn't tell us anyone's time zone.

    https://docs.discord.com/developers/reference#message-formatting-timestamp-styles

    Args:
        timestamp: in seconds since 1970.
        shows: the style's letter, which says how much of it people see.
    """
    try:
        at = datetime.fromtimestamp(timestamp, UTC)
    except (ValueError, OverflowError, OSError):  # Discord shows it as it is, too
        return f"<t:{timestamp}:{shows}>"
    day, time = f"{at.day} {at:%B %Y}", f"{at:%H:%M} UTC"
    return time if shows in "tT" else day if shows in "dD" else f"{day}, {time}"
