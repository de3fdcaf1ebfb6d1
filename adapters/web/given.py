"""Files from the page: uploaded over HTTP first, and then referred to in a frame."""

import secrets
from collections.abc import Mapping
from time import monotonic

from aiohttp import StreamReader
from cachetools import TLRUCache

from bot.language.files import MEGABYTE, GivenFile, too_large
from bot.language.refusals import Refusal
from bot.language.text import clean, shortened

LARGEST = 50 * MEGABYTE
"""Maximum number of bytes in a file; a command may allow less."""

_TOGETHER = 2 * LARGEST
"""Maximum number of bytes of all waiting files, where the oldest are dropped, and of all current uploads."""

_LASTS = 300.0
"""Seconds for which a file is kept until a frame refers to it."""

_AT_ONCE = 64 * 1024
_LONGEST_NAME = 80


class UploadedFiles:
    """Keeps uploaded files until a frame refers to them."""

    def __init__(self) -> None:
        self._kept: TLRUCache[str, tuple[str, str, bytes]] = TLRUCache(
            _TOGETHER, lambda _key, _kept, now: now + _LASTS, monotonic, getsizeof=lambda kept: len(kept[2]) + 1
        )
        self._coming = 0

    async def take(self, browser: str, name: str, body: StreamReader) -> str:
        """Receive a file, and return the word that names it in a frame.

        Args:
            browser: the id of the browser that uploads it.
            name: the file's name.
            body: the file's bytes.

        Raises:
            Refusal: it's too large, or too much is being uploaded at once.
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
        shown_name = shortened(" ".join(clean(name).split()), _LONGEST_NAME) or "file"
        self._kept[word] = (browser, shown_name, bytes(raw))
        return word

    def named(self, browser: str, words: Mapping[str, str]) -> dict[str, GivenFile]:
        """Return the files that a frame refers to, by option or field, and drop them.

        Args:
            browser: the id of the browser that sent the frame; it can't use other browsers' files.
            words: the files' words by option or field, untrusted.

        Raises:
            Refusal: a file is no longer there.
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
