"""Changing a game's rules in its lobby: the host's choices, one rule at a time. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.features.games.actions import RuleGame
from bot.features.games.rules import DUELLISTS, Mode, Rules, is_within_reach
from bot.features.games.state import GameState, is_between_places
from bot.language.actions import encode
from bot.language.controls import Choice, Menu
from bot.language.refusals import Refusal

_MODES = {
    Mode.TEAMS: "Teams",
    Mode.EVERYONE: "Everyone for themselves",
    Mode.DUEL: "A duel of two",
    Mode.TOGETHER: "Everyone together against a target",
    Mode.ELIMINATION: "Elimination",
}
GOALS = (2000, 3000, 5000, 10_000)
"""The goals (points that end a game) in the menu."""


def menu(state: GameState) -> Menu:
    """Return the menu of the rules that a host may change now."""
    choices = [Choice(label, encode(RuleGame(state.game, rule, value))) for rule, value, label in _choices(state)]
    return Menu("Change the rules …", tuple(choices))


def changed(state: GameState, rule: str, value: str) -> Rules:
    """Return the rules after a change of one of them.

    Args:
        state: the state of a game in its lobby.
        rule: the rule's name, as in the menu.
        value: the rule's new value.

    Raises:
        Refusal: the value isn't offered, or isn't possible now.
    """
    if (rule, value) not in {(rule, value) for rule, value, _ in _choices(state)}:
        raise Refusal("You can't choose that now; open the controls again.")
    rules = state.rules
    match rule:
        case "mode":
            mode = Mode(value)
            if mode is Mode.DUEL and len(state.players) > DUELLISTS:
                raise Refusal(f"A duel is for two, and {len(state.players)} have joined; choose another mode.")
            return replace(rules, mode=mode)
        case "to":
            return replace(rules, goal=int(value))
        case "streaks":
            return replace(rules, streaks=value == "yes")
        case _:
            return replace(rules, read=None if value == "length" else timedelta(0))


def _choices(state: GameState) -> Iterator[tuple[str, str, str]]:
    """Yield the name, value and label of each choice, without the values that already apply."""
    rules = state.rules
    is_duel_again = rules.mode is Mode.DUEL and state.again  # it's for the two who played
    if not is_between_places(state) and not is_duel_again:  # between places, the places are the teams
        yield from (("mode", mode.value, label) for mode, label in _MODES.items() if mode is not rules.mode)
    goals = (goal for goal in GOALS if goal != rules.goal and is_within_reach(rules, goal, len(rules.questions)))
    yield from (("to", str(goal), f"Play to {goal:,} points") for goal in goals)
    if rules.goal:
        yield "to", "0", "Play all the questions"
    yield ("streaks", "no", "No extra for streaks") if rules.streaks else ("streaks", "yes", "Streaks earn extra")
    if rules.read is None:
        yield "read", "none", "Open the answers at once"
    else:
        yield "read", "length", "A moment to read each question"
