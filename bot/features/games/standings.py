"""Standings: what everybody and every team has scored, as a fold of a game's rounds. Pure, without state or I/O."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.features.games.events import Person
from bot.features.games.scoring import FULL, Pooling, points, pooled, streak_bonus
from bot.features.games.state import GameState, Round, delay

TARGET_SHARE = 60
"""Percent of all points there are that a game together aims for."""


@dataclass(frozen=True, slots=True)
class PlayerScore:
    """What a player has scored.

    Args:
        points: in all.
        right: answers that were right.
        asked: questions that counted for them: those that they were there for, or answered.
        streak: right answers in a row, up to now.
        gained: points of the latest question.
    """

    points: int = 0
    right: int = 0
    asked: int = 0
    streak: int = 0
    gained: int = 0


@dataclass(frozen=True, slots=True)
class Standings:
    """Where a game stands.

    Args:
        players: by person, in the order in which they joined.
        teams: points by team id, in the order of the teams.
        together: points of all as one team.
        counted: questions that counted so far.
        by_question: points of each player, by position; without those that counted for nobody.
    """

    players: Mapping[Person, PlayerScore]
    teams: Mapping[str, int]
    together: int
    counted: int
    by_question: Mapping[int, Mapping[Person, int]] = field(repr=False)


def standings(state: GameState) -> Standings:
    """Return the standings after all questions that are closed; an open one shows nothing."""
    scores = dict.fromkeys(state.players, PlayerScore())
    teams = {team.id: 0 for team in state.teams}
    together = 0
    by_question: dict[int, Mapping[Person, int]] = {}
    for each in state.rounds:
        if each.open or each.void:
            continue
        gains = _gains(state, each, scores)
        by_question[each.position] = {who: score.gained for who, score in gains.items()}
        for who, score in scores.items():
            scores[who] = gains.get(who) or PlayerScore(score.points, score.right, score.asked, score.streak)
        for team, members in _by_team(state, by_question[each.position]).items():
            teams[team] += pooled(members, state.rules.pooling)
        together += pooled(list(by_question[each.position].values()), Pooling.MEAN)
    return Standings(scores, teams, together, len(by_question), by_question)


def target(state: GameState) -> int:
    """Return the points that a game together aims for."""
    return len(state.rules.questions) * FULL * TARGET_SHARE // 100


def _gains(state: GameState, of: Round, before: Mapping[Person, PlayerScore]) -> dict[Person, PlayerScore]:
    """Return the scores after a question, of those for whom it counted."""
    after: dict[Person, PlayerScore] = {}
    for who, score in before.items():
        given = of.answers.get(who)
        if given is None and who not in of.present:
            continue
        right = given is not None and given.right
        streak = score.streak + 1 if right else 0
        gained = 0
        if given is not None and right:
            gained = points(delay(of, given.at), state.rules.limit)
            gained += streak_bonus(streak) if state.rules.streaks else 0
        after[who] = PlayerScore(score.points + gained, score.right + right, score.asked + 1, streak, gained)
    return after


def _by_team(state: GameState, gains: Mapping[Person, int]) -> Mapping[str, list[int]]:
    """Return what the members of each team gained."""
    members: defaultdict[str, list[int]] = defaultdict(list)
    teams = {team.id for team in state.teams}
    for who, gained in gains.items():
        if (team := state.players[who].team) in teams:
            members[team].append(gained)
    return members
