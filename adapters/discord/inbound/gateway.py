"""One shard's connection to the gateway: what comes on it, and what discord.py keeps of that."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, cast

import discord
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.state import ConnectionState

from adapters.discord.outbound.wire import Payload, Unchecked, from_json, to_json
from bot.runtime.bulkhead import bulkhead

_log = logging.getLogger(__name__)

_GUILD: Payload = {"name": "this server", "owner_id": None}
_ROLE: Payload = {"name": "", "permissions": "0", "position": 0, "color": 0, "flags": 0, "mentionable": False}
_CHANNEL: Payload = {"name": "", "type": 0, "position": 0, "permission_overwrites": []}
_MEMBER: Payload = {"roles": [], "flags": 0, "joined_at": None}


_UNREAD = ("MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK")
"""Events that come with the messages, and that nobody reads: what's edited isn't answered again."""


class GatewayListener(Protocol):
    """Hears what happens."""

    def interaction(self, data: Payload, *, doubtful: bool) -> None:
        """Take an interaction: someone used a command, a button, a menu or a form.

        Args:
            data: as it came.
            doubtful: whether another process may have answered it.
        """

    def message(self, data: Payload) -> None:
        """Take a message: someone wrote something, in any channel Versed sees."""

    def joined(self, data: Payload) -> None:
        """Take note that Versed was added to a server; `data` describes it."""

    def left(self, guild: str) -> None:
        """Take note that Versed was removed from a server."""

    def listed(self, ready: "Ready") -> None:
        """Take note that a shard has a fresh session and knows its servers."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What a fresh session begins with.

    Args:
        application: the id of the bot's application.
        shard: the shard's number, counted from 0.
        shards: how many there are.
        guilds: the ids of all servers of that shard, those out of order included.
    """

    application: str
    shard: int
    shards: int
    guilds: frozenset[str]


class ShardNumber(NamedTuple):
    """A shard: its number, counted from 0, and how many there are."""

    shard: int
    shards: int


class GatewayConnection(DiscordWebSocket):
    """A connection to the gateway on which nothing is said or heard once the shard may be another process's.

    Its session goes on even if nothing comes with RESUMED: discord.py writes the shard's number into what comes, and
    Discord doesn't document that anything does.
    """

    async def identify(self) -> None:
        """Begin a session."""
        await self._end_unless_held()
        await super().identify()

    async def resume(self) -> None:
        """Go on with a session."""
        await self._end_unless_held()
        await super().resume()

    async def received_message(self, msg: Any, /) -> None:  # noqa: ANN401 (as discord.py has it)
        """Take in a frame, or a part of one."""
        await self._end_unless_held()
        frame = self._decompressor.decompress(msg) if isinstance(msg, bytes) else msg
        if frame is not None:
            await super().received_message(_with_data(frame))

    async def _end_unless_held(self) -> None:
        if not cast("State", self._connection).wiring.holds():
            await self.close()
            raise ReconnectWebSocket(self.shard_id)


@dataclass(frozen=True, slots=True)
class Wiring:
    """What a state is connected to.

    Args:
        listener: is told what happens.
        part: the shard.
        holds: tells whether it may be served at this moment.
        opened: takes each connection, before anything is said on it.
        has_begun: set once events come.
    """

    listener: GatewayListener
    part: ShardNumber
    holds: Callable[[], bool]
    opened: Callable[[DiscordWebSocket], None]
    has_begun: asyncio.Event


class State(ConnectionState[discord.Client]):
    """What discord.py keeps of Discord; interactions and messages go past it, so nothing is built that nobody reads.

    No event may end the connection: what discord.py can't read is logged and left out.
    """

    def __init__(self, *, wiring: Wiring, is_inherited: bool, **options: Any) -> None:
        super().__init__(**options)
        self.wiring = wiring
        self.is_going_on = False
        self.knows_servers = False
        """Whether Discord has told this process which servers there are, which it does for a fresh session only."""
        self._is_catching_up = is_inherited
        """Whether events may come that the process before has seen."""
        self.parsers = {name: _forgiving(name, parse) for name, parse in self.parsers.items()}
        self.parsers["INTERACTION_CREATE"] = _forgiving("INTERACTION_CREATE", self._take_interaction)
        self.parsers["MESSAGE_CREATE"] = _forgiving("MESSAGE_CREATE", wiring.listener.message)
        for name in _UNREAD:
            self.parsers.pop(name, None)

    def _take_interaction(self, data: Payload) -> None:
        self.wiring.listener.interaction(data, doubtful=self._is_catching_up)

    def _update_references(self, ws: DiscordWebSocket) -> None:
        """Take note of a fresh connection: the one moment at which it can still be made another kind."""
        super()._update_references(ws)
        ws.__class__ = GatewayConnection
        self.wiring.opened(ws)

    def parse_ready(self, data: Unchecked) -> None:
        """Begin a fresh session, and tell the listener which servers the shard has."""
        told = data.get("guilds")
        data["guilds"] = [each for each in told or () if _has_id(each)]
        super().parse_ready(data)
        self.knows_servers = True
        self._begin()
        if isinstance(told, list) and len(told) == len(data["guilds"]):  # or it would prove nothing
            guilds = frozenset(str(each["id"]) for each in told)
            self.wiring.listener.listed(Ready(str(data["application"]["id"]), *self.wiring.part, guilds))

    def parse_resumed(self, data: Unchecked) -> None:
        """Go on with a session: everything that was missed has come."""
        super().parse_resumed(data)
        self._begin()

    def _begin(self) -> None:
        self._is_catching_up = False
        self.is_going_on = True
        self.wiring.has_begun.set()

    def parse_guild_create(self, data: Unchecked) -> None:
        """Take in a server: known from READY or from before an outage, or joined just now."""
        known = self._get_guild(int(data["id"])) is not None
        try:
            super().parse_guild_create(_complete(data))
        finally:
            if not known and not data.get("unavailable"):
                self.wiring.listener.joined(data)

    def parse_guild_delete(self, data: Unchecked) -> None:
        """Take note that a server is out of order, or has removed Versed."""
        if not data.get("unavailable"):
            self.wiring.listener.left(str(data["id"]))
        super().parse_guild_delete(data)


def _with_data(frame: str) -> str:
    """Return a frame of the gateway's, with an empty object where RESUMED came without one."""
    if '"RESUMED"' in frame:
        payload = from_json(frame.encode())
        if payload.get("t") == "RESUMED" and not isinstance(payload.get("d"), dict):
            return to_json({**payload, "d": {}}).decode()
    return frame


def _has_id(guild: Unchecked) -> bool:
    """Return whether something stands for a server; one that doesn't must not cost the session all the others."""
    with bulkhead("server") as compartment:
        int(guild["id"])
    return compartment.error is None


def _complete(guild: Payload) -> Unchecked:
    """Return a server with a value for everything that discord.py can't do without."""
    made = {**_GUILD, **guild}
    for name, least in (("roles", _ROLE), ("channels", _CHANNEL), ("threads", {}), ("members", _MEMBER)):
        made[name] = [{**least, **each} for each in guild.get(name) or ()]
    return made


def _forgiving(name: str, parse: Callable[[Unchecked], None]) -> Callable[[Unchecked], None]:
    def parse_or_log(data: Unchecked) -> None:
        with bulkhead("event of Discord's"):
            try:
                parse(data)
            except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
                _log.warning("couldn't read Discord's %s: %s %s", name, type(error).__name__, error)

    return parse_or_log
