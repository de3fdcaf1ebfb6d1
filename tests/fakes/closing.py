"""Closing a fake's server without leaving anything open that Python would complain about in a later test."""

import asyncio
from typing import Any

from aiohttp import web

_TURNS = 3
"""Turns of the event loop from accepting a connection to registering it (asyncio: `_accept_connection`)."""


async def close(runner: web.AppRunner) -> None:
    """Stop accepting connections, then close all there are.

    A listening socket that's closed right after accepting a connection loses it, and then nobody closes it.
    """
    sites: Any = runner.sites
    for site in sites:
        for listening in site._server.sockets:
            asyncio.get_running_loop().remove_reader(listening)
    for _ in range(_TURNS):
        await asyncio.sleep(0)
    await runner.cleanup()
