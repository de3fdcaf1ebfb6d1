"""Serves direct messages and messages that mention Versed, each of them once."""

import logging
from dataclasses import replace
from functools import cache

from cachetools import FIFOCache
from prometheus_client import Counter

from adapters.discord.inbound.answers import Answers
from adapters.discord.inbound.claims import Claims
from adapters.discord.inbound.event import PLATFORM
from adapters.discord.inbound.message_event import KnownServers, WrittenMessage, concerns, parse
from adapters.discord.inbound.typed_command import attached_file
from adapters.discord.outbound.failures import Failure
from adapters.discord.outbound.wire import Payload
from adapters.given_files import GivenFiles
from bot.dispatch.application import Application
from bot.language.message import Message
from bot.language.options import OptionKind
from bot.language.refusals import Refusal
from bot.language.requests import Call, DecodedPress
from bot.runtime import metrics
from bot.runtime.tasks import Tasks

_log = logging.getLogger(__name__)

_REMEMBERED = 10_000
"""At most this many messages are remembered to recognise repeats, which only come after a lost connection."""


_DOING = {OptionKind.CHANNEL: "choose a channel in", OptionKind.MEMBER: "choose a person in"}


class Messages:
    """Serves messages.

    Args:
        application: the core.
        answers: sends the answers.
        known: looks up servers.
        files: downloads attachments.
        claims: makes sure that only one replica answers a message; None if there's only one.
    """

    def __init__(
        self,
        application: Application,
        answers: Answers,
        known: KnownServers,
        files: GivenFiles,
        claims: Claims | None = None,
    ) -> None:
        self._application = application
        self._answers = answers
        self._known = known
        self._files = files
        self._claims = claims
        self._resolved_options = {
            command.name: [
                option
                for option in command.options
                if option.kind in (OptionKind.ROLE, OptionKind.CHANNEL, OptionKind.MEMBER)
            ]
            for command in application.catalogue
        }
        self._taken: FIFOCache[str, None] = FIFOCache(_REMEMBERED)
        self._tasks = Tasks()

    def take(self, data: Payload, me: str) -> None:
        """Serve a message in the background, if it's for Versed.

        Args:
            data: the event's data, untrusted.
            me: the bot's own id.
        """
        if not concerns(data, me):
            return
        try:
            written = parse(data, me, self._known)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            _log.warning("can't read a message: %s", type(error).__name__)  # the error's text may quote the message
            return
        if written.id in self._taken:
            _count("repeated").inc()
            return
        self._taken[written.id] = None
        self._tasks.start(self._serve(written))

    async def drain(self, seconds: float) -> None:
        """Finish running tasks.

        Args:
            seconds: how long to wait before cancelling them.
        """
        await self._tasks.drain(seconds)

    async def _serve(self, written: WrittenMessage) -> None:
        if self._claims is not None and not await self._claims.is_mine(written.id):
            _count("repeated").inc()
            return
        decoded = await self._answering(written)
        answer, outcome = await self._ask_core(written, decoded)
        try:
            if answer is not None:
                await self._send(written, decoded, answer)
            await self._application.tell_notices(written.asker, lambda notice: self._answers.add(written, notice))
        except Failure as failure:
            outcome = "failed"
            _log.warning("an answer to a message didn't arrive: %s", failure)
        except Exception:  # noqa: BLE001 (it's logged, and the next message is still served)
            outcome = "failed"
            _log.exception("couldn't send an answer to a message")
        _count(outcome).inc()

    async def _send(self, written: WrittenMessage, decoded: DecodedPress | None, answer: Message) -> None:
        if decoded is None:
            await self._answers.send(written, answer)
        else:  # answer here, even if the question was asked in a server
            await self._answers.say_alone(replace(written, asker=decoded.pressed.asker), answer)

    async def _answering(self, written: WrittenMessage) -> DecodedPress | None:
        """Return the press for a message that answers an open question; None if it doesn't."""
        if not written.asker.place.direct:
            return None
        return await self._application.free_words.answering(written.asker, written.text)

    async def _ask_core(self, written: WrittenMessage, decoded: DecodedPress | None) -> tuple[Message | None, str]:
        try:
            if decoded is not None:
                return await self._application.serve_press(decoded), "answered"
            return await self._understand(written), "answered"
        except Refusal as refusal:
            return refusal.said, "refused"
        except Exception:  # noqa: BLE001 (the person gets an answer in any case, and the log the details)
            _log.exception("couldn't serve a message")
            return Refusal("Something went wrong here; please try again.").said, "failed"

    async def _understand(self, written: WrittenMessage) -> Message | None:
        free_words = self._application.free_words
        if written.files:
            files = [attached_file(each, self._files) for each in written.files]
            return await free_words.given(written.asker, written.text, files, self._call)
        return await free_words.converse(written.asker, written.text, self._call)

    async def _call(self, call: Call) -> Message:
        """Serve a command, but refuse roles, channels and people: Discord only verifies those in interactions."""
        resolved_options = self._resolved_options.get(call.command, ())
        named = next((each for each in resolved_options if call.options.get(each.name, "").strip()), None)
        if named is not None:
            about = "ping a role from" if named.pings else "look up a role in"
            doing = _DOING.get(named.kind, about)
            raise Refusal(f"I can't {doing} a message; use /{call.command} for that.")
        return await self._application.serve(call)


@cache
def _count(outcome: str) -> Counter:
    return metrics.REQUESTS.labels(PLATFORM, "message", outcome)
