"""Usage: what there is, and how one command is used."""

from collections.abc import Sequence

from bot.actions import ShowHelp, ShowTopics, StartQuiz
from bot.call import Command, Kind, Option
from bot.message import (
    Button,
    Buttons,
    Choice,
    Emphasis,
    Facts,
    Footer,
    Heading,
    Menu,
    Message,
    code,
    message,
    strong,
    text,
)
from bot.people import Right
from bot.press import encode


def all_commands(catalogue: Sequence[Command], pack_id: str) -> Message:
    """Every command in a line, and where to begin."""
    choices = (
        Choice(f"/{each.name}", encode(ShowHelp(each.name.replace(" ", "_"))), each.summary) for each in catalogue
    )
    return message(
        Heading("What I can do"),
        text("I teach in small bites: compare, look up, quiz yourself. New here? Begin with the overview."),
        Facts(tuple((f"/{command.name}", command.summary) for command in catalogue)),
        Menu("How is it used? …", tuple(choices)),
        Buttons(
            (
                Button("Overview", encode(ShowTopics(pack_id)), Emphasis.PRIMARY),
                Button("A quick quiz", encode(StartQuiz(pack_id))),
            )
        ),
        private=True,
        replaces=True,
    )


def one_command(command: Command) -> Message:
    """How a command is used: its options and an example."""
    options = Facts(tuple((option.name, _explain(option)) for option in command.options))
    return message(
        Heading(f"/{command.name}"),
        text(command.summary),
        *([options] if command.options else []),
        text(strong("For example: "), code(command.example)),
        *([Footer("For administrators.")] if command.right is Right.ADMINISTRATOR else []),
        private=True,
        replaces=True,
    )


def _explain(option: Option) -> str:
    parts = [option.summary]
    if option.choices:
        parts.append("one of " + ", ".join(choice.value for choice in option.choices))
    if option.kind is Kind.INTEGER:
        parts.append(f"{option.minimum} to {option.maximum}")
    parts.append("needed" if option.required else "optional")
    return " · ".join(parts)
