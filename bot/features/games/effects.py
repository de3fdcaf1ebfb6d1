"""The effects of an event: boards to redraw, results to store. Pure."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.features.games.state import GameState


@dataclass(frozen=True, slots=True)
class Draw:
    """Redraw a board in all channels of the game.

    Args:
        board: the board's name.
    """

    board: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The game is over: store its results."""


Effect: TypeAlias = Draw | Finish
Effects: TypeAlias = tuple[Effect, ...]
StepResult: TypeAlias = tuple[GameState, Effects]
"""The state after an event, and the effects to carry out."""
