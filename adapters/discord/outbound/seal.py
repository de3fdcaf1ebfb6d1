"""Seals: in the buttons of a private answer, they say where its question was asked.

Private answers are sent as direct messages, where Discord doesn't say which server a press is about. A seal does, for
one person and for one day, and nobody else can forge one.
"""

import base64
import hashlib
import hmac
import struct
from binascii import Error
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LASTS = timedelta(days=1)
"""How long a press counts for the server, so that someone who leaves the server loses access after that."""

_ADMINISTERS_FOR = timedelta(minutes=15)
"""How long after asking someone still counts as an administrator if they were one then."""

_FIELDS = struct.Struct(">QQI")
_DIGEST = 6
"""Length of a digest in bytes. It's enough, because Discord only accepts presses with ids from the bot's own
messages, so nobody can try out forged ones."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Where and when someone asked.

    Args:
        guild, channel, member: the ids of the server, the channel and the person.
        at: the time, in UTC.
        administrator: whether they were an administrator of the server then.
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
        """Return whether the asker still counts as an administrator."""
        return self.administrator and now - self.at <= _ADMINISTERS_FOR


class Seals:
    """Encodes and verifies seals.

    Args:
        token: the bot's token, which is a suitable key, as anyone who has it can act as the bot anyway.
    """

    def __init__(self, token: str) -> None:
        self._key = hashlib.blake2b(token.encode(), person=b"versed-seal").digest()

    def close(self, seal: Seal) -> str:
        """Return a seal in a form that fits into an id: 35 letters, digits, “-” and “_”."""
        minutes = int(seal.at.timestamp()) // 60
        fields = _FIELDS.pack(int(seal.guild), int(seal.channel), minutes << 1 | seal.administrator)
        return base64.urlsafe_b64encode(fields + self._digest(fields, seal.member)).decode("ascii").rstrip("=")

    def open(self, carried: str, member: str) -> Seal | None:
        """Return the seal in an id; None if it isn't one of ours, or isn't this member's.

        Args:
            carried: the encoded seal from the id, untrusted.
            member: the id of the person who pressed.
        """
        try:
            whole = base64.b64decode(f"{carried}=", altchars=b"-_", validate=True)
            fields, digest = whole[: _FIELDS.size], whole[_FIELDS.size :]
            guild, channel, at = _FIELDS.unpack(fields)
        except (Error, ValueError, struct.error):
            return None
        if not hmac.compare_digest(digest, self._digest(fields, member)):
            return None
        sealed_at = datetime.fromtimestamp((at >> 1) * 60, UTC)
        return Seal(str(guild), str(channel), member, sealed_at, administrator=bool(at & 1))

    def _digest(self, fields: bytes, member: str) -> bytes:
        return hmac.digest(self._key, fields + member.encode(), "sha256")[:_DIGEST]
