"""The terminal: answers commands from the command line as text."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote

from bot.dispatch.application import Application
from bot.language import command_names
from bot.language.direction import isolate
from bot.language.files import GivenFile, too_large
from bot.language.forms import AnyForm, Form
from bot.language.message import Message
from bot.language.options import OptionKind
from bot.language.people import PLAYGROUND, Place, local_member
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Pressed
from bot.language.text import as_seen, clean, printable, unquoted

_NOTHING_TO_ADD = "I've nothing to add to what I just said."


@dataclass(frozen=True, slots=True)
class SayRequest:
    """A command or a press from the command line.

    Args:
        typed: the command with its slash, or the text for the form of the button that's pressed.
        name: the name of the person.
        channel: the channel, with or without the #.
        press: the id of a button to press, or None.
        folder: the folder to which file names are relative; "" if files can't be given.
    """

    typed: str
    name: str
    channel: str
    press: str | None = None
    folder: str = ""


async def answer(application: Application, said: SayRequest) -> str:
    """Return the answer to a command or press, as text.

    Args:
        application: the application.
        said: the request of a person on this machine, who's an administrator here.

    Raises:
        Refusal: the request was refused.
    """
    place = as_seen(clean(said.channel).removeprefix("#")) or "general"
    asker = Asker(PLAYGROUND, Place(place, f"#{place}"), local_member(said.name), datetime.now(UTC))
    if said.press is not None:
        return shown(await application.press(Pressed(asker, said.press, said.typed)), said.name)
    if not clean(said.typed).strip():
        raise Refusal('There\'s nothing to say yet; try: versed say "/help"')
    try:
        if not command_names.begins(said.typed):
            reply = await application.free_words.converse(asker, said.typed)
            return _NOTHING_TO_ADD if reply is None else shown(reply, said.name)
        command, options = await application.read(asker, said.typed)
        files = _files(application, command, options, said.folder) if said.folder else {}
        typed = {name: value for name, value in options.items() if name not in files}
        return shown(await application.serve(Call(asker, command, typed, files)), said.name)
    except Refusal as refused:
        runs = [Pressed(asker, button.press) for button in refused.buttons if button.form is None]
        lines = [(await application.meant_by(each)).line for each in runs]
        say = f"  versed say --as {quote(said.name)}"
        raise Refusal("\n".join([refused.sentence, *(f"{say} {quote(line)}" for line in lines if line)])) from refused


def _files(application: Application, name: str, options: Mapping[str, str], folder: str) -> dict[str, GivenFile]:
    """Return the files on this machine that a command's options name."""
    command = command_names.find(name, application.catalogue)
    taken = [each.name for each in command.options if each.kind is OptionKind.FILE and each.name in options]
    return {each: _file(Path(folder, unquoted(options[each])), each) for each in taken}


def _file(path: Path, option: str) -> GivenFile:
    async def read(most: int) -> bytes:
        raw = await asyncio.to_thread(_bytes_of, path, most)
        if len(raw) > most:
            raise too_large(most)
        return raw

    if not path.is_file():
        raise Refusal(f"There's no file {path}; check its name.", option=option)
    return GivenFile(path.name, path.stat().st_size, read)


def _bytes_of(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most + 1)


def shown(reply: Message, name: str) -> str:
    """Return a reply as text, with instructions for pressing its buttons.

    Args:
        reply: the reply.
        name: who asked.
    """
    lines = [plain(reply)]
    pressable = buttons(reply)
    if pressable:
        width = max(len(button.label) for button in pressable)
        lines.append(f"\nContinue with: versed say --as {quote(name)} --press …")
    for button in pressable:
        typed = f" {quote(_example_of(button.form))}" if button.form else ""
        lines.append(isolate(printable(f"  {button.label:{width}}  {button.press}{typed}")))
    return "\n".join(lines)


def _example_of(form: AnyForm) -> str:
    """Return an example of the text to type instead of filling in a form."""
    return (form.example if isinstance(form, Form) else "") or "your answer"
