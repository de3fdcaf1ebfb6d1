"""The pictures and files shown lately, each under an address that can't be guessed."""

import hashlib
import secrets
from dataclasses import dataclass

from cachetools import LRUCache

from bot.language.message import File, Image


@dataclass(frozen=True, slots=True)
class Owner:
    """The only person that something was shown to.

    Args:
        browser: that may fetch it.
        member: the id of the member it's about.
    """

    browser: str
    member: str


class Pictures:
    """Keeps pictures and files, those least recently shown giving way.

    Args:
        max_bytes: of all together; the newest is kept, however large it is.
    """

    def __init__(self, max_bytes: int) -> None:
        self._secret = secrets.token_bytes(32)
        # What is larger than all there may be counts as all, or it couldn't be kept at all.
        self._kept: LRUCache[str, tuple[Image | File, Owner | None]] = LRUCache(
            max_bytes, lambda kept: min(len(kept[0].data), max_bytes)
        )

    def keep(self, shown: Image | File, owner: Owner | None = None) -> str:
        """Return the address on this site; the same bytes have the same one, so that browsers cache a picture.

        Args:
            shown: a picture or a file.
            owner: who alone may see it, or None when everybody may.
        """
        whose = b"" if owner is None else f"{owner.browser} {owner.member} ".encode()
        name = hashlib.blake2b(whose + shown.data, key=self._secret, digest_size=20).hexdigest()
        self._kept[name] = (shown, owner)
        return f"/picture/{name}" if isinstance(shown, Image) else f"/file/{name}"

    def find(self, name: str, browser: str) -> Image | None:
        """Return the picture of that name, if it's still kept and that browser may see it."""
        found = self._seen_by(name, browser)
        return found if isinstance(found, Image) else None

    def find_file(self, name: str, browser: str) -> File | None:
        """Return the file of that name, if it's still kept and that browser may see it."""
        found = self._seen_by(name, browser)
        return found if isinstance(found, File) else None

    def forget(self, member: str) -> None:
        """Forget what was shown to one member alone."""
        for name, (_, owner) in list(self._kept.items()):
            if owner is not None and owner.member == member:
                del self._kept[name]

    def _seen_by(self, name: str, browser: str) -> Image | File | None:
        shown, owner = self._kept.get(name, (None, None))
        return shown if owner is None or owner.browser == browser else None
