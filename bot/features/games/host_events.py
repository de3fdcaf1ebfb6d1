"""The events of a host's actions, made to fit the game's state. Pure."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum

from bot.features.games import events
from bot.features.games.eligibility import can_return
from bot.features.games.events import EndReason, Logged
from bot.features.games.rules import DUELLISTS, Mode
from bot.features.games.state import OVER, GamePhase, GameState
from bot.features.games.teaming import are_lasting, is_alone
from bot.features.games.timing import COUNTDOWN, EXTENSION, REVEAL
from bot.language.people import MemberKey
from bot.language.refusals import Refusal


def _start(state: GameState, now: datetime) -> Logged:
    playing = sum(player.playing for player in state.players.values())
    if state.phase is not GamePhase.LOBBY:
        raise Refusal("The game has already started.")
    if state.rules.mode is Mode.DUEL and playing < DUELLISTS:
        raise Refusal("A duel needs two; wait until someone else joins.")
    if not playing:
        raise Refusal("Nobody has joined yet; press Join, or wait for the others.")
    return events.Started(at=now, opens_at=now + COUNTDOWN, alone=is_alone(state))


def _pause(state: GameState, now: datetime) -> Logged:
    if state.phase is GamePhase.ENDED:
        raise Refusal(OVER)
    if state.phase is GamePhase.LOBBY:
        raise Refusal("There's nothing to pause right now.")
    if state.paused:
        raise Refusal("The game is already paused.")
    return events.Paused(at=now)


def _resume(state: GameState, now: datetime) -> Logged:
    if not state.paused:
        raise Refusal("The game isn't paused.")
    return events.Resumed(at=now, next_at=now + COUNTDOWN)


def _skip(state: GameState, now: datetime) -> Logged:
    """Skip the question that's shown, which then counts for nobody; between two questions, skip the wait."""
    if state.shown is not None:
        return events.Skipped(at=now, position=state.shown.position, next_at=now + REVEAL / 2)
    if state.phase is not GamePhase.BREAK:
        raise Refusal("There's nothing to skip right now.")
    return events.Hurried(at=now)


def _extend(state: GameState, now: datetime) -> Logged:
    if state.round is None:
        raise Refusal("No question is open right now.")
    until = max(state.round.closes_at, now) + EXTENSION
    return events.Extended(at=now, position=state.round.position, closes_at=until)


def _time(state: GameState, now: datetime) -> Logged:
    """Toggle between the usual time and the longer time that someone needs, for the remaining questions."""
    if state.phase is GamePhase.ENDED:
        raise Refusal(OVER)
    return events.Timed(at=now, usual=not state.usual_time)


class HostAct(StrEnum):
    """The actions of the host's buttons."""

    SHOW = "show"
    START = "start"
    START_AS_IT_IS = "start_as_it_is"
    DEAL_AND_START = "deal_and_start"
    BALANCE = "balance"
    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"
    EXTEND = "extend"
    TIME = "time"
    ASK_TO_STOP = "ask_to_stop"
    STOP = "stop"
    ASK_TO_REMOVE = "kick"
    REMOVE = "remove"
    LET_IN = "let_in"


EVENTS: Mapping[HostAct, Callable[[GameState, datetime], Logged]] = {
    HostAct.START: _start,
    HostAct.START_AS_IT_IS: _start,
    HostAct.DEAL_AND_START: _start,
    HostAct.PAUSE: _pause,
    HostAct.RESUME: _resume,
    HostAct.SKIP: _skip,
    HostAct.EXTEND: _extend,
    HostAct.TIME: _time,
}
"""Makes the events of those actions that need only the state and the time."""

GONE_ON = "The game has moved on; nothing was skipped."

TOO_LATE_TO_DEAL = "You can only even out teams before a game starts."

SKIPPED_IN_A_PAUSE = "Skipped. The game's still paused; press Resume to go on."

DONE: Mapping[HostAct, str] = {
    HostAct.START: "Here we go.",
    HostAct.START_AS_IT_IS: "Here we go.",
    HostAct.DEAL_AND_START: "The teams are even. Here we go.",
    HostAct.BALANCE: "The teams are as even as they can be.",
    HostAct.PAUSE: "Paused. If a question is open, it ends as usual first.",
    HostAct.RESUME: "The game goes on.",
    HostAct.SKIP: "Done; on we go.",
    HostAct.EXTEND: f"Everyone has {EXTENSION.seconds} more seconds.",
    HostAct.TIME: "Done, from the next question on.",
    HostAct.STOP: "You ended the game.",
    HostAct.REMOVE: "{name} is out of the game, and so are their points.",
    HostAct.LET_IN: "{name} is back in, with their points.",
}
"""What a host is told after each action."""


def stop(state: GameState, now: datetime, *, hosts: bool) -> Logged:
    """Return the event that ends a game at a host's or an administrator's request.

    Args:
        state: the game's state.
        now: the time, in UTC.
        hosts: whether they host the game; if not, they're an administrator.

    Raises:
        Refusal: the game is already over.
    """
    if state.phase is GamePhase.ENDED:
        raise Refusal(OVER)
    return events.Ended(at=now, why=EndReason.STOPPED if hosts else EndReason.CUT_SHORT)


def balance(state: GameState, now: datetime, dealt: tuple[tuple[MemberKey, str], ...]) -> Logged:
    """Return the event that reassigns all players to teams.

    Args:
        state: the game's state.
        now: the time, in UTC.
        dealt: each player with their new team's id.

    Raises:
        Refusal: the game has started, or the teams last beyond it.
    """
    if state.phase is not GamePhase.LOBBY:
        raise Refusal(TOO_LATE_TO_DEAL)
    if are_lasting(state):
        raise Refusal("These teams last beyond the game, so everyone stays in their own.")
    return events.Balanced(at=now, teams=dealt)


def remove(state: GameState, now: datetime, who: MemberKey) -> Logged:
    """Return the event that removes a player from a game.

    Args:
        state: the game's state.
        now: the time, in UTC.
        who: the player.

    Raises:
        Refusal: they aren't in the game, or it's over.
    """
    if state.phase is GamePhase.ENDED or who not in state.players:
        raise Refusal("That player has left; open the controls again.")
    return events.Kicked(at=now, who=who)


def let_in(state: GameState, now: datetime, who: MemberKey) -> Logged:
    """Return the event that lets a removed player back in.

    Args:
        state: the game's state.
        now: the time, in UTC.
        who: the removed player.

    Raises:
        Refusal: they're already playing, the game is over, or someone else has taken their place in a duel.
    """
    if state.phase is GamePhase.ENDED or who not in state.kicked:
        raise Refusal("They're already playing; open the controls again.")
    if not can_return(state, who):
        raise Refusal("Someone else has taken their place in this duel.")
    return events.Readmitted(at=now, who=who)
