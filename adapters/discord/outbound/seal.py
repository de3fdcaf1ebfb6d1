"""Seals: where someone asked what was answered to them alone, as the answer's buttons carry it.

What's for one person goes into the conversation with them, and Discord doesn't say there which server a press is
about. A seal says so, of one person and for a day; nobody else can make one.
"""

import base64
import hashlib
import hmac
import struct
from binascii import Error
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LASTS = timedelta(days=1)
"""How long a press counts for the server; a person who leaves it has no way back in after that."""

_ADMINISTERS_FOR = timedelta(minutes=15)
"""How long someone counts as an administrator because they were one when they asked."""

_FIELDS = struct.Struct(">QQI")
_DIGEST = 6
"""Bytes: a forger could only try at Discord, which takes no id that no message of the bot's has."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Where someone asked.

    Args:
        guild, channel, member: their ids.
        at: when, in UTC.
        administrator: whether they administered the server then.
    """

    guild: str
    channel: str
    member: str
    at: datetime
    administrator: bool

    def holds(self, now: datetime) -> bool:
        """Return whether a press still counts for the server."""
        return now - self.at <= LASTS

    def administers(self, now: datetime) -> bool:
        """Return whether the one who asked still counts as an administrator."""
        return self.administrator and now - self.at <= _ADMINISTERS_FOR


class Seals:
    """Closes and opens seals.

    Args:
        token: of the bot; anyone who has it could do anything in the bot's name.
    """

    def __init__(self, token: str) -> None:
        self._key = hashlib.blake2b(token.encode(), person=b"versed-seal").digest()

    def close(self, seal: Seal) -> str:
        """Return a seal as an id can carry it: 35 letters, digits, - and _."""
        minutes = int(seal.at.timestamp()) // 60
        fields = _FIELDS.pack(int(seal.guild), int(seal.channel), minutes << 1 | seal.administrator)
        return base64.urlsafe_b64encode(fields + self._digest(fields, seal.member)).decode("ascii").rstrip("=")

    def open(self, carried: str, member: str) -> Seal | None:
        """Return the seal that an id carries, if it's one of ours and that member's.

        Args:
            carried: as it came back, untrusted.
            member: the id of the one who pressed.
        """
        try:
            whole = base64.b64decode(f"{carried}=", altchars=b"-_", validate=True)
            fields, digest = whole[: _FIELDS.size], whole[_FIELDS.size :]
            guild, channel, at = _FIELDS.unpack(fields)
        except (Error, ValueError, struct.error):
            return None
        if not hmac.compare_digest(digest, self._digest(fields, member)):
            return None
        asked = datetime.fromtimestamp((at >> 1) * 60, UTC)
        return Seal(str(guild), str(channel), member, asked, administrator=bool(at & 1))

    def _digest(self, fields: bytes, member: str) -> bytes:
        return hmac.digest(self._key, fields + member.encode(), "sha256")[:_DIGEST]
