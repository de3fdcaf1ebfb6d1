"""Starts and stops the playground's server."""

import asyncio
import errno
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from adapters.listening import Listener
from adapters.private_answers import PrivateAnswers
from adapters.web.boards import ANSWERS_LAST, WebBoards
from adapters.web.connection import Playground
from adapters.web.entries import PrivateEntry
from adapters.web.given import UploadedFiles
from adapters.web.guard import AccessKeys, Guard
from adapters.web.limits import Limits
from adapters.web.memory import WebMemory
from adapters.web.pictures import Pictures
from adapters.web.port import WebPort
from adapters.web.recorder import Recorder
from adapters.web.room import Room
from adapters.web.routes import WebRoutes
from adapters.web.visitors import Labels, OwnMachine, Shared
from bot.dispatch.application import Application
from bot.language.refusals import Refusal
from bot.runtime.health import Health
from bot.storage.history import History

_DEFAULT_LIMITS = Limits()

_ELSEWHERE = {"0.0.0.0": (socket.AF_INET, "192.0.2.1"), "::": (socket.AF_INET6, "2001:db8::1")}  # noqa: S104
"""For each host that means all addresses of this machine, an address on other networks (RFC 5737 and 3849)."""


def _well() -> Health:
    return Health(ready=True)


class Site:
    """A running playground.

    Args:
        listener: listens for requests.
        url: the page's URL.
        outer_url: its URL for other machines, if that's another one; "" if it isn't, or can't be known.
        boards: shows boards on the page.
        port: posts in its channels.
        memory: deletes the data of people who are erased.
        recorder: stores public entries across restarts; None if they aren't stored.
        room: the room that all tabs share.
    """

    def __init__(
        self,
        listener: Listener,
        url: str,
        outer_url: str,
        boards: WebBoards,
        port: WebPort,
        memory: WebMemory,
        recorder: Recorder | None,
        room: Room,
    ) -> None:
        self._room = room
        self._listener = listener
        self.url = url
        self.outer_url = outer_url
        self.boards = boards
        self.port = port
        self.memory = memory
        self._recorder = recorder

    def show_slips(self, slips: list[str]) -> None:
        """Show administrators the errors that keep packs out of use; see Room.show_slips."""
        self._room.show_slips(slips)

    def show_warnings(self, warnings: list[str]) -> None:
        """Show administrators the warnings about their packs; see Room.show_warnings."""
        self._room.show_warnings(warnings)

    async def close(self) -> None:
        """Disconnect all tabs and stop listening; the tabs reconnect when the playground is running again."""
        await self._listener.close()
        if self._recorder is not None:
            await self._recorder.settle()


@dataclass(frozen=True, slots=True)
class Sharing:
    """The settings of a playground that other machines can reach.

    Args:
        keys: the keys for entering.
        labels: manages who has which name.
    """

    keys: AccessKeys
    labels: Labels


async def start(
    application: Application,
    *,
    host: str,
    port: int,
    sharing: Sharing | None = None,
    first: str = "",
    limits: Limits = _DEFAULT_LIMITS,
    history: History | None = None,
    health: Callable[[], Health] = _well,
) -> Site:
    """Start a playground.

    Args:
        application: the core.
        host: the host to bind to; other machines may only reach it if it's shared.
        port: the port to listen on; 0 for any free one.
        sharing: how it's shared; None if only this machine may reach it.
        first: a line that a first-time visitor's page sends; "" for none.
        limits: its limits.
        history: stores public entries across restarts; None to lose them then.
        health: returns this process's health.

    Raises:
        Refusal: it can't listen there, or isn't allowed to.
    """
    if not host.strip():  # would listen on all addresses
        raise Refusal("--host is empty; leave it out, or give an address of this machine.")
    host = _in_full(host)
    pictures = Pictures(limits.picture_bytes)
    recorder = Recorder(history, pictures) if history else None
    room = Room(limits, recorder)
    for number, entry in await recorder.read() if recorder else ():
        room.restore(number, entry)
    posts = WebPort(room, pictures, recorder)
    doorkeeper = OwnMachine() if sharing is None else Shared(sharing.labels, room.present)
    answers: PrivateAnswers[PrivateEntry] = PrivateAnswers(ANSWERS_LAST)
    token = secrets.token_urlsafe(24)
    playground = Playground(application, room, pictures, limits, doorkeeper, token, answers, UploadedFiles(), first)
    guard = Guard(host, sharing.keys if sharing else None, asyncio.get_running_loop().time())
    listener = Listener(WebRoutes(playground, guard, health).app(), shutdown_timeout=1.0)
    # Bind only one address for localhost: with port 0, two addresses would get two different ports.
    bound = "127.0.0.1" if host == "localhost" else host
    try:
        chosen = await listener.start(bound, port)
    except (OSError, OverflowError) as error:
        raise Refusal(_why_not(error, host, port)) from error
    name = {"0.0.0.0": "127.0.0.1", "::": "localhost"}.get(host, host)  # noqa: S104 - only compared
    outer = _outer_address(host)
    memory = WebMemory(room, pictures, posts, recorder)
    return Site(
        listener,
        _url(name, chosen),
        _url(outer, chosen) if outer else "",
        WebBoards(room, pictures, answers),
        posts,
        memory,
        recorder,
        room,
    )


def _in_full(host: str) -> str:
    """Return an address in its usual form, such as 0.0.0.0 for 0 or *; names are returned unchanged."""
    with suppress(OSError, UnicodeError):
        numeric = "0.0.0.0" if host == "*" else host  # noqa: S104 (“*” asks for all addresses)
        return str(socket.getaddrinfo(numeric, None, flags=socket.AI_NUMERICHOST)[0][4][0])
    return host


def _url(name: str, port: int) -> str:
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def _outer_address(host: str) -> str:
    """Return this machine's address on its network if it listens on all of them; "" if there's none."""
    if host not in _ELSEWHERE:
        return ""
    family, elsewhere = _ELSEWHERE[host]
    with socket.socket(family, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect((elsewhere, 9))  # only chooses the route; nothing is sent
        return str(probe.getsockname()[0])
    return ""


def _why_not(error: Exception, host: str, port: int) -> str:
    match error:
        case OverflowError():
            return f"There's no port {port}; use one from 1 to 65535 with --port, or 0 for any free one."
        case OSError(errno=errno.EADDRINUSE):
            return f"Port {port} is already in use; choose another with --port, or 0 for any free one."
        case OSError(errno=errno.EACCES):
            return f"Port {port} needs special rights; choose one above 1023 with --port."
        case _:
            return f"This machine has no address {host}; choose another with --host."
