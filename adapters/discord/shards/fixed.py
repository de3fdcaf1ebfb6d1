"""Serves fixed shards for as long as the process runs: all of them, or those in the settings."""

import asyncio
from collections.abc import Sequence

from adapters.discord.inbound.client import Terms
from adapters.discord.inbound.gateway import ShardNumber
from adapters.discord.shards.pool import LoginInfo, Pool


class Fixed:
    """Serves the same shards all the time.

    Args:
        pool: connects the shards.
        shards: the total number of shards; None for as many as Discord recommends.
        ids: the shards to serve; None for all.
    """

    def __init__(self, pool: Pool, shards: int | None, ids: Sequence[int] | None) -> None:
        self._pool = pool
        self._shards = shards
        self._ids = ids

    @property
    def is_ready(self) -> bool:
        """Return whether all shards are connected."""
        return bool(self._pool.shards) and self._pool.is_connected

    @property
    def will_be_first(self) -> bool:
        """Return whether this process serves shard 0."""
        return self._ids is None or 0 in self._ids

    async def run(self, known: LoginInfo) -> None:
        """Serve the shards until closed.

        Args:
            known: the information from logging in.

        Raises:
            discord.ConnectionClosed: Discord refuses a shard permanently.
        """
        shards = self._pool.of = self._shards or known.shards
        terms = Terms(self._pool.turn, lambda: True)
        opened = [self._pool.open(ShardNumber(shard, shards), terms) for shard in self._ids or range(shards)]
        await asyncio.gather(*(shard.run() for shard in opened))

    async def close(self) -> None:
        """Disconnect, and end the sessions."""
        await asyncio.gather(*(shard.close() for shard in self._pool.shards.values()))
