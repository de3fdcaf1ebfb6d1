"""From a request to its answer: each request is served once by the core and answered on its reply path."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeAlias

from adapters.pending_requests import PendingRequests
from adapters.private_answers import PrivateAnswers
from adapters.slack.inbound.deliveries import Deliveries
from adapters.slack.inbound.replies import Replies
from adapters.slack.inbound.windows import Window
from adapters.slack.origin import Origin, ReplyPath
from adapters.slack.outbound.api import ApiError
from adapters.slack.workspace.channels import Channels, shown
from adapters.slack.workspace.installations import Installations, NotInstalledError
from adapters.slack.workspace.members import Members
from adapters.slack.workspace.workspace import Workspace, key
from bot.dispatch.application import Application
from bot.language.message import Message
from bot.language.people import Place, Tenant
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.runtime.metrics import ANSWER_SECONDS, REQUESTS
from bot.storage.errors import StoreError

_log = logging.getLogger(__name__)

Respond: TypeAlias = Callable[[Asker], Awaitable[Message | None]]
"""Serves a request; returns None if it was already answered in another way."""


class Responder:
    """Serves requests and sends the answers.

    Args:
        application: the core.
        installations: the workspaces that installed the app.
        members: looks up people.
        channels: looks up the names of channels.
        replies: sends the answers.
        deliveries: recognises repeated deliveries.
        pending: knows whether another process answers a request by now.
        answers: remembers the reply paths of private answers to presses, so that they can be replaced later.
        renew: publishes someone's App Home again after an action of theirs.
    """

    def __init__(
        self,
        application: Application,
        installations: Installations,
        members: Members,
        channels: Channels,
        replies: Replies,
        deliveries: Deliveries,
        pending: PendingRequests,
        answers: PrivateAnswers[ReplyPath],
        renew: Callable[[ReplyPath], Awaitable[None]],
    ) -> None:
        self._application = application
        self._installations = installations
        self._members = members
        self._channels = channels
        self._replies = replies
        self._deliveries = deliveries
        self._pending = pending
        self._answers = answers
        self._renew = renew

    async def answer(
        self,
        reply_path: ReplyPath,
        kind: str,
        work: Respond,
        *,
        delivery: str | None = None,
        window: Window | None = None,
    ) -> None:
        """Serve a request, and send the answer.

        Args:
            reply_path: where it came from, and how to answer.
            kind: "command", "press" or "event", for the metrics.
            work: serves it.
            delivery: the id that repeated deliveries share; None if this is known to be the first one.
            window: the submitted modal, which shows a refusal as long as it's open.
        """
        if delivery is not None and not self._deliveries.is_first(delivery):
            _count(kind, "repeated")
            return
        started = asyncio.get_running_loop().time()
        try:
            asker = await self.asker(reply_path)
            if delivery is not None and not await self._deliveries.claim(reply_path.origin.team, delivery):
                _count(kind, "repeated")
                return
            if kind == "press" and reply_path.response_url:
                asker = replace(asker, reply=self._answers.expect())
            outcome = await self._serve(reply_path, work, asker, window)
            ANSWER_SECONDS.labels("slack").observe(asyncio.get_running_loop().time() - started)
            _count(kind, outcome)
            await self.tell(reply_path, asker)
            await self._renew(reply_path)
        except StoreError as error:
            _log.error("the store failed: %s", error)
            _count(kind, "failed")
            sentence = "I couldn't save or look that up just now; please try again in a minute."
            await self._apologise(reply_path, sentence, window)
        except NotInstalledError as error:
            _count(kind, "failed")
            if not self._installations.is_gone(reply_path.origin.team):
                await self._apologise(reply_path, str(error), window)
        except ApiError as error:
            _log.warning("couldn't send an answer: %s", error)
            _count(kind, "failed")
        if self._installations.is_gone(reply_path.origin.team):
            await self._forget(reply_path.origin.team)

    async def _serve(self, reply_path: ReplyPath, work: Respond, asker: Asker, window: Window | None) -> str:
        """Serve a request and send the answer; return the outcome for the metrics."""
        kept: ReplyPath | None = None
        try:
            answer, outcome = await _served(work, asker, window)
            if answer is not None and not await self._pending.may_answer(reply_path.request):
                return "repeated"
            if answer is not None:
                await self._replies.send(reply_path, answer)
                kept = reply_path if answer.private else None
        finally:
            self._answers.note_sent(asker.reply, kept)
        return outcome

    async def asker(self, reply_path: ReplyPath) -> Asker:
        """Return the core's `Asker` for the person who sent a request.

        Raises:
            NotInstalledError: the app isn't in that workspace.
        """
        workspace = await self._installations.find(reply_path.origin.team)
        place = await self._place(reply_path.origin)
        return await self._members.asker(reply_path.origin, _tenant(reply_path, workspace), place)

    async def _place(self, origin: Origin) -> Place:
        if not origin.channel:
            return Place(origin.user, "App Home", direct=True)
        if origin.direct:
            return Place(origin.channel, "Direct message", direct=True)
        return Place(
            origin.channel, shown(origin.channel_name or await self._channels.name(origin.team, origin.channel))
        )

    async def tell(self, reply_path: ReplyPath, asker: Asker) -> None:
        """Send the notices that are waiting for this member or their workspace, each of them once."""
        if reply_path.is_view:
            return
        try:
            await self._application.tell_notices(asker, lambda notice: self._replies.send(reply_path, notice))
        except ApiError as error:
            _log.warning("a notice didn't arrive and will be sent again later: %s", error)

    async def _forget(self, team: str) -> None:
        """Delete what this request wrote after its workspace's data was deleted."""
        try:
            await self._installations.forget(team)
        except StoreError as error:
            _log.error("couldn't delete what's left of a workspace: %s", error)

    async def _apologise(self, reply_path: ReplyPath, sentence: str, window: Window | None) -> None:
        sorry = Refusal(sentence)
        if window is not None and window.keep_open(sorry):
            return
        try:
            await self._replies.send(reply_path, sorry.said)
        except ApiError as error:
            _log.warning("couldn't send an answer: %s", error)


async def _served(work: Respond, asker: Asker, window: Window | None) -> tuple[Message | None, str]:
    """Serve a request; return the answer and the outcome. Close the window unless the request is refused."""
    try:
        answer = await work(asker)
    except Refusal as refused:
        if window is not None and window.keep_open(refused):
            return None, "refused"
        return refused.said, "refused"
    if window is not None:
        window.close()
    return answer, "answered"


def _tenant(reply_path: ReplyPath, workspace: Workspace) -> Tenant:
    return Tenant(key(reply_path.origin.team), workspace.name or reply_path.origin.team_name or "Slack")


def _count(kind: str, outcome: str) -> None:
    REQUESTS.labels("slack", kind, outcome).inc()
