"""When a game is decided: nothing or nobody is left, the goal is reached, or one player is still in. Pure.

It also knows when everyone has fallen silent, so that asking on makes no sense.
"""

from bot.features.games.rules import DUELLISTS, Mode
from bot.features.games.standings import Standings, best_score, standings
from bot.features.games.state import GamePhase, GameState

SILENT = 3
"""After this many questions in a row without an answer, a game pauses."""


def is_decided(state: GameState) -> bool:
    """Return whether the game ends without another question: because it's decided, or because everyone has left."""
    if len(state.rounds) >= len(state.rules.questions):
        return True
    if state.rounds and not any(player.playing for player in state.players.values()):
        return True
    if lacks_a_duellist(state):
        return True
    if not state.rules.goal and state.rules.mode is not Mode.ELIMINATION:
        return False
    table = standings(state)
    return _has_reached_the_goal(state, table) or has_one_left(state, table)


def lacks_a_duellist(state: GameState) -> bool:
    """Return whether the host has removed one of the two from a duel that has started."""
    return state.rules.mode is Mode.DUEL and state.phase is not GamePhase.LOBBY and len(state.players) < DUELLISTS


def has_fallen_silent(state: GameState) -> bool:
    """Return whether nobody answered the latest questions, and no host has done anything since the first of them."""
    latest = state.rounds[-SILENT:]
    if len(latest) < SILENT or state.host_seen >= latest[0].opens_at:
        return False
    return not any(each.answers for each in latest)


def has_one_left(state: GameState, table: Standings) -> bool:
    """Return whether only one player is left in an elimination game, of several who were asked."""
    if state.rules.mode is not Mode.ELIMINATION:
        return False
    lasted = [score.out is None for score in table.players.values() if score.asked]
    removed = any(who in each.present or who in each.answers for each in state.rounds for who in state.kicked)
    return sum(lasted) == 1 and (len(lasted) > 1 or removed)


def _has_reached_the_goal(state: GameState, table: Standings) -> bool:
    return bool(state.rules.goal) and best_score(state, table) >= state.rules.goal
