"""What the buttons of games carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("join", version=1, command="game start")
class JoinGame(Action):
    """Playing along in a game; in a team by its id, or wherever one is missing."""

    game: str
    team: str = ""


@action("open", version=1, command="game start")
class OpenGame(Action):
    """Playing along in a game that a schedule invites to; the first to press opens its lobby.

    `until` is the minute, counted from 1970, after which the invitation is over.
    """

    game: str
    schedule: int
    until: int


@action("leave", version=1, command="game start")
class LeaveGame(Action):
    """No longer playing along."""

    game: str


@action("host", version=1, command="game start")
class HostGame(Action):
    """What a host does (host_events.Act), to which player (host_panel.number_of) or when (host_panel.moment_of)."""

    game: str
    act: str
    player: int = 0


@action("rule", version=1, command="game start")
class RuleGame(Action):
    """A rule that the host chooses in the lobby: mode, to, streaks or read, and its value."""

    game: str
    rule: str
    value: str


@action("controls", version=1, command="game start")
class ShowControls(Action):
    """What a host may do now."""

    game: str


@action("play", version=1, command="game start")
class PlayChoice(Action):
    """A choice made in a game: the number of an option, as the pack orders them."""

    game: str
    position: int
    choice: int


@action("say", version=1, command="game start")
class PlayWords(Action):
    """An answer typed in a game."""

    game: str
    position: int


@action("sort", version=1, command="game start")
class PlayOrder(Action):
    """An order being built in a game: the digits of the items picked so far, as the pack orders them."""

    game: str
    position: int
    picked: str = ""


@action("hint", version=1, command="game start")
class TakeHint(Action):
    """The hint of the open question, which makes a right answer earn less."""

    game: str
    position: int


@action("again", version=1, command="game start")
class PlayAgain(Action):
    """Playing a game that's over once more; the first to press opens its lobby."""

    game: str


@action("missed", version=1, command="game start")
class ReviewGame(Action):
    """What this member didn't get right in a game."""

    game: str


@action("missedon", version=1, command="game start")
class ReviewGameFrom(Action):
    """The same, from a place on."""

    game: str
    first: int
