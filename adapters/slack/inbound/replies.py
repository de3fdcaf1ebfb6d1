"""Sending answers: to the request's response_url, to its conversation, in a modal, or as a direct message."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from adapters.slack.inbound import modals
from adapters.slack.origin import ReplyPath
from adapters.slack.outbound.api import Api, Limited, Refused, Unsure
from adapters.slack.outbound.direct import DirectConversations
from adapters.slack.outbound.pages import NO_PREVIEWS, Page, Renderer, SlackUploads
from adapters.slack.outbound.queue import PATIENCE, PacedQueue
from adapters.slack.outbound.uploads import Uploads
from adapters.slack.workspace.installations import Installations
from bot.language.message import Image, Message, message
from bot.language.rich_text import text

_log = logging.getLogger(__name__)

_NOT_CONFIRMED = message(
    text("Slack hasn't confirmed my answer here. If you don't see it, please ask me again."), private=True
)

_USES = 5
"""How many answers a response_url takes."""
_FILE_READY = (1.5, 3.0, 6.0)
"""Seconds to wait before each retry, until Slack can show a picture that was just uploaded."""


class Replies:
    """Sends answers.

    Args:
        installations: calls Slack with the workspace's token.
        api: posts to response_urls.
        renderer: renders messages as Block Kit.
        queue: keeps to Slack's rate limits.
        uploads: uploads pictures and files.
        direct: tells which conversations are between one person and the bot.
    """

    def __init__(
        self,
        installations: Installations,
        api: Api,
        renderer: Renderer,
        queue: PacedQueue,
        uploads: Uploads,
        direct: DirectConversations,
    ) -> None:
        self._installations = installations
        self._api = api
        self._renderer = renderer
        self._queue = queue
        self._uploads = uploads
        self._direct = direct

    async def send(self, reply_path: ReplyPath, message: Message) -> None:
        """Send an answer.

        Raises:
            ApiError: it couldn't be sent, or it's unknown whether it arrived.
        """
        team = reply_path.origin.team
        files: SlackUploads = {
            **await self._uploads.pictures(message, team),
            **await self._uploads.files(message, team, reply_path.origin.user),
        }
        if reply_path.is_view:
            await self._in_view(reply_path, message, files)
            return
        pages: Sequence[Page] = self._renderer.pages(message, files)
        try:
            await self._page(reply_path, message, pages[0], 0)
        except Refused as error:
            if not error.dislikes_blocks:
                raise
            pages = await self._retry_simpler(reply_path, message, files, pages)
        for number, page in enumerate(pages[1:], start=1):
            await self._page(reply_path, message, page, number)

    async def _retry_simpler(
        self, reply_path: ReplyPath, message: Message, files: SlackUploads, pages: Sequence[Page]
    ) -> Sequence[Page]:
        """Send the first page again after Slack refused its blocks, and return the pages to continue with.

        Args:
            reply_path: how to answer.
            message: the answer.
            files: the files that were uploaded for it.
            pages: its pages, which Slack may accept once it has processed their pictures.

        Raises:
            ApiError: the simpler page couldn't be sent either.
        """
        # An answer to a command can't be edited later (https://github.com/slackapi/bolt-js/issues/2287), so we wait.
        for wait in _FILE_READY if any(isinstance(file, Image) for file in files) else ():
            await asyncio.sleep(wait)
            try:
                await self._page(reply_path, message, pages[0], 0)
            except Refused as error:
                if not error.dislikes_blocks:
                    raise
            else:
                return pages
        simple = self._renderer.simple_pages(message, files)
        await self._page(reply_path, message, simple[0], 0)
        return simple

    async def _page(self, reply_path: ReplyPath, message: Message, page: Page, number: int) -> None:
        """Send one Slack message."""
        if reply_path.response_url and number < _USES:
            kind = (
                "ephemeral"
                if message.private and not await self._direct.is_alone(reply_path.origin)
                else "in_channel"
            )
            replace = message.replaces and reply_path.replaceable and number == 0
            thread = {"thread_ts": reply_path.thread} if reply_path.thread else {}
            body = page.body(response_type=kind, replace_original=replace, **NO_PREVIEWS, **thread)
            try:
                await patiently(lambda: self._api.respond(str(reply_path.response_url), body), repeat=message.private)
            except Refused as error:
                if error.dislikes_blocks:
                    raise
                _log.info("a response was refused (%s); it goes to the conversation", error.code)
            except Unsure as error:
                _log.info("nobody knows whether a response arrived (%s)", error)
                if not message.private:  # everyone would see a duplicate, so we tell the asker instead
                    page = self._renderer.simple_pages(_NOT_CONFIRMED, {})[0]
                    await self._in_conversation(reply_path, page, private=True)
                    return
            else:
                return
        await self._in_conversation(reply_path, page, private=message.private)

    async def _in_conversation(self, reply_path: ReplyPath, page: Page, *, private: bool) -> None:
        origin, arguments = reply_path.origin, page.arguments()
        # A private answer mustn't start a thread: in one without replies, nobody would see it.
        if thread := reply_path.thread or (None if private else reply_path.under):
            arguments["thread_ts"] = thread
        try:
            if private and not origin.direct:
                await self._post(
                    "chat.postEphemeral", reply_path, channel=origin.channel, user=origin.user, **arguments
                )
            else:
                await self._post("chat.postMessage", reply_path, channel=origin.channel, **arguments)
        except Refused as error:
            is_ours = origin.direct and error.code != "channel_not_found"
            if error.dislikes_blocks or error.code == "missing_scope" or is_ours:
                raise
            # The bot isn't in that conversation, so the answer goes to the asker as a direct message.
            await self._post("chat.postMessage", reply_path, channel=origin.user, **page.arguments())

    async def _in_view(self, reply_path: ReplyPath, message: Message, files: SlackUploads) -> None:
        view = modals.answer(self._renderer.view_blocks(message, files))
        team = reply_path.origin.team
        try:
            if reply_path.view:
                update = {"view_id": reply_path.view, "view": view}
                await patiently(lambda: self._installations.call(team, "views.update", json=update), repeat=True)
                return
            if reply_path.trigger:
                await self._installations.call(
                    team, "views.open", json={"trigger_id": reply_path.trigger, "view": view}
                )
                return
        except (Refused, Limited) as error:  # a trigger expires before a rate limit ends
            _log.info("a view was refused (%s), so the answer goes straight to the person", error)
        for page in self._renderer.simple_pages(message, files):
            await self._post("chat.postMessage", reply_path, channel=reply_path.origin.user, **page.arguments())

    async def _post(self, method: str, reply_path: ReplyPath, **arguments: Any) -> None:
        team = reply_path.origin.team
        if method == "chat.postMessage":  # chat.postEphemeral doesn't know these arguments
            arguments |= NO_PREVIEWS
        await self._queue.send(
            team, arguments["channel"], method, lambda: self._installations.call(team, method, json=arguments)
        )


async def patiently(send: Callable[[], Awaitable[object]], *, repeat: bool = False) -> None:
    """Send something, and retry while Slack limits the rate and the waits stay short.

    Args:
        send: sends it once.
        repeat: whether to send it once more if it's unknown whether it arrived, because a duplicate does no harm.

    Raises:
        ApiError: it couldn't be sent, or it's unknown whether it arrived.
    """
    waited = 0.0
    while True:
        try:
            await send()
        except Limited as error:
            waited += error.seconds
            if waited > PATIENCE:
                raise
            await asyncio.sleep(error.seconds)
        except Unsure:
            if not repeat:
                raise
            repeat = False
        else:
            return
