"""Who sees an answer: what's for all says who asked for what, and what's for one can be shown to all."""

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
"""Characters of a question that are said again."""


def named(said: Message, member: Member, command: AnyCommand, options: Mapping[str, str]) -> Message:
    """Return an answer to all under who asked for what; one for the asker alone stays as it is.

    Args:
        said: the answer.
        member: who asked.
        command: what they used.
        options: with it, by the option's name, as typed.
    """
    if said.private:
        return said
    given = {option: value for option, value in options.items() if option != PRIVATE.name}
    question = given.get(command.question, "")
    line = slash.write(command, given) or f"/{command.name}"
    asked = f"{member.name} asked: {_cut(question)}" if question else f"{member.name} used {_cut(line)}"
    return replace(said, blocks=(Footer(asked), *said.blocks))


def kept_private(said: Message, asker: Asker, command: AnyCommand, options: Mapping[str, str]) -> Message:
    """Return an answer that would be for all, for the asker alone, with a button that shows it to all.

    Args:
        said: the answer.
        asker: who asked, and where.
        command: what they used.
        options: with it, by the option's name, as typed.
    """
    return shareable(replace(said, private=True), asker, command.name, options)


def shareable(said: Message, asker: Asker, command: str, options: Mapping[str, str]) -> Message:
    """Return an answer for the asker alone with a button that shows it to all, if there are others.

    Args:
        said: the answer.
        asker: who asked, and where.
        command: the name of the one that shows the same.
        options: with it, by the option's name, as they'd be typed.
    """
    press = None if asker.place.direct else offers.run(command, {**options, PRIVATE.name: "no"})
    if press is None:
        return said
    show = Button(SHOW, press)
    blocks = list(said.blocks)
    for place in range(len(blocks) - 1, -1, -1):
        block = blocks[place]
        if isinstance(block, Buttons):
            blocks[place] = Buttons((*block.buttons, show))
            return replace(said, blocks=tuple(blocks))
    end = len(blocks) - 1 if blocks and isinstance(blocks[-1], Footer) else len(blocks)
    blocks.insert(end, Buttons((show,)))
    return replace(said, blocks=tuple(blocks))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
