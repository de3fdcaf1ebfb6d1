"""What's to be done about an event: boards to show, results to keep. Pure."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.features.games.state import GameState


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


Effect: TypeAlias = Draw | Finish
Effects: TypeAlias = tuple[Effect, ...]
Step: TypeAlias = tuple[GameState, Effects]
"""The state after an event, and what's to be done."""
