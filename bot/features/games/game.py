"""A game as a pure state machine: no clock, no I/O. Its state is a fold of its log and of the answers given.

Events that come twice, or too late to matter, change nothing, so a log can be replayed from any point.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from bot.features.games import asking, events, membership, waiting
from bot.features.games.effects import Draw, Effects, Finish, StepResult
from bot.features.games.events import Event, Given, Logged
from bot.features.games.rules import Mode
from bot.features.games.state import (
    END_BOARD,
    LOBBY_BOARD,
    GamePhase,
    GameState,
    NamedHost,
    current_board,
    question_board,
)

_AFTER_THE_END = (events.Answered, events.Barred, events.LetIn)
"""The events that still change a finished game: late answers, and whether its podium can be shown."""


def begin(event: events.Created) -> StepResult:
    """Return the state after the first event."""
    state = GameState(
        game=event.game,
        tenant=event.tenant,
        rules=event.rules,
        teams=event.teams,
        hosts={event.host: NamedHost(event.host_name, event.venues[0].place)},
        venues=event.venues,
        phase=GamePhase.LOBBY,
        next_at=None,
        waits_since=event.at,
        host_seen=event.at,
        again=event.again,
    )
    return state, (Draw(LOBBY_BOARD),)


def step(state: GameState, event: Event) -> StepResult:
    """Return the state after an event, and its effects.

    Args:
        state: the state before the event; it isn't changed.
        event: the event; it isn't checked again, because it was checked when it was logged.
    """
    if state.phase is GamePhase.ENDED and not isinstance(event, _AFTER_THE_END):
        return state, ()
    return _STEPS[type(event)](state, event)


def replay(log: Iterable[Logged], answers: Iterable[Given] = ()) -> GameState:
    """Return the state that a log leads to.

    Args:
        log: all events of the game, in order.
        answers: all answers given in it, in any order.

    Raises:
        ValueError: the first event isn't the game's creation.
    """
    rest = iter(log)
    first = next(rest, None)
    if not isinstance(first, events.Created):
        raise ValueError("a game's log begins with its creation")  # noqa: TRY004 (the log is wrong, not its type)
    state, _ = begin(first)
    for kind, run in groupby(rest, type):
        if kind is events.Joined:
            state = membership.join_all(state, run)
            continue
        for event in run:
            state, _ = step(state, event)
    return step(state, events.Answered(answers=tuple(answers)))[0]


def every_board(state: GameState) -> Effects:
    """Return effects that redraw all of a game's boards, for when its log was read again."""
    questions = (question_board(each.position) for each in state.rounds)
    return tuple(map(Draw, dict.fromkeys((LOBBY_BOARD, *questions, current_board(state)))))


def _nothing(state: GameState, _event: Any) -> StepResult:  # noqa: ANN401 (any event)
    return state, ()


def _started(state: GameState, event: events.Started) -> StepResult:
    if state.phase is not GamePhase.LOBBY:
        return state, ()
    if event.alone:
        players = {who: replace(player, team="") for who, player in state.players.items()}
        state = replace(state, rules=replace(state.rules, mode=Mode.EVERYONE), teams=(), players=players)
    if state.rules.mode is Mode.DUEL:
        state = replace(state, kicked=dict.fromkeys(state.kicked))  # their seats are taken
    state = replace(state, phase=GamePhase.COUNTDOWN, next_at=event.opens_at, host_seen=event.at)
    return state, (Draw(LOBBY_BOARD),)


def _ended(state: GameState, event: events.Ended) -> StepResult:
    before = current_board(state)
    rounds = tuple(
        replace(each, open=False, void=True, reading=False, players=state.players) if each.open else each
        for each in state.rounds
    )
    state = replace(state, phase=GamePhase.ENDED, next_at=None, paused=False, rounds=rounds, ended=event.why)
    boards = map(Draw, (before, LOBBY_BOARD, END_BOARD))  # the first two announced what comes next
    return state, (*dict.fromkeys((*boards, *waiting.boards_that_wait(state))), Finish())


_STEPS: Mapping[type[Event], Callable[[GameState, Any], StepResult]] = {
    events.Created: _nothing,
    events.VenueAdded: membership.venue_added,
    events.Joined: membership.joined,
    events.Left: membership.left,
    events.Kicked: membership.kicked,
    events.Readmitted: membership.readmitted,
    events.Balanced: membership.balanced,
    events.Ruled: membership.ruled,
    events.Hosted: membership.hosted,
    events.Started: _started,
    events.Shown: asking.shown,
    events.Opened: asking.opened,
    events.Hinted: asking.hinted,
    events.Extended: asking.extended,
    events.Wished: asking.wished,
    events.Timed: asking.timed,
    events.Closed: asking.closed,
    events.Skipped: asking.skipped,
    events.Hurried: asking.hurried,
    events.Paused: waiting.paused,
    events.Resumed: waiting.resumed,
    events.Barred: waiting.barred,
    events.LetIn: waiting.let_in,
    events.Ended: _ended,
    events.Erased: membership.erased,
    events.Answered: asking.answered,
}
