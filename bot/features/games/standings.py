"""Standings: what everybody and every team has scored, as a fold of a game's rounds. Pure, without state or I/O."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from bot.features.games.model import Person
from bot.features.games.rules import LIVES, Mode
from bot.features.games.state import GameState, Round, delay
from bot.features.scoring.points import FULL, Pooling, in_part, points, pooled, streak_bonus, with_hint
from bot.features.scoring.ranks import Ranked, rank

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
        lives: how often they may still be wrong, in a game where players can be out.
        out: the position of the question that cost the last of them; None while they're in.
    """

    points: int = 0
    right: int = 0
    asked: int = 0
    streak: int = 0
    gained: int = 0
    lives: int = 0
    out: int | None = None


@dataclass(frozen=True, slots=True)
class Standings:
    """Where a game stands.

    Args:
        players: by person, in the order in which they joined.
        teams: points by team id, in the order of the teams.
        team_gains: points of the latest question by team id.
        together: points of all as one team.
        counted: questions that counted so far.
        by_question: points of each player, by position; without those that counted for nobody.
    """

    players: Mapping[Person, PlayerScore]
    teams: Mapping[str, int]
    team_gains: Mapping[str, int]
    together: int
    counted: int
    by_question: Mapping[int, Mapping[Person, int]] = field(repr=False)


def standings(state: GameState, until: int | None = None) -> Standings:
    """Return the standings after all questions that are closed; an open one shows nothing.

    Args:
        state: the game.
        until: the position of the last question that counts; None for all.
    """
    table = _start(state)
    for position, after in _course(state, table):
        if until is not None and position > until:
            break
        table = after
    return table


def course(state: GameState) -> list[Standings]:
    """Return the standings after each of the questions that count, in order."""
    return [after for _, after in _course(state, _start(state))]


def _start(state: GameState) -> Standings:
    return Standings(dict.fromkeys(state.players, PlayerScore()), {team.id: 0 for team in state.teams}, {}, 0, 0, {})


def _course(state: GameState, table: Standings) -> Iterator[tuple[int, Standings]]:
    """Yield the position of each question that counts, with the standings after it.

    Args:
        state: the game.
        table: the standings before.
    """
    for each in state.rounds:
        if each.open or each.void:
            continue
        gains = _gains(state, each, table.players)
        scores = {who: gains.get(who) or _without_gain(score) for who, score in table.players.items()}
        if state.rules.mode is Mode.ELIMINATION:
            scores |= _without_lives(each, scores, gains)
        gained = {who: score.gained for who, score in gains.items()}
        members = _by_team(state, gained)
        team_gains = {team: pooled(points, state.rules.pooling) for team, points in members.items()}
        table = Standings(
            players=scores,
            teams={team: points + team_gains.get(team, 0) for team, points in table.teams.items()},
            team_gains=team_gains,
            together=table.together + pooled(list(gained.values()), Pooling.MEAN),
            counted=table.counted + 1,
            by_question={**table.by_question, each.position: gained},
        )
        yield each.position, table


def _without_gain(score: PlayerScore) -> PlayerScore:
    """Return a score after a question that didn't count for its player."""
    return replace(score, gained=0) if score.gained else score


def target(state: GameState) -> int:
    """Return the points that a game together aims for."""
    return state.rules.goal or len(state.rules.questions) * FULL * TARGET_SHARE // 100


def only(table: Standings, players: Collection[Person]) -> Standings:
    """Return standings of some players among themselves."""
    return replace(table, players={who: table.players[who] for who in players})


def ranking(state: GameState, table: Standings) -> list[Ranked[Person]]:
    """Return the players from the best to the last: those who are in before those who are out, then by points.

    Args:
        state: of the game.
        table: its standings.
    """
    scores = {who: score.points for who, score in table.players.items()}
    if state.rules.mode is not Mode.ELIMINATION:
        return rank(scores)
    after_all = len(state.rounds)
    return rank(scores, {who: after_all if each.out is None else each.out for who, each in table.players.items()})


def _without_lives(
    of: Round, scores: Mapping[Person, PlayerScore], gains: Mapping[Person, PlayerScore]
) -> dict[Person, PlayerScore]:
    """Take a life from everybody who is in and wasn't right, unless that's all who are; return those who changed.

    You lose lives while you're away, too, or leaving before a hard question would save one. Those who come late begin
    with the fewest that anyone has.

    Args:
        of: the question that has closed.
        scores: after it, without the lives.
        gains: the scores of the people it counted for.
    """
    inside = {who for who, score in scores.items() if score.lives}
    fewest = min((scores[who].lives for who in inside), default=LIVES)
    changed = {who: replace(score, lives=fewest) for who, score in gains.items() if score.asked == 1}
    inside |= changed.keys()
    wrong = {who for who in inside if not (who in of.answers and of.answers[who].right)}
    if wrong == inside:
        return changed
    for who in wrong:
        score = changed.get(who, scores[who])
        changed[who] = replace(score, lives=score.lives - 1, out=of.position if score.lives == 1 else None)
    return changed


def _gains(state: GameState, of: Round, before: Mapping[Person, PlayerScore]) -> dict[Person, PlayerScore]:
    """Return the scores after a question, of the people it counted for."""
    after: dict[Person, PlayerScore] = {}
    for who, score in before.items():
        given = of.answers.get(who)
        if given is None and who not in of.present:
            continue
        right = given is not None and given.right
        streak = score.streak + 1 if right else 0
        gained = 0
        if given is not None and given.credit:
            gained = in_part(points(delay(of, given.at), of.limit), given.credit)
            if who in of.hints and of.hints[who] <= given.at:
                gained = with_hint(gained)
            gained += streak_bonus(streak) if state.rules.streaks and right else 0
        points_now, right_now, asked_now = score.points + gained, score.right + right, score.asked + 1
        after[who] = PlayerScore(points_now, right_now, asked_now, streak, gained, score.lives, score.out)
    return after


def _by_team(state: GameState, gains: Mapping[Person, int]) -> Mapping[str, list[int]]:
    """Return what the members of each team gained."""
    members: defaultdict[str, list[int]] = defaultdict(list)
    teams = {team.id for team in state.teams}
    for who, gained in gains.items():
        if (team := state.players[who].team) in teams:
            members[team].append(gained)
    return members
