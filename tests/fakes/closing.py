"""Closing a fake's server, with nothing left behind that Python would complain of in some later test."""

import asyncio
from typing import Any

from aiohttp import web

_TURNS = 3
"""Turns of the event loop from taking a connection to knowing it (asyncio: `_accept_connection`)."""


async def close(runner: web.AppRunner) -> None:
    """Take no more connections, then close all there are.

    A listening socket that's closed right after it took a connection loses that, which nobody closes then.
    """
    sites: Any = runner.sites
    for site in sites:
        for listening in site._server.sockets:
            asyncio.get_running_loop().remove_reader(listening)
    for _ in range(_TURNS):
        await asyncio.sleep(0)
    await runner.cleanup()
