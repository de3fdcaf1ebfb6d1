"""The actions behind the buttons of games. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("join", version=1, command="game start")
class JoinGame(Action):
    """Join a game, in the team with the given id; if it's empty, in the member's own team or the smallest one."""

    game: str
    team: str = ""


@action("open", version=1, command="game start")
class OpenGame(Action):
    """Join a game that a schedule invites to; the first press opens its lobby.

    `until` is when the invitation expires, in minutes since 1970.
    """

    game: str
    schedule: int
    until: int


@action("leave", version=1, command="game start")
class LeaveGame(Action):
    """Stop playing."""

    game: str


@action("host", version=1, command="game start")
class HostGame(Action):
    """Do what a host may do: `act` is a host_events.HostAct.

    `player` is the player's number (host_panel.number_of) or, for SKIP, what's skipped (host_panel.moment_of).
    """

    game: str
    act: str
    player: int = 0


@action("rule", version=1, command="game start")
class RuleGame(Action):
    """Change a rule in the lobby: mode, to, streaks or read."""

    game: str
    rule: str
    value: str


@action("controls", version=1, command="game start")
class ShowControls(Action):
    """Show the host controls."""

    game: str


@action("play", version=1, command="game start")
class PlayChoice(Action):
    """Answer with an option: `choice` is its index in the pack's order."""

    game: str
    position: int
    choice: int


@action("say", version=1, command="game start")
class PlayWords(Action):
    """Answer by typing."""

    game: str
    position: int


@action("sort", version=1, command="game start")
class PlayOrder(Action):
    """Pick the next item in an ordering question; `picked` has each item so far as a digit, its index in the pack."""

    game: str
    position: int
    picked: str = ""


@action("hint", version=1, command="game start")
class TakeHint(Action):
    """Show the open question's hint, which makes a right answer earn less."""

    game: str
    position: int


@action("again", version=1, command="game start")
class PlayAgain(Action):
    """Play a finished game again; the first press opens its lobby."""

    game: str


@action("missed", version=1, command="game start")
class ReviewGame(Action):
    """Show the questions that this member didn't get right."""

    game: str


@action("missedon", version=1, command="game start")
class ReviewGameFrom(Action):
    """Show more of those questions, starting at the index `first`."""

    game: str
    first: int
