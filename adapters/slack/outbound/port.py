"""Posts what the core sends of its own accord, and finds out whether a post arrived."""

import logging
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from adapters.slack.outbound import limits, post_errors
from adapters.slack.outbound.api import ApiError, Limited, Refused, Unsure
from adapters.slack.outbound.direct import DirectConversations
from adapters.slack.outbound.late_pictures import LatePictures
from adapters.slack.outbound.pages import NO_PREVIEWS, Page, Renderer
from adapters.slack.outbound.post_errors import NOT_ALLOWED, as_post_error, scope_missing
from adapters.slack.outbound.queue import PacedQueue
from adapters.slack.outbound.rich_text import plain_text
from adapters.slack.outbound.texts import WordedBlock
from adapters.slack.outbound.uploads import Uploads
from adapters.slack.workspace import groups
from adapters.slack.workspace.installations import Installations, NotInstalledError
from bot.language.message import Message
from bot.language.people import id_of
from bot.language.port import (
    Destination,
    Postponed,
    Reason,
    Rejected,
    UnreadableHistory,
)

_log = logging.getLogger(__name__)

_EVENT = "versed_post"
_PATIENCE = 5.0
"""Seconds that a post waits for its turn in a channel before it's postponed."""
_PAGE = 200
"""How many messages of a channel's history to request at once; Slack recommends no more."""
_MOST_PAGES = 50


class SlackPort:
    """Posts to Slack.

    Args:
        installations: calls Slack with the workspace's token.
        renderer: renders messages as Block Kit.
        queue: keeps to Slack's rate limits.
        uploads: uploads pictures.
        direct: opens conversations with one person.
        late: adds pictures that Slack wasn't ready to show.
    """

    repeat_within = timedelta(0)
    """Slack doesn't deduplicate: a post that's sent again appears twice."""

    def __init__(
        self,
        installations: Installations,
        renderer: Renderer,
        queue: PacedQueue,
        uploads: Uploads,
        direct: DirectConversations,
        late: LatePictures,
    ) -> None:
        self._late = late
        self._installations = installations
        self._direct = direct
        self._renderer = renderer
        self._queue = queue
        self._uploads = uploads

    async def now(self) -> datetime | None:
        """Return the time of Slack's own clock (see bot.language.port.Port)."""
        return await self._installations.clock.now(self._ask)

    async def post(self, to: Destination, message: Message, key: str) -> str:
        """Post once; a post that's too long for one Slack message continues in its thread.

        Args:
            to: the channel, or the member to message privately.
            message: what to post.
            key: identifies the post, and is sent with it, so that `look_up` can find it.

        Raises:
            Postponed, Rejected: it wasn't posted.
            Uncertain: it's unknown whether it was posted.
        """
        team, top = team_of(to), _top(to)
        channel = await self._channel(to)
        try:
            await self._installations.find(team)
            pictures = await self._uploads.pictures(message, team)
            pages = rich_pages = self._renderer.pages(message, pictures, top)
            reference = await self._first(team, channel, pages[0], key, to.under)
        except Refused as error:
            if not error.dislikes_blocks:
                raise as_post_error(error, private=bool(to.member)) from error
            pages = self._renderer.simple_pages(message, top=top)
            try:
                reference = await self._first(team, channel, pages[0], key, to.under)
            except ApiError as again:
                raise as_post_error(again, private=bool(to.member)) from again
            if pictures and len(rich_pages) == len(pages) == 1:
                self._show_later(team, channel, reference, _first_of(rich_pages[0], key))
        except ApiError as error:
            raise as_post_error(error, private=bool(to.member)) from error
        for page in pages[1:]:
            try:
                await self._send(team, channel, {**page.arguments(), "thread_ts": to.under or reference})
            except ApiError as error:
                _log.warning("a long post isn't complete: %s", error)
                break
        return reference

    async def look_up(self, to: Destination, key: str, since: datetime, until: datetime) -> str | None:
        """Return the reference of the post with this key; None if there's none within the time range.

        Args:
            to: where it was posted.
            key: the key that it was posted with.
            since: the start of the time range.
            until: the end of the time range.

        Raises:
            UnreadableHistory: the history can't be read, or not completely.
            Postponed: Slack asks us to wait, or doesn't answer.
        """
        try:
            channel = await self._channel(to)
        except Rejected as rejected:
            raise UnreadableHistory(str(rejected)) from rejected
        form: dict[str, object] = {
            "channel": channel,
            "oldest": f"{since.timestamp():.6f}",
            "latest": f"{until.timestamp():.6f}",
            "inclusive": "true",
            "include_all_metadata": "true",
            "limit": str(_PAGE),
        }
        for _ in range(_MOST_PAGES):
            response = await self._history(to, form)
            messages = response.get("messages")
            if not isinstance(messages, list):
                break
            for message in messages:
                if isinstance(message, dict) and _carries(message, key):
                    return str(message.get("ts") or "")
            cursor = (response.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                if response.get("has_more"):
                    break
                return None
            form["cursor"] = cursor
        raise UnreadableHistory("Slack doesn't show that channel's whole history.")

    async def pin(self, to: Destination, ref: str) -> None:
        """Pin a post (see bot.language.port.Port; https://docs.slack.dev/reference/methods/pins.add).

        Args:
            to: the channel.
            ref: the post's timestamp.
        """
        await self._set_pin("pins.add", to, ref, but=("already_pinned",))

    async def unpin(self, to: Destination, ref: str) -> None:
        """Unpin a post (see bot.language.port.Port; https://docs.slack.dev/reference/methods/pins.remove).

        Args:
            to: the channel.
            ref: the post's timestamp.
        """
        await self._set_pin("pins.remove", to, ref, but=("no_pin", "not_pinned", "message_not_found"))

    async def _set_pin(self, method: str, to: Destination, ref: str, *, but: Collection[str]) -> None:
        """Pin or unpin a post; being refused with one of the codes in `but` is fine, as it's already done."""
        try:
            await self._installations.call(team_of(to), method, form={"channel": to.place, "timestamp": ref})
        except Refused as error:
            if error.code in but:
                return
            if error.code == "missing_scope":
                raise Rejected(scope_missing(error, "pins:write"), Reason.NOT_GRANTED) from error
            if error.code in ("restricted_action", "permission_denied", *NOT_ALLOWED):
                sentence = "I'm not allowed to pin anything there; ask the person who looks after that channel."
                raise Rejected(sentence, Reason.NOT_ALLOWED) from error
            raise as_post_error(error) from error
        except ApiError as error:
            raise as_post_error(error) from error

    async def _history(self, to: Destination, form: Mapping[str, object]) -> dict[str, Any]:
        method, of_thread = ("conversations.replies", {"ts": to.under}) if to.under else ("conversations.history", {})
        try:
            return await self._installations.call(team_of(to), method, form={**form, **of_thread})
        except Limited as error:
            raise Postponed(str(error), error.seconds) from error
        except Refused as error:
            if error.code == "missing_scope":
                raise UnreadableHistory(
                    scope_missing(error, "im:history" if to.member else "channels:history")
                ) from error
            raise UnreadableHistory(f"Slack doesn't show that channel's history ({error.code}).") from error
        except NotInstalledError as error:
            raise UnreadableHistory(str(error)) from error
        except ApiError as error:
            raise Postponed(str(error), post_errors.LATER) from error

    async def _ask(self) -> None:
        """Make a cheap request, whose answer tells Slack's time."""
        try:
            await self._installations.test()
        except Refused:
            return  # an answer, too
        except ApiError as error:
            raise Postponed(str(error), post_errors.LATER) from error

    async def _channel(self, to: Destination) -> str:
        """Return the id of the channel for a post; for a member, open the conversation, which is safe to repeat.

        Raises:
            Postponed, Rejected: it couldn't be opened, so nothing was posted.
        """
        if not to.member:
            return to.place
        try:
            return await self._direct.open(team_of(to), to.member)
        except Unsure as error:
            raise Postponed(str(error), post_errors.LATER) from error
        except ApiError as error:
            raise as_post_error(error, private=True, scope="im:write") from error

    async def _first(self, team: str, channel: str, page: Page, key: str, under: str) -> str:
        """Post the first message, which carries the key.

        Args:
            team: the id of the workspace.
            channel: the id of the channel.
            page: the message's contents.
            key: identifies the post.
            under: the message whose thread it goes to; "" for none.
        """
        thread = {"thread_ts": under} if under else {}
        response = await self._send(team, channel, {**_first_of(page, key), **thread})
        return str(response.get("ts") or "")

    def _show_later(self, team: str, channel: str, reference: str, arguments: Mapping[str, Any]) -> None:
        """Add a post's pictures once Slack can show them."""
        body = {"channel": channel, "ts": reference, **arguments}
        call = partial(self._installations.call, team, "chat.update", json=body)
        edit = partial(self._queue.once, team, channel, "chat.update", call, patience=_PATIENCE)
        self._late.show(f"{team}:{channel}:{reference}", edit)

    async def _send(self, team: str, channel: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        body = {"channel": channel, **NO_PREVIEWS, **arguments}
        return await self._queue.once(
            team,
            channel,
            "chat.postMessage",
            lambda: self._installations.call(team, "chat.postMessage", json=body),
            patience=_PATIENCE,
        )


def _first_of(page: Page, key: str) -> dict[str, Any]:
    """Return a message's arguments with the key added, both in its metadata and as the id of its first block."""
    arguments = page.arguments()
    arguments["metadata"] = {"event_type": _EVENT, "event_payload": {"key": key}}
    if page.blocks:
        arguments["blocks"][0] = {**page.blocks[0], "block_id": _block_id(key)}
    return arguments


def _carries(posted: Mapping[str, Any], key: str) -> bool:
    metadata = posted.get("metadata")
    if isinstance(metadata, dict) and metadata.get("event_type") == _EVENT:
        payload = metadata.get("event_payload")
        if isinstance(payload, dict) and payload.get("key") == key:
            return True
    blocks = posted.get("blocks")
    return isinstance(blocks, list) and any(
        isinstance(block, dict) and block.get("block_id") == _block_id(key) for block in blocks
    )


def _block_id(key: str) -> str:
    return f"{_EVENT}:{key}"


def _top(to: Destination) -> WordedBlock | None:
    """Return a block that pings a post's audience; a group without a valid id is named without a ping."""
    if to.audience is None:
        return None
    block = groups.mention(to.audience)
    named = {"type": "section", "text": plain_text(to.audience.shown, limits.SECTION)}
    return WordedBlock(block or named, to.audience.shown)


def team_of(to: Destination) -> str:
    """Return the id of a destination's workspace."""
    return id_of(to.tenant)
