"""The pictures and files shown lately, each under an address that cannot be guessed."""

import hashlib
import secrets
from collections import OrderedDict

from bot.language.message import File, Image


class Pictures:
    """Keeps pictures and files, the oldest giving way.

    Args:
        max_bytes: of all together; the newest is kept whatever its size.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._secret = secrets.token_bytes(32)
        self._kept: OrderedDict[str, Image | File] = OrderedDict()

    def keep(self, shown: Image | File) -> str:
        """The address on this site; the same bytes have the same one, so that browsers cache a picture."""
        name = hashlib.blake2b(_bytes(shown), key=self._secret, digest_size=20).hexdigest()
        if name not in self._kept:
            self._kept[name] = shown
            self._bytes += len(_bytes(shown))
        self._kept.move_to_end(name)
        while self._bytes > self._max_bytes and len(self._kept) > 1:
            self._bytes -= len(_bytes(self._kept.popitem(last=False)[1]))
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
