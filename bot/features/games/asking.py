"""Transitions of a game's state that ask its questions and record the answers. Pure."""

from dataclasses import replace
from datetime import datetime

from bot.features.games import events
from bot.features.games.effects import Draw, StepResult
from bot.features.games.events import Given
from bot.features.games.membership import seen
from bot.features.games.state import (
    LOBBY_BOARD,
    GamePhase,
    GameState,
    Round,
    current_board,
    question_board,
    with_round,
)
from bot.language.people import MemberKey


def shown(state: GameState, event: events.Shown) -> StepResult:
    """Show a question to be read before its answers open."""
    if event.position != len(state.rounds) or state.phase not in (GamePhase.COUNTDOWN, GamePhase.BREAK):
        return state, ()
    before = current_board(state)
    limit, until = state.limit, event.opens_at + state.limit
    opening = Round(event.position, event.opens_at, until, _playing(state), limit, reading=True)
    state = replace(state, phase=GamePhase.READING, next_at=event.opens_at, rounds=(*state.rounds, opening))
    return state, (Draw(question_board(event.position)), Draw(before))


def opened(state: GameState, event: events.Opened) -> StepResult:
    """Open a question."""
    read = state.phase is GamePhase.READING
    if event.position != len(state.rounds) - read:
        return state, ()
    if not read and state.phase not in (GamePhase.COUNTDOWN, GamePhase.BREAK):
        return state, ()
    before = current_board(state)
    limit = event.closes_at - event.opens_at
    opened = Round(event.position, event.opens_at, event.closes_at, _playing(state), limit)
    rounds = (*state.rounds[: event.position], opened)
    state = replace(state, phase=GamePhase.QUESTION, next_at=None, rounds=rounds)
    return state, tuple(map(Draw, dict.fromkeys((question_board(event.position), before))))


def hinted(state: GameState, event: events.Hinted) -> StepResult:
    """Note that someone has taken a hint."""
    current = state.round
    if current is None or current.position != event.position or event.who in current.hints:
        return state, ()
    state = with_round(state, replace(current, hints={**current.hints, event.who: event.at}))
    return seen(state, event.who, event.at), ()


def extended(state: GameState, event: events.Extended) -> StepResult:
    """Keep a question open longer."""
    current = state.round
    if current is None or current.position != event.position or event.closes_at <= current.closes_at:
        return state, ()
    missed = current.missed if event.missed is None else (*current.missed, event.missed)
    state = with_round(state, replace(current, closes_at=event.closes_at, missed=missed))
    if event.missed is None:
        state = replace(state, host_seen=event.at)
    return state, (Draw(question_board(event.position)),)


def wished(state: GameState, event: events.Wished) -> StepResult:
    """Give the remaining questions as much time as a player needs."""
    if event.percent <= state.wished:
        return state, ()
    return replace(state, wished=event.percent), (Draw(LOBBY_BOARD),)


def timed(state: GameState, event: events.Timed) -> StepResult:
    """Give the remaining questions the usual time, or as much as a player needs."""
    return replace(state, usual_time=event.usual, host_seen=event.at), (Draw(LOBBY_BOARD),)


def closed(state: GameState, event: events.Closed) -> StepResult:
    """Close a question."""
    return _finish_round(state, event.position, event.at, event.next_at, void=False)


def skipped(state: GameState, event: events.Skipped) -> StepResult:
    """Skip a question; it counts for nobody."""
    after, effects = _finish_round(state, event.position, event.at, event.next_at, void=True)
    return (replace(after, host_seen=event.at) if effects else after), effects


def hurried(state: GameState, event: events.Hurried) -> StepResult:
    """Ask the next question without waiting any longer."""
    if state.phase is not GamePhase.BREAK:
        return state, ()
    state = replace(state, next_at=event.at, paused=False, host_seen=event.at)
    return state, (Draw(current_board(state)),)


def answered(state: GameState, event: events.Answered) -> StepResult:
    """Record answers; only the first one of each person to each question counts."""
    fresh: dict[int, dict[MemberKey, Given]] = {}
    for answer in event.answers:
        if answer.position < len(state.rounds) and answer.who not in state.rounds[answer.position].answers:
            fresh.setdefault(answer.position, {}).setdefault(answer.who, answer)
    if not fresh:
        return state, ()
    rounds = list(state.rounds)
    for position, fresh_answers in fresh.items():
        rounds[position] = replace(rounds[position], answers={**rounds[position].answers, **fresh_answers})
    state = replace(state, rounds=tuple(rounds))
    for fresh_answers in fresh.values():
        for host in state.hosts:
            if host in fresh_answers:
                state = seen(state, host, fresh_answers[host].at)
    return state, tuple(Draw(question_board(position)) for position in fresh)


def _finish_round(state: GameState, position: int, at: datetime, next_at: datetime, *, void: bool) -> StepResult:
    current = state.shown
    if current is None or current.position != position or (current.reading and not void):
        return state, ()
    state = with_round(state, replace(current, open=False, void=void, reading=False, players=state.players))
    state = replace(state, phase=GamePhase.BREAK, next_at=next_at, waits_since=at)
    return state, (Draw(question_board(position)), Draw(LOBBY_BOARD))  # players may have joined or left since


def _playing(state: GameState) -> frozenset[MemberKey]:
    return frozenset(who for who, player in state.players.items() if player.playing)
