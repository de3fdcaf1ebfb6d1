"""Who plays in which team of a game. Pure."""

from collections import Counter
from random import Random

from bot.features.games.model import Person
from bot.features.games.state import GameState


def smallest(state: GameState) -> str:
    """Return the id of the team with the fewest players, the first of those; "" if there are no teams."""
    sizes = Counter(player.team for player in state.players.values() if player.playing)
    return min((team.id for team in state.teams), key=lambda team: sizes[team], default="")


def sizes(state: GameState) -> list[int]:
    """Return how many play for each team, in the order of the teams."""
    playing = Counter(player.team for player in state.players.values() if player.playing)
    return [playing[team.id] for team in state.teams]


def is_alone(state: GameState) -> bool:
    """Return whether only one plays where teams of a single place would."""
    return bool(state.teams) and len(state.venues) == 1 and sum(sizes(state)) == 1


def is_lopsided(state: GameState) -> bool:
    """Return whether teams are so uneven that the game would be none: one has nobody, or less than half of another.

    Where there are too few for all teams, or one alone, that's as even as it can be; and between places, members of
    one can't play for another.
    """
    counts = sizes(state)
    if len(state.venues) > 1:
        return min(counts) == 0 < max(counts)
    return bool(counts) and not is_alone(state) and max(counts) > max(min(counts) + 1, 2 * min(counts))


def deal(state: GameState, random: Random) -> tuple[tuple[Person, str], ...]:
    """Shuffle everybody into teams whose sizes differ by one at most."""
    people = sorted(state.players)
    random.shuffle(people)
    teams = [team.id for team in state.teams]
    random.shuffle(teams)
    return tuple((who, teams[number % len(teams)]) for number, who in enumerate(people)) if teams else ()
