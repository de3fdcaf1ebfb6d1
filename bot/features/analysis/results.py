"""What came of a game or a challenge, as a table: a row for each who took part. Pure.

Only those are named who share their progress. Others have a number that follows from their answers alone, and no
points, as those stand beside names on the board. What they answered is told only where at least five are numbered.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.content.question import Question, prompt_of
from bot.exchange.tables.cells import Cell
from bot.features.analysis.model import FEWEST
from bot.features.challenges.model import turn_of
from bot.features.challenges.played import Played
from bot.features.games.scoreboard import name_of
from bot.features.games.standings import standings
from bot.features.games.state import GameState


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What someone did.

    Args:
        tenant, member: who.
        name: as it was shown.
        points: in all.
        credits_: of each question, in percent; None where they gave no answer.
    """

    tenant: str
    member: str
    name: str
    points: int
    credits_: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a game or a challenge.

    Args:
        questions: those that counted, in order.
        rows: of those who took part.
    """

    questions: Sequence[Question]
    rows: Sequence[ResultRow]


def of_game(state: GameState, bank: Mapping[str, Question]) -> Outcome:
    """Return what came of a game that's over, without those who have been erased."""
    table = standings(state)
    asked = {
        position: question
        for position in sorted(table.by_question)
        if (question := bank.get(state.rules.questions[position])) is not None
    }
    rows = []
    for who, score in table.players.items():
        if not who.erased:
            given = [state.rounds[position].answers.get(who) for position in asked]
            credits_ = [None if each is None else each.credit for each in given]
            rows.append(ResultRow(who.tenant, who.member, name_of(state, who), score.points, credits_))
    return Outcome([*asked.values()], rows)


def of_challenge(played: Played) -> Outcome:
    """Return what came of a challenge that has closed."""
    rows = []
    for player in played.players:
        turns = [turn_of(played.turns.get(player.member, ()), posed.position) for posed in played.counted]
        credits_ = [turn.answer.credit if turn and turn.answer else None for turn in turns]
        points = played.table.players[player.member].points
        rows.append(ResultRow(played.made.tenant, player.member, player.name, points, credits_))
    return Outcome([posed.question for posed in played.counted], rows)


def table(outcome: Outcome, tenant: str, sharing: Collection[str]) -> Iterator[Sequence[Cell]]:
    """Yield the header, a row for each who took part, and how all together answered.

    Args:
        outcome: of a game or a challenge.
        tenant: whose host reads it; members of others are numbered.
        sharing: its members who share their progress.
    """
    named = [each for each in outcome.rows if each.tenant == tenant and each.member in sharing]
    # By their answers, so that their order tells nothing more.
    numbered = sorted((each for each in outcome.rows if each not in named), key=lambda each: _told(each.credits_))
    tells = len(numbered) >= FEWEST
    yield ("name", "points", *(f"{number}. {prompt_of(each)}" for number, each in enumerate(outcome.questions, 1)))
    for each in sorted(named, key=lambda each: (-each.points, each.name)):
        yield (each.name, each.points, *each.credits_)
    for number, each in enumerate(numbered, 1):
        yield (f"Player {number}", None, *(each.credits_ if tells else [None] * len(each.credits_)))
    if tells or not numbered:  # else it could be worked out what those answered whose answers aren't told
        yield ("All, right on average %", None, *_averages(outcome))


def _told(credits_: Sequence[int | None]) -> tuple[int, ...]:
    return tuple(-1 if each is None else each for each in credits_)


def _averages(outcome: Outcome) -> Iterator[Cell]:
    for place in range(len(outcome.questions)):
        given = [row.credits_[place] for row in outcome.rows]
        answered = [each for each in given if each is not None]
        yield round(sum(answered) / len(answered)) if len(answered) >= FEWEST else None
