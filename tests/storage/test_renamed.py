"""What's stored under an item's earlier id counts for the item."""

from datetime import UTC, datetime, timedelta

from bot.features.challenges.series import AskedBefore, by_current
from bot.features.challenges.store import series
from bot.features.lessons.model import Rounds, TipShelf
from bot.features.lessons.store import tips
from bot.features.quizzes import missed
from bot.features.quizzes.certainty import Certainty
from bot.features.quizzes.model import Quiz
from bot.features.quizzes.store import answers, quizzes
from bot.language.people import MemberKey
from bot.storage.database import Database
from bot.storage.tables import question_asked
from bot.storage.transaction import Transaction, Values
from tests.storage.test_store import an_answer

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANA = MemberKey("web:a", "ana")
NAMES = {"old": "new", "older": "new"}


def current(name: str) -> str:
    return NAMES.get(name, name)


async def test_the_last_answer_under_any_id_says_whether_a_question_was_missed(database: Database) -> None:
    for number, (question, right) in enumerate((("older", False), ("new", True), ("other", True), ("other", False))):
        given = an_answer(quiz=f"q{number}", question=question, correct=right, at=NOW + timedelta(hours=number))
        assert await answers.record(database.writer, given)

    def look(transaction: Transaction) -> None:
        assert missed.missed(transaction, ANA, "pets", current) == {"other"}
        assert missed.missed(transaction, ANA, "pets", str) == {"older", "other"}
        assert missed.missed_since(transaction, ANA, "pets", NOW, current) == {"other": NOW + timedelta(hours=3)}
        late = NOW + timedelta(hours=4)
        assert not missed.missed_since(transaction, ANA, "pets", late, current)

    await database.read(look)


async def test_what_somebody_was_certain_of(database: Database) -> None:
    made = Quiz("web:a", "q0", "ana", "pets", ("old", "other", "third"), 1, NOW, "000")
    await database.transact(lambda transaction: quizzes.create(transaction, made))
    certain = Quiz(*(made.tenant, made.id, made.member, made.pack, made.questions, 1, NOW), "323")
    await database.transact(lambda transaction: quizzes.keep_sure(transaction, certain))
    for place, question in enumerate(made.questions):
        given = an_answer(quiz="q0", position=place, question=question, correct=place == 2, at=NOW)
        assert await answers.record(database.writer, given)

    def look(transaction: Transaction) -> None:
        assert quizzes.find(transaction, "web:a", "q0") == certain
        assert missed.missed_though_certain(transaction, ANA, "pets", current) == {"new"}
        assert not missed.missed_though_certain(transaction, MemberKey("web:a", "ben"), "pets", current)

    await database.read(look)
    assert Certainty(int((certain.sure or "")[0])) is Certainty.CERTAIN


async def test_a_tip_that_was_shown_under_another_id_counts_as_shown(database: Database) -> None:
    shelf = TipShelf("web:a", "1", "pets")

    def note(transaction: Transaction) -> None:
        tips.hold(transaction, [(shelf, "#one")], NOW)
        tips.note(transaction, {(shelf, "older"): 3, (shelf, "old"): 2, (shelf, "other"): 2}, NOW)

    await database.transact(note)
    shown = await database.read(lambda transaction: tips.shown(transaction, [shelf])[shelf])
    rounds = Rounds(shown, current)
    assert rounds.due(["new", "other"]) == (3, ["other"])
    assert rounds.due(["new", "unseen"]) == (3, ["unseen"])


async def test_what_a_channel_was_asked_counts_once(database: Database) -> None:
    rows = [("older", 2, 9), ("old", 3, 7), ("other", 1, 5)]

    def write(transaction: Transaction) -> None:
        key: Values = {"tenant": "web:a", "place": "1", "pack": "pets", "at": 0, "correct": 1}
        named = [{**key, "question": name, "times": times, "answered": told} for name, times, told in rows]
        transaction.put(question_asked, named)

    await database.transact(write)
    asked = await database.read(lambda transaction: series.asked(transaction, "web:a", "1", "pets"))
    assert by_current(asked, current) == {"new": AskedBefore(3, 7, 1), "other": AskedBefore(1, 5, 1)}
