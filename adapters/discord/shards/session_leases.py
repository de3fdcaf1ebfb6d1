"""Hands sessions from one replica to another: encrypted, so that nobody without the token can resume them."""

import json
import logging
from dataclasses import replace

from cachetools import FIFOCache
from cryptography.fernet import InvalidToken

from adapters.discord.inbound.client import Session
from adapters.sealing import sealed_by
from bot.storage.shards import ShardLease

_log = logging.getLogger(__name__)

_REMEMBERED = 1_000
"""At most this many encrypted sessions are cached."""


class SessionLeases:
    """Stores encrypted sessions in leases, and reads them.

    Args:
        token: the bot's token.
    """

    def __init__(self, token: str) -> None:
        self._seal = sealed_by(token, "sessions of the gateway")
        self._sealed: FIFOCache[Session, str] = FIFOCache(_REMEMBERED)
        """Encrypted sessions by session, whose sequence is 0; encrypting one again would give a different result."""

    def store(self, lease: ShardLease, session: Session | None) -> ShardLease:
        """Return a lease with the current state of a session.

        Args:
            lease: the shard's lease.
            session: the shard's session, or None.
        """
        if session is None:
            return replace(lease, session=None, sequence=0)
        itself = session._replace(sequence=0)
        if itself not in self._sealed:
            self._sealed[itself] = self._seal.encrypt(json.dumps([session.id, session.gateway]).encode()).decode()
        return replace(lease, session=self._sealed[itself], sequence=session.sequence)

    def load(self, lease: ShardLease) -> Session | None:
        """Return the session in a lease; None if there's none that can be decrypted."""
        if lease.session is None:
            return None
        try:
            name, gateway = json.loads(self._seal.decrypt(lease.session.encode()))
        except (InvalidToken, ValueError):
            _log.info("a session can't be read that was kept with another token")
            return None
        self._sealed[Session(name, gateway, 0)] = lease.session
        return Session(name, gateway, lease.sequence)
