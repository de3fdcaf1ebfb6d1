"""The scores of a challenge: points for each answer, for each member and for each team. Pure."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.features.challenges.model import Challenge, Participant, Turn
from bot.features.challenges.rules import limit_of
from bot.features.scoring.points import Pooling, in_part, points, pooled


@dataclass(frozen=True, slots=True)
class MemberScore:
    """A member's score in a challenge.

    Args:
        points: the total.
        right: the number of right answers.
        by_question: points by position; 0 for a wrong or missing answer.
    """

    points: int
    right: int
    by_question: Mapping[int, int] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ResultTable:
    """The scores of a challenge.

    Args:
        players: scores by member, in the order in which they began.
        teams: points by the id of each lasting team that took part.
    """

    players: Mapping[str, MemberScore]
    teams: Mapping[str, int]


def points_of(challenge: Challenge, turn: Turn) -> int:
    """Return the points of a turn (see bot.features.scoring.points), measured against the member's own limit.

    We can't know when someone read a channel question, so every right answer scores as the slowest.
    """
    if turn.answer is None or not turn.answer.credit:
        return 0
    if challenge.in_channel:
        full = points(challenge.limit, challenge.limit)
    else:
        full = points(max(timedelta(0), turn.answer.at - turn.shown), limit_of(challenge, turn))
    return in_part(full, turn.answer.credit)


def table(
    challenge: Challenge,
    players: Sequence[Participant],
    turns: Mapping[str, Sequence[Turn]],
    counted: Collection[int],
) -> ResultTable:
    """Return the scores of a challenge.

    All participants are asked every question: one they didn't get to counts as unanswered, for their team, too.

    Args:
        challenge: the challenge.
        players: those who took part.
        turns: their turns, by member.
        counted: positions of the questions that count.
    """
    positions = sorted(counted)
    scores: dict[str, MemberScore] = {}
    teams: defaultdict[str, list[MemberScore]] = defaultdict(list)
    for player in players:
        mine = {turn.position: turn for turn in turns.get(player.member, ()) if turn.position in counted}
        gained = {each: points_of(challenge, mine[each]) if each in mine else 0 for each in positions}
        right = sum(turn.answer is not None and turn.answer.right for turn in mine.values())
        scores[player.member] = score = MemberScore(sum(gained.values()), right, gained)
        if player.team:
            teams[player.team].append(score)
    means = {team: pooled([score.points for score in members], Pooling.MEAN) for team, members in teams.items()}
    return ResultTable(scores, means)
