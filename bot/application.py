"""The door to the core: finds what's asked for, checks who may, has it served, and never shows a traceback."""

import logging
from collections.abc import Awaitable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TypeVar

from bot.completions import Completions
from bot.content.model import CommandWords
from bot.content.reading.library import Library
from bot.features.asking.commands import AskCommands
from bot.features.authoring.commands import AuthoringCommands
from bot.features.help.welcome import welcome, welcome_alone
from bot.features.home.service import Homes
from bot.features.imports.commands import IMPORT
from bot.features.learners import settings
from bot.features.learners.linking import Linking
from bot.features.learners.notices import Notices, Send
from bot.features.learners.store.settings import Chosen
from bot.features.lessons.commands import LessonCommands
from bot.features.packs.taught import Packs
from bot.features.progress.commands import ProgressCommands
from bot.features.talk.conversation import Conversation, Serve
from bot.guarding import guarded
from bot.illustrations.illustrator import Illustrator
from bot.language import sharing, slash
from bot.language.actions import Action, decode
from bot.language.awaited import Awaited
from bot.language.commands import AnyCommand
from bot.language.files import GivenFile
from bot.language.forms import AnyForm, Form, Suggestion
from bot.language.kept import Kept
from bot.language.message import Message
from bot.language.offers import offered
from bot.language.options import OptionKind
from bot.language.people import Member
from bot.language.port import Presence
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Completion, Pressed
from bot.language.routes import OptionsFormMaker, Routes
from bot.reading import CommandReader, HalfTyped
from bot.retrying import Retrying
from bot.storage.errors import StoreError
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

_T = TypeVar("_T")


class Application:
    """Serves every command, press and completion, whatever platform they come from.

    Args:
        catalogue: all commands, in the order in which help lists them.
        routes: what serves what.
        library: the packs.
        packs: which of them is taught where.
        linking: knows who a person is elsewhere.
        notices: what people have to be told.
        lessons: explain terms.
        asking: knows who goes on from a question.
        progress: shows it.
        homes: show a member's home.
        chosen: settings.
        kept: what was typed and refused.
        illustrator: draws what answers only name.
        authoring: serves those who write.

    Attributes:
        catalogue: all commands, in the order in which help lists them.
        routes: what serves what.
    """

    def __init__(
        self,
        catalogue: Sequence[AnyCommand],
        routes: Routes,
        library: Library,
        packs: Packs,
        linking: Linking,
        notices: Notices,
        lessons: LessonCommands,
        asking: AskCommands,
        progress: ProgressCommands,
        homes: Homes,
        chosen: Chosen,
        kept: Kept,
        illustrator: Illustrator,
        authoring: AuthoringCommands,
    ) -> None:
        self._authoring = authoring
        self.catalogue = catalogue
        self.routes = routes
        self._library = library
        self._packs = packs
        self._linking = linking
        self._notices = notices
        self._lessons = lessons
        self._progress = progress
        self._homes = homes
        self._chosen = chosen
        self._illustrator = illustrator
        self._conversation = Conversation(packs, catalogue, asking.goes_on)
        self._by_name = {command.name: command for command in catalogue}
        self._completions = Completions(catalogue, routes)
        self._reading = CommandReader(catalogue, routes, self._completions.complete)
        self._awaited = Awaited(routes.answers)
        self._retrying = Retrying(catalogue, routes, kept, self.serve, self.press)
        for kind, ask in routes.options_forms.items():
            routes.whole_press(kind, partial(self._filled_in, ask))

    @property
    def translations(self) -> dict[str, dict[str, CommandWords]]:
        """Return the packs' commands in other languages: locale → command → words; the first pack wins."""
        merged: dict[str, dict[str, CommandWords]] = {}
        for pack in self._library.packs.values():
            for locale, words in pack.commands.items():
                merged[locale] = {**words, **merged.get(locale, {})}
        return merged

    async def say(self, asker: Asker, typed: str, files: Mapping[str, GivenFile] | None = None) -> Message:
        """Answer a command as it's typed.

        Args:
            asker: who typed it.
            typed: the whole line, with its slash or without.
            files: what was given along, by the name of the option.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return await self.serve(Call(asker, *await self.read(asker, typed), files or {}))

    async def read(self, asker: Asker, typed: str) -> tuple[str, dict[str, str]]:
        """Return the command and the options of a typed line.

        Args:
            asker: who typed it, and where: the names that their packs and teams have tell words apart.
            typed: the whole line, with its slash or without.

        Raises:
            Refusal: it can't be understood; it offers what was meant, if that can be told.
        """
        return await self._offering(asker, self._reading.read(asker, typed))

    async def half_typed(self, asker: Asker, line: str, *, settled: bool = False) -> HalfTyped | None:
        """Return how a half-typed line is read, and what may come at its end; None while it names no command.

        Args:
            asker: who types.
            line: what's before the caret.
            settled: whether its last value is complete, because it was picked from suggestions.

        Raises:
            Refusal: the names that tell words apart can't be looked up.
        """
        return await guarded(self._reading.half_typed(asker, line, settled=settled))

    async def serve(self, call: Call) -> Message:
        """Answer a command.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        command = self._by_name.get(call.command) or slash.find(call.command, self.catalogue)
        call = replace(call, options=slash.spread(command, call.options))
        try:
            command.check_may_run(call.asker.member, call.asker.place)
            options = command.parse(call.options, call.files)
            said = await guarded(self.routes.commands[command.name](call.asker, options))
            said = await guarded(self._for_whom(said, command, call))
            return await self._illustrated(said, call.asker)
        except Refusal as refused:
            raise self._retrying.after_command(refused, command, call) from refused

    async def _illustrated(self, said: Message, asker: Asker) -> Message:
        self._awaited.shown(asker, said)
        alone = said.private or asker.place.direct
        return await self._illustrator.illustrate(said, asker.tenant.key, asker.member.id if alone else "")

    async def use(self, call: Call) -> Message:
        """Answer a command whose words nobody else sees: what all see says who used it, and how.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return self.named(await self.serve(call), call)

    def named(self, said: Message, call: Call) -> Message:
        """Return the answer to a command under who used it, and how, if all see it.

        Args:
            said: the answer.
            call: how the command was used.
        """
        command = next((each for each in self.catalogue if each.name == call.command), None)
        if command is None or call.asker.place.direct:
            return said
        return sharing.named(said, call.asker.member, command, slash.spread(command, call.options))

    async def _for_whom(self, said: Message, command: AnyCommand, call: Call) -> Message:
        """Return an answer as the asker wants it: for all, or for them alone."""
        if said.private or not command.shared:
            return said
        private = command.wants_private(call.options)
        if private is None:
            private = await settings.asks_privately(call.asker, self._chosen)
        return sharing.kept_private(said, call.asker, command, call.options) if private else said

    async def converse(self, asker: Asker, said: str, serve: Serve | None = None) -> Message:
        """Answer what's said to Versed in free words: small talk, a command without its slash, or a question.

        Args:
            asker: who says it, where and when.
            said: as it was typed, without markup and without the mention of Versed.
            serve: serves a command, where a platform has something to add; None for serving it as it is.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return await self._offering(asker, self._conversation.answer(asker, said, serve or self.serve))

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
            await self.form(pressed)
        except Refusal:  # it takes no answer any more
            self._awaited.over(asker)
            return None
        return pressed

    async def overhear(self, asker: Asker, said: str) -> Message | None:
        """Answer what's said where others may be meant, if it's for Versed or if Versed knows an answer.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return await self._offering(asker, self._conversation.overhear(asker, said, self.serve))

    async def _offering(self, asker: Asker, answer: Awaitable[_T]) -> _T:
        """Return an answer, or its refusal with what was meant, if that can be told."""
        try:
            return await guarded(answer)
        except Refusal as refused:
            if refused.buttons:
                raise
            raise refused.offering(offered(refused, asker, self.catalogue)) from refused

    async def press(self, pressed: Pressed) -> Message:
        """Answer a press.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        action = decode(pressed.press)
        try:
            said = await guarded(self.routes.presses[type(action)](action, pressed))
        except Refusal as refused:
            if refused.buttons:
                raise
            if isinstance(form := await self._form_again(pressed), Form):
                raise self._retrying.after_press(refused, form, pressed) from refused
            self._retrying.keep(pressed)
            raise
        self._retrying.done(pressed)
        return await self._illustrated(said, pressed.asker)

    async def _filled_in(self, ask: OptionsFormMaker, action: Action, pressed: Pressed) -> Message:
        form = await ask(pressed.asker, action)
        return await self.serve(Call(pressed.asker, form.command, form.filled(pressed.fields), pressed.files))

    async def form(self, pressed: Pressed) -> AnyForm | None:
        """Return what to ask before a press is served; None if the press is all it takes.

        Raises:
            Refusal: the press can't be answered; its sentence says why and what to do.
        """
        action = decode(pressed.press)
        ask_first = self.routes.forms.get(type(action))
        if ask_first is None:
            return None
        return self._retrying.prefilled(await guarded(ask_first(pressed.asker, action)), pressed)

    async def meant_by(self, pressed: Pressed) -> AnyForm | Call | Pressed:
        """Return what to serve for a press: a form to ask first, the command that it runs, or the press itself.

        Raises:
            Refusal: the press can't be answered; its sentence says why and what to do.
        """
        return await self.form(pressed) or self._retrying.call_of(pressed) or pressed

    def line_of(self, pressed: Pressed) -> str | None:
        """Return the command that a press runs, as it can be typed; None if it runs none, or can't be typed.

        Raises:
            Refusal: the press can't be answered; its sentence says why and what to do.
        """
        call = self._retrying.call_of(pressed)
        command = self._by_name.get(call.command) if call else None
        return slash.write(command, call.options) if call and command else None

    async def _form_again(self, pressed: Pressed) -> AnyForm | None:
        """Return what's asked when a press is tried again; None if nothing is, or it can't be."""
        try:
            return await self.form(pressed)
        except Refusal:
            return None

    async def explain(self, asker: Asker, said: str) -> Message:
        """Explain the terms in a text that anyone said, for the asker alone.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return await guarded(self._lessons.explain(asker, said))

    async def write_down(self, asker: Asker, kind: str, said: str) -> Message:
        """Offer a form that makes an item of a text that anyone said, for the asker alone.

        Args:
            asker: who'd like to write it down.
            kind: of the item, one of those in FROM_MESSAGE.
            said: the text.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return await guarded(self._authoring.from_message(asker, kind, said))

    async def beside(self, asker: Asker, other: Member) -> Message:
        """Show the asker's progress beside another member's, if that one shares it; for the asker alone.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return await guarded(self._progress.beside(asker, other))

    async def home(self, asker: Asker, presence: Presence | None = None) -> Message:
        """Show what a member sees when they come to Versed itself, if the platform has a place for that.

        Args:
            asker: the member.
            presence: knows which channels they're in; None where the platform doesn't say.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return await guarded(self._homes.show(asker, presence))

    async def welcome(self, asker: Asker) -> Message:
        """Return what to say first in a tenant or a channel, or to the person who added the bot, in private.

        Args:
            asker: that person, or the bot itself, where it's said.
        """
        pack = await self._packs.taught(asker)
        return welcome_alone(pack) if asker.place.direct else welcome(pack)

    async def welcome_later(self, asker: Asker) -> None:
        """Have an administrator greeted with their next command, as the bot may not post anywhere yet."""
        sentence = (
            "Hello, I'm Versed! I'd have said so in a channel, but I can't post in any. Let me see a channel "
            "and send messages there, then try /schedule tip."
        )
        await self._notices.leave(asker.tenant.key, "welcome", sentence, asker.at)

    def purge(self, transaction: Transaction, tenant: str) -> None:
        """Delete everything kept about a tenant that has removed the bot.

        Args:
            transaction: to write in.
            tenant: its key.
        """
        self._linking.purge(transaction, tenant)

    async def tell_notices(self, asker: Asker, send: Send) -> None:
        """Tell a member or an administrator what they have to be told, once, after what they asked for.

        Args:
            asker: the member to tell.
            send: shows them something, to them alone; not called if there's nothing to tell.

        Raises:
            Exception: whatever `send` raises; it's told another time then.
        """
        try:
            await self._notices.tell(asker, send)
        except StoreError as error:
            _log.error("the store failed: %s", error)  # there is another time

    async def complete(self, completion: Completion) -> list[Suggestion]:
        """Suggest values for a half-typed option, best first; none if the command or the option is unknown."""
        return await self._completions.complete(completion)
