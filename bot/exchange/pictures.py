"""The pictures that come with items: which one an item shows, and what it's called in a pack."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from bot.exchange.html import pictures_in, text_of
from bot.exchange.source import Unreadable
from bot.language.text import shortened

MOST_BYTES = 60 * 1024 * 1024
"""Of all pictures of a file."""

_LONGEST_ALT = 300
_LONGEST_NAME = 40

Find: TypeAlias = "Callable[[str], bytes | None]"
"""Finds the bytes of a picture by its src; None if they aren't there."""


@dataclass(slots=True)
class Gallery:
    """Collects the pictures of a file.

    Args:
        images: those that items show: their file's name in the pack → bytes.
    """

    images: dict[str, bytes] = field(default_factory=dict)
    _size: int = 0

    def hung(self, texts: Iterable[str], find: Find, about: str) -> tuple[list[str], dict[str, Any], tuple[str, ...]]:
        """Return HTML as texts, the field for the picture that stands beside them, and what was left out.

        Args:
            texts: the HTML of an item; of its pictures, the first that can be shown is.
            find: finds a picture.
            about: what the item is about, for a picture that doesn't say what it shows.

        Raises:
            Unreadable: the pictures are too large together.
        """
        texts = list(texts)
        named = [each for text in texts for each in pictures_in(text)]
        for src, alt in named:
            raw = find(src)
            name = file_name(raw) if raw else ""
            if raw and name:
                self._keep(name, raw)
                said = shortened(
                    " ".join(alt.split()) or " ".join(text_of(about).split()) or "A picture", _LONGEST_ALT
                )
                more = len({each for each, _ in named}) - 1
                changed = (f"{more} more pictures left out",) if more else ()
                return (
                    [text_of(text, (src,)) for text in texts],
                    {"image": {"file": name, "alt": said}},
                    changed,
                )
        left = (
            f"picture left out: {named[0][0][:_LONGEST_NAME] or 'it'} isn't there as PNG, JPEG or WebP"
            if named
            else ""
        )
        return [text_of(text) for text in texts], {}, (left,) if left else ()

    def _keep(self, name: str, raw: bytes) -> None:
        if name in self.images:
            return
        self._size += len(raw)
        if self._size > MOST_BYTES:
            raise Unreadable(f"Its pictures have more than {MOST_BYTES // 1024**2} MB; make them smaller.")
        self.images[name] = raw


def file_name(raw: bytes) -> str:
    """Return what a picture is called in a pack, by its bytes; "" if it's none that can be shown."""
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        ending = "png"
    elif raw.startswith(b"\xff\xd8\xff"):
        ending = "jpg"
    elif raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        ending = "webp"
    else:
        return ""
    return f"images/{hashlib.sha256(raw).hexdigest()[:20]}.{ending}"
