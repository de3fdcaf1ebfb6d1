"""What a home shows: today's tip, and what goes on in the channels that a member is in. Pure."""

from dataclasses import dataclass
from datetime import date
from random import Random

from bot.content.model import Pack, Tip
from bot.features.challenges.model import Challenge
from bot.features.games.model import Venue
from bot.features.games.state import GameState


@dataclass(frozen=True, slots=True)
class GameThere:
    """A game that's on where a member is.

    Args:
        state: how it stands.
        venue: where they'd play it.
        playing: whether they do.
    """

    state: GameState
    venue: Venue
    playing: bool


@dataclass(frozen=True, slots=True)
class GoingOn:
    """What goes on where a member is.

    Args:
        games: those that are on.
        mine: the challenges that they take, wherever those are, the soonest to close first.
        others: the challenges that they could take.
    """

    games: tuple[GameThere, ...] = ()
    mine: tuple[Challenge, ...] = ()
    others: tuple[Challenge, ...] = ()


def tip_of_the_day(pack: Pack, member: str, day: date) -> Tip | None:
    """Return a member's tip of a day: each comes once before any comes again, in an order of the member's own.

    Args:
        pack: where it comes from.
        member: their id.
        day: the day.
    """
    tips = list(pack.tips)
    if not tips:
        return None
    Random(f"{pack.id}:{member}").shuffle(tips)
    return tips[day.toordinal() % len(tips)]
