"""The teams of a game: their colours, and who goes where. Pure, without state or I/O."""

from collections import Counter
from random import Random

from bot.features.games.events import Person, Team
from bot.features.games.state import State

COLOURS = {"red": "🔴", "blue": "🔵", "green": "🟢", "yellow": "🟡", "purple": "🟣", "orange": "🟠"}
"""The colours of teams by name, each with the sign that shows it where there are only letters."""

MOST_TEAMS = len(COLOURS)
"""Teams of one game: as many as there are colours."""


def coloured(count: int) -> tuple[Team, ...]:
    """Teams that are named after their colours."""
    return tuple(Team(colour, colour.capitalize(), colour) for colour in list(COLOURS)[:count])


def label(team: Team) -> str:
    """A team's name, behind the sign of its colour unless the name says the colour itself."""
    if team.colour not in COLOURS or team.name.lower() == team.colour:
        return team.name
    return f"{COLOURS[team.colour]} {team.name}"


def smallest(state: State) -> str:
    """The id of the team with the fewest players, the first of those; "" where there are no teams."""
    sizes = Counter(player.team for player in state.players.values() if player.playing)
    return min((team.id for team in state.teams), key=lambda team: sizes[team], default="")


def deal(state: State, random: Random) -> tuple[tuple[Person, str], ...]:
    """Everybody shuffled into teams whose sizes differ by one at most."""
    people = sorted(state.players)
    random.shuffle(people)
    teams = [team.id for team in state.teams]
    random.shuffle(teams)
    return tuple((who, teams[number % len(teams)]) for number, who in enumerate(people)) if teams else ()
