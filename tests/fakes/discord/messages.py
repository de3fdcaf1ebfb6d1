"""Messages that people write, as the gateway sends them to a bot without the intent “Message Content”.

https://docs.discord.com/developers/resources/message#message-object
https://docs.discord.com/developers/events/gateway#message-content-intent
"""

import re
from collections.abc import Sequence

from tests.fakes.discord.world import BOT, Json, snowflake

GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 9, 1 << 12

_MENTION = re.compile(r"<@!?([0-9]+)>")
_CODE = re.compile(r"`[^`]*`")
_IN_WORDS = ("content", "embeds", "attachments", "components")
"""Fields with what someone wrote."""


def written(
    content: str,
    *,
    author: Json,
    channel: str,
    people: Sequence[Json],
    guild: str | None = None,
    roles: Sequence[str] = (),
    replies_to: Json | None = None,
    **more: object,
) -> Json:
    """The message that someone wrote.

    Args:
        content: what they typed, with mentions as Discord writes them.
        author: who wrote it.
        channel: its id.
        people: those who can be mentioned.
        guild: the server's id; None in a direct message.
        roles: the ids of the author's roles.
        replies_to: the message that it replies to, whose author is pinged.
        more: fields that replace the usual ones.
    """
    named = _MENTION.findall(_CODE.sub("", content))
    pinged = [each for each in people if each["id"] in named]
    if replies_to is not None and replies_to["author"]["id"] not in named:
        pinged.append(replies_to["author"])
    made: Json = {
        "id": snowflake(),
        "channel_id": channel,
        "type": 0 if replies_to is None else 19,
        "author": author,
        "content": content,
        "timestamp": "2026-03-02T09:00:00.000000+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": "@everyone" in content or "@here" in content,
        "mentions": pinged,
        "mention_roles": re.findall(r"<@&([0-9]+)>", content),
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "flags": 0,
        "nonce": snowflake(),
    }
    if replies_to is not None:
        made["message_reference"] = {"type": 0, "channel_id": channel, "message_id": replies_to["id"]}
        made["referenced_message"] = replies_to
    if guild is not None:
        there = {"nick": None, "roles": list(roles), "joined_at": "2026-03-01T09:00:00+00:00", "flags": 0}
        made |= {"guild_id": guild, "member": {**there, "deaf": False, "mute": False}}
    return {**made, **more}


def told(message: Json) -> Json:
    """The message as the bot gets it: without its content, unless it's the bot's own, direct or mentions the bot."""
    is_own = message["author"]["id"] == BOT["id"]
    mentions = any(each["id"] == BOT["id"] for each in message["mentions"])
    if is_own or mentions or message.get("guild_id") is None:
        return message
    return {**message, **{name: "" if name == "content" else [] for name in _IN_WORDS}}
