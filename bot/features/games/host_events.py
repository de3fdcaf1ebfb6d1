"""What a host can do in a game, as events that fit its state. Pure, without state or I/O."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.features.games import events
from bot.features.games.events import EndReason, Logged, Mode
from bot.features.games.state import DUELLISTS, GamePhase, GameState
from bot.features.games.timing import COUNTDOWN, EXTENSION, REVEAL
from bot.language.message import Refusal


def _start(state: GameState, now: datetime) -> Logged:
    playing = sum(player.playing for player in state.players.values())
    if state.phase is not GamePhase.LOBBY:
        raise Refusal("The game has begun already.")
    if state.rules.mode is Mode.DUEL and playing < DUELLISTS:
        raise Refusal("A duel needs two; wait until somebody else has joined.")
    if not playing:
        raise Refusal("Nobody has joined yet; press Join, or wait for the others.")
    return events.Started(at=now, opens_at=now + COUNTDOWN)


def _pause(state: GameState, now: datetime) -> Logged:
    if state.phase in (GamePhase.LOBBY, GamePhase.ENDED) or state.paused:
        raise Refusal("There is nothing to pause now.")
    return events.Paused(at=now)


def _resume(state: GameState, now: datetime) -> Logged:
    if not state.paused:
        raise Refusal("The game is not paused.")
    return events.Resumed(at=now, next_at=now + COUNTDOWN)


def _skip(state: GameState, now: datetime) -> Logged:
    """Pass over the question that's shown, which then counts for nobody; between two, the wait for the next."""
    if state.shown is not None:
        return events.Skipped(at=now, position=state.shown.position, next_at=now + REVEAL / 2)
    if state.phase is not GamePhase.BREAK:
        raise Refusal("There is nothing to skip now.")
    return events.Hurried(at=now)


def _extend(state: GameState, now: datetime) -> Logged:
    if state.round is None:
        raise Refusal("No question is open now.")
    until = max(state.round.closes_at, now) + EXTENSION
    return events.Extended(at=now, position=state.round.position, closes_at=until)


def _stop(state: GameState, now: datetime) -> Logged:
    if state.phase is GamePhase.ENDED:
        raise Refusal("That game is over already.")
    return events.Ended(at=now, why=EndReason.STOPPED)


ACTS: Mapping[str, Callable[[GameState, datetime], Logged]] = {
    "start": _start,
    "pause": _pause,
    "resume": _resume,
    "skip": _skip,
    "extend": _extend,
    "stop": _stop,
}

DONE = {
    "start": "Here we go.",
    "pause": "The game pauses after the open question; go on with the controls, or /game pause again.",
    "resume": "The game goes on.",
    "skip": "Done; the next one comes in a moment.",
    "extend": f"Everybody has {EXTENSION.seconds} seconds more.",
    "stop": "The game is over.",
    "balance": "The teams are as even as they can be.",
    "kick": "They are out of this game.",
}
