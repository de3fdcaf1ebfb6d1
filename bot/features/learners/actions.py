"""What the buttons of settings carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("myzone", version=1, command="settings")
class TypeZone(Action):
    """Opens a form for a time zone: the presser's own, or the team's default."""

    team: bool = False


@action("linkself", version=1, command="link")
class LinkSelves(Action):
    """Links the presser with the member that a code was given to."""

    code: str
