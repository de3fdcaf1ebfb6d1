"""The Bolt app: acknowledges what Slack sends, and hands it to what serves it.

Listeners leave the work to tasks and acknowledge once it's done, or soon: what takes longer is kept first, so that
its answer outlives a crash. Bolt needs no second look for it (process_before_response). Who sent a request was
verified before Bolt sees it, and nobody is looked up per request.
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

from adapters.owing import Owing
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
_COMMAND, _VIEW = "command", "view"
_KEEP_AFTER = 0.3
"""Seconds after which a request is kept and acknowledged that isn't answered yet."""
_PATIENCE = 0.7
"""Seconds that an acknowledgement waits for what it depends on; Slack is to have it within one."""


class App:
    """Dispatches requests, from whichever connection.

    Args:
        api: whose client Bolt is given.
        slash_commands, interactions, events: serve requests.
        deliveries: know what was delivered before.
        installations: know the workspaces.
        tasks: go on after the acknowledgement.
        owing: keeps what was acknowledged before its answer.
        now: tells the time.
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
        owing: Owing,
        now: Callable[[], datetime],
    ) -> None:
        self._slash_commands = slash_commands
        self._interactions = interactions
        self._events = events
        self._deliveries = deliveries
        self._installations = installations
        self._tasks = tasks
        self._owing = owing
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
            delivery: the same whenever Slack, or someone else, delivers it again.

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
        """Serve a request that a process acknowledged which has died; nothing can be opened for it any more."""
        kind, team, body = str(request["kind"]), str(request["team"]), dict(request["body"])
        read = payload.of_command if kind == _COMMAND else payload.of_interaction
        way = replace(read(body, team, self._now()), trigger=None)
        if kind != _VIEW:
            await self._serve(kind, body, way, None)
            return
        window = self._interactions.submit(body, way, f"resumed:{request['id']}")
        window.close()  # in Slack it has long been closed, so all that's said goes elsewhere
        if window.serving is not None:
            await window.serving

    def _serve(
        self, kind: str, body: dict[str, Any], way: ReplyPath, delivery: str | None
    ) -> Coroutine[Any, Any, None]:
        match kind:
            case "command":
                return self._slash_commands.receive(body, way, delivery)
            case "action":
                return self._interactions.press(body, way, delivery)
            case _:
                return self._interactions.shortcut(body, way, delivery)

    async def _command(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        team = self._team(context)
        if team:
            await self._taken(_COMMAND, body, payload.of_command(body, team, self._now()), context[_DELIVERY])
        await ack()

    async def _action(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        if way := self._way(body, context):
            await self._taken("action", body, way, context[_DELIVERY])
        await ack()

    async def _shortcut(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        if way := self._way(body, context):
            await self._taken("shortcut", body, way, context[_DELIVERY])
        await ack()

    async def _taken(self, kind: str, body: dict[str, Any], way: ReplyPath, delivery: str) -> None:
        """Have a request served; return once that's done, or once it's kept, so that it can be acknowledged."""
        serving = self._tasks.start(self._serve(kind, body, way, delivery))
        done, _ = await asyncio.wait({serving}, timeout=_KEEP_AFTER)
        if not done:
            await self._keep(kind, body, way, delivery, serving)

    async def _keep(
        self, kind: str, body: dict[str, Any], way: ReplyPath, delivery: str, serving: "asyncio.Task[Any]"
    ) -> None:
        """Keep a request until it's served."""
        tenant, kept = key(way.origin.team), {"kind": kind, "team": way.origin.team, "body": body, "id": delivery}
        await self._owing.keep(tenant, delivery, way.origin.user, kept)
        self._tasks.start(self._settle(serving, tenant, delivery))

    async def _settle(self, serving: "asyncio.Task[Any]", tenant: str, delivery: str) -> None:
        """Forget a request once it's served; not if that's broken off because this process ends."""
        await asyncio.wait({serving})
        if not serving.cancelled():
            await self._owing.settle(tenant, delivery)

    async def _view(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        way = self._way(body, context)
        if way is None or body.get("type") != "view_submission":
            await ack()
            return
        window = self._interactions.submit(body, way, context[_DELIVERY])
        told = await window.told(_PATIENCE)
        if window.serving is not None and not window.serving.done():
            await self._keep(_VIEW, body, way, context[_DELIVERY], window.serving)
        await ack(**told)

    async def _options(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        way = self._way(body, context)
        found: list[dict[str, Any]] = []
        if way is not None:
            found = await _within(self._tasks.start(self._interactions.suggest(body, way))) or []
        await ack(options=found)

    async def _event(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Acknowledge an event once it was served, or after a while; Slack delivers it again until then."""
        if team := self._team(context):
            await _within(self._tasks.start(self._take(body, team, context[_DELIVERY])))
        await ack()

    async def _take(self, body: dict[str, Any], team: str, delivery: str) -> None:
        if self._events.removes(body):
            await self._events.remove(body, team)
            return
        event = identity(body, delivery)
        if not self._deliveries.is_first(f"{team}:{event}") or await self._deliveries.is_served(team, event):
            REQUESTS.labels("slack", "event", "repeated").inc()
            return
        await self._events.receive(body, payload.of_event(body, team, self._now()))
        await self._deliveries.served(team, event)

    def _way(self, body: dict[str, Any], context: AsyncBoltContext) -> ReplyPath | None:
        team = self._team(context)
        return payload.of_interaction(body, team, self._now()) if team else None

    def _team(self, context: AsyncBoltContext) -> str:
        """Return where the app is installed; a request that doesn't say can only be meant for the one workspace."""
        return payload.installed_in(context) or self._installations.own_team


async def _let_through(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
    """Let every request through: which workspace's token serves it is found when it's served."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id)


async def _within(task: "asyncio.Task[_T]") -> _T | None:
    """Return a task's result within the time that Slack gives; it goes on in any case, and logs its failure."""
    done, _ = await asyncio.wait({task}, timeout=_PATIENCE)
    return task.result() if done and task.exception() is None else None
