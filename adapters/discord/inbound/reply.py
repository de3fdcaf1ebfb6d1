"""Answers one interaction: immediately if the core is fast enough, else deferred.

https://docs.discord.com/developers/interactions/receiving-and-responding
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from adapters.discord.inbound.event import Interaction, InteractionType
from adapters.discord.inbound.modal import modal
from adapters.discord.outbound.failures import ALREADY_ANSWERED, Failure, Held, Limited, Refused, Unclear, Unreached
from adapters.discord.outbound.lines import width
from adapters.discord.outbound.message_body import EPHEMERAL, message_body
from adapters.discord.outbound.render import Page, Renderer, shorten
from adapters.discord.outbound.rest import TIMEOUT, Rest
from adapters.discord.outbound.wire import from_json, to_json
from adapters.json_value import Json
from bot.language.forms import AnyForm, Suggestion
from bot.language.message import File, Message, message
from bot.language.rich_text import text
from bot.language.text import printable

_log = logging.getLogger(__name__)

DEFER_AFTER = 0.7
"""Seconds after which we defer the answer; Discord gives up after three."""

_ANSWER_WITHIN = 2.5
_CALLBACK_TIMEOUT = 3.0
_LATER_WITHIN = 30.0
_UPLOAD_WITHIN = 25.0
"""Seconds for a request with files."""
_SOON_SENT = 1024 * 1024
"""Maximum number of bytes of files in the first answer; more would take too long to send."""
_AGAIN = 0.25

_NEW, _DEFER_NEW, _DEFER_UPDATE, _UPDATE, _CHOICES, _MODAL = 4, 5, 6, 7, 8, 9


_LONGEST_CHOICE = 100


class Reply:
    """Answers one interaction.

    Args:
        rest: sends the requests.
        renderer: renders messages.
        interaction: the interaction that it answers.
        store: stores a deferred interaction, so that it's answered even after a crash; None if the interaction was
            deferred before.
    """

    def __init__(
        self, rest: Rest, renderer: Renderer, interaction: Interaction, store: Callable[[], Awaitable[None]] | None
    ) -> None:
        self._rest = rest
        self._renderer = renderer
        self._interaction = interaction
        self._loop = asyncio.get_running_loop()
        self._received = self._loop.time()
        self._deferring: asyncio.Task[None] | None = None
        self._timer = self._loop.call_later(DEFER_AFTER, self._defer)
        self._store = store
        self.is_pending = False
        """Whether the interaction was deferred and stored."""
        if interaction.kind is InteractionType.COMPLETION:
            self._timer.cancel()  # suggestions can't be deferred
        if store is None:
            self._timer.cancel()
            self._deferring = self._loop.create_task(_told_before())
        self.seconds: float | None = None
        """Seconds from receiving the interaction until Discord accepted the first answer; None before that."""
        self.private_path: str | None = None
        """The path of the answer, if only the asker sees it; None before it's sent."""

    async def claim(self) -> None:
        """Defer the answer, which only one process can do, so that the interaction isn't served twice.

        Raises:
            Failure: another process has answered already, or it's too late.
        """
        self._timer.cancel()
        await self._callback(to_json(self._wait()))
        self._deferring = self._loop.create_task(_told_before())
        self.is_pending = True
        await self._store_request()

    async def say(self, answer: Message) -> None:
        """Answer with a message, on as many pages as needed.

        Raises:
            Failure: Discord didn't accept it, or didn't answer.
        """
        first, *rest = self._renderer.pages(answer, self._interaction.seal)
        if self._deferring is None and sum(len(file.data) for file in first.files) > _SOON_SENT:
            self._timer.cancel()
            self._defer()
        replaces = answer.replaces and self._interaction.on_private_answer
        if not await self._is_deferred():
            await self._send_first(_UPDATE if replaces else _NEW, first, private=answer.private)
            path: str | None = self._original_path
        elif replaces or (answer.private and not self._interaction.on_message):
            await self._edit(first)
            path = self._original_path
        else:
            waiting = not self._interaction.on_message
            if waiting:  # or the first follow-up would replace the deferred answer, and be private like it
                await self._edit(self._renderer.pages(message(text("Here it is.")))[0])
            path = await self._follow(first, private=answer.private)
            if waiting:
                await self._take_back()
        self.private_path = path if answer.private else None
        for page in rest:
            await self._follow(page, private=answer.private)

    async def tell(self, sentence: str) -> None:
        """Answer with a sentence that only the asker sees.

        Raises:
            Failure: Discord didn't accept it, or didn't answer.
        """
        await self.say(message(text(sentence), private=True))

    async def ask(self, form: AnyForm, press: str) -> None:
        """Open a form that has to be filled in before a press can be served.

        Discord only accepts a form as the first answer: if that was deferred, ask the person to press again.

        Args:
            form: the form.
            press: the encoded press, which comes back with the form's values.

        Raises:
            Failure: Discord didn't accept it, or didn't answer.
        """
        if await self._is_deferred():
            await self.tell("Sorry, that took me too long; please press the button again.")
            return
        await self._callback_or_sorry(to_json({"type": _MODAL, "data": modal(form, press)}))

    async def suggest(self, suggestions: Sequence[Suggestion]) -> None:
        """Answer with suggestions for an option.

        Raises:
            Failure: Discord didn't accept it, or didn't answer.
        """
        choices: list[Json] = [
            {"name": shorten(each.label, _LONGEST_CHOICE), "value": each.value}
            for each in suggestions
            if printable(each.label).strip() and width(each.value) <= _LONGEST_CHOICE
        ]
        await self._callback(to_json({"type": _CHOICES, "data": {"choices": choices}}))

    async def add(self, message: Message) -> None:
        """Send another message after the answer; if that fails, send no apology, as the caller tries again later.

        Raises:
            Failure: Discord didn't accept it, or didn't answer.
        """
        for page in self._renderer.pages(message, self._interaction.seal):
            await self._send_later("POST", self._followups_path, message_body(page, private=message.private), page)

    def stop(self) -> None:
        """Stop the timer, because no more answers follow."""
        self._timer.cancel()
        if self._deferring is not None:
            self._deferring.add_done_callback(_look_at)

    def _defer(self) -> None:
        self._deferring = self._loop.create_task(self._tell_to_wait())

    async def _tell_to_wait(self) -> None:
        self.is_pending = True
        callback = self._callback(to_json(self._wait()))
        _, failure = await asyncio.gather(self._store_request(), callback, return_exceptions=True)
        if failure is not None:
            raise failure

    def _wait(self) -> Json:
        """Return the body that defers the answer, always privately, because the answer may be private."""
        if self._interaction.on_message:
            return {"type": _DEFER_UPDATE}
        return {"type": _DEFER_NEW, "data": {"flags": EPHEMERAL}}

    async def _store_request(self) -> None:
        if self._store is not None:
            await self._store()

    async def _is_deferred(self) -> bool:
        self._timer.cancel()
        if self._deferring is None:
            return False
        with suppress(Unclear):  # it may have arrived; if it hasn't, the edit will fail
            await self._deferring
        return True

    async def _send_first(self, kind: int, page: Page, *, private: bool) -> None:
        data = message_body(page, private=private, edits=kind == _UPDATE)
        await self._callback_or_sorry(b'{"type":%d,"data":%b}' % (kind, data), page.files)

    async def _callback_or_sorry(self, body: bytes, files: Sequence[File] = ()) -> None:
        """Send the first answer; if Discord refuses it, send an apology, because the person expects an answer."""
        try:
            await self._callback(body, files)
        except Refused as refused:
            data = message_body(apology_for(refused, self._renderer), private=True)
            await self._callback(b'{"type":%d,"data":%b}' % (_NEW, data))

    async def _callback(self, body: bytes, files: Sequence[File] = ()) -> None:
        """Send the first answer, retrying after failures, which is safe because Discord accepts only one."""
        path = f"/interactions/{self._interaction.id}/{self._interaction.token}/callback"
        may_have_arrived, again = False, _AGAIN
        while True:
            try:
                await self._rest.call("POST", path, body, files=files, seconds=_CALLBACK_TIMEOUT)
                break
            except Refused as refused:
                if may_have_arrived and refused.code == ALREADY_ANSWERED:
                    break
                raise
            except (Unclear, Unreached, Limited) as failure:
                wait = failure.seconds if isinstance(failure, Limited) else again
                again *= 2
                if self._loop.time() + wait > self._received + _ANSWER_WITHIN:
                    raise
                may_have_arrived = may_have_arrived or isinstance(failure, Unclear)
            await asyncio.sleep(wait)
        if self.seconds is None:
            self.seconds = self._loop.time() - self._received

    async def _edit(self, page: Page) -> None:
        try:
            await self._send_later("PATCH", self._original_path, message_body(page, edits=True), page)
        except Refused as refused:
            sorry = apology_for(refused, self._renderer)
            await self._send_later("PATCH", self._original_path, message_body(sorry, edits=True), sorry)

    async def _take_back(self) -> None:
        """Delete the first answer, which only announced the next one; it does no harm if that fails."""
        try:
            await self._rest.call("DELETE", self._original_path, limited_by=self._original_path, seconds=TIMEOUT)
        except Failure as failure:
            _log.info("couldn't take back a note: %s", failure)

    async def _follow(self, page: Page, *, private: bool) -> str | None:
        """Send a new message, and return its path; None if Discord doesn't return its id."""
        try:
            response = await self._send_later("POST", self._followups_path, message_body(page, private=private), page)
        except Refused as refused:
            sorry = apology_for(refused, self._renderer)
            await self._send_later("POST", self._followups_path, message_body(sorry, private=True), sorry)
            return None
        try:
            return f"{self._followups_path}/messages/{int(from_json(response)['id'])}"
        except (ValueError, KeyError, TypeError):
            return None

    @property
    def _original_path(self) -> str:
        """Return the path of the first answer, or of the pressed message if the answer replaces that."""
        return f"{self._followups_path}/messages/@original"

    @property
    def _followups_path(self) -> str:
        """Return the path for follow-up messages."""
        return f"/webhooks/{self._interaction.application}/{self._interaction.token}"

    async def _send_later(self, method: str, path: str, body: bytes, page: Page) -> bytes:
        """Send a request after the first answer, with retries, but without ever posting a new message twice."""
        end = self._loop.time() + _LATER_WITHIN
        seconds = _UPLOAD_WITHIN if page.files else TIMEOUT
        while True:
            try:
                return await self._rest.call(method, path, body, files=page.files, limited_by=path, seconds=seconds)
            except (Held, Unreached, Unclear) as failure:
                wait = failure.seconds if isinstance(failure, Held) else 4 * _AGAIN
                repeatable = method == "PATCH" or not isinstance(failure, Unclear)
                if not repeatable or self._loop.time() + wait > end:
                    raise
                await asyncio.sleep(wait)


def apology_for(refused: Refused, renderer: Renderer) -> Page:
    """Return an apology if Discord refused a page for its contents; raise the error if there's another reason."""
    if refused.status not in (400, 413) or refused.code == ALREADY_ANSWERED:
        raise refused
    _log.error("Discord won't take an answer: %s", refused)
    return renderer.pages(message(text("Sorry, I couldn't show that here; please try another way.")))[0]


async def _told_before() -> None:
    """Do nothing, because the interaction was already deferred."""


def _look_at(task: asyncio.Task[None]) -> None:
    """Retrieve an exception that nobody awaited, so that asyncio doesn't report it."""
    if not task.cancelled():
        task.exception()
