"""A game as a pure state machine: no clock, no I/O. Its state is a fold of its log and of the answers given.

Events that come twice, or too late to mean anything, change nothing, so that a log may be replayed from any point.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import cycle, groupby
from typing import Any, TypeAlias, TypeVar

from bot.features.games import events
from bot.features.games.events import Event, Given, Logged, Mode, Person
from bot.features.games.state import (
    END_BOARD,
    LOBBY_BOARD,
    GamePhase,
    GameState,
    Hosting,
    Player,
    Round,
    board_before,
    current_board,
    is_full,
    question_board,
    side_of,
)
from bot.features.teams.model import Team


@dataclass(frozen=True, slots=True)
class Draw:
    """A board has to be shown as the state now has it; all places show it.

    Args:
        board: its name.
    """

    board: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The game is over: its results are to be kept."""


_T = TypeVar("_T")

Effect: TypeAlias = Draw | Finish
Effects: TypeAlias = tuple[Effect, ...]
Step: TypeAlias = tuple[GameState, Effects]


_AFTER_THE_END = (events.Answered, events.Barred, events.LetIn)
"""What changes a game that is over: late answers, and whether its podium can be shown."""


def begin(event: events.Created) -> Step:
    """Return the state after the first event."""
    state = GameState(
        game=event.game,
        tenant=event.tenant,
        rules=event.rules,
        teams=event.teams,
        hosts={event.host: Hosting(event.host_name, event.venues[0].place)},
        venues=event.venues,
        phase=GamePhase.LOBBY,
        next_at=None,
        waits_since=event.at,
        host_seen=event.at,
        again=event.again,
    )
    return state, (Draw(LOBBY_BOARD),)


def step(state: GameState, event: Event) -> Step:
    """Return the state after an event, and what is to be done about it.

    Args:
        state: before it; stays as it is.
        event: what has happened; it is taken as it is, for whoever logged it has checked it.
    """
    if state.phase is GamePhase.ENDED and not isinstance(event, _AFTER_THE_END):
        return state, ()
    return _STEPS[type(event)](state, event)


def replay(log: Iterable[Logged], answers: Iterable[Given] = ()) -> GameState:
    """Return the state that a log leads to.

    Args:
        log: all its events, in order.
        answers: all that were given, in any order.

    Raises:
        ValueError: the log does not begin as a log does.
    """
    rest = iter(log)
    first = next(rest, None)
    if not isinstance(first, events.Created):
        raise ValueError("a game's log begins with its creation")  # noqa: TRY004 (the log is wrong, not its type)
    state, _ = begin(first)
    for kind, run in groupby(rest, type):
        if kind is events.Joined:
            state = _join_all(state, run)
            continue
        for event in run:
            state, _ = step(state, event)
    return step(state, events.Answered(answers=tuple(answers)))[0]


def every_board(state: GameState) -> Effects:
    """Return the effects of having read a log again: all that it shows is to be shown as it now is."""
    questions = (question_board(each.position) for each in state.rounds)
    return tuple(map(Draw, dict.fromkeys((LOBBY_BOARD, *questions, current_board(state)))))


def _join_all(state: GameState, joined: Iterable[Any]) -> GameState:
    """Let a crowd join at once, without a copy of all players for each of them."""
    if state.phase is GamePhase.ENDED:
        return state
    players = dict(state.players)
    for event in joined:
        if _admit(state, players, event):
            state = _seen(state, event.who, event.at)
    return replace(state, players=players)


def _nothing(state: GameState, _event: Any) -> Step:  # noqa: ANN401 (any event)
    return state, ()


def _venue(state: GameState, event: events.VenueAdded) -> Step:
    if state.phase is not GamePhase.LOBBY or event.venue in state.venues:
        return state, ()
    added = {(venue.tenant, venue.place): venue for venue in (*state.venues, event.venue)}
    state = replace(state, venues=tuple(added.values()))
    if len(state.venues) > 1:
        teams = tuple(
            Team(f"side{number}", venue.name, tenant=venue.tenant, place=venue.place)
            for number, venue in enumerate(state.venues, 1)
        )
        state = replace(state, teams=teams)
        players = {who: replace(player, team=side_of(state, player)) for who, player in state.players.items()}
        state = replace(state, players=players)
    return state, (Draw(LOBBY_BOARD),)


def _joined(state: GameState, event: events.Joined) -> Step:
    players = dict(state.players)
    if not _admit(state, players, event):
        return state, ()
    state = replace(state, players=players)
    return _seen(state, event.who, event.at), (Draw(current_board(state)),)


def _admit(state: GameState, players: dict[Person, Player], event: events.Joined) -> bool:
    """Put somebody among the players; False if that changes nothing.

    Args:
        state: but for its players.
        players: those so far; changed.
        event: who joins.
    """
    before = players.get(event.who)
    if event.who in state.kicked or (before is None and is_full(state.rules, len(players))):
        return False
    # Who comes back, or joins again once the game runs, stays in the team for which they have scored.
    stays = before if state.phase is not GamePhase.LOBBY else None
    player = Player(event.who, event.name, stays.team if stays else event.team, stays.place if stays else event.place)
    if len(state.venues) > 1:
        player = replace(player, team=side_of(state, player))
    players[event.who] = player
    return player != before


def _left(state: GameState, event: events.Left) -> Step:
    """Let somebody play no more; a host still hosts."""
    after = _without_player(state, event.who)
    if after is state:
        return state, ()
    return _seen(after, event.who, event.at), (Draw(current_board(state)),)


def _erased(state: GameState, event: events.Erased) -> Step:
    after = _without_player(state, event.who)
    if event.who in state.hosts:
        after = replace(after, hosts=_without(after.hosts, event.who))
    return (state, ()) if after is state else (after, (Draw(current_board(state)),))


def _without_player(state: GameState, who: Person) -> GameState:
    player = state.players.get(who)
    if player is None or not player.playing:
        return state
    if state.phase is GamePhase.LOBBY:
        return replace(state, players=_without(state.players, who))
    return replace(state, players={**state.players, who: replace(player, playing=False)})


def _kicked(state: GameState, event: events.Kicked) -> Step:
    if event.who in state.kicked:
        return state, ()
    hosted = state.hosts.get(event.who)
    state = replace(
        state,
        players=_without(state.players, event.who),
        hosts=_without(state.hosts, event.who),
        deposed={**state.deposed, event.who: hosted} if hosted else state.deposed,
        kicked={**state.kicked, event.who: state.players.get(event.who)},
        host_seen=event.at,
    )
    return state, (Draw(current_board(state)),)


def _readmitted(state: GameState, event: events.Readmitted) -> Step:
    if event.who not in state.kicked:
        return state, ()
    player, hosted = state.kicked[event.who], state.deposed.get(event.who)
    state = replace(
        state,
        players={**state.players, event.who: player} if player else state.players,
        hosts={**state.hosts, event.who: hosted} if hosted else state.hosts,
        kicked=_without(state.kicked, event.who),
        deposed=_without(state.deposed, event.who),
        host_seen=event.at,
    )
    return state, (Draw(current_board(state)),)


def _balanced(state: GameState, event: events.Balanced) -> Step:
    if state.phase is not GamePhase.LOBBY or len(state.venues) > 1:
        return state, ()
    teams = dict(event.teams)
    players = {who: replace(each, team=teams.get(who, each.team)) for who, each in state.players.items()}
    return replace(state, players=players, host_seen=event.at), (Draw(LOBBY_BOARD),)


def _ruled(state: GameState, event: events.Ruled) -> Step:
    if state.phase is not GamePhase.LOBBY:
        return state, ()
    players = state.players
    if event.teams != state.teams:
        ids = [team.id for team in event.teams] or [""]
        dealt = zip(players.items(), cycle(ids), strict=False)
        players = {who: replace(player, team=team) for (who, player), team in dealt}
    state = replace(state, rules=event.rules, teams=event.teams, players=players, host_seen=event.at)
    return state, (Draw(LOBBY_BOARD),)


def _hosted(state: GameState, event: events.Hosted) -> Step:
    player = state.players.get(event.who)
    if event.who in state.hosts or player is None:
        return state, ()
    hosts = {**state.hosts, event.who: Hosting(player.name, player.place)}
    state = replace(state, hosts=hosts, host_seen=event.at)
    return state, (Draw(current_board(state)),)


def _started(state: GameState, event: events.Started) -> Step:
    if state.phase is not GamePhase.LOBBY:
        return state, ()
    if event.alone:
        players = {who: replace(player, team="") for who, player in state.players.items()}
        state = replace(state, rules=replace(state.rules, mode=Mode.EVERYONE), teams=(), players=players)
    state = replace(state, phase=GamePhase.COUNTDOWN, next_at=event.opens_at, host_seen=event.at)
    return state, (Draw(LOBBY_BOARD),)


def _shown(state: GameState, event: events.Shown) -> Step:
    if event.position != len(state.rounds) or state.phase not in (GamePhase.COUNTDOWN, GamePhase.BREAK):
        return state, ()
    before = current_board(state)
    limit, until = state.limit, event.opens_at + state.limit
    shown = Round(event.position, event.opens_at, until, _playing(state), limit, reading=True)
    state = replace(state, phase=GamePhase.READING, next_at=event.opens_at, rounds=(*state.rounds, shown))
    return state, (Draw(question_board(event.position)), Draw(before))


def _opened(state: GameState, event: events.Opened) -> Step:
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


def _hinted(state: GameState, event: events.Hinted) -> Step:
    current = state.round
    if current is None or current.position != event.position or event.who in current.hints:
        return state, ()
    state = _with_round(state, replace(current, hints={**current.hints, event.who: event.at}))
    return _seen(state, event.who, event.at), ()


def _extended(state: GameState, event: events.Extended) -> Step:
    current = state.round
    if current is None or current.position != event.position or event.closes_at <= current.closes_at:
        return state, ()
    missed = current.missed if event.missed is None else (*current.missed, event.missed)
    state = _with_round(state, replace(current, closes_at=event.closes_at, missed=missed))
    if event.missed is None:
        state = replace(state, host_seen=event.at)
    return state, (Draw(question_board(event.position)),)


def _wished(state: GameState, event: events.Wished) -> Step:
    if event.percent <= state.wished:
        return state, ()
    return replace(state, wished=event.percent), (Draw(LOBBY_BOARD),)


def _timed(state: GameState, event: events.Timed) -> Step:
    return replace(state, usual_time=event.usual, host_seen=event.at), (Draw(LOBBY_BOARD),)


def _closed(state: GameState, event: events.Closed) -> Step:
    return _finish_round(state, event.position, event.at, event.next_at, void=False)


def _skipped(state: GameState, event: events.Skipped) -> Step:
    after, effects = _finish_round(state, event.position, event.at, event.next_at, void=True)
    return (replace(after, host_seen=event.at) if effects else after), effects


def _finish_round(state: GameState, position: int, at: datetime, next_at: datetime, *, void: bool) -> Step:
    current = state.shown
    if current is None or current.position != position or (current.reading and not void):
        return state, ()
    state = _with_round(state, replace(current, open=False, void=void, reading=False, players=state.players))
    state = replace(state, phase=GamePhase.BREAK, next_at=next_at, waits_since=at)
    return state, (Draw(question_board(position)), Draw(LOBBY_BOARD))  # as people come and go while it's open


def _hurried(state: GameState, event: events.Hurried) -> Step:
    if state.phase is not GamePhase.BREAK:
        return state, ()
    state = replace(state, next_at=event.at, paused=False, host_seen=event.at)
    return state, (Draw(current_board(state)),)


def _paused(state: GameState, event: events.Paused) -> Step:
    if state.paused or state.phase is GamePhase.LOBBY:
        return state, ()
    state = replace(state, paused=True, waits_since=event.at, host_seen=event.at)
    return state, (Draw(current_board(state)),)


def _resumed(state: GameState, event: events.Resumed) -> Step:
    if not state.paused:
        return state, ()
    next_at = event.next_at if state.phase in (GamePhase.BREAK, GamePhase.COUNTDOWN) else state.next_at
    state = replace(state, paused=False, next_at=next_at, host_seen=event.at)
    return state, (Draw(current_board(state)),)


def _barred(state: GameState, event: events.Barred) -> Step:
    place = (event.tenant, event.place)
    if place in state.barred:
        return state, ()
    since = state.barred_since or event.at
    state = replace(state, barred={**state.barred, place: event.board}, barred_since=since)
    return state, _boards_that_wait(state)


def _let_in(state: GameState, event: events.LetIn) -> Step:
    place = (event.tenant, event.place)
    if place not in state.barred:
        return state, ()
    effects, since = _boards_that_wait(state), state.barred_since or event.at
    state = replace(state, barred={each: board for each, board in state.barred.items() if each != place})
    return (state if state.barred else _gone_on(state, since, event.goes_on_at)), effects


def _boards_that_wait(state: GameState) -> Effects:
    """Return that those boards are to be shown that say why a game waits, or whose podium does."""
    above = (board_before(state, board) for board in state.barred.values())
    return tuple(map(Draw, dict.fromkeys((*above, current_board(state)))))


def _gone_on(state: GameState, since: datetime, until: datetime) -> GameState:
    """Give back the time for which a game has waited."""
    lost = until - since
    state = replace(state, barred_since=None, waits_since=state.waits_since + lost, host_seen=state.host_seen + lost)
    current = state.shown
    if state.next_at is not None:
        state = replace(state, next_at=until)
    if current is not None and current.reading:
        return _with_round(state, replace(current, opens_at=until))
    if current is not None and (since := max(since, current.opens_at)) < current.closes_at:
        closes_at, missed = current.closes_at + (until - since), (*current.missed, (since, until))
        return _with_round(state, replace(current, closes_at=closes_at, missed=missed))
    return state


def _ended(state: GameState, event: events.Ended) -> Step:
    before = current_board(state)
    rounds = tuple(
        replace(each, open=False, void=True, reading=False, players=state.players) if each.open else each
        for each in state.rounds
    )
    state = replace(state, phase=GamePhase.ENDED, next_at=None, paused=False, rounds=rounds, ended=event.why)
    boards = map(Draw, (before, LOBBY_BOARD, END_BOARD))  # what said that something was to come
    return state, (*dict.fromkeys((*boards, *_boards_that_wait(state))), Finish())


def _answered(state: GameState, event: events.Answered) -> Step:
    fresh: dict[int, dict[Person, Given]] = {}
    for answer in event.answers:
        if answer.position < len(state.rounds) and answer.who not in state.rounds[answer.position].answers:
            fresh.setdefault(answer.position, {}).setdefault(answer.who, answer)
    if not fresh:
        return state, ()
    rounds = list(state.rounds)
    for position, given in fresh.items():
        rounds[position] = replace(rounds[position], answers={**rounds[position].answers, **given})
    state = replace(state, rounds=tuple(rounds))
    for given in fresh.values():
        for host in state.hosts:
            if host in given:
                state = _seen(state, host, given[host].at)
    return state, tuple(Draw(question_board(position)) for position in fresh)


def _playing(state: GameState) -> frozenset[Person]:
    return frozenset(who for who, player in state.players.items() if player.playing)


def _without(people: Mapping[Person, _T], who: Person) -> dict[Person, _T]:
    return {each: kept for each, kept in people.items() if each != who}


def _with_round(state: GameState, changed: Round) -> GameState:
    return replace(state, rounds=(*state.rounds[:-1], changed))


def _seen(state: GameState, who: Person, at: datetime) -> GameState:
    return replace(state, host_seen=max(state.host_seen, at)) if who in state.hosts else state


_STEPS: Mapping[type[Event], Callable[[GameState, Any], Step]] = {
    events.Created: _nothing,
    events.VenueAdded: _venue,
    events.Joined: _joined,
    events.Left: _left,
    events.Kicked: _kicked,
    events.Readmitted: _readmitted,
    events.Balanced: _balanced,
    events.Ruled: _ruled,
    events.Hosted: _hosted,
    events.Started: _started,
    events.Shown: _shown,
    events.Opened: _opened,
    events.Hinted: _hinted,
    events.Extended: _extended,
    events.Wished: _wished,
    events.Timed: _timed,
    events.Closed: _closed,
    events.Skipped: _skipped,
    events.Hurried: _hurried,
    events.Paused: _paused,
    events.Resumed: _resumed,
    events.Barred: _barred,
    events.LetIn: _let_in,
    events.Ended: _ended,
    events.Erased: _erased,
    events.Answered: _answered,
}
