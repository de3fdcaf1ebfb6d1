"""The door to the core: finds what is asked for, checks who may, has it served, and never shows a traceback."""

import logging
import secrets
from collections.abc import Awaitable, Sequence
from typing import TypeVar

from bot import slash
from bot.call import Asker, Call, Command, Completion, Pressed, Suggestion
from bot.catalogue import CATALOGUE
from bot.content.titles import Title, Titles
from bot.handlers import Handlers, Services
from bot.lessons import notices, settings
from bot.lessons.welcome import welcome
from bot.message import Form, Message, Refusal
from bot.people import Member, check_right
from bot.press import decode
from bot.store.errors import StoreError

_log = logging.getLogger(__name__)

_T = TypeVar("_T")

MOST_SUGGESTIONS = 25
"""Suggestions shown for an option: Discord's limit, the smallest among the platforms."""


class Commands:
    """Serves every command, press and completion, whatever platform they come from.

    Args:
        services: what the commands work with.
    """

    def __init__(self, services: Services) -> None:
        self._library = services.library
        self._database = services.database
        self._handlers = Handlers(services)
        handlers = self._handlers
        self._serve = {
            "compare": handlers.compare,
            "define": handlers.define,
            "ask": handlers.ask,
            "tip": handlers.tip,
            "quiz": handlers.quiz,
            "progress": handlers.progress,
            "settings": handlers.settings,
            "help": handlers.help,
        }

    @property
    def catalogue(self) -> Sequence[Command]:
        """All commands, in the order in which help lists them."""
        return CATALOGUE

    async def serve(self, call: Call) -> Message:
        """Answer a command.

        Raises:
            Refusal: it cannot be answered; its sentence says why and what to do.
        """
        command = slash.find(call.command, CATALOGUE)
        check_right(call.asker.member, command.right, command.doing)
        if command.needs_channel and call.asker.place.direct:
            raise Refusal(f"/{command.name} is for a channel; run it in one of yours.")
        options = command.parse(call.options)
        return await _guarded(self._serve[command.name](call.asker, options))

    async def press(self, pressed: Pressed) -> Message:
        """Answer a press.

        Raises:
            Refusal: it cannot be answered; its sentence says why and what to do.
        """
        return await _guarded(self._handlers.press(pressed.asker, decode(pressed.press), pressed.text))

    async def form(self, pressed: Pressed) -> Form | None:
        """What to ask before a press is served; None where it needs no more than the press.

        Raises:
            Refusal: the press cannot be answered; its sentence says why and what to do.
        """
        return await _guarded(self._handlers.form(pressed.asker, decode(pressed.press)))

    async def explain(self, asker: Asker, said: str) -> Message:
        """The terms in a text that anybody said, for the asker alone.

        Raises:
            Refusal: it cannot be answered; its sentence says why and what to do.
        """
        return await _guarded(self._handlers.explain(asker, said))

    async def beside(self, asker: Asker, other: Member) -> Message:
        """The asker's progress beside another member's, if that one shares it; for the asker alone.

        Raises:
            Refusal: it cannot be answered; its sentence says why and what to do.
        """
        return await _guarded(self._handlers.beside(asker, other))

    async def home(self, asker: Asker) -> Message:
        """What a member sees when they come to Versed itself, where the platform has a place for that.

        Raises:
            Refusal: it cannot be answered; its sentence says why and what to do.
        """
        return await _guarded(self._handlers.home(asker))

    async def welcome(self, asker: Asker) -> Message:
        """What to say first in a tenant; the asker is whoever brought the bot there, or the bot itself."""
        return welcome(await self._handlers.pack_for(asker))

    async def notice(self, asker: Asker) -> Message | None:
        """What an administrator has to be told, once; None where there is nothing, or for another person.

        To be shown to them alone, after what they asked for.
        """
        if not asker.member.administrator or asker.member.outsider:
            return None
        return await _guarded(notices.for_administrator(asker, self._database))

    async def complete(self, completion: Completion) -> list[Suggestion]:
        """Suggestions for a half-typed option, best first; none where the command or the option is unknown."""
        command = next((command for command in CATALOGUE if command.name == completion.command), None)
        option = next((each for each in command.options if each.name == completion.option), None) if command else None
        if option is None:
            return []
        if option.choices:
            titles = Titles(Title(choice.value, choice.label, (choice.value,)) for choice in option.choices)
        else:
            titles = await self._titles(completion.asker, option.name)
        return [Suggestion(title.name, title.name) for title in titles.complete(completion.typed, MOST_SUGGESTIONS)]

    async def _titles(self, asker: Asker, option: str) -> Titles:
        if option == "command":
            return Titles(Title(command.name, command.name) for command in CATALOGUE)
        if option == "pack":
            return settings.titles(self._library)
        finder = self._handlers.finder(await self._handlers.pack_for(asker))
        found = {"topic": finder.topics, "aspect": finder.aspects, "term": finder.terms, "sides": finder.sides}
        return found.get(option, Titles(()))


async def _guarded(answer: Awaitable[_T]) -> _T:
    """The answer; what goes wrong inside is logged under a reference, which is all that a person sees of it."""
    try:
        return await answer
    except Refusal:
        raise
    except StoreError as error:
        _log.error("the store failed: %s", error)
        raise Refusal("I could not save or look that up just now; please try again in a minute.") from error
    except Exception as error:
        reference = secrets.token_hex(3)
        _log.exception("unexpected error, reference %s", reference)
        raise Refusal(f"Something went wrong here; please try again (reference {reference}).") from error
