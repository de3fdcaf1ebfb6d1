"""Answers to messages: as a public reply, or as a direct message to the writer.

Only interactions can have answers that just one person sees. So a private answer to a message in a channel goes to
the writer as a direct message, and a line in the channel says so. That would be two messages for a word in passing,
which is said in the channel instead.
"""

import asyncio
import logging
from collections.abc import Sequence
from urllib.parse import quote

from adapters.discord.inbound.message_event import WrittenMessage
from adapters.discord.inbound.reply import apology_for
from adapters.discord.outbound.conversations import Conversations
from adapters.discord.outbound.failures import CANNOT_REPLY, Held, Refused, Unclear, Unreached
from adapters.discord.outbound.message_body import message_body
from adapters.discord.outbound.render import Page, Renderer
from adapters.discord.outbound.rest import TIMEOUT, Rest
from adapters.discord.outbound.seal import Seal, Seals
from bot.language.message import Message, message
from bot.language.people import id_of
from bot.language.rich_text import CommandMention, text

_log = logging.getLogger(__name__)

_WITHIN = 30.0
"""Seconds within which an answer has to be sent; after that, nobody expects it any more."""
_UPLOAD_WITHIN = 25.0
_AGAIN = 1.0
_NOTICE = "notice"

SENT = message(text("I've sent you a direct message."))
CLOSED = message(
    text(
        "I can't write to you directly here. Type ",
        CommandMention("/help"),
        " or another command, and only you will see my answer.",
    )
)


class Answers:
    """Sends answers.

    Args:
        rest: sends the requests.
        renderer: renders messages.
        conversations: opens direct conversations.
        seals: makes the seals for answers that are sent there.
    """

    def __init__(self, rest: Rest, renderer: Renderer, conversations: Conversations, seals: Seals) -> None:
        self._rest = rest
        self._renderer = renderer
        self._conversations = conversations
        self._seals = seals

    async def send(self, to: WrittenMessage, message: Message) -> None:
        """Answer a message, in its channel or to the writer alone.

        Raises:
            Failure: Discord didn't accept it, or didn't answer.
        """
        if to.asker.place.direct:
            await self._post(to.asker.place.id, self._renderer.pages(message), to, "answer", replies=False)
        elif message.private and not message.in_passing:
            await self._whisper(to, message)
        else:
            await self._in_public(to, message)

    async def say_alone(self, to: WrittenMessage, message: Message) -> None:
        """Answer the writer alone, with `to.asker` naming the place where the question was asked.

        Raises:
            Failure: Discord didn't accept it, or didn't answer.
        """
        await self._directly(to, message, "answer")

    async def add(self, to: WrittenMessage, message: Message) -> None:
        """Send another message to the writer alone, after the answer.

        Raises:
            Failure: Discord didn't accept it, or didn't answer.
        """
        try:
            await self._directly(to, message, _NOTICE)
        except (ValueError, KeyError, TypeError) as error:
            raise Unclear("Discord didn't open a conversation") from error

    async def _in_public(self, to: WrittenMessage, message: Message) -> None:
        """Reply to the message in its channel, or answer the writer alone if Versed may not post there."""
        try:
            await self._post(to.asker.place.id, self._renderer.pages(message), to, "answer", replies=True)
        except Refused as refused:
            if refused.status != 403:
                raise
            _log.info("can't post an answer there, so it goes to the person who asked")
            await self._directly(to, message, "direct")

    async def _whisper(self, to: WrittenMessage, message: Message) -> None:
        """Answer the writer alone, and say in the channel that there's a direct message."""
        note = SENT
        try:
            await self._directly(to, message, "direct")
        except (Refused, ValueError, KeyError, TypeError) as refused:
            _log.info("someone doesn't take direct messages: %s", refused)
            note = CLOSED
        try:
            await self._post(to.asker.place.id, self._renderer.pages(note), to, "note", replies=True)
        except Refused as refused:
            if refused.status != 403:
                raise

    async def _directly(self, to: WrittenMessage, message: Message, kind: str) -> None:
        asker = to.asker
        channel = asker.place.id if asker.place.direct else await self._conversations.channel(asker.member.id)
        seal = ""
        if not asker.place.direct:
            where = Seal(id_of(asker.tenant.key), asker.place.id, asker.member.id, asker.at, asker.member.administers)
            seal = self._seals.close(where)
        await self._post(channel, self._renderer.pages(message, seal), to, kind, replies=False)

    async def _post(
        self, channel: str, pages: Sequence[Page], to: WrittenMessage, kind: str, *, replies: bool
    ) -> None:
        """Post one page after the other; Discord deduplicates pages that are sent again.

        Args:
            channel: the id of the channel.
            pages: the answer's pages.
            to: the message to answer.
            kind: distinguishes different answers to the same message.
            replies: whether the first page is a reply to the message.
        """
        path = f"/channels/{quote(channel, safe='')}/messages"
        for number, page in enumerate(pages):
            key = f"{kind}:{to.id}/{number}"
            reply_to = to.id if replies and not number else ""
            try:
                await self._persistently(path, page, key, reply_to)
            except Refused as refused:
                if reply_to and refused.code == CANNOT_REPLY:
                    await self._persistently(path, page, key)
                elif kind == _NOTICE:  # it's sent another time
                    raise
                else:
                    await self._persistently(path, apology_for(refused, self._renderer), f"sorry:{key}")

    async def _persistently(self, path: str, page: Page, key: str, reply_to: str = "") -> None:
        """Send a page, retrying until Discord has accepted it; the key keeps it from appearing twice."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _WITHIN
        body = message_body(page, reply_to=reply_to, key=key)
        seconds = _UPLOAD_WITHIN if page.files else TIMEOUT
        while True:
            try:
                await self._rest.call(
                    "POST",
                    path,
                    body,
                    files=page.files,
                    as_bot=True,
                    limited_by=f"POST {path}",
                    patience=max(0.0, end - loop.time()),
                    seconds=seconds,
                )
            except (Held, Unreached, Unclear) as failure:
                wait = failure.seconds if isinstance(failure, Held) else _AGAIN
                if loop.time() + wait > end:
                    raise
                await asyncio.sleep(wait)
            else:
                return
