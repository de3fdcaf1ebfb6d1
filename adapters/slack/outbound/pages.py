"""Messages as Block Kit: in pages if one Slack message can't hold them, and as the blocks of a view."""

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
from adapters.slack.outbound.rich_text import Json, size
from adapters.slack.outbound.texts import WordedBlock
from bot.language.direction import isolate
from bot.language.message import File, Image, Message
from bot.language.rich_text import ChannelMention, Line, Moment, Part, Span, in_words, parts
from bot.language.text import printable

Files: TypeAlias = Mapping[Image | File, str]
"""What was uploaded: a picture's id, or the conversation in which a file was shared."""

_NO_FILES: Files = {}
_REMEMBERED = 2_000
"""Messages whose pages are remembered; lessons say the same thing again and again."""


@dataclass(frozen=True, slots=True)
class Page:
    """One Slack message.

    Args:
        text: the same as the blocks, for notifications and screen readers.
        blocks: what's shown; never changed.
        encoded: both as the members of a JSON object, ready to be sent as often as it is said.
    """

    text: str
    blocks: tuple[Json, ...]
    encoded: str

    def body(self, **more: object) -> bytes:
        """Return a JSON object with both, and with `more`."""
        return f"{json.dumps(more)[:-1]}, {self.encoded}}}".encode()

    def arguments(self) -> dict[str, Any]:
        """Return both as arguments of a method of Slack's."""
        return {"text": self.text, "blocks": list(self.blocks)}


class Renderer:
    """Renders messages.

    Args:
        phrase: rewords the core's texts for Slack.
    """

    def __init__(self, phrase: Phrase) -> None:
        self.phrase = phrase
        self._remembered = lru_cache(_REMEMBERED)(self._pages)

    def pages(self, said: Message, files: Files = _NO_FILES, top: WordedBlock | None = None) -> tuple[Page, ...]:
        """Return the Slack messages that say it; at least one.

        Args:
            said: what the bot says.
            files: what was uploaded of it.
            top: what's above it in the first one.
        """
        if top is not None:
            return _pages(chain([top], draw(said, self.phrase, files, tables=True)))
        if any(isinstance(block, Image | File) for block in said.blocks):
            return self._pages(said, files)
        return self._remembered(said)

    def simply(self, said: Message, files: Files = _NO_FILES, top: WordedBlock | None = None) -> tuple[Page, ...]:
        """Return the same without tables and pictures, in case Slack doesn't take those.

        Args:
            said: what the bot says.
            files: what was uploaded of it.
            top: what's above it in the first message.
        """
        shared: Files = {file: place for file, place in files.items() if isinstance(file, File)}
        return _pages(chain([top] if top else [], draw(said, self.phrase, shared, tables=False)))

    def board(self, said: Message, files: Files = _NO_FILES) -> Page:
        """Return the one Slack message that says it; if there is more than one table, they're written out.

        Args:
            said: what the bot says; no more than fits on one.
            files: what was uploaded of it.
        """
        pages = self.pages(said, files)
        return pages[0] if len(pages) == 1 else _pages(draw(said, self.phrase, files, tables=False))[0]

    def view_blocks(self, said: Message, files: Files = _NO_FILES) -> list[Json]:
        """Return the blocks of a view that says it, without tables; what is beyond a view's limit is left out."""
        blocks = [piece.block for piece in draw(said, self.phrase, files, tables=False)]
        if len(blocks) > limits.BLOCKS_IN_VIEW:
            more = {"type": "plain_text", "text": "There's more than fits here.", "emoji": False}
            blocks[limits.BLOCKS_IN_VIEW - 1 :] = [{"type": "context", "elements": [more]}]
        return blocks

    def _pages(self, said: Message, files: Files = _NO_FILES) -> tuple[Page, ...]:
        return _pages(draw(said, self.phrase, files, tables=True))


def _pages(pieces: Iterator[WordedBlock]) -> tuple[Page, ...]:
    return tuple(_page(part) for part in _paged(pieces)) or (_page([]),)


def _page(pieces: Sequence[WordedBlock]) -> Page:
    text = _fallback([piece.words for piece in pieces if in_words(piece.words)]) or "Versed"
    blocks = tuple(piece.block for piece in pieces)
    return Page(text, blocks, json.dumps({"text": text, "blocks": blocks})[1:-1])


def _fallback(lines: Sequence[Line]) -> str:
    """Return lines as the text of a message, cut if they're too long; moments and channels stay what they are."""
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


def _joined(said: Iterable[Part]) -> Iterator[Part]:
    """Yield parts, with the words of neighbours put together: what's written from the right is told by its line."""
    words = ""
    for part in said:
        if isinstance(part, Moment | ChannelMention):
            yield Span(words)
            yield part
            words = ""
        else:
            words += in_words(part)
    yield Span(words)


def _paged(pieces: Iterable[WordedBlock]) -> Iterator[list[WordedBlock]]:
    """Yield the pieces of one message each; Slack takes no second table in a message."""
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
