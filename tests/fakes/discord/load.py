"""Load: the same command again and again, as fast as it's answered or at a steady pace."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import Exchange, new_token, snowflake

IN_TIME = 5.0
"""Seconds in which an answer must come."""


@dataclass(frozen=True)
class Result:
    """How the interactions went.

    Args:
        rate: answers taken a second.
        seconds: from sending each interaction to taking its answer, in the order of sending.
        unanswered: interactions that weren't answered in time.
    """

    rate: float
    seconds: list[float]
    unanswered: int


async def as_fast_as_possible(discord: FakeDiscord, count: int, window: int, command: str, **options: Any) -> Result:
    """Send `count` interactions, with at most `window` of them under way at any time."""
    template = await discord.use(command, send=False, **options)
    places = asyncio.Semaphore(window)
    loop = asyncio.get_running_loop()
    start = loop.time()

    async def one() -> Exchange:
        exchange = _another(discord, template)
        await discord.send(exchange)
        try:
            await exchange.answered(IN_TIME)
        except TimeoutError:
            pass
        finally:
            places.release()
        return exchange

    under_way = []
    for _ in range(count):
        await places.acquire()
        under_way.append(asyncio.create_task(one()))
    return _result(await asyncio.gather(*under_way), loop.time() - start)


async def at_a_pace(discord: FakeDiscord, count: int, rate: float, command: str, **options: Any) -> Result:
    """Send `count` interactions, `rate` a second, however long each takes."""
    template = await discord.use(command, send=False, **options)
    loop = asyncio.get_running_loop()
    start = loop.time()
    exchanges = []
    for number in range(count):
        wait = start + number / rate - loop.time()
        if wait > 0:
            await asyncio.sleep(wait)
        exchanges.append(_another(discord, template))
        await discord.send(exchanges[-1])
    end = loop.time() + IN_TIME
    while loop.time() < end and any(exchange.callback is None for exchange in exchanges):
        await asyncio.sleep(0.01)
    took = loop.time() - start
    return _result(exchanges, took)


def _another(discord: FakeDiscord, like: Exchange) -> Exchange:
    payload = {**like.payload, "id": snowflake(), "token": new_token()}
    exchange = Exchange(payload, asyncio.get_running_loop().time())
    discord.exchanges[exchange.token] = exchange
    return exchange


def _result(exchanges: list[Exchange], took: float) -> Result:
    answered = [exchange.took for exchange in exchanges if exchange.callback is not None]
    return Result(len(answered) / took, answered, len(exchanges) - len(answered))


def as_json(result: Result) -> str:
    """A result for another process to read."""
    return json.dumps({"rate": result.rate, "seconds": result.seconds, "unanswered": result.unanswered})
