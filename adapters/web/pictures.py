"""A cache of the pictures and files shown recently, each with a URL that can't be guessed."""

import hashlib
import secrets
from collections.abc import Callable, Collection
from typing import TypeAlias

from cachetools import LRUCache

from bot.language.message import File, Image

MayBe: TypeAlias = Callable[[str], bool]
"""Returns whether the person who fetches something may be the member with this id."""


class Pictures:
    """Keeps pictures and files, dropping the least recently shown ones first.

    Args:
        max_bytes: maximum size of all together; the newest is kept, however large it is.
    """

    def __init__(self, max_bytes: int) -> None:
        self._secret = secrets.token_bytes(32)
        # Something larger than the cache counts as the cache's size, or it couldn't be kept at all.
        self._kept: LRUCache[str, tuple[Image | File, str | None]] = LRUCache(
            max_bytes, lambda kept: min(len(kept[0].data), max_bytes)
        )

    def keep(self, content: Image | File, owner: str | None = None) -> str:
        """Keep a picture or a file, and return its URL, always the same one for the same bytes and owner.

        So browsers can cache it.

        Args:
            content: a picture or a file.
            owner: the id of the only member who may see it; None if everyone may.
        """
        whose = b"" if owner is None else f"{owner} ".encode()
        name = hashlib.blake2b(whose + content.data, key=self._secret, digest_size=20).hexdigest()
        self._kept[name] = (content, owner)
        return _url(name, content)

    def find(self, name: str, may_be: MayBe) -> Image | None:
        """Return the picture with this name, if it's still there and the person who fetches it may see it."""
        picture = self._seen_by(name, may_be)
        return picture if isinstance(picture, Image) else None

    def find_file(self, name: str, may_be: MayBe) -> File | None:
        """Return the file with this name, if it's still there and the person who fetches it may see it."""
        file = self._seen_by(name, may_be)
        return file if isinstance(file, File) else None

    def forget(self, member: str, shown: Collection[str]) -> None:
        """Drop everything that only this member could see, and everyone's pictures that are no longer shown.

        Args:
            member: the member's id.
            shown: the URLs of the pictures that everyone still sees.
        """
        for name, (content, owner) in list(self._kept.items()):
            if owner == member if owner else _url(name, content) not in shown:
                del self._kept[name]

    def clear(self) -> None:
        """Drop everything."""
        self._kept.clear()

    def _seen_by(self, name: str, may_be: MayBe) -> Image | File | None:
        content, owner = self._kept.get(name, (None, None))
        return content if owner is None or may_be(owner) else None


def _url(name: str, content: Image | File) -> str:
    return f"/picture/{name}" if isinstance(content, Image) else f"/file/{name}"
