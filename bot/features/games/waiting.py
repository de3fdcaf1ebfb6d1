"""Transitions of a game's state that make it wait: pauses, and channels where the bot can't post. Pure."""

from dataclasses import replace
from datetime import datetime

from bot.features.games import events
from bot.features.games.effects import Draw, Effects, StepResult
from bot.features.games.state import (
    GamePhase,
    GameState,
    board_before,
    current_board,
    with_round,
)


def paused(state: GameState, event: events.Paused) -> StepResult:
    """Don't open another question until a host resumes."""
    if state.paused or state.phase is GamePhase.LOBBY:
        return state, ()
    host_seen = state.host_seen if event.silent else event.at
    state = replace(state, paused=True, silent=event.silent, waits_since=event.at, host_seen=host_seen)
    return state, (Draw(current_board(state)),)


def resumed(state: GameState, event: events.Resumed) -> StepResult:
    """Continue after a pause."""
    if not state.paused:
        return state, ()
    next_at = event.next_at if state.phase in (GamePhase.BREAK, GamePhase.COUNTDOWN) else state.next_at
    state = replace(state, paused=False, next_at=next_at, host_seen=event.at)
    return state, (Draw(current_board(state)),)


def barred(state: GameState, event: events.Barred) -> StepResult:
    """Wait, because the bot can't post in a channel any more."""
    place = (event.tenant, event.place)
    if place in state.barred:
        return state, ()
    since = state.barred_since or event.at
    state = replace(state, barred={**state.barred, place: event.board}, barred_since=since)
    return state, boards_that_wait(state)


def let_in(state: GameState, event: events.LetIn) -> StepResult:
    """Continue if the bot can post in all channels again."""
    place = (event.tenant, event.place)
    if place not in state.barred:
        return state, ()
    effects, since = boards_that_wait(state), state.barred_since or event.at
    state = replace(state, barred={each: board for each, board in state.barred.items() if each != place})
    return (state if state.barred else _gone_on(state, since, event.goes_on_at)), effects


def boards_that_wait(state: GameState) -> Effects:
    """Return the effects that redraw the boards that say that the game or its podium is waiting."""
    above = (board_before(state, board) for board in state.barred.values())
    return tuple(map(Draw, dict.fromkeys((*above, current_board(state)))))


def _gone_on(state: GameState, since: datetime, until: datetime) -> GameState:
    """Shift the game's deadlines by the time for which it has waited."""
    lost = until - since
    state = replace(state, barred_since=None, waits_since=state.waits_since + lost, host_seen=state.host_seen + lost)
    current = state.shown
    if state.next_at is not None:
        state = replace(state, next_at=until)
    if current is not None and current.reading:
        return with_round(state, replace(current, opens_at=until))
    if current is not None and (since := max(since, current.opens_at)) < current.closes_at:
        closes_at, missed = current.closes_at + (until - since), (*current.missed, (since, until))
        return with_round(state, replace(current, closes_at=closes_at, missed=missed))
    return state
