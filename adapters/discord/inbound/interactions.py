"""Serves interactions: the core serves each one once, whatever its type and however old its message."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import cache, partial

from cachetools import FIFOCache
from prometheus_client import Counter

from adapters.discord.inbound.event import (
    PLATFORM,
    CommandKind,
    Interaction,
    InteractionType,
    ServerNames,
    parse_interaction,
    tenant_key,
    with_hash,
)
from adapters.discord.inbound.reply import Reply
from adapters.discord.inbound.targets import target_member, target_text
from adapters.discord.inbound.typed_command import given_files, read_command, resolved
from adapters.discord.outbound.failures import ALREADY_ANSWERED, UNKNOWN_INTERACTION, Failure, Refused
from adapters.discord.outbound.render import Renderer
from adapters.discord.outbound.rest import Rest
from adapters.discord.outbound.seal import Seals
from adapters.discord.outbound.wire import Payload
from adapters.given_files import GivenFiles
from adapters.pending_requests import PendingRequests
from adapters.private_answers import PrivateAnswers
from bot.dispatch.application import Application
from bot.features.authoring.kinds import FROM_MESSAGE
from bot.language.message import Message, message
from bot.language.people import Place, Tenant
from bot.language.refusals import Refusal
from bot.language.requests import Call, Completion, Pressed
from bot.language.rich_text import text
from bot.runtime import metrics
from bot.runtime.tasks import Tasks

_log = logging.getLogger(__name__)

_REMEMBERED = 10_000
"""At most this many interactions are remembered to recognise repeats, which only come after a lost connection."""

_KINDS = {
    InteractionType.COMMAND: "command",
    InteractionType.PRESS: "press",
    InteractionType.COMPLETION: "completion",
    InteractionType.FORM: "press",
}

_LATE = 1.5
"""Age in seconds beyond which we ask Discord first whether it still waits for an answer.

It only does for three seconds. The age comes from Discord's clock as its responses tell it, which may be more than a
second slow.
"""

_NOT_OURS = ("repeated", "expired")
"""Usual outcomes if another process may have answered: it has, or the interaction is too old."""

_FAILED = message(text("Something went wrong here; please try again."), private=True)

_seconds = metrics.ANSWER_SECONDS.labels(PLATFORM)


class Interactions:
    """Serves interactions.

    Args:
        application: the core.
        rest: sends the answers.
        renderer: renders the answers.
        servers: looks up the names of servers and channels.
        seals: opens the seals of private answers, which say where they were asked for.
        answers: remembers the paths of private answers to presses.
        pending: stores deferred interactions until they're answered.
        files: downloads attachments.
    """

    def __init__(
        self,
        application: Application,
        rest: Rest,
        renderer: Renderer,
        servers: ServerNames,
        seals: Seals,
        answers: PrivateAnswers[str],
        pending: PendingRequests,
        files: GivenFiles,
    ) -> None:
        self._application = application
        self._rest = rest
        self._renderer = renderer
        self._servers = servers
        self._seals = seals
        self._answers = answers
        self._pending = pending
        self._files = files
        self._pinged = {
            command.name: [each.name for each in command.options if each.pings] for command in application.catalogue
        }
        self._taken: FIFOCache[str, None] = FIFOCache(_REMEMBERED)
        self._tasks = Tasks()

    def take(self, data: Payload, *, doubtful: bool = False) -> None:
        """Serve an interaction in the background.

        Args:
            data: the event's data, untrusted.
            doubtful: whether another process may have answered it. If so, or if it comes late, we claim it at Discord
                before serving it.
        """
        try:
            interaction = self._as_asked(parse_interaction(data, self._servers.name, self._servers.channel_name))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            _log.warning("can't read an interaction: %s %s", type(error).__name__, error)
            return
        if interaction.id in self._taken:
            _count(_KINDS[interaction.kind], "repeated").inc()
            return
        self._taken[interaction.id] = None
        store = partial(
            self._pending.store, interaction.asker.tenant.key, interaction.id, interaction.asker.member.id, data
        )
        if is_late := self._is_late(interaction):
            _log.warning("interactions come late, so Discord is asked first whether it still waits for an answer")
        self._tasks.start(self._serve(interaction, store, doubtful=doubtful or is_late))

    async def resume(self, data: Payload) -> None:
        """Serve an interaction that a process deferred before it died."""
        interaction = self._as_asked(parse_interaction(data, self._servers.name, self._servers.channel_name))
        self._taken[interaction.id] = None
        await self._serve(interaction, None)

    def _is_late(self, interaction: Interaction) -> bool:
        """Return whether people may have been told already that Versed didn't answer: then it mustn't take effect."""
        now = self._rest.clock.known()
        return now is not None and (now - interaction.asker.at).total_seconds() > _LATE

    def _as_asked(self, interaction: Interaction) -> Interaction:
        """Return an interaction; for one on a private answer, replace its place by the one where they asked."""
        asker = interaction.asker
        seal = self._seals.open(interaction.suffix, asker.member.id) if asker.place.direct else None
        if seal is None:
            return interaction
        tenant = Tenant(tenant_key(seal.guild), self._servers.name(seal.guild) or "this server")
        member = replace(asker.member, administrator=seal.administers(asker.at), alone=False)
        name, parent = with_hash(self._servers.channel_name(seal.channel)), self._servers.parent(seal.channel)
        place = Place(seal.channel, name, parent=parent)
        asker_in_server = replace(asker, tenant=tenant, place=place, member=member)
        return replace(interaction, asker=asker_in_server, seal=interaction.suffix, is_stale=not seal.holds(asker.at))

    async def drain(self, seconds: float) -> None:
        """Finish running tasks.

        Args:
            seconds: how long to wait before cancelling them.
        """
        await self._tasks.drain(seconds)

    async def _serve(
        self, interaction: Interaction, store: Callable[[], Awaitable[None]] | None, *, doubtful: bool = False
    ) -> None:
        reply = Reply(self._rest, self._renderer, interaction, store)
        if interaction.kind in (InteractionType.PRESS, InteractionType.FORM):
            interaction = replace(interaction, asker=replace(interaction.asker, reply=self._answers.expect()))
        try:
            outcome = await self._answer(interaction, reply, doubtful=doubtful)
        except Failure as failure:
            outcome = _outcome(failure, doubtful=doubtful)
            if not (doubtful and outcome in _NOT_OURS):
                _log.warning("an answer didn't arrive: %s", failure)
        except Exception:  # noqa: BLE001 (it's logged, and the next interaction is still served)
            outcome = "failed"
            _log.exception("couldn't send an answer")
        finally:
            reply.stop()
            self._answers.note_sent(interaction.asker.reply, reply.private_path)
        if reply.is_pending:
            await self._pending.delete(interaction.asker.tenant.key, interaction.id)
        _count(_KINDS[interaction.kind], outcome).inc()
        if reply.seconds is not None and interaction.kind is not InteractionType.COMPLETION:
            _seconds.observe(reply.seconds)

    async def _answer(self, interaction: Interaction, reply: Reply, *, doubtful: bool) -> str:
        """Answer an interaction, and return the outcome for the metrics."""
        if interaction.kind is InteractionType.COMPLETION:
            await self._complete(interaction, reply)
            return "answered"
        outcome = "answered"
        try:
            answer = await self._ask_core(interaction, reply, doubtful=doubtful)
        except Refusal as refusal:
            answer, outcome = refusal.said, "refused"
        except Failure:
            raise
        except Exception:  # noqa: BLE001 (the person gets an answer in any case, and the log the details)
            _log.exception("couldn't serve an interaction")
            answer, outcome = _FAILED, "failed"
        if answer is None:
            return outcome
        if not await self._pending.may_answer(interaction.id):
            return "repeated"
        await reply.say(answer)
        if outcome == "answered":
            await self._notice(interaction, reply)
        return outcome

    async def _ask_core(self, interaction: Interaction, reply: Reply, *, doubtful: bool) -> Message | None:
        """Return the core's answer; None if a form was opened first."""
        asker, data = interaction.asker, interaction.data
        if doubtful and interaction.kind is not InteractionType.PRESS:
            await reply.claim()
        if interaction.is_stale:
            raise Refusal("That was a while ago; ask me again in the server.")
        match interaction.kind:
            case InteractionType.COMMAND if interaction.command_kind == CommandKind.MESSAGE:
                content = target_text(data)
                kind = next((kind for kind, name in FROM_MESSAGE.items() if name == data.get("name")), None)
                if kind is None:
                    return await self._application.surfaces.explain(asker, content)
                return await self._application.surfaces.write_down(asker, kind, content)
            case InteractionType.COMMAND if interaction.command_kind == CommandKind.MEMBER:
                return await self._application.surfaces.beside(asker, target_member(data))
            case InteractionType.COMMAND:
                typed = read_command(data)
                pinged = self._pinged.get(typed.name, ())
                files = given_files(interaction, typed.attachments, self._files)
                options = resolved(typed, interaction, pinged)
                return await self._application.serve(Call(asker, typed.name, options, files), credited=True)
            case InteractionType.FORM:
                files = given_files(interaction, interaction.attachments, self._files)
                fields, problem = interaction.read_fields()
                filled = Pressed(
                    asker, interaction.press, interaction.text, fields, interaction.is_partial, files, problem
                )
                decoded = await self._application.meant_by(filled, filled=True)
                return await self._application.serve_press(decoded, credited=True)
            case _:
                return await self._press(interaction, reply, doubtful=doubtful)

    async def _press(self, interaction: Interaction, reply: Reply, *, doubtful: bool) -> Message | None:
        decoded = await self._application.meant_by(Pressed(interaction.asker, interaction.press))
        if decoded.form is not None:
            await reply.ask(decoded.form, interaction.sealed_press)
            return None
        if doubtful:
            await reply.claim()
        return await self._application.serve_press(decoded, credited=True)

    async def _complete(self, interaction: Interaction, reply: Reply) -> None:
        typed = read_command(interaction.data)
        option = typed.focused or ""
        half = Completion(interaction.asker, typed.name, option, typed.options.get(option, ""))
        try:
            suggestions = await self._application.complete(half)
        except Refusal:
            suggestions = []
        await reply.suggest(suggestions)

    async def _notice(self, interaction: Interaction, reply: Reply) -> None:
        """Send the asker's waiting notices after the answer; if this fails, the answer has still arrived."""
        try:
            await self._application.tell_notices(interaction.asker, reply.add)
        except Failure as failure:
            _log.warning("a notice didn't arrive and will be sent again later: %s", failure)


def _outcome(failure: Failure, *, doubtful: bool) -> str:
    """Return the outcome of an interaction whose answer failed."""
    if not isinstance(failure, Refused) or failure.code not in (UNKNOWN_INTERACTION, ALREADY_ANSWERED):
        return "failed"
    return "repeated" if doubtful and failure.code == ALREADY_ANSWERED else "expired"


@cache
def _count(kind: str, outcome: str) -> Counter:
    return metrics.REQUESTS.labels(PLATFORM, kind, outcome)
