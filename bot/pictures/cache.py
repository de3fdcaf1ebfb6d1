"""Cards on demand: drawn off the event loop, once each, and kept while there is room, unless they name people."""

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from cachetools import LRUCache

from bot.language.message import Drawing, Image
from bot.language.text import fold
from bot.pictures import heat_map, progress, race
from bot.pictures.comparison import ComparisonCard, alt_text, draw_comparison
from bot.pictures.heat_map import HeatMap
from bot.pictures.podium import PodiumCard, draw_podium, podium_in_words
from bot.pictures.progress import ProgressCard
from bot.pictures.race import RaceCard
from bot.runtime.bulkhead import OutageError

Card: TypeAlias = ComparisonCard | ProgressCard | HeatMap | PodiumCard | RaceCard

_Key: TypeAlias = Card | Drawing

_ROOM = 32 * 1024 * 1024
"""Bytes of pictures that are kept: a few hundred cards."""

_LONGEST_NAME = 60
"""Characters of a file's name, before its ending."""


class ClosedError(OutageError, RuntimeError):
    """This process is stopping, and draws nothing any more; no picture is to blame."""


class PictureCache:
    """Draws cards and remembers them.

    Args:
        room: bytes of pictures to keep; the least recently used go first, the newest stays whatever its size.
    """

    def __init__(self, room: int = _ROOM) -> None:
        # A picture larger than the room counts as all of it; otherwise it couldn't be kept at all.
        self._kept: LRUCache[_Key, Image] = LRUCache(room, lambda image: min(len(image.data), room))
        self._drawing: dict[_Key, asyncio.Task[Image]] = {}
        # One thread: Pillow's fonts are shared, and two cards at once would only take twice as long each.
        self._thread = ThreadPoolExecutor(1, "pictures")
        self._closed = False

    async def comparison(self, card: ComparisonCard) -> Image:
        """Return the picture of a comparison."""
        return await self._drawn(card)

    async def progress(self, card: ProgressCard) -> Image:
        """Return the picture of a learner's progress."""
        return await self._drawn(card)

    async def podium(self, card: PodiumCard) -> Image:
        """Return the picture of a podium."""
        return await self._drawn(card)

    async def race(self, card: RaceCard) -> Image:
        """Return the picture of a race."""
        return await self._drawn(card)

    async def heat_map(self, card: HeatMap) -> Image:
        """Return the picture of what a team knows."""
        return await self._drawn(card)

    async def drawing(self, drawing: Drawing, draw: Callable[[], bytes]) -> Image:
        """Return a drawing as a picture.

        Args:
            drawing: what to draw.
            draw: draws it, off the event loop.
        """
        return await self._made(drawing, partial(_filed, drawing, draw))

    def close(self) -> None:
        """Stop drawing."""
        self._closed = True
        self._thread.shutdown(cancel_futures=True)

    async def _drawn(self, card: Card) -> Image:
        return await self._made(card, partial(_picture, card))

    async def _made(self, key: _Key, make: Callable[[], Image]) -> Image:
        """Return a picture; the same is made once, however many ask for it.

        Args:
            key: what it shows.
            make: makes it, off the event loop.
        """
        if (kept := self._kept.get(key)) is not None:
            return kept
        if self._closed:
            raise ClosedError("I can't draw any more; this process is stopping.")
        if key not in self._drawing:
            self._drawing[key] = asyncio.create_task(self._make(key, make))
        # Shielded: one who stops waiting must not stop the drawing for the others.
        return await asyncio.shield(self._drawing[key])

    async def _make(self, key: _Key, make: Callable[[], Image]) -> Image:
        try:
            image = await asyncio.get_running_loop().run_in_executor(self._thread, make)
        finally:
            del self._drawing[key]
        if isinstance(key, PodiumCard | RaceCard):  # it names people, who may have themselves erased
            return image
        self._kept[key] = image
        return image


def _picture(card: Card) -> Image:
    if isinstance(card, PodiumCard):
        return Image(draw_podium(card), podium_in_words(card), "podium.png")
    if isinstance(card, RaceCard):
        return Image(race.draw_race(card), race.alt_text(card), "race.png")
    name = f"{_slug(card.title)}.png"
    match card:
        case ComparisonCard():
            return Image(draw_comparison(card), alt_text(card), name)
        case ProgressCard():
            return Image(progress.draw_progress(card), progress.alt_text(card), name)
        case HeatMap():
            return Image(heat_map.draw_heat_map(card), heat_map.alt_text(card), name)


def _filed(drawing: Drawing, draw: Callable[[], bytes]) -> Image:
    image = Image(draw(), drawing.alt, "")
    return replace(image, name=f"{_slug(drawing.name)}.{'jpg' if image.media_type == 'image/jpeg' else 'png'}")


def _slug(title: str) -> str:
    """Make a file's name from a title: ASCII, as not every platform takes more."""
    words = re.findall(r"[a-z0-9]+", fold(title))
    return "-".join(words)[:_LONGEST_NAME].strip("-") or "comparison"
