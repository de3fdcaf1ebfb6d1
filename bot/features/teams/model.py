"""Teams: lasting teams, teams in a game, and their colours. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.language.text import as_seen

COLOURS = {"red": "🔴", "blue": "🔵", "green": "🟢", "yellow": "🟡", "purple": "🟣", "orange": "🟠"}
"""The colours of teams by name, each with its emoji for text; the palette of pictures uses the same names."""

MOST_IN_GAME = len(COLOURS)
"""Maximum number of teams in a game: one per colour."""

LONGEST_NAME = 32
"""Maximum length of a team's name, in characters."""

MOST_LASTING = 25
"""Maximum number of lasting teams in a tenant."""

UNNAMED = "A team"
"""What a team is called whose name had someone in it who's been erased."""

UNDO = timedelta(hours=1)
"""How long a removed team can be restored."""


@dataclass(frozen=True, slots=True)
class Team:
    """A team in a game.

    Args:
        id: unique within the game.
        name: the name that's shown.
        colour: the name of a colour, or "".
        lasting: the id of the lasting team that's playing, or "".
        tenant, place: the place whose members are in it, in a game between places; else "".
    """

    id: str
    name: str
    colour: str = ""
    lasting: str = ""
    tenant: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class LastingTeam:
    """A team that exists beyond a single game.

    Args:
        id: unique within the tenant.
        name: the name that's shown.
        colour: the name of a colour.
        members: their names by id, in the order in which they joined.
    """

    id: str
    name: str
    colour: str
    members: Mapping[str, str]


def coloured(count: int) -> tuple[Team, ...]:
    """Return the given number of teams, named after their colours."""
    return tuple(Team(colour, colour.capitalize(), colour) for colour in list(COLOURS)[:count])


def unnamed(names: Collection[str]) -> str:
    """Return a name for a team whose own can't stay, which looks like none of those taken."""
    seen = {as_seen(name) for name in names}
    numbered = (f"{UNNAMED} {number}" for number in range(2, len(seen) + 3))
    return next(name for name in (UNNAMED, *numbered) if as_seen(name) not in seen)


def label(team: Team | LastingTeam) -> str:
    """Return a team's name with the emoji of its colour, unless the name is that colour."""
    if team.colour not in COLOURS or team.name.lower() == team.colour:
        return team.name
    return f"{COLOURS[team.colour]} {team.name}"
