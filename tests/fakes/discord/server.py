"""The fake Discord as a whole, and the people on it."""

import asyncio
import math
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Self

from aiohttp import web

from tests.fakes.closing import close
from tests.fakes.discord.api import Api, Sent
from tests.fakes.discord.faults import Fault, Faults
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.messages import DIRECT_MESSAGES, GUILD_MESSAGES, told, written
from tests.fakes.discord.world import (
    ANA,
    APPLICATION,
    BEN,
    BOT,
    CONNECT,
    USUAL,
    VIEW_CHANNEL,
    Attached,
    Exchange,
    Json,
    Shown,
    guild,
    member,
    new_token,
    shown_in,
    snowflake,
)
from tests.fakes.limits import Limits
from tests.fakes.weather import Weather
from tests.patience import FOREVER

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDe.fghijklmnopqrstuvwxyz0123456789abcd"

APPLICATION_INFO: Json = {
    "id": APPLICATION,
    "name": "Versed",
    "icon": None,
    "description": "",
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "0" * 64,
    "flags": 0,
    "owner": ANA,
    "bot": BOT,
    "integration_types_config": {"0": {}, "1": {}},
    "interactions_endpoint_url": None,
}


def _option_type(value: object) -> int:
    """The type of a command's option with this value: a text, a number, a person, a channel, a role or a file."""
    if isinstance(value, Attached):
        return 11
    if isinstance(value, dict) and "username" in value:
        return 6
    if isinstance(value, dict):
        return 7 if "type" in value else 8
    return 4 if isinstance(value, int) else 3


def _people(there: Iterable[Json]) -> Json:
    """Picked people as Discord describes them; a bot is taken to be from elsewhere, so it's only a user."""
    users = {each["id"]: each for each in there}
    there = {each: member(user) for each, user in users.items() if not user.get("bot")}
    members = {each: {name: value for name, value in made.items() if name != "user"} for each, made in there.items()}
    return {"users": users, "members": members}


class FakeDiscord:
    """A Discord on a loopback port.

    Args:
        guilds: servers that the bot is in; one with one channel by default.
        shards: how many it recommends.
        validates: whether bodies are checked as Discord would.
        minimal: whether events hold only what they must.
        logs: whether requests are kept.
        port: to listen on; 0 for any free one.
    """

    def __init__(
        self,
        guilds: list[Json] | None = None,
        *,
        shards: int = 1,
        validates: bool = True,
        minimal: bool = False,
        logs: bool = True,
        port: int = 0,
    ) -> None:
        self.token = TOKEN
        self.shards = shards
        self.validates = validates
        self.minimal = minimal
        self.logs = logs
        self.gateway = Gateway(TOKEN)
        self.gateway.guilds = [guild()] if guilds is None else guilds
        self.starts = {"remaining": 999, "reset_after": 14_400_000}
        """How many sessions may still start, and after how many milliseconds the count starts again."""
        self.application = dict(APPLICATION_INFO)
        self.faults = Faults()
        self.requests: list[Sent] = []
        self.complaints: list[str] = []
        self.commands: list[Json] = []
        self.exchanges: dict[str, Exchange] = {}
        self.messages: dict[str, list[Shown]] = {}
        self.channels = {channel["id"] for each in self.gateway.guilds for channel in each["channels"]}
        self.media_types: dict[str, str] = {}
        """The media types of the files that were sent, by name."""
        self.history_readable = True
        self.people = {each["id"]: each for each in (ANA, BEN)}
        """Those who can be written to, by id."""
        self.closed: set[str] = set()
        """The ids of those who take no direct messages."""
        self.locale = self.guild_locale = "en-US"
        """The languages of its users and of the server; Discord also sends “en-US” for those who haven't chosen."""
        self.permissions = USUAL
        """What the bot may do, as interactions tell it."""
        self.answer_within = math.inf
        """Seconds in which an interaction has to be answered; three on the real Discord."""
        self.remembers = math.inf
        """Seconds for which nonces are remembered; a few minutes on the real Discord."""
        self.weather: Weather | None = None
        self.limits: Limits | None = None
        self.pins: dict[str, list[str]] = {}
        """The messages that are pinned, by channel, in the order of pinning."""
        self.silenced: set[str] = set()
        """Channels where the bot may not post, by id."""
        self.denied: dict[str, int] = {}
        """The rights that the bot lacks in a channel, as bits, by the channel's id."""
        self.attached: dict[str, bytes] = {}
        """What people attached, by its path."""
        self._echoes: set[asyncio.Task[None]] = set()
        self._port = port
        self._runner: web.AppRunner | None = None

    @property
    def root(self) -> str:
        """The API's address, as VERSED_DISCORD_API takes it."""
        return f"http://127.0.0.1:{self._port}/api/v10"

    @property
    def home(self) -> Json:
        """The first server."""
        return self.gateway.guilds[0]

    @property
    def channel(self) -> str:
        """The first server's channel."""
        return str(self.home["channels"][0]["id"])

    async def __aenter__(self) -> Self:
        from tests.fakes.discord.control import Control  # here, because it needs this class

        app = web.Application(client_max_size=30 * 1024 * 1024)
        app.add_routes(
            [
                web.get("/attachments/{path:.*}", self._attachment),
                web.get("/gateway", self.gateway.handle),
                web.get("/gateway/", self.gateway.handle),
                web.route("*", "/api/v10/{path:.*}", Api(self).handle),
            ]
        )
        app.add_routes(Control(self).routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]
        self.gateway.url = f"ws://127.0.0.1:{self._port}/gateway"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        for echo in self._echoes:
            echo.cancel()
        for session in self.gateway.live:
            if session.socket is not None:
                await session.socket.close(code=1001)
        await close(self._runner)

    async def _attachment(self, request: web.Request) -> web.StreamResponse:
        """Serve a file that someone attached, or a fault if one is due."""
        fault = self.faults.take("GET", request.path)
        raw = self.attached.get(request.path)
        answer = web.Response(status=404) if raw is None else web.Response(body=raw)
        befallen = answer if fault is None else await fault.befall(request, answer)
        assert befallen is not None
        return befallen

    def attach(self, attached: Attached) -> Json:
        """Attach a file as someone; return how Discord describes it."""
        there = snowflake()
        path = f"/attachments/{self.channel}/{there}/{attached.name}"
        self.attached[path] = attached.raw
        size = len(attached.raw) if attached.size is None else attached.size
        url = attached.url or f"http://127.0.0.1:{self._port}{path}?ex=1&is=2&hm=3"
        described: Json = {"id": there, "filename": attached.name, "size": size, "url": url, "proxy_url": url}
        return {**described, "ephemeral": True, "content_type": "text/csv"}

    def conversation(self, user: str) -> str:
        """The channel of the conversation with someone, which is opened if need be."""
        channel = str(95 * 10**16 + int(user) % 10**16)
        self.channels.add(channel)
        return channel

    def fail(self, route: str, **fault: Any) -> Fault:
        """Let requests meet a fault (see Fault)."""
        made = Fault(route, **fault)
        self.faults.waiting.append(made)
        return made

    def sent(self, method: str, ending: str) -> list[Sent]:
        """The requests whose path ends like this."""
        return [each for each in self.requests if each.method == method and each.path.endswith(ending)]

    async def until(self, what: Any) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(FOREVER):
            while not what():
                await asyncio.sleep(0.01)

    async def posted(self, number: int = 1, channel: str | None = None) -> Shown:
        """Wait for the message with this number in a channel, from 1, and return it."""
        kept = self.messages.setdefault(channel or self.channel, [])
        await self.until(lambda: len(kept) >= number)
        return kept[number - 1]

    async def use(self, command: str, /, *, typed: str | None = None, **options: Any) -> Exchange:
        """Use a slash command.

        Args:
            command: its name, of one word or two.
            typed: the name of the option that's being typed, which asks for suggestions.
            options: values by name, with people, roles and channels as Discord describes them; also the arguments
                of _open that are listed in _WHERE.
        """
        where = {name: options.pop(name) for name in list(options) if name in _WHERE}
        picked = {value["id"]: value for value in options.values() if isinstance(value, dict)}
        files = {name: self.attach(value) for name, value in options.items() if isinstance(value, Attached)}
        people = {picked_id: value for picked_id, value in picked.items() if "username" in value}
        channels = {picked_id: value for picked_id, value in picked.items() if "type" in value}
        roles = {each: value for each, value in picked.items() if each not in {**people, **channels}}
        values: list[Json] = [
            {
                "name": name,
                "type": _option_type(value),
                "value": value["id"] if isinstance(value, dict) else files[name]["id"] if name in files else value,
                **({"focused": True} if name == typed else {}),
            }
            for name, value in options.items()
        ]
        first, _, second = command.partition(" ")
        if second:
            values = [{"name": second, "type": 1, "options": values}]
        data = {"id": snowflake(), "name": first, "type": 1, **({"options": values} if values else {})}
        attached = {each["id"]: each for each in files.values()}
        resolved = {"roles": roles, "channels": channels, "attachments": attached, **_people(people.values())}
        data |= {"resolved": {kind: found for kind, found in resolved.items() if found}} if picked or files else {}
        return await self._open(2 if typed is None else 4, data, None, **where)

    async def write(
        self, content: str, *, user: Json = ANA, direct: bool = False, server: Json | None = None, **more: Any
    ) -> Json:
        """Write a message as someone.

        Args:
            content: what they type, with mentions as Discord writes them.
            user: who writes it.
            direct: whether it's a direct message to the bot.
            server: where it's written if not; the first one by default.
            more: for messages.written.
        """
        place = server or self.home
        channel = self.conversation(user["id"]) if direct else str(place["channels"][0]["id"])
        where: Json = {"channel": channel, "guild": None if direct else str(place["id"]), **more}
        made = written(content, author=user, people=[*self.people.values(), BOT], **where)
        await self.tell_of(made)
        return made

    async def tell_of(self, message: Json) -> None:
        """Send the bot a message that was written, perhaps a second time."""
        guild = message.get("guild_id")
        intent = DIRECT_MESSAGES if guild is None else GUILD_MESSAGES
        await self.gateway.dispatch("MESSAGE_CREATE", told(message), guild, intent=intent)

    def echo(self, shown: Shown) -> None:
        """Send the bot a message of its own, as Discord does; a private one comes without its server."""
        servers = {channel["id"]: each["id"] for each in self.gateway.guilds for channel in each["channels"]}
        guild = None if shown.private else servers.get(shown.channel)
        made = {**shown.as_json(), **({} if guild is None else {"guild_id": guild})}
        task = asyncio.ensure_future(self.tell_of(made))
        self._echoes.add(task)
        task.add_done_callback(self._echoes.discard)

    async def use_on_message(self, command: str, content: str, **where: Any) -> Exchange:
        """Use a message command on someone's message."""
        target = Shown(snowflake(), self.channel, {"content": content}, {}, author=ANA)
        data = {
            "id": snowflake(),
            "name": command,
            "type": 3,
            "target_id": target.id,
            "resolved": {"messages": {target.id: target.as_json()}},
        }
        return await self._open(2, data, None, **where)

    async def use_on_member(self, command: str, other: Json, **where: Any) -> Exchange:
        """Use a user command on someone."""
        there = member(other)
        del there["user"]
        resolved = {"users": {other["id"]: other}, "members": {other["id"]: there}}
        data = {"id": snowflake(), "name": command, "type": 2, "target_id": other["id"], "resolved": resolved}
        return await self._open(2, data, None, **where)

    async def press(self, on: Shown, label: str, **where: Any) -> Exchange:
        """Press a button, or choose a line of a menu, by its label."""
        if label in on.buttons:
            return await self.press_id(on, on.buttons[label], **where)
        menu, value = on.options[label]
        data = {"custom_id": menu, "component_type": 3, "values": [value]}
        return await self._open(3, data, on, **where)

    async def press_id(self, on: Shown, custom_id: str, **where: Any) -> Exchange:
        """Press a button by its id, whatever that may be."""
        return await self._open(3, {"custom_id": custom_id, "component_type": 2}, on, **where)

    async def submit(self, asked: Exchange, text: str, **where: Any) -> Exchange:
        """Submit an opened form with what was typed."""
        components = [
            {"type": 18, "id": 2, "component": {**field["component"], "value": text}}
            if field["type"] == 18
            else {"type": field["type"], "id": 1}
            for field in asked.modal["components"]
        ]
        data = {"custom_id": asked.modal["custom_id"], "components": components}
        return await self._open(5, data, asked.on, **where)

    async def fill(self, asked: Exchange, given: Json, **where: Any) -> Exchange:
        """Submit an opened form with several fields; those that aren't given stay as they were shown."""
        components: list[Json] = []
        attached = {name: self.attach(value) for name, value in given.items() if isinstance(value, Attached)}
        values = {name: attached[name]["id"] if name in attached else value for name, value in given.items()}
        for part in asked.modal["components"]:
            if part["type"] != 18:
                components.append({"type": part["type"], "id": 1})
                continue
            field = part["component"]
            value = values.pop(field["custom_id"], shown_in(field))
            if field["type"] in (3, 22):
                chosen = [each.strip() for each in value.split(",") if each.strip()]
                assert len(chosen) <= field.get("max_values", 1)
                assert all(each in [option["value"] for option in field["options"]] for each in chosen)
                told: Json = {"values": chosen}
            elif field["type"] in (5, 6, 8, 19):
                told = {"values": [value] if value else []}
            else:
                assert len(value) <= field.get("max_length", 4000), "Discord wouldn't let anybody type that"
                told = {"value": value}
            assert value or not field.get("required", True), "Discord wouldn't let anybody send that"
            filled = {"type": field["type"], "id": 3, "custom_id": field["custom_id"], **told}
            components.append({"type": 18, "id": 2, "component": filled})
        assert not values, f"there are no fields {list(values)}"
        data = {
            "custom_id": asked.modal["custom_id"],
            "components": components,
            "resolved": {
                **self._described(components),
                **({"attachments": {each["id"]: each for each in attached.values()}} if attached else {}),
            },
        }
        return await self._open(5, data, asked.on, **where)

    def _described(self, components: list[Json]) -> Json:
        """What was picked in a modal, as Discord describes it beside its ids."""
        picked = {
            value for each in components if "component" in each for value in each["component"].get("values", ())
        }
        kinds = {"roles": self.home["roles"], "channels": self.home["channels"]}
        found = {kind: {each["id"]: each for each in all_ if each["id"] in picked} for kind, all_ in kinds.items()}
        found |= _people(each for each in (ANA, BEN) if each["id"] in picked)
        return {kind: described for kind, described in found.items() if described}

    async def join(self, joined: Json) -> None:
        """Add the bot to a server, now unless the server says when it was."""
        if joined.get("joined_at") == guild(1)["joined_at"]:
            joined["joined_at"] = datetime.now(UTC).isoformat()
        self.gateway.guilds.append(joined)
        self.channels |= {channel["id"] for channel in joined["channels"]}
        await self.gateway.dispatch("GUILD_CREATE", joined, joined["id"])

    async def remove(self, removed: Json, *, unavailable: bool = False) -> None:
        """Remove the bot from a server, or report the server as unavailable."""
        data = {"id": removed["id"], **({"unavailable": True} if unavailable else {})}
        if not unavailable:
            self.gateway.guilds.remove(removed)
        await self.gateway.dispatch("GUILD_DELETE", data, removed["id"])

    async def deny(self, rights: int, channel: str = "", *, tells: bool = True) -> None:
        """Take rights away from the bot in a channel, or give them back with 0.

        https://docs.discord.com/developers/topics/permissions#permission-overwrites

        Args:
            rights: as bits.
            channel: its id; "" for the first one.
            tells: whether the gateway tells the bot in time.
        """
        channel = channel or self.channel
        self.denied[channel] = rights
        for place in self.gateway.guilds:
            for each in place["channels"]:
                if each["id"] == channel:
                    everybody = {"id": place["id"], "type": 0, "allow": "0", "deny": str(rights)}
                    each["permission_overwrites"] = [everybody]
                    if tells:
                        told = {**each, "guild_id": place["id"]}
                        await self.gateway.dispatch("CHANNEL_UPDATE", told, place["id"])

    def may(self, channel: str, right: int) -> bool:
        """Return whether the bot may do something in a channel; if it can't see it, it can't do anything there.

        To see the chat of a voice channel or a stage, it also has to be allowed to connect:
        https://docs.discord.com/developers/resources/channel#get-channel-messages
        """
        denied = self.denied.get(channel, 0)
        kinds = (
            each.get("type") for place in self.gateway.guilds for each in place["channels"] if each["id"] == channel
        )
        seen = VIEW_CHANNEL | CONNECT if next(kinds, 0) in (2, 13) else VIEW_CHANNEL
        return not denied & (right | seen)

    async def _open(
        self,
        kind: int,
        data: Json,
        on: Shown | None,
        *,
        user: Json = ANA,
        permissions: str = USUAL,
        direct: bool = False,
        server: Json | None = None,
        send: bool = True,
        roles: tuple[str, ...] = (),
    ) -> Exchange:
        place = server or self.home
        payload: Json = {
            "id": snowflake(),
            "application_id": APPLICATION,
            "type": kind,
            "token": new_token(),
            "version": 1,
            "data": data,
            "channel_id": place["channels"][0]["id"],
        }
        if direct:
            payload |= {"user": user, "channel_id": self.conversation(user["id"])}
        else:
            there = {**member(user, permissions=permissions), "roles": list(roles)}
            payload |= {"guild_id": place["id"], "member": there}
        if on is not None:
            payload["message"] = on.as_json()
        if not self.minimal:
            payload |= self._more(payload, place, direct=direct)
        exchange = Exchange(payload, asyncio.get_running_loop().time(), on)
        self.exchanges[exchange.token] = exchange
        if send:
            await self.send(exchange)
        return exchange

    async def send(self, exchange: Exchange) -> None:
        """Deliver an interaction, perhaps a second time."""
        await self.gateway.dispatch("INTERACTION_CREATE", exchange.payload, exchange.payload.get("guild_id"))

    def _more(self, payload: Json, place: Json, *, direct: bool) -> Json:
        """What the real Discord also sends."""
        owner = {"1": payload["user"]["id"]} if direct else {"0": place["id"]}
        channel = {"id": payload["channel_id"], "type": 1} if direct else place["channels"][0]
        return {
            "channel": channel,
            "app_permissions": str(int(self.permissions) & ~self.denied.get(payload["channel_id"], 0)),
            "locale": self.locale,
            "entitlements": [],
            "authorizing_integration_owners": owner,
            "context": 1 if direct else 0,
            "attachment_size_limit": 10485760,
            **(
                {}
                if direct
                else {
                    "guild_locale": self.guild_locale,
                    "guild": {"id": place["id"], "locale": self.guild_locale, "features": []},
                }
            ),
        }


_WHERE = ("user", "permissions", "direct", "server", "send", "roles")
