"""The console: lets `versed say` and `versed admin` talk to a running Versed, since only one process can use SQLite.

The running process listens on the loopback interface; its lock file, which only the same user can read, contains the
port and a key. A request is one line of JSON with the key and the command or order; so is the reply, without the key.
"""

import asyncio
import hmac
import json
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from functools import partial
from typing import Any

from bot.dispatch.application import Application
from bot.features.operating.orders import Order, OrderAnswer, carry_out
from bot.features.operating.service import Operator
from bot.language.refusals import Refusal
from bot.runtime.bulkhead import OutageError, set_aside
from bot.storage import lock, urls
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.lock import LockHolder
from bot.terminal import SayRequest, answer

_log = logging.getLogger(__name__)

_LONGEST = 64 * 1024
"""Maximum length of a request in bytes."""

_PATIENCE = 10.0
"""Timeout in seconds for receiving a request."""

_STARTING = 10.0
"""Seconds to wait for a Versed that's starting; it usually takes 3, and longer only if its tables change."""

_LONGEST_REPLY = 16 * 1024 * 1024


@asynccontextmanager
async def open_console(
    application: Application, operator: Operator, database: Database, page: str = ""
) -> AsyncIterator[None]:
    """Serve `versed say` and `versed admin` while the block runs, if other processes can't open the database.

    Args:
        application: answers commands.
        operator: carries out orders.
        database: the open database.
        page: the address of this process's playground, which is told to who wants to start another; "" for none.
    """
    if database.shared:
        yield  # other processes open it themselves
        return
    key = secrets.token_urlsafe(24)
    try:
        server = await asyncio.start_server(
            partial(_serve, application, operator, key), "127.0.0.1", 0, limit=_LONGEST
        )
    except OSError as error:
        _log.warning("`versed say` and `versed admin` can't be used beside this process: %s", error)
        yield
        return
    database.publish(server.sockets[0].getsockname()[1], key, page)
    try:
        yield
    finally:
        database.publish(0, "")
        server.close()


async def running(database_url: str) -> LockHolder | None:
    """Return the running Versed to which to send commands; None if its database can be opened as well.

    Args:
        database_url: the database's URL.

    Raises:
        StoreError: a Versed is using the database, but doesn't take commands.
    """
    path = urls.path_of(urls.parse(database_url))
    return None if path is None else await lock.listener(path, _STARTING)


async def ask(running: LockHolder, request: SayRequest) -> str:
    """Send a command to the running Versed; return the reply as text.

    Args:
        running: the process that holds the lock.
        request: the command or press.

    Raises:
        Refusal: the command was refused, or the process doesn't answer.
    """
    return str((await _exchange(running, asdict(request)))["text"])


async def order(running: LockHolder, task: Order) -> OrderAnswer:
    """Let the running Versed carry out an operator's order.

    Args:
        running: the process that holds the lock.
        task: the order.

    Raises:
        Refusal: the order was refused, or the process doesn't answer.
    """
    rows: OrderAnswer = (await _exchange(running, {"order": asdict(task)}))["rows"]
    return rows


async def _exchange(running: LockHolder, request: dict[str, Any]) -> dict[str, Any]:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", running.port, limit=_LONGEST_REPLY)
        writer.write(json.dumps({"key": running.key, **request}).encode() + b"\n")
        await writer.drain()
        reply: dict[str, Any] = json.loads(await reader.readline())
        writer.close()
    except (OSError, ValueError) as error:
        raise Refusal(f"The running Versed (process {running.process}) doesn't answer; try again.") from error
    if "refusal" in reply:
        raise Refusal(reply["refusal"])
    return reply


async def _serve(
    application: Application,
    operator: Operator,
    key: str,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    with suppress(OSError, ValueError, TypeError):  # cut off, too long, or not a request of ours
        async with asyncio.timeout(_PATIENCE):
            request = json.loads(await reader.readline())
        if hmac.compare_digest(str(request.pop("key", "")).encode(), key.encode()):
            task = request.get("order")
            served = (
                answer(application, SayRequest(**request)) if task is None else carry_out(operator, Order(**task))
            )
            writer.write(json.dumps(await _reply(served)).encode() + b"\n")
            await writer.drain()
    writer.close()


async def _reply(served: Awaitable[str | OrderAnswer]) -> dict[str, Any]:
    try:
        found = await served
    except (Refusal, StoreError, OutageError) as error:
        return {"refusal": str(error)}
    except Exception as error:  # noqa: BLE001 (whatever it is, it's reported)
        reference = set_aside("command", error)
        return {"refusal": f"Something went wrong; the running Versed's log says what (reference {reference})."}
    return {"text": found} if isinstance(found, str) else {"rows": found}
