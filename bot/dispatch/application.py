"""The core's entry point: finds the handler of a request, checks permissions, serves it, and hides tracebacks."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.content.model import CommandWords
from bot.content.reading.library import Library
from bot.dispatch.completions import Completions
from bot.dispatch.free_words import FreeWords
from bot.dispatch.guarding import guarded
from bot.dispatch.reading import CommandReader, HalfTyped
from bot.dispatch.retrying import Retrying
from bot.dispatch.surfaces import Surfaces
from bot.dispatch.tenant_lifecycle import TenantLifecycle
from bot.features.learners import settings
from bot.features.learners.chosen import Chosen
from bot.features.learners.notices import Notices, Send
from bot.features.talk.conversation import Conversation
from bot.illustrations.illustrator import Illustrator
from bot.language import command_names, offers, sharing, slash
from bot.language.actions import Action, decode
from bot.language.awaited import Awaited
from bot.language.commands import AnyCommand
from bot.language.files import GivenFile
from bot.language.forms import AnyForm, Suggestion
from bot.language.message import Message
from bot.language.offers import NOT_VALID, FillIn, RunCommand, TypeIn
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Completion, DecodedPress, Pressed
from bot.language.routes import Routes
from bot.storage.errors import StoreError

_log = logging.getLogger(__name__)


class Application:
    """Serves every command, press and completion, from any platform.

    Args:
        catalogue: all commands, in the order in which help lists them.
        routes: the handlers of commands, presses and forms.
        library: the packs.
        conversation: answers free text.
        surfaces: serves a platform's menus, and the home page.
        tenants: greets tenants, and deletes their data.
        notices: the notices that people have to be shown.
        chosen: the settings.
        retrying: makes the buttons under a refusal.
        illustrator: draws the pictures that answers refer to.
        awaited: knows which questions await an answer.

    Attributes:
        catalogue: all commands, in the order in which help lists them.
        routes: the handlers of commands, presses and forms.
        free_words: answers messages without a slash.
        surfaces: serves a platform's menus, and the home page.
        tenants: greets tenants, and deletes their data.
    """

    def __init__(
        self,
        catalogue: Sequence[AnyCommand],
        routes: Routes,
        library: Library,
        conversation: Conversation,
        surfaces: Surfaces,
        tenants: TenantLifecycle,
        notices: Notices,
        chosen: Chosen,
        retrying: Retrying,
        illustrator: Illustrator,
        awaited: Awaited,
    ) -> None:
        self.catalogue = catalogue
        self.routes = routes
        self.surfaces = surfaces
        self.tenants = tenants
        self._library = library
        self._notices = notices
        self._chosen = chosen
        self._illustrator = illustrator
        self._by_name = {command.name: command for command in catalogue}
        self._completions = Completions(catalogue, routes)
        self._reading = CommandReader(catalogue, routes, self._completions.complete)
        self._retrying = retrying
        self.free_words = FreeWords(
            conversation, catalogue, self._reading, awaited, self.serve, self.meant_by, self.serve_press
        )

    @property
    def translations(self) -> dict[str, dict[str, CommandWords]]:
        """Return the packs' translations of commands: locale → command → words; the first pack takes precedence."""
        merged: dict[str, dict[str, CommandWords]] = {}
        for pack in self._library.packs.values():
            for locale, words in pack.commands.items():
                merged[locale] = {**words, **merged.get(locale, {})}
        return merged

    async def say(self, asker: Asker, typed: str, files: Mapping[str, GivenFile] | None = None) -> Message:
        """Answer a typed command.

        Args:
            asker: the person who typed it.
            typed: the whole line, with or without a slash.
            files: the attached files, by the option's name.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return await self.serve(Call(asker, *await self.read(asker, typed), files or {}))

    async def read(self, asker: Asker, typed: str) -> tuple[str, dict[str, str]]:
        """Parse a typed line; return the command's name and the options.

        Args:
            asker: the person who typed it; the names in their packs and teams help to split the words.
            typed: the whole line, with or without a slash.

        Raises:
            Refusal: it can't be understood; the refusal offers what may have been meant.
        """
        return await self._retrying.after_line(guarded(self._reading.read(asker, typed)), asker, typed)

    async def half_typed(self, asker: Asker, line: str, *, settled: bool = False) -> HalfTyped | None:
        """Return how a half-typed line is read so far, with suggestions for its end; None without a command's name.

        Args:
            asker: the person who's typing.
            line: the text before the caret.
            settled: whether its last value is complete, because it was picked from suggestions.

        Raises:
            Refusal: the names in the asker's packs and teams can't be looked up.
        """
        return await guarded(self._reading.half_typed(asker, line, settled=settled))

    async def serve(self, call: Call, *, credited: bool = False) -> Message:
        """Answer a command.

        Args:
            call: the command and its options.
            credited: whether a public answer says who used the command, and how, because others can't see that.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return await self._shown(await self._run(call, credited=credited), call.asker)

    async def _run(self, call: Call, *, credited: bool, problem: Refusal | None = None) -> Message:
        """Run a command, and return its answer; its refusal has buttons with what may have been meant.

        Args:
            call: the command and its options.
            credited: whether a public answer says who used the command, and how.
            problem: why the platform refuses one of the options, so that the command can't run; None if it doesn't.
        """
        command = self._by_name.get(call.command) or command_names.find(call.command, self.catalogue)
        call = replace(call, options=slash.spread(command, call.options))
        try:
            command.check_may_run(call.asker.member, call.asker.place)
            if problem is not None:
                raise problem
            example = await self._completions.example(command, call)
            options = command.parse(call.options, call.files, example)
            answer = await guarded(self.routes.commands[command.name](call.asker, options))
            answer = await guarded(self._for_whom(answer, command, call))
        except Refusal as refused:
            raise self._retrying.after_command(refused, command, call) from refused
        if not credited or call.asker.place.direct:
            return answer
        return sharing.credited(answer, call.asker.member, command, call.options)

    async def _for_whom(self, answer: Message, command: AnyCommand, call: Call) -> Message:
        """Return the answer, public or private as the asker prefers."""
        if answer.private or not command.shared:
            return answer
        private = command.wants_private(call.options)
        if private is None:
            private = await settings.asks_privately(call.asker, self._chosen)
        return sharing.kept_private(answer, call.asker, command, call.options) if private else answer

    async def _shown(self, answer: Message, asker: Asker) -> Message:
        """Return an answer with its pictures drawn, and remember what may be said about it."""
        self.free_words.see(asker, answer)
        alone = answer.private or asker.place.direct
        return await self._illustrator.illustrate(answer, asker.tenant.key, asker.member.id if alone else "")

    async def press(self, pressed: Pressed) -> Message:
        """Answer a press that needs no form, or whose form is filled in.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return await self.serve_press(await self.meant_by(pressed, filled=True))

    async def meant_by(self, pressed: Pressed, *, filled: bool = False) -> DecodedPress:
        """Decode a press, and return what to do: show a form first, run a command, or serve its action.

        Args:
            pressed: the press, untrusted.
            filled: whether its form, if it has one, is filled in.

        Raises:
            Refusal: the press can't be answered; its sentence says why and what to do.
        """
        action = decode(pressed.press)
        if isinstance(action, TypeIn):
            press, *typed = offers.unpacked(action.press)
            action = decode(press)
            if len(typed) != 1 or type(action) not in self.routes.forms or isinstance(action, FillIn):
                raise Refusal(NOT_VALID)
            pressed, filled = replace(pressed, press=press, text=typed[0]), True
        if not filled and (form := await self._form(action, pressed)) is not None:
            return DecodedPress(pressed, action, form)
        call_of = self.routes.calls.get(type(action))
        if call_of is None:
            return DecodedPress(pressed, action)
        call = await guarded(call_of(action, pressed))
        line = self._line_of(call) if isinstance(action, RunCommand | FillIn) else ""
        return DecodedPress(pressed, action, call=call, line=line)

    async def serve_press(self, decoded: DecodedPress, *, credited: bool = False) -> Message:
        """Answer a press that has been decoded.

        Args:
            decoded: the press, and the command or the action that it means.
            credited: whether a command's public answer says who used it, and how.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        call, pressed = decoded.call, decoded.pressed
        answer = await (self._act(decoded) if call is None else self._run_pressed(call, decoded, credited=credited))
        self._retrying.done(pressed)
        return await self._shown(answer, pressed.asker)

    async def _act(self, decoded: DecodedPress) -> Message:
        """Serve the action of a press, and return its answer; its refusal opens the form again, if there's one."""
        action, pressed = decoded.action, decoded.pressed
        try:
            if pressed.problem is not None:
                raise pressed.problem
            return await guarded(self.routes.presses[type(action)](action, pressed))
        except Refusal as refused:
            form = await self._form_again(action, pressed)
            raise self._retrying.after_press(refused, form, pressed) from refused

    async def _run_pressed(self, call: Call, decoded: DecodedPress, *, credited: bool) -> Message:
        """Run the command of a press, and return its answer; its refusal has buttons as if it had been typed.

        If it has none, as with a role, which no button can carry, it opens the form again.
        """
        pressed = decoded.pressed
        try:
            return await self._run(call, credited=credited, problem=pressed.problem)
        except Refusal as refused:
            if refused.buttons:
                raise
            form = await self._form_again(decoded.action, pressed)
            raise self._retrying.after_press(refused, form, pressed) from refused

    async def _form(self, action: Action, pressed: Pressed) -> AnyForm | None:
        """Return the form to show before a press is served; None if it needs none."""
        ask_first = self.routes.forms.get(type(action))
        if ask_first is None:
            return None
        return self._retrying.prefilled(await guarded(ask_first(pressed.asker, action)), pressed)

    async def _form_again(self, action: Action, pressed: Pressed) -> AnyForm | None:
        """Return the form for trying a press again; None if there's none, or it's refused."""
        try:
            return await self._form(action, pressed)
        except Refusal:
            return None

    def _line_of(self, call: Call) -> str:
        """Return a call as someone would type it; "" if it can't be typed."""
        command = self._by_name.get(call.command)
        return (slash.write(command, call.options) if command else None) or ""

    async def tell_notices(self, asker: Asker, send: Send) -> None:
        """Show a member or an administrator their pending notices, once, after the answer to their request.

        Args:
            asker: the member.
            send: shows them a message in private; not called if there are no notices.

        Raises:
            Exception: whatever `send` raises; the notices are shown another time then.
        """
        try:
            await self._notices.tell(asker, send)
        except StoreError as error:
            _log.error("the store failed: %s", error)  # they're shown another time

    async def complete(self, completion: Completion) -> list[Suggestion]:
        """Suggest values for a half-typed option, best first; none if the command or the option is unknown."""
        return await self._completions.complete(completion)
