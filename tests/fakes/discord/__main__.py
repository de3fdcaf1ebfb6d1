"""`python -m tests.fakes.discord`: a loopback Discord in a process of its own; prints where it is, as JSON."""

import argparse
import asyncio
import gc
import json
import signal
from collections.abc import Callable

from tests.fakes import limits
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import Json, guild, role


async def serve(*, port: int, validates: bool, servers: list[Json], limited: bool) -> None:
    """Serve until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with FakeDiscord(servers, port=port, validates=validates, logs=validates) as discord:
        discord.answer_within = 3.0
        discord.limits = limits.discord() if limited else None
        print(json.dumps({"root": discord.root, "token": discord.token}), flush=True)  # noqa: T201 (a command)
        await stop.wait()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--quick", action="store_true", help="neither validate nor log, for measuring")
    parser.add_argument("--guilds", type=int, default=1, help="servers there are, each with one channel")
    parser.add_argument("--channels", type=int, default=1, help="of each server")
    parser.add_argument("--roles", type=int, default=1, help="of each server")
    parser.add_argument("--limited", action="store_true", help="limit rates as Discord does")
    given = parser.parse_args()
    if given.quick:
        gc.disable()  # or its pauses in this process would be blamed on the bot being measured
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        servers = [furnished(number, given.channels, given.roles) for number in range(1, given.guilds + 1)]
        runner.run(serve(port=given.port, validates=not given.quick, servers=servers, limited=given.limited))


def furnished(number: int, channels: int, roles: int) -> Json:
    """A server with the given numbers of channels and roles."""
    made = guild(number)
    ids = [str(10**17 * (number % 10 + 1) + 1000 * number + each) for each in range(max(channels, roles))]
    made["channels"] += [{**made["channels"][0], "id": each, "name": f"channel-{each}"} for each in ids[1:channels]]
    made["roles"] += [role(each, f"role {each}") for each in ids[1:roles]]
    return made


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop


if __name__ == "__main__":
    main()
