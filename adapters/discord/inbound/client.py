"""discord.py's client, as Versed uses it: the gateway, and which servers and channels there are."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.state import AutoShardedConnectionState
from yarl import URL

from adapters.discord.inbound.endpoint import Endpoint
from adapters.discord.inbound.starts import SessionStarts
from adapters.discord.outbound.wire import Payload, Unchecked, from_json, to_json
from bot.runtime.bulkhead import bulkhead

_log = logging.getLogger(__name__)

discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # Versed doesn't speak

_ORDINARY = (OSError, aiohttp.ClientError, discord.ConnectionClosed, discord.GatewayNotFound)
"""What happens on a network now and then; discord.py logs a traceback for it before it connects again."""

_GUILD: Payload = {"name": "this server", "owner_id": None}
_ROLE: Payload = {"name": "", "permissions": "0", "position": 0, "color": 0, "flags": 0, "mentionable": False}
_CHANNEL: Payload = {"name": "", "type": 0, "position": 0, "permission_overwrites": []}
_MEMBER: Payload = {"roles": [], "flags": 0, "joined_at": None}


_UNREAD = ("MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK")
"""Events that come with the messages, and that nobody reads: what's edited isn't answered again."""


class Listener(Protocol):
    """Hears what happens."""

    def interaction(self, data: Payload) -> None:
        """Take an interaction: somebody used a command, a button, a menu or a form."""

    def message(self, data: Payload) -> None:
        """Take a message: someone wrote something, in whatever channel Versed sees."""

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


class Client(discord.AutoShardedClient):
    """The connection to the gateway.

    Args:
        root: of the API.
        listener: is told what happens.
        shard_count: shards in all, or None for as many as Discord recommends.
        shard_ids: those of this process, or None for all.
    """

    def __init__(
        self, root: str, listener: Listener, *, shard_count: int | None = None, shard_ids: Sequence[int] | None = None
    ) -> None:
        logging.getLogger("discord.shard").addFilter(_in_one_line)
        self._root = root
        self._listener = listener
        self._serving: set[int] = set()
        self._starts = SessionStarts()
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            shard_count=shard_count,
        )
        if shard_ids is not None:
            self.shard_ids = list(shard_ids)

    @property
    def is_serving(self) -> bool:
        """Return whether every shard of this process is connected."""
        return bool(self._serving) and self._serving.issuperset(self._connection.shard_ids)

    @property
    def has_first_shard(self) -> bool:
        """Return whether this process does the work that only one of several may do."""
        return self.shard_ids is None or 0 in self.shard_ids

    async def on_shard_connect(self, shard_id: int) -> None:
        """Take note that a shard has a session."""
        self._serving.add(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Take note that a shard has its session back."""
        self._serving.add(shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Take note that a shard has lost its connection."""
        self._serving.discard(shard_id)

    async def launch_shard(self, gateway: URL, shard_id: int, *, initial: bool = False) -> None:
        """Start a shard, always at the address for a fresh session: that's how the endpoint knows that it is one.

        Args:
            gateway: where discord.py would connect; not used.
            shard_id: which shard to start, counted from 0.
            initial: whether it's the first connection that discord.py makes.
        """
        await super().launch_shard(DiscordWebSocket.DEFAULT_GATEWAY, shard_id, initial=initial)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Note that a session starts; its pause is over by now, as nobody reads the open connection here."""
        self._starts.note(shard_id, asyncio.get_running_loop().time())

    def _get_state(self, **options: Any) -> "AutoShardedConnectionState[Any]":
        self.http = Endpoint(self._root, self._starts)
        return State(
            dispatch=self.dispatch,
            handlers=self._handlers,
            hooks=self._hooks,
            http=self.http,
            listener=self._listener,
            **options,
        )


def _in_one_line(record: logging.LogRecord) -> bool:
    """Keep a log record, with an ordinary network error in one line instead of a traceback."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, _ORDINARY):
        record.msg, record.args, record.exc_info = f"{record.getMessage()} ({type(error).__name__})", (), None
    return True


class Connection(DiscordWebSocket):
    """A connection to the gateway whose session goes on even if nothing comes with RESUMED.

    discord.py writes the shard's number into what comes, and Discord doesn't document that anything does.
    """

    async def received_message(self, msg: Any, /) -> None:  # noqa: ANN401 (as discord.py has it)
        """Take in a frame, or a part of one."""
        frame = self._decompressor.decompress(msg) if isinstance(msg, bytes) else msg
        if frame is not None:
            await super().received_message(_with_data(frame))


class State(AutoShardedConnectionState[Client]):
    """What discord.py keeps of Discord; interactions and messages go past it, so nothing is built that nobody reads.

    No event may end the connection: what discord.py can't read is logged and left out.
    """

    def __init__(self, *, listener: Listener, **options: Any) -> None:
        super().__init__(**options)
        self._listener = listener
        self.parsers = {name: _forgiving(name, parse) for name, parse in self.parsers.items()}
        self.parsers["INTERACTION_CREATE"] = _forgiving("INTERACTION_CREATE", listener.interaction)
        self.parsers["MESSAGE_CREATE"] = _forgiving("MESSAGE_CREATE", listener.message)
        for name in _UNREAD:
            self.parsers.pop(name, None)

    def _update_references(self, ws: DiscordWebSocket) -> None:
        """Take note of a fresh connection: the one moment at which it can still be made another kind."""
        super()._update_references(ws)
        ws.__class__ = Connection

    def parse_ready(self, data: Unchecked) -> None:
        """Begin a fresh session, and tell the listener which servers the shard has."""
        ids = list(self.shard_ids)
        data.setdefault("shard", [ids[0] if ids else 0, len(ids) or 1])
        told = data.get("guilds")
        data["guilds"] = [each for each in told or () if _has_id(each)]
        super().parse_ready(data)
        if isinstance(told, list) and len(told) == len(data["guilds"]):  # or it would prove nothing
            shard, shards = data["shard"]
            guilds = frozenset(str(each["id"]) for each in told)
            self._listener.listed(Ready(str(data["application"]["id"]), int(shard), int(shards), guilds))

    def parse_guild_create(self, data: Unchecked) -> None:
        """Take in a server: known from READY or from before an outage, or joined just now."""
        known = self._get_guild(int(data["id"])) is not None
        try:
            super().parse_guild_create(_complete(data))
        finally:
            if not known and not data.get("unavailable"):
                self._listener.joined(data)

    def parse_guild_delete(self, data: Unchecked) -> None:
        """Take note that a server is out of order, or has removed Versed."""
        if not data.get("unavailable"):
            self._listener.left(str(data["id"]))
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
