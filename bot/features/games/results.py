"""The results of a game: what each member scored, and what they answered. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from bot.content.model import Pack
from bot.content.question import Question
from bot.features.games.model import is_erased
from bot.features.games.standings import standings
from bot.features.games.state import GameState
from bot.features.quizzes.model import Answer
from bot.features.scoring.model import Result


def results_of(state: GameState, pack: Pack, bank: Mapping[str, Question], at: datetime) -> list[Result]:
    """Return what each member scored in a game, by topic; nothing about erased members.

    Args:
        state: the state of a finished game.
        pack: the game's pack.
        bank: the pack's questions, by id.
        at: when the game ended.
    """
    lasting = {team.id: team.lasting for team in state.teams}
    sums: defaultdict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for position, gains in standings(state).by_question.items():
        question = bank.get(state.rules.questions[position])
        if question is None:
            continue
        topic = pack.topic_of(question).id
        replies = state.rounds[position].answers
        for who, gained in gains.items():
            if is_erased(who):
                continue
            into = sums[who.tenant, who.member, topic]
            into[0] += gained
            into[1] += who in replies and replies[who].right
            into[2] += 1
    players = {(who.tenant, who.member): player for who, player in state.players.items()}
    return [
        Result(
            tenant=tenant,
            game=state.game,
            member=member,
            topic=topic,
            name=players[tenant, member].name,
            place=players[tenant, member].place,
            team=lasting.get(players[tenant, member].team, ""),
            pack=state.rules.pack,
            points=points,
            correct=correct,
            asked=asked,
            at=at,
        )
        for (tenant, member, topic), (points, correct, asked) in sums.items()
    ]


def answers_of(state: GameState, pack: Pack, bank: Mapping[str, Question]) -> list[Answer]:
    """Return each member's answers to the questions that counted, for their progress.

    Args:
        state: the state of a finished game.
        pack: the game's pack.
        bank: the pack's questions, by id.
    """
    found: list[Answer] = []
    for position, gains in standings(state).by_question.items():
        question = bank.get(state.rules.questions[position])
        replies = state.rounds[position].answers
        found += [
            Answer(
                tenant=who.tenant,
                quiz=f"{state.game}:{who.member}",
                position=position,
                member=who.member,
                pack=pack.id,
                question=question.id,
                topic=pack.topic_of(question).id,
                correct=replies[who].right,
                given=replies[who].given,
                at=replies[who].at,
                credit=replies[who].credit,
            )
            for who in gains
            if question is not None and who in replies and not is_erased(who)
        ]
    return found
