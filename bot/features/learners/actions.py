"""What the buttons of settings carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("myzone", version=1, command="settings")
class TypeZone(Action):
    """A time zone, typed into a form: the presser's own, or that of all who chose none."""

    team: bool = False
