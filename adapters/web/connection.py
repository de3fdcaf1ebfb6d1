"""A tab's connection: who the person is, the frames from their WebSocket, and the frames waiting to be sent."""

import asyncio
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

from aiohttp import ClientConnectionResetError, WSCloseCode, WSMsgType, web

from adapters.http import is_secret
from adapters.json_value import Json
from adapters.private_answers import PrivateAnswers
from adapters.web import frames, room
from adapters.web.counting import counted
from adapters.web.entries import CHANNELS, Channel, ChannelEntry, PrivateEntry, new_id
from adapters.web.given import UploadedFiles
from adapters.web.limits import MAX_LINE, Bucket, Limits
from adapters.web.pictures import Pictures
from adapters.web.render import label_of, render, render_command, render_form, render_refusal
from adapters.web.room import Room
from adapters.web.visitors import Doorkeeper, Visitor
from bot.dispatch.application import Application
from bot.features.learners import zones
from bot.language import command_names, locales, slash
from bot.language.message import Message
from bot.language.people import PLAYGROUND, Member
from bot.language.refusals import Refusal
from bot.language.requests import Asker, DecodedPress, Pressed
from bot.language.text import clean

log = logging.getLogger(__name__)

_FOR_VERSED = re.compile(r"/versed\b", re.IGNORECASE)

SMALL_COST = 0.25
"""Rate limit tokens that a completion or a ping costs: only a part of one, as fast typists cause many completions."""


class StalePage(Refusal):
    """The page doesn't have this start's token, so it has to be reloaded."""


@dataclass(frozen=True, slots=True)
class Playground:
    """The objects that all tabs share until the playground is restarted.

    Args:
        application: the core.
        room: the channels, their entries and the people present.
        pictures: keeps pictures, and returns their URLs.
        limits: the limits for each tab.
        doorkeeper: identifies people.
        token: the token that the page has to send.
        answers: remembers where private answers to presses are.
        given: keeps uploaded files until they're used.
        first: a line that a first-time visitor's page sends; "" for none.
        greeting: a lock that's held while a tab is welcomed.
    """

    application: Application
    room: Room
    pictures: Pictures
    limits: Limits
    doorkeeper: Doorkeeper
    token: str
    answers: PrivateAnswers[PrivateEntry]
    given: UploadedFiles
    first: str = ""
    greeting: asyncio.Lock = field(default_factory=asyncio.Lock)


def knows_token(playground: Playground, token: str) -> bool:
    """Return whether a page's token is the one of this start."""
    return is_secret(token, playground.token)


class Connection:
    """A tab's WebSocket.

    Args:
        socket: the WebSocket, already prepared.
        playground: the objects that all tabs share.
        visitor: the browser's id and rights.
        abort: closes the connection immediately, for a tab that reads too slowly for a proper goodbye.
    """

    def __init__(
        self, socket: web.WebSocketResponse, playground: Playground, visitor: Visitor, abort: Callable[[], None]
    ) -> None:
        self._socket = socket
        self._playground = playground
        self._visitor = visitor
        self._abort = abort
        self._outbox: asyncio.Queue[str] = asyncio.Queue(playground.limits.outbox)
        limits = playground.limits
        self._bucket = Bucket(limits.burst, limits.per_second, asyncio.get_running_loop().time())
        self.member = Member("", "")
        self._locale = self._zone = ""
        self._erased = False

    async def run(self) -> None:
        """Serve the tab until it disconnects."""
        writer = asyncio.create_task(self._write())
        try:
            if await self._welcome():
                async for data in self._socket:
                    if data.type is not WSMsgType.TEXT:
                        break
                    await self._receive(data.data)
        finally:
            self._playground.room.leave(self)
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)

    def send(self, frame: str) -> None:
        """Queue a frame without waiting; a tab with too many queued is disconnected, and reconnects by itself."""
        try:
            self._outbox.put_nowait(frame)
        except asyncio.QueueFull:
            self._abort()

    def forget(self) -> None:
        """Have the answer that's being made leave no trace in the room: the person has just been erased."""
        self._erased = True

    async def _write(self) -> None:
        while True:
            try:
                await self._socket.send_str(await self._outbox.get())
            except ClientConnectionResetError:
                return

    async def _welcome(self) -> bool:
        """Welcome a person; a tab without a valid hello gets a refusal and is disconnected."""
        try:
            data = await self._socket.receive(self._playground.limits.hello_seconds)
        except TimeoutError:
            await self._socket.close(code=WSCloseCode.POLICY_VIOLATION)
            return False
        if data.type is not WSMsgType.TEXT:
            return False
        try:
            hello = await self._admit(data.data)
        except Refusal as refusal:
            reason = "token" if isinstance(refusal, StalePage) else "name"
            told: dict[str, Json] = {"type": "refused", "id": None, "reason": reason, "sentence": refusal.sentence}
            await self._socket.send_str(room.encode(told))
            await self._socket.close(code=WSCloseCode.POLICY_VIOLATION)
            return False
        # One per turn of the event loop: a long greeting takes milliseconds, and everyone may reconnect at once.
        async with self._playground.greeting:
            self._playground.room.join(self)
            history = self._playground.room.history(self.member)
            self.send(room.encode({"type": "welcome", "id": hello.id, **self._greeting()}, entries=history))
            await asyncio.sleep(0)
        return True

    async def _admit(self, data: str) -> frames.Hello:
        hello = frames.read(data)
        if not isinstance(hello, frames.Hello) or not knows_token(self._playground, hello.token):
            raise StalePage("This page is from an earlier start of the playground; reload it.")
        self.member = await self._playground.doorkeeper.member(self._visitor, hello.name)
        self._locale, self._zone = locales.told(hello.locale), zones.told(hello.zone)
        return hello

    def _greeting(self) -> dict[str, Json]:
        return {
            "me": {"id": self.member.id, "name": self.member.name},
            "channels": [
                {"id": channel.place.id, "name": channel.place.name, "topic": channel.topic}
                for channel in CHANNELS.values()
            ],
            "commands": [render_command(command) for command in self._playground.application.catalogue],
            "people": self._playground.room.people(),
            "first": self._playground.first,
            "kept": self._playground.limits.history,
            "last_erasure": self._playground.room.last_erasure,
            **self._playground.room.slips(self.member),
            "now": datetime.now(UTC).isoformat(),
        }

    async def _receive(self, data: str) -> None:
        """Handle a frame; exactly one answer has its id."""
        request: int | None = None
        self._erased = False
        try:
            frame = frames.read(data)
            request = frame.id
            self._pay(SMALL_COST if isinstance(frame, frames.Complete | frames.Ping) else 1.0)
            with counted(frame):
                await self._act(frame)
        except Refusal as refusal:
            self._answer("refused", request, **render_refusal(refusal))
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the tab needs an answer
            # Without the traceback, which could quote what was typed.
            log.error("serving a tab failed: %s", type(error).__name__)  # noqa: TRY400
            self._answer("refused", request, sentence="Something went wrong on my side; try again.")

    def _pay(self, cost: float) -> None:
        if not self._bucket.take(asyncio.get_running_loop().time(), cost):
            raise Refusal("That was a bit fast; wait a moment and try again.")

    async def _act(self, frame: frames.Frame) -> None:
        match frame:
            case frames.Say():
                self._answer("done", frame.id, entry=await self._say(frame))
            case frames.Press():
                await self._press(frame)
            case frames.Complete():
                self._answer("reading", frame.id, reading=await self._complete(frame))
            case frames.Dismiss():
                self._playground.room.dismiss(frame.entry, self.member.id)
                self._answer("done", frame.id)
            case frames.Ping():
                self._answer("done", frame.id)
            case frames.Hello():
                raise Refusal("This tab is already here; reload the page to come in under another name.")

    def _answer(self, type_: str, request: int | None, **fields: Json) -> None:
        self.send(room.encode({"type": type_, "id": request, **fields}))

    async def _say(self, frame: frames.Say) -> str:
        channel = _channel(frame.channel)
        line = clean(frame.text)
        if not line:
            raise Refusal("There's nothing to say yet; type a line or a command.")
        if len(line) > MAX_LINE:
            raise Refusal(f"That line is too long; keep it under {MAX_LINE:,} characters.")
        if not command_names.begins(line) or _FOR_VERSED.match(line):
            return await self._talk(channel, line)
        # The core gets the original text: it cleans that itself, but refuses names with hidden characters.
        files = self._playground.given.named(self._visitor.browser, frame.files)
        said = await self._playground.application.say(self._asker(channel), frame.text, files)
        return self._add(channel, f"used {line}", said).id

    async def _talk(self, channel: Channel, line: str) -> str:
        """Show everyone what a person says, and Versed's answer if any; someone who's alone is talking to Versed."""
        said, asker = self._add(channel, line, None).id, self._asker(channel)
        application, words = self._playground.application, self._playground.application.free_words
        try:
            alone = len(self._playground.room.people()) == 1
            if alone and (decoded := await words.answering(asker, line)) is not None:
                answer: Message | None = await application.serve_press(decoded)
            else:
                answer = await (words.converse(asker, line) if alone else words.overhear(asker, line))
        except Refusal as refusal:
            answer = refusal.said
        return said if answer is None else self._add(channel, "", answer).id

    async def _press(self, frame: frames.Press) -> None:
        """Serve a press, or send the form that it needs first."""
        handle, kept = self._playground.answers.expect(), None
        try:
            decoded = await self._decoded(frame, handle)
            if decoded.form is not None:
                self._answer("asks", frame.id, form=render_form(decoded.form))
            else:
                kept = await self._answer_press(frame, decoded)
                self._answer("done", frame.id, entry=kept.id)
        finally:
            where = PrivateEntry(kept.id, kept.owner) if kept and kept.owner else None
            self._playground.answers.note_sent(handle, where)

    async def _decoded(self, frame: frames.Press, handle: str) -> DecodedPress:
        asker = replace(self._asker(_channel(frame.channel)), reply=handle)
        files = self._playground.given.named(self._visitor.browser, frame.files)
        pressed = Pressed(asker, frame.press, clean(frame.text or ""), frame.fields or {}, files=files)
        filled = frame.text is not None or frame.fields is not None
        return await self._playground.application.meant_by(pressed, filled=filled)

    async def _answer_press(self, frame: frames.Press, decoded: DecodedPress) -> ChannelEntry:
        said = await self._playground.application.serve_press(decoded)
        entry = self._playground.room.find(frame.entry, self.member.id)
        label = label_of(entry.message, frame.press) if entry and entry.message else None
        # Only a private answer can replace another one: a public message mustn't change while others read it.
        # The room may have dropped the entry (after a restart); the page still knows whether it's private.
        replacing = said.replaces and said.private and (entry is None or entry.owner is not None)
        did = f"used {clean(decoded.line)}" if decoded.line else f"pressed “{label}”" if label else "pressed a button"
        return self._add(_channel(frame.channel), did, said, replacing=frame.entry if replacing else None)

    async def _complete(self, frame: frames.Complete) -> Json:
        asker = self._asker(_channel(frame.channel))
        application = self._playground.application
        read = await application.half_typed(asker, frame.line[:MAX_LINE], settled=frame.settled)
        if read is None:
            return None
        option = next((each for each in read.command.options if each.name == read.option), None)
        lines: list[Json] = [
            {"label": each.label, "line": f"{read.before}{slash.as_typed(each.value, read.command, option)} "}
            for each in read.suggestions
        ]
        return {"command": read.command.name, "given": [*read.values], "option": read.option, "suggestions": lines}

    def _add(
        self, channel: Channel, text: str, message: Message | None, *, replacing: str | None = None
    ) -> ChannelEntry:
        owner = self.member.id if message and message.private else None
        keep = partial(self._playground.pictures.keep, owner=owner)
        entry = ChannelEntry(
            channel=channel.place.id,
            by=self.member,
            at=datetime.now(UTC),
            text=text,
            message=message,
            blocks=render(message, keep) if message else None,
            owner=owner,
            id=new_id(),
        )
        self._playground.room.add(entry, replacing=replacing, kept=not self._erased)
        return entry

    def _asker(self, channel: Channel) -> Asker:
        return Asker(PLAYGROUND, channel.place, self.member, datetime.now(UTC), self._locale, self._zone)


def _channel(id_: str) -> Channel:
    if id_ not in CHANNELS:
        raise Refusal("There's no such channel; pick one from the list.")
    return CHANNELS[id_]
