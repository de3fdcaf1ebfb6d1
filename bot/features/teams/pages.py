"""What's said about teams. Pure."""

from bot.features.teams.actions import BringBackTeam, RemoveTeam
from bot.features.teams.model import LastingTeam, label
from bot.language.actions import encode
from bot.language.message import Button, Buttons, Emphasis, Footer, Heading, Message, message, strong, text
from bot.language.text import counted


def renamed(before: LastingTeam, now: LastingTeam) -> Message:
    """Return what's said once a team has another name."""
    said = text(strong(label(before)), " is now called ", strong(label(now)), ".")
    return message(said, Footer("Its points and members stay."), private=True)


def are_you_sure(team: LastingTeam) -> Message:
    """Return what's asked before a team is removed."""
    people = counted(len(team.members), "person is", "people are")
    return message(
        Heading(f"Remove the team {label(team)}?"),
        text(f"{people} in it. It leaves the team leaderboard, but everyone keeps their own points."),
        Buttons((Button("Remove it", encode(RemoveTeam(team.id)), Emphasis.DANGER),)),
        private=True,
        replaces=True,
    )


def removed(team: LastingTeam) -> Message:
    """Return what's said once a team is removed."""
    return message(
        text("Removed: ", strong(label(team)), ". You can undo that within an hour."),
        Buttons((Button("Undo", encode(BringBackTeam(team.id))),)),
        private=True,
        replaces=True,
    )


def back(team: LastingTeam) -> Message:
    """Return what's said once a team is back."""
    people = counted(len(team.members), "person", "people")
    said = text(strong(label(team)), f" is back, with {people} in it.")
    return message(said, private=True, replaces=True)
