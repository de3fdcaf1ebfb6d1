"""What's said to Versed, or near it, in free words: a wish, a question, an answer, or a word beside a file."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from bot.dispatch.guarding import guarded
from bot.dispatch.reading import CommandReader
from bot.dispatch.retrying import with_offers
from bot.features.imports.commands import IMPORT
from bot.features.talk.conversation import Conversation, Serve
from bot.language.awaited import Awaited
from bot.language.commands import AnyCommand
from bot.language.files import GivenFile
from bot.language.forms import AnyForm
from bot.language.message import Message
from bot.language.options import OptionKind
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Pressed


class FreeWords:
    """Answers what's said without a slash.

    Args:
        conversation: tells what it is, and answers it.
        catalogue: all commands.
        reading: reads what's typed as a command.
        awaited: which question each member was shown last.
        serve: serves a command.
        form: tells what to ask before a press is served, or refuses a press that's over.
    """

    def __init__(
        self,
        conversation: Conversation,
        catalogue: Sequence[AnyCommand],
        reading: CommandReader,
        awaited: Awaited,
        serve: Serve,
        form: Callable[[Pressed], Awaitable[AnyForm | None]],
    ) -> None:
        self._conversation = conversation
        self._catalogue = catalogue
        self._reading = reading
        self._awaited = awaited
        self._serve = serve
        self._form = form

    async def converse(self, asker: Asker, said: str, serve: Serve | None = None) -> Message:
        """Answer what's said to Versed in free words: small talk, a command without its slash, or a question.

        Args:
            asker: who says it, where and when.
            said: as it was typed, without markup and without the mention of Versed.
            serve: serves a command, where a platform has something to add; None for serving it as it is.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        answer = guarded(self._conversation.answer(asker, said, serve or self._serve))
        return await with_offers(answer, asker, self._catalogue)

    async def overhear(self, asker: Asker, said: str) -> Message | None:
        """Answer what's said where others may be meant, if it's for Versed or if Versed knows an answer.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        answer = guarded(self._conversation.overhear(asker, said, self._serve))
        return await with_offers(answer, asker, self._catalogue)

    async def given(self, asker: Asker, said: str, file: GivenFile, serve: Serve) -> Message:
        """Answer a file that's given to Versed: by the command that's said along with it, or as one to import.

        Args:
            asker: who gives it.
            said: as it was typed beside it, or "".
            file: the file.
            serve: serves a command.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        command, options = IMPORT, dict[str, str]()
        with suppress(Refusal):  # whatever else is said, the file is what matters
            name, typed = await self._reading.read(asker, said)
            if name == command.name:
                options = typed
        option = next(each.name for each in command.options if each.kind is OptionKind.FILE)
        return await serve(Call(asker, command.name, options, {option: file}))

    async def answering(self, asker: Asker, said: str) -> Pressed | None:
        """Return the press that a line is meant for, as it answers the question that the asker was shown last.

        A command isn't an answer, nor is what ends with a question mark.

        Args:
            asker: who says it, to Versed alone.
            said: as it was typed.
        """
        waiting = self._awaited.of(asker)
        if waiting is None or said.rstrip().endswith("?") or await self._conversation.is_command(asker, said):
            return None
        there = replace(asker, tenant=waiting.tenant, place=waiting.place)
        pressed = Pressed(there, waiting.press, said)
        try:
            await self._form(pressed)
        except Refusal:  # it takes no answer any more
            self._awaited.over(asker)
            return None
        return pressed
