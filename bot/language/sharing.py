"""Who sees an answer: public answers say who asked for what, and private ones get a “Show everyone” button."""

from collections.abc import Mapping
from dataclasses import replace

from bot.language import offers, slash
from bot.language.commands import PRIVATE, AnyCommand
from bot.language.controls import Button, Buttons
from bot.language.message import Footer, Message
from bot.language.people import Member
from bot.language.requests import Asker

SHOW = "Show everyone"

_LONGEST = 200
"""Maximum number of characters of a question to repeat."""


def credited(message: Message, member: Member, command: AnyCommand, options: Mapping[str, str]) -> Message:
    """Return a public answer with a line on top that says who asked for what; a private one is returned unchanged.

    Args:
        message: the answer.
        member: who asked.
        command: the command that they used.
        options: the typed values, by option name.
    """
    if message.private:
        return message
    shared = {option: value for option, value in options.items() if option != PRIVATE.name}
    question = shared.get(command.question, "")
    line = slash.write(command, shared) or f"/{command.name}"
    credit = f"{member.name} asked: {_cut(question)}" if question else f"{member.name} used {_cut(line)}"
    return replace(message, blocks=(Footer(credit), *message.blocks))


def kept_private(message: Message, asker: Asker, command: AnyCommand, options: Mapping[str, str]) -> Message:
    """Return a public answer as a private one, with a button that shows it to everyone.

    Args:
        message: the answer.
        asker: who asked, and where.
        command: the command that they used.
        options: the typed values, by option name.
    """
    return shareable(replace(message, private=True), asker, command.name, options)


def shareable(message: Message, asker: Asker, command: str, options: Mapping[str, str]) -> Message:
    """Return a private answer with a button that shows it to everyone, unless it's in a private conversation.

    Args:
        message: the answer.
        asker: who asked, and where.
        command: the name of the command that shows the same.
        options: the command's values as they'd be typed, by option name.
    """
    press = None if asker.place.direct else offers.run(command, {**options, PRIVATE.name: "no"})
    if press is None:
        return message
    show = Button(SHOW, press)
    blocks = list(message.blocks)
    for place in range(len(blocks) - 1, -1, -1):
        block = blocks[place]
        if isinstance(block, Buttons):
            blocks[place] = Buttons((*block.buttons, show))
            return replace(message, blocks=tuple(blocks))
    end = len(blocks) - 1 if blocks and isinstance(blocks[-1], Footer) else len(blocks)
    blocks.insert(end, Buttons((show,)))
    return replace(message, blocks=tuple(blocks))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
