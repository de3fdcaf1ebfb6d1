"""Free text addressed to Versed or overheard: a command, a question, an answer, or a message with a file."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from bot.dispatch.guarding import guarded
from bot.dispatch.reading import CommandReader
from bot.dispatch.retrying import with_offers
from bot.features.imports.commands import IMPORT
from bot.features.talk.choices import chosen, place_of, wants_next
from bot.features.talk.conversation import Conversation, Serve
from bot.language.awaited import Awaited, Open
from bot.language.commands import AnyCommand
from bot.language.files import GivenFile
from bot.language.message import Message
from bot.language.options import OptionKind
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, DecodedPress, Pressed
from bot.language.rich_text import Text, text
from bot.language.text import listed


class FreeWords:
    """Answers messages without a slash.

    Args:
        conversation: classifies and answers free text.
        catalogue: all commands.
        reading: parses typed commands.
        awaited: remembers which question each member was shown last.
        serve: serves a command.
        meant_by: decodes a press, or refuses an expired one.
        serve_press: serves a decoded press.
    """

    def __init__(
        self,
        conversation: Conversation,
        catalogue: Sequence[AnyCommand],
        reading: CommandReader,
        awaited: Awaited,
        serve: Serve,
        meant_by: Callable[[Pressed], Awaitable[DecodedPress]],
        serve_press: Callable[[DecodedPress], Awaitable[Message]],
    ) -> None:
        self._conversation = conversation
        self._catalogue = catalogue
        self._reading = reading
        self._awaited = awaited
        self._serve = serve
        self._meant_by = meant_by
        self._serve_press = serve_press

    def see(self, asker: Asker, message: Message) -> None:
        """Remember what someone is shown: a question that awaits their answer, or an item to talk about.

        Args:
            asker: who sees the message, and where they asked for it.
            message: what they're shown.
        """
        self._awaited.shown(asker, message)
        self._conversation.see(asker, message)

    async def converse(self, asker: Asker, said: str, serve: Serve | None = None) -> Message | None:
        """Answer free text addressed to Versed: small talk, a command without its slash, or a question.

        Returns None if there's nothing to add to what the person was just told.

        Args:
            asker: the person who wrote it.
            said: the text, without markup and without the mention of Versed.
            serve: the platform's function that serves a command; None for the default.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        waiting = None if asker.place.direct else self._awaited.of(asker)
        if waiting is not None and (waiting.tenant.key, waiting.place.id) == (asker.tenant.key, asker.place.id):
            decoded = await self._choosing(asker, said, waiting)
            if decoded is not None:
                return await self._serve_press(decoded)
        answer = guarded(self._conversation.answer(asker, said, serve or self._serve))
        return await with_offers(answer, asker, self._catalogue)

    async def recognise(self, asker: Asker, said: str, serve: Serve) -> Message | None:
        """Answer a line that may be a misspelt command, if it clearly means something or Versed knows an answer.

        Args:
            asker: the person who wrote it.
            said: the line.
            serve: the platform's function that serves a command.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        answer = guarded(self._conversation.recognise(asker, said, serve))
        return await with_offers(answer, asker, self._catalogue)

    async def overhear(self, asker: Asker, said: str) -> Message | None:
        """Answer a message that may be meant for others, if it's for Versed or if Versed knows an answer.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        answer = guarded(self._conversation.overhear(asker, said, self._serve))
        return await with_offers(answer, asker, self._catalogue)

    async def given(self, asker: Asker, said: str, files: Sequence[GivenFile], serve: Serve) -> Message | None:
        """Import the first file that's sent to Versed, or answer the text beside it if that's about something else.

        Args:
            asker: the person who sent it.
            said: the text beside it, or ""; it may hold options for the import.
            files: at least one file; the answer names the others, which have to come alone.
            serve: serves a command.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        if not await self._conversation.is_about_file(asker, said, IMPORT.name):
            return await self.converse(asker, said, serve)
        command, options = IMPORT, dict[str, str]()
        with suppress(Refusal):  # if the text isn't a command, ignore it: the file is what matters
            name, typed = await self._reading.read(asker, said)
            if name == command.name:
                options = typed
        option = next(each.name for each in command.options if each.kind is OptionKind.FILE)
        answer = await serve(Call(asker, command.name, options, {option: files[0]}))
        return replace(answer, blocks=(_only_first(files), *answer.blocks)) if len(files) > 1 else answer

    async def answering(self, asker: Asker, said: str) -> DecodedPress | None:
        """Return a line as the answer to the question that the asker was shown last; None if it isn't an answer.

        Commands aren't answers, nor are lines that end with a question mark, but the name of a choice always is. Once
        the question is answered, “next” goes on to the next one.

        Args:
            asker: the person who wrote it, in a direct message.
            said: the line, as typed.
        """
        waiting = self._awaited.of(asker)
        if waiting is None or (said.rstrip().endswith("?") and place_of(said) is None):
            return None
        if waiting.onward:
            return await self._decoded(asker, waiting, Pressed(asker, waiting.onward)) if wants_next(said) else None
        if waiting.choices:
            return await self._choosing(asker, said, waiting)
        if said.rstrip().endswith("?") or await self._conversation.is_command(asker, said):
            return None
        return await self._decoded(asker, waiting, Pressed(asker, waiting.press, said))

    async def _choosing(self, asker: Asker, said: str, waiting: Open) -> DecodedPress | None:
        """Return a line as the press that it chooses; None if it chooses none.

        Args:
            asker: the person who wrote it.
            said: the line, as typed.
            waiting: the question.
        """
        place = chosen(said, [label for label, _ in waiting.choices])
        if place is None:
            return None
        return await self._decoded(asker, waiting, Pressed(asker, waiting.choices[place][1]))

    async def _decoded(self, asker: Asker, waiting: Open, pressed: Pressed) -> DecodedPress | None:
        """Return what a press means where its question was asked; None if the question takes no more answers.

        Args:
            asker: the person who answers.
            waiting: the question.
            pressed: the press, with the answer.
        """
        there = replace(asker, tenant=waiting.tenant, place=waiting.place)
        try:
            asked = await self._meant_by(replace(pressed, asker=there))
        except Refusal:
            self._awaited.over(asker)
            return None
        return replace(asked, form=None)  # the line fills it in


def _only_first(files: Sequence[GivenFile]) -> Text:
    """Say which of several files an answer is about, and when to send the others."""
    first, *others = (each.name for each in files)
    return text(
        f"I take one file at a time, so this is only {first}. Once you're done with it, send {listed(others, 'and')}."
    )
