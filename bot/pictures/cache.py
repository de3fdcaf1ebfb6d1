"""Pictures on demand: drawn off the event loop, once each, and cached."""

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
from bot.pictures.palette import Theme
from bot.runtime.bulkhead import OutageError

_Key: TypeAlias = tuple[Drawing, Theme]

_ROOM = 32 * 1024 * 1024
"""Size of the cache in bytes: a few hundred cards."""

_LONGEST_NAME = 60
"""Maximum length of a file name, without its extension."""


class ClosedError(OutageError, RuntimeError):
    """This process is stopping and doesn't draw any more; it isn't the picture's fault."""


class PictureCache:
    """Draws pictures and caches them, separately for each theme.

    Args:
        room: the size of the cache in bytes; least recently used pictures go first, the newest always stays.
    """

    def __init__(self, room: int = _ROOM) -> None:
        # A picture larger than the cache counts as its full size; otherwise it couldn't be stored at all.
        self._kept: LRUCache[_Key, Image] = LRUCache(room, lambda image: min(len(image.data), room))
        self._drawing: dict[_Key, asyncio.Task[Image]] = {}
        # One thread, because Pillow's fonts are shared, and two cards at once would each take twice as long.
        self._thread = ThreadPoolExecutor(1, "pictures")
        self._closed = False

    async def picture(
        self, drawing: Drawing, theme: Theme, draw: Callable[[], bytes], *, keeps: bool = True
    ) -> Image:
        """Return the picture of a drawing; concurrent requests for the same one share the work.

        Args:
            drawing: what to draw.
            theme: light or dark.
            draw: draws it in that theme, off the event loop.
            keeps: whether it may be cached; not if it names people, because they may be erased.
        """
        key = drawing, theme
        if (cached := self._kept.get(key)) is not None:
            return cached
        if self._closed:
            raise ClosedError("I can't draw any more; this process is stopping.")
        if key not in self._drawing:
            self._drawing[key] = asyncio.create_task(self._make(key, partial(_filed, drawing, draw), keeps=keeps))
        # Shielded, so that one caller's cancellation doesn't cancel it for the others.
        return await asyncio.shield(self._drawing[key])

    def close(self) -> None:
        """Stop drawing."""
        self._closed = True
        self._thread.shutdown(cancel_futures=True)

    async def _make(self, key: _Key, make: Callable[[], Image], *, keeps: bool) -> Image:
        try:
            image = await asyncio.get_running_loop().run_in_executor(self._thread, make)
        finally:
            del self._drawing[key]
        if keeps:
            self._kept[key] = image
        return image


def _filed(drawing: Drawing, draw: Callable[[], bytes]) -> Image:
    image = Image(draw(), drawing.alt, "")
    return replace(image, name=f"{_slug(drawing.name)}.{'jpg' if image.media_type == 'image/jpeg' else 'png'}")


def _slug(title: str) -> str:
    """Return a file name for a title, in ASCII, because not every platform accepts more."""
    words = re.findall(r"[a-z0-9]+", fold(title))
    return "-".join(words)[:_LONGEST_NAME].strip("-") or "picture"
