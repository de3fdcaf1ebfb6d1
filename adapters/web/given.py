"""Files that people give on the page: sent ahead over HTTP, and named in the frame that they go with."""

import secrets
from collections.abc import Mapping
from time import monotonic

from aiohttp import StreamReader
from cachetools import TLRUCache

from bot.language.files import MEGABYTE, GivenFile, too_large
from bot.language.refusals import Refusal
from bot.language.text import clean, shortened

LARGEST = 50 * MEGABYTE
"""Bytes of a file; what a command takes may be less."""

_TOGETHER = 2 * LARGEST
"""Bytes of all that wait, where the oldest give way; and of all that are still coming."""

_LASTS = 300.0
"""Seconds that a file waits for the frame that it goes with."""

_AT_ONCE = 64 * 1024
_LONGEST_NAME = 80


class UploadedFiles:
    """Keeps files until the frame comes that names them."""

    def __init__(self) -> None:
        self._kept: TLRUCache[str, tuple[str, str, bytes]] = TLRUCache(
            _TOGETHER, lambda _key, _kept, now: now + _LASTS, monotonic, getsizeof=lambda kept: len(kept[2]) + 1
        )
        self._coming = 0

    async def take(self, browser: str, name: str, body: StreamReader) -> str:
        """Take a file as it comes; return the word by which a frame names it.

        Args:
            browser: that sends it.
            name: of the file.
            body: its bytes.

        Raises:
            Refusal: it's too large, or too much is coming in.
        """
        raw = bytearray()
        try:
            async for part in body.iter_chunked(_AT_ONCE):
                raw += part
                self._coming += len(part)
                if len(raw) > LARGEST:
                    raise too_large(LARGEST)
                if self._coming > _TOGETHER:
                    raise Refusal("Many files are coming in just now; give me this one again in a minute.")
        finally:
            self._coming -= len(raw)
        word = secrets.token_urlsafe(16)
        shown = shortened(" ".join(clean(name).split()), _LONGEST_NAME) or "file"
        self._kept[word] = (browser, shown, bytes(raw))
        return word

    def named(self, browser: str, words: Mapping[str, str]) -> dict[str, GivenFile]:
        """Return the files that a frame names, once each, by their fields.

        Args:
            browser: that sent the frame; files of others it can't name.
            words: by the fields that the files are for; untrusted.

        Raises:
            Refusal: one isn't there any more.
        """
        return {field: self._given(browser, word) for field, word in words.items()}

    def _given(self, browser: str, word: str) -> GivenFile:
        owner, name, raw = self._kept.get(word, ("", "", b""))
        if not name or owner != browser:
            raise Refusal("That file isn't here any more; give it to me again.")
        del self._kept[word]

        async def read(most: int) -> bytes:
            if len(raw) > most:
                raise too_large(most)
            return raw

        return GivenFile(name, len(raw), read)
