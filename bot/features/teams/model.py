"""Teams: those that last, those of a game, and their colours. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

COLOURS = {"red": "🔴", "blue": "🔵", "green": "🟢", "yellow": "🟡", "purple": "🟣", "orange": "🟠"}
"""The colours of teams by name, each with the sign that shows it where there are only letters; the palette of
pictures has the same names."""

MOST_IN_GAME = len(COLOURS)
"""Teams of one game: as many as there are colours."""

LONGEST_NAME = 32
"""Characters of a team's name."""

MOST_LASTING = 25
"""Teams that last, of one tenant."""


UNDO = timedelta(hours=1)
"""How long a team that was removed can come back."""


@dataclass(frozen=True, slots=True)
class Team:
    """A team of a game.

    Args:
        id: within the game.
        name: as shown.
        colour: the name of a colour, or "".
        lasting: the id of the tenant's lasting team that plays, or "".
        tenant, place: the place whose members it gathers, in a game between places; else "".
    """

    id: str
    name: str
    colour: str = ""
    lasting: str = ""
    tenant: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class LastingTeam:
    """A team that lasts beyond a game.

    Args:
        id: unique within the tenant.
        name: as shown.
        colour: the name of a colour.
        members: their names by id, in the order in which they joined.
    """

    id: str
    name: str
    colour: str
    members: Mapping[str, str]


def coloured(count: int) -> tuple[Team, ...]:
    """Make teams that are named after their colours."""
    return tuple(Team(colour, colour.capitalize(), colour) for colour in list(COLOURS)[:count])


def label(team: Team | LastingTeam) -> str:
    """Return a team's name, behind the sign of its colour unless the name says the colour itself."""
    if team.colour not in COLOURS or team.name.lower() == team.colour:
        return team.name
    return f"{COLOURS[team.colour]} {team.name}"
