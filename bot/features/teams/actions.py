"""What the buttons of teams carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("rmteam", version=1, command="team remove")
class RemoveTeam(Action):
    """A team removed, once the member is sure."""

    team: str


@action("unrmteam", version=1, command="team list")
class BringBackTeam(Action):
    """A team that was removed a short while ago, brought back."""

    team: str
