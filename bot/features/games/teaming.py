"""Assigning players to teams. Pure."""

from collections import Counter
from random import Random

from bot.features.games.state import GameState, is_between_places
from bot.language.people import MemberKey


def smallest(state: GameState) -> str:
    """Return the id of the first team with the fewest players; "" if there are no teams."""
    sizes = Counter(player.team for player in state.players.values() if player.playing)
    return min((team.id for team in state.teams), key=lambda team: sizes[team], default="")


def sizes(state: GameState) -> list[int]:
    """Return the number of active players in each team, in the order of the teams."""
    playing = Counter(player.team for player in state.players.values() if player.playing)
    return [playing[team.id] for team in state.teams]


def are_lasting(state: GameState) -> bool:
    """Return whether teams play that last beyond the game, so that nobody may be dealt into another one."""
    return any(team.lasting for team in state.teams)


def is_alone(state: GameState) -> bool:
    """Return whether a team game in a single channel has only one player, or only one of the lasting teams."""
    counts = sizes(state)
    if not counts or is_between_places(state):
        return False
    return sum(counts) == 1 or (are_lasting(state) and sum(map(bool, counts)) == 1)


def is_lopsided(state: GameState) -> bool:
    """Return whether teams are too uneven to play: one is empty, or less than half the size of another.

    Sizes that differ by one, and a single player, are as even as it gets. Between channels, only an empty team
    counts, because players can't change sides. Nor can members of lasting teams, so there it only counts if a single
    team is there.
    """
    counts = sizes(state)
    if is_between_places(state):
        return min(counts) == 0 < max(counts)
    if sum(counts) < 2:
        return False
    return is_alone(state) if are_lasting(state) else max(counts) > max(min(counts) + 1, 2 * min(counts))


def deal(state: GameState, random: Random) -> tuple[tuple[MemberKey, str], ...]:
    """Shuffle all players into teams whose sizes differ by at most one."""
    people = sorted(state.players)
    random.shuffle(people)
    teams = [team.id for team in state.teams]
    random.shuffle(teams)
    return tuple((who, teams[number % len(teams)]) for number, who in enumerate(people)) if teams else ()
