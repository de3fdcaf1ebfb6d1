"""What the buttons of challenges carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("challenge", version=1, command="challenge")
class TakeChallenge(Action):
    """Shows where this member is in a challenge, and continues from there."""

    challenge: str


@action("turn", version=1, command="challenge")
class ShowTurn(Action):
    """Shows a question of a challenge; its clock starts the first time it's shown."""

    challenge: str
    position: int


@action("try", version=1, command="challenge")
class TryChoice(Action):
    """A choice made in a challenge: the index of an option in the pack's order."""

    challenge: str
    position: int
    choice: int


@action("write", version=1, command="challenge")
class TryWords(Action):
    """An answer typed in a challenge."""

    challenge: str
    position: int


@action("arrange", version=1, command="challenge")
class TryOrder(Action):
    """A partly built order in a challenge: the digits of the items picked so far, by their index in the pack."""

    challenge: str
    position: int
    picked: str = ""


@action("mine", version=1, command="challenge")
class ReviewChallenge(Action):
    """Shows this member's own answers in a closed challenge."""

    challenge: str


@action("mineon", version=1, command="challenge")
class ReviewChallengeFrom(Action):
    """Shows this member's own answers in a closed challenge, from a given position on."""

    challenge: str
    first: int


@action("close", version=1, command="challenge")
class CloseChallenge(Action):
    """Closes a challenge early, once the member has confirmed it."""

    challenge: str
    sure: bool = False


@action("openit", version=1, command="challenge")
class OpenUsual(Action):
    """Opens a challenge with the default options, after asking someone whether they meant that."""


@action("nonudge", version=1, command="settings")
class StopNudges(Action):
    """Stops the reminders before challenges close, in a tenant that may differ from the conversation's."""

    where: str
