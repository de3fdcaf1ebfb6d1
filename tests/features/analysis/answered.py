"""A team that has answered questions of the small pack, in every mode."""

from datetime import timedelta

from bot.content.question import ChoiceQuestion, Question, TrueFalseQuestion
from bot.features.analysis.analysing import choices_of
from bot.features.quizzes.model import Answer
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.questions import bank
from bot.features.quizzes.store import answers
from bot.storage.database import Database
from bot.storage.tables import challenge, challenge_turn, quiz
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction, Values
from tests.features.packs.shelved import HOME, T0
from tests.packs import pets

FIRST = next(each for each in bank(pets()).values() if isinstance(each, ChoiceQuestion))
SECOND = next(each for each in bank(pets()).values() if isinstance(each, TrueFalseQuestion))


def answer(
    question: Question, member: str, quiz_id: str, *, right: bool, position: int = 0, tenant: str = HOME.key
) -> Answer:
    choices = choices_of(Posed(pets(), question, "", 0, 0))
    given = next(each.stored for each in choices if each.right is right)
    topic = pets().topic_of(question).id
    asked = (tenant, quiz_id, position, member, "pets", question.id, topic)
    return Answer(*asked, correct=right, given=given, at=T0, credit=100 * right)


async def fill(database: Database) -> None:
    """Let six members answer alone, in a challenge and in a game; alone, one is wrong and all but one are certain."""
    now = to_milliseconds(T0)

    def work(transaction: Transaction) -> None:
        for number in range(6):
            who = f"m{number}"
            given = [
                answer(FIRST, who, f"alone{number}", right=number > 0),
                answer(SECOND, who, f"match:{who}", right=True, position=0),
                answer(SECOND, who, f"dare:{who}", right=number > 2, position=1),
            ]
            answers.add(transaction, given)
            row = {"tenant": HOME.key, "id": f"alone{number}", "member": who, "pack": "pets", "questions": FIRST.id}
            transaction.put(quiz, [{**row, "seed": 1, "at": now, "sure": "3" if number != 5 else "1"}])
            shown: Values = {"shown": now - 1000 * (number + 1), "given": "0", "correct": True, "at": now}
            asked: Values = {
                "tenant": HOME.key,
                "challenge": "dare",
                "member": who,
                "position": 1,
                "credit": 100,
                "seconds": None,
            }
            transaction.put(challenge_turn, [{**asked, **shown}])
        answers.add(transaction, [answer(FIRST, "x", "elsewhere", right=False, tenant="discord:2")])
        duel: Values = {"tenant": HOME.key, "id": "dare", "place": "general", "place_name": "general", "pack": "pets"}
        times: Values = {"opened": now, "closes": to_milliseconds(T0 + timedelta(days=1))}
        what: Values = {
            "topic": "",
            "questions": f"{FIRST.id},{SECOND.id}",
            "seed": 1,
            "seconds": 30,
            "schedule": 1,
            "closed": None,
            "series": 0,
            "nudge": 0,
        }
        transaction.put(challenge, [{**duel, **times, **what}])

    await database.transact(work)
