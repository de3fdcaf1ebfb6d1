"""Presses, shortcuts and modals."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from cachetools import TTLCache

from adapters.slack.inbound import message_text, modals, payload
from adapters.slack.inbound.commands import SlashCommands
from adapters.slack.inbound.deliveries import LASTS
from adapters.slack.inbound.files import SharedFiles
from adapters.slack.inbound.responder import Respond, Responder
from adapters.slack.inbound.windows import Window
from adapters.slack.origin import ReplyPath
from adapters.slack.outbound.api import ApiError
from adapters.slack.outbound.controls import HOLDS, PRESS
from adapters.slack.outbound.escape import Phrase
from adapters.slack.outbound.rich_text import SlackJson
from adapters.slack.workspace.channels import JOIN
from adapters.slack.workspace.groups import Groups
from adapters.slack.workspace.installations import Installations
from adapters.slack.workspace.manifest import WRITE
from bot.dispatch.application import Application
from bot.features.authoring.kinds import FROM_MESSAGE
from bot.language.commands import AnyCommand
from bot.language.forms import AnyForm
from bot.language.message import Message
from bot.language.options import OptionKind
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Completion, Pressed
from bot.runtime.tasks import Tasks

_log = logging.getLogger(__name__)

_MOST = 1_000
"""At most this many recent submissions are remembered, so that a repeated delivery gets the same response."""


class Interactions:
    """Serves interactions with buttons, menus, shortcuts and modals.

    Args:
        application: the core.
        slash_commands: serves commands once their options are filled in.
        installations: opens modals with the workspace's token.
        groups: suggests user groups.
        responder: sends the answers.
        files: reads files that were chosen in modals.
        tasks: runs work that continues after the acknowledgement.
        phrase: rewords the core's texts for Slack.
    """

    def __init__(
        self,
        application: Application,
        slash_commands: SlashCommands,
        installations: Installations,
        groups: Groups,
        responder: Responder,
        files: SharedFiles,
        tasks: Tasks,
        phrase: Phrase,
    ) -> None:
        self._application = application
        self._slash_commands = slash_commands
        self._installations = installations
        self._groups = groups
        self._responder = responder
        self._files = files
        self._tasks = tasks
        self._phrase = phrase
        self._windows: TTLCache[str, Window] = TTLCache(_MOST, LASTS.total_seconds())

    async def press(self, body: payload.SlackPayload, reply_path: ReplyPath, delivery: str | None) -> None:
        """Serve a press on a button or a menu.

        Args:
            body: as Slack sends it.
            reply_path: where it came from, and how to answer.
            delivery: the id that repeated deliveries share; None if this is known to be the first one.
        """
        if not payload.action_id(body).startswith(PRESS):
            return  # it's a modal's field, which is handled when the modal is submitted
        press = payload.pressed(body)
        # A control in Home that shows the choice needs no modal on top: Home is published again anyway.
        quiet = payload.is_home(body) and payload.action_id(body).startswith(HOLDS)

        async def work(asker: Asker) -> Message | None:
            answer = await self._press(press, reply_path, asker)
            return None if quiet else answer

        await self._responder.answer(reply_path, "press", work, delivery=delivery)

    async def shortcut(self, body: payload.SlackPayload, reply_path: ReplyPath, delivery: str | None) -> None:
        """Serve a shortcut: one on a message explains it or writes it down, the global one starts a quiz.

        Args:
            body: as Slack sends it.
            reply_path: where it came from, and how to answer.
            delivery: the id that repeated deliveries share; None if this is known to be the first one.
        """

        async def work(asker: Asker) -> Message:
            if body.get("type") != "message_action":
                return await self._application.serve(Call(asker, "quiz", {}))
            content = message_text.plain(payload.part(body, "message"))
            kind = str(body.get("callback_id")).removeprefix(WRITE)
            if kind in FROM_MESSAGE:
                return await self._application.surfaces.write_down(asker, kind, content)
            return await self._application.surfaces.explain(asker, content)

        await self._responder.answer(reply_path, "command", work, delivery=delivery)

    async def suggest(self, body: payload.SlackPayload, reply_path: ReplyPath) -> list[SlackJson]:
        """Return suggestions for an option's menu in a modal."""
        command = str(payload.metadata(body).get("command") or "")
        option, typed = str(body.get("block_id") or ""), str(body.get("value") or "")
        back = modals.recall(payload.metadata(body), reply_path)
        try:
            asker = await self._responder.asker(back)
            if self._takes_role(command, option):
                found = await self._groups.suggest(typed, back.origin.team)
            else:
                found = await self._application.complete(Completion(asker, command, option, typed))
        except (ApiError, Refusal) as error:
            _log.info("no suggestions: %s", error)
            return []
        return modals.select_options(found)

    def submit(self, body: payload.SlackPayload, reply_path: ReplyPath, delivery: str) -> Window:
        """Serve a submitted modal.

        Args:
            body: as Slack sends it.
            reply_path: the reply path of the submission; the answer goes to where the modal was opened.
            delivery: the id that repeated deliveries share.

        Returns:
            The modal's window, which stays open with the typed text if the submission is refused in time.
        """
        if (known := self._windows.get(delivery)) is not None:
            return known  # a repeated delivery gets the same response
        remembered, given = payload.metadata(body), payload.submitted(body)
        back, blocks = modals.recall(remembered, reply_path), payload.blocks(body)
        command = self._slash_commands.command(payload.text(remembered.get("command")))
        if command is not None:
            given = modals.completed(remembered, given)
            window = Window(lambda refused: self._beside_option(refused, command, given, back, blocks))
            name = command.name
            work: Respond = lambda asker: self._use(Call(asker, name, given), body, back)  # noqa: E731
        else:
            window = Window(lambda refused: self._beside_answer(refused, blocks))
            press, typed = payload.text(remembered.get("press")), given.pop(modals.FIELD, "")
            channels = modals.channels(remembered)
            work = lambda asker: self._slash_commands.fill(Pressed(asker, press, typed, given), channels, reply_path)  # noqa: E731
        kind = "press" if command is None else "command"
        serving = self._tasks.start(self._responder.answer(back, kind, work, delivery=delivery, window=window))
        serving.add_done_callback(lambda _: window.close())
        window.serving = serving
        self._windows[delivery] = window
        return window

    async def _use(self, call: Call, body: payload.SlackPayload, reply_path: ReplyPath) -> Message:
        """Serve a command with the options and the files from a modal."""
        files = await self._files.of_form(body, reply_path.origin.team)
        return await self._slash_commands.serve(replace(call, files=files), reply_path)

    def _takes_role(self, name: str, option: str) -> bool:
        command = self._slash_commands.command(name)
        return command is not None and any(
            each.kind is OptionKind.ROLE and each.name == option for each in command.options
        )

    def _beside_option(
        self,
        refused: Refusal,
        command: AnyCommand,
        given: Mapping[str, str],
        back: ReplyPath,
        blocks: Collection[str],
    ) -> payload.SlackPayload:
        """Show a refusal beside the option that caused it, or above them all, and other invalid options as well."""
        if refused.option not in blocks:
            return modals.replace_view(modals.options(command, given, back, self._phrase, refused.sentence))
        wrong = {refused.option: refused.sentence}
        for option in command.options:
            try:
                if option.name in given:
                    option.parse(given[option.name])
            except Refusal as also:
                wrong.setdefault(option.name, also.sentence)
        return modals.errors({option: self._phrase(sentence) for option, sentence in wrong.items()})

    def _beside_answer(self, refused: Refusal, blocks: Collection[str]) -> payload.SlackPayload | None:
        """Show a refusal beside the field that caused it, or beside the first one; None if there's no field."""
        blamed = refused.option if refused.option in blocks else next(iter(blocks), None)
        return modals.errors({blamed: self._phrase(refused.sentence)}) if blamed is not None else None

    async def _press(self, press: str, reply_path: ReplyPath, asker: Asker) -> Message | None:
        if press.startswith(JOIN):
            return await self._slash_commands.join(press.removeprefix(JOIN), reply_path, asker)
        decoded = await self._application.meant_by(Pressed(asker, press))
        if decoded.form is not None:
            await self._ask(decoded.form, press, reply_path)
            return None
        return await self._slash_commands.serve_press(decoded, reply_path)

    async def _ask(self, form: AnyForm, press: str, reply_path: ReplyPath) -> None:
        """Open a form.

        Raises:
            Refusal: Slack no longer lets us open it.
        """
        if not reply_path.trigger:
            raise Refusal("Slack wouldn't let me ask for your answer; please press again.")
        # If the button is in a modal, the form opens on top of it.
        method = "views.push" if reply_path.view else "views.open"
        view: dict[str, Any] = {
            "trigger_id": reply_path.trigger,
            "view": modals.form(form, press, reply_path, self._phrase),
        }
        try:
            await self._installations.call(reply_path.origin.team, method, json=view)
        except ApiError as error:
            _log.info("couldn't open a form: %s", error)
            raise Refusal("Slack wouldn't let me ask for your answer; please press again.") from error
