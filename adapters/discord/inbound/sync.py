"""Registers the commands with Discord if they have changed."""

import asyncio
import logging

from adapters.discord.inbound.tree import same
from adapters.discord.outbound.failures import Failure, Held, Refused
from adapters.discord.outbound.rest import Rest
from adapters.discord.outbound.wire import Payload, from_json, to_json

_log = logging.getLogger(__name__)

_PAUSES = (2.0, 10.0, 60.0)
_LONGEST_PAUSE = 600.0


async def sync(rest: Rest, application: int, commands: list[Payload]) -> list[Payload]:
    """Replace all commands registered with Discord by the wanted ones, if they differ.

    Args:
        rest: sends the requests.
        application: the application's id.
        commands: all commands (see tree.payloads).

    Returns:
        The commands now registered, each with its id; empty if that failed, in which case the log says why.
    """
    for pause in (*_PAUSES, None):
        try:
            return await _once(rest, application, commands)
        except Refused as refused:
            _log.error("Discord won't take the commands: %s", refused)
            return []
        except Failure as failure:
            if pause is None:
                break
            wait = max(pause, failure.seconds) if isinstance(failure, Held) else pause
            await asyncio.sleep(min(wait, _LONGEST_PAUSE))
    _log.error("Discord hasn't taken the commands; start Versed again to try once more")
    return []


async def listed(rest: Rest, application: int) -> list[Payload]:
    """Return the commands registered with Discord, each with its id.

    Raises:
        Failure: the request failed.
    """
    answer = await rest.call("GET", f"{_path(application)}?with_localizations=true", as_bot=True)
    return list(from_json(answer))


async def _once(rest: Rest, application: int, commands: list[Payload]) -> list[Payload]:
    there = await listed(rest, application)
    if same(commands, there):
        return there
    there = from_json(await rest.call("PUT", _path(application), to_json(commands), as_bot=True))
    _log.info("told Discord about %d commands", len(commands))
    return list(there)


def _path(application: int) -> str:
    return f"/applications/{application}/commands"
