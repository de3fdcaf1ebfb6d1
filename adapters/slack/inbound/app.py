"""The Bolt app: acknowledges Slack's requests, and dispatches them to their handlers.

Listeners start a task for the work and acknowledge once it's done, or after a short wait. A request that takes longer
is stored before it's acknowledged, so that it's still answered after a crash. Bolt awaits the listeners
(process_before_response). Requests are authenticated before Bolt sees them, so Bolt lets them all through without a
lookup.
"""

import asyncio
import logging
import re
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from adapters.pending_requests import PendingRequests
from adapters.slack.inbound import payload
from adapters.slack.inbound.commands import SlashCommands
from adapters.slack.inbound.deliveries import Deliveries
from adapters.slack.inbound.events import Events, identity
from adapters.slack.inbound.interactions import Interactions
from adapters.slack.origin import ReplyPath
from adapters.slack.outbound.api import Api
from adapters.slack.workspace.installations import Installations
from adapters.slack.workspace.workspace import key
from bot.runtime.metrics import REQUESTS
from bot.runtime.tasks import Tasks

_log = logging.getLogger(__name__)

_T = TypeVar("_T")

_ANY = re.compile("")
_DELIVERY = "versed_delivery"
_COMMAND, _ACTION, _SHORTCUT, _VIEW, _EVENT = "command", "action", "shortcut", "view", "event"
_KEEP_AFTER = 0.3
"""Seconds after which a request that isn't answered yet is stored and acknowledged."""
_PATIENCE = 0.7
"""How many seconds an acknowledgement waits for its contents. It has to reach Slack within one second."""


class App:
    """Dispatches requests, whether they come over HTTP or Socket Mode.

    Args:
        api: provides the client for Bolt.
        slash_commands, interactions, events: serve requests.
        deliveries: recognises repeated deliveries.
        installations: the workspaces that installed the app.
        tasks: runs work that continues after the acknowledgement.
        pending: stores requests that were acknowledged before they were answered.
        now: returns the current time.
    """

    def __init__(
        self,
        api: Api,
        slash_commands: SlashCommands,
        interactions: Interactions,
        events: Events,
        deliveries: Deliveries,
        installations: Installations,
        tasks: Tasks,
        pending: PendingRequests,
        now: Callable[[], datetime],
    ) -> None:
        self._slash_commands = slash_commands
        self._interactions = interactions
        self._events = events
        self._deliveries = deliveries
        self._installations = installations
        self._tasks = tasks
        self._pending = pending
        self._now = now
        logger = logging.getLogger("slack_bolt")
        logger.setLevel(logging.CRITICAL)  # it logs whole requests, which hold addresses to answer to
        self._bolt = AsyncApp(
            name="versed",
            logger=logger,
            client=api.client,
            signing_secret="",
            authorize=_let_through,
            process_before_response=True,
            request_verification_enabled=False,
            ignoring_self_events_enabled=False,
            ssl_check_enabled=False,
            url_verification_enabled=False,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )
        self._bolt.command(_ANY)(self._command)
        self._bolt.action(_ANY)(self._action)
        self._bolt.options(_ANY)(self._options)
        self._bolt.view(_ANY)(self._view)
        self._bolt.shortcut(_ANY)(self._shortcut)
        self._bolt.event(_ANY)(self._event)

    async def dispatch(self, body: Mapping[str, Any], delivery: str) -> BoltResponse:
        """Serve a request.

        Args:
            body: as Slack sends it.
            delivery: the delivery's id, which stays the same if Slack or an attacker delivers it again.

        Returns:
            The acknowledgement.
        """
        try:
            request = AsyncBoltRequest(mode="socket_mode", body=dict(body), context={_DELIVERY: delivery})
            answer = await self._bolt.async_dispatch(request)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            _log.warning("a request isn't as Slack sends them (%s)", type(error).__name__)
            return BoltResponse(status=400)
        if answer.status == 500:
            _log.warning("a request isn't as Slack sends them")
            return BoltResponse(status=400)
        return answer

    async def resume(self, request: Mapping[str, Any]) -> None:
        """Serve a request that was acknowledged by a process that died; it's too late to open a modal for it."""
        kind, team, body = str(request["kind"]), str(request["team"]), dict(request["body"])
        if kind == _EVENT:
            await self._serve_event(body, team, str(request["id"]))
            return
        read = payload.of_command if kind == _COMMAND else payload.of_interaction
        reply_path = replace(read(body, team, self._now()), trigger=None, request=str(request["id"]))
        if kind != _VIEW:
            await self._serve(kind, body, reply_path, None)
            return
        window = self._interactions.submit(body, reply_path, f"resumed:{request['id']}")
        window.close()  # Slack closed the modal long ago, so every reply goes elsewhere
        if window.serving is not None:
            await window.serving

    def _serve(
        self, kind: str, body: dict[str, Any], reply_path: ReplyPath, delivery: str | None
    ) -> Coroutine[Any, Any, None]:
        if kind == _COMMAND:
            return self._slash_commands.receive(body, reply_path, delivery)
        if kind == _ACTION:
            return self._interactions.press(body, reply_path, delivery)
        return self._interactions.shortcut(body, reply_path, delivery)

    async def _command(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        team = self._team(context)
        if team:
            reply_path = replace(payload.of_command(body, team, self._now()), request=context[_DELIVERY])
            await self._serve_or_store(_COMMAND, body, reply_path)
        await ack()

    async def _action(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        if reply_path := self._reply_path(body, context):
            await self._serve_or_store(_ACTION, body, reply_path)
        await ack()

    async def _shortcut(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        if reply_path := self._reply_path(body, context):
            await self._serve_or_store(_SHORTCUT, body, reply_path)
        await ack()

    async def _serve_or_store(self, kind: str, body: dict[str, Any], reply_path: ReplyPath) -> None:
        """Serve a request; return once it's served or stored, so that it can be acknowledged."""
        serving = self._tasks.start(self._serve(kind, body, reply_path, reply_path.request))
        done, _ = await asyncio.wait({serving}, timeout=_KEEP_AFTER)
        if not done:
            await self._store(kind, body, reply_path, serving)

    async def _store(
        self, kind: str, body: dict[str, Any], reply_path: ReplyPath, serving: "asyncio.Task[Any]"
    ) -> None:
        """Store a request until it's served."""
        tenant, delivery = key(reply_path.origin.team), reply_path.request
        request = {"kind": kind, "team": reply_path.origin.team, "body": body, "id": delivery}
        await self._pending.store(tenant, delivery, reply_path.origin.user, request)
        self._tasks.start(self._settle(serving, tenant, delivery))

    async def _settle(self, serving: "asyncio.Task[Any]", tenant: str, delivery: str) -> None:
        """Delete a stored request once it's served, unless serving was cancelled because this process is stopping."""
        await asyncio.wait({serving})
        if not serving.cancelled():
            await self._pending.delete(tenant, delivery)

    async def _view(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        reply_path = self._reply_path(body, context)
        if reply_path is None or body.get("type") != "view_submission":
            await ack()
            return
        window = self._interactions.submit(body, reply_path, context[_DELIVERY])
        response = await window.response(_PATIENCE)
        if window.serving is not None and not window.serving.done():
            await self._store(_VIEW, body, reply_path, window.serving)
        await ack(**response)

    async def _options(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        reply_path = self._reply_path(body, context)
        found: list[dict[str, Any]] = []
        if reply_path is not None:
            found = await _within(self._tasks.start(self._interactions.suggest(body, reply_path))) or []
        await ack(options=found)

    async def _event(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Acknowledge an event once it's served, or stored after a short wait; Slack repeats it until then."""
        if team := self._team(context):
            delivery = context[_DELIVERY]
            serving = self._tasks.start(self._serve_event(body, team, delivery))
            done, _ = await asyncio.wait({serving}, timeout=_PATIENCE)
            if not done and self._events.is_said(body):
                await self._store(_EVENT, body, self._said_at(body, team, delivery), serving)
        await ack()

    async def _serve_event(self, body: dict[str, Any], team: str, delivery: str) -> None:
        if self._events.removes(body):
            await self._events.remove(body, team)
            return
        event = identity(body, delivery)
        if not self._deliveries.is_first(f"{team}:{event}") or await self._deliveries.is_served(team, event):
            REQUESTS.labels("slack", "event", "repeated").inc()
            return
        await self._events.receive(body, self._said_at(body, team, delivery))
        await self._deliveries.served(team, event)

    def _reply_path(self, body: dict[str, Any], context: AsyncBoltContext) -> ReplyPath | None:
        team = self._team(context)
        return replace(payload.of_interaction(body, team, self._now()), request=context[_DELIVERY]) if team else None

    def _said_at(self, body: dict[str, Any], team: str, delivery: str) -> ReplyPath:
        return replace(payload.of_event(body, team, self._now()), request=delivery)

    def _team(self, context: AsyncBoltContext) -> str:
        """Return the team that the app is installed in; a request that names none belongs to our own workspace."""
        return payload.installed_in(context) or self._installations.own_team


async def _let_through(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
    """Let every request through; the workspace's token is looked up when the request is served."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id)


async def _within(task: "asyncio.Task[_T]") -> _T | None:
    """Return a task's result, or None if it failed or isn't done in time; a late task keeps running."""
    done, _ = await asyncio.wait({task}, timeout=_PATIENCE)
    return task.result() if done and task.exception() is None else None
