"""Cards on demand: drawn off the event loop, once each, and kept while there is room."""

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

from bot.message import Image
from bot.normalise import words
from bot.pictures.comparison import ComparisonCard, alt_text, draw_comparison

_ROOM = 32 * 1024 * 1024
"""Bytes of pictures that are kept."""


class PictureCache:
    """Draws cards and remembers them.

    Args:
        room: bytes of pictures to keep; the least recently used go first.
    """

    def __init__(self, room: int = _ROOM) -> None:
        self._room = room
        self._drawn: OrderedDict[ComparisonCard, asyncio.Future[bytes]] = OrderedDict()
        # One thread: Pillow's fonts are shared, and two cards at once would only take twice as long each.
        self._thread = ThreadPoolExecutor(1, "pictures")

    async def comparison(self, card: ComparisonCard) -> Image:
        """The picture of a comparison; the same card is drawn once, however many ask for it."""
        drawing = self._drawn.get(card)
        if drawing is None:
            drawing = asyncio.get_running_loop().run_in_executor(self._thread, draw_comparison, card)
            self._drawn[card] = drawing
        self._drawn.move_to_end(card)
        try:
            png = await asyncio.shield(drawing)
        except Exception:
            self._drawn.pop(card, None)
            raise
        self._make_room()
        return Image(png, alt_text(card), f"{'-'.join(words(card.title)) or 'comparison'}.png")

    def close(self) -> None:
        """Stop drawing."""
        self._thread.shutdown(cancel_futures=True)

    def _make_room(self) -> None:
        done = [(card, each.result()) for card, each in self._drawn.items() if each.done() and not each.cancelled()]
        held = sum(len(png) for _, png in done)
        for card, png in done[:-1]:
            if held <= self._room:
                return
            del self._drawn[card]
            held -= len(png)
