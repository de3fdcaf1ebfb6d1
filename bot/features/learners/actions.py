"""What the buttons of settings carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("myzone", version=1, command="settings")
class TypeZone(Action):
    """A time zone, typed into a form: the presser's own, or that of all who chose none."""

    team: bool = False


@action("linkself", version=1, command="link")
class LinkSelves(Action):
    """The presser made one learner with the member whom a code was given to."""

    code: str
