"""The pages of help: the list of commands, and how one command is used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.features.games.rules import LIVES
from bot.features.help.actions import ShowHelp
from bot.features.lessons.actions import ShowTopics
from bot.features.quizzes.actions import StartQuiz
from bot.features.scoring.points import HINT_COST
from bot.language.actions import encode
from bot.language.commands import AnyCommand
from bot.language.controls import Button, Buttons, Choice, Emphasis, Menu
from bot.language.message import Facts, Footer, Heading, Message, message
from bot.language.options import CommandOption, OptionKind
from bot.language.people import Right
from bot.language.rich_text import CommandMention, strong, text

_COMPARE = "compare"
"""The command that's left out for packs without sides."""


@dataclass(frozen=True, slots=True)
class HelpPart:
    """A part of the overview: commands that belong together.

    Args:
        title: what they're for.
        names: the names of commands, or of groups.
        for_administrators: whether only administrators can use them.
    """

    title: str
    names: tuple[str, ...]
    for_administrators: bool = False


def all_commands(
    catalogue: Sequence[AnyCommand],
    groups: Mapping[str, str],
    parts: Sequence[HelpPart],
    pack_id: str,
    *,
    compares: bool,
) -> Message:
    """List all commands by purpose, with buttons to begin.

    Args:
        catalogue: the commands.
        groups: summaries of groups, by the first word of their commands.
        parts: the parts of the overview.
        pack_id: the id of the pack that the buttons lead to.
        compares: whether the pack has sides to compare.
    """
    parts = [
        replace(part, names=tuple(name for name in part.names if compares or name != _COMPARE)) for part in parts
    ]
    names = [name for part in parts for name in part.names]
    first = "compare" if compares else "read"
    summaries = {**groups, **{command.name: command.summary for command in catalogue}}
    return message(
        Heading("What I can do"),
        text(f"I teach in small bites: {first}, look up, quiz yourself. New here? See the overview, or just ask me."),
        *(text(strong(part.title), "\n", " · ".join(part.names)) for part in parts),
        _how({name: summaries[name] for name in names}),
        Buttons(
            (
                Button("Overview", encode(ShowTopics(pack_id)), Emphasis.PRIMARY),
                Button("A quick quiz", encode(StartQuiz(pack_id))),
            )
        ),
        Footer(text(CommandMention(f"/help {names[0]}"), " explains one of them")),
        private=True,
        replaces=True,
    )


def one_group(group: str, catalogue: Sequence[AnyCommand], groups: Mapping[str, str]) -> Message:
    """List the commands of a group, one per line.

    Args:
        group: the first word of the commands.
        catalogue: all commands.
        groups: summaries of groups, by the first word of their commands.
    """
    commands = [command for command in catalogue if command.group == group]
    return message(
        Heading(f"/{group}"),
        text(groups[group]),
        Facts(tuple((f"/{command.name}", command.summary) for command in commands)),
        _how({command.name: command.summary for command in commands}),
        private=True,
        replaces=True,
    )


def _how(summaries: Mapping[str, str]) -> Menu:
    """Return a menu that explains commands and groups, given their summaries by name."""
    return Menu(
        "How does it work? …",
        tuple(
            Choice(f"/{name}", encode(ShowHelp(name.replace(" ", "_"))), summary)
            for name, summary in summaries.items()
        ),
    )


def one_command(command: AnyCommand, example: str) -> Message:
    """Show how a command is used: its options and an example."""
    options = Facts(tuple((option.name, _explain(option)) for option in command.options))
    return message(
        Heading(f"/{command.name}"),
        text(command.summary),
        *([options] if command.options else []),
        text(strong("For example: "), CommandMention(example)),
        *([Footer("For administrators.")] if command.right is Right.ADMINISTRATOR else []),
        private=True,
        replaces=True,
    )


def scoring() -> Message:
    """Explain how points are scored in games and challenges."""
    return message(
        Heading("How games are scored"),
        text(
            "A right answer earns 1,000 points at once (full within half a second) and 500 at the last moment: "
            "1000 × (1 − (response time ÷ time limit) ÷ 2), rounded. A wrong one earns none."
        ),
        Facts(
            (
                ("First answer", "counts, and is final once you read “Locked”"),
                ("All or nothing", "one choice, true or false, a side, a mistake, an order, typed words, a number"),
                (
                    "All that apply",
                    "your right ticks minus your wrong ones, out of all the right ones; never below 0",
                ),
                ("Pairs and gaps", "each counts the same, so two of three earn two thirds of the points"),
                ("Guesses", "the closer, the more: full credit on the spot, and half or more counts as right"),
                (
                    "Streaks and lives",
                    "need a fully right answer; a partly right one earns its share of the points, and no more",
                ),
                ("Hints", f"an answer after the hint earns {HINT_COST}% less"),
                ("Time", "runs from when the answers open to when your chat registers your press"),
                ("Teams", "the average of everyone who joined, so a team's size doesn't matter"),
                ("points:best, points:sum", "the average of the best three, or the sum, if the host chose that"),
                ("streaks:yes", "100 more for the second right answer in a row, up to 500 from the sixth"),
                ("to:3000", "the game ends as soon as someone, or a team, has that many points"),
                ("Together", "everyone's average, against 60% of all points, or the points you play to"),
                (
                    "Elimination",
                    f"{LIVES} lives each. Each question you don't get right costs one, even while you're away; if "
                    "nobody still in gets it, nobody loses one. Join late, and you start with as few lives as anyone "
                    "has. If you're out, you can keep answering. The last one in wins, or the best of those still in",
                ),
                ("Ties", "share a rank, and the next rank is skipped"),
                ("Skipped questions", "don't count"),
                ("Late joiners", "count from their first answer, or the next question"),
                ("If I'm away", "everyone gets the lost time back"),
                (
                    "Challenges",
                    "each question runs on your own clock, from when you see it; one that you skip counts 0, and "
                    "a team scores the average of its members who took part",
                ),
                (
                    "How sure?",
                    "/settings confidence:on asks that in your own quizzes. Not sure, fairly sure, certain: 1, 2 or "
                    "3 marks for a right answer, 0, −2 or −6 for a wrong one (certainty-based marking, by "
                    "A. R. Gardner-Medwin)",
                ),
                (
                    "More time",
                    "/settings more_time:2 doubles your time in challenges; in a live game, everyone gets the time "
                    "that you need, from the next question on. Speed is measured against the longer time",
                ),
            )
        ),
        private=True,
        replaces=True,
    )


def _explain(option: CommandOption) -> str:
    parts = [option.summary]
    if option.choices:
        parts.append("one of " + ", ".join(choice.value for choice in option.choices))
    if option.kind is OptionKind.INTEGER:
        parts.append(f"{option.minimum} to {option.maximum}")
    parts.append("required" if option.required else "optional")
    return " · ".join(parts)
