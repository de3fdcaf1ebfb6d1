"""The pictures shown lately, each under an address that cannot be guessed."""

import hashlib
import secrets
from collections import OrderedDict

from bot.message import Image


class Pictures:
    """Keeps the bytes of pictures, the oldest giving way.

    Args:
        max_bytes: of all pictures together; the newest is kept whatever its size.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._secret = secrets.token_bytes(32)
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def keep(self, image: Image) -> str:
        """The address of a picture on this site; the same picture has the same one, so that browsers cache it."""
        name = hashlib.blake2b(image.png, key=self._secret, digest_size=20).hexdigest()
        if name not in self._kept:
            self._kept[name] = image.png
            self._bytes += len(image.png)
        self._kept.move_to_end(name)
        while self._bytes > self._max_bytes and len(self._kept) > 1:
            self._bytes -= len(self._kept.popitem(last=False)[1])
        return f"/picture/{name}"

    def find(self, name: str) -> bytes | None:
        """The picture of that name, if it is still kept."""
        return self._kept.get(name)
