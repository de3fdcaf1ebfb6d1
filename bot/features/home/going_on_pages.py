"""The running games and open challenges in a member's channels, each with a button to it. Pure."""

from collections.abc import Iterator

from bot.features.challenges.actions import TakeChallenge
from bot.features.games.actions import JoinGame
from bot.features.games.state import GamePhase, GameState
from bot.features.home.model import GameThere, GoingOn
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Countdown
from bot.language.rich_text import ChannelMention, strong, text
from bot.language.text import counted


def blocks(going_on: GoingOn) -> Iterator[Block]:
    """Yield the running games, and the challenges that a member doesn't take yet.

    Args:
        going_on: the games and challenges in their channels.
    """
    for each in going_on.games:
        yield from _game(each)
    for challenge in going_on.others:
        yield text(strong("A challenge"), " is open in ", challenge.channel, ".")
        yield Countdown(challenge.opened, challenge.closes)
        yield Buttons((Button("Join", encode(TakeChallenge(challenge.id)), Emphasis.PRIMARY),))


def _game(there: GameThere) -> Iterator[Block]:
    state, channel = there.state, ChannelMention(there.venue.place, there.venue.name)
    if there.playing:
        yield text(strong("You're playing"), " in ", channel, f"; {_how_far(state)}.")
        return
    yield text(strong("A game"), " is on in ", channel, f"; {_how_far(state)}.")
    # In a game across several channels, players join the side of the channel in which they press Join.
    if len(state.venues) == 1:
        yield Buttons((Button("Join", encode(JoinGame(state.game)), Emphasis.PRIMARY),))


def _how_far(state: GameState) -> str:
    if state.phase is GamePhase.LOBBY:
        players = sum(each.playing for each in state.players.values())
        return f"it hasn't started yet, and {counted(players, 'player is', 'players are')} in"
    return f"question {max(1, len(state.rounds))} of {len(state.rules.questions)}"
