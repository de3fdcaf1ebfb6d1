"""What the buttons of teams carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("rmteam", version=1, command="team remove")
class RemoveTeam(Action):
    """Removes a team, once the member has confirmed it."""

    team: str


@action("unrmteam", version=1, command="team list")
class BringBackTeam(Action):
    """Restores a team that was removed recently."""

    team: str
