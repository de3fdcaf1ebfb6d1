"""Parses messages from the gateway that are for Versed: direct messages, and those that mention it.

Without the privileged intent “Message Content”, Discord sends a message's text only for direct messages and for
messages that mention the bot; for all others, it's empty.
https://docs.discord.com/developers/events/gateway#message-content-intent
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from adapters.discord.inbound.event import ServerNames, created_at, own_tenant, shown_name, tenant_key, with_hash
from adapters.discord.outbound.message_body import EPHEMERAL
from adapters.discord.outbound.wire import Payload, Unchecked
from adapters.given_files import to_read
from adapters.json_value import objects
from bot.language.people import Member, Place, Tenant
from bot.language.requests import Asker
from bot.language.text import clean

_TYPED = (0, 19)
"""Types of messages that a person typed: normal ones and replies
(https://docs.discord.com/developers/resources/message#message-object-message-types)."""

_MENTION = re.compile(r"<@!?([0-9]+)>")
_COMMAND = re.compile(r"</([^:<>]+):[0-9]+>")
_EMOJI = re.compile(r"<a?:\w+:[0-9]+>")
_CHANNEL = re.compile(r"<#[0-9]+>")


class KnownServers(ServerNames, Protocol):
    """Looks up servers, and who manages them."""

    def administers(self, guild: str, member: str, roles: Collection[str]) -> bool:
        """Return whether someone may manage a server; False if the server isn't known.

        Args:
            guild: the server's id.
            member: the member's id.
            roles: the ids of the member's roles.
        """


@dataclass(frozen=True, slots=True)
class WrittenMessage:
    """A message that someone wrote to Versed.

    Args:
        id: its id, safe to use in a URL's path.
        asker: who wrote it, where and when.
        text: its text without mentions.
        files: the files that were attached, as Discord describes them, without what only illustrates the text.
    """

    id: str
    asker: Asker
    text: str
    files: Sequence[Payload] = ()


def concerns(data: Payload, me: str) -> bool:
    """Return whether a message is for Versed; this has to be fast, because every message in every server comes here.

    A reply that pings the bot without mentioning it in its text isn't, nor is a mention of everyone or of a role.

    Args:
        data: the event's data.
        me: the bot's own id.
    """
    content = data.get("content")
    in_server = data.get("guild_id") is not None
    if in_server and (not isinstance(content, str) or me not in content):
        return False
    author = data.get("author")
    if not isinstance(author, dict) or author.get("bot") or author.get("system") or data.get("webhook_id"):
        return False
    if data.get("type", 0) not in _TYPED or int(data.get("flags") or 0) & EPHEMERAL:
        return False
    return not in_server or (_is_mentioned(data, me) and me in _MENTION.findall(str(content)))


def parse(data: Payload, me: str, known: KnownServers) -> WrittenMessage:
    """Parse a message.

    Args:
        data: the event's data.
        me: the bot's own id.
        known: looks up servers.

    Raises:
        KeyError, TypeError, ValueError: it isn't a valid message.
    """
    message, author, there = str(int(data["id"])), data["author"], data.get("member") or {}
    channel, guild = str(int(data["channel_id"])), data.get("guild_id")
    user = str(int(author["id"]))
    name = shown_name(author, there)
    text = _plain(str(data.get("content") or ""))
    files = to_read([*objects(data.get("attachments"))], "content_type", text)
    if guild is None:
        person, place = Member(user, name, alone=True), Place(channel, "this conversation", direct=True)
        return WrittenMessage(message, Asker(own_tenant(person), place, person, created_at(message)), text, files)
    server = str(int(guild))
    roles = [str(each) for each in there.get("roles") or ()]
    administers = known.administers(server, user, roles)
    member = Member(user, name, administrator=administers, roles=frozenset(roles))
    place = Place(channel, with_hash(known.channel_name(channel)), parent=known.parent(channel))
    tenant = Tenant(tenant_key(server), known.name(server) or "this server")
    return WrittenMessage(message, Asker(tenant, place, member, created_at(message)), text, files)


def _is_mentioned(data: Payload, me: str) -> bool:
    mentions: Unchecked = data.get("mentions")
    return isinstance(mentions, list) and any(
        isinstance(each, dict) and str(each.get("id")) == me for each in mentions
    )


def _plain(content: str) -> str:
    """Return a message's text without mentions of people and channels, and without markup for commands and emoji."""
    without_mentions = _CHANNEL.sub(" ", _MENTION.sub(" ", content))
    return clean(_EMOJI.sub("🙂", _COMMAND.sub(r"/\1", without_mentions)))
