"""Standings: the scores of all players and teams, as a fold of a game's rounds. Pure, without state or I/O."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from bot.features.games.rules import LIVES, Mode
from bot.features.games.state import GameState, Round, delay
from bot.features.scoring.points import FULL, Pooling, in_part, points, pooled, streak_bonus, with_hint
from bot.features.scoring.ranks import Ranked, rank
from bot.language.people import MemberKey

TARGET_SHARE = 60
"""In a game played together, the target is this percentage of all points (a full score for each question)."""


@dataclass(frozen=True, slots=True)
class PlayerScore:
    """A player's score.

    Args:
        points: the total points.
        right: the number of right answers.
        asked: the number of questions that counted for them: those they were present for, or answered.
        streak: the current number of right answers in a row.
        gained: the points of the latest question.
        lives: the lives left in an elimination game.
        out: the position of the question that cost the last life; None while they're in.
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
    """The scores of a game at some point.

    Args:
        players: each player's score, in the order in which they joined.
        teams: the points by team id, in the order of the teams.
        team_gains: the points of the latest question, by team id.
        together: everyone's points as a single team.
        counted: the number of questions that have counted so far.
        by_question: each player's points by the question's position, without questions that counted for nobody.
    """

    players: Mapping[MemberKey, PlayerScore]
    teams: Mapping[str, int]
    team_gains: Mapping[str, int]
    together: int
    counted: int
    by_question: Mapping[int, Mapping[MemberKey, int]] = field(repr=False)


def standings(state: GameState, until: int | None = None) -> Standings:
    """Return the standings after all closed questions; an open question doesn't affect them.

    Args:
        state: the game's state.
        until: the position of the last question to include; None for all.
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
        state: the game's state.
        table: the standings before the first question.
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
    """Return the target of a game played together, in points."""
    return state.rules.goal or len(state.rules.questions) * FULL * TARGET_SHARE // 100


def best_score(state: GameState, table: Standings) -> int:
    """Return the most points of those who can win: everyone together, a team, or a player who's still in.

    Args:
        state: the game's state.
        table: the game's standings.
    """
    match state.rules.mode:
        case Mode.TOGETHER:
            return table.together
        case Mode.TEAMS:
            return max(table.teams.values(), default=0)
        case _:
            return max((score.points for score in table.players.values() if score.out is None), default=0)


def cost_no_life(of: Round, table: Standings) -> bool:
    """Return whether a question of an elimination game cost nobody a life, because nobody who's still in was right.

    Args:
        of: the closed question's round.
        table: the standings after it.
    """
    knew = (who for who, answer in of.answers.items() if answer.right)
    return not any(who in table.players and table.players[who].lives for who in knew)


def only(table: Standings, players: Collection[MemberKey]) -> Standings:
    """Return the standings with only the given players."""
    return replace(table, players={who: table.players[who] for who in players})


def ranking(state: GameState, table: Standings) -> list[Ranked[MemberKey]]:
    """Return the players from the best to the last: those who lasted longer first, then by points.

    Args:
        state: the game's state.
        table: the game's standings.
    """
    scores = {who: score.points for who, score in table.players.items()}
    if state.rules.mode is not Mode.ELIMINATION:
        return rank(scores)
    after_all = len(state.rounds)
    return rank(scores, {who: after_all if each.out is None else each.out for who, each in table.players.items()})


def _without_lives(
    of: Round, scores: Mapping[MemberKey, PlayerScore], gains: Mapping[MemberKey, PlayerScore]
) -> dict[MemberKey, PlayerScore]:
    """Take a life from everyone who's in and wasn't right, unless nobody was; return the changed scores.

    You lose lives while you're away, too; otherwise, leaving before a hard question would save one. Latecomers start
    with the lowest number of lives that anyone has.

    Args:
        of: the closed question's round.
        scores: the scores after it, with the lives from before.
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


def _gains(state: GameState, of: Round, before: Mapping[MemberKey, PlayerScore]) -> dict[MemberKey, PlayerScore]:
    """Return the new scores of the people that a question counted for."""
    after: dict[MemberKey, PlayerScore] = {}
    for who, score in before.items():
        answer = of.answers.get(who)
        if answer is None and who not in of.present:
            continue
        right = answer is not None and answer.right
        streak = score.streak + 1 if right else 0
        gained = 0
        if answer is not None and answer.credit:
            gained = in_part(points(delay(of, answer.at), of.limit), answer.credit)
            if who in of.hints and of.hints[who] <= answer.at:
                gained = with_hint(gained)
            gained += streak_bonus(streak) if state.rules.streaks and right else 0
        points_now, right_now, asked_now = score.points + gained, score.right + right, score.asked + 1
        after[who] = PlayerScore(points_now, right_now, asked_now, streak, gained, score.lives, score.out)
    return after


def _by_team(state: GameState, gains: Mapping[MemberKey, int]) -> Mapping[str, list[int]]:
    """Return the points that each team's members gained."""
    members: defaultdict[str, list[int]] = defaultdict(list)
    teams = {team.id for team in state.teams}
    for who, gained in gains.items():
        if (team := state.players[who].team) in teams:
            members[team].append(gained)
    return members
