"""Posts to Discord's channels and to single members, and finds posts again by their keys.

The key's digest is sent as the nonce, so that Discord drops a duplicate within a few minutes, and in the ids of the
post's buttons, so that the post can be found in the channel's history.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import quote

import discord

from adapters.discord.outbound import following
from adapters.discord.outbound.conversations import Conversations
from adapters.discord.outbound.escape import escape
from adapters.discord.outbound.failures import (
    CANNOT_REPLY,
    Failure,
    Held,
    Refused,
    Unclear,
    as_post_error,
    is_about_pictures,
)
from adapters.discord.outbound.message_body import NOBODY, digest, message_body
from adapters.discord.outbound.render import BEFORE_SUFFIX, Page, Renderer, in_words
from adapters.discord.outbound.rest import Rest
from adapters.discord.outbound.rights import ask_rights
from adapters.discord.outbound.wire import Payload, Unchecked, from_json
from bot.language.message import Message
from bot.language.people import Reach, id_of
from bot.language.port import Destination, Postponed, Rejected, Uncertain, UnreadableHistory

_log = logging.getLogger(__name__)

_PAGE = 100
_MOST_PAGES = 50
_SECONDS = 12.0
_PATIENCE = 5.0
"""Seconds that a post waits for its turn before it's postponed."""
_AGAIN = 15.0


class DiscordPort:
    """Posts to channels, and to members by direct message.

    Args:
        rest: sends the requests.
        renderer: renders messages.
        conversations: opens direct conversations.
        permissions: returns what the bot may do in a channel, by its id; None if that isn't known.
        has_role: returns whether a server has a role, by their ids; None if that isn't known.
        bot: returns the bot's own id; "" before it has logged in.
    """

    repeat_within = timedelta(seconds=60)

    def __init__(
        self,
        rest: Rest,
        renderer: Renderer,
        conversations: Conversations,
        permissions: Callable[[str], discord.Permissions | None],
        has_role: Callable[[str, str], bool | None],
        bot: Callable[[], str],
    ) -> None:
        self._rest = rest
        self._renderer = renderer
        self._permissions = permissions
        self._has_role = has_role
        self._bot = bot
        self._conversations = conversations

    async def now(self) -> datetime | None:
        """Return the time of Discord's own clock (see bot.language.port.Port)."""
        return await self._rest.clock.now(self._ask)

    async def post(self, to: Destination, message: Message, key: str) -> str:
        """Post once, without retrying (see bot.language.port.Port).

        If a message has several pages, the first one is the post. If a later one fails, the whole post counts as
        uncertain, and posting it again adds the missing pages.

        Args:
            to: the channel, or the member to message privately.
            message: what to post.
            key: identifies the post, and is sent with it as a digest, so that `look_up` can find it.
        """
        path = f"/channels/{quote(await self._channel(to), safe='')}/messages"
        try:
            return await self._post(to, path, message, key)
        except Failure as failure:
            if not is_about_pictures(failure, message):
                raise as_post_error(failure, private=bool(to.member)) from failure
        try:
            return await self._post(to, path, in_words(message), key)
        except Failure as failure:
            raise as_post_error(failure, private=bool(to.member)) from failure

    async def _post(self, to: Destination, path: str, message: Message, key: str) -> str:
        reference = ""
        mention, pings = self._mention(to)
        for number, page in enumerate(self._renderer.post(message, digest(key), mention)):
            apart, under = (f"{key}/{number}", "") if number else (key, "" if to.thread else to.under)
            try:
                answer = await self._send(path, page, NOBODY if number else pings, apart, under)
            except Failure as failure:
                if number:
                    raise Uncertain("Discord only took the start of a long post.") from failure
                raise
            reference = reference or _id(answer)
        return reference

    async def _send(self, path: str, page: Page, pings: bytes, key: str, under: str) -> bytes:
        """Send one message, as a reply if it's under another one, or as a normal message if the bot may not reply."""
        try:
            return await self._rest.call(
                "POST",
                path,
                message_body(page, pings=pings, reply_to=under, key=key),
                files=page.files,
                as_bot=True,
                limited_by=f"POST {path}",
                patience=_PATIENCE,
                seconds=_SECONDS,
            )
        except Refused as refused:
            if not under or refused.code != CANNOT_REPLY:
                raise
        return await self._send(path, page, pings, key, "")

    async def look_up(self, to: Destination, key: str, since: datetime, until: datetime) -> str | None:
        """Return the id of the post with this key (see bot.language.port.Port).

        Args:
            to: where it was posted.
            key: the key that it was posted with.
            since: the start of the time range.
            until: the end of the time range.
        """
        try:
            channel = await self._channel(to)
        except Rejected as rejected:
            raise UnreadableHistory(str(rejected)) from rejected
        # In a direct conversation, the bot can always read its own messages.
        may = discord.Permissions.all() if to.member else self._permissions(to.place)
        _require_history(may)
        mark = digest(key)
        before = discord.utils.time_snowflake(until, high=True) + 1
        end = discord.utils.time_snowflake(since)
        for number in range(_MOST_PAGES):
            page = await self._history(channel, f"?limit={_PAGE}&before={before}")
            if number == 0 and not page and may is None and not await self._history(channel, "?limit=1"):
                # without the permission to read it, Discord returns an empty history instead of an error
                _require_history(await self._ask_rights(to))
            for each in page:
                if int(each["id"]) >= end and _carries(each, mark):
                    return str(each["id"])
            if len(page) < _PAGE or int(page[-1]["id"]) < end:
                return None
            before = min(int(each["id"]) for each in page)
        raise UnreadableHistory("There are too many messages in that channel to find one post.")

    async def pin(self, to: Destination, ref: str) -> None:
        """Pin a post (see bot.language.port.Port).

        Args:
            to: the channel.
            ref: the post's id.
        """
        await following.pin(self._rest, to, ref)

    async def unpin(self, to: Destination, ref: str) -> None:
        """Unpin a post (see bot.language.port.Port).

        Args:
            to: the channel.
            ref: the post's id.
        """
        await following.unpin(self._rest, to, ref)

    async def _ask(self) -> None:
        """Make the cheapest request that needs no token and has no rate limit of its own."""
        try:
            await self._rest.call("GET", "/gateway")
        except Refused:
            return  # an answer, too
        except Failure as failure:
            raise Postponed("I couldn't reach Discord; I'll try again soon.", _AGAIN) from failure

    async def _channel(self, to: Destination) -> str:
        """Return the id of the channel for a post; open the conversation or thread if needed, which can be repeated.

        Raises:
            Postponed, Rejected: it couldn't be opened, so nothing was posted.
        """
        if to.thread:
            await following.open_thread(self._rest, to, self._permissions(to.place))
            return to.under
        if not to.member:
            return to.place
        try:
            return await self._conversations.channel(to.member)
        except (Unclear, ValueError, KeyError, TypeError) as error:
            raise Postponed("Discord didn't open a conversation; I'll try again soon.", _AGAIN) from error
        except Failure as failure:
            raise as_post_error(failure, private=True) from failure

    def _mention(self, to: Destination) -> tuple[str, bytes]:
        """Return the markup that pings an audience, and the allowed mentions; a deleted role is only named.

        https://docs.discord.com/developers/resources/message#allowed-mentions-object
        """
        audience = to.audience
        if audience is None:
            return "", NOBODY
        if audience.reach is not Reach.ROLE:
            return f"@{audience.reach}", b'{"parse":["everyone"]}'
        guild = id_of(to.tenant)
        if not audience.id.isdecimal() or self._has_role(guild, audience.id) is False:
            return escape(audience.shown), NOBODY
        return f"<@&{audience.id}>", b'{"parse":[],"roles":["%b"]}' % audience.id.encode()

    async def _ask_rights(self, to: Destination) -> discord.Permissions:
        """Ask Discord what the bot may do in a channel.

        Raises:
            Postponed: it doesn't answer, or the bot isn't connected yet.
            UnreadableHistory: it refuses to say.
        """
        if not self._bot():
            raise Postponed("I'm still connecting to Discord.", _AGAIN)
        try:
            return await ask_rights(self._rest, id_of(to.tenant), to.place, self._bot())
        except Held as held:
            raise Postponed(str(held), held.seconds) from held
        except Refused as refused:
            raise UnreadableHistory("I don't know whether I can read that channel's history.") from refused
        except (Failure, ValueError, KeyError, TypeError, AttributeError) as error:
            raise Postponed("Discord didn't say what I may do in that channel; I'll ask again.", _AGAIN) from error

    async def _history(self, place: str, query: str) -> list[Payload]:
        path = f"/channels/{quote(place, safe='')}/messages"
        try:
            answer = await self._rest.call(
                "GET", path + query, as_bot=True, limited_by=f"GET {path}", patience=_PATIENCE
            )
            page = from_json(answer)
        except Held as held:
            raise Postponed(str(held), held.seconds) from held
        except Refused as refused:
            raise UnreadableHistory("I can't read that channel's history any more.") from refused
        except Failure as failure:
            raise Postponed("I couldn't reach Discord; I'll try again soon.", _AGAIN) from failure
        return page if isinstance(page, list) else []


def _require_history(may: discord.Permissions | None) -> None:
    """Raise UnreadableHistory if the bot certainly may not read a channel's history."""
    if may is not None and not (may.view_channel and may.read_message_history):
        raise UnreadableHistory("I can't read that channel's history; give me “Read Message History” there.")


def _id(answer: bytes) -> str:
    try:
        return str(from_json(answer)["id"])
    except (ValueError, KeyError, TypeError):
        _log.warning("Discord took a post but didn't say its id")
        return ""


def _carries(message: Payload, mark: str) -> bool:
    return message.get("nonce") == mark or any(each.endswith(f"{BEFORE_SUFFIX}{mark}") for each in _ids(message))


def _ids(part: Unchecked) -> Iterator[str]:
    """Yield the ids of all components of a message."""
    if isinstance(part, dict):
        if isinstance(part.get("custom_id"), str):
            yield part["custom_id"]
        for name in ("components", "accessory"):
            yield from _ids(part.get(name))
    elif isinstance(part, list):
        for each in part:
            yield from _ids(each)
