"""What the buttons of challenges carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("challenge", version=1, command="challenge")
class TakeChallenge(Action):
    """Where this member is in a challenge, and on from there."""

    challenge: str


@action("turn", version=1, command="challenge")
class ShowTurn(Action):
    """A question of a challenge; its clock starts when it's shown first."""

    challenge: str
    position: int


@action("try", version=1, command="challenge")
class TryChoice(Action):
    """A choice made in a challenge: the number of an option, as the pack orders them."""

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
    """An order being built in a challenge: the digits of the items picked so far, as the pack orders them."""

    challenge: str
    position: int
    picked: str = ""


@action("mine", version=1, command="challenge")
class ReviewChallenge(Action):
    """This member's own answers in a challenge that has closed."""

    challenge: str


@action("mineon", version=1, command="challenge")
class ReviewChallengeFrom(Action):
    """The same, from a place on."""

    challenge: str
    first: int


@action("close", version=1, command="challenge")
class CloseChallenge(Action):
    """A challenge closed before its time, once the member is sure."""

    challenge: str
    sure: bool = False


@action("openit", version=1, command="challenge")
class OpenUsual(Action):
    """A challenge opened as it usually is, by someone who was asked whether they meant that."""


@action("nonudge", version=1, command="settings")
class StopNudges(Action):
    """No more word before challenges close; from a tenant that may not be the one of the conversation."""

    where: str
