"""Questions whose answers have parts or can come close: taken alone, in a game and in a challenge."""

from collections.abc import AsyncIterator
from random import Random

import pytest

from bot.content.question import MistakeQuestion
from bot.content.reading.library import Library
from bot.features.challenges.actions import ReviewChallenge, ReviewChallengeFrom
from bot.features.games.actions import PlayChoice, PlayWords
from bot.features.games.personal_results import personal_results
from bot.features.games.report import review
from bot.features.games.standings import standings
from bot.features.packs.shelf import Shelf
from bot.features.quizzes.grading import judge_text
from bot.features.quizzes.questions import bank
from bot.features.quizzes.service import SoloQuizzes
from bot.language.actions import decode, encode
from bot.language.controls import Button, Menu
from bot.language.forms import TYPED
from bot.language.message import Message, Tone
from bot.language.plain import buttons, plain
from bot.storage.database import Database
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import Bot as ChallengeBot
from tests.features.games.hosted import Bot as GameBot
from tests.features.lessons.asking import NOW, asker
from tests.features.quizzes.answering import choice_for, judge, words_for
from tests.features.quizzes.test_service import quiz_of
from tests.packs import BAKERY

ANA = asker("Ana")
ASKED = 7
LAST = 6
"""Where the last page of what was missed begins."""

TRUTH = "Dough needs time to rise."
"""What people are told if they picked a common misconception."""

NEARLY = {
    "bread-several": "Nearly",
    "salt-number": "",
    "loaf-estimate": "Close!",
    "tool-match": "Partly right",
    "rise-cloze": "Nearly",
    "rest-cloze": "Partly right",
}
"""What's said about a partly right answer, by question."""


def partly(posed_words: str, question: str) -> str:
    """Return a partly right answer."""
    match question:
        case "bread-several":
            return posed_words[:3]
        case "loaf-estimate":
            return "200"
        case "tool-match":
            first, *others = posed_words.split()
            return " ".join([first, *(first for _ in others)])
        case "rise-cloze":
            return "yeast;"
        case "rest-cloze":
            return "rests; frozen; frozen"
        case _:
            return posed_words


async def test_alone(database: Database) -> None:
    quizzes = SoloQuizzes(Shelf(Library([BAKERY]), database), database, Random(5))
    pack = Library([BAKERY]).default
    quiz_id = quiz_of(await quizzes.start(pack, None, ASKED, ANA))
    seen = set()
    for position in range(ASKED):
        quiz, posed = await quizzes.posed(quiz_id, position, ANA)
        seen.add(posed.question.type)
        reply = await quizzes.record(quiz, posed, judge(posed, right=position % 2 == 0), NOW)
        assert reply.tone is (Tone.RIGHT if position % 2 == 0 else Tone.WRONG)
    assert seen == {"several", "number", "estimate", "match", "cloze", "mistake"}
    summary = await quizzes.show(quiz_id, ASKED, ANA)
    assert "4 of 7 right" in plain(summary)
    missed = plain(await quizzes.missed(quiz_id, ANA))
    assert missed.count("The right ") == 3


async def test_a_summary_counts_what_is_partly_right(sqlite_database: Database) -> None:
    quizzes = SoloQuizzes(Shelf(Library([BAKERY]), sqlite_database), sqlite_database, Random(5))
    quiz_id = quiz_of(await quizzes.start(Library([BAKERY]).default, None, ASKED, ANA))
    for position in range(ASKED):
        quiz, posed = await quizzes.posed(quiz_id, position, ANA)
        words = partly(words_for(posed, right=True), posed.question.id)
        judged = judge_text(posed, words) if words else judge(posed, right=False)
        await quizzes.record(quiz, posed, judged, NOW)
    said = plain(await quizzes.show(quiz_id, ASKED, ANA))
    assert "2 of 7 right" in said  # the number, and a guess that's close enough
    assert "4 answers were partly right." in said


@pytest.fixture
async def games(database: Database) -> AsyncIterator[GameBot]:
    bot = GameBot(database, pack=BAKERY)
    yield bot
    await bot.close()


async def test_in_a_game(games: GameBot) -> None:
    bot = games
    journal = await bot.start(ASKED, kinds=None, mode="everyone", streaks="yes")
    await bot.join(journal, "Ana", "Ben", "Cleo")
    await bot.act(journal, "start")
    game, partial = journal.key.game, 0
    for position in range(ASKED):
        await bot.until_open(journal, position)
        posed = bot.packs.question_at(journal.state, position)
        assert posed is not None
        for name, how in (("Ana", "right"), ("Ben", "partly"), ("Cleo", "wrong")):
            if isinstance(posed.question, MistakeQuestion):
                choice = choice_for(posed, right=how == "right")
                said = await bot.play.choose(bot.asker(name), PlayChoice(game, position, choice))
            else:
                words = words_for(posed, right=how != "wrong")
                words = partly(words, posed.question.id) if how == "partly" else words
                said = await bot.play.fill(bot.asker(name), PlayWords(game, position), {TYPED: words})
            assert "Locked" in plain(said)
        await bot.until(journal, "The right ")
        told = personal_results(journal.state, posed, journal.state.players)
        ana, ben, cleo = (plain(told[who]).split("\n\n")[1] for who in journal.state.players)
        assert ana.startswith("✓")
        assert not cleo.startswith("✓")
        if nearly := NEARLY.get(posed.question.id):
            assert nearly in ben
            assert " +" in ben
            partial += 1
        if posed.question.type == "estimate":
            assert "Closest: Ana, right on the spot!" in bot.boards.now()
            assert "Answers: from 150 to " in bot.boards.now()
    await bot.until_over(journal)
    table = standings(journal.state)
    scores = [table.players[who] for who in journal.state.players]
    assert partial == 5
    assert scores[0].points > scores[1].points > scores[2].points == 0
    pack, questions = games.library.default, bank(games.library.default)
    own = {who.member: plain(review(journal.state, pack, questions, who, LAST)) for who in journal.state.players}
    assert TRUTH in own["cleo"]
    assert TRUTH not in own["ana"]
    assert [each.right for each in scores] == [7, 2, 0]  # Ben's guess is close enough, and he knows the number


async def test_in_a_challenge(database: Database) -> None:
    clock = FakeClock()
    bot = ChallengeBot(database, clock, pack=BAKERY)
    try:
        announced = await bot.say(f"/challenge {ASKED} 30 closes:1h")
        for name, how in (("Ana", "right"), ("Ben", "partly"), ("Cleo", "wrong")):
            page = await bot.begin(name, announced)
            for position in range(ASKED):
                page = await _answer(bot, name, page, how)
                assert "Locked" in plain(page)
                if position + 1 < ASKED:
                    page = await bot.press(buttons(page)[0], name)
        clock.go(hours=2)
        results = await bot.posted()
        said = plain(results)
        assert "Ana won!" in said
        assert "7 of 7" in said
        assert "2 of 7" in said
        assert "Closest: Ana, right on the spot!" in said
        see = next(each for each in buttons(results) if each.label == "See my answers")
        clock.go(minutes=1)
        shown = await bot.press(see, "Ben")
        own = plain(shown)
        assert "2 of 7 right" in own
        (menu,) = (block for block in shown.blocks if isinstance(block, Menu))
        for each in menu.choices:  # whatever was asked, and however it was answered
            assert "Thank you!" in plain(await bot.press(each.press, "Ben", "Another one is right, too."))
        problems = plain(await bot.say("/pack problems"))
        assert "2 more items after these" in problems
        pages = [own, *[plain(await bot.press(onward(see, first), "Ben")) for first in (3, LAST)]]
        assert sum(each.count("(+0)") for each in pages) == 1  # a question with buttons is all or nothing
        assert [each.count("You said: ") for each in pages] == [3, 3, 1]
        assert TRUTH in plain(await bot.press(onward(see, LAST), "Cleo"))
        assert TRUTH not in plain(await bot.press(onward(see, LAST), "Ana"))
    finally:
        bot.close()


def onward(see: Button, first: int) -> str:
    """Return what a button carries that shows someone's answers, starting at a position."""
    review = decode(see.press)
    assert isinstance(review, ReviewChallenge)
    return encode(ReviewChallengeFrom(review.challenge, first))


async def _answer(bot: ChallengeBot, name: str, page: Message, how: str) -> Message:
    posed = await bot.posed(page)
    if isinstance(posed.question, MistakeQuestion):
        letter = "ABC"[choice_for(posed, right=how == "right")]
        return await bot.press(next(each for each in buttons(page) if each.label == letter), name)
    words = words_for(posed, right=how != "wrong")
    words = partly(words, posed.question.id) if how == "partly" else words
    asked = next(each for each in buttons(page) if each.form is not None)
    assert await bot.form(asked, name) is not None
    return await bot.press(asked, name, words)
