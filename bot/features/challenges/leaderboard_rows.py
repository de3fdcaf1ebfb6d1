"""The rows that a closed challenge adds to leaderboards and to its members' progress. Pure."""

from datetime import timedelta

from bot.features.challenges.played import Played
from bot.features.quizzes.model import Answer
from bot.features.scoring.model import Result

_MOMENT = timedelta(milliseconds=1)
"""Answers counted until just before the close, and so do points: for a season that closes then, not for the next."""


def results_of(played: Played) -> list[Result]:
    """Return what each member scored, by topic, for leaderboards."""
    challenge = played.challenge
    table = played.table
    topics = {posed.position: played.pack.topic_of(posed.question).id for posed in played.counted}
    found = []
    for player in played.players:
        score = table.players[player.member]
        replies = {turn.position: turn.answer for turn in played.turns.get(player.member, ()) if turn.answer}
        for topic in dict.fromkeys(topics.values()):
            positions = [position for position, of in topics.items() if of == topic]
            found.append(
                Result(
                    tenant=challenge.tenant,
                    game=challenge.id,
                    member=player.member,
                    topic=topic,
                    name=player.name,
                    place=challenge.place,
                    team=player.team,
                    pack=challenge.pack,
                    points=sum(score.by_question[position] for position in positions),
                    correct=sum(position in replies and replies[position].right for position in positions),
                    asked=len(positions),
                    at=(challenge.closed or challenge.closes) - _MOMENT,
                )
            )
    return found


def answers_of(played: Played) -> list[Answer]:
    """Return each member's answers, for their progress."""
    topics = {
        posed.position: (posed.question.id, played.pack.topic_of(posed.question).id) for posed in played.counted
    }
    return [
        Answer(
            tenant=played.challenge.tenant,
            quiz=f"{played.challenge.id}:{player.member}",
            position=turn.position,
            member=player.member,
            pack=played.challenge.pack,
            question=topics[turn.position][0],
            topic=topics[turn.position][1],
            correct=turn.answer.right,
            given=turn.answer.given,
            at=turn.answer.at,
            credit=turn.answer.credit,
        )
        for player in played.players
        for turn in played.turns.get(player.member, ())
        if turn.answer is not None and turn.position in topics
    ]
