"""The plain text of a message that someone used a shortcut on.

Source: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from collections.abc import Iterator

from adapters.json_value import objects
from adapters.slack.inbound.payload import SlackPayload, text
from adapters.slack.outbound.escape import unescaped, without_mentions

_WORDED = ("pretext", "title", "text")
"""Fields of blocks and attachments that people read."""

_UNMARKED = ("plain_text", "raw_text")
"""Types of texts without markup."""

_ASIDE = ("context", "actions")
"""Types of blocks that aren't what a message says: small print, such as who asked for it, and controls."""


def plain(message: SlackPayload) -> str:
    """Return a message's text without formatting, custom emoji and mentions, which are mere ids.

    If a message has blocks, Slack shows them instead of its text. What people write comes as rich text, too.
    """
    if shown := "\n".join(_texts(message.get("blocks"))).strip():
        return shown
    return _unmarked(text(message.get("text"))) or "\n".join(_texts(message.get("attachments")))


def _lines(part: SlackPayload) -> Iterator[str]:
    """Yield the lines of a section, a list, a quote or code."""
    if part.get("type") == "rich_text_list":
        for item in objects(part.get("elements")):
            yield from (f"• {line}" for line in _lines(item))
    else:
        yield "".join(map(_inline, objects(part.get("elements")))).strip("\n")


def _inline(element: SlackPayload) -> str:
    match element.get("type"):
        case "text":
            return text(element.get("text"))
        case "link":
            return text(element.get("text")) or text(element.get("url"))
        case "date":
            return text(element.get("fallback"))
        case "emoji":
            return _emoji(text(element.get("unicode")))
    return ""


def _emoji(code_points: str) -> str:
    """Return an emoji, given its code points in hexadecimal, joined by hyphens; "" for a custom one."""
    try:
        return "".join(chr(int(each, 16)) for each in code_points.split("-"))
    except (ValueError, OverflowError):
        return ""


def _texts(found: object) -> Iterator[str]:
    """Yield the texts anywhere in blocks or attachments, except asides."""
    if isinstance(found, list):
        for each in found:
            yield from _texts(each)
    elif isinstance(found, dict) and found.get("type") == "rich_text":
        for part in objects(found.get("elements")):
            yield from _lines(part)
    elif isinstance(found, dict) and found.get("type") not in _ASIDE:
        for name, value in found.items():
            if isinstance(value, dict | list) and name != "accessory":
                yield from _texts(value)
            elif name in _WORDED and (words := text(value)):
                yield words if found.get("type") in _UNMARKED else _unmarked(words)


def _unmarked(markup: str) -> str:
    return unescaped(without_mentions(markup))
