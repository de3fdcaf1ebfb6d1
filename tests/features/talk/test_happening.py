"""What's said about a channel's game or challenge, in reply to it or beside it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from bot.features.challenges.opening import Opening, begin
from bot.features.challenges.service import Challenges
from bot.features.talk.happening import Happening, Silence
from bot.features.talk.remarks import Remark, remark
from bot.language.message import Message
from bot.language.people import Place
from bot.language.plain import buttons, plain
from bot.language.port import Destination
from bot.language.requests import Call
from bot.storage.database import Database
from tests.features.games.hosted import Bot

ELSEWHERE = Place("random", "#random")


@pytest.fixture
async def bot(sqlite_database: Database) -> AsyncIterator[Bot]:
    made = Bot(sqlite_database)
    yield made
    await made.close()


def happening_of(bot: Bot) -> Happening:
    return Happening(bot.running_games.finder, bot.packs, Challenges(bot.shelf, bot.database, Random(1)))


async def said(
    bot: Bot, typed: str, name: str = "Ben", place: Place | None = None, *, is_follow_up: bool = False
) -> str | None:
    """Return the name of the command that answers a line, or the words; None if it's about something else."""
    happening = happening_of(bot)
    asker = bot.asker(name)
    answer = await happening.answer(replace(asker, place=place or asker.place), typed, is_follow_up=is_follow_up)
    if isinstance(answer, Message):
        assert (answer.private, answer.in_passing, buttons(answer)) == (True, True, [])
        return plain(answer).splitlines()[-1]
    return answer.command if isinstance(answer, Call) else None


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        (
            Remark.TAKE,
            ["take it", "I'll take it!", "can I still join?", "how do I take part?", "is it too late to join?"],
        ),
        (Remark.CLOSES, ["when does it close?", "until when?", "how long do we have?", "when do we get the answer?"]),
        (
            Remark.COUNT,
            ["how many have taken it?", "who's in?", "how many people joined so far?", "who else has taken it"],
        ),
        (Remark.IN, ["I'm in!", "count me in", "me too", "I want to play too", "join"]),
        (Remark.HOW, ["how do I play?", "how does it work?", "what are the rules"]),
        (Remark.ANSWERS, ["what's the answer?", "can we see the answers?", "what did I miss?"]),
        (Remark.CLOSE, ["close it", "end the challenge now", "cancel this game please"]),
        (Remark.LENGTH, ["what's it about?", "what's the topic", "which topics?"]),
        (Remark.LENGTH, ["how many questions?", "how many questions are left", "how many questions does it have?"]),
        (Remark.WON, ["who won?", "so who won", "did I win?", "and the winner?", "the results please"]),
        (Remark.START, ["start", "let's go!", "start it now", "we're ready", "when do we start?"]),
        (Remark.AGAIN, ["again!", "one more round", "once more please", "can we play again?"]),
        (
            None,
            [
                "take the train",
                "who won the war?",
                "when does a shop close?",
                "start a game",
                "how many rows?",
                "tip",
            ],
        ),
    ],
)
def test_a_remark_is_known_as_a_whole(kind: Remark | None, lines: list[str]) -> None:
    assert {line: remark(line) for line in lines} == dict.fromkeys(lines, kind)


async def test_an_answer_typed_in_a_game_is_sent_to_its_buttons(bot: Bot) -> None:
    journal = await bot.start(2, kinds={"choice"})
    await bot.join(journal, "Ana", "Ben")
    assert await said(bot, "B") is None
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    for typed in ("B", "b!", "2", "it's B", "the second one"):
        assert await said(bot, typed) == "Use the buttons on the question.", typed
    happening = happening_of(bot)
    first = [await happening.answer(bot.asker(name), "B") for name in ("Ben", "Ana")]
    assert all(isinstance(each, Message) for each in first)
    assert await happening.answer(bot.asker("Ben"), "no, it's C") is Silence.KEPT
    assert await happening.answer(bot.asker("Ben"), "nice weather") is None
    for typed in ("what is an aquarium?", "tip", "nice weather"):
        assert await said(bot, typed) is None
    assert await said(bot, "B", place=ELSEWHERE) is None


async def test_in_a_lobby_and_a_game_people_ask_about_it(bot: Bot) -> None:
    journal = await bot.start(2)
    await bot.join(journal, "Ana", "Ben")
    assert await said(bot, "start") == "The host starts it with Start in the lobby."
    assert await said(bot, "let's go", "Ana") == "Press Start in the lobby."
    for typed in ("how many questions?", "what's it about?"):
        assert await said(bot, typed) == "2 questions, 20 seconds each."
    assert await said(bot, "who's in?") == "2 players so far."
    assert str(await said(bot, "how do I play?")).startswith("Press Join in the lobby, and then an answer")
    for typed in ("can I still join?", "me too", "I'm in"):
        assert await said(bot, typed, "Cleo") == "game join"
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    assert await said(bot, "who won?") == "It isn't over yet; the podium says who won."
    assert await said(bot, "what's the answer?") == "You'll see it as soon as the question closes."
    assert await said(bot, "cancel the game", "Ana") == "game stop"
    assert await said(bot, "when is it over?") == "It's at question 1. 2 questions, 20 seconds each."


async def test_again_after_a_game_plays_it_again_for_a_while(bot: Bot) -> None:
    assert await said(bot, "again!") is None
    journal = await bot.start(1)
    await bot.join(journal, "Ana", "Ben")
    await bot.act(journal, "start")
    await bot.until_over(journal)
    assert await said(bot, "again!") == "game again"
    assert await said(bot, "who won?") == "The podium says who won; /leaderboard week adds up the week."
    assert "“Review what I missed”" in str(await said(bot, "can we see the answers?"))
    assert "/game again" in str(await said(bot, "can I still join?"))
    await bot.pass_time(timedelta(minutes=16), step=120)
    for typed in ("again!", "me too", "what's the answer?", "how does it work?", "what's it about?", "close it"):
        assert await said(bot, typed) is None, typed
    assert str(await said(bot, "who won?")).startswith("The results are posted here when it's over")


async def test_what_is_said_about_an_open_challenge_shows_it(bot: Bot) -> None:
    assert str(await said(bot, "take it")).startswith("Nothing is open here right now")
    now = bot.clock.now()
    opening = Opening(
        to=Destination("web:playground", "general"),
        place_name="#general",
        pack=bot.library.default,
        topic=None,
        questions=2,
        limit=timedelta(seconds=30),
        closes=now + timedelta(hours=4),
    )
    await bot.database.transact(lambda transaction: begin(transaction, opening, Random(1), now, "UTC"))
    for typed in (
        "take it",
        "when does it close?",
        "how many have taken it?",
        "can I still join?",
        "who won?",
    ):
        assert await said(bot, typed) == "challenge", typed
    assert await said(bot, "B") == "Use the buttons on the question."
    for typed in ("what is a litter box?", "how does this work?", "start"):
        assert await said(bot, typed) is None, typed
    assert await said(bot, "what's it about?", is_follow_up=True) is None
    assert str(await said(bot, "take it", place=ELSEWHERE)).startswith("Nothing is open here right now")
