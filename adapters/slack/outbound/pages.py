"""Renders messages as Block Kit: as one or more Slack messages (pages), or as the blocks of a view."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, TypeAlias

from adapters.slack.outbound import limits
from adapters.slack.outbound.blocks import draw
from adapters.slack.outbound.escape import Phrase, escaped, inert
from adapters.slack.outbound.mentions import markup
from adapters.slack.outbound.rich_text import SlackJson, size
from adapters.slack.outbound.texts import WordedBlock
from bot.language.direction import isolate
from bot.language.message import File, Image, Message
from bot.language.rich_text import ChannelMention, Line, Moment, Span, TextPart, in_words, parts
from bot.language.text import printable

SlackUploads: TypeAlias = Mapping[Image | File, str]
"""Uploads: each picture's id, and for each file the id of the conversation that it was shared in."""

NO_PREVIEWS: Mapping[str, bool] = {"unfurl_links": False, "unfurl_media": False}
"""Arguments that keep Slack from adding previews of linked pages and media to a message.

https://docs.slack.dev/messaging/unfurling-links-in-messages
"""

_NO_FILES: SlackUploads = {}
_REMEMBERED = 2_000
"""At most this many messages' pages are cached, because lessons send the same messages again and again."""


@dataclass(frozen=True, slots=True)
class Page:
    """One Slack message.

    Args:
        text: the contents of the blocks as text, for notifications and screen readers.
        blocks: what Slack shows; don't change them.
        encoded: text and blocks as members of a JSON object without its braces, to avoid encoding them each time.
    """

    text: str
    blocks: tuple[SlackJson, ...]
    encoded: str

    def body(self, **more: object) -> bytes:
        """Return a JSON object with the text, the blocks and `more`."""
        return f"{json.dumps(more)[:-1]}, {self.encoded}}}".encode()

    def arguments(self) -> dict[str, Any]:
        """Return the text and the blocks as arguments for one of Slack's methods."""
        return {"text": self.text, "blocks": list(self.blocks)}


class Renderer:
    """Renders messages.

    Args:
        phrase: rewords the core's texts for Slack.
    """

    def __init__(self, phrase: Phrase) -> None:
        self.phrase = phrase
        self._remembered = lru_cache(_REMEMBERED)(self._pages)

    def pages(
        self, message: Message, files: SlackUploads = _NO_FILES, top: WordedBlock | None = None
    ) -> tuple[Page, ...]:
        """Return the Slack messages for a message; there's at least one.

        Args:
            message: to render.
            files: its uploaded pictures and files.
            top: a block to put at the top of the first one.
        """
        if top is not None:
            return _pages(chain([top], draw(message, self.phrase, files, tables=True)))
        if any(isinstance(block, Image | File) for block in message.blocks):
            return self._pages(message, files)
        return self._remembered(message)

    def simple_pages(
        self, message: Message, files: SlackUploads = _NO_FILES, top: WordedBlock | None = None
    ) -> tuple[Page, ...]:
        """Return the Slack messages for a message without tables and pictures, in case Slack refuses those.

        Args:
            message: to render.
            files: its uploaded pictures and files.
            top: a block to put at the top of the first one.
        """
        shared: SlackUploads = {file: place for file, place in files.items() if isinstance(file, File)}
        return _pages(chain([top] if top else [], draw(message, self.phrase, shared, tables=False)))

    def board(self, message: Message, files: SlackUploads = _NO_FILES) -> Page:
        """Return one Slack message for a message; if it has several tables, they're written as text.

        Args:
            message: to render; it has to fit into one Slack message.
            files: its uploaded pictures and files.
        """
        pages = self.pages(message, files)
        return pages[0] if len(pages) == 1 else _pages(draw(message, self.phrase, files, tables=False))[0]

    def view_blocks(self, message: Message, files: SlackUploads = _NO_FILES) -> list[SlackJson]:
        """Return the blocks of a view for a message, without tables; blocks beyond a view's limit are dropped."""
        blocks = [piece.block for piece in draw(message, self.phrase, files, tables=False)]
        if len(blocks) > limits.BLOCKS_IN_VIEW:
            more = {"type": "plain_text", "text": "There's more than fits here.", "emoji": False}
            blocks[limits.BLOCKS_IN_VIEW - 1 :] = [{"type": "context", "elements": [more]}]
        return blocks

    def _pages(self, message: Message, files: SlackUploads = _NO_FILES) -> tuple[Page, ...]:
        return _pages(draw(message, self.phrase, files, tables=True))


def _pages(pieces: Iterator[WordedBlock]) -> tuple[Page, ...]:
    return tuple(_page(part) for part in _paged(pieces)) or (_page([]),)


def _page(pieces: Sequence[WordedBlock]) -> Page:
    text = _fallback([piece.words for piece in pieces if in_words(piece.words)]) or "Versed"
    blocks = tuple(piece.block for piece in pieces)
    return Page(text, blocks, json.dumps({"text": text, "blocks": blocks})[1:-1])


def _fallback(lines: Sequence[Line]) -> str:
    """Return lines as the text of a message, truncated if they're too long; dates and channels stay formatted."""
    written: list[str] = []
    room = limits.FALLBACK
    for part in _joined(part for line in lines for part in (Span("\n"), *parts(line))):
        marked = markup(part) if isinstance(part, Moment | ChannelMention) else None
        if marked is None:
            words = inert(printable(in_words(part)).lstrip("\n" if not written else ""))[:room]
            written.append(escaped(isolate(words)))
            room -= len(words)
        elif len(marked) <= room:
            written.append(marked)
            room -= len(marked)
        if room <= 0:
            break
    return "".join(written)


def _joined(all_parts: Iterable[TextPart]) -> Iterator[TextPart]:
    """Yield parts, joining neighbouring words, because a whole line is needed to isolate right-to-left text."""
    words = ""
    for part in all_parts:
        if isinstance(part, Moment | ChannelMention):
            yield Span(words)
            yield part
            words = ""
        else:
            words += in_words(part)
    yield Span(words)


def _paged(pieces: Iterable[WordedBlock]) -> Iterator[list[WordedBlock]]:
    """Yield the blocks of each Slack message; Slack allows only one table in a message."""
    page: list[WordedBlock] = []
    used = 2
    for piece in pieces:
        needs = size(piece.block) + 2
        second_table = piece.block["type"] == "table" and any(each.block["type"] == "table" for each in page)
        if page and (used + needs > limits.MESSAGE or len(page) == limits.BLOCKS_IN_MESSAGE or second_table):
            yield page
            page, used = [], 2
        page.append(piece)
        used += needs
    if page:
        yield page
