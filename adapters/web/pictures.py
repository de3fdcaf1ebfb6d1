"""The pictures and files shown lately, each under an address that cannot be guessed."""

import hashlib
import secrets

from cachetools import LRUCache

from bot.language.message import File, Image


class Pictures:
    """Keeps pictures and files, those least recently shown giving way.

    Args:
        max_bytes: of all together; the newest is kept whatever its size.
    """

    def __init__(self, max_bytes: int) -> None:
        self._secret = secrets.token_bytes(32)
        # What is larger than all there may be counts as all, for else it could not be kept at all.
        self._kept: LRUCache[str, Image | File] = LRUCache(
            max_bytes, lambda shown: min(len(_bytes(shown)), max_bytes)
        )

    def keep(self, shown: Image | File) -> str:
        """The address on this site; the same bytes have the same one, so that browsers cache a picture."""
        name = hashlib.blake2b(_bytes(shown), key=self._secret, digest_size=20).hexdigest()
        self._kept[name] = shown
        return f"/picture/{name}" if isinstance(shown, Image) else f"/file/{name}"

    def find(self, name: str) -> bytes | None:
        """The picture of that name, if it is still kept."""
        found = self._kept.get(name)
        return found.png if isinstance(found, Image) else None

    def find_file(self, name: str) -> File | None:
        """The file of that name, if it is still kept."""
        found = self._kept.get(name)
        return found if isinstance(found, File) else None


def _bytes(shown: Image | File) -> bytes:
    return shown.png if isinstance(shown, Image) else shown.data
