"""Shards that a process serves for as long as it runs: all of them, or those that its settings name."""

import asyncio
from collections.abc import Sequence

from adapters.discord.inbound.client import Terms
from adapters.discord.inbound.gateway import ShardNumber
from adapters.discord.shards.pool import LoginInfo, Pool


class Fixed:
    """Serves the same shards all the time.

    Args:
        pool: connects them.
        shards: how many there are in all; None for as many as Discord recommends.
        ids: those to serve; None for all.
    """

    def __init__(self, pool: Pool, shards: int | None, ids: Sequence[int] | None) -> None:
        self._pool = pool
        self._shards = shards
        self._ids = ids

    @property
    def is_ready(self) -> bool:
        """Return whether all of them are connected."""
        return bool(self._pool.shards) and self._pool.is_connected

    @property
    def will_be_first(self) -> bool:
        """Return whether shard 0 will be this process's."""
        return self._ids is None or 0 in self._ids

    async def run(self, known: LoginInfo) -> None:
        """Serve them until closed.

        Args:
            known: what logging in has told.

        Raises:
            discord.ConnectionClosed: Discord refuses one for good.
        """
        shards = self._pool.of = self._shards or known.shards
        terms = Terms(self._pool.turn, lambda: True)
        opened = [self._pool.open(ShardNumber(shard, shards), terms) for shard in self._ids or range(shards)]
        await asyncio.gather(*(shard.run() for shard in opened))

    async def close(self) -> None:
        """Disconnect for good."""
        await asyncio.gather(*(shard.close() for shard in self._pool.shards.values()))
