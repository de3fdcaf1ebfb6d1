"""Choose and collect the pictures of imported items, and name their files in the pack."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from bot.exchange.html import pictures_in, text_of
from bot.exchange.source import Unreadable
from bot.language.text import shortened

LARGEST_PICTURE = 10 * 1024 * 1024
"""Maximum size of a picture in a package, in bytes; larger ones count as missing."""

MOST_BYTES = 60 * 1024 * 1024
"""Maximum size of all of a file's pictures together, in bytes."""

_LONGEST_ALT = 300
_LONGEST_NAME = 40

Find: TypeAlias = "Callable[[str], bytes | None]"
"""Returns a picture's bytes by its src; None if it's missing."""


@dataclass(slots=True)
class Gallery:
    """Collects the pictures of a file.

    Args:
        images: the pictures that items show: file name in the pack → bytes.
    """

    images: dict[str, bytes] = field(default_factory=dict)
    _size: int = 0

    def with_picture(
        self, texts: Iterable[str], find: Find, about: str
    ) -> tuple[list[str], dict[str, Any], tuple[str, ...]]:
        """Return an item's HTML as plain texts, the field for its picture, and what was left out.

        Args:
            texts: the item's HTML texts; the first of their pictures that can be shown is used.
            find: returns a picture's bytes by its src.
            about: what the item is about, to describe a picture without an alt text.

        Raises:
            Unreadable: the file's pictures together are too large.
        """
        texts = list(texts)
        named = [each for text in texts for each in pictures_in(text)]
        for src, alt in named:
            raw = find(src)
            name = file_name(raw) if raw else ""
            if raw and name:
                self._keep(name, raw)
                description = shortened(
                    " ".join(alt.split()) or " ".join(text_of(about).split()) or "A picture", _LONGEST_ALT
                )
                more = len({each for each, _ in named}) - 1
                changed = (f"{more} more pictures left out",) if more else ()
                return (
                    [text_of(text, (src,)) for text in texts],
                    {"image": {"file": name, "alt": description}},
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
    """Return a picture's file name in a pack, which depends on its bytes; "" if it isn't a PNG, JPEG or WebP."""
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        ending = "png"
    elif raw.startswith(b"\xff\xd8\xff"):
        ending = "jpg"
    elif raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        ending = "webp"
    else:
        return ""
    return f"images/{hashlib.sha256(raw).hexdigest()[:20]}.{ending}"
