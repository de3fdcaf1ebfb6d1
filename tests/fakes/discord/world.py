"""What's on the fake Discord: people, servers, channels, messages, and interactions under way."""

import asyncio
import itertools
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tests.fakes.discord.schema import walk
from tests.patience import FOREVER

Json: TypeAlias = dict[str, Any]

APPLICATION = "600000000000000001"
BOT = {"id": APPLICATION, "username": "Versed", "discriminator": "0000", "avatar": None, "bot": True}
EPHEMERAL = 1 << 6
VIEW_CHANNEL, SEND_MESSAGES, ATTACH_FILES, SEND_IN_THREADS = 1 << 10, 1 << 11, 1 << 15, 1 << 38
CREATE_PUBLIC_THREADS, PIN_MESSAGES = 1 << 35, 1 << 51
"""https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags"""
CONNECT = 1 << 20
USUAL = str(1 << 10 | 1 << 11 | 1 << 15 | 1 << 16 | CONNECT | 1 << 31 | 1 << 38)
"""The permissions that a bot is invited with (see, send, attach, read, use commands, send in threads), and the one to
connect, which everyone has by default."""
MANAGE_GUILD = str(int(USUAL) | 1 << 5)

_EPOCH = 1_420_070_400_000
_numbers = itertools.count(1)


def snowflake(at: float | None = None) -> str:
    """A fresh id, stamped with a time in seconds since 1970."""
    milliseconds = int((time.time() if at is None else at) * 1000)
    return str(((milliseconds - _EPOCH) << 22) | (next(_numbers) & 0x3FFFFF))


def person(number: int, name: str = "Ana") -> Json:
    """A user."""
    return {
        "id": str(700000000000000000 + number),
        "username": name.lower(),
        "global_name": name,
        "discriminator": "0",
        "avatar": None,
    }


ANA = person(1, "Ana")
BEN = person(2, "Ben")


def guild(number: int = 1, *, name: str = "Data team", permissions: str = USUAL, system_channel: bool = True) -> Json:
    """A server with one channel; number decides all ids."""
    guild_id = str(800000000000000000 + number * 10)
    channel_id = str(900000000000000000 + number * 10)
    return {
        "id": guild_id,
        "name": name,
        "owner_id": ANA["id"],
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_progress_bar_enabled": False,
        "system_channel_flags": 0,
        "system_channel_id": channel_id if system_channel else None,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "preferred_locale": "en-US",
        "features": [],
        "emojis": [],
        "stickers": [],
        "roles": [role(guild_id, "@everyone", permissions=permissions)],
        "channels": [
            {
                "id": channel_id,
                "type": 0,
                "name": "general",
                "position": 0,
                "permission_overwrites": [],
                "nsfw": False,
                "topic": None,
                "parent_id": None,
                "last_message_id": None,
                "rate_limit_per_user": 0,
                "flags": 0,
            }
        ],
        "threads": [],
        "members": [member(BOT, permissions=None)],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "joined_at": "2026-03-02T09:00:00.000000+00:00",
        "large": False,
        "member_count": 3,
    }


def role(role_id: str, name: str, *, permissions: str = "0", mentionable: bool = False) -> Json:
    """A role of a server."""
    return {
        "id": role_id,
        "name": name,
        "permissions": permissions,
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": mentionable,
        "flags": 0,
    }


def member(user: Json, *, permissions: str | None = USUAL, nick: str | None = None) -> Json:
    """A member of a server; in an interaction, with permissions."""
    made: Json = {
        "user": user,
        "nick": nick,
        "avatar": None,
        "roles": [],
        "joined_at": "2026-03-01T09:00:00.000000+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": None,
        "premium_since": None,
    }
    return made if permissions is None else {**made, "permissions": permissions}


@dataclass(frozen=True)
class Attached:
    """A file that someone attaches (https://docs.discord.com/developers/resources/message#attachment-object).

    Args:
        name: of the file.
        raw: what's in it.
        size: what Discord says it is; the real size by default.
        url: where Discord says it is; the real address by default.
    """

    name: str
    raw: bytes
    size: int | None = None
    url: str = ""


_COMMAND = re.compile(r"<(/[-\w ]+):[0-9]+>|`(/[^`\n]+)`")
"""A command in a text.

https://docs.discord.com/developers/reference#message-formatting
"""


@dataclass
class Shown:
    """A message as people see it.

    Args:
        id, channel: where it is.
        body: as the bot sent it last.
        files: by name.
        private: whether only one person sees it.
        nonce: as it was sent, or "".
        author: who wrote it.
        gone: whether it was deleted.
    """

    id: str
    channel: str
    body: Json
    files: dict[str, bytes]
    private: bool = False
    nonce: str = ""
    author: Json = field(default_factory=lambda: dict(BOT))
    gone: bool = False

    @property
    def at(self) -> float:
        """When it was posted, in seconds since 1970."""
        return ((int(self.id) >> 22) + _EPOCH) / 1000

    @property
    def parts(self) -> list[Json]:
        """All components."""
        return list(walk(self.body.get("components", [])))

    @property
    def markdown(self) -> str:
        """Everything that's written on it, except on controls."""
        return "\n".join(part["content"] for part in self.parts if part["type"] == 10)

    @property
    def text(self) -> str:
        """The same as people read it: a command reads the same whether it can be pressed or not."""
        return _COMMAND.sub(lambda found: found[1] or found[2], self.markdown)

    @property
    def pinged(self) -> set[str]:
        """Who it pings: those it mentions and may ping.

        https://docs.discord.com/developers/resources/message#allowed-mentions-object
        """
        allowed = self.body["allowed_mentions"]
        found = {each for each in allowed.get("roles", ()) if f"<@&{each}>" in self.markdown}
        if "everyone" in allowed["parse"]:
            found |= {each for each in ("everyone", "here") if f"@{each}" in self.markdown}
        assert not {"roles", "users"} & set(allowed["parse"])
        return found

    @property
    def buttons(self) -> dict[str, str]:
        """Its buttons' ids, by label."""
        return {part["label"]: part["custom_id"] for part in self.parts if part["type"] == 2}

    @property
    def options(self) -> dict[str, tuple[str, str]]:
        """The menu's id and the value of each option, by label."""
        return {
            option["label"]: (part["custom_id"], option["value"])
            for part in self.parts
            if part["type"] == 3
            for option in part["options"]
        }

    def as_json(self) -> Json:
        """As the API returns it."""
        return {
            "id": self.id,
            "channel_id": self.channel,
            "type": 0,
            "content": self.body.get("content") or "",
            "author": self.author,
            "components": self.body.get("components", []),
            "attachments": [],
            "embeds": [],
            "mentions": [],
            "mention_roles": [],
            "mention_everyone": False,
            "pinned": False,
            "tts": False,
            "timestamp": "2026-03-02T09:00:00.000000+00:00",
            "edited_timestamp": None,
            "flags": self.body.get("flags", 0) | (EPHEMERAL if self.private else 0),
        }


@dataclass
class Exchange:
    """An interaction and what the bot made of it.

    Args:
        payload: as it was sent.
        opened: when, on the loop's clock, in seconds.
        on: the message that was pressed, if one was.
    """

    payload: Json
    opened: float
    on: Shown | None = None
    callback: Json | None = None
    took: float = 0.0
    messages: list[Shown] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def id(self) -> str:
        return str(self.payload["id"])

    @property
    def token(self) -> str:
        return str(self.payload["token"])

    @property
    def type(self) -> int | None:
        """The first answer's type; None while there's none."""
        return None if self.callback is None else int(self.callback["type"])

    @property
    def modal(self) -> Json:
        """The form that was opened."""
        assert self.callback is not None
        assert self.callback["type"] == 9, self.callback
        data: Json = self.callback["data"]
        return data

    @property
    def choices(self) -> list[str]:
        """The suggested values."""
        assert self.callback is not None
        assert self.callback["type"] == 8, self.callback
        return [each["value"] for each in self.callback["data"]["choices"]]

    async def answered(self, timeout: float = FOREVER) -> "Exchange":
        """Wait for the first answer."""
        return await self.when(lambda: self.callback is not None, timeout)

    async def when(self, what: Any, timeout: float = FOREVER) -> "Exchange":
        """Wait until something holds."""
        async with asyncio.timeout(timeout):
            while not what():
                self.changed.clear()
                await self.changed.wait()
        return self

    async def shown(self, number: int = 1, timeout: float = FOREVER) -> Shown:
        """Wait for the message with this number, from 1, and return it."""
        await self.when(lambda: len(self.messages) >= number, timeout)
        return self.messages[number - 1]

    def tell(self) -> None:
        """Note that something happened."""
        self.changed.set()


def shown_in(field: Json) -> str:
    """What a form's field holds at first."""
    if field["type"] in (3, 22):
        return ", ".join(str(option["value"]) for option in field["options"] if option.get("default"))
    if field["type"] in (5, 6, 8):
        return next((str(each["id"]) for each in field.get("default_values", ())), "")
    return str(field.get("value") or "")


def new_token() -> str:
    """A fresh token for an interaction."""
    return secrets.token_urlsafe(40)
