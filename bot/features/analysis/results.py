"""The results of a game or challenge as a table with a row for each player. Pure.

Only people who share their progress are named. The others are numbered in an order that depends only on their
answers, and have no points, because the board shows points next to names. Their answers are shown only if there are
at least five of them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.content.question import Question, prompt_of
from bot.exchange.tables.cells import Cell
from bot.features.challenges.model import turn_of
from bot.features.challenges.played import Played
from bot.features.games.model import is_erased
from bot.features.games.scoreboard import name_of
from bot.features.games.standings import standings
from bot.features.games.state import GameState
from bot.language.anonymity import FEWEST


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A player's results.

    Args:
        tenant, member: the player.
        name: their display name during the game.
        points: their total points.
        credits_: their credit for each question, in percent; None if they didn't answer.
    """

    tenant: str
    member: str
    name: str
    points: int
    credits_: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The results of a game or challenge.

    Args:
        questions: the questions that counted, in order.
        rows: the players' results.
    """

    questions: Sequence[Question]
    rows: Sequence[ResultRow]


def of_game(state: GameState, bank: Mapping[str, Question]) -> Outcome:
    """Return the results of a finished game, without erased players."""
    table = standings(state)
    questions = {
        position: question
        for position in sorted(table.by_question)
        if (question := bank.get(state.rules.questions[position])) is not None
    }
    rows = []
    for who, score in table.players.items():
        if not is_erased(who):
            answers = [state.rounds[position].answers.get(who) for position in questions]
            credits_ = [None if each is None else each.credit for each in answers]
            rows.append(ResultRow(who.tenant, who.member, name_of(state, who), score.points, credits_))
    return Outcome([*questions.values()], rows)


def of_challenge(played: Played) -> Outcome:
    """Return the results of a closed challenge."""
    rows = []
    for player in played.players:
        turns = [turn_of(played.turns.get(player.member, ()), posed.position) for posed in played.counted]
        credits_ = [turn.answer.credit if turn and turn.answer else None for turn in turns]
        points = played.table.players[player.member].points
        rows.append(ResultRow(played.challenge.tenant, player.member, player.name, points, credits_))
    return Outcome([posed.question for posed in played.counted], rows)


def table(outcome: Outcome, tenant: str, sharing: Collection[str]) -> Iterator[Sequence[Cell]]:
    """Yield the header, a row for each player, and the averages.

    Args:
        outcome: the results.
        tenant: the tenant of the host who reads it; players from other tenants are numbered.
        sharing: ids of the tenant's members who share their progress.
    """
    named = [each for each in outcome.rows if each.tenant == tenant and each.member in sharing]
    # Sorted by their answers, so that the order reveals nothing else.
    numbered = sorted((each for each in outcome.rows if each not in named), key=lambda each: _told(each.credits_))
    tells = len(numbered) >= FEWEST
    yield ("name", "points", *(f"{number}. {prompt_of(each)}" for number, each in enumerate(outcome.questions, 1)))
    for each in sorted(named, key=lambda each: (-each.points, each.name)):
        yield (each.name, each.points, *each.credits_)
    for number, each in enumerate(numbered, 1):
        yield (f"Player {number}", None, *(each.credits_ if tells else [None] * len(each.credits_)))
    if tells or not numbered:  # otherwise, the hidden answers could be worked out from the averages
        yield ("All, right on average %", None, *_averages(outcome))


def _told(credits_: Sequence[int | None]) -> tuple[int, ...]:
    return tuple(-1 if each is None else each for each in credits_)


def _averages(outcome: Outcome) -> Iterator[Cell]:
    for place in range(len(outcome.questions)):
        shares = [row.credits_[place] for row in outcome.rows]
        answered = [each for each in shares if each is not None]
        yield round(sum(answered) / len(answered)) if len(answered) >= FEWEST else None
