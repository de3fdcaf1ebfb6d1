"""What a host can do in a game, as events that fit its state. Pure, without state or I/O."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum

from bot.features.games import events
from bot.features.games.events import EndReason, Logged
from bot.features.games.model import Person
from bot.features.games.rules import Mode
from bot.features.games.state import DUELLISTS, OVER, GamePhase, GameState, is_full
from bot.features.games.teaming import is_alone
from bot.features.games.timing import COUNTDOWN, EXTENSION, REVEAL
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
    """Pass over the question that's shown, which then counts for nobody; between two, the wait for the next."""
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
    """Choose the usual time for the questions to come, or again as much as someone asked for."""
    if state.phase is GamePhase.ENDED:
        raise Refusal(OVER)
    return events.Timed(at=now, usual=not state.usual_time)


class HostAct(StrEnum):
    """What a host's buttons do."""

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
"""The events of those that take nothing but the state and the time."""

GONE_ON = "The game has moved on; nothing was skipped."

TOO_LATE_TO_DEAL = "You can only even out teams before a game starts."

SKIPPED_IN_A_PAUSE = "Skipped. The game's still paused; press Resume to go on."

DONE: Mapping[HostAct, str] = {
    HostAct.START: "Here we go.",
    HostAct.START_AS_IT_IS: "Here we go.",
    HostAct.DEAL_AND_START: "The teams are even. Here we go.",
    HostAct.BALANCE: "The teams are as even as they can be.",
    HostAct.PAUSE: "Paused. The open question finishes as usual, and then the game waits.",
    HostAct.RESUME: "The game goes on.",
    HostAct.SKIP: "Done; the next one comes in a moment.",
    HostAct.EXTEND: f"Everyone has {EXTENSION.seconds} more seconds.",
    HostAct.TIME: "Done, from the next question on.",
    HostAct.STOP: "You ended the game.",
    HostAct.REMOVE: "{name} is out of the game, and so are their points.",
    HostAct.LET_IN: "{name} is back in, with their points.",
}
"""What a host is told once it's done."""


def stop(state: GameState, now: datetime, *, hosts: bool) -> Logged:
    """Return the end of a game at someone's word.

    Args:
        state: the game.
        now: the time, in UTC.
        hosts: whether they host it; else they're an administrator.

    Raises:
        Refusal: it's over already.
    """
    if state.phase is GamePhase.ENDED:
        raise Refusal(OVER)
    return events.Ended(at=now, why=EndReason.STOPPED if hosts else EndReason.CUT_SHORT)


def balance(state: GameState, now: datetime, dealt: tuple[tuple[Person, str], ...]) -> Logged:
    """Return that everybody is given a team again.

    Args:
        state: the game.
        now: the time, in UTC.
        dealt: who plays for which team.

    Raises:
        Refusal: the game has begun.
    """
    if state.phase is not GamePhase.LOBBY:
        raise Refusal(TOO_LATE_TO_DEAL)
    return events.Balanced(at=now, teams=dealt)


def remove(state: GameState, now: datetime, who: Person) -> Logged:
    """Return that someone is taken out of a game.

    Args:
        state: the game.
        now: the time, in UTC.
        who: plays.

    Raises:
        Refusal: they don't, or the game is over.
    """
    if state.phase is GamePhase.ENDED or who not in state.players:
        raise Refusal("That player has left; open the controls again.")
    return events.Kicked(at=now, who=who)


def let_in(state: GameState, now: datetime, who: Person) -> Logged:
    """Return that someone plays again who was removed.

    Args:
        state: the game.
        now: the time, in UTC.
        who: was removed.

    Raises:
        Refusal: they play already, or someone else has taken their place.
    """
    if state.phase is GamePhase.ENDED or who not in state.kicked:
        raise Refusal("They're already playing; open the controls again.")
    if is_full(state.rules, len(state.players)):
        raise Refusal("Someone else has taken their place in this duel.")
    return events.Readmitted(at=now, who=who)
