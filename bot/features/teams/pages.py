"""The pages about teams. Pure."""

from collections.abc import Sequence

from bot.features.help.actions import keep
from bot.features.teams.actions import BringBackTeam, RemoveTeam
from bot.features.teams.model import LastingTeam, label
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Facts, Footer, Heading, Message, message
from bot.language.offers import run
from bot.language.rich_text import CommandMention, strong, text
from bot.language.text import counted

_MOST_BUTTONS = 10
"""Maximum number of teams with a button to join; others can be joined by name."""


def created(team: LastingTeam, by: str) -> Message:
    """Announce a new team."""
    sentence = text("New team: ", strong(label(team)), f", with {by} in it.")
    join = CommandMention(f"/team join {team.name}")
    return message(
        sentence, Footer(text("Join it with ", join, " · play as teams with ", CommandMention("/game start")))
    )


def joined(team: LastingTeam) -> Message:
    """Confirm to a member that they've joined a team."""
    return message(text("You're in ", strong(label(team)), " now."), private=True)


def left(team: LastingTeam) -> Message:
    """Confirm to a member that they've left a team."""
    return message(text("You've left ", strong(team.name), "."), private=True)


def none_yet(create: str) -> Message:
    """Say that there are no teams yet.

    Args:
        create: the encoded action that opens the form for a new team.
    """
    sentence = text("There are no teams yet. Make the first one, and others can join it.")
    return message(sentence, Buttons((Button("Create a team …", create, Emphasis.PRIMARY),)), private=True)


def teams(all_teams: Sequence[LastingTeam], member: str) -> Message:
    """List the teams with their members, and buttons to join others.

    Args:
        all_teams: all teams, oldest first.
        member: the id of the member who looks.
    """
    lines = tuple(
        (f"{label(each)} ({len(each.members)})", ", ".join(each.members.values()) or "nobody") for each in all_teams
    )
    others = sorted((each for each in all_teams if member not in each.members), key=lambda each: each.name)
    presses = [(each, run("team join", {"team": each.name})) for each in others[:_MOST_BUTTONS]]
    buttons = [Button(f"Join {each.name}", press) for each, press in presses if press]
    return message(
        Heading("Teams"),
        Facts(lines),
        *([Buttons(tuple(buttons))] if buttons else []),
        Footer(text("Join one with ", CommandMention("/team join"))),
        private=True,
    )


def renamed(before: LastingTeam, now: LastingTeam) -> Message:
    """Announce a team's new name."""
    sentence = text("The team ", strong(label(before)), " is now called ", strong(label(now)), ".")
    return message(sentence, Footer("Its points and members stay."), private=True)


def are_you_sure(team: LastingTeam) -> Message:
    """Ask for confirmation before a team is removed."""
    people = counted(len(team.members), "person is", "people are") if team.members else "Nobody is"
    return message(
        Heading(f"Remove the team {label(team)}?"),
        text(f"{people} in it. It leaves the team leaderboard, but everyone keeps their own points."),
        Buttons((Button("Remove it", encode(RemoveTeam(team.id)), Emphasis.DANGER), keep())),
        private=True,
        replaces=True,
    )


def removed(team: LastingTeam) -> Message:
    """Confirm that a team was removed."""
    return message(
        text("Removed: ", strong(label(team)), ". You can undo that within an hour."),
        Buttons((Button("Undo", encode(BringBackTeam(team.id))),)),
        private=True,
        replaces=True,
    )


def back(team: LastingTeam) -> Message:
    """Confirm that a team was restored."""
    people = counted(len(team.members), "person", "people")
    sentence = text(strong(label(team)), f" is back, with {people} in it.")
    return message(sentence, private=True, replaces=True)
