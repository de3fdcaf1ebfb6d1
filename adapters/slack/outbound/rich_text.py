"""Text in Block Kit: plain text, and lines of rich text, cut to Slack's limits.

Text from packs and people only goes where Slack doesn't parse markup.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from adapters.slack.outbound import limits
from adapters.slack.outbound.escape import inert
from adapters.slack.outbound.mentions import markup, rich
from bot.language.direction import isolate, isolate_parts
from bot.language.rich_text import ChannelMention, Moment, Span, Style, TextPart, in_words
from bot.language.text import printable

SlackJson: TypeAlias = dict[str, Any]

RUN = 2_000
"""Maximum number of characters in one run of text."""
HALF = limits.MESSAGE // 2
"""Maximum length of one block's JSON, so that two blocks always fit into a message."""

_T = TypeVar("_T")
_encode = json.JSONEncoder(ensure_ascii=False).encode
_STYLES: Mapping[Style, SlackJson] = {
    Style.STRONG: {"bold": True},
    Style.EMPHASIS: {"italic": True},
    Style.CODE: {"code": True},
}


def size(block: SlackJson) -> int:
    """Return the number of characters of a block's JSON."""
    return len(_encode(block))


def plain_text(text: str, most: int) -> SlackJson:
    """Make a text object without markup, of at least one character, as Slack requires, and at most `most`."""
    return {"type": "plain_text", "text": cut(text, most), "emoji": False}


def cut(text: str, most: int) -> str:
    """Return a text of 1 to `most` characters."""
    sound = inert(printable(text))
    if not sound.strip():
        return "–"
    if len(sound) > most:
        return f"{sound[: most - 1]}…"
    isolated = isolate(sound)
    return isolated if len(isolated) <= most else sound


def line_of(runs: list[SlackJson]) -> SlackJson:
    """Return runs as a line of rich text, isolating right-to-left text so that it doesn't reorder its neighbours."""
    words = isolate_parts([run.get("text", "") for run in runs])
    return {
        "type": "rich_text_section",
        "elements": [{**run, "text": each} if "text" in run else run for run, each in zip(runs, words, strict=True)],
    }


def small_lines(section: SlackJson) -> Iterator[SlackJson]:
    """Yield a line in parts that fit into a block."""
    for runs in grouped(section["elements"], len(section["elements"]), HALF):
        yield line_of(runs)


def part_runs(part: TextPart) -> list[SlackJson]:
    """Return a part, whose commands are already reworded for Slack, as runs of rich text."""
    if isinstance(part, Moment | ChannelMention) and (element := rich(part)) is not None:
        return [element]
    if isinstance(part, Span):
        return text_runs(part.text, part.style, part.url)
    return text_runs(in_words(part), Style.PLAIN)


def text_runs(text: str, style: Style, url: str | None = None) -> list[SlackJson]:
    """Return a text as runs of rich text.

    Args:
        text: the text.
        style: the style of the whole text.
        url: the URL that it links to, or None.
    """
    found = []
    for part in split(text, RUN):
        run: SlackJson = {"type": "text", "text": part}
        if url is not None and len(url) <= limits.URL // 2:
            run = {"type": "link", "url": url, "text": part}
        if style in _STYLES:
            run["style"] = _STYLES[style]
        found.append(run)
    return found


def quiet(part: TextPart) -> Iterator[SlackJson]:
    """Yield a footer part's elements; only dates and channels are markup, never text that someone wrote."""
    if isinstance(part, Moment | ChannelMention) and (marked := markup(part)) is not None:
        yield {"type": "mrkdwn", "text": marked, "verbatim": True}
        return
    for piece in split(in_words(part), limits.CONTEXT):
        if piece.strip():
            yield plain_text(piece, limits.CONTEXT)


def split(text: str, most: int) -> list[str]:
    """Split a text into parts of at most `most` characters, at spaces where possible; an empty text has no parts."""
    rest = inert(printable(text))
    parts = []
    while len(rest) > most:
        at = max(rest.rfind(" ", most // 2, most), rest.rfind("\n", most // 2, most)) + 1 or most
        parts.append(rest[:at])
        rest = rest[at:]
    return [*parts, rest] if rest else parts


def grouped(things: Sequence[_T], most: int, room: int) -> list[list[_T]]:
    """Group JSON values, keeping their order.

    Args:
        things: the JSON values.
        most: maximum number of values in a group.
        room: maximum number of JSON characters in a group.
    """
    groups: list[list[_T]] = []
    used = 0
    for thing in things:
        needs = len(_encode(thing)) + 2
        if not groups or len(groups[-1]) == most or used + needs > room - 200:
            groups.append([])
            used = 0
        groups[-1].append(thing)
        used += needs
    return groups
