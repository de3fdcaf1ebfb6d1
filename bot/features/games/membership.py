"""Transitions of a game's state that change who plays, who hosts, and the rules. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import cycle
from typing import Any, TypeVar

from bot.features.games import events
from bot.features.games.effects import Draw, Effects, StepResult
from bot.features.games.state import (
    LOBBY_BOARD,
    GamePhase,
    GameState,
    NamedHost,
    Player,
    current_board,
    is_between_places,
    is_full,
    side_of,
)
from bot.features.teams.model import Team
from bot.language.people import MemberKey

_T = TypeVar("_T")


def venue_added(state: GameState, event: events.VenueAdded) -> StepResult:
    """Add a channel; if there are two or more, each is a team."""
    if state.phase is not GamePhase.LOBBY or event.venue in state.venues:
        return state, ()
    added = {(venue.tenant, venue.place): venue for venue in (*state.venues, event.venue)}
    state = replace(state, venues=tuple(added.values()))
    sides = {(team.tenant, team.place, team.name) for team in state.teams}
    if len(state.venues) > 1 and (event.venue.tenant, event.venue.place, event.venue.name) not in sides:
        teams = tuple(
            Team(f"side{number}", venue.name, tenant=venue.tenant, place=venue.place)
            for number, venue in enumerate(state.venues, 1)
        )
        state = replace(state, teams=teams)
        players = {who: replace(player, team=side_of(state, player)) for who, player in state.players.items()}
        state = replace(state, players=players)
    return state, (Draw(LOBBY_BOARD),)


def joined(state: GameState, event: events.Joined) -> StepResult:
    """Add a player."""
    players = dict(state.players)
    if not _admit(state, players, event):
        return state, ()
    state = replace(state, players=players)
    return seen(state, event.who, event.at), (Draw(current_board(state)),)


def join_all(state: GameState, joined: Iterable[Any]) -> GameState:
    """Add a crowd of players at once, without copying all players for each of them."""
    if state.phase is GamePhase.ENDED:
        return state
    players = dict(state.players)
    for event in joined:
        if _admit(state, players, event):
            state = seen(state, event.who, event.at)
    return replace(state, players=players)


def left(state: GameState, event: events.Left) -> StepResult:
    """Stop someone from playing; a host still hosts."""
    after = _without_player(state, event.who)
    if after is state:
        return state, ()
    return seen(after, event.who, event.at), _boards_with_names(state)


def erased(state: GameState, event: events.Erased) -> StepResult:
    """Stop someone who has been erased from playing and hosting."""
    after = _without_player(state, event.who)
    if event.who in state.hosts:
        after = replace(after, hosts=_without(after.hosts, event.who))
    return (state, ()) if after is state else (after, _boards_with_names(state))


def kicked(state: GameState, event: events.Kicked) -> StepResult:
    """Remove someone, with their points."""
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
    return state, _boards_with_names(state)


def readmitted(state: GameState, event: events.Readmitted) -> StepResult:
    """Let a removed player back in."""
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
    return state, _boards_with_names(state)


def balanced(state: GameState, event: events.Balanced) -> StepResult:
    """Reassign all players to teams."""
    if state.phase is not GamePhase.LOBBY or is_between_places(state):
        return state, ()
    teams = dict(event.teams)
    players = {who: replace(each, team=teams.get(who, each.team)) for who, each in state.players.items()}
    return replace(state, players=players, host_seen=event.at), (Draw(LOBBY_BOARD),)


def ruled(state: GameState, event: events.Ruled) -> StepResult:
    """Change the rules."""
    if state.phase is not GamePhase.LOBBY:
        return state, ()
    players = state.players
    if event.teams != state.teams:
        ids = [team.id for team in event.teams] or [""]
        dealt = zip(players.items(), cycle(ids), strict=False)
        players = {who: replace(player, team=team) for (who, player), team in dealt}
    state = replace(state, rules=event.rules, teams=event.teams, players=players, host_seen=event.at)
    return state, (Draw(LOBBY_BOARD),)


def hosted(state: GameState, event: events.Hosted) -> StepResult:
    """Make a player a host."""
    player = state.players.get(event.who)
    if event.who in state.hosts or player is None:
        return state, ()
    hosts = {**state.hosts, event.who: NamedHost(player.name, player.place)}
    state = replace(state, hosts=hosts, host_seen=event.at)
    return state, _boards_with_names(state)


def _boards_with_names(state: GameState) -> Effects:
    """Return the effects that redraw the current board and the lobby, which names players and hosts."""
    return tuple(map(Draw, dict.fromkeys((current_board(state), LOBBY_BOARD))))


def seen(state: GameState, who: MemberKey, at: datetime) -> GameState:
    """Note that someone was active, if they're a host.

    Args:
        state: the game's state.
        who: the person who was active.
        at: when they were active, in UTC.
    """
    return replace(state, host_seen=max(state.host_seen, at)) if who in state.hosts else state


def _admit(state: GameState, players: dict[MemberKey, Player], event: events.Joined) -> bool:
    """Add someone to the players; return False if that changes nothing.

    Args:
        state: the game's state; its players aren't used.
        players: the players so far; changed in place.
        event: the join.
    """
    before = players.get(event.who)
    if event.who in state.kicked or (before is None and is_full(state, len(players))):
        return False
    # Someone who rejoins a running game stays in the team for which they have scored.
    stays = before if state.phase is not GamePhase.LOBBY else None
    player = Player(event.who, event.name, stays.team if stays else event.team, stays.place if stays else event.place)
    if is_between_places(state):
        player = replace(player, team=side_of(state, player))
    players[event.who] = player
    return player != before


def _without_player(state: GameState, who: MemberKey) -> GameState:
    player = state.players.get(who)
    if player is None or not player.playing:
        return state
    if state.phase is GamePhase.LOBBY:
        return replace(state, players=_without(state.players, who))
    return replace(state, players={**state.players, who: replace(player, playing=False)})


def _without(people: Mapping[MemberKey, _T], who: MemberKey) -> dict[MemberKey, _T]:
    return {each: kept for each, kept in people.items() if each != who}
