"""Finds out what keeps the bot from posting in a channel, from the gateway's cache or by asking the API.

https://docs.discord.com/developers/topics/permissions and https://docs.discord.com/developers/topics/threads
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from urllib.parse import quote

import discord

from adapters.discord.outbound.failures import Failure, Refused
from adapters.discord.outbound.rest import Rest
from adapters.discord.outbound.wire import Payload, from_json
from bot.language.port import Destination, Extra
from bot.language.rich_text import ChannelMention, Line, text
from bot.language.text import listed

_SECONDS = 2.0
"""Timeout in seconds for looking up a channel; it's short, as someone is waiting for the answer."""
_PATIENCE = 0.5

_FORUMS = (discord.ChannelType.forum.value, discord.ChannelType.media.value)
"""Types of channels that contain posts, each of them a thread, and no messages of their own."""

THREADS = (
    discord.ChannelType.news_thread.value,
    discord.ChannelType.public_thread.value,
    discord.ChannelType.private_thread.value,
)

_VOICE = (discord.ChannelType.voice.value, discord.ChannelType.stage_voice.value)
"""Nobody can read or write in their chats without the permission to connect.

https://docs.discord.com/developers/resources/channel#get-channel-messages
"""

_PRIVATE = discord.ChannelType.private_thread.value
"""Only its members may post in a private thread, and the permissions don't say whether the bot is one."""

_WITH_THREADS = (discord.ChannelType.text.value, discord.ChannelType.news.value)

GuildChannel = discord.abc.GuildChannel | discord.Thread


class DiscordAccess:
    """Checks where the bot may post.

    Args:
        rest: looks up channels that aren't in the gateway's cache.
        channel: returns a channel or a thread of a server by its id; None if it isn't known.
        permissions: returns what the bot may do in a channel, by its id; None if that isn't known.
    """

    def __init__(
        self,
        rest: Rest,
        channel: Callable[[str], GuildChannel | None],
        permissions: Callable[[str], discord.Permissions | None],
    ) -> None:
        self._rest = rest
        self._channel = channel
        self._permissions = permissions

    async def obstacle(self, to: Destination, also: Collection[Extra] = ()) -> Line | None:
        """Return what keeps the bot from posting in a channel, and what to do (see bot.language.port.Access)."""
        known = self._channel(to.place)
        if known is None:
            return await self._look(to.place, also)
        if isinstance(known, discord.Thread):
            closed = known.locked
            return _obstacle(known.name, known.type.value, self._permissions(to.place), also, locked=closed)
        return _obstacle(known.name, known.type.value, self._permissions(to.place), also)

    async def _look(self, channel: str, also: Collection[Extra]) -> Line | None:
        path = f"/channels/{quote(channel, safe='')}"
        try:
            found: Payload = from_json(
                await self._rest.call(
                    "GET", path, as_bot=True, limited_by=f"GET {path}", patience=_PATIENCE, seconds=_SECONDS
                )
            )
            name, kind = str(found.get("name") or ""), int(found.get("type") or 0)
            # A thread has its channel's permissions, except for the one to write in threads.
            permissions = self._permissions(str(found.get("parent_id"))) if kind in THREADS else None
            locked = bool((found.get("thread_metadata") or {}).get("locked"))
        except Refused as refused:
            if refused.status == 403:
                return text(
                    "I can't see ",
                    ChannelMention(channel, "that channel"),
                    "; allow me “View Channel” there, or mention me in it if it's a private thread. Then try again.",
                )
            return "This channel is gone; choose another one." if refused.status == 404 else None
        except (Failure, ValueError, TypeError, AttributeError):
            return None  # unknown, so only a try can tell
        return _obstacle(name, kind, permissions, also, locked=locked)


def _obstacle(
    name: str, kind: int, permissions: discord.Permissions | None, also: Collection[Extra], *, locked: bool = False
) -> str | None:
    if kind in _FORUMS:
        return f"#{name} is a forum, so it only takes posts; open one, and ask me there."
    if Extra.THREAD in also and kind not in _WITH_THREADS:
        return f"No threads can be opened in #{name}; leave out “thread”, or choose another channel."
    if permissions is None:
        return None
    lacking = missing(permissions, kind)
    if lacking:
        return f"I can't post in #{name}; allow me {quoted(lacking)} there, then try again."
    if lacking := [right for each in also for right in missing_extra(permissions, each)]:
        return f"I can post in #{name}, but not do all of that; allow me {quoted(lacking)} there, then try again."
    if locked and not permissions.manage_threads:
        return f"The thread {name} is locked; unlock it or choose another place, then try again."
    return None


_RIGHTS: Mapping[Extra, Mapping[str, discord.Permissions]] = {
    Extra.THREAD: {
        "Create Public Threads": discord.Permissions(create_public_threads=True),
        "Send Messages in Threads": discord.Permissions(send_messages_in_threads=True),
    },
    Extra.PIN: {"Pin Messages": discord.Permissions(pin_messages=True)},
}
"""The permissions that each extra needs, by Discord's names
(https://docs.discord.com/developers/topics/permissions)."""


def quoted(rights: Sequence[str]) -> str:
    """Return Discord's names of permissions in a sentence: “View Channel” and “Send Messages”."""
    return listed([f"“{each}”" for each in rights], "and")


def missing_extra(permissions: discord.Permissions, extra: Extra) -> Sequence[str]:
    """Return the permissions that the bot lacks for an extra, by Discord's names."""
    if permissions.administrator:
        return ()
    return [name for name, right in _RIGHTS[extra].items() if not right <= permissions]


def missing(permissions: discord.Permissions, kind: int) -> Sequence[str]:
    """Return the permissions that the bot lacks for posting in a place, by Discord's names.

    Args:
        permissions: the bot's permissions there.
        kind: the channel's type.
    """
    if permissions.administrator:
        return ()
    in_thread = kind in THREADS
    needed = {
        "View Channel": permissions.view_channel,
        **({"Connect": permissions.connect} if kind in _VOICE else {}),
        "Send Messages in Threads" if in_thread else "Send Messages": (
            permissions.send_messages_in_threads if in_thread else permissions.send_messages
        ),
    }
    return [name for name, granted in needed.items() if not granted]


def may_post(channel: Payload, permissions: int) -> bool | None:
    """Return whether the bot may post where an interaction comes from; None if that isn't known.

    Args:
        channel: the interaction's channel, as Discord sent it; may be empty.
        permissions: the bot's permissions there, as Discord sent them.
    """
    granted, kind = discord.Permissions(permissions), channel.get("type")
    if not isinstance(kind, int):
        return None
    locked = bool((channel.get("thread_metadata") or {}).get("locked"))
    if locked and not (granted.manage_threads or granted.administrator):
        return False
    if kind in _FORUMS or missing(granted, kind):
        return False
    return None if kind == _PRIVATE else True
