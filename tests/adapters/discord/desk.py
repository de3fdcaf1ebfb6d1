"""A core that answers when a test lets it, and messages for it to answer with."""

import asyncio

from bot.features.learners.notices import Send
from bot.features.talk.conversation import Serve
from bot.language.actions import Action
from bot.language.controls import Button, Buttons
from bot.language.forms import Form, Suggestion
from bot.language.message import Message, message
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Completion, DecodedPress, Pressed
from bot.language.rich_text import text
from tests.fakes.commands import FakeCommands

HERE_IT_IS = "Here it is."
PUBLIC = message(text("For all"), Buttons((Button("Go on", "topic.1:a:b:0"),)))
PRIVATE = message(text("For you"), private=True)
REPLACING = message(text("Instead"), private=True, replaces=True)


class Desk(FakeCommands):
    """A core that answers only once its gate is open."""

    def __init__(self, said: Message | Refusal, form: Form | None = None) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.said, self.asks = said, form
        self.askers: list[Asker] = []
        self.noticed: list[Asker] = []
        self.suggested: list[Suggestion] | None = None

    async def serve(self, call: Call, *, credited: bool = False) -> Message:
        self.calls.append(call)
        self.askers.append(call.asker)
        return await self._answer()

    async def converse(self, asker: Asker, said: str, serve: Serve | None = None) -> Message:
        self.heard.append(said)
        self.askers.append(asker)
        return await self._answer()

    async def meant_by(self, pressed: Pressed, *, filled: bool = False) -> DecodedPress:
        if self.asks is not None:
            await self._answer()
        return DecodedPress(pressed, Action(), None if filled else self.asks)

    async def press(self, pressed: Pressed) -> Message:
        self.pressed.append(pressed)
        return await self._answer()

    async def tell_notices(self, asker: Asker, send: Send) -> None:
        self.noticed.append(asker)

    async def complete(self, completion: Completion) -> list[Suggestion]:
        return await super().complete(completion) if self.suggested is None else self.suggested

    async def _answer(self) -> Message:
        assert self.gate is not None
        await self.gate.wait()
        if isinstance(self.said, Refusal):
            raise self.said
        return self.said
