"""One shard's connection to the gateway: handles its events, and what discord.py caches of them."""

import asyncio
import logging
from collections.abc import Callable, Collection
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
"""Events that come with the message intents and that we ignore: an edited message isn't answered again."""

_DELETING = ("CHANNEL_DELETE", "THREAD_DELETE")
"""Events that say that a channel is gone. They come with the intent “Guilds”, too."""

_RENAMING = ("GUILD_CREATE", "CHANNEL_UPDATE", "THREAD_UPDATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE")
"""Events after which a channel or a role may have another name, or be gone. They come with the intent “Guilds”."""


class GatewayListener(Protocol):
    """Receives the gateway's events."""

    def on_interaction(self, data: Payload, *, doubtful: bool) -> None:
        """Handle an interaction: someone used a command, a button, a menu or a form.

        Args:
            data: the event's data.
            doubtful: whether another process may have answered it already.
        """

    def on_message(self, data: Payload) -> None:
        """Handle a message that someone wrote in any channel that Versed sees."""

    def on_joined(self, data: Payload) -> None:
        """Handle that Versed was added to a server; `data` describes the server."""

    def on_left(self, guild: str) -> None:
        """Handle that Versed was removed from a server."""

    def on_renamed(self, guild: str) -> None:
        """Handle that a server's channels or roles may have been renamed or deleted."""

    def on_deleted(self, guild: str, channels: Collection[str]) -> None:
        """Handle that channels of a server were deleted, or threads of it.

        Args:
            guild: the server's id.
            channels: the ids of the channels and threads.
        """

    def on_ready(self, ready: "Ready") -> None:
        """Handle that a shard has started a fresh session and knows its servers."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The data at the start of a fresh session.

    Args:
        application: the id of the bot's application.
        shard: the shard's number, counted from 0.
        shards: the number of shards.
        guilds: the ids of all servers of that shard, including unavailable ones.
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
    """A connection to the gateway that stops sending and receiving once another process may be serving the shard.

    It also handles RESUMED without data: discord.py writes the shard's number into that event's data, but Discord
    doesn't document that there is any.
    """

    async def identify(self) -> None:
        """Start a session."""
        await self._end_unless_held()
        await super().identify()

    async def resume(self) -> None:
        """Resume a session."""
        await self._end_unless_held()
        await super().resume()

    async def received_message(self, msg: Any, /) -> None:  # noqa: ANN401 (as discord.py has it)
        """Handle a frame, or a part of one."""
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
    """The parts that a `State` works with.

    Args:
        listener: receives the events.
        part: the shard.
        holds: returns whether this process may serve the shard at this moment.
        opened: called with each new connection, before anything is sent on it.
        has_begun: set once a session was started or resumed.
    """

    listener: GatewayListener
    part: ShardNumber
    holds: Callable[[], bool]
    opened: Callable[[DiscordWebSocket], None]
    has_begun: asyncio.Event


class State(ConnectionState[discord.Client]):
    """discord.py's cache; interactions and messages bypass it, so that it doesn't build objects that nobody uses.

    No event may end the connection: if discord.py can't parse one, we log that and skip the event.
    """

    def __init__(self, *, wiring: Wiring, is_inherited: bool, **options: Any) -> None:
        super().__init__(**options)
        self.wiring = wiring
        self.is_going_on = False
        self.knows_servers = False
        """Whether Discord has sent this process the list of servers, which it only does for a fresh session."""
        self._is_catching_up = is_inherited
        """Whether the process that had the session before may have received the same events."""
        self.parsers = {name: _forgiving(name, parse) for name, parse in self.parsers.items()}
        self.parsers["INTERACTION_CREATE"] = _forgiving("INTERACTION_CREATE", self._take_interaction)
        self.parsers["MESSAGE_CREATE"] = _forgiving("MESSAGE_CREATE", wiring.listener.on_message)
        for name in _RENAMING:
            self.parsers[name] = self._then_tell_of_names(self.parsers[name])
        for name in _DELETING:
            self.parsers[name] = _forgiving(name, self._tell_of_deletion_and(self.parsers[name]))
        for name in _UNREAD:
            self.parsers.pop(name, None)

    def _take_interaction(self, data: Payload) -> None:
        self.wiring.listener.on_interaction(data, doubtful=self._is_catching_up)

    def _then_tell_of_names(self, parse: Callable[[Unchecked], None]) -> Callable[[Unchecked], None]:
        def parse_and_tell(data: Unchecked) -> None:
            parse(data)
            if (guild := data.get("guild_id") or data.get("id")) is not None:
                self.wiring.listener.on_renamed(str(guild))

        return parse_and_tell

    def _tell_of_deletion_and(self, parse: Callable[[Unchecked], None]) -> Callable[[Unchecked], None]:
        def tell_and_parse(data: Unchecked) -> None:
            guild, channel = str(data["guild_id"]), str(data["id"])
            known = self._get_guild(int(guild))
            inside = [str(each.id) for each in known.threads if str(each.parent_id) == channel] if known else []
            self.wiring.listener.on_deleted(guild, (channel, *inside))
            parse(data)

        return tell_and_parse

    def _update_references(self, ws: DiscordWebSocket) -> None:
        """Turn a new connection into a GatewayConnection; discord.py has no other hook for that."""
        super()._update_references(ws)
        ws.__class__ = GatewayConnection
        self.wiring.opened(ws)

    def parse_ready(self, data: Unchecked) -> None:
        """Handle the start of a fresh session, and tell the listener which servers the shard has."""
        listed = data.get("guilds")
        data["guilds"] = [each for each in listed or () if _has_id(each)]
        super().parse_ready(data)
        self.knows_servers = True
        self._begin()
        if isinstance(listed, list) and len(listed) == len(data["guilds"]):  # or it would prove nothing
            guilds = frozenset(str(each["id"]) for each in listed)
            self.wiring.listener.on_ready(Ready(str(data["application"]["id"]), *self.wiring.part, guilds))

    def parse_resumed(self, data: Unchecked) -> None:
        """Handle that a session was resumed and all missed events have been received."""
        super().parse_resumed(data)
        self._begin()

    def _begin(self) -> None:
        self._is_catching_up = False
        self.is_going_on = True
        self.wiring.has_begun.set()

    def parse_guild_create(self, data: Unchecked) -> None:
        """Handle a server: one from READY, one that's available again after an outage, or one just joined."""
        known = self._get_guild(int(data["id"])) is not None
        try:
            super().parse_guild_create(_complete(data))
        finally:
            if not known and not data.get("unavailable"):
                self.wiring.listener.on_joined(data)

    def parse_guild_delete(self, data: Unchecked) -> None:
        """Handle that a server is unavailable, or has removed Versed."""
        if not data.get("unavailable"):
            self.wiring.listener.on_left(str(data["id"]))
        super().parse_guild_delete(data)


def _with_data(frame: str) -> str:
    """Return a gateway frame, adding an empty data object to a RESUMED event without one."""
    if '"RESUMED"' in frame:
        payload = from_json(frame.encode())
        if payload.get("t") == "RESUMED" and not isinstance(payload.get("d"), dict):
            return to_json({**payload, "d": {}}).decode()
    return frame


def _has_id(guild: Unchecked) -> bool:
    """Return whether a server has a valid id; an invalid one mustn't break the session for all the others."""
    with bulkhead("server") as compartment:
        int(guild["id"])
    return compartment.error is None


def _complete(guild: Payload) -> Unchecked:
    """Return a server's data with a value for every field that discord.py requires."""
    completed = {**_GUILD, **guild}
    for name, least in (("roles", _ROLE), ("channels", _CHANNEL), ("threads", {}), ("members", _MEMBER)):
        completed[name] = [{**least, **each} for each in guild.get(name) or ()]
    return completed


def _forgiving(name: str, parse: Callable[[Unchecked], None]) -> Callable[[Unchecked], None]:
    def parse_or_log(data: Unchecked) -> None:
        with bulkhead("event of Discord's"):
            try:
                parse(data)
            except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
                _log.warning("couldn't read Discord's %s: %s %s", name, type(error).__name__, error)

    return parse_or_log
