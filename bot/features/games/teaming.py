"""Who plays in which team of a game. Pure."""

from collections import Counter
from random import Random

from bot.features.games.events import Person
from bot.features.games.state import GameState


def smallest(state: GameState) -> str:
    """Return the id of the team with the fewest players, the first of those; "" if there are no teams."""
    sizes = Counter(player.team for player in state.players.values() if player.playing)
    return min((team.id for team in state.teams), key=lambda team: sizes[team], default="")


def deal(state: GameState, random: Random) -> tuple[tuple[Person, str], ...]:
    """Shuffle everybody into teams whose sizes differ by one at most."""
    people = sorted(state.players)
    random.shuffle(people)
    teams = [team.id for team in state.teams]
    random.shuffle(teams)
    return tuple((who, teams[number % len(teams)]) for number, who in enumerate(people)) if teams else ()
