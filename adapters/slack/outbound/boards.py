"""Boards on Slack: public messages that are updated in place during a live game."""

import json
from collections.abc import Mapping
from typing import Any

from cachetools import LRUCache

from adapters.private_answers import PrivateAnswers
from adapters.slack.origin import ReplyPath
from adapters.slack.outbound.api import Api, ApiError, Held, Refused
from adapters.slack.outbound.direct import DirectConversations
from adapters.slack.outbound.edit_budget import EditBudget
from adapters.slack.outbound.late_pictures import LatePictures
from adapters.slack.outbound.pages import NO_PREVIEWS, Page, Renderer
from adapters.slack.outbound.port import team_of
from adapters.slack.outbound.post_errors import as_post_error
from adapters.slack.outbound.queue import PacedQueue
from adapters.slack.outbound.uploads import Uploads
from adapters.slack.workspace.installations import Installations
from bot.language.controls import Buttons, Menu, Switches
from bot.language.message import Block, Countdown, Message
from bot.language.port import Destination

_PATIENCE = 3.0
"""Seconds that a board waits for its turn in a channel; after that, the next update replaces it anyway."""

ANSWERS_LAST = 29 * 60.0
"""Seconds during which a private answer can be followed up: a response_url is valid for 30 minutes and five answers.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

_REMEMBERED = 2_000
"""At most this many boards' controls are remembered; the least recently changed is dropped first."""


class SlackBoards:
    """Shows boards in channels; a board is one message, and games' boards always fit into one.

    Args:
        installations: calls Slack with the workspace's token.
        renderer: renders messages as Block Kit.
        queue: keeps to Slack's rate limits.
        uploads: uploads pictures.
        api: posts to response_urls.
        answers: remembers the reply paths of private answers.
        late: adds pictures that Slack wasn't ready to show.
        direct: tells which conversations are between one person and the bot.
    """

    counts_down = False

    def __init__(
        self,
        installations: Installations,
        renderer: Renderer,
        queue: PacedQueue,
        uploads: Uploads,
        api: Api,
        answers: PrivateAnswers[ReplyPath],
        late: LatePictures,
        direct: DirectConversations,
    ) -> None:
        self._late = late
        self._direct = direct
        self._api = api
        self._answers = answers
        self._installations = installations
        self._renderer = renderer
        self._queue = queue
        self._uploads = uploads
        self._budget = EditBudget()
        self._controls: LRUCache[str, tuple[Block, ...]] = LRUCache(_REMEMBERED)

    async def show(self, to: Destination, message: Message, key: str) -> str:
        """Post a board (see bot.language.port.Boards).

        Args:
            to: the channel.
            message: what the board says.
            key: not used, as Slack doesn't deduplicate messages.
        """
        posted = await self._send(to, message, "chat.postMessage", NO_PREVIEWS)
        ref = str(posted.get("ts") or "")
        self._controls[_name(to, ref)] = _controls(message)
        return ref

    async def change(self, to: Destination, ref: str, message: Message) -> None:
        """Update a board (see bot.language.port.Boards).

        Args:
            to: the board's channel.
            ref: the timestamp of the board's message, as `show` returned it.
            message: what the board says from now on.
        """
        name, controls = _name(to, ref), _controls(message)
        try:
            self._budget.spend(team_of(to), urgent=controls != self._controls.get(name))
        except Held as held:
            raise as_post_error(held) from held
        await self._send(to, message, "chat.update", {"ts": ref})
        self._controls[name] = controls

    async def tell(self, reply: str, message: Message) -> None:
        """Follow up a private answer (see bot.language.port.Boards).

        Only the message whose control was pressed can be replaced: a card that only the presser sees, never a board.

        Args:
            reply: the handle of the private answer.
            message: what to say.
        """
        reply_path = await self._answers.find(reply)
        thread = {"thread_ts": reply_path.thread} if reply_path.thread else {}
        page = self._renderer.pages(message)[0]
        kind = "in_channel" if await self._direct.is_alone(reply_path.origin) else "ephemeral"
        replace = reply_path.replaceable
        body = page.body(response_type=kind, replace_original=replace, **NO_PREVIEWS, **thread)
        await self._respond(reply_path, body)

    async def take_back(self, reply: str) -> None:
        """Delete a private answer that replaced a card (see bot.language.port.Boards)."""
        reply_path = await self._answers.find(reply, forget=True)
        if reply_path.replaceable:
            await self._respond(reply_path, json.dumps({"delete_original": True}).encode())

    async def _respond(self, reply_path: ReplyPath, body: bytes) -> None:
        try:
            await self._api.respond(str(reply_path.response_url), body)
        except ApiError as error:
            raise as_post_error(error) from error

    async def _send(self, to: Destination, message: Message, method: str, more: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return await self._sent(to, message, method, more)
        except ApiError as error:
            raise as_post_error(error) from error

    async def _sent(self, to: Destination, message: Message, method: str, more: Mapping[str, Any]) -> dict[str, Any]:
        """Send a board; if Slack can't show its picture yet, send a simpler one and add the picture later."""
        await self._installations.find(team_of(to))
        self._late.changed(_name(to, more.get("ts")))
        if any(isinstance(block, Countdown) for block in message.blocks) and self._uploads.begin(
            message, team_of(to)
        ):
            return await self._ahead(to, message, method, more)
        pictures = await self._uploads.pictures(message, team_of(to))
        page = self._renderer.board(message, pictures)
        try:
            return await self._call(to, method, page, more)
        except Refused as error:
            if not error.dislikes_blocks:
                raise
        answer = await self._call(to, method, self._renderer.simple_pages(message)[0], more)
        ref = more.get("ts") or answer.get("ts")
        if pictures and ref:
            self._late.show(_name(to, ref), lambda: self._call(to, "chat.update", page, {"ts": ref}))
        return answer

    async def _ahead(self, to: Destination, message: Message, method: str, more: Mapping[str, Any]) -> dict[str, Any]:
        """Send a board with a running countdown at once, and add its pictures when Slack can show them."""
        answer = await self._call(to, method, self._renderer.simple_pages(message)[0], more)
        if ref := more.get("ts") or answer.get("ts"):
            self._late.show(_name(to, ref), lambda: self._add_pictures(to, message, {"ts": ref}))
        return answer

    async def _add_pictures(self, to: Destination, message: Message, where: Mapping[str, Any]) -> None:
        pictures = await self._uploads.pictures(message, team_of(to))
        await self._call(to, "chat.update", self._renderer.board(message, pictures), where)

    async def _call(self, to: Destination, method: str, page: Page, more: Mapping[str, Any]) -> dict[str, Any]:
        body = {"channel": to.place, **more, **page.arguments()}
        team = team_of(to)
        return await self._queue.once(
            team, to.place, method, lambda: self._installations.call(team, method, json=body), patience=_PATIENCE
        )


def _name(to: Destination, ref: object) -> str:
    """Return a unique name for a board."""
    return f"{to.tenant}:{to.place}:{ref}"


def _controls(message: Message) -> tuple[Block, ...]:
    """Return what can be pressed on a board: an edit that changes it is urgent, as people wait for it."""
    return tuple(block for block in message.blocks if isinstance(block, Buttons | Menu | Switches))
