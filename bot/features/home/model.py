"""The data of a home: today's tip, and the games and challenges in a member's channels. Pure."""

from dataclasses import dataclass
from datetime import date
from random import Random

from bot.content.model import Pack, Tip
from bot.features.challenges.model import Challenge
from bot.features.games.model import Venue
from bot.features.games.state import GameState


@dataclass(frozen=True, slots=True)
class GameThere:
    """A running game in one of a member's channels.

    Args:
        state: the state of the game.
        venue: the channel in which they'd play it.
        playing: whether they're playing.
    """

    state: GameState
    venue: Venue
    playing: bool


@dataclass(frozen=True, slots=True)
class GoingOn:
    """The running games and open challenges in a member's channels.

    Args:
        games: the running games.
        mine: the challenges that they take in any channel, the next to close first.
        others: the challenges that they could take.
    """

    games: tuple[GameThere, ...] = ()
    mine: tuple[Challenge, ...] = ()
    others: tuple[Challenge, ...] = ()


def tip_of_the_day(pack: Pack, member: str, day: date) -> Tip | None:
    """Return a member's tip of the day; each tip comes once before any is repeated, in an order of their own.

    Args:
        pack: the pack with the tips.
        member: the member's id.
        day: the day.
    """
    tips = list(pack.tips)
    if not tips:
        return None
    Random(f"{pack.id}:{member}").shuffle(tips)
    return tips[day.toordinal() % len(tips)]
